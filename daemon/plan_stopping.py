"""A plan that is being applied is stopped between two of its chunks: what is done stays, the rest is planned as before.

Each chunk is committed only while its plan is being applied, so nothing of it becomes durable once the plan was stopped. A
write to a CRM that was begun by then is seen to its end, and its item with it (`daemon.applying.settle_stopped`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from core.errors import Conflicting, VersionChanged
from core.jobs import Run, RunKind, RunOutcome
from core.plans import Plan, PlanItemState, PlanKind, PlanState, next_step
from core.store.base import AuditEntry, Batch, Store
from daemon.lane import World
from daemon.undo_stopping import LEASE_MS, how_far, stop_undo, told

_UNTOUCHED: Final = frozenset({PlanItemState.PLANNED, PlanItemState.EXCLUDED})


def stop_plan(store: Store, world: World, committed: Callable[[Batch], None], plan: Plan, *, by: str) -> Plan:
    """End the applying; the plan as it is then, approved as before. One that has ended or is stopped is left as it is.

    Raises Conflicting where it was not even approved.
    """
    if plan.kind is PlanKind.UNDO:
        return stop_undo(store, world, committed, plan, by=by)
    if plan.state.is_closed or plan.state is PlanState.APPROVED:
        return plan
    if plan.state is not PlanState.APPLYING:
        raise Conflicting(
            f"plan {plan.id} is {plan.state.value}: nothing of it is being applied", advice=next_step(plan)
        )
    # Who applies answers does so under this right, and is fenced out; a lane works under its own and is left it.
    is_fenced = plan.kind is PlanKind.BULK
    lease = store.acquire(f"plan/{plan.id}", "bulk", now=world.clock(), ttl=LEASE_MS) if is_fenced else None
    try:
        batch = _stopping(store, world, store.plan(plan.id) or plan, by)
        store.commit(batch, lease)
        committed(batch)
    except VersionChanged:
        return store.plan(plan.id) or plan  # it came to its end just now, or somebody else has stopped it
    finally:
        if lease is not None:
            store.release(lease)
    return batch.plans[0]


def _stopping(store: Store, world: World, plan: Plan, by: str) -> Batch:
    at, counts = world.clock(), how_far(store, plan)
    said = f"stopped: {told(counts)}"
    known = store.run(plan.run) if plan.run else None
    run = known or Run(
        id=world.ids(),
        kind=RunKind.API,
        connection=plan.connection,
        object=None,
        started=at,
        reason=f"plan:{plan.id}",
    )
    entry = AuditEntry(
        at=at,
        kind="plan",
        actor=by,
        cause=f"plan:{plan.id}",
        run=run.id,
        connection="" if plan.connection.startswith("*") else plan.connection,
        note=said,
    )
    return Batch(
        at=at,
        plan_checks={plan.id: PlanState.APPLYING},
        plans=(replace(plan, state=PlanState.APPROVED, until=_last_done(store, plan, counts), reason=said),),
        runs=(replace(run, ended=at, outcome=RunOutcome.STOPPED),),
        audit=(entry,),
    )


def _last_done(store: Store, plan: Plan, counts: Counter[PlanItemState]) -> int:
    """The last item before what is left; 0 where nothing was done."""
    if counts.keys() <= _UNTOUCHED:
        return 0
    left = store.plan_items(plan.id, state=PlanItemState.PLANNED, limit=1)
    return max(1, left[0].n - 1 if left else sum(counts.values()))
