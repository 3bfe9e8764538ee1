"""P1, P2, P12 and spurious conflicts: what people wrote is told somewhere, and what is told is true."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from adapters.fake_rows import HOUSEKEEPING, US, Write
from core.conflicts import DELETION, Conflict, Item
from core.jobs import Outcome
from core.records import LinkState, Value
from tests.simulation.agree import merged_records
from tests.simulation.crms import FIELDS, plain
from tests.simulation.world import Simulation


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """A value a person wrote into a CRM field, and the next write to that field or the end of the record."""

    crm: str
    write: Write
    field: str
    value: Value
    following: Write | None

    @property
    def words(self) -> str:
        return f"{self.crm} {self.write.object} {self.write.id}.{self.field}={self.value!r} written at {self.write.at}"


def conflicts_of(sim: Simulation) -> list[Conflict]:
    return sim.store.list_conflicts(state=None, after=None, limit=100_000)


def typed(sim: Simulation) -> Iterator[Typed]:
    """Every value people wrote in a CRM, references left out: they name records, not values."""
    for name, crm in sim.crms.items():
        by_row: defaultdict[tuple[str, str], list[Write]] = defaultdict(list)
        for write in crm.log:
            by_row[(write.object, write.id)].append(write)
        for writes in by_row.values():
            for at, write in enumerate(writes):
                if write.by == US or write.kind not in ("create", "update"):
                    continue
                for field, value in write.values.items():
                    if field == "o" or value is None or write.before.get(field) == value:
                        continue
                    rest = writes[at + 1 :]
                    after = (one for one in rest if field in one.values or one.kind in ("delete", "merge"))
                    yield Typed(crm=name, write=write, field=field, value=value, following=next(after, None))


def observed(sim: Simulation) -> set[tuple[str, Value]]:
    """Every (hub or crm field, value) that the audit log or a conflict tells."""
    found: set[tuple[str, Value]] = set()
    for stored in sim.store.audit():
        for name, before, after in stored.entry.changes:
            found |= {(name, plain(before)), (name, plain(after))}
    for conflict in conflicts_of(sim):
        for candidate in (conflict.crm, *conflict.lost):
            found |= {
                (name, plain(value))
                for name, value in zip(conflict.crm_fields, candidate.values, strict=True)
            }
        found |= {
            (name, plain(value)) for name, value in zip(conflict.hub_fields, conflict.hub.values, strict=True)
        }
    return found


def _is_told(seen: set[tuple[str, Value]], one: Typed) -> bool:
    # What was told while the field was called otherwise is told by that name (administrators.py).
    names = (one.field, f"{one.field}2", FIELDS[one.write.object][one.field])
    return any((name, plain(one.value)) in seen for name in names)


def p1_no_lost_update(sim: Simulation) -> Iterator[str]:
    """What a person wrote is told somewhere, or a person wrote over it."""
    seen = observed(sim)
    for one in typed(sim):
        if _is_told(seen, one) or (one.following is not None and one.following.by != US):
            continue
        if one.following is not None and one.crm == "lazy":
            continue  # without history or conditional writes nothing can tell (RELIABILITY 0.6)
        if not _left_out(sim, one):
            yield f"{one.words} is told nowhere; next: {one.following}"


def _left_out(sim: Simulation, one: Typed) -> bool:
    """A record that a person left unlinked, that the filter leaves out or holds, or that waits in plain sight for a
    person or a parent."""
    object, id = one.write.object, one.write.id
    link = sim.store.links(one.crm, object, [id]).get(id)
    if link is not None:
        return link.state is not LinkState.LINKED or bool(link.paused)
    if sim.store.left_out(one.crm, object, [id]):
        return True
    signals = sim.store.list_signals(connection=one.crm, after=None, limit=10_000)
    waits = any((signal.object, signal.crm_id) == (object, id) for signal in signals)
    return (
        waits
        or bool(sim.store.open_items(one.crm, object, [id]))
        or sim.crms[one.crm].rows[object][id].deleted
    )


def p2_no_silent_overwrite(sim: Simulation) -> Iterator[str]:
    """Where the CRM can tell, a person's value that we wrote over unseen is in a conflict or the audit log."""
    seen = observed(sim)
    for one in typed(sim):
        if one.crm == "lazy" or one.following is None or one.following.by != US:
            continue
        if one.following.values.get(one.field) != one.value and not _is_told(seen, one):
            yield f"{one.words} was overwritten unseen by {one.following.op}"


