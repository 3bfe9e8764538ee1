"""P4, P5, P6: everything comes to rest, both sides agree, and nothing is there twice."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import combinations

from adapters.fake_rows import US, Row
from core.conflicts import ItemKind, ItemState
from core.records import HubRecord, Link, LinkState, Value
from daemon.joining import APART
from tests.simulation.crms import FIELDS, NORMALISERS, are_out, plain
from tests.simulation.put_back import differs_by_undo
from tests.simulation.world import Simulation

BUSY = 40_000  # events of one history; the liveliest need a third


def all_records(sim: Simulation) -> list[HubRecord]:
    return [
        record
        for object in ("company", "contact")
        for deleted in (False, True)
        for record in sim.store.list_records(object, after=None, limit=100_000, deleted=deleted)
        if deleted == (record.deleted_at is not None)
    ]


def all_links(sim: Simulation) -> list[Link]:
    return [
        link
        for name in sim.crms
        for object in FIELDS
        for link in sim.store.list_links(name, object, after=None, limit=100_000)
    ]


def merged_records(sim: Simulation) -> set[str]:
    """Every record of either side that took part in a merge."""
    found: set[str] = set()
    for crm in sim.crms.values():
        for rows in crm.rows.values():
            found |= {one for id, row in rows.items() if row.merged_into for one in (id, row.merged_into)}
    for stored in sim.store.audit():
        if stored.entry.kind == "merge":
            found |= {stored.entry.record_id, stored.entry.note}
    return found


def p4_convergence(sim: Simulation) -> Iterator[str]:
    """Linked pairs are equal, give or take what the CRM makes of a value; nobody's record is missing anywhere."""
    records = {record.id: record for record in all_records(sim)}
    linked: defaultdict[str, set[str]] = defaultdict(set)
    excused: defaultdict[str, set[str]] = defaultdict(set)
    left = sim.store.list_pending(connection=None, after=None, limit=100_000)
    waits = {one.record_id for one in left if one.parked or one.waiting_for}
    for link in all_links(sim):
        row = sim.crms[link.connection].rows[link.crm_object][link.crm_id]
        if link.paused and link.state is LinkState.LINKED:
            excused[link.record_id].add(link.connection)
            if not is_out(sim, records[link.record_id], row):
                yield f"{link.connection} {link.crm_id} is held, though both sides are in: {link.paused}"
        elif link.state is LinkState.LINKED:
            linked[link.record_id].add(link.connection)
            if is_out(sim, records[link.record_id], row):
                yield f"{link.connection} {link.crm_id} is out, and not held"
            yield from _pair(sim, records[link.record_id], link, row)
        elif link.state in (LinkState.DETACHED, LinkState.GONE):
            excused[link.record_id].add(link.connection)
        elif link.state is LinkState.ORPHAN and not row.deleted:
            yield f"orphan {link.connection} {link.crm_id} was never removed"
        elif link.state is LinkState.LEAVING:
            excused[link.record_id].add(link.connection)
            if not row.deleted and link.record_id not in waits:
                yield f"{link.connection} {link.crm_id} was to be taken back, and never was"
    for one in left:
        if one.parked or one.waiting_for:
            excused[one.record_id].add(one.connection)
    for record in records.values():
        if record.deleted_at is None and not is_out(sim, record, None):
            for crm in sorted(set(sim.crms) - linked[record.id] - excused[record.id]):
                yield f"{record.object} {record.id} is not in {crm}"


def is_out(sim: Simulation, record: HubRecord, row: Row | None) -> bool:
    """Whether the filter of tests/simulation/crms.py leaves one of the two out."""
    if sim.setting.profile.leave is None or record.object != "contact":
        return False
    return are_out(record.fields.get("title"), row.values.get("t") if row is not None else None)


def _pair(sim: Simulation, record: HubRecord, link: Link, row: Row) -> Iterator[str]:
    if (record.deleted_at is not None) != row.deleted:
        yield f"{link.connection} {link.crm_id} deleted={row.deleted}, hub {record.id} deleted_at={record.deleted_at}"
        return
    if row.deleted:
        return
    asked = {str(item.detail.get("rule")) for item in sim.store.items_of([record.id], link.connection)}
    for crm_field, hub_field in FIELDS[link.crm_object].items():
        if hub_field in asked:
            continue
        want, held = record.fields.get(hub_field), row.values.get(crm_field)
        if differs_by_undo(sim, link.connection, link.crm_id, crm_field, held):
            continue
        if hub_field == "company":
            yield from _reference(sim, record, link, want, held)
            continue
        normalise = NORMALISERS[link.connection].get(crm_field)
        if held != (normalise(want) if normalise else want) and plain(held) != plain(want):
            yield f"{link.connection} {link.crm_id}.{crm_field}={held!r}, hub {record.id}: {want!r}"


