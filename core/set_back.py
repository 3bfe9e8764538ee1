"""CRM values that undone entries overruled or filled: which are set back there, which do not stand any more, and why.

The hub's record keeps what it holds, and the pair agrees to differ from then on: neither side follows the other until
one of them is edited. Decided without writing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from collections.abc import Mapping as MappingOf
from typing import Final

from core.history import BEGINNINGS, CHANGING
from core.mapping import FieldRule, Mapping
from core.plans import Change, PlanItemKind
from core.records import UNSET, BaseValue, HubRecord, Link, LinkState, Value
from core.retelling import who
from core.store.base import AuditEntry, StoredAudit
from core.undo import Inverse
from core.withdrawal import Surroundings

SET_BACK: Final = "is set back there, and the record here stays"  # the end of a "settle" entry's note
_BEATEN: Final = frozenset({"settle", "drop"})  # what such an entry names are the CRM's fields


def set_backs(
    record: HubRecord,
    newest_first: Sequence[StoredAudit],
    mine: Collection[int],
    links: Sequence[Link],
    around: Surroundings,
    moving: Collection[str] = (),
) -> list[Inverse]:
    """What becomes of the CRM values that the entries in `mine` replaced without changing the hub.

    `moving` are hub fields that the same undo sets back: these travel to every CRM, and the CRM's former value stays in
    the log. Nothing where the record is gone, or was created by those entries. `newest_first` and `links` are as for
    `core.undo.inverse`.
    """
    told = [one for one in newest_first if one.seq in mine]
    if record.deleted_at is not None or any(one.entry.kind in BEGINNINGS for one in told):
        return []
    steps: dict[str, dict[str, list[tuple[StoredAudit, Value, Value]]]] = {}
    for stored in told:
        if stored.entry.kind == "settle":
            fields = steps.setdefault(stored.entry.connection, {})
            for name, before, after in stored.entry.changes:
                fields.setdefault(name, []).append((stored, before, after))
    return [
        one
        for connection, fields in steps.items()
        for one in _of_one(newest_first, mine, connection, fields, links, around, moving)
    ]


def _of_one(
    newest_first: Sequence[StoredAudit],
    mine: Collection[int],
    connection: str,
    fields: MappingOf[str, list[tuple[StoredAudit, Value, Value]]],
    links: Sequence[Link],
    around: Surroundings,
    moving: Collection[str],
) -> Iterator[Inverse]:
    places = {(one.connection, one.crm_object): one for one in around.mappings}
    link = next(
        (one for one in links if one.connection == connection and one.state is LinkState.LINKED), None
    )
    mapping = places.get((connection, link.crm_object)) if link is not None else None
    if not around.sets_back:
        why = "a value of {0} that the hub never took; it stays in the log"
    elif link is None:
        why = "a value of {0} that the hub never took, and the pair is apart by now; it stays in the log"
    else:
        why = "no mapping in use holds {1} of {0}; set it back there by hand"
    if link is None or mapping is None or not around.sets_back:
        lost = tuple((name, one[0][2], one[-1][1]) for name, one in fields.items())
        yield from _lost(lost, why.format(connection, link.crm_id if link is not None else ""))
        return
    base = around.bases(link)
    back: list[Change] = []
    asked: list[Change] = []
    people: set[str] = set()
    left: list[Change] = []
    for name, chain in fields.items():
        newest, _, held = chain[0]
        wanted = held
        for _, before, after in chain:
            if after != wanted:
                break  # somebody entered another value there in between, and that is what comes back
            wanted = before
        known = base.get(name, UNSET)
        if known is not UNSET and (known != wanted or _was_sent(newest_first, newest, connection, name)):
            held = known  # what the CRM has made of it, or what stands there already
        if held == wanted:
            continue
        rules = rules_of(mapping, name)
        if any(field in moving for one in rules for field in one.hub):
            left.append((name, held, wanted))
            continue
        since = [
            one.entry
            for one in newest_first
            if one.seq > newest.seq
            and one.seq not in mine
            and _is_about(one.entry, link, name, rules, chain[0][2])
        ]
        (asked if since else back).append((name, held, wanted))
        people |= {who(one.actor) for one in since if one.kind != "push"}
    if back:
        note = f"set back in {connection}; the record here stays, and neither follows the other until one is edited"
        yield _about(link, PlanItemKind.UPDATE_CRM, back, f"{note} ({link.crm_id})")
    if asked:
        by = f"edited since by {', '.join(sorted(people))}" if people else "sent another value since"
        note = f"{connection} {link.crm_id} was {by}: set it back there?"
        yield _about(link, PlanItemKind.CONFLICT, asked, note)
    yield from _lost(
        tuple(left), f"a value of {connection} that the hub never took; the hub's former one is sent instead"
    )


def _was_sent(newest_first: Sequence[StoredAudit], since: StoredAudit, connection: str, name: str) -> bool:
    return any(
        one.entry.kind == "push"
        and one.entry.connection == connection
        and any(field == name for field, _, _ in one.entry.changes)
        for one in newest_first
        if one.seq > since.seq
    )


def _lost(changes: tuple[Change, ...], why: str) -> Iterator[Inverse]:
    kept = tuple(one for one in changes if one[2] is not None)
    if kept:
        yield Inverse(kind=PlanItemKind.IRREVERSIBLE, changes=kept, note=why)


def _is_about(entry: AuditEntry, link: Link, name: str, rules: Sequence[FieldRule], sent: Value) -> bool:
    """Whether by this entry the field got another value on either side of the pair."""
    if entry.kind in CHANGING:
        ours = {field for one in rules for field in one.hub}
        return any(field in ours for field, _, _ in entry.changes)
    if entry.connection != link.connection or entry.note.endswith(SET_BACK):
        return False
    if entry.kind == "push":
        return any(field == name and value != sent for field, _, value in entry.changes)
    return entry.kind in _BEATEN and any(field == name for field, _, _ in entry.changes)


def _about(link: Link, kind: PlanItemKind, changes: Sequence[Change], note: str) -> Inverse:
    return Inverse(
        kind=kind, changes=tuple(changes), note=note, connection=link.connection, crm_id=link.crm_id
    )


def kept_apart(
    link: Link, newest_first: Sequence[StoredAudit], base: MappingOf[str, BaseValue], mapping: Mapping
) -> Iterator[tuple[str, StoredAudit]]:
    """CRM fields of a pair that an undo has set back and that neither side has edited since, each with its entry."""
    seen: set[str] = set()
    for at, stored in enumerate(newest_first):
        entry = stored.entry
        if entry.kind != "settle" or entry.note != f"{link.crm_id} {SET_BACK}":
            continue
        if entry.connection != link.connection:
            continue
        for name, _, wanted in entry.changes:
            rules = rules_of(mapping, name)
            stands = name not in seen and rules and base.get(name, UNSET) == wanted
            seen.add(name)
            since = newest_first[:at]
            if stands and not any(_is_about(one.entry, link, name, rules, wanted) for one in since):
                yield name, stored


def rules_of(mapping: Mapping, crm_field: str) -> list[FieldRule]:
    """The rules that hold this field of the CRM; none where the mapping does not know it."""
    return [one for one in mapping.rules if crm_field in one.crm]


def obstacle(
    rules: Sequence[FieldRule],
    held: Value,
    now: BaseValue,
    record: HubRecord,
    version: int,
    frozen: Collection[str],
) -> str:
    """Why a CRM value is not set back; "" where nothing speaks against it.

    `held` is what it must still be and `now` what it is, UNSET where that is not known; `version` the hub record as it
    was when that was decided; `frozen` are the names of rules with an open conflict.
    """
    if any(one.name in frozen for one in rules):
        return "a question about it is open"
    if any(record.edit_of(field).version > version for one in rules for field in one.hub):
        return "somebody has edited it here since"
    if now is not UNSET and now != held:
        return "somebody has edited it there since"
    return ""
