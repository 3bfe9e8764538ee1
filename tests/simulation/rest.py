"""Coming to rest: the weather clears, people answer what waits for them, and the lanes run until nothing moves."""

from __future__ import annotations

from dataclasses import dataclass

from adapters.fake_rows import US
from core.conflicts import ConflictState, ItemKind, ItemState
from daemon.heirs import HUB
from tests.simulation.administrators import Administrators
from tests.simulation.people import People
from tests.simulation.planners import Planners
from tests.simulation.process import Process
from tests.simulation.stage import Stage
from tests.simulation.undoing import Undoers

ROUNDS = 40
MINUTE = 60_000


@dataclass(slots=True)
class Rest:
    """`idle_writes` are writes of ours in the last minute, when there was nothing left to do."""

    stage: Stage
    process: Process
    people: People
    administrators: Administrators
    planners: Planners
    undoers: Undoers
    idle_writes: int = 0

    def come(self) -> None:
        self.stage.faults = self.stage.faults.healed()
        self.administrators.bring_all_back()
        self.planners.resume_all()
        self._settle()
        if self.stage.setting.profile.sweeps:
            self.process.compare_all()
            self._settle()
        before = self._writes()
        self.stage.scheduler.run(self.stage.now + MINUTE)
        self.idle_writes = self._writes() - before

    def _settle(self) -> None:
        for _ in range(ROUNDS):
            self.stage.scheduler.run(self.stage.now + MINUTE)
            if self.people.decide(self.stage.rng) == 0 and self.is_quiet():
                return

    def _writes(self) -> int:
        ours = sum(sum(one.by == US for one in crm.log) for crm in self.stage.crms.values())
        return ours + len(list(self.process.store.audit()))

    def is_quiet(self) -> bool:
        """Q of RELIABILITY 2.3."""
        store = self.process.store
        return (
            not any(store.open_attempts(name) for name in self.stage.crms)
            and not store.list_conflicts(state=ConflictState.OPEN, after=None, limit=1)
            and not store.list_items(state=ItemState.OPEN, kind=ItemKind.BRAKE, after=None, limit=1)
            and not (store.notes("drift/") or store.notes("compare/"))
            and all(self._idle(name) for name in self.stage.crms)
            and store.backlog(HUB).pending <= 0
            and self.planners.is_quiet()
            and not self.undoers.waiting
        )

    def _idle(self, name: str) -> bool:
        backlog = self.process.store.backlog(name)
        return backlog.pending <= 0 and all(
            # A record with a value that cannot be taken in differs for good, and is looked at whenever it is listed.
            one.waiting_for is not None or one.reason == "listed as changed"
            for one in self.process.store.list_signals(connection=name, after=None, limit=1_000)
        )
