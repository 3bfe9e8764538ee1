"""One simulated history: two or three CRMs, a hub, people on all sides, and the product's own lanes between them.

Only the doors are ours: the wire to each CRM, the store's door (where a crash may strike), the clock, ids and chance.
What runs between them is `daemon.cycle`, `daemon.pull`, `daemon.push`, `daemon.resolve`, `daemon.desk`, unchanged.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from adapters.fake import FakeAdapter
from adapters.fake_crm import US, FakeCrm, Traits, Write
from core.conflicts import Choice, ConflictState, ItemKind, ItemState
from core.errors import AnswerLost, Conflicting, Invalid, NotFound, Throttled, Unreachable
from core.jobs import Lease
from core.mapping import Brake, DeletePolicy, FieldRule, Mapping, Policy
from core.records import Value
from core.schema import Field, FieldType, Object
from core.store.base import Batch
from core.store.memory import MemoryStore
from core.sync.books import Routes
from core.translate import compile_mapping
from daemon.cycle import Cycle
from daemon.desk import Desk
from daemon.inbox import record_signals
from daemon.lane import Lane, Pace, World
from tests.simulation.faults import NONE, USUAL, Faults
from tests.simulation.scheduler import Killed, Scheduler

T = TypeVar("T")
HOLD = 120_000
TIMEOUT = 30_000


def thing(called: str, **fields: Field) -> Object:
    return Object(name=called, label=called, plural=f"{called}s", fields=fields)


def text(name: str, type: FieldType = FieldType.TEXT, **more: object) -> Field:
    return Field(name=name, type=type, label=name, **more)  # type: ignore[arg-type]


COMPANY = thing("company", name=text("name", key=True), city=text("city"), size=text("size"))
CONTACT = thing(
    "contact",
    name=text("name"),
    email=text("email", FieldType.EMAIL, key=True),
    title=text("title"),
    company=text("company", FieldType.REFERENCE, references="company"),
)


def crm_objects() -> dict[str, Object]:
    return {
        "companies": thing("companies", n=text("n"), c=text("c"), s=text("s")),
        "contacts": thing(
            "contacts",
            n=text("n"),
            e=text("e", FieldType.EMAIL),
            t=text("t"),
            o=text("o", FieldType.REFERENCE, references="companies"),
        ),
    }


def mappings(connection: str, policy: Policy, deletes: DeletePolicy) -> tuple[Mapping, Mapping]:
    def rule(hub: str, crm: str) -> FieldRule:
        return FieldRule(name=hub, hub=(hub,), crm=(crm,), policy=policy)

    brake = Brake(least=10_000)
    return (
        Mapping(
            connection=connection,
            hub_object="company",
            crm_object="companies",
            rules=(rule("name", "n"), rule("city", "c"), rule("size", "s")),
            match=(("name",),),
            delete_policy=deletes,
            brake=brake,
        ),
        Mapping(
            connection=connection,
            hub_object="contact",
            crm_object="contacts",
            rules=(rule("name", "n"), rule("email", "e"), rule("title", "t"), rule("company", "o")),
            match=(("email",),),
            delete_policy=deletes,
            brake=brake,
        ),
    )


def lower(value: Value) -> Value:
    return value.lower() if isinstance(value, str) else value


def trimmed(value: Value) -> Value:
    return value.strip()[:12].strip() if isinstance(value, str) else value


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What kind of history to simulate. `minutes` are virtual, before everything heals."""

    seed: int
    faults: Faults = USUAL
    operations: int = 60
    minutes: int = 15
    policy: Policy = Policy.ASK
    deletes: DeletePolicy = DeletePolicy.PROPAGATE
    overlap: int = 30_000
    skip: frozenset[int] = frozenset()
    """Numbers of user operations left out: how a failing history is made smaller."""


CRMS: dict[str, tuple[Traits, dict[str, Callable[[Value], Value]]]] = {
    "cond": (Traits(conditional=True, clock_offset=86_400_000, page=7), {}),
    "hist": (Traits(history=True, page=5), {"t": lower, "c": lower}),
    "lazy": (
        Traits(unique_marker=False, lag=5_000, resolution=1_000, clock_offset=-3_600_000, page=6),
        {"t": trimmed, "s": trimmed},
    ),
}


