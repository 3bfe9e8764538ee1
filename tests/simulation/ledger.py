"""P9, P10, P11: one question a matter, and a log that tells the whole story."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from core.conflicts import ConflictState, conflict_in
from core.contests import ContestKey, Figures, report
from core.records import Value
from tests.simulation.agree import all_records
from tests.simulation.told import conflicts_of
from tests.simulation.world import Simulation

REPLAYED = ("create", "set", "resolve", "delete", "restore", "merge")
CAUSES = ("run:", "signal:", "conflict:", "attempt:", "item:", "person:", "plan:", "undo:")


def p9_one_conflict(sim: Simulation) -> Iterator[str]:
    opened = Counter((one.link, one.rule) for one in conflicts_of(sim) if one.state is ConflictState.OPEN)
    yield from (f"{count} open conflicts on {key}" for key, count in opened.items() if count > 1)


def p9_contests(sim: Simulation) -> Iterator[str]:
    """What was counted of contests is what became of the conflicts there are, rule by rule."""
    there: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for one in conflicts_of(sim):
        there[(one.link[0], one.rule)][one.state.value] += 1
    counted: defaultdict[tuple[str, str], Figures] = defaultdict(Figures)
    edits_and_meetings: Counter[ContestKey] = Counter()
    for (connection, object, rule, _, outcome), n in sim.store.contests().items():
        edits_and_meetings[(connection, object, rule, False, outcome)] += n
        if n < 0:
            yield f"{n} contests of {rule} in {connection} are {outcome.value}"
    found = report(edits_and_meetings)
    for some in found.rules:
        counted[(some.connection, some.rule)] += some.figures
    for key in there.keys() | counted.keys():
        figures, states = counted[key], there[key]
        told = {
            "open": figures.open,
            "superseded": figures.superseded,
            "resolved": figures.person + figures.advisor,
        }
        if any(told[state] != states[state] for state in told):
            yield f"{key}: counted {told}, there are {dict(states)}"
    taken_back = sum(one.figures.reversed for one in found.rules)
    entries = (one.entry for one in sim.store.audit())
    reversals = sum(one.kind == "reversal" and conflict_in(one.cause) != "" for one in entries)
    if taken_back != reversals:
        yield f"{taken_back} resolutions were counted as taken back, the audit log tells {reversals}"


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
