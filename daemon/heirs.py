"""Who stands for a record that was merged away, and the moving of its children to it.

Every merge leaves one pending row of the hub itself. Whichever lane turns next works it off, page by page: each page's
children and how far it came become durable together, so a kill between two pages repeats nothing and forgets nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from collections.abc import Mapping as MappingOf
from dataclasses import replace
from typing import Final

from core.jobs import Pending, RunKind
from core.records import Fields, HubRecord, Value
from core.schema import FieldType, Object
from core.store.base import Postponed, Settled, Store
from core.sync.books import Books, Edit
from core.translate import ids_in
from daemon.lane import Lane
from daemon.naming import naming_in, tell_naming

HUB: Final = "*hub"  # stands where a connection's name would; no connection can be called so
LOSERS: Final = 200  # merges whose children are looked for in one pass
AGAIN_MS: Final = 10_000  # a step that began before the merge may name the loser once more


def heirs_of(store: Store, ids: Iterable[str]) -> dict[str, HubRecord]:
    """The record that each of these lives on in. Ids that were not merged away are left out; an heir may be deleted."""
    found: dict[str, HubRecord] = {}
    asked = {id: id for id in ids}
    while asked:
        records = store.records(sorted(set(asked.values())))
        further: dict[str, str] = {}
        for first, at in asked.items():
            record = records.get(at)
            if record is None:
                continue
            if record.merged_into is not None:
                further[first] = record.merged_into
            elif at != first:
                found[first] = record
        asked = further
    return found


def followed(
    kind: Object, id: str, fields: Fields, heirs: MappingOf[str, str]
) -> dict[str, tuple[Value, Value]]:
    """The references of record `id` that name a merged-away record: (as it is, with the heir in its place)."""
    found: dict[str, tuple[Value, Value]] = {}
    for name, field in kind.fields.items():
        if not field.type.is_reference:
            continue
        value = fields.get(name)
        named = ids_in(value)
        if any(one in heirs for one in named):
            moved = tuple(sorted({heirs.get(one, one) for one in named} - {id}))
            several = field.type is FieldType.MULTI_REFERENCE
            found[name] = (value, (moved or None) if several else (moved[0] if moved else None))
    return found


def parents_in(kind: Object, fields: Fields) -> list[str]:
    """The ids of all records that these fields name."""
    names = [name for name, field in kind.fields.items() if field.type.is_reference]
    return [one for name in names for one in ids_in(fields.get(name))]


def heirs_in(store: Store, kind: Object, fields: Fields) -> dict[str, HubRecord]:
    """The heirs of whatever merged-away records these fields name."""
    ids = parents_in(kind, fields)
    return heirs_of(store, ids) if ids else {}


def follow(books: Books, record: HubRecord, heirs: MappingOf[str, HubRecord], *, cause: str) -> HubRecord:
    """The record with every merged-away parent replaced by its heir; nobody's edit, so its time stays what it was."""
    kind = books.routes.objects[record.object]
    ids = {loser: heir.id for loser, heir in heirs.items()}
    moves = followed(kind, record.id, record.fields, ids)
    if not moves:
        return record
    edits = {
        name: Edit(value=after, by="system", at=record.edit_of(name).at) for name, (_, after) in moves.items()
    }
    told = {one for before, _ in moves.values() for one in ids_in(before) if one in ids}
    note = "; ".join(f"{loser} was merged into {ids[loser]}" for loser in sorted(told))
    books.counts["moved"] += 1
    return books.change(record, edits, by="system", cause=cause, note=note, weighs=False)


def children_of(objects: MappingOf[str, Object], parent: str) -> list[str]:
    """The hub objects that have a reference to this one."""
    return sorted(
        name
        for name, kind in objects.items()
        if any(one.type.is_reference and one.references == parent for one in kind.fields.values())
    )


