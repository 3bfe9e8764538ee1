"""A deal's contacts and what each of them is to it: HubSpot's labels, Salesforce's contact roles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pytest
import requests

from adapters.base import Draft, Edit, Result
from adapters.sandbox.hubspot.system import PRIVATE_TOKEN
from core.records import Value
from core.schema import FieldType
from tests.adapters.benches import SandboxBench, unique

ROLE = "Decision Maker"


@dataclass(frozen=True, slots=True)
class Deals:
    """A bench's deals with two association fields: all contacts, and those who decide."""

    bench: SandboxBench

    @property
    def fields(self) -> tuple[str, str]:
        return ("@contacts", f"@contacts.{ROLE}")

    def people(self, count: int) -> list[str]:
        return sorted(self.bench.live(self.bench.person)[:count])

    def made(self, contacts: Value, deciding: Value, **more: Value) -> str:
        name = unique("deal")
        values: dict[str, Value] = {**self.bench.deal_extras, self.bench.deal_names["name"]: name, **more}
        values |= dict(zip(self.fields, (contacts, deciding), strict=True))
        draft = Draft(op=name, marker=f"{name}:g1", values=values)
        [outcome] = self.bench.adapter.create(self.bench.deal, self.fields, [draft])
        assert outcome.result is Result.DONE, outcome
        assert outcome.crm_id is not None
        return outcome.crm_id

    def held(self, id: str, *fields: str) -> tuple[Value, ...]:
        wanted = fields or self.fields
        return self.bench.adapter.fetch(self.bench.deal, wanted, [id])[id].values

    def write(self, id: str, values: Mapping[str, Value]) -> None:
        edit = Edit(op=unique("op"), crm_id=id, values=values)
        [outcome] = self.bench.adapter.update(self.bench.deal, self.fields, [edit])
        assert outcome.result is Result.DONE, outcome


@pytest.fixture(params=["hubspot", "salesforce"])
def deals(request: pytest.FixtureRequest) -> Deals:
    bench = request.getfixturevalue(request.param)
    assert isinstance(bench, SandboxBench)
    if bench.system == "hubspot":
        requests.post(
            f"{bench.box.url}/crm/v4/associations/deals/contacts/labels",
            json={"label": ROLE, "name": "decision_maker"},
            headers={"Authorization": f"Bearer {PRIVATE_TOKEN}"},
            timeout=10,
        )
    return Deals(bench)


def test_a_role_is_a_field_of_its_own(deals: Deals) -> None:
    field = deals.bench.adapter.schema(deals.bench.deal).fields[f"@contacts.{ROLE}"]
    assert field.type is FieldType.MULTI_REFERENCE
    assert field.references == deals.bench.person


def test_a_deal_is_made_with_its_contacts_and_who_decides(deals: Deals) -> None:
    ada, ben, *_ = deals.people(2)
    deal = deals.made((ada, ben), (ada,))
    assert deals.held(deal) == ((ada, ben), (ada,))


def test_who_gets_a_role_belongs_and_who_loses_it_stays(deals: Deals) -> None:
    ada, ben, cleo = deals.people(3)
    deal = deals.made((ada, ben), (ada,))
    role = f"@contacts.{ROLE}"
    deals.write(deal, {role: (cleo,)})
    assert deals.held(deal) == ((ada, ben, cleo), (cleo,))
    deals.write(deal, {role: None})
    assert deals.held(deal) == ((ada, ben, cleo), None)
    deals.write(deal, {role: (ada, ben)})
    deals.write(deal, {"@contacts": (ben, cleo)})
    assert deals.held(deal) == ((ben, cleo), (ben,)), "who is taken out loses every role"


def test_roles_we_do_not_write_are_left_alone(deals: Deals) -> None:
    ada, ben, cleo = deals.people(3)
    deal = deals.made((ada, ben), (ada,))
    deals.write(deal, {"@contacts": (ada, cleo)})
    assert deals.held(deal) == ((ada, cleo), (ada,))


def test_the_primary_contact_of_an_opportunity(salesforce: SandboxBench) -> None:
    deals = Deals(salesforce)
    ada, ben, *_ = deals.people(2)
    deal = deals.made((ada, ben), (ada,), **{"@primary": ben})
    names = ("@primary", *deals.fields)
    assert deals.held(deal, *names) == (ben, (ada, ben), (ada,))
    deals.write(deal, {"@primary": ada})
    assert deals.held(deal, *names) == (ada, (ada, ben), (ada,))
    rows = [
        row["properties"]
        for row in salesforce.box.control.dump("OpportunityContactRole", limit=1_000_000)
        if row["properties"]["OpportunityId"] == deal
    ]
    assert sorted((row["ContactId"], row.get("Role"), bool(row["IsPrimary"])) for row in rows) == sorted(
        ((ada, ROLE, True), (ben, None, False)), key=str
    )
