"""P13: two records that were merged are one everywhere, or somebody was asked, and nobody belongs to the one that went."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from core.conflicts import Item, ItemKind
from core.records import LinkState, Value
from daemon.heirs import HUB
from daemon.joining import APART
from tests.simulation.agree import all_links, all_records, came_back, heir, lives
from tests.simulation.crms import FIELDS, plain
from tests.simulation.world import Simulation


def p13_references(sim: Simulation) -> Iterator[str]:
    """No living record names one that was merged away, and nothing of the hub's own work is left."""
    for record in all_records(sim):
        named = record.fields.get("company")
        if record.deleted_at is None and isinstance(named, str) and heir(sim, named) != named:
            yield f"{record.object} {record.id} belongs to {named}, which was merged into {heir(sim, named)}"
    for row in sim.store.list_pending(connection=HUB, after=None, limit=100):
        yield f"the children of {row.record_id} never moved: {row.reason}"


def p13_merges(sim: Simulation) -> Iterator[str]:
    """Two records that a CRM merged are one in the hub as well, or somebody was asked, or one of them came back."""
    undone = _undone(sim)
    asked = {
        (one.connection, one.subject)
        for one in sim.store.list_items(state=None, kind=ItemKind.MERGE, after=None, limit=100_000)
    }
    for name, crm in sim.crms.items():
        for object, rows in crm.rows.items():
            for id, row in rows.items():
                again = any(
                    one.kind == "restore" and one.object == object and one.id in (id, row.merged_into)
                    for one in crm.log
                )
                if row.merged_into is None or again or (name, id) in asked:
                    continue
                links = sim.store.links(name, object, [id, row.merged_into])
                linked = [one for one in links.values() if one.record_id and one.generation]
                if len(linked) < 2 or any(one.state is LinkState.DETACHED for one in linked):
                    continue  # deliberately apart, or a late twin of our own create
                loser, winner = (heir(sim, links[one].record_id) for one in (id, row.merged_into))
                apart = loser != winner and lives(sim, loser) and lives(sim, winner)
                if apart and not undone & {loser, winner}:
                    yield f"{name} merged {id} into {row.merged_into}; the hub has {loser} and {winner}"


def _undone(sim: Simulation) -> set[str]:
    """Every record that was ever merged with one that came back: who is who there was decided by people."""
    groups: dict[str, set[str]] = {}
    for stored in sim.store.audit():
        if stored.entry.kind == "merge":
            one, other = stored.entry.record_id, stored.entry.note
            group = groups.get(one, {one}) | groups.get(other, {other})
            groups.update(dict.fromkeys(group, group))
    return {id for came in came_back(sim) for id in groups.get(came, {came})}


def p13_proposals(sim: Simulation) -> Iterator[str]:
    """Where a CRM still has both of two merged records, somebody was asked to merge them there."""
    asked = {(one.connection, one.subject) for one in _questions(sim)}
    for link in all_links(sim):
        if link.state in APART and (link.connection, link.crm_id) not in asked:
            yield f"{link.connection} {link.crm_id} of {link.record_id} is apart, and nobody was asked"


def p13_values(sim: Simulation) -> Iterator[str]:
    """No value ends with a merge in a CRM that never held it, unless both values were put to somebody."""
    fields: defaultdict[str, dict[str, Value]] = defaultdict(dict)
    asked = {
        (str(one.detail.get("from")), name)
        for one in _questions(sim)
        for name in (one.detail.get("fields") or ())  # type: ignore[union-attr]
    }
    for stored in sim.store.audit():
        entry = stored.entry
        if entry.kind in ("create", "set", "resolve"):
            fields[entry.record_id].update({name: after for name, _, after in entry.changes})
        crm = sim.crms.get(entry.actor.partition(":")[2])
        if entry.kind != "merge" or crm is None:
            continue
        shown: defaultdict[str, set[Value]] = defaultdict(set)
        for write in crm.log:
            for field, value in write.values.items():
                shown[FIELDS[write.object][field]].add(plain(value))
        kept = fields[entry.note]
        for name, value in fields[entry.record_id].items():
            differs = value is not None and kept.get(name) not in (None, value)
            unseen = name != "company" and plain(value) not in shown[name]
            if differs and unseen and (entry.record_id, name) not in asked:
                yield f"audit {stored.seq}: {name}={value!r} ended unasked, and {entry.actor} never held it"


def _questions(sim: Simulation) -> list[Item]:
    return sim.store.list_items(state=None, kind=ItemKind.MERGE, after=None, limit=100_000)
