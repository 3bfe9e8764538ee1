"""One bench per system for the adapter contract: an adapter, and the far side's own people to act against it.

`Bench.names` translates the contract's words (email, first, last, company, contacts) into the system's field names.
"""

from __future__ import annotations

import itertools
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence

from adapters.base import Adapter, Page
from adapters.dynamics.adapter import DynamicsAdapter
from adapters.fake import FakeAdapter
from adapters.fake_crm import FakeCrm
from adapters.fake_rows import Traits
from adapters.hubspot.adapter import HubSpotAdapter
from adapters.oauth import StaticTokens
from adapters.pipedrive.adapter import PipedriveAdapter
from adapters.quota import Budget
from adapters.registry import Account, connect
from adapters.rest import Limits
from adapters.salesforce.adapter import SalesforceAdapter
from adapters.sandbox.dynamics.system import STATIC_TOKEN as DYNAMICS_TOKEN
from adapters.sandbox.faults import Faults, parse_faults
from adapters.sandbox.hubspot.system import PRIVATE_APP_ID, PRIVATE_TOKEN
from adapters.sandbox.pipedrive import STATIC_TOKEN as PIPEDRIVE_TOKEN
from adapters.sandbox.server import Sandbox
from adapters.sandbox.system import Options
from core.records import RemoteRecord, Value
from core.schema import Field, FieldType, Object

SALESFORCE_TOKEN = "sandbox-salesforce-token"
FAST = Limits(connect_s=2, read_s=10, attempts=3, backoff_s=0.01, backoff_cap_s=0.02, patience_s=2)
_serial = itertools.count(1)


def unique(prefix: str) -> str:
    """A text no other test uses."""
    return f"{prefix}{next(_serial)}"


class Bench(ABC):
    """`person`, `company`, `deal` are object names; `refused` is an email value the system does not take."""

    person: str
    company: str
    deal: str
    names: Mapping[str, str]
    deal_names: Mapping[str, str]
    deal_extras: Mapping[str, Value]
    refused: Value = "not an address"
    several = True  # a deal may have several contacts
    tells_merges = True  # a merged record says which it became

    def __init__(self, adapter: Adapter) -> None:
        self.adapter = adapter

    @property
    def fields(self) -> tuple[str, ...]:
        return tuple(self.names.values())

    @property
    def deal_fields(self) -> tuple[str, ...]:
        return tuple(self.deal_names.values())

    @abstractmethod
    def another(self) -> Adapter:
        """A second adapter for the same account, as after a restart."""

    @abstractmethod
    def add(self, object: str, values: Mapping[str, Value]) -> str: ...

    @abstractmethod
    def edit(self, object: str, id: str, values: Mapping[str, Value]) -> None: ...

    @abstractmethod
    def remove(self, object: str, id: str) -> None: ...

    @abstractmethod
    def restore(self, object: str, id: str) -> None: ...

    @abstractmethod
    def merge(self, object: str, winner: str, loser: str) -> str:
        """Returns the id of the result."""

    @abstractmethod
    def stamp_all(self, object: str) -> list[str]:
        """Gives every live record one and the same new modified time; returns their ids."""

    @abstractmethod
    def live(self, object: str) -> list[str]: ...

    def tick(self) -> None:
        """Lets the far side's clock go on, where it does not by itself."""

    def values(self, **given: Value) -> dict[str, Value]:
        return {self.names[name]: value for name, value in given.items()}

    def deal_values(self, **given: Value) -> dict[str, Value]:
        return {self.deal_names[name]: value for name, value in given.items()}

    def get(self, record: RemoteRecord, name: str) -> Value:
        """The value of a person record that was read with `fields`."""
        return record.values[list(self.names).index(name)]

    def deal_get(self, record: RemoteRecord, name: str) -> Value:
        return record.values[list(self.deal_names).index(name)]

    def fetch(self, id: str) -> RemoteRecord | None:
        return self.adapter.fetch(self.person, self.fields, [id]).get(id)

    def backfill(self, object: str, fields: Sequence[str]) -> Iterator[Page]:
        position: str | None = None
        while True:
            page = self.adapter.backfill(object, fields, position)
            yield page
            position = page.position
            if not page.more:
                return

    def changes(
        self,
        object: str,
        fields: Sequence[str],
        position: str,
        *,
        deep: bool = False,
        by: Adapter | None = None,
    ) -> tuple[list[RemoteRecord], str]:
        """A whole pass."""
        records: list[RemoteRecord] = []
        for _ in range(10_000):
            page = (by or self.adapter).changes(object, fields, position, deep=deep)
            records += page.records
            position = page.position
            if not page.more:
                return records, position
        raise AssertionError("the pass does not end")


