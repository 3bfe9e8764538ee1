"""P23: of a field of several choices nothing is lost that somebody added, nothing comes back that was taken out."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from adapters.fake_rows import HOUSEKEEPING, US
from core.jobs import Outcome
from core.records import Value
from tests.simulation.agree import all_links, all_records, merged_records
from tests.simulation.told import conflicts_of
from tests.simulation.world import Simulation

SURE = ("cond", "hist")  # what our write replaces at the third CRM nobody can tell (RELIABILITY 0.6)


@dataclass(slots=True)
class Chosen:
    """What people did to one record's choices, on whatever side. `unsure` is what may have been overwritten unseen."""

    added: Counter[str] = field(default_factory=Counter)
    taken: set[str] = field(default_factory=set)
    unsure: set[str] = field(default_factory=set)

    def note(self, before: Value, after: Value, *, sure: bool = True) -> None:
        was, now = _choices(before), _choices(after)
        self.added.update(now - was)
        self.taken |= was - now
        if not sure:
            self.unsure |= was ^ now


def p23_union(sim: Simulation) -> Iterator[str]:
    """What one person added and nobody took out is there; what was added once and taken out is not; nothing else is."""
    if not sim.setting.profile.chooses:
        return
    people = _people(sim)
    for record in all_records(sim):
        done = people.get(record.id)
        if done is None or record.deleted_at is not None:
            continue
        there = _choices(record.fields.get("tags"))
        for one in sorted(done.added.keys() - done.taken - there - done.unsure):
            yield f"{record.id}: {one!r} was added, taken out by nobody, and is not there"
        for one in sorted(there - done.added.keys()):
            yield f"{record.id}: {one!r} is there, and nobody added it"
        # Where an answer was lost, what somebody took out cannot be told from what never arrived.
        lost = any(one.outcome is Outcome.RESOLVED for one in sim.store.attempts_of(record.id, limit=10_000))
        for one in sorted((done.taken & there) - done.unsure) if not lost else ():
            if done.added[one] == 1:
                yield f"{record.id}: {one!r} was added once and taken out, and is there"


def p23_nobody_asked(sim: Simulation) -> Iterator[str]:
    """Where choices can be put together nobody is asked, unless something was overwritten unseen."""
    strange = _strange(sim)
    for one in conflicts_of(sim):
        if (
            sim.setting.profile.chooses
            and one.rule == "tags"
            and not one.lost
            and one.record_id not in strange
        ):
            yield f"conflict {one.id} asks about choices: {one.hub.values} and {one.crm.values}"


def _people(sim: Simulation) -> dict[str, Chosen]:
    """By record: those that lived one plain life, never deleted, merged, or asked about."""
    found: defaultdict[str, Chosen] = defaultdict(Chosen)
    strange = _strange(sim) | {one.record_id for one in conflicts_of(sim) if one.rule == "tags"}
    for link in all_links(sim):
        if link.crm_object != "companies" or link.record_id in strange:
            continue
        for write in sim.crms[link.connection].log:
            if (write.object, write.id) != ("companies", link.crm_id) or "g" not in write.values:
                continue
            if write.by not in (US, HOUSEKEEPING):
                sure = link.connection in SURE
                found[link.record_id].note(write.before.get("g"), write.values["g"], sure=sure)
    for stored in sim.store.audit():
        entry = stored.entry
        if entry.actor.startswith("person:") and entry.record_id not in strange:
            for name, before, after in entry.changes:
                if name == "tags":
                    found[entry.record_id].note(before, after)
    return dict(found)


def _strange(sim: Simulation) -> set[str | None]:
    """Records that were deleted, merged or brought back somewhere, or made anew: who added what is not plain."""
    ended = ("delete", "merge", "restore", "become")
    gone = {
        (name, one.object, one.id) for name, crm in sim.crms.items() for one in crm.log if one.kind in ended
    }
    links = all_links(sim)
    strange: set[str | None] = {link.record_id for link in links if link.key in gone or link.generation > 1}
    strange |= {stored.entry.record_id for stored in sim.store.audit() if stored.entry.kind in ended}
    twice = Counter((link.record_id, link.connection) for link in links)
    return strange | merged_records(sim) | {record_id for (record_id, _), n in twice.items() if n > 1}


def _choices(value: Value) -> set[str]:
    return {str(one) for one in value} if isinstance(value, tuple) else set()
