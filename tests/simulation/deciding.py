"""Somebody answers many conflicts by one decision while everybody goes on: planned, approved and applied, or at once.

The process is likely to die at any effect of applying it, and whoever asked for it asks again until it is done.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Final

from core.answers import Resolution
from core.conflicts import Choice
from core.errors import Conflicting, CrmSyncError, Invalid
from core.plans import PlanState
from core.store.base import CONFLICT, QueueQuery
from daemon.bulk import Bulk, Selection
from daemon.bulk_applying import apply_answers
from daemon.bulk_planning import plan_answers
from tests.simulation.process import Process
from tests.simulation.scheduler import Killed
from tests.simulation.stage import Stage

BY: Final = "person:b"
DEADLY: Final = 0.3  # the chance to die at each effect of applying
AGAIN: Final = 20_000
TIMES: Final = 4
ALL: Final = Selection(query=QueueQuery(kinds=frozenset({CONFLICT})))


@dataclass(slots=True)
class Deciders:
    """`plans` are the ids of the plans of this history, in order; `waiting` those that are still to be applied."""

    stage: Stage
    process: Process
    plans: list[str] = field(default_factory=list)
    waiting: int = 0

    def spread(self, length: int) -> None:
        """Some decisions over the history, and a last one when all comes to rest."""
        if not self.stage.setting.profile.in_bulk:
            return
        rng = random.Random(f"{self.stage.setting.seed}/bulk")
        for _ in range(TIMES):
            then = self.stage.now + int(length * rng.uniform(0.2, 1.0))
            self.stage.scheduler.at(then, partial(self._decide, rng))

    def _bulk(self) -> Bulk:
        return self.process.desk.bulk(BY)

    def _decide(self, rng: random.Random) -> None:
        if not self.process.is_up:
            self.stage.scheduler.at(self.stage.now + AGAIN, partial(self._decide, rng))
            return
        choice = rng.choice((Choice.HUB, Choice.CRM))
        try:
            if rng.random() < 0.2:
                outcome = self._bulk().answer(ALL, Resolution(choice=choice))
                self.stage.tell(f"{len(outcome.done)} conflicts settled at once by {choice.value}")
                self._regret(outcome.run, rng)
                return
            plan = plan_answers(self._bulk(), ALL, Resolution(choice=choice))
        except CrmSyncError as error:
            self.stage.tell(f"no bulk decision: {error.kind}")
            return
        self.plans.append(plan.id)
        self.waiting += 1
        self.stage.tell(f"bulk plan {plan.id} by {choice.value}: {dict(plan.counts)}")
        self.stage.scheduler.at(
            self.stage.now + int(rng.random() * 60_000), partial(self._apply, plan.id, rng)
        )

    def _apply(self, plan: str, rng: random.Random) -> None:
        self.stage.scheduler.spawn(partial(self._work, plan, rng), born=self.process.incarnation)

    def _work(self, plan: str, rng: random.Random) -> None:
        again: Callable[[], None] = partial(self._apply, plan, rng)
        if not self.process.is_up:
            self.stage.scheduler.at(self.stage.now + AGAIN, again)
            return
        weather = self.stage.faults
        try:
            found = self.process.store.plan(plan)
            if found is not None and found.state is PlanState.DRAFT:
                self.process.plans.approve(plan, by=BY)
            if weather.crash:
                self.stage.faults = replace(weather, crash=DEADLY)
            ended = apply_answers(self._bulk(), plan)
        except (Killed, Conflicting) as trouble:
            self.stage.scheduler.at(self.stage.now + AGAIN, again)
            if isinstance(trouble, Killed):
                raise
            return
        finally:
            self.stage.faults = weather
        self.waiting -= 1
        self.stage.tell(f"bulk plan {plan}: {ended.reason}")
        if ended.run is not None:
            self._regret(ended.run, rng)

    def _regret(self, run: str, rng: random.Random) -> None:
        """Now and then all of it is taken back."""
        if rng.random() < 0.3:
            try:
                outcome = self._bulk().take_back(run)
            except (CrmSyncError, Invalid) as error:
                self.stage.tell(f"run {run} not taken back: {error}")
            else:
                self.stage.tell(f"run {run}: {len(outcome.done)} taken back")