def p12_edit_against_delete(sim: Simulation) -> Iterator[str]:
    """A person's edit in a CRM that our delete removed is told by a conflict or the audit log."""
    seen = observed(sim)
    for one in typed(sim):
        if one.crm == "lazy" or one.following is None or one.following.by != US:
            continue
        if one.following.kind == "delete" and not _is_told(seen, one):
            yield f"{one.words} was deleted unseen"


def p12_delete_against_edit(sim: Simulation) -> Iterator[str]:
    """A delete in a CRM takes no hub value with it that this CRM never held: that is a conflict, not a delete."""
    contested = {(one.record_id, one.link[0]) for one in conflicts_of(sim)}
    fields: defaultdict[str, dict[str, Value]] = defaultdict(dict)
    for stored in sim.store.audit():
        entry = stored.entry
        if entry.kind in ("create", "set", "resolve"):
            fields[entry.record_id].update({name: after for name, _, after in entry.changes})
        connection = entry.actor.partition(":")[2]
        if entry.kind != "delete" or connection not in sim.crms or (entry.record_id, connection) in contested:
            continue
        record = sim.store.records([entry.record_id])[entry.record_id]
        links = sim.store.links_of([record.id], connection)
        if record.deleted_at != entry.at or not links:
            continue  # it lives again, or its link went elsewhere by a merge
        held: defaultdict[str, set[Value]] = defaultdict(set)
        for write in sim.crms[connection].log:
            if any((write.object, write.id) == (link.crm_object, link.crm_id) for link in links):
                for name, value in write.values.items():
                    held[name].add(plain(value))
        asked = {str(item.detail.get("rule")) for item in _items(sim, record.id)}
        for link in links:
            for name, hub_name in FIELDS[link.crm_object].items():
                value = plain(fields[record.id].get(hub_name))
                if name != "o" and value is not None and value not in held[name] and hub_name not in asked:
                    yield f"{connection} deleted {link.crm_id} and took {record.id}.{hub_name}={value!r} along"


def _items(sim: Simulation, record_id: str) -> list[Item]:
    return [
        one
        for one in sim.store.list_items(state=None, kind=None, after=None, limit=100_000)
        if one.record_id == record_id
    ]


def spurious_conflicts(sim: Simulation) -> Iterator[str]:
    """A conflict has two sides: the hub's value did not come from this very CRM, nor the CRM's from us."""
    merged = merged_records(sim)
    revived = {one.link for one in conflicts_of(sim) if one.rule == DELETION}
    for conflict in conflicts_of(sim):
        connection, object, id = conflict.link
        if conflict.link in revived:
            continue  # it was deleted here and edited there before
        if conflict.rule == DELETION or conflict.lost or conflict.rule == "company":
            continue
        if merged & {conflict.record_id, id} or len(sim.store.links_of([conflict.record_id], connection)) > 1:
            continue  # two records became one, and their values meet for the first time
        erased = HOUSEKEEPING, {conflict.crm_fields[0]: None}
        if any(one.id == id and (one.by, one.values) == erased for one in sim.crms[connection].log):
            continue  # the hub's value was on its way back when somebody typed another into the field that came back
        back = any(one.id == id and one.kind == "restore" for one in sim.crms[connection].log)
        if back and sim.setting.profile.faults.drift:
            continue  # a field that was gone while the record lay in the bin is met for the first time
        if conflict.hub.by == f"connection:{connection}":
            yield f"conflict {conflict.id} on {conflict.rule}: the hub's {conflict.hub.values} came from {connection}"
        attempts = sim.store.attempts_of(conflict.record_id, limit=10_000)
        if any(one.outcome is Outcome.RESOLVED for one in attempts):
            continue  # an answer was lost: what we wrote cannot be told from what somebody wrote (RELIABILITY R8)
        field = conflict.crm_fields[0]
        last = [
            one
            for one in sim.crms[connection].log
            if (one.object, one.id) == (object, id)
            and field in one.values
            and plain(one.values[field]) == plain(conflict.crm.values[0])
        ]
        if last and all(one.by == US for one in last):
            yield f"conflict {conflict.id} on {conflict.rule}: only we wrote {conflict.crm.values} to {connection} {id}"
