"""CRM values that undone entries overruled or filled: which are set back there, which do not stand any more, and why.

The hub's record keeps what it holds, and the pair agrees to differ from then on: neither side follows the other until
one of them is edited. Decided without writing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from collections.abc import Mapping as MappingOf
from typing import Final, TypeAlias

from core.history import BEGINNINGS, CHANGING
from core.mapping import FieldRule, Mapping
from core.plans import Change, PlanItemKind
from core.records import UNSET, BaseValue, HubRecord, Link, LinkState, Value
from core.retelling import who
from core.store.base import AuditEntry, StoredAudit
from core.undo import Inverse
from core.withdrawal import Surroundings, mapping_of

SET_BACK: Final = "is set back there, and the record here stays"  # the end of a "settle" entry's note
Chain: TypeAlias = list[tuple[StoredAudit, Value, Value]]  # of one field, newest first: entry, before, after
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
    steps: dict[str, dict[str, Chain]] = {}
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
    fields: MappingOf[str, Chain],
    links: Sequence[Link],
    around: Surroundings,
    moving: Collection[str],
) -> Iterator[Inverse]:
    link = next(
        (one for one in links if one.connection == connection and one.state is LinkState.LINKED), None
    )
    mapping = mapping_of(link, around) if link is not None else None
    if link is None or mapping is None or not around.sets_back:
        lost = [(name, chain[0][2], chain[-1][1]) for name, chain in fields.items()]
        yield from _lost(lost, _why_lost(connection, link, around))
        return
    base = around.bases(link)
    back: list[Change] = []
    asked: list[Change] = []
    left: list[Change] = []
    people: set[str] = set()
    for name, chain in fields.items():
        newest, _, sent = chain[0]
        held, wanted = sent, _before(chain)
        known = base.get(name, UNSET)
        if known is not UNSET and (known != wanted or _was_sent(newest_first, newest, connection, name)):
            held = known  # what the CRM has made of it, or what stands there already
        if held == wanted:
            continue
        rules = rules_of(mapping, name)
        since = [
            one.entry
            for one in newest_first
            if one.seq > newest.seq and one.seq not in mine and _is_about(one.entry, link, name, rules, sent)
        ]
        if any(field in moving for one in rules for field in one.hub):
            left.append((name, held, wanted))
        elif since:
            asked.append((name, held, wanted))
            people |= {who(one.actor) for one in since if one.kind != "push"}
        else:
            back.append((name, held, wanted))
    if back:
        note = f"set back in {connection}; the record here stays, and neither follows the other until one is edited"
        yield Inverse.there(link, PlanItemKind.UPDATE_CRM, f"{note} ({link.crm_id})", back)
    if asked:
        by = f"edited since by {', '.join(sorted(people))}" if people else "sent another value since"
        note = f"{connection} {link.crm_id} was {by}: set it back there?"
        yield Inverse.there(link, PlanItemKind.CONFLICT, note, asked)
    yield from _lost(
        left, f"a value of {connection} that the hub never took; the hub's former one is sent instead"
    )


def _why_lost(connection: str, link: Link | None, around: Surroundings) -> str:
    if not around.sets_back:
        return f"a value of {connection} that the hub never took; it stays in the log"
    if link is None:
        return f"a value of {connection} that the hub never took, and the pair is apart by now; it stays in the log"
    return f"no mapping in use holds {link.crm_id} of {connection}; set it back there by hand"


def _before(chain: Chain) -> Value:
    """What stood there before all of it, or what somebody entered there in between."""
    wanted = chain[0][2]
    for _, before, after in chain:
        if after != wanted:
            break
        wanted = before
    return wanted


def _was_sent(newest_first: Sequence[StoredAudit], since: StoredAudit, connection: str, name: str) -> bool:
    return any(
        one.entry.kind == "push"
        and one.entry.connection == connection
        and any(field == name for field, _, _ in one.entry.changes)
        for one in newest_first
        if one.seq > since.seq
    )


def _lost(changes: Sequence[Change], why: str) -> Iterator[Inverse]:
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


def kept_apart(
    link: Link, newest_first: Sequence[StoredAudit], base: MappingOf[str, BaseValue], mapping: Mapping
) -> Iterator[tuple[str, StoredAudit]]:
    """CRM fields of a pair that an undo has set back and that neither side has edited since, each with its entry."""
    seen: set[str] = set()
    ours = ("settle", link.connection, f"{link.crm_id} {SET_BACK}")
    for at, stored in enumerate(newest_first):
        entry = stored.entry
        if (entry.kind, entry.connection, entry.note) != ours:
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
    change: Change,
    now: BaseValue,
    record: HubRecord,
    version: int,
    frozen: Collection[str],
) -> str:
    """Why a CRM value is not set back; "" where nothing speaks against it.

    `change` is (field, what it must still be, what it shall be) and `now` what it is, UNSET where that is not known;
    `version` the hub record as it was when that was decided; `frozen` are the names of rules with an open conflict.
    """
    _, held, wanted = change
    if any(one.name in frozen for one in rules):
        return "a question about it is open"
    if any(record.edit_of(field).version > version for one in rules for field in one.hub):
        return "somebody has edited it here since"
    if now is not UNSET and now not in (held, wanted):
        return "somebody has edited it there since"
    return ""
