"""P13 of RELIABILITY.md 2.3: CRM values that an undo sets back are set back, and the pair differs by that alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from adapters.fake_rows import US
from core.plans import PlanItemKind, PlanItemState
from core.records import Value
from core.set_back import SET_BACK
from core.store.base import StoredAudit
from tests.simulation.crms import FIELDS, NORMALISERS, plain
from tests.simulation.world import Simulation

OBJECTS = {"company": "companies", "contact": "contacts"}


@dataclass(frozen=True, slots=True)
class PutBack:
    """One value that an undo, or the answer to its question, has a CRM hold again."""

    seq: int
    connection: str
    record_id: str
    crm_id: str
    field: str
    before: Value
    value: Value


def put_back(sim: Simulation) -> list[PutBack]:
    """In the order of the audit log."""
    return [
        PutBack(
            stored.seq,
            stored.entry.connection,
            stored.entry.record_id,
            stored.entry.note.partition(" ")[0],
            name,
            held,
            wanted,
        )
        for stored in sim.store.audit()
        if stored.entry.kind == "settle" and stored.entry.note.endswith(SET_BACK)
        for name, held, wanted in stored.entry.changes
    ]


def differs_by_undo(sim: Simulation, connection: str, crm_id: str, field: str, held: Value) -> bool:
    """Whether the CRM holds what was set back there last, or what it kept when it refused that."""
    mine = [
        one
        for one in put_back(sim)
        if (one.connection, one.field) == (connection, field) and crm_id in _heirs(sim, one)
    ]
    if not mine:
        return False
    last = mine[-1]
    return _equal(connection, field, last.value, held) or (
        _was_refused(sim, last) and _equal(connection, field, last.before, held)
    )


def _heirs(sim: Simulation, one: PutBack) -> set[str]:
    """Its CRM record, and what that was merged into."""
    found: set[str] = set()
    for rows in sim.crms[one.connection].rows.values():
        at: str | None = one.crm_id
        while at in rows and at not in found:
            found.add(at)
            at = rows[at].merged_into
    return found


def _was_refused(sim: Simulation, one: PutBack) -> bool:
    kept = f"{one.crm_id} keeps "
    return any(
        some.seq > one.seq
        and some.entry.connection == one.connection
        and some.entry.note.startswith(kept)
        and one.field in some.entry.note.removeprefix(kept).partition(":")[0].split(", ")
        for some in sim.store.audit()
    )


def p13_undo_sets_back(sim: Simulation) -> Iterator[str]:
    """A CRM value that an undo said would come back is there, unless somebody was asked or edited either side since."""
    told = list(sim.store.audit())
    left = {one.record_id for one in sim.store.list_pending(connection=None, after=None, limit=100_000)}
    said = {
        (asked.plan.run, item.record_id, item.connection, name)
        for asked in sim.undoers.asked
        for item in sim.store.plan_items(asked.plan.id, limit=100_000)
        if item.kind is PlanItemKind.UPDATE_CRM and item.state is PlanItemState.APPLIED
        for name, _, _ in item.changes
    }
    for one in put_back(sim):
        entry = told[one.seq - 1].entry
        if (
            entry.cause.startswith("undo:")
            and (entry.run, one.record_id, one.connection, one.field) not in said
        ):
            yield f"audit {one.seq}: {one.connection} {one.crm_id}.{one.field} is set back, which no item said"
        since = [some for some in told[one.seq :] if some.entry.record_id == one.record_id]
        record = sim.store.records([one.record_id])[one.record_id]
        row = sim.crms[one.connection].rows[OBJECTS[record.object]][one.crm_id]
        if _equal(one.connection, one.field, one.value, row.values.get(one.field)):
            continue
        if row.deleted or record.deleted_at is not None or one.record_id in left:
            continue
        if not any(_moved(some, one, record.object) for some in since) and not _edited(
            sim, one, record.object
        ):
            yield (
                f"{one.connection} {one.crm_id}.{one.field} is {row.values.get(one.field)!r}, "
                f"and was to be {one.value!r} again by {entry.cause}"
            )


def _moved(stored: StoredAudit, one: PutBack, object: str) -> bool:
    entry, hub = stored.entry, FIELDS[OBJECTS[object]][one.field]
    if entry.kind in ("set", "resolve", "create"):
        return any(name == hub for name, _, _ in entry.changes)
    if entry.kind in ("restore", "delete", "merge", "link", "unlink", "pause"):
        return True
    if entry.kind == "push":
        return False  # whatever we sent there, it was sent for a reason that is told besides
    about = any(name in (hub, one.field) for name, _, _ in entry.changes)
    return entry.connection == one.connection and (about or " keeps " in entry.note)


def _edited(sim: Simulation, one: PutBack, object: str) -> bool:
    """Whether people have written there since the last time that we did."""
    log = [
        some
        for some in sim.crms[one.connection].log
        if (some.object, some.id) == (OBJECTS[object], one.crm_id) and one.field in some.values
    ]
    return bool(log) and log[-1].by != US


def _equal(connection: str, field: str, wanted: Value, held: Value) -> bool:
    normalise = NORMALISERS[connection].get(field)
    return held == (normalise(wanted) if normalise else wanted) or plain(held) == plain(wanted)
