"""Somebody takes a part of the history back while everybody goes on: an inverse plan, applied a while later.

The process is likely to die at any effect of it, and whoever asked for it asks again until it is done. What was asked
for is remembered, so that `undone.py` can say whether that, and nothing else, came of it.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Final

from core.errors import Conflicting
from core.plans import Plan, PlanState
from daemon.undo_scope import Scope
from daemon.undoing import Undoing
from tests.simulation.process import Process
from tests.simulation.scheduler import Killed
from tests.simulation.stage import Stage

BY: Final = "person:u"
DEADLY: Final = 0.3  # the chance to die at each effect of an undo
AGAIN: Final = 20_000


@dataclass(slots=True)
class Asked:
    """One undo that was asked for. `newest` is the log's last seq when its plan was made."""

    scope: Scope
    plan: Plan
    newest: int


@dataclass(slots=True)
class Undoers:
    """`asked` are the undos of this history, in order."""

    stage: Stage
    process: Process
    asked: list[Asked] = field(default_factory=list)
    waiting: int = 0

    def plan(self, length: int) -> None:
        """Somewhere in the second half: a part of what was done since a moment, and now and then that undo's own run."""
        if not self.stage.setting.profile.undoes:
            return
        rng = random.Random(f"{self.stage.setting.seed}/undo")
        for _ in range(2):
            since = self.stage.now + int(length * rng.uniform(0.3, 0.6))
            then = since + int(length * rng.uniform(0.05, 0.35))
            self.stage.scheduler.at(then, partial(self._ask, since, rng))
        own = random.Random(f"{self.stage.setting.seed}/overruled")
        for _ in range(3):
            then = self.stage.now + int(length * own.uniform(0.3, 0.95))
            self.stage.scheduler.at(then, partial(self._ask_of_overruled, own))

    def _ask_of_overruled(self, rng: random.Random) -> None:
        """Of a run that replaced values of a CRM, where there is one."""
        if not self.process.is_up:
            self.stage.scheduler.at(self.stage.now + AGAIN, partial(self._ask_of_overruled, rng))
            return
        runs = sorted(
            {
                one.entry.run
                for one in self.process.store.audit()
                if one.entry.kind == "settle" and one.entry.changes
            }
        )
        if runs:
            self._make(Scope(run=rng.choice(runs)), rng)

    def _undoing(self) -> Undoing:
        return replace(self.process.desk.undo, chunk=1)

    def _ask(self, since: int, rng: random.Random) -> None:
        if not self.process.is_up:
            self.stage.scheduler.at(self.stage.now + AGAIN, partial(self._ask, since, rng))
            return
        self._make(self._scope(since, rng), rng)

    def _scope(self, since: int, rng: random.Random) -> Scope:
        what = rng.choice(("records", "records", "connection", "run"))
        if what == "connection":
            return Scope(connection=rng.choice(sorted(self.stage.crms)), since=since)
        told = [
            one.entry for one in self.process.store.audit() if one.entry.at >= since and one.entry.record_id
        ]
        if what == "run" and told:
            return Scope(run=rng.choice(told).run)
        ids = sorted({one.record_id for one in told})
        known = self.process.store.records(ids)
        some = [id for id in ids if id in known]
        chosen = rng.sample(some, len(some) // 2 + 1) if some else []
        return Scope(records=tuple(chosen), since=since) if chosen else Scope(connection="cond", since=since)

    def _make(self, scope: Scope, rng: random.Random) -> None:
        newest = max((one.seq for one in self.process.store.audit()), default=0)
        asked = Asked(scope=scope, plan=self.process.desk.undo.plan(scope, by=BY), newest=newest)
        self.asked.append(asked)
        self.stage.tell(f"undo of {scope.words}: plan {asked.plan.id}, {dict(asked.plan.counts)}")
        self.waiting += 1
        self.stage.scheduler.at(self.stage.now + int(rng.random() * 60_000), partial(self._apply, asked, rng))

    def _apply(self, asked: Asked, rng: random.Random) -> None:
        self.stage.scheduler.spawn(partial(self._work, asked, rng), born=self.process.incarnation)

    def _work(self, asked: Asked, rng: random.Random) -> None:
        again: Callable[[], None] = partial(self._apply, asked, rng)
        if not self.process.is_up:
            self.stage.scheduler.at(self.stage.now + AGAIN, again)
            return
        weather = self.stage.faults
        if weather.crash:
            self.stage.faults = replace(weather, crash=DEADLY)
        try:
            asked.plan = self._undoing().apply(asked.plan.id, by=BY)
        except Killed:
            self.stage.scheduler.at(self.stage.now + AGAIN, again)
            raise
        except Conflicting:
            self.stage.scheduler.at(self.stage.now + AGAIN, again)
            return
        finally:
            self.stage.faults = weather
        self.waiting -= 1
        self.stage.tell(f"undo plan {asked.plan.id} is {asked.plan.state.value}")
        if asked.plan.state is PlanState.APPLIED and asked.plan.run and rng.random() < 0.3:
            self._make(Scope(run=asked.plan.run), rng)
