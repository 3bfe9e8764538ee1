"""An undo that is being applied ends between two of its chunks: what is done stays, the rest is planned as before.

Whoever is at it is fenced out first, so nothing of theirs becomes durable after the run was closed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from core.jobs import Lease, RunOutcome
from core.plans import Plan, PlanItemState, PlanState
from core.store.base import AuditEntry, Batch, Store
from daemon.lane import World

LEASE_MS: Final = 3_600_000


def right_to_apply(store: Store, world: World, plan: str) -> Lease | None:
    """The lease under which a plan is applied: whoever asks last has it, and what others commit under theirs fails."""
    return store.acquire(f"undo/{plan}", "undo", now=world.clock(), ttl=LEASE_MS)


def is_stopped(plan: Plan) -> bool:
    """Begun, and waiting for a person to go on or to discard what is left."""
    return plan.state is PlanState.APPROVED and bool(plan.run)


def stop_undo(store: Store, world: World, committed: Callable[[Batch], None], plan: Plan, *, by: str) -> Plan:
    """End the applying of an undo, and close its run as stopped; the plan as it is then.

    A plan that is not being applied, or was ended meanwhile, is left as it is.
    """
    if plan.state is not PlanState.APPLYING:
        return plan
    lease = right_to_apply(store, world, plan.id)
    # Both are read under the lease: nobody else adds to the plan or to its run from here on.
    plan = store.plan(plan.id) or plan
    run = store.run(plan.run)
    if plan.state is PlanState.APPLYING:
        at = world.clock()
        stopped = replace(plan, state=PlanState.APPROVED)
        entry = AuditEntry(
            at=at,
            kind="plan",
            actor=by,
            cause=by,
            run=plan.run,
            note=f"undo plan {plan.id} is stopped: {told(how_far(store, plan))}",
        )
        closed = () if run is None else (replace(run, ended=at, outcome=RunOutcome.STOPPED),)
        batch = Batch(
            at=at,
            plan_checks={plan.id: PlanState.APPLYING},
            plans=(stopped,),
            runs=closed,
            audit=(entry,),
        )
        store.commit(batch, lease)
        committed(batch)
        plan = stopped
    if lease is not None:
        store.release(lease)
    return plan


def how_far(store: Store, plan: Plan) -> Counter[PlanItemState]:
    """How many of a plan's items are in which state."""
    counts: Counter[PlanItemState] = Counter()
    for (_, state), n in store.count_plan_items(plan.id).items():
        counts[state] += n
    return counts


def told(counts: Counter[PlanItemState]) -> str:
    """Such as 3 applied, 2 planned."""
    return ", ".join(f"{n} {state}" for state, n in sorted((one.value, n) for one, n in counts.items()))
