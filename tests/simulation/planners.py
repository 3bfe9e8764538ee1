"""What administrators do with plans while people go on working: have them made, let them lie, approve, apply."""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import partial

from core.errors import CrmSyncError
from core.plans import PlanState
from tests.simulation.process import Process
from tests.simulation.stage import Stage

TIMES = 4  # a history may see so many plans for each CRM


@dataclass(slots=True)
class Planners:
    """Each CRM has its own; they hold on through crashes of the product."""

    stage: Stage
    process: Process

    def spread(self, length: int) -> None:
        """Plans over the history; each is looked at for a while, and most are applied."""
        rng = random.Random(f"{self.stage.setting.seed}/planners")
        for name in sorted(self.stage.crms):
            for _ in range(TIMES):
                if rng.random() < self.stage.faults.plans:
                    begin = self.stage.now + int(rng.random() * length)
                    pause = rng.random() < 0.5
                    self.stage.scheduler.at(begin, partial(self._begin, name, pause=pause))
                    later = begin + 20_000 + int(rng.random() * 60_000)
                    act = "discard" if rng.random() < 0.1 else "approve"
                    self.stage.scheduler.at(later, partial(self._decide, name, act))
                    self.stage.scheduler.at(later + 1_000, partial(self._decide, name, "apply"))
                    if rng.random() < 0.1:
                        self.stage.scheduler.at(later + 1_500, partial(self._decide, name, "discard"))
                    self.stage.scheduler.at(later + 90_000, partial(self.resume, name))

    def _begin(self, name: str, *, pause: bool) -> None:
        if not self.process.is_up:
            return
        if pause:
            for cycle in self.process.cycles_of(name):
                cycle.paused = True
        try:
            plan = self.process.plans.make(name, None, by="person:admin")
        except CrmSyncError as error:
            self.stage.tell(f"no plan for {name}: {error.kind}")
        else:
            self.stage.tell(f"plan {plan.id} for {name}, paused: {pause}")

    def _decide(self, name: str, act: str) -> None:
        if not self.process.is_up:
            return
        plans = self.process.plans
        for plan in self.process.store.list_plans(connection=name, state=None, before=None, limit=1):
            try:
                match act:
                    case "approve":
                        plans.approve(plan.id, by="person:admin")
                    case "apply":
                        plans.apply(plan.id, by="person:admin")
                    case _:
                        plans.discard(plan.id, by="person:admin")
            except CrmSyncError as error:
                self.stage.tell(f"plan {plan.id} of {name} not {act}: {error.kind}")
            else:
                self.stage.tell(f"plan {plan.id} of {name}: {act}")

    def resume(self, name: str) -> None:
        for cycle in self.process.cycles_of(name):
            cycle.paused = False

    def resume_all(self) -> None:
        for name in self.stage.crms:
            self.resume(name)

    def is_quiet(self) -> bool:
        return not any(
            self.process.store.list_plans(connection=None, state=state, before=None, limit=1)
            for state in (PlanState.MAKING, PlanState.APPLYING)
        )
