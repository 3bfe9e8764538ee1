"""The engine with CRMs in memory, turned by hand: real lanes, cycles and a desk over the reference store.

Time stands still until a test moves it. The CRM has companies and contacts; contacts belong to a company and may
have several for partners.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from adapters.fake import FakeAdapter, Wire
from adapters.fake_crm import FakeCrm
from adapters.fake_rows import Traits
from core.conflicts import Conflict, ConflictState, Item, ItemKind, ItemState
from core.mapping import NO_FILTER, Brake, DeletePolicy, Direction, FieldRule, Filter, Mapping, Policy
from core.records import HubRecord, Link, LinkState, Value
from core.schema import Field, FieldType, Object
from core.store.base import Batch, Store
from core.store.memory import MemoryStore
from core.sync.routes import Routes
from daemon.advising import Advising
from daemon.cycle import Cycle
from daemon.desk import Desk
from daemon.drift import SchemaWatch
from daemon.inbox import record_signals
from daemon.lane import Lane, Pace, World
from daemon.narrow import Narrowed

T = FieldType
CONNECTION = "hs"
SCHEMA_MS = 60_000


def thing(name: str, *fields: Field) -> Object:
    return Object(name=name, label=name, plural=name, fields={one.name: one for one in fields})


def text(name: str, type: FieldType = T.TEXT, *, key: bool = False, references: str | None = None) -> Field:
    return Field(name=name, type=type, label=name, key=key, references=references)


HUB = {
    "company": thing("company", text("name", key=True), text("city")),
    "contact": thing(
        "contact",
        text("name"),
        text("email", T.EMAIL, key=True),
        text("title"),
        text("company", T.REFERENCE, references="company"),
        text("partners", T.MULTI_REFERENCE, references="company"),
    ),
}
CRM = {
    "companies": thing("companies", text("n"), text("c")),
    "contacts": thing(
        "contacts",
        text("n"),
        text("e", T.EMAIL),
        text("t"),
        text("o", T.REFERENCE, references="companies"),
        text("p", T.MULTI_REFERENCE, references="companies"),
        text("s"),  # mapped by no rule
    ),
}
RULES = {
    "companies": {"name": "n", "city": "c"},
    "contacts": {"name": "n", "email": "e", "title": "t", "company": "o", "partners": "p"},
}


@dataclass(slots=True)
class Engine:
    """`forbidden` are (CRM field, value) pairs the CRM refuses; `wire` stands before every call."""

    policy: Policy = Policy.ASK
    direction: Direction = Direction.BOTH  # of the contacts' titles
    rules: dict[str, dict[str, str]] = field(
        default_factory=lambda: RULES
    )  # hub fields and the CRM's, by object
    deletes: DeletePolicy = DeletePolicy.PROPAGATE
    brake: Brake = field(default_factory=Brake)
    filter: Filter = NO_FILTER  # of the contacts; another one is in use from the next `restart` on
    traits: Traits = field(default_factory=Traits)
    wire: Wire | None = None
    now: int = 1_700_000_000_000
    forbidden: set[tuple[str, Value]] = field(default_factory=set)
    pace: Pace = field(default_factory=Pace)
    others: tuple[str, ...] = ()  # more connections of the same kind, each with a CRM of its own
    store: Store = field(default_factory=MemoryStore)
    batches: list[Batch] = field(default_factory=list)
    crms: dict[str, FakeCrm] = field(init=False)
    cycles: dict[str, Cycle] = field(init=False)
    crm: FakeCrm = field(init=False)
    cycle: Cycle = field(init=False)
    desk: Desk = field(init=False)
    _ids: int = 0

    def __post_init__(self) -> None:
        self.crms = {
            name: FakeCrm(
                CRM,
                clock=lambda: self.now,
                traits=self.traits,
                refuses=self._refuse,
                prefix="" if name == CONNECTION else name[0],
            )
            for name in (CONNECTION, *self.others)
        }
        self.crm = self.crms[CONNECTION]
        self.restart()

    def restart(self) -> None:
        """Start with what the store holds, as after a crash; the former lanes give up nothing they hold."""
        mappings = {
            name: {
                "companies": self._mapping(name, "companies", "company", "name"),
                "contacts": self._mapping(name, "contacts", "contact", "email"),
            }
            for name in self.crms
        }
        routes = Routes(
            mappings={
                object: tuple(
                    one for some in mappings.values() for one in some.values() if one.hub_object == object
                )
                for object in HUB
            },
            objects=HUB,
        )
        world = World(clock=lambda: self.now, ids=self._fresh, rng=random.Random(1))
        self.cycles = {name: self._cycle(name, some, routes, world) for name, some in mappings.items()}
        self.cycle = self.cycles[CONNECTION]
        self.desk = Desk(
            store=self.store,
            world=world,
            routes=routes,
            lanes={name: cycle.lane for name, cycle in self.cycles.items()},
            committed=self.batches.append,
            advising=Advising(
                store=self.store, lanes={name: cycle.lane for name, cycle in self.cycles.items()}, objects=HUB
            ),
        )

    def _cycle(self, name: str, mappings: dict[str, Mapping], routes: Routes, world: World) -> Cycle:
        crm = self.crms[name]
        adapter = FakeAdapter(crm, wire=self.wire) if self.wire is not None else FakeAdapter(crm)
        watch = SchemaWatch(
            connection=name, adapter=adapter, store=self.store, mappings=mappings, hub=HUB, every=SCHEMA_MS
        )
        watch.start()
        lane = Lane(
            connection=name,
            adapter=Narrowed(adapter, name, self.store, watch.translations),
            store=self.store,
            world=world,
            routes=routes,
            translations=watch.translations,
            pace=self.pace,
            committed=self.batches.append,
        )
        cycle = Cycle(lane=lane, owner="w1", watch=watch)
        watch.attach(lane, cycle.sweeps.add)
        return cycle

    def turn(self, times: int = 6, *, ms: int = 5_000) -> None:
        """So many turns of every lane, each a little later: time enough for a poll and what follows from it."""
        for _ in range(times):
            self.now += ms
            for cycle in self.cycles.values():
                while cycle.turn():
                    self.now += 1

    def ring(self, object: str, id: str) -> None:
        """A webhook says that this record may have changed."""
        record_signals(self.store, CONNECTION, [(object, id)], at=self.now, committed=self.batches.append)

    # what there is -------------------------------------------------------------------------------------------------
    def record(self, object: str, id: str, connection: str = CONNECTION) -> HubRecord:
        """The hub record of this CRM record."""
        link = self.link(object, id, connection)
        assert link is not None, f"{object} {id} is not linked"
        return self.store.records([link.record_id])[link.record_id]

    def link(self, object: str, id: str, connection: str = CONNECTION) -> Link | None:
        return self.store.links(connection, object, [id]).get(id)

    def there(self, record: HubRecord, connection: str) -> str:
        """The id of this hub record's pair in a CRM."""
        links = self.store.links_of([record.id], connection)
        [id] = [one.crm_id for one in links if one.state is LinkState.LINKED]
        return id

    def now_is(self, id: str) -> HubRecord:
        """The hub record of this id, as it is now."""
        return self.store.records([id])[id]

    def row(self, record: HubRecord) -> dict[str, Value]:
        """What the CRM holds for this hub record."""
        [link] = self.store.links_of([record.id], CONNECTION)
        return self.crm.rows[link.crm_object][link.crm_id].values

    def row_in(self, connection: str, record: HubRecord) -> dict[str, Value]:
        """What this CRM holds for the hub record's pair."""
        [link] = [
            one for one in self.store.links_of([record.id], connection) if one.state is LinkState.LINKED
        ]
        return self.crms[connection].rows[link.crm_object][link.crm_id].values

    def items(self, kind: ItemKind) -> list[Item]:
        return self.store.list_items(state=ItemState.OPEN, kind=kind, after=None, limit=100)

    def conflicts(self) -> list[Conflict]:
        return self.store.list_conflicts(state=ConflictState.OPEN, after=None, limit=100)

    def contacts(self, count: int, **values: Value) -> list[str]:
        """So many contacts, made by users of the CRM and taken in by the hub."""
        ids = [
            self.crm.user_create(
                "contacts", {"n": f"Person {at}", "e": f"p{at}@x.example", "t": "CEO", **values}
            )
            for at in range(count)
        ]
        self.turn()
        return ids

    # inside --------------------------------------------------------------------------------------------------------
    def _mapping(self, connection: str, crm_object: str, hub_object: str, key: str) -> Mapping:
        return Mapping(
            connection=connection,
            hub_object=hub_object,
            crm_object=crm_object,
            rules=tuple(
                FieldRule(
                    name=hub,
                    hub=(hub,),
                    crm=(crm,),
                    policy=self.policy,
                    direction=self.direction if hub == "title" else Direction.BOTH,
                )
                for hub, crm in self.rules[crm_object].items()
            ),
            match=((key,),),
            delete_policy=self.deletes,
            brake=self.brake,
            filter=self.filter if crm_object == "contacts" else NO_FILTER,
        )

    def _fresh(self) -> str:
        self._ids += 1
        return f"{self._ids:09d}"

    def _refuse(self, object: str, name: str, value: Value) -> str | None:
        return f"{value!r} is not allowed" if (name, value) in self.forbidden else None