class FakeBench(Bench):
    person, company, deal = "contact", "company", "deal"
    names = {"email": "email", "first": "first", "last": "last", "company": "@company"}
    deal_names = {"name": "name", "contacts": "@contacts"}
    deal_extras: Mapping[str, Value] = {}

    def __init__(self) -> None:
        self.time = 1_700_000_000_000
        objects = {
            "company": _object("company", {"name": FieldType.TEXT}),
            "contact": _object(
                "contact",
                {
                    "email": FieldType.EMAIL,
                    "first": FieldType.TEXT,
                    "last": FieldType.TEXT,
                    "@company": FieldType.REFERENCE,
                },
                {"@company": "company"},
            ),
            "deal": _object(
                "deal",
                {"name": FieldType.TEXT, "@contacts": FieldType.MULTI_REFERENCE},
                {"@contacts": "contact"},
            ),
        }
        self.crm = FakeCrm(
            objects,
            clock=lambda: self.time,
            traits=Traits(history=True, page=50, merges=True, restores=True),
            refuses=lambda object, name, value: (
                "no address" if name == "email" and value == self.refused else None
            ),
        )
        for at in range(120):
            self.crm.user_create(
                "contact", {"email": f"p{at}@example.org", "first": f"P{at}", "last": "Seed"}
            )
        for at in range(3):
            self.crm.user_create("company", {"name": f"C{at}"})
            self.crm.user_create("deal", {"name": f"D{at}"})
        super().__init__(FakeAdapter(self.crm))

    def another(self) -> Adapter:
        return FakeAdapter(self.crm)

    def add(self, object: str, values: Mapping[str, Value]) -> str:
        self.tick()
        return self.crm.user_create(object, values)

    def edit(self, object: str, id: str, values: Mapping[str, Value]) -> None:
        self.tick()
        self.crm.user_edit(object, id, values)

    def remove(self, object: str, id: str) -> None:
        self.tick()
        self.crm.user_delete(object, id)

    def restore(self, object: str, id: str) -> None:
        self.tick()
        self.crm.user_restore(object, id)

    def merge(self, object: str, winner: str, loser: str) -> str:
        self.tick()
        return self.crm.user_merge(object, winner, loser)

    def stamp_all(self, object: str) -> list[str]:
        self.tick()
        for id, values in self.crm.live(object).items():
            self.crm.user_edit(object, id, values)
        return self.live(object)

    def live(self, object: str) -> list[str]:
        return sorted(self.crm.live(object))

    def tick(self) -> None:
        self.time += 2_000


class SandboxBench(Bench):
    """A bench over a running sandbox; every one gets an adapter of its own."""

    system: str
    token: str
    adapter: HubSpotAdapter | SalesforceAdapter | PipedriveAdapter | DynamicsAdapter

    def __init__(self, box: Sandbox) -> None:
        self.box = box
        self.faults()
        super().__init__(self.another())

    def account(self) -> Account:
        return Account(system=self.system, base_url=self.box.url, loopback=True, app_id=str(PRIVATE_APP_ID))

    def another(self) -> Adapter:
        tokens = StaticTokens(self.system, self.token)
        return connect(self.account(), tokens, budget=Budget({}), limits=FAST)

    def faults(self, **table: object) -> None:
        """Puts these faults in force and no others."""
        self.box.control.set_faults(parse_faults(table) if table else Faults())

    def tick(self) -> None:
        now = self.box.world.clock()
        while self.box.world.clock() == now:
            time.sleep(0.0005)

    def add(self, object: str, values: Mapping[str, Value]) -> str:
        plain = {name: _plain(value) for name, value in values.items() if not name.startswith("@")}
        return self.box.control.create(object, plain)

    def edit(self, object: str, id: str, values: Mapping[str, Value]) -> None:
        self.box.control.update(object, id, {name: _plain(value) for name, value in values.items()})

    def remove(self, object: str, id: str) -> None:
        self.box.control.delete(object, id)

    def restore(self, object: str, id: str) -> None:
        self.box.control.restore(object, id)

    def merge(self, object: str, winner: str, loser: str) -> str:
        return self.box.control.merge(object, winner, loser)

    def stamp_all(self, object: str) -> list[str]:
        self.box.control.touch(object, None, self.box.world.clock())
        return self.live(object)

    def live(self, object: str) -> list[str]:
        return [row["id"] for row in self.box.control.dump(object, limit=1_000_000)]


