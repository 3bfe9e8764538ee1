"""P22: whatever was written in the name of a plan is an item of it that says so, and was done once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from core.jobs import Attempt, Outcome
from core.plans import WRITES_CRM, PlanItem, PlanItemState, PlanState
from core.store.base import Store
from core.translate import ids_in
from daemon.promises import PLANNED, resolved
from tests.simulation.traffic import attempts_by_op
from tests.simulation.world import Simulation

SETTLED = (PlanItemState.APPLIED, PlanItemState.STALE, PlanItemState.FAILED, PlanItemState.SKIPPED)


def p22_plans(sim: Simulation) -> Iterator[str]:
    """Every write in a plan's name is an item of it that says so, and none was done twice."""
    store = sim.store
    attempts = attempts_by_op(sim).values()
    runs = {run.id: run.reason for run in store.list_runs(before=None, limit=100_000)}
    for plan in store.list_plans(connection=None, state=None, before=None, limit=1_000):
        items = store.plan_items(plan.id, limit=100_000)
        ours = [one for one in attempts if runs.get(one.run) == f"plan:{plan.id}"]
        yield from _strange_writes(store, ours, items)
        yield from _strange_changes(store, plan.id, items)
        left = [one.n for one in items if one.state not in SETTLED]
        if plan.state is PlanState.APPLIED and left:
            yield f"plan {plan.id} is applied, and items {left} are not settled"


def _strange_writes(store: Store, attempts: list[Attempt], items: list[PlanItem]) -> Iterator[str]:
    """Attempts that a plan's runs made, held against their items."""
    planned = {one.record_id: one for one in items if one.kind in WRITES_CRM}
    ended = Counter(one.record_id for one in attempts if one.outcome is Outcome.OK)
    for attempt in attempts:
        item = planned.get(attempt.record_id)
        if item is None:
            yield f"attempt {attempt.op} of {attempt.record_id} is no item of plan {items[0].plan if items else '?'}"
            continue
        named = [
            one.removeprefix(PLANNED) for _, _, one in item.changes if isinstance(one, str) and PLANNED in one
        ]
        # A promised record that was merged under another id since has pairs of both ids; the one that was sent counts.
        sent = {id for value in attempt.sent.values() for id in ids_in(value)}
        pairs = sorted(store.links_of(named, attempt.connection), key=lambda one: one.crm_id in sent)
        there = {one.record_id: one.crm_id for one in pairs}
        said = {name: resolved(after, there) for name, _, after in item.changes}
        # A promised record that has no pair any more can have been merged or deleted since.
        if said != dict(attempt.sent) and not any(PLANNED in str(value) for value in said.values()):
            yield f"attempt {attempt.op} sent {dict(attempt.sent)}, and item {item.n} says {said}"
    yield from (f"a plan wrote {record_id} {n} times" for record_id, n in ended.items() if n > 1)


def _strange_changes(store: Store, plan: str, items: list[PlanItem]) -> Iterator[str]:
    """What the audit log says was done because of a plan, held against its items."""
    done = {
        one.record_id: one
        for one in items
        if one.state is PlanItemState.APPLIED and one.kind not in WRITES_CRM and one.record_id is not None
    }
    times: Counter[tuple[str, str]] = Counter()
    for stored in store.audit():
        entry = stored.entry
        if entry.cause != f"plan:{plan}" or not entry.record_id:
            continue
        times[(entry.kind, entry.record_id)] += 1
        item = done.get(entry.record_id)
        if item is None:
            yield f"audit {stored.seq} {entry.kind} of {entry.record_id} is no item of plan {plan} that was applied"
        elif entry.kind in ("create", "set") and not set(entry.changes) <= set(item.changes):
            yield f"audit {stored.seq} changed more than item {item.n} of plan {plan} says"
    for (kind, record_id), n in times.items():
        if n > 1 and kind in ("create", "link", "delete"):
            yield f"plan {plan} did {kind} of {record_id} {n} times"
