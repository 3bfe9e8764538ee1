"""The inverse of what happened to one record: what taking some of its entries back comes to, decided without writing.

An undo takes its entries back one by one, newest first, each only where what it left is still there. A field that
somebody has changed since keeps that change and becomes a question; so does the end of a record that somebody has
edited since it was created. What cannot be taken back at all is told with the reason.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from core.history import BEGINNINGS, CHANGING, ENDS, Standing
from core.plans import Change, PlanItemKind
from core.records import HubRecord, Link, LinkState, Value
from core.retelling import who
from core.store.base import AuditEntry, StoredAudit

_STANDING = {"create": Standing.LIVING, "restore": Standing.LIVING, "delete": Standing.DELETED}
TOLD_APART = (LinkState.MERGED, LinkState.MERGING)
MAKES: Final = "create "  # how the note of a push begins that made a CRM record


@dataclass(frozen=True, slots=True, kw_only=True)
class Inverse:
    """One part of an undo. `changes` are hub fields as (name, now, as it shall be).

    A RESTORE_HUB carries the fields to set once the record lives again. A CONFLICT without changes asks whether to
    remove the record. `note` is for a person: what is kept, who was faster, or why it cannot be done.
    With a `connection` it is about the CRM record `crm_id` there, and the hub's record stays.
    """

    kind: PlanItemKind
    changes: tuple[Change, ...] = ()
    note: str = ""
    connection: str = ""
    crm_id: str | None = None

    @staticmethod
    def there(link: Link, kind: PlanItemKind, note: str, changes: Sequence[Change] = ()) -> Inverse:
        """One about the CRM record of this pair."""
        return Inverse(
            kind=kind, changes=tuple(changes), note=note, connection=link.connection, crm_id=link.crm_id
        )


def inverse(
    record: HubRecord,
    newest_first: Sequence[StoredAudit],
    mine: Collection[int],
    *,
    links: Sequence[Link] = (),
    known: Collection[str] | None = None,
    bins: Collection[str] = (),
) -> list[Inverse]:
    """What undoing the entries whose seq is in `mine` comes to for this record.

    `newest_first` are the record's entries, at least down to the oldest of `mine`; `links` are its pairs; `known` the
    fields its object has today (None: all); `bins` the connections that can be asked to bring a deleted record back.
    """
    before, since = _back(record, newest_first, mine)
    is_alive = record.deleted_at is None
    if not is_alive and before is not Standing.LIVING:
        if since is not None and since.entry.kind in ENDS and _edits(newest_first, mine):
            return [_cannot(f"{_end(since)} since by {who(since.entry.actor)}; restore it first")]
        return []
    if not is_alive:
        return _restore(record, newest_first, mine, links, known, bins)
    if before is not Standing.LIVING:
        return _remove(newest_first, mine, links, before)
    return [*_fields(record, newest_first, mine, known), *_asides(newest_first, mine)]


def ours(link: Link, newest_first: Sequence[StoredAudit]) -> bool:
    """Whether this CRM record was made or brought back by us: only that is removed with a record; what people made stays."""
    return any(
        one.entry.connection == link.connection
        and (
            (
                one.entry.kind == "push"
                and one.entry.note in (f"{MAKES}{link.crm_id}", f"restore {link.crm_id}")
            )
            or (one.entry.kind == "link" and one.entry.cause.startswith("attempt:"))
        )
        for one in newest_first
    )


# a record's beginning and end -----------------------------------------------------------------------------------------
def _back(
    record: HubRecord, newest_first: Sequence[StoredAudit], mine: Collection[int]
) -> tuple[Standing | None, StoredAudit | None]:
    """How the record stands once its own beginnings and ends are taken back, and the one that stops that."""
    lifecycle = [one for one in newest_first if one.entry.kind in BEGINNINGS | ENDS]
    for one in lifecycle:
        if one.seq not in mine:
            return _STANDING.get(one.entry.kind, Standing.MERGED), one
    if any(one.entry.kind == "create" for one in lifecycle):
        return Standing.UNBORN, None
    # The entry below is older than what was read: it is the opposite of the oldest one there, or how the record is now.
    if not lifecycle:
        if record.deleted_at is None:
            return Standing.LIVING, None
        return Standing.MERGED if record.merged_into is not None else Standing.DELETED, None
    return (Standing.LIVING if lifecycle[-1].entry.kind in ENDS else Standing.DELETED), None


def _restore(
    record: HubRecord,
    newest_first: Sequence[StoredAudit],
    mine: Collection[int],
    links: Sequence[Link],
    known: Collection[str] | None,
    bins: Collection[str],
) -> list[Inverse]:
    end = next(one for one in newest_first if one.entry.kind in ENDS)
    if end.entry.kind == "merge":
        if end.entry.actor.startswith("connection:"):
            return [
                _cannot(
                    f"{who(end.entry.actor)} merged it into {end.entry.note}, and no CRM takes a merge back; "
                    f"as a record of its own again: crmsync records restore {record.id}"
                )
            ]
        if any(one.state not in TOLD_APART for one in links):
            return [
                _cannot(
                    f"it was merged into {end.entry.note}, in a CRM as well; as a record of its own again: "
                    f"crmsync records restore {record.id}"
                )
            ]
    back, contested, lost = _walk(record, newest_first, mine, known)
    note = "; ".join(filter(None, where_it_comes_back(links, bins)))
    return [
        Inverse(kind=PlanItemKind.RESTORE_HUB, changes=tuple(back), note=note),
        *_asked(contested),
        *lost,
    ]


def where_it_comes_back(links: Sequence[Link], bins: Collection[str]) -> tuple[str, str]:
    """What a person should know before: where the record comes back as it was, and where another takes its place."""
    ended = {
        one.connection: max((link for link in links if link.connection == one.connection), key=_newest)
        for one in links
        if one.state in (LinkState.DELETED, LinkState.PURGED, LinkState.GONE)
    }
    back = sorted(name for name, link in ended.items() if name in bins and link.state is not LinkState.PURGED)
    anew = sorted(ended.keys() - set(back))
    return (
        f"brought back in {', '.join(back)} under its own id, or made anew where its bin has lost it"
        if back
        else "",
        f"made anew in {', '.join(anew)}, under another id there: its activities and history stay behind"
        if anew
        else "",
    )


def _newest(link: Link) -> tuple[int, int]:
    return link.generation, link.seen


def _remove(
    newest_first: Sequence[StoredAudit],
    mine: Collection[int],
    links: Sequence[Link],
    before: Standing | None,
) -> list[Inverse]:
    if before is Standing.MERGED:
        return [_cannot("it had been merged away before; merge it again: crmsync records merge")]
    edits = _edited_since(newest_first, mine)
    if edits:
        return [
            Inverse(
                kind=PlanItemKind.CONFLICT,
                note=f"created by what is undone, and edited since by {_people(edits)}: remove it?",
            )
        ]
    linked = [one for one in links if one.state is LinkState.LINKED]
    gone = sorted(one.connection for one in linked if ours(one, newest_first))
    kept = sorted(f"{one.connection} ({one.crm_id})" for one in linked if not ours(one, newest_first))
    told = [f"deleted in {', '.join(gone)}"] if gone else []
    told += [f"kept in {', '.join(kept)}, which made it, and no longer paired"] if kept else []
    return [Inverse(kind=PlanItemKind.DELETE_HUB, note="; ".join(told))]


def _edited_since(newest_first: Sequence[StoredAudit], mine: Collection[int]) -> list[StoredAudit]:
    beginnings = [one.seq for one in newest_first if one.entry.kind in BEGINNINGS and one.seq in mine]
    return [
        one
        for one in newest_first
        if one.seq > min(beginnings, default=0)
        and one.seq not in mine
        and one.entry.kind in CHANGING
        and one.entry.changes
        and one.entry.actor != "system"
    ]


# fields ---------------------------------------------------------------------------------------------------------------
def _fields(
    record: HubRecord,
    newest_first: Sequence[StoredAudit],
    mine: Collection[int],
    known: Collection[str] | None,
) -> list[Inverse]:
    back, contested, lost = _walk(record, newest_first, mine, known)
    found = [Inverse(kind=PlanItemKind.UPDATE_HUB, changes=tuple(back))] if back else []
    return [*found, *_asked(contested), *lost]


def _walk(
    record: HubRecord,
    newest_first: Sequence[StoredAudit],
    mine: Collection[int],
    known: Collection[str] | None,
) -> tuple[list[Change], list[tuple[Change, StoredAudit]], list[Inverse]]:
    """Field by field: what goes back, what somebody has changed since (with that entry), and what is no field any more."""
    by_field: dict[str, list[tuple[StoredAudit, Value, Value]]] = {}
    touched: list[str] = []
    for stored in newest_first:
        if stored.entry.kind not in CHANGING:
            continue
        for name, before, after in stored.entry.changes:
            by_field.setdefault(name, []).append((stored, before, after))
            if stored.seq in mine and stored.entry.kind != "create" and name not in touched:
                touched.append(name)
    back: list[Change] = []
    contested: list[tuple[Change, StoredAudit]] = []
    strange: list[str] = []
    for name in sorted(touched):
        if known is not None and name not in known:
            strange.append(name)
            continue
        held = record.fields.get(name)
        value = held
        # Where the record stays, what it was created with is the last that there is to go back to.
        steps = [one for one in by_field[name] if one[0].seq in mine and one[0].entry.kind != "create"]
        taken = 0
        for _, before, after in steps:
            if after != value:
                break
            value = before
            taken += 1
        if taken and value != held:
            back.append((name, held, value))
        elif not taken and steps[-1][1] != held:
            contested.append(((name, held, steps[-1][1]), by_field[name][0][0]))
    lost = [_cannot(f"{record.object} has no field {name!r} any more") for name in strange]
    return back, contested, lost


def _asked(contested: Sequence[tuple[Change, StoredAudit]]) -> list[Inverse]:
    if not contested:
        return []
    people = _people([stored for _, stored in contested])
    return [
        Inverse(
            kind=PlanItemKind.CONFLICT,
            changes=tuple(change for change, _ in contested),
            note=f"edited since by {people}",
        )
    ]


# what only a CRM could take back ----------------------------------------------------------------------------------------
def _asides(newest_first: Sequence[StoredAudit], mine: Collection[int]) -> list[Inverse]:
    found: list[Inverse] = []
    replaced = {
        one.entry.connection for one in newest_first if one.seq in mine and one.entry.kind == "settle"
    }
    changed = any(one.seq in mine and one.entry.kind in CHANGING for one in newest_first)
    for at, stored in enumerate(newest_first):
        entry = stored.entry
        if stored.seq not in mine:
            continue
        kept = tuple((name, after, before) for name, before, after in entry.changes if before is not None)
        if entry.kind == "drop" and kept:
            found.append(
                Inverse(
                    kind=PlanItemKind.IRREVERSIBLE,
                    changes=kept,
                    note=f"a value of {entry.connection} that the hub never took ({entry.note}); it stays in the log",
                )
            )
        elif (
            entry.kind == "push"
            and not entry.note.startswith(MAKES)
            and not changed
            and entry.connection not in replaced
        ):
            cause = next((one for one in newest_first[at + 1 :] if _is_sent_by(one.entry, entry)), None)
            run = f"; undo that: crmsync undo run {cause.entry.run}" if cause is not None else ""
            found.append(_cannot(f"{entry.connection} was only sent what the hub held{run}"))
            changed = True
        elif entry.kind == "unlink" and entry.actor.startswith("connection:"):
            found.append(_cannot(f"parted from its pair in {entry.connection} ({entry.note})"))
    return found


def _is_sent_by(entry: AuditEntry, push: AuditEntry) -> bool:
    """Whether what this entry did to the record, or overruled in that CRM, is what was sent there."""
    overruled = entry.kind == "settle" and entry.connection == push.connection and bool(entry.changes)
    return overruled or entry.kind in CHANGING | ENDS | BEGINNINGS


def _edits(newest_first: Sequence[StoredAudit], mine: Collection[int]) -> bool:
    """Whether fields were changed of a record that was there before."""
    kinds = [one.entry.kind for one in newest_first if one.seq in mine]
    return not BEGINNINGS.intersection(kinds) and bool(CHANGING.intersection(kinds))


def _cannot(note: str) -> Inverse:
    return Inverse(kind=PlanItemKind.IRREVERSIBLE, note=note)


def _people(entries: Sequence[StoredAudit]) -> str:
    return ", ".join(sorted({who(one.entry.actor) for one in entries}))


def _end(stored: StoredAudit) -> str:
    return "deleted" if stored.entry.kind == "delete" else "merged away"