def _reference(sim: Simulation, record: HubRecord, link: Link, want: Value, held: Value) -> Iterator[str]:
    """Both sides name the same company, where both have it linked."""
    theirs = sim.store.links(link.connection, "companies", [str(held)]).get(str(held)) if held else None
    anew = [one for one in sim.crms[link.connection].log if one.id == held and one.kind == "restore"]
    if anew or any(one.generation > 1 for one in sim.store.links_of([str(want)], link.connection)):
        return  # a parent that was made anew does not take its children along until somebody moves them
    if theirs is not None and {theirs.record_id, heir(sim, theirs.record_id)} & came_back(sim):
        return  # nor does one whose merge was undone: they are the winner's in the hub by now
    ours = [one for one in sim.store.links_of([str(want)], link.connection) if one.state is LinkState.LINKED]
    if theirs is not None and theirs.state in (LinkState.LINKED, *APART):
        meant = heir(sim, theirs.record_id)
        if meant != want and lives(sim, meant):
            yield f"{link.connection} {link.crm_id} belongs to {meant}, hub {record.id} to {want}"
        return
    if ours and held != ours[0].crm_id and lives(sim, str(want)):
        yield f"hub {record.id} belongs to {want} = {ours[0].crm_id}, {link.connection} {link.crm_id} to {held}"


def came_back(sim: Simulation) -> set[str]:
    """Every hub record that was deleted or merged away and lives again, or did for a while."""
    return {stored.entry.record_id for stored in sim.store.audit() if stored.entry.kind == "restore"}


def heir(sim: Simulation, record_id: str) -> str:
    """The record this one was merged into, and that one, and so on."""
    record = sim.store.records([record_id]).get(record_id)
    return record_id if record is None or record.merged_into is None else heir(sim, record.merged_into)


def lives(sim: Simulation, record_id: str) -> bool:
    record = sim.store.records([record_id]).get(record_id)
    return record is not None and record.deleted_at is None


def p5_rest(sim: Simulation) -> Iterator[str]:
    """The world comes to rest, and then nothing is written anywhere."""
    if not sim.rest.is_quiet():
        left = {name: sim.store.backlog(name) for name in sim.crms}
        items = sim.store.list_items(state=ItemState.OPEN, kind=None, after=None, limit=9)
        yield f"never quiet: {left}, attempts {[sim.store.open_attempts(name) for name in sim.crms]}, items {items}"
    if (events := sim.stage.scheduler.events) > BUSY:
        yield f"{events} events: something spins"
    if sim.rest.idle_writes:
        yield f"{sim.rest.idle_writes} writes while idle"


def p6_no_duplicate_create(sim: Simulation) -> Iterator[str]:
    """One living CRM record a marker's owner, and no more hub records than people created."""
    # A record of a merged one may be the winner's, though its marker is the loser's.
    shared = merged_records(sim)
    for crm in sim.crms.values():
        merged = [
            row for rows in crm.rows.values() for row in rows.values() if row.merged_into or row.merged_from
        ]
        shared |= {row.marker.partition(":g")[0] for row in merged if row.marker is not None}
    for name, crm in sim.crms.items():
        restored = {(one.object, one.id) for one in crm.log if one.kind == "restore"}
        for object, rows in crm.rows.items():
            owners = Counter(
                row.marker.partition(":g")[0]
                for row in rows.values()
                if row.marker is not None and not row.deleted and (object, row.id) not in restored
            )
            yield from (
                f"{name} has {count} living {object} of {owner}"
                for owner, count in owners.items()
                if count > 1 and owner not in shared
            )
    for name, crm in sim.crms.items():
        ended = [one for one in crm.log if one.kind in ("delete", "merge")]
        ends = {(one.object, one.id): one.at for one in reversed(ended)}  # the first end: some are restored
        for object, rows in crm.rows.items():
            ours = [
                row for row in rows.values() if row.marker and row.marker.partition(":g")[0] not in shared
            ]
            for one, other in combinations(ours, 2):
                if one.marker == other.marker and other.created < ends.get(
                    (object, one.id), other.created + 1
                ):
                    yield f"{name} {other.id} was created for {one.marker} while {one.id} was there"
    people = sum(one.kind == "create" and one.by != US for crm in sim.crms.values() for one in crm.log)
    # An answer that was taken back and given again has made a record each time.
    answered = f"{ItemKind.AMBIGUOUS.value} {ItemState.APPROVED.value}"
    separate = sum(
        stored.entry.kind == "item" and stored.entry.note.startswith(answered) for stored in sim.store.audit()
    )
    total, typed = len(all_records(sim)), sim.people.hub_creates
    if total > people + typed + separate:
        yield f"{total} hub records from {people} + {typed} creates and {separate} decisions"