class SimStore(MemoryStore):
    """The reference store behind a door where the process may die, just before or just after a commit."""

    def __init__(self, sim: Simulation) -> None:
        super().__init__()
        self._sim = sim

    def commit(self, batch: Batch, lease: Lease | None = None) -> int:
        self._sim.effect()
        seq = super().commit(batch, lease)
        self._sim.effect()
        return seq


@dataclass(slots=True)
class Operation:
    """One thing a person did: what the oracles are held against."""

    number: int
    at: int
    who: str
    what: str


@dataclass(slots=True)
class Simulation:
    """Builds the world, plays the operations, heals, and lets it come to rest."""

    setting: Setting
    scheduler: Scheduler = field(init=False)
    store: SimStore = field(init=False)
    crms: dict[str, FakeCrm] = field(init=False)
    desk: Desk = field(init=False)
    cycles: list[Cycle] = field(default_factory=list)
    operations: list[Operation] = field(default_factory=list)
    entered: dict[str, set[str]] = field(default_factory=dict)
    hub_creates: int = 0
    crashes: int = 0
    incarnation: int = 0
    faults: Faults = NONE
    trace: list[str] = field(default_factory=list)
    _wakers: dict[str, Callable[[], None]] = field(default_factory=dict)
    _ids: int = 0
    _outages: dict[str, int] = field(default_factory=dict)
    _running: bool = False

    def __post_init__(self) -> None:
        self.scheduler = Scheduler(self.setting.seed)
        self.store = SimStore(self)
        self.crms = {
            name: FakeCrm(
                crm_objects(),
                clock=self.scheduler.clock,
                traits=_with_overlap(traits, self.setting.overlap),
                normalisers=normalisers,
                prefix=name[0],
            )
            for name, (traits, normalisers) in CRMS.items()
        }
        self._start_process()

    # the process ----------------------------------------------------------------------------------------------------
    @property
    def rng(self) -> random.Random:
        return self.scheduler.rng

    def fresh_id(self) -> str:
        self._ids += 1
        return f"{self._ids:012d}"

    def effect(self) -> None:
        """A point where the process may die, and where a dead one notices."""
        if not self._running:
            return
        if self._is_dead():
            raise Killed
        if self.faults.crash and self._in_process() and self.rng.random() < self.faults.crash:
            self.crash()
            raise Killed

    def crash(self) -> None:
        self.crashes += 1
        self.incarnation += 1
        self.trace.append(f"{self.scheduler.now} crash")
        self._wakers.clear()
        for cycle in self.cycles:
            cycle.lane.lease = None
        self.scheduler.at(self.scheduler.now + 1_000 + int(self.rng.random() * 10_000), self._start_process)

    def _in_process(self) -> bool:
        return getattr(self.scheduler_task(), "incarnation", None) is not None

    def _is_dead(self) -> bool:
        born = getattr(self.scheduler_task(), "incarnation", None)
        return born is not None and born != self.incarnation

    def scheduler_task(self) -> object:
        from greenlet import getcurrent

        return getcurrent()

    def _start_process(self) -> None:
        world = World(clock=self.scheduler.clock, ids=self.fresh_id, rng=self.rng)
        by_object: dict[str, list[Mapping]] = {"company": [], "contact": []}
        all_mappings = {name: mappings(name, self.setting.policy, self.setting.deletes) for name in CRMS}
        for pair in all_mappings.values():
            for mapping in pair:
                by_object[mapping.hub_object].append(mapping)
        routes = Routes(
            mappings={name: tuple(some) for name, some in by_object.items()},
            objects={"company": COMPANY, "contact": CONTACT},
        )
        lanes: dict[str, Lane] = {}
        self.cycles = []
        pace = Pace(hold=HOLD, lease=60_000, poll=15_000, deep_poll=60_000, retry_most=60_000)
        for name, crm in self.crms.items():
            adapter = FakeAdapter(crm, wire=self._wire(name))
            translations = {
                mapping.crm_object: compile_mapping(mapping, routes.objects[mapping.hub_object], crm.objects[mapping.crm_object])
                for mapping in all_mappings[name]
            }
            for translation in translations.values():
                mapping = translation.mapping
                self.store.save_layout(mapping.layout, mapping.hub_fields, mapping.crm_fields)
            lane = Lane(
                connection=name,
                adapter=adapter,
                store=self.store,
                world=world,
                routes=routes,
                translations=translations,
                pace=pace,
                committed=self._committed,
            )
            lanes[name] = lane
            self.cycles.append(Cycle(lane=lane, owner=f"p{self.incarnation}"))
        self.desk = Desk(store=self.store, world=world, routes=routes, lanes=lanes, committed=self._committed)
        self._running = True
        for cycle in self.cycles:
            self._spawn_lane(cycle)

    def _spawn_lane(self, cycle: Cycle) -> None:
        born = self.incarnation

        def work() -> None:
            task = self.scheduler_task()
            task.incarnation = born  # type: ignore[attr-defined]
            while born == self.incarnation:
                if cycle.turn():
                    self.scheduler.sleep(1)
                    continue
                self._sleep_lane(cycle)

        self.scheduler.spawn(work, delay=int(self.rng.random() * 500))

    def _sleep_lane(self, cycle: Cycle) -> None:
        name = cycle.lane.connection
        due = min(cycle.next_at(), self.scheduler.now + 15_000)
        woken = [False]
        wake = self.scheduler.park()
        incarnation = self.incarnation

        def once() -> None:
            if not woken[0]:
                woken[0] = True
                wake()

        self._wakers[name] = once
        self.scheduler.at(max(due, self.scheduler.now + 1), once)
        self.scheduler.wait()
        if incarnation == self.incarnation:
            self._wakers.pop(name, None)

    def _committed(self, batch: Batch) -> None:
        lanes = {row.connection for row in batch.pending} | {row.connection for row in batch.signals}
        for name in sorted(lanes):
            waker = self._wakers.get(name)
            if waker is not None:
                waker()

    # the wire -------------------------------------------------------------------------------------------------------
    def _wire(self, name: str) -> Callable[[Callable[[], T], bool], T]:
        def carry(call: Callable[[], T], writes: bool) -> T:
            self.effect()
            faults, scheduler = self.faults, self.scheduler
            scheduler.sleep(self._latency(faults))
            self.effect()
            if self._is_out(name) or self.rng.random() < faults.unreachable:
                raise Unreachable(f"{name} does not answer")
            if self.rng.random() < faults.throttled:
                raise Throttled(f"{name} is busy", retry_after_s=self.rng.choice((None, 1.0, 5.0)))
            if writes and self.rng.random() < faults.late_landing:
                landing = scheduler.now + int(self.rng.random() * (HOLD - TIMEOUT - 10_000))
                scheduler.at(landing, lambda: self._land(name, call))
                scheduler.sleep(TIMEOUT)
                self.effect()
                raise AnswerLost(f"{name} did not answer in time")
            before = len(self.crms[name].log)
            answer = call()
            self._tell(name, before)
            scheduler.sleep(self._latency(faults))
            self.effect()
            if self.rng.random() < faults.lost_answer:
                raise (AnswerLost if writes else Unreachable)(f"the answer of {name} was lost")
            return answer

        return carry

    def _land(self, name: str, call: Callable[[], object]) -> None:
        before = len(self.crms[name].log)
        call()
        self._tell(name, before)

    def _latency(self, faults: Faults) -> int:
        if self.rng.random() < faults.slow:
            return int(self.rng.random() * min(faults.slow_ms, TIMEOUT - 5_000) / 2)
        return 5 + int(self.rng.random() * 100)

    def _is_out(self, name: str) -> bool:
        if not self.faults.outage_every_ms:
            return False
        since = self._outages.get(name, 0)
        if self.scheduler.now > since + self.faults.outage_ms:
            period = self.faults.outage_every_ms
            self._outages[name] = self.scheduler.now + int(self.rng.random() * 2 * period)
            since = self._outages[name]
        return since <= self.scheduler.now <= since + self.faults.outage_ms

    def _tell(self, name: str, before: int) -> None:
        """Webhooks for what was just written, as unreliable as they are."""
        for write in self.crms[name].log[before:]:
            if self.rng.random() < self.faults.webhook_lost:
                continue
            for _ in range(2 if self.rng.random() < self.faults.webhook_doubled else 1):
                late = self.rng.random() < self.faults.webhook_late
                delay = int(self.rng.random() * self.faults.webhook_late_ms) if late else 200
                self.scheduler.at(self.scheduler.now + delay, lambda one=write: self._deliver(name, one))  # type: ignore[misc]

    def _deliver(self, name: str, write: Write) -> None:
        record_signals(
            self.store, name, [(write.object, write.id)], at=self.scheduler.now, committed=self._committed
        )

    # people ---------------------------------------------------------------------------------------------------------
    def play(self) -> None:
        """Everything: a calm start, the operations under faults, the healing, the rest."""
        self._seed_records()
        end = self.scheduler.now + self.setting.minutes * 60_000
        self.faults = self.setting.faults
        moments = sorted(
            self.scheduler.now + int(self.rng.random() * self.setting.minutes * 60_000)
            for _ in range(self.setting.operations)
        )
        for number, moment in enumerate(moments):
            self.scheduler.at(moment, lambda n=number: self._operate(n))  # type: ignore[misc]
        self.scheduler.run(end)
        self.faults = self.setting.faults.healed()
        self._come_to_rest()

    def _seed_records(self) -> None:
        for name, crm in self.crms.items():
            for index in range(2):
                company = crm.user_create("companies", {"n": self.token("name"), "c": self.token("city")})
                crm.user_create(
                    "contacts",
                    {"n": self.token("name"), "e": f"{name}{index}@x.example", "t": self.token("title"), "o": company},
                )
                self.entered.setdefault("email", set()).add(f"{name}{index}@x.example")
        shared = "both@x.example"
        self.entered.setdefault("email", set()).add(shared)
        for crm in self.crms.values():
            crm.user_create("contacts", {"n": "Both", "e": shared, "t": "Same"})
        self.entered.setdefault("name", set()).add("Both")
        self.entered.setdefault("title", set()).add("Same")

    def token(self, kind: str) -> str:
        value = f"  V{self.fresh_id()} " if self.rng.random() < 0.2 else f"V{self.fresh_id()}"
        self.entered.setdefault(kind, set()).add(value)
        return value

    def _operate(self, number: int) -> None:
        # Chance is drawn before the choice to skip, so that leaving one operation out leaves the others as they were.
        rng = random.Random(f"{self.setting.seed}/{number}")
        if number in self.setting.skip:
            return
        saved = self.scheduler.rng
        who = rng.choice((*self.crms, "hub"))
        self.scheduler.rng = rng
        try:
            what = self._as_hub(rng) if who == "hub" else self._as_crm(who, rng)
        finally:
            self.scheduler.rng = saved
        self.operations.append(Operation(number=number, at=self.scheduler.now, who=who, what=what))
        self.trace.append(f"{self.scheduler.now} #{number} {who}: {what}")

    def _as_crm(self, name: str, rng: random.Random) -> str:
        crm = self.crms[name]
        before = len(crm.log)
        object = rng.choice(("contacts", "contacts", "companies"))
        live = sorted(crm.live(object))
        kind = rng.choices(("edit", "create", "delete", "merge", "restore"), (70, 12, 8, 4, 2))[0]
        if kind == "create" or not live:
            values: dict[str, Value] = {"n": self.token("name")}
            if object == "contacts":
                email = f"u{self.fresh_id()}@x.example"
                self.entered.setdefault("email", set()).add(email)
                companies = sorted(crm.live("companies"))
                values |= {"e": email, "t": self.token("title"), "o": rng.choice(companies) if companies else None}
            else:
                values |= {"c": self.token("city")}
            what = f"create {object} {crm.user_create(object, values)}"
        elif kind == "delete":
            id = rng.choice(live)
            crm.user_delete(object, id)
            what = f"delete {object} {id}"
        elif kind == "merge" and len(live) > 1:
            winner, loser = rng.sample(live, 2)
            crm.user_merge(object, winner, loser)
            what = f"merge {object} {loser} into {winner}"
        elif kind == "restore":
            dead = sorted(
                id for id, row in crm.rows[object].items() if row.deleted and row.merged_into is None
            )
            if dead:
                id = rng.choice(dead)
                crm.user_restore(object, id)
                what = f"restore {object} {id}"
            else:
                what = "nothing"
        else:
            id = rng.choice(live)
            names = ("n", "t") if object == "contacts" else ("c", "s", "n")
            kinds = {"n": "name", "t": "title", "c": "city", "s": "size"}
            chosen = rng.sample(names, rng.choice((1, 1, 2)))
            edits: dict[str, Value] = {one: self.token(kinds[one]) for one in chosen}
            crm.user_edit(object, id, edits)
            what = f"edit {object} {id} {edits}"
        self._tell(name, before)
        return what

    def _as_hub(self, rng: random.Random) -> str:
        object = rng.choice(("contact", "contact", "company"))
        records = self.store.list_records(object, after=None, limit=10_000)
        kind = rng.choices(("edit", "create", "delete"), (75, 15, 10))[0]
        try:
            if kind == "create" or not records:
                self.hub_creates += 1
                fields: dict[str, Value] = {"name": self.token("name")}
                if object == "contact":
                    email = f"h{self.fresh_id()}@x.example"
                    self.entered.setdefault("email", set()).add(email)
                    companies = self.store.list_records("company", after=None, limit=100)
                    fields |= {"email": email, "company": rng.choice(companies).id if companies else None}
                return f"create {self.desk.create(object, fields, by='person:p').id}"
            record = rng.choice(records)
            if kind == "delete":
                self.desk.delete(record.id, expected=None, by="person:p")
                return f"delete {record.id}"
            name = rng.choice(("name", "title") if object == "contact" else ("name", "city", "size"))
            value = self.token(name)
            self.desk.edit(record.id, {name: value}, expected=None, by="person:p")
            return f"edit {record.id} {name}={value!r}"
        except (Conflicting, NotFound) as error:
            return f"failed: {error}"

    # coming to rest --------------------------------------------------------------------------------------------------
    def _come_to_rest(self) -> None:
        """Decide what waits for a person, and let the lanes run until nothing moves any more."""
        for _ in range(40):
            self.scheduler.run(self.scheduler.now + 60_000)
            if self._decide_all():
                continue
            if self.is_quiet():
                break
        for cycle in self.cycles:
            cycle.sweeps.update(cycle.lane.translations)
        for _ in range(40):
            self.scheduler.run(self.scheduler.now + 60_000)
            if not self._decide_all() and self.is_quiet():
                break
        before = self._writes()
        self.scheduler.run(self.scheduler.now + 60_000)
        self.idle_writes = self._writes() - before

    idle_writes: int = 0

    def _writes(self) -> int:
        return sum(sum(one.by == US for one in crm.log) for crm in self.crms.values()) + len(
            list(self.store.audit())
        )

    def is_quiet(self) -> bool:
        """Q of RELIABILITY 2.3."""
        return (
            not any(self.store.open_attempts(name) for name in self.crms)
            and not self.store.list_conflicts(state=ConflictState.OPEN, after=None, limit=1)
            and all(self._idle(name) for name in self.crms)
        )

    def _idle(self, name: str) -> bool:
        backlog = self.store.backlog(name)
        return backlog.pending - backlog.parked - backlog.waiting <= 0 and all(
            one.waiting_for is not None
            for one in self.store.list_signals(connection=name, after=None, limit=1_000)
        )

    def _decide_all(self) -> bool:
        decided = False
        for conflict in self.store.list_conflicts(state=ConflictState.OPEN, after=None, limit=1_000):
            choice = self.rng.choice((Choice.HUB, Choice.CRM))
            decided = self._try(lambda c=conflict, how=choice: self.desk.resolve(c.id, how, by="person:q")) or decided  # type: ignore[misc]
        for item in self.store.list_items(state=ItemState.OPEN, kind=None, after=None, limit=1_000):
            if item.kind is ItemKind.REFERENCE:
                continue  # nothing to decide: the parent is gone, and the field stays as it is
            if item.kind is ItemKind.AMBIGUOUS:
                candidates = item.detail.get("candidates")
                option = "separate" if self.rng.random() < 0.5 or not candidates else None
                approve = option is not None
            else:
                option, approve = None, self.rng.random() < 0.5
            decided = self._try(
                lambda i=item, a=approve, o=option: self.desk.decide(i.id, approve=a, by="person:q", option=o)  # type: ignore[misc]
            ) or decided
        return decided

    def _try(self, act: Callable[[], object]) -> bool:
        try:
            act()
        except (Conflicting, Invalid, NotFound):
            return False
        return True


def _with_overlap(traits: Traits, overlap: int) -> Traits:
    from dataclasses import replace

    return replace(traits, overlap=overlap)