def move_children(books: Books, loser: HubRecord) -> None:
    """Note durably that the children of a merged-away record belong to its heir."""
    if children_of(books.routes.objects, loser.object):
        books.pending[(HUB, loser.id)] = Pending(
            connection=HUB,
            object=loser.object,
            record_id=loser.id,
            since=books.at,
            next_at=books.at,
            reason="its children move to the record it was merged into",
        )


def recall_children(books: Books, record: HubRecord) -> None:
    """Note durably that a record is to be had again in a CRM, where its children had to do without it."""
    if children_of(books.routes.objects, record.object):
        books.pending[(HUB, record.id)] = Pending(
            connection=HUB,
            object=record.object,
            record_id=record.id,
            since=books.at,
            next_at=books.at,
            reason="its children are looked at: it is to be had again",
        )


def tend(lane: Lane, owner: str) -> bool:
    """See to one page of children, if any are due and no other lane is at it; True if there is more to do at once."""
    now = lane.world.clock()
    first = lane.store.next_due(HUB)
    if first is None or first > now:
        return False
    for parent in lane.routes.objects:
        due = lane.store.due_pending(HUB, parent, now=now, limit=LOSERS)
        if due:
            # Held for a moment only: should this lane die, the next one goes on. Versions keep two from colliding.
            lease = lane.store.acquire(HUB, owner, now=now, ttl=lane.pace.lease // 10)
            if lease is None:
                return False
            _tend(lane, due, parent)
            return True
    return False


def _tend(lane: Lane, due: Collection[Pending], parent: str) -> None:
    """One page of one kind of children, for all merges that have come as far."""
    first = next(iter(due))
    some = [row for row in due if row.reason == first.reason]
    records = lane.store.records([row.record_id for row in some])
    heirs = heirs_of(lane.store, records)
    back = {id for id, record in records.items() if record.deleted_at is None}
    known = back | heirs.keys()
    run = lane.start(RunKind.RESOLVE, None)
    books = lane.books(run)
    children = children_of(lane.routes.objects, parent)
    naming = naming_in(lane.routes, parent) if back else {}
    stops = [*children, *naming]
    turn, stop, after = _place(first.reason, stops)
    if not known:
        last = None
    elif stop in naming:
        last = tell_naming(lane, books, naming[stop], back, after)
    else:
        last = _move_page(lane, books, stop, heirs, back, after)
    at = stops.index(stop)
    if last is not None:
        place, next_at = (turn, stop, last), books.at
    elif known and at + 1 < len(stops):
        place, next_at = (turn, stops[at + 1], ""), books.at
    else:
        place, next_at = (turn + 1, stops[0], ""), books.at + AGAIN_MS
    for row in some:
        if place[0] > 2 or row.record_id not in known:
            books.settled.append(Settled(connection=HUB, record_id=row.record_id, version=1 << 62))
            continue
        moved = replace(row, reason=_words(*place), next_at=next_at)
        books.postponed.append(Postponed(pending=moved, version=records[row.record_id].version))
    lane.commit(books, run)


def _move_page(
    lane: Lane,
    books: Books,
    child: str,
    heirs: MappingOf[str, HubRecord],
    back: set[str],
    after: str | None,
) -> str | None:
    """One page of hub children; the id to go on after, None where it was the last page."""
    page = lane.store.list_records(child, after=after, limit=lane.pace.children)
    for record in page:
        follow(books, record, heirs, cause=f"run:{books.run}")
        if back and back.intersection(parents_in(lane.routes.objects[child], record.fields)):
            books.touch(record)
    return page[-1].id if len(page) == lane.pace.children else None


def _words(turn: int, child: str, after: str) -> str:
    return f"its children move, pass {turn}: {child} after {after}"


def _place(reason: str, stops: list[str]) -> tuple[int, str, str | None]:
    """Where a row stands, read from its reason; a new row begins at the beginning."""
    head, _, rest = reason.partition("pass ")
    turn, _, place = rest.partition(": ")
    child, _, after = place.partition(" after ")
    if head and turn.isdigit() and child in stops:
        return int(turn), child, after or None
    return 1, stops[0], None