class HubSpotBench(SandboxBench):
    system = "hubspot"
    person, company, deal = "contacts", "companies", "deals"
    names = {"email": "email", "first": "firstname", "last": "lastname", "company": "@company"}
    deal_names = {"name": "dealname", "contacts": "@contacts"}
    deal_extras: Mapping[str, Value] = {"pipeline": "default", "dealstage": "qualifiedtobuy"}

    adapter: HubSpotAdapter

    token = PRIVATE_TOKEN


class SalesforceBench(SandboxBench):
    system = "salesforce"
    person, company, deal = "Contact", "Account", "Opportunity"
    names = {"email": "Email", "first": "FirstName", "last": "LastName", "company": "AccountId"}
    deal_names = {"name": "Name", "contacts": "@contacts"}
    deal_extras: Mapping[str, Value] = {"StageName": "Qualification", "CloseDate": "2027-01-31"}

    adapter: SalesforceAdapter

    token = SALESFORCE_TOKEN


class PipedriveBench(SandboxBench):
    system = "pipedrive"
    person, company, deal = "persons", "organizations", "deals"
    names = {"email": "email", "first": "job_title", "last": "name", "company": "org_id"}
    deal_names = {"name": "title", "contacts": "person_id"}
    deal_extras: Mapping[str, Value] = {}
    refused: Value = "x" * 300 + "@example.org"
    several = False
    tells_merges = False

    adapter: PipedriveAdapter

    def tick(self) -> None:
        """Times here are whole seconds."""
        second = self.box.world.clock() // 1_000
        while self.box.world.clock() // 1_000 == second:
            time.sleep(0.005)

    token = PIPEDRIVE_TOKEN


class DynamicsBench(SandboxBench):
    system = "dynamics"
    person, company, deal = "contact", "account", "opportunity"
    names = {
        "email": "emailaddress1",
        "first": "firstname",
        "last": "lastname",
        "company": "parentcustomerid_account",
    }
    deal_names = {"name": "name", "contacts": "parentcontactid"}
    deal_extras: Mapping[str, Value] = {}
    refused: Value = "x" * 300 + "@example.org"
    several = False

    adapter: DynamicsAdapter

    token = DYNAMICS_TOKEN

    def tick(self) -> None:
        """Times here are whole seconds."""
        second = self.box.world.clock() // 1_000
        while self.box.world.clock() // 1_000 == second:
            time.sleep(0.005)

    def live(self, object: str) -> list[str]:
        """A merged row is there still, but no record of ours."""
        return [
            row["id"]
            for row in self.box.control.dump(object, limit=1_000_000)
            if not row["properties"].get("merged")
        ]


def start(system: str, records: int, **settings: object) -> Sandbox:
    """A sandbox that serves; the caller stops it."""
    return Sandbox(system, Options(seed=1, records=records, settings=settings))


def _plain(value: Value) -> str | bool | None:
    return ";".join(value) if isinstance(value, tuple) else value


def _object(
    name: str, fields: Mapping[str, FieldType], references: Mapping[str, str] | None = None
) -> Object:
    targets = references or {}
    return Object(
        name=name,
        label=name,
        plural=name,
        fields={
            field: Field(name=field, type=type, label=field, references=targets.get(field))
            for field, type in fields.items()
        },
    )
