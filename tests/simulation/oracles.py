"""The predicates of RELIABILITY.md 2.3, as checks on a history that has come to rest.

Each looks only at what the outside can see: the CRMs' own logs, the hub's records, conflicts and audit log.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from adapters.fake_crm import US, Write
from core.conflicts import DELETION, Conflict, ItemKind, ItemState
from core.records import HubRecord, Link, LinkState, Value
from tests.simulation.world import CRMS, Simulation

FIELDS = {"contacts": {"n": "name", "e": "email", "t": "title", "o": "company"}, "companies": {"n": "name", "c": "city", "s": "size"}}


@dataclass(frozen=True, slots=True)
class Violation:
    oracle: str
    detail: str


def check(sim: Simulation) -> list[Violation]:
    """Every violation, in the order of the predicates."""
    return [Violation(name, detail) for name, oracle in ORACLES.items() for detail in oracle(sim)]


def _observed(sim: Simulation) -> set[tuple[str, Value]]:
    """Every (hub or crm field, value) that the audit log, a conflict or a dropped entry still tells."""
    found: set[tuple[str, Value]] = set()
    for stored in sim.store.audit():
        for name, before, after in stored.entry.changes:
            found |= {(name, _told(before)), (name, _told(after))}
    for conflict in _conflicts(sim):
        for candidate in (conflict.crm, *conflict.lost):
            found |= {(name, _told(value)) for name, value in zip(conflict.crm_fields, candidate.values, strict=True)}
        found |= {(name, _told(value)) for name, value in zip(conflict.hub_fields, conflict.hub.values, strict=True)}
    return found


def _told(value: Value) -> Value:
    """Values that mean the same are one: two sides may settle on either spelling."""
    return _plain(value) if isinstance(value, str) else value


def _conflicts(sim: Simulation) -> list[Conflict]:
    return sim.store.list_conflicts(state=None, after=None, limit=100_000)


def _user_writes(sim: Simulation) -> Iterator[tuple[str, str, Write, str, Value, Write | None]]:
    """(crm, object, write, field, value, the next write to that field or the record's life) of every person's write."""
    for name, crm in sim.crms.items():
        by_row: defaultdict[tuple[str, str], list[Write]] = defaultdict(list)
        for write in crm.log:
            by_row[(write.object, write.id)].append(write)
        for (object, _), writes in by_row.items():
            for at, write in enumerate(writes):
                if write.by == US or write.kind not in ("create", "update"):
                    continue
                for field, value in write.values.items():
                    if value is None or write.before.get(field) == value:
                        continue
                    later = (one for one in writes[at + 1 :] if field in one.values or one.kind in ("delete", "merge"))
                    yield name, object, write, field, value, next(later, None)


def p1_no_lost_update(sim: Simulation) -> Iterator[str]:
    """What a person wrote is told somewhere, or a person wrote over it."""
    observed = _observed(sim)
    for crm, object, write, field, value, following in _user_writes(sim):
        if object_field_seen(observed, object, field, value):
            continue
        if following is not None and following.by != US:
            continue
        if following is not None and crm == "lazy":
            continue  # without history or conditional writes nothing can tell (RELIABILITY 0.6)
        if field == "o" or _left_out(sim, crm, object, write.id):
            continue
        yield f"{crm} {object} {write.id}.{field}={value!r} written at {write.at} is told nowhere; next: {following}"


def object_field_seen(observed: set[tuple[str, Value]], object: str, field: str, value: Value) -> bool:
    return (FIELDS[object][field], _told(value)) in observed or (field, _told(value)) in observed


def _left_out(sim: Simulation, crm: str, object: str, id: str) -> bool:
    """A record that a person left unlinked, or that waits for a person or a parent in plain sight."""
    link = sim.store.links(crm, object, [id]).get(id)
    if link is not None:
        return link.state is not LinkState.LINKED
    waits = {(one.object, one.crm_id) for one in sim.store.list_signals(connection=crm, after=None, limit=10_000)}
    asked = sim.store.open_items(crm, object, [id])
    row = sim.crms[crm].rows[object][id]
    return (object, id) in waits or bool(asked) or row.deleted


def p2_no_silent_overwrite(sim: Simulation) -> Iterator[str]:
    """Where the CRM can tell, a person's value that we wrote over unseen is in a conflict or the audit log."""
    observed = _observed(sim)
    for crm, object, write, field, value, following in _user_writes(sim):
        if crm == "lazy" or following is None or following.by != US or field == "o":
            continue
        if following.kind in ("delete",) and crm == "lazy":
            continue
        if following.values.get(field) == value:
            continue
        if not object_field_seen(observed, object, field, value):
            yield f"{crm} {object} {write.id}.{field}={value!r} was overwritten by {following.op} unseen"


def p3_no_phantom(sim: Simulation) -> Iterator[str]:
    """Every value in a CRM was entered by somebody for that field, give or take what the CRMs make of it."""
    known = {kind: {_plain(value) for value in values} for kind, values in sim.entered.items()}
    for name, crm in sim.crms.items():
        for write in crm.log:
            if write.by != US:
                continue
            for field, value in write.values.items():
                kind = FIELDS[write.object][field]
                if isinstance(value, str) and kind in known and _plain(value) not in known[kind]:
                    yield f"{name} {write.object} {write.id}.{field} got {value!r}, which nobody entered"
    ops = {attempt.op for record in _all_records(sim) for attempt in sim.store.attempts_of(record.id, limit=10_000)}
    for name, crm in sim.crms.items():
        for write in crm.log:
            if write.by == US and write.op not in ops:
                yield f"{name}: write {write.seq} has no attempt"


def _plain(value: str) -> str:
    return value.strip().lower()[:12].strip()


def _all_records(sim: Simulation) -> list[HubRecord]:
    return [
        record
        for object in ("company", "contact")
        for deleted in (False, True)
        for record in sim.store.list_records(object, after=None, limit=100_000, deleted=deleted)
    ]


def _links(sim: Simulation) -> Iterator[Link]:
    for name in sim.crms:
        for object in ("companies", "contacts"):
            yield from sim.store.list_links(name, object, after=None, limit=100_000)


def p4_convergence(sim: Simulation) -> Iterator[str]:
    """Linked pairs are equal, give or take what the CRM makes of a value; nobody's record is missing anywhere."""
    records = {record.id: record for record in _all_records(sim)}
    linked: defaultdict[str, set[str]] = defaultdict(set)
    excused: defaultdict[str, set[str]] = defaultdict(set)
    for link in _links(sim):
        if not link.record_id:
            continue
        record = records[link.record_id]
        row = sim.crms[link.connection].rows[link.crm_object][link.crm_id]
        if link.state is LinkState.LINKED:
            linked[record.id].add(link.connection)
            yield from _pair(sim, record, link, row.values, row.deleted)
        elif link.state is LinkState.DETACHED:
            excused[record.id].add(link.connection)
        elif link.state is LinkState.ORPHAN and not row.deleted:
            yield f"orphan {link.connection} {link.crm_id} was never removed"
    waiting = {
        (one.connection, one.record_id)
        for one in sim.store.list_pending(connection=None, after=None, limit=100_000)
        if one.parked or one.waiting_for
    }
    for record in records.values():
        if record.deleted_at is None:
            for crm in set(sim.crms) - linked[record.id] - excused[record.id]:
                if (crm, record.id) not in waiting:
                    yield f"{record.object} {record.id} is not in {crm}"


def _pair(sim: Simulation, record: HubRecord, link: Link, values: dict[str, Value], deleted: bool) -> Iterator[str]:
    if (record.deleted_at is not None) != deleted:
        yield f"{link.connection} {link.crm_id} deleted={deleted}, hub {record.id} deleted_at={record.deleted_at}"
        return
    if deleted:
        return
    _, normalisers = CRMS[link.connection]
    for crm_field, hub_field in FIELDS[link.crm_object].items():
        if hub_field == "company":
            continue
        want = record.fields.get(hub_field)
        if crm_field in normalisers:
            want = normalisers[crm_field](want)
        if values.get(crm_field) != want and _plain(str(values.get(crm_field))) != _plain(str(want)):
            yield f"{link.connection} {link.crm_id}.{crm_field}={values.get(crm_field)!r}, hub {record.id}: {want!r}"


def p5_rest(sim: Simulation) -> Iterator[str]:
    """The world comes to rest, and then nothing is written anywhere."""
    if not sim.is_quiet():
        left = {name: sim.store.backlog(name) for name in sim.crms}
        yield f"never quiet: {left}, attempts {[sim.store.open_attempts(name) for name in sim.crms]}"
    if sim.idle_writes:
        yield f"{sim.idle_writes} writes while idle"


def p6_no_duplicate_create(sim: Simulation) -> Iterator[str]:
    """One living CRM record a marker's owner, and no more hub records than people created."""
    for name, crm in sim.crms.items():
        restored = {(one.object, one.id) for one in crm.log if one.kind == "restore"}
        for object, rows in crm.rows.items():
            owners = Counter(
                row.marker.partition(":g")[0]
                for row in rows.values()
                if row.marker is not None and not row.deleted and (object, row.id) not in restored
            )
            for owner, count in owners.items():
                if count > 1:
                    yield f"{name} has {count} living {object} of {owner}"
    people = sum(one.kind == "create" and one.by != US for crm in sim.crms.values() for one in crm.log)
    separate = sum(
        one.kind is ItemKind.AMBIGUOUS and one.state is ItemState.APPROVED
        for one in sim.store.list_items(state=None, kind=None, after=None, limit=100_000)
    )
    total = len(_all_records(sim))
    if total > people + sim.hub_creates + separate:
        yield f"{total} hub records from {people} + {sim.hub_creates} creates and {separate} decisions"


def p7_echo(sim: Simulation) -> Iterator[str]:
    """Hardly any write repeats what is there already, and only what changed is written."""
    redundant = [
        (name, one.id, field)
        for name, crm in sim.crms.items()
        for one in crm.log
        if one.by == US and one.kind == "update"
        for field, value in one.values.items()
        if one.before.get(field) == value
    ]
    writes = sum(one.by == US and one.kind == "update" for crm in sim.crms.values() for one in crm.log)
    if len(redundant) > max(3, writes // 10):
        yield f"{len(redundant)} redundant field writes in {writes} updates: {redundant[:4]}"


def p9_one_conflict(sim: Simulation) -> Iterator[str]:
    opened = Counter((one.link, one.rule) for one in _conflicts(sim) if one.state.value == "open")
    yield from (f"{count} open conflicts on {key}" for key, count in opened.items() if count > 1)


def p10_audit(sim: Simulation) -> Iterator[str]:
    """Replaying the audit log gives the hub, and every entry's `before` is what was there."""
    replayed: defaultdict[str, dict[str, Value]] = defaultdict(dict)
    for stored in sim.store.audit():
        entry = stored.entry
        if entry.kind not in ("create", "set", "resolve"):
            continue
        for name, before, after in entry.changes:
            if replayed[entry.record_id].get(name) != before:
                yield f"audit {stored.seq} says {name} was {before!r}, not {replayed[entry.record_id].get(name)!r}"
            replayed[entry.record_id][name] = after
    for record in _all_records(sim):
        told = {name: value for name, value in replayed[record.id].items() if value is not None}
        if told != dict(record.fields):
            yield f"record {record.id} is {dict(record.fields)}, audit tells {told}"


def p11_chain(sim: Simulation) -> Iterator[str]:
    fault = sim.store.verify_audit()
    if fault is not None:
        yield f"entry {fault.seq}: {fault.reason}"


def p12_deletes(sim: Simulation) -> Iterator[str]:
    """A person's edit that our delete removed is told by a conflict or the audit log."""
    observed = _observed(sim)
    for crm, object, write, field, value, following in _user_writes(sim):
        if crm == "lazy" or field == "o" or following is None or following.by != US or following.kind != "delete":
            continue
        if not object_field_seen(observed, object, field, value):
            yield f"{crm} {object} {write.id}.{field}={value!r} was deleted unseen"


def spurious_conflicts(sim: Simulation) -> Iterator[str]:
    """A conflict has two sides that people made: the hub's value did not come from this very CRM record."""
    for conflict in _conflicts(sim):
        if conflict.rule == DELETION or conflict.lost:
            continue
        if conflict.hub.by == f"connection:{conflict.link[0]}" and conflict.hub.values == conflict.crm.values:
            yield f"conflict {conflict.id} on {conflict.rule}: both sides hold {conflict.hub.values}"


ORACLES: dict[str, Callable[[Simulation], Iterator[str]]] = {
    "P1 no lost update": p1_no_lost_update,
    "P2 no silent overwrite": p2_no_silent_overwrite,
    "P3 no phantom": p3_no_phantom,
    "P4 convergence": p4_convergence,
    "P5 rest": p5_rest,
    "P6 no duplicate create": p6_no_duplicate_create,
    "P7 echo": p7_echo,
    "P9 one conflict": p9_one_conflict,
    "P10 audit": p10_audit,
    "P11 chain": p11_chain,
    "P12 delete": p12_deletes,
    "spurious conflict": spurious_conflicts,
}
