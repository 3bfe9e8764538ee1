"""Plans on the small engine: made, approved and started as a person would, worked off by the lane itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from core.plans import Plan, PlanItem, PlanItemState, PlanKind, PlanState
from core.store.base import Batch
from core.store.memory import MemoryStore
from core.translate import Translation
from daemon.planning import imagined_lane, make
from tests.support.small_engine import CONNECTION, Engine


def made(
    engine: Engine,
    *objects: str,
    id: str = "plan1",
    connection: str = CONNECTION,
    translations: Mapping[str, Translation] | None = None,
    whole: frozenset[str] = frozenset(),
) -> Plan:
    """A draft of everything that syncing these CRM objects (all, where none is named) would do."""
    lane = engine.cycles[connection].lane
    plan = Plan(
        id=id,
        kind=PlanKind.FIRST_SYNC,
        connection=connection,
        objects=objects or tuple(lane.translations),
        made_at=engine.now,
        by="person:anna",
    )
    engine.store.commit(Batch(at=engine.now, plans=(plan,)))
    copy, imagined = imagined_lane(lane, MemoryStore(), translations)
    draft = make(
        copy,
        imagined,
        lane.store,
        plan,
        lambda items: engine.store.commit(
            Batch(at=engine.now, plan_checks={plan.id: PlanState.MAKING}, plan_items=tuple(items))
        ),
        whole,
    )
    engine.store.commit(Batch(at=engine.now, plans=(draft,)))
    return draft


def start(engine: Engine, plan: Plan) -> None:
    """Approved and told to be applied; the lane does it in its next turns."""
    engine.store.commit(Batch(at=engine.now, plans=(replace(plan, state=PlanState.APPLYING),)))


def items(engine: Engine, plan: Plan, state: PlanItemState | None = None) -> list[PlanItem]:
    return engine.store.plan_items(plan.id, state=state, limit=1_000)


def apply(engine: Engine, plan: Plan, turns: int = 50) -> Plan:
    """Until it is done."""
    start(engine, plan)
    return finish(engine, plan, turns)


def finish(engine: Engine, plan: Plan, turns: int = 50) -> Plan:
    for _ in range(turns):
        engine.now += 5_000
        for cycle in engine.cycles.values():
            cycle.turn()
        found = engine.store.plan(plan.id)
        assert found is not None
        if found.state is not PlanState.APPLYING:
            return found
    raise AssertionError("the plan was not applied in time")
