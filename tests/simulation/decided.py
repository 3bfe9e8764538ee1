"""P22 for plans of one answer to many conflicts: what was settled in their name is what their items say, and once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from core.conflicts import conflict_in
from core.plans import PlanItemKind, PlanItemState, PlanState
from tests.simulation.world import Simulation

SETTLING = ("resolve", "delete", "restore")


def p22_decisions(sim: Simulation) -> Iterator[str]:
    """Each such plan comes to an end; each item that it applied is one resolution of its run, with the changes it said."""
    told = list(sim.store.audit())
    for id in sim.deciders.plans:
        plan = sim.store.plan(id)
        assert plan is not None
        if plan.state is not PlanState.APPLIED:
            yield f"bulk plan {id} is {plan.state.value}"
            continue
        items = {one.op: one for one in sim.store.plan_items(id, limit=100_000)}
        entries = [
            one
            for one in told
            if one.entry.kind in SETTLING and one.entry.cause.endswith(f" plan:{id}") and one.entry.record_id
        ]
        if runs := {one.entry.run for one in entries} - {plan.run}:
            yield f"bulk plan {id} is of run {plan.run}, and settled in {runs}"
        times = Counter(conflict_in(one.entry.cause) for one in entries)
        applied = {op for op, one in items.items() if one.state is PlanItemState.APPLIED}
        if times.keys() != applied:
            yield f"bulk plan {id} settled {set(times)}, and its items say {applied}"
        yield from (f"bulk plan {id} settled {one} {n} times" for one, n in times.items() if n > 1)
        for stored in entries:
            item = items.get(conflict_in(stored.entry.cause) or "")
            said = set(item.changes) if item is not None and item.kind is PlanItemKind.UPDATE_HUB else set()
            if set(stored.entry.changes) != said:
                yield f"audit {stored.seq} changed {stored.entry.changes}, and the item of bulk plan {id} says {said}"
