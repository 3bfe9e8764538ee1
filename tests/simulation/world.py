"""One simulated history: three CRMs, a hub, people on all sides, and the product's own lanes between them.

Only the doors are ours: the wire to each CRM, the store's door (where a crash may strike), the clock, ids and chance.
What runs between them is `daemon.cycle`, `daemon.pull`, `daemon.push`, `daemon.resolve`, `daemon.desk`, unchanged.
"""

from __future__ import annotations

import hashlib
from functools import partial

from core.store.base import Store
from tests.simulation.administrators import Administrators
from tests.simulation.crms import far_sides
from tests.simulation.deciding import Deciders
from tests.simulation.people import People
from tests.simulation.planners import Planners
from tests.simulation.process import Process
from tests.simulation.rest import Rest
from tests.simulation.scheduler import Scheduler
from tests.simulation.setting import Setting
from tests.simulation.stage import Stage
from tests.simulation.undoing import Undoers


class Simulation:
    """Builds the world, plays the operations, heals, and lets it come to rest."""

    def __init__(self, setting: Setting) -> None:
        scheduler = Scheduler(setting.seed)
        self.setting = setting
        self.stage = Stage(setting=setting, scheduler=scheduler, crms=far_sides(setting, scheduler.clock))
        self.process = Process(stage=self.stage)
        self.people = People(stage=self.stage, process=self.process)
        self.administrators = Administrators(stage=self.stage, noticed=self.process.noticed)
        self.undoers = Undoers(stage=self.stage, process=self.process)
        self.planners = Planners(stage=self.stage, process=self.process)
        self.deciders = Deciders(stage=self.stage, process=self.process)
        self.rest = Rest(
            stage=self.stage,
            process=self.process,
            people=self.people,
            administrators=self.administrators,
            planners=self.planners,
            undoers=self.undoers,
        )
        self.crms = self.stage.crms
        self.store: Store = self.process.store
        self.process.start()
        self.people.settle_in()
        self.stage.faults = setting.faults

    def play(self) -> None:
        """Everything: the operations under faults, the healing, the rest."""
        stage, setting = self.stage, self.setting
        length = setting.minutes * 60_000
        moments = sorted(stage.now + int(stage.rng.random() * length) for _ in range(setting.operations))
        for number, moment in enumerate(moments):
            stage.scheduler.at(moment, partial(self.people.operate, number))
        self._forget_cursors(length)
        self.administrators.plan(length)
        self.undoers.plan(length)
        self.planners.spread(length)
        self.deciders.spread(length)
        if setting.faults.blind_lists:
            stage.scheduler.at(stage.started + 330_000, self.process.compare_all)
        stage.scheduler.run(stage.now + length)
        self.rest.come()

    def let_pass(self, ms: int) -> None:
        """Let so much virtual time pass."""
        self.stage.scheduler.run(self.stage.now + ms)

    def _forget_cursors(self, length: int) -> None:
        """Once in the history, a change feed that reaches back no further than to that moment."""
        stage = self.stage
        if stage.faults.forgotten_cursors and stage.rng.random() < 0.5:
            crm = stage.crms[stage.rng.choice(sorted(stage.crms))]
            moment = stage.now + int(stage.rng.random() * length)
            stage.scheduler.at(moment, lambda: setattr(crm, "forgets_cursors_before", crm.now))

    def digest(self) -> str:
        """The same for two runs of one setting: every write of every CRM, the audit chain, and the whole story."""
        told = hashlib.blake2b(digest_size=8)
        for line in self.stage.trace:
            told.update(line.encode())
        for crm in self.crms.values():
            for write in crm.log:
                told.update(repr(write).encode())
        for stored in self.store.audit():
            told.update(stored.digest)
        told.update(f"{self.stage.scheduler.events} {self.process.crashes}".encode())
        return told.hexdigest()
