"""Fills a fresh account with its view of the invented population."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from adapters.sandbox.data import Company, Deal, Person, Population
from adapters.sandbox.ledger import Value
from adapters.sandbox.logged import Logged
from adapters.sandbox.people import modified_spread
from adapters.sandbox.pipedrive.account import Account
from adapters.sandbox.pipedrive.catalogue import US
from adapters.sandbox.rows import Row
from adapters.sandbox.world import SEEDER

_STAGE_OF: Final = (1, 2, 3, 4, 5, 5, 5)  # new .. contract, then won and lost, which are a status here
_INDUSTRY: Final = (
    "software",
    "manufacturing",
    "food",
    "logistics",
    "health",
    "energy",
    "retail",
    "construction",
)


def seed_account(account: Account, view: Population, activities: Sequence[Logged] = ()) -> None:
    """Loads organizations, persons, deals and what was logged about them; the ledger stays empty."""
    firms = _load(account, "organizations", view.companies, _organization)
    people = _load(account, "persons", view.people, lambda one: _person(one, firms))
    deals = _load(account, "deals", view.deals, lambda one: _deal(one, firms, people))
    some = [one for one in activities if one.kind != "note"]
    _load(account, "activities", some, lambda one: _activity(one, people, deals))
    notes = [one for one in activities if one.kind == "note"]
    _load(account, "notes", notes, lambda one: _note(one, people, deals))


def _note(one: Logged, people: Mapping[int, str], deals: Mapping[int, str]) -> dict[str, Value]:
    return {
        "content": one.text,
        "user_id": US,
        "person_id": people[one.person_key],
        "deal_id": None if one.deal_key is None else deals[one.deal_key],
    }


def _activity(one: Logged, people: Mapping[int, str], deals: Mapping[int, str]) -> dict[str, Value]:
    person = people[one.person_key]
    return {
        "subject": one.subject,
        "type": one.kind,
        "due_date": one.at.date().isoformat(),
        "due_time": one.at.strftime("%H:%M"),
        "duration": f"{one.minutes // 60:02d}:{one.minutes % 60:02d}",
        "done": one.done,
        "note": one.text,
        "participants": person,
        "person_id": person,
        "deal_id": None if one.deal_key is None else deals[one.deal_key],
    }


def _load(account: Account, name: str, things: Sequence[Any], values_of: Any) -> dict[int, str]:
    table = account.world.tables[name]
    rows: list[Row] = []
    ids: dict[int, str] = {}
    for thing in things:
        created, modified = modified_spread(thing.key)
        id = ids[thing.key] = table.new_id()
        values = {column: value for column, value in values_of(thing).items() if value is not None}
        usual: dict[str, Value] = {"owner_id": US, "visible_to": 3}
        cells = table.tuple_with((), {**{k: v for k, v in usual.items() if k in table.columns}, **values})
        rows.append(Row(id, cells, created // 1000 * 1000, modified // 1000 * 1000, SEEDER))
    table.load(rows)
    return ids


def _person(person: Person, firms: Mapping[int, str]) -> dict[str, Value]:
    return {
        "name": f"{person.first_name} {person.last_name}",
        "email": person.email,
        "phone": person.phone,
        "job_title": person.job_title,
        "postal_address": f"{person.city}, {person.country}",
        "postal_address.locality": person.city,
        "postal_address.country": person.country,
        "org_id": firms.get(person.company_key) if person.company_key is not None else None,
    }


def _organization(firm: Company) -> dict[str, Value]:
    return {
        "name": firm.name,
        "website": firm.domain,
        "employee_count": firm.employees,
        "industry": 21 + _INDUSTRY.index(firm.industry),
        "address": f"{firm.street}, {firm.postcode} {firm.city}",
        "address.route": firm.street,
        "address.postal_code": firm.postcode,
        "address.locality": firm.city,
        "address.country": firm.country,
    }


def _deal(deal: Deal, firms: Mapping[int, str], people: Mapping[int, str]) -> dict[str, Value]:
    return {
        "title": deal.name,
        "value": float(deal.amount),
        "currency": deal.currency,
        "stage_id": _STAGE_OF[deal.stage],
        "pipeline_id": 1,
        "status": {5: "won", 6: "lost"}.get(deal.stage, "open"),
        "expected_close_date": deal.close_date,
        "is_archived": False,
        "org_id": firms.get(deal.company_key),
        "person_id": next((people[key] for key in deal.person_keys if key in people), None),
    }
