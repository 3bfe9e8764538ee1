"""P9, P10, P11: one question a matter, and a log that tells the whole story."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from core.conflicts import ConflictState
from core.records import Value
from tests.simulation.agree import all_records
from tests.simulation.told import conflicts_of
from tests.simulation.world import Simulation

REPLAYED = ("create", "set", "resolve", "delete", "restore", "merge")
CAUSES = ("run:", "signal:", "conflict:", "attempt:", "item:", "person:", "plan:", "undo:")


def p9_one_conflict(sim: Simulation) -> Iterator[str]:
    opened = Counter((one.link, one.rule) for one in conflicts_of(sim) if one.state is ConflictState.OPEN)
    yield from (f"{count} open conflicts on {key}" for key, count in opened.items() if count > 1)


def p10_audit(sim: Simulation) -> Iterator[str]:
    """Replaying the audit log gives the hub, and every entry's `before` is what was there."""
    replayed: defaultdict[str, dict[str, Value]] = defaultdict(dict)
    living: dict[str, bool] = {}
    for stored in sim.store.audit():
        entry = stored.entry
        if entry.kind in ("create", "restore", "delete", "merge"):
            living[entry.record_id] = entry.kind in ("create", "restore")
        if entry.kind not in ("create", "set", "resolve"):
            continue
        for name, before, after in entry.changes:
            now = replayed[entry.record_id].get(name)
            if now != before:
                yield f"audit {stored.seq} says {name} was {before!r}, not {now!r}"
            replayed[entry.record_id][name] = after
    for record in all_records(sim):
        told = {name: value for name, value in replayed[record.id].items() if value is not None}
        if told != dict(record.fields):
            yield f"record {record.id} is {dict(record.fields)}, audit tells {told}"
        if living.get(record.id) != (record.deleted_at is None):
            yield f"record {record.id} deleted_at={record.deleted_at}, audit tells living={living.get(record.id)}"


def p10_causes(sim: Simulation) -> Iterator[str]:
    """Every entry names one cause and its run, and every version of a record has one entry."""
    changes: Counter[str] = Counter()
    for stored in sim.store.audit():
        entry = stored.entry
        if not entry.cause.startswith(CAUSES) or not entry.run:
            yield f"audit {stored.seq} names no cause: {entry.cause!r}, run {entry.run!r}"
        if entry.kind in REPLAYED and entry.record_id and not _explains(entry.kind, entry.actor, entry.note):
            changes[entry.record_id] += 1
    for record in all_records(sim):
        if changes[record.id] < record.version:
            yield f"record {record.id} has {record.version} versions and {changes[record.id]} entries"


def _explains(kind: str, actor: str, note: str) -> bool:
    """An entry that only tells of a conflict which answered itself."""
    return kind == "resolve" and actor == "system" and bool(note)


def p11_chain(sim: Simulation) -> Iterator[str]:
    fault = sim.store.verify_audit()
    if fault is not None:
        yield f"entry {fault.seq}: {fault.reason}"
