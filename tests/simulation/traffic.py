"""P3, P7, P20: nothing is written that nobody asked for, nothing twice, and no run changes too much."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from adapters.fake_rows import US
from core.conflicts import ItemKind, ItemState
from core.jobs import Attempt, Outcome
from core.records import Value
from tests.simulation.agree import all_records, merged_records
from tests.simulation.crms import FIELDS, plain
from tests.simulation.world import Simulation

REDUNDANT = 0.001  # of the field writes; RELIABILITY 2.3 P7


def attempts_by_op(sim: Simulation) -> dict[str, Attempt]:
    return {
        one.op: one for record in all_records(sim) for one in sim.store.attempts_of(record.id, limit=100_000)
    }


def p3_no_phantom(sim: Simulation) -> Iterator[str]:
    """Every value we wrote was entered by somebody for that field, and every write has its attempt."""
    known = {kind: {plain(value) for value in values} for kind, values in sim.stage.entered.items()}
    ops = attempts_by_op(sim)
    for name, crm in sim.crms.items():
        for write in crm.log:
            if write.by != US:
                continue
            if write.op not in ops:
                yield f"{name}: write {write.seq} has no attempt"
            for field, value in write.values.items():
                kind = FIELDS[write.object][field]
                if isinstance(value, str) and kind in known and not _was_entered(sim, value, known[kind]):
                    yield f"{name} {write.object} {write.id}.{field} got {value!r}, which nobody entered"


def _was_entered(sim: Simulation, value: str, known: set[Value]) -> bool:
    """Where rules make one value of two, every word of it was entered by somebody."""
    return plain(value) in known or (
        sim.setting.rules and all(plain(word) in known for word in value.split())
    )


def p3_no_phantom_edit(sim: Simulation) -> Iterator[str]:
    """What the hub took from a CRM is what somebody wrote there, to the letter: never our own write come back."""
    written: defaultdict[tuple[str, str], set[Value]] = defaultdict(set)
    for name, crm in sim.crms.items():
        heirs = {row.merged_into for rows in crm.rows.values() for row in rows.values()}
        for write in crm.log:
            # By merging two records a person chose what the winner holds, whoever wrote it there.
            if write.by != US or write.id in heirs:
                for field, value in write.values.items():
                    written[(name, FIELDS[write.object][field])].add(value)
    unsure = {one.record_id for one in attempts_by_op(sim).values() if one.outcome is Outcome.RESOLVED}
    unsure |= merged_records(sim)
    for stored in sim.store.audit():
        entry = stored.entry
        name = entry.actor.partition(":")[2]
        if entry.kind != "set" or name not in sim.crms or entry.record_id in unsure:
            continue
        made = {one.partition(":")[0] for one in entry.note.split("; ") if one.endswith("-> merge")}
        for field, _, after in entry.changes:
            if field in made:
                continue  # of both sides' values, by a rule the entry names
            if field != "company" and after is not None and after not in written[(name, field)]:
                yield f"audit {stored.seq}: {name} gave {entry.record_id}.{field}={after!r}, which nobody wrote there"


def p3_no_phantom_delete(sim: Simulation) -> Iterator[str]:
    """What the hub deletes because of a CRM was deleted, or merged away, there."""
    for stored in sim.store.audit():
        entry = stored.entry
        name = entry.actor.partition(":")[2]
        if entry.kind != "delete" or name not in sim.crms or entry.record_id in merged_records(sim):
            continue
        gone = {(one.object, one.id) for one in sim.crms[name].log if one.kind in ("delete", "merge")}
        links = sim.store.links_of([entry.record_id], name)
        known = {(link.crm_object, link.crm_id) for link in links}
        attempts = sim.store.attempts_of(entry.record_id, limit=10_000)
        known |= {(one.object, one.crm_id or "") for one in attempts if one.connection == name}
        is_made_anew = any(link.generation > 1 for link in links)  # what stood there before is not known any more
        if links and not is_made_anew and not known & gone:
            yield f"{entry.record_id} was deleted for {name}, where nobody deleted it"


def redundant_writes(sim: Simulation) -> tuple[list[str], int]:
    """Field writes of ours that repeat what was there, lost answers and races with people aside; and how many there were."""
    ops = attempts_by_op(sim)
    lost = {one.record_id for one in ops.values() if one.outcome is Outcome.RESOLVED}
    found, total = [], 0
    for name, crm in sim.crms.items():
        for write in crm.log:
            if write.by != US or write.kind != "update":
                continue
            attempt = ops[write.op]
            total += len(attempt.sent)
            found += [
                f"{name} {write.id}.{field}={value!r}"
                for field, value in attempt.sent.items()
                if write.before.get(field) == value and attempt.record_id not in lost
            ]
    return found, total


def p7_echo(sim: Simulation) -> Iterator[str]:
    """Hardly any write repeats what is there already. One in a history may be a race with a person."""
    found, total = redundant_writes(sim)
    if len(found) > max(1, total * REDUNDANT):
        yield f"{len(found)} redundant field writes of {total}: {found[:4]}"


def p21_nothing_emptied(sim: Simulation) -> Iterator[str]:
    """Nobody empties a field in a CRM here but the choices, so no other is ever empty in the hub because of one."""
    for stored in sim.store.audit():
        entry = stored.entry
        if entry.kind == "set" and entry.actor.startswith("connection:"):
            for name, before, after in entry.changes:
                if before is not None and after is None and name not in ("company", "tags"):
                    yield f"audit {stored.seq}: {entry.actor} emptied {entry.record_id}.{name}, which was {before!r}"


def p20_brakes(sim: Simulation) -> Iterator[str]:
    """No run overwrites or deletes more of the hub than the mapping allows, unless a person let it pass."""
    limit = sim.setting.profile.brake
    items = sim.store.list_items(state=None, kind=ItemKind.BRAKE, after=None, limit=100_000)
    allowed = {(one.connection) for one in items if one.state is ItemState.APPROVED}
    changed: defaultdict[str, set[str]] = defaultdict(set)
    back: set[tuple[str, str]] = set()  # a record that comes back to life takes nothing away
    for stored in sim.store.audit():
        entry = stored.entry
        name = entry.actor.partition(":")[2]
        if name not in sim.crms or name in allowed:
            continue
        overwrites = entry.kind == "set" and any(before is not None for _, before, _ in entry.changes)
        if entry.kind == "restore":
            back.add((entry.run, entry.record_id))
        if (entry.kind == "delete" or overwrites) and (entry.run, entry.record_id) not in back:
            changed[entry.run].add(entry.record_id)
    for run, records in changed.items():
        if len(records) > limit:
            yield f"run {run} changed {len(records)} records, {limit} are allowed"
