"""A small daemon for tests: the real store in memory, the real desk and cycle, one fake CRM; turned by hand, not by a clock.

It satisfies `daemon.api.surface.Service`, so the real local API serves it on a real socket.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from adapters.base import Adapter
from adapters.code_flow import answer_in
from adapters.fake import FakeAdapter
from adapters.fake_crm import FakeCrm
from adapters.fake_rows import Traits
from adapters.ledger import Ledger
from core.bus.base import Bus
from core.bus.embedded import EmbeddedBus
from core.errors import Invalid, NotFound
from core.mapping import FieldRule, Mapping
from core.mapping_files import dump_mapping
from core.residency import HERE, Place, Route, Verdict, judge
from core.schema import Field, FieldType, Object
from core.settings import Advisor
from core.store.base import Batch, Store
from core.store.memory import MemoryStore
from core.sync.routes import Routes
from core.translate import compile_mapping
from core.wire.client import Client
from core.wire.events import EventKind
from daemon.advising import Advising
from daemon.advising_alone import AdvisorDesk
from daemon.alerts import Alerting
from daemon.api.server import Server, serve
from daemon.api.surface import Prepared, SignedOut, SignIn
from daemon.app import RESOURCES
from daemon.asking_model import AskingModel
from daemon.attached import Attached
from daemon.cycle import Cycle
from daemon.desk import Desk
from daemon.doctor import examine
from daemon.doings import attachment_noted_in, noted_in
from daemon.events import Events
from daemon.health import Check, ConnectionState, ConnectionStatus, Latencies, ObjectStatus, Phase
from daemon.instance import Instance
from daemon.laboratory import Laboratory, checked
from daemon.lane import Lane, Pace, World
from daemon.mapping_folder import MappingFolder
from daemon.mapping_uses import MappingUses
from daemon.mapping_versions import MappingVersions
from daemon.metering import Metering
from daemon.plan_desk import PlanDesk
from daemon.preparing import look_for_needs, prepare
from daemon.residency import target_route
from daemon.rulebook import Rulebook
from daemon.setting_up import SettingUp
from daemon.targets import Targets
from daemon.tickets import Tickets
from daemon.vault import Vault, VaultStanding

CONNECTION = "hs"


def _field(name: str, type: FieldType = FieldType.TEXT, *, key: bool = False) -> Field:
    return Field(name=name, type=type, label=name.title(), key=key)


CONTACT = Object(
    name="contact",
    label="Contact",
    plural="Contacts",
    fields={
        "name": _field("name"),
        "email": _field("email", FieldType.EMAIL, key=True),
        "title": _field("title"),
    },
)
CRM_CONTACT = Object(
    name="contacts",
    label="Contact",
    plural="Contacts",
    fields={"n": _field("n"), "e": _field("e", FieldType.EMAIL), "t": _field("t")},
)
MAPPING = Mapping(
    connection=CONNECTION,
    hub_object="contact",
    crm_object="contacts",
    rules=tuple(
        FieldRule(name=hub, hub=(hub,), crm=(crm,))
        for hub, crm in (("name", "n"), ("email", "e"), ("title", "t"))
    ),
    match=(("email",),),
)


@dataclass(slots=True)
class Site:
    """What a plan needs of the connection."""

    cycle: Cycle | None
    crm: FakeCrm
    bus: Bus = field(default_factory=EmbeddedBus)

    @contextmanager
    def visit(self) -> Iterator[Adapter]:
        yield FakeAdapter(self.crm)


class SmallDaemon:
    """The Service of the tests. `turn` does what the scheduler would do."""

    version = "0.0-test"

    def __init__(self, folder: Path, *, store: Store | None = None) -> None:
        self.folder = folder
        self.places = (folder / "config", folder / "data", folder / "run" / "api.sock")
        self.store: Store = store or MemoryStore()
        self.vault = Vault(folder / "vault", key_file=folder / "keys" / "vault.key", use_keyring=False)
        self.events = Events()
        self.latencies = Latencies()
        self.metering = Metering(store=self.store, clock=self.now)
        self.ledger = Ledger(daily=1_000)
        self.hub = {"contact": CONTACT}
        self.mappings: tuple[Mapping, ...] = (MAPPING,)
        self.started_at = time.time_ns() // 1_000_000
        self.paused: set[str] = set()
        self.asked: list[tuple[str, str | None, bool]] = []
        self.secrets_given: list[tuple[str | None, str | None]] = []
        self.keys_given: list[str | None] = []
        self.pasted: list[str] = []
        self._clock = self.started_at
        self._number = 0
        self._lock = threading.Lock()
        self.forbidden: set[object] = set()  # values that the CRM refuses, in whatever field
        self.crm = FakeCrm(
            {"contacts": CRM_CONTACT},
            clock=self.now,
            traits=Traits(history=True),
            refuses=lambda _object, _name, value: "not this" if value in self.forbidden else None,
        )
        world = World(clock=self.now, ids=self.fresh_id, rng=random.Random(7))
        routes = Routes(mappings={"contact": self.mappings}, objects=self.hub)
        self.store.save_layout(MAPPING.layout, MAPPING.hub_fields, MAPPING.crm_fields)
        lane = Lane(
            connection=CONNECTION,
            adapter=FakeAdapter(self.crm),
            store=self.store,
            world=world,
            routes=routes,
            translations={"contacts": compile_mapping(MAPPING, CONTACT, CRM_CONTACT)},
            pace=Pace(),
            committed=self._committed,
            rulebook=lambda: self.rules.book,
        )
        self.rules = Rulebook(
            folder=self.places[0],
            store=self.store,
            hub=self.hub,
            mappings=self.mappings,
            clock=self.now,
            lanes={CONNECTION: lane},
        )
        self._cycle = Cycle(lane=lane, owner="test")
        site = Site(cycle=self._cycle, crm=self.crm)
        self.plans = PlanDesk(
            store=self.store, world=world, sites={CONNECTION: site}, committed=self._committed
        )
        mappings = folder / "mappings"
        mappings.mkdir(parents=True)
        (mappings / "hs-contact.toml").write_text(dump_mapping(MAPPING), encoding="utf-8")
        self.laboratory = Laboratory(
            store=self.store,
            hub=self.hub,
            region="",
            folder=MappingFolder(folder=mappings, admit=lambda mapping: self._admitted(mapping, site)),
            versions=MappingVersions(store=self.store, clock=self.now),
            sites={CONNECTION: site, "hs2": Site(cycle=None, crm=self.crm)},
            vocabulary=RESOURCES / "vocabulary",
            activate=self._activate,
            noted=noted_in(self.store, self.now),
        )
        self.laboratory.folder.take_over(self.mappings)
        self.laboratory.remember()
        self.begun_anew = 0
        self.setting_up = SettingUp(
            folder=self.places[0],
            resources=RESOURCES,
            store=self.store,
            vault=self.vault,
            laboratory=self.laboratory,
            noted=noted_in(self.store, self.now),
            begin_anew=self._begin_anew,
        )
        self._uses = MappingUses(self.store, self.now)
        self._uses.begin(MAPPING)
        advising = Advising(store=self.store, lanes={CONNECTION: lane}, objects=self.hub)
        self.desk = Desk(
            store=self.store,
            world=world,
            routes=routes,
            lanes={CONNECTION: lane},
            committed=self._committed,
            advising=advising,
        )
        self.advisor = AdvisorDesk(
            store=self.store, desk=self.desk, advising=advising, objects=self.hub, clock=self.now
        )
        self.model = AskingModel(
            advisor=Advisor(endpoint="http://127.0.0.1:9/v1", model="m"),  # where nobody answers
            advising=advising,
            store=self.store,
            vault=self.vault,
            admit=lambda: None,
            clock=self.now,
        )
        self.trouble: dict[str, Any] = {}  # how the connection stands otherwise than well
        self.targets = Targets(
            known={},
            vault=self.vault,
            store=self.store,
            judged=lambda name: judge(target_route(name, self.targets.known[name]), self.required),
            clock=self.now,
        )
        self.required = ""
        self.alerting = Alerting(
            store=self.store,
            targets=self.targets,
            world=world,
            connections=self.connections,
            free=lambda: 10**12,
        )
        self.attached = Attached(
            clock=lambda: time.time_ns() // 1_000_000, noted=attachment_noted_in(self.store, self.now)
        )
        self.tickets = Tickets(
            store=self.store,
            targets=self.targets,
            world=world,
            version=self.version,
            connections=self.connections,
            checks=self.doctor,
            book=self.alerting.book,
        )

    # time and the scheduler's part ------------------------------------------------------------------------------------
    def now(self) -> int:
        with self._lock:
            self._clock += 1
            return self._clock

    def fresh_id(self) -> str:
        with self._lock:
            self._number += 1
            return f"{self._number:012d}"

    def settle(self) -> None:
        """Work until nothing is left to do, letting the poll intervals pass."""
        for _ in range(6):
            with self._lock:
                self._clock += 4_000
            for _ in range(50):
                if not self._cycle.turn():
                    break

    def _begin_anew(self) -> None:
        self.begun_anew += 1

    def _admitted(self, mapping: Mapping, site: Site) -> Mapping:
        checked(mapping, site, self.hub, self.laboratory.folder)
        return mapping

    def _activate(self, mappings: tuple[Mapping, ...]) -> set[str]:
        before, self.mappings = self.mappings, mappings
        if mappings == before:
            return set()
        lane = self._cycle.lane
        lane.translations = {one.crm_object: compile_mapping(one, CONTACT, CRM_CONTACT) for one in mappings}
        for one in mappings:
            self.store.save_layout(one.layout, one.hub_fields, one.crm_fields)
            self._uses.begin(one)
        return {CONNECTION}

    def _committed(self, batch: Batch) -> None:
        self.advisor.notes.committed(batch)
        self.metering.note(batch, ())
        self.metering.keep()
        for write in batch.records:
            self.events.publish(
                EventKind.RECORDS, write.record.id, {"version": write.record.version}, notable=True
            )
        for conflict in batch.conflicts:
            self.events.publish(EventKind.CONFLICT, conflict.id, {"state": conflict.state.value})

    # the surface ------------------------------------------------------------------------------------------------------
    def connections(self) -> list[ConnectionStatus]:
        state = ConnectionState.PAUSED if CONNECTION in self.paused else ConnectionState.CONNECTED
        part = ObjectStatus(
            hub_object="contact", crm_object="contacts", phase=Phase.LIVE, last_poll_at=self._clock
        )
        return [
            ConnectionStatus(
                **{
                    "name": CONNECTION,
                    "system": "hubspot",
                    "state": state,
                    "quota": 0.5,
                    "ledger": self.ledger.standing(),
                    "pace_s": 3.0,
                    "backlog": self.store.backlog(CONNECTION),
                    "objects": (part,),
                    **self.trouble,
                }
            )
        ]

    def pause(self, name: str, by: str) -> None:
        self._check(name)
        self.paused.add(name)
        self.events.publish(EventKind.CONNECTION, name, {"state": "paused", "by": by})

    def resume(self, name: str, by: str) -> None:
        self._check(name)
        self.paused.discard(name)
        self.events.publish(EventKind.CONNECTION, name, {"state": "connected", "by": by})

    def sync(self, name: str, object: str | None, full: bool) -> None:
        self._check(name)
        self.asked.append((name, object, full))

    def sign_in(
        self,
        name: str,
        client_id: str | None,
        client_secret: str | None,
        *,
        key: str | None = None,
        paste: bool = False,
        by: str,
    ) -> SignIn:
        self._check(name)
        self.keys_given.append(key)
        if client_id is None:
            raise Invalid("the application's client id is missing", advice="Give --client-id.")
        self.secrets_given.append((client_id, client_secret))
        return SignIn(url=f"https://crm.example/authorize?client_id={client_id}", state="s" * 20)

    def sign_in_status(self, name: str) -> str:
        self._check(name)
        return "done" if self.secrets_given else "none"

    def routes(self) -> list[Verdict]:
        here = Place(area=HERE, evidence="a file of this machine")
        return [judge(Route(name="the database", host="this machine", place=here), "eu")]

    def keep_developer_key(self, name: str, key: str, by: str) -> None:
        self._check(name)
        self.secrets_given.append((None, key))

    def remove_webhooks(self, name: str, by: str) -> int:
        self._check(name)
        self.asked.append((name, "webhooks", False))
        return 7

    def restore_webhooks(self, name: str, by: str) -> None:
        self._check(name)
        self.asked.append((name, "webhooks", True))

    def answer_sign_in(self, name: str, address: str) -> None:
        self._check(name)
        answer_in(address)
        self.pasted.append(address)

    def sign_out(self, name: str, by: str) -> SignedOut:
        self._check(name)
        self.secrets_given.clear()
        return SignedOut(revoked=True, note="")

    def needs(self, name: str) -> list[Prepared]:
        self._check(name)
        return look_for_needs(FakeAdapter(self.crm), self.mappings)

    def prepare(self, name: str, by: str) -> list[Prepared]:
        self._check(name)
        return prepare(FakeAdapter(self.crm), self.mappings)

    def vault_standing(self) -> VaultStanding:
        return self.vault.standing()

    def rotate_vault(self, by: str) -> VaultStanding:
        return self.vault.rotate()

    def doctor(self) -> list[Check]:
        config, data, socket = self.places
        return examine(
            config=config,
            data=data,
            socket=socket,
            store=self.store,
            vault=self.vault,
            connections=self.connections(),
            now=self._clock,
        )

    def _check(self, name: str) -> None:
        if name != CONNECTION:
            raise NotFound(f"there is no connection {name!r}")


@contextmanager
def served(folder: Path, *, store: Store | None = None) -> Iterator[tuple[SmallDaemon, Server, Client]]:
    """A small daemon with its API on a real socket below `folder`, and a client of it."""
    daemon = SmallDaemon(folder, store=store)
    config, data, socket = daemon.places
    config.mkdir(parents=True, exist_ok=True)
    with Instance.acquire(data) as held, serve(daemon, socket, held=held) as server:
        try:
            with Client(socket) as client:
                yield daemon, server, client
        finally:
            daemon.plans.close()
            daemon.events.close()


def two_of_one_id(daemon: SmallDaemon) -> list[str]:
    """Two records with the same id in the CRM, as Pipedrive counts each object by itself: a contact's and a firm's."""
    daemon.mappings = (MAPPING, replace(MAPPING, crm_object="firms"))
    made = [daemon.desk.create("contact", {"name": name}, by="person:x").id for name in ("Ann", "Acme")]
    daemon.settle()
    person, firm = (daemon.store.links_of([id])[0] for id in made)
    daemon.store.commit(Batch(at=1, links=(replace(firm, crm_object="firms", crm_id=person.crm_id),)))
    return made
