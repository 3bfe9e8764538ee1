"""The simulated process: the product's own lanes as tasks over one store, which may die at any of its doors.

A crash drops every task and keeps what was committed; requests on the way still land. The store's commit is one step of
the scheduler, so after a crash it is as before or as after a batch (P14 holds by construction here; the databases prove
it in tests/store). At each commit the store's door checks that no cursor passes what is not taken in (P16).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial

from adapters.base import Adapter
from adapters.fake import FakeAdapter
from core.bus.base import Bus
from core.jobs import Cursor, Lease
from core.mapping import Mapping
from core.store.base import Batch
from core.store.memory import MemoryStore
from core.sync.routes import Routes
from core.translate import compile_mapping
from daemon.cycle import Cycle
from daemon.desk import Desk
from daemon.drift import SchemaWatch
from daemon.drift_notes import drifts_of
from daemon.lane import Lane, Pace, World
from daemon.narrow import Narrowed
from daemon.plan_desk import PlanDesk
from tests.simulation.crms import HUB_OBJECTS, mappings, rulebook
from tests.simulation.passed import passed
from tests.simulation.scheduler import Killed
from tests.simulation.stage import Stage
from tests.simulation.wire import HOLD, Wires

NEVER = 10**13
LOOK = 30_000  # between looks at a CRM's fields


class SimStore(MemoryStore):
    """The reference store behind a door where the process may die, just before or just after a commit."""

    def __init__(self, effect: Callable[[], None], moved: Callable[[Cursor], None]) -> None:
        super().__init__()
        self._effect = effect
        self._moved = moved

    def commit(self, batch: Batch, lease: Lease | None = None) -> int:
        self._effect()
        seq = super().commit(batch, lease)
        for cursor in batch.cursors:
            if cursor.stream == "changes":
                self._moved(cursor)
        self._effect()
        return seq


@dataclass(slots=True)
class Process:
    """Starts, wakes and kills the lanes. `incarnation` counts the lives; `is_up` tells whether one is running."""

    stage: Stage
    store: SimStore = field(init=False)
    wires: Wires = field(init=False)
    desk: Desk = field(init=False)
    plans: PlanDesk = field(init=False)
    cycles: list[Cycle] = field(default_factory=list)
    crashes: int = 0
    incarnation: int = 0
    is_up: bool = False
    _wakers: dict[tuple[str, str], Callable[[], None]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.store = SimStore(self.effect, self._moved)
        self.wires = Wires(
            stage=self.stage,
            store=self.store,
            effect=self.effect,
            born=lambda: self.incarnation if self.is_up else None,
            committed=self.committed,
        )

    def effect(self) -> None:
        """A point where the process may die, and where a dead one notices."""
        born = self.stage.scheduler.born()
        if born is None:
            return
        if born != self.incarnation:
            raise Killed
        if self.stage.faults.crash and self.stage.rng.random() < self.stage.faults.crash:
            self.crash()
            raise Killed

    def crash(self) -> None:
        """Everything in memory is gone; the process starts again in a while."""
        if not self.is_up:
            return
        self.crashes += 1
        self.incarnation += 1
        self.is_up = False
        self._wakers.clear()
        self.stage.tell("crash")
        again = self.stage.now + 1_000 + int(self.stage.rng.random() * 10_000)
        self.stage.scheduler.at(again, self.start)

    def start(self) -> None:
        setting, profile = self.stage.setting, self.stage.setting.profile
        made = {name: mappings(name, setting) for name in self.stage.crms}
        routes = Routes(
            mappings={
                object: tuple(one for some in made.values() for one in some if one.hub_object == object)
                for object in HUB_OBJECTS
            },
            objects=HUB_OBJECTS,
        )
        pace = Pace(
            hold=HOLD,
            lease=60_000 if profile.workers == 1 else 20_000,
            poll=15_000 if profile.polls else NEVER,
            deep_poll=60_000 if profile.overlap else NEVER,
            retry_most=60_000,
            children=5,
        )
        world = World(clock=self.stage.scheduler.clock, ids=self.stage.fresh_id, rng=self.stage.rng)
        self.cycles = []
        lanes: dict[str, Lane] = {}
        for worker in range(profile.workers):
            for name, some in made.items():
                cycle = self._cycle(name, some, routes, world, pace, f"p{self.incarnation}w{worker}")
                lanes[name] = cycle.lane
                self.cycles.append(cycle)
        self.desk = Desk(store=self.store, world=world, routes=routes, lanes=lanes, committed=self.committed)
        self.is_up = True
        self.plans = PlanDesk(
            store=self.store,
            world=world,
            sites={name: _Site(self, name) for name in made},
            committed=self.committed,
            start=partial(self.stage.scheduler.spawn, born=self.incarnation),
            rest=lambda seconds: self.stage.scheduler.sleep(int(seconds * 1_000)),
        )
        self.plans.begin()
        for cycle in self.cycles:
            self.stage.scheduler.spawn(
                partial(self._work, cycle, self.incarnation),
                delay=int(self.stage.rng.random() * 500),
                born=self.incarnation,
            )

    def _cycle(
        self, name: str, some: tuple[Mapping, ...], routes: Routes, world: World, pace: Pace, owner: str
    ) -> Cycle:
        watch = self._watch(name, some, routes) if self.stage.setting.faults.drift else None
        if watch is not None:
            translations = watch.translations
        else:
            for mapping in some:
                self.store.save_layout(mapping.layout, mapping.hub_fields, mapping.crm_fields)
            translations = {
                one.crm_object: compile_mapping(
                    one, routes.objects[one.hub_object], self.stage.crms[name].objects[one.crm_object]
                )
                for one in some
            }
        lane = Lane(
            connection=name,
            adapter=Narrowed(self.wires.adapter(name), name, self.store, translations),
            store=self.store,
            world=world,
            routes=routes,
            translations=translations,
            pace=pace,
            committed=self.committed,
            rulebook=lambda: rulebook(self.stage.setting),
        )
        cycle = Cycle(lane=lane, owner=owner, watch=watch)
        if watch is not None:
            watch.attach(lane, cycle.sweeps.add)
            watch.adapter = lane.adapter
        return cycle

    def _watch(self, name: str, some: tuple[Mapping, ...], routes: Routes) -> SchemaWatch:
        """Connecting is not what is tested here: it needs no wire. Every later look takes it."""
        watch = SchemaWatch(
            connection=name,
            adapter=FakeAdapter(self.stage.crms[name]),
            store=self.store,
            mappings={one.crm_object: one for one in some},
            hub=routes.objects,
            every=LOOK,
        )
        watch.start()
        return watch

    def _work(self, cycle: Cycle, born: int) -> None:
        while born == self.incarnation:
            if cycle.turn():
                self.stage.scheduler.sleep(1)
            else:
                self._sleep(cycle, born)

    def _sleep(self, cycle: Cycle, born: int) -> None:
        scheduler = self.stage.scheduler
        key = (cycle.lane.connection, cycle.owner)
        due = min(cycle.next_at(), scheduler.now + 15_000)
        wake = scheduler.park()
        woken = [False]

        def once() -> None:
            if not woken[0]:
                woken[0] = True
                wake()

        self._wakers[key] = once
        scheduler.at(max(due, scheduler.now + 1), once)
        scheduler.wait()
        if born == self.incarnation:
            self._wakers.pop(key, None)

    def cycles_of(self, name: str) -> list[Cycle]:
        return [one for one in self.cycles if one.lane.connection == name]

    def wake(self, name: str) -> None:
        for key in sorted(self._wakers):
            if key[0] == name:
                self._wakers[key]()

    def noticed(self, name: str, object: str, field: str) -> bool:
        """Whether it is known that this CRM's field is gone."""
        return any(one.key == f"gone:{field}" for one in drifts_of(self.store, name).get(object, ()))

    def compare_all(self) -> None:
        """Ask for a full comparison of everything."""
        for cycle in self.cycles:
            cycle.sweeps.update(cycle.lane.translations)

    def committed(self, batch: Batch) -> None:
        """Wake the lanes this batch made work for."""
        lanes = {row.connection for row in batch.pending} | {row.connection for row in batch.signals}
        for key in sorted(self._wakers):
            if key[0] in lanes:
                self._wakers[key]()

    def _moved(self, cursor: Cursor) -> None:
        for detail in passed(self.stage, self.store, cursor):
            self.stage.breach("P16 cursor", detail)


@dataclass(slots=True)
class _Hints:
    """The bus as a plan's desk uses it."""

    process: Process

    def hint(self, lane: str) -> None:
        self.process.wake(lane)

    def wait(self, lane: str, timeout_s: float) -> bool:
        raise NotImplementedError("lanes are woken by the scheduler here")


class _Site:
    """One connection as a plan's desk sees it; plans are read over a wire of their own."""

    def __init__(self, process: Process, name: str) -> None:
        self.bus: Bus = _Hints(process)
        self._process = process
        self._name = name

    @property
    def cycle(self) -> Cycle | None:
        return self._process.cycles_of(self._name)[0]

    @contextmanager
    def visit(self) -> Iterator[Adapter]:
        yield self._process.wires.adapter(self._name)
