"""Fills a fresh account with its view of the invented population."""

from __future__ import annotations

from typing import Any

from adapters.sandbox.data import Company, Deal, Person, Population
from adapters.sandbox.hubspot.account import Account
from adapters.sandbox.hubspot.catalogue import INDUSTRY, LIFECYCLE, PIPELINE_STAGES
from adapters.sandbox.ledger import Value
from adapters.sandbox.people import modified_spread
from adapters.sandbox.rows import Row, Table
from adapters.sandbox.world import SEEDER

_TO_COMPANY, _FROM_COMPANY = (1, 279), (2, 280)
_DEAL_TO_COMPANY, _COMPANY_TO_DEAL = (5, 341), (6, 342)


def seed_account(account: Account, view: Population) -> None:
    """Loads companies, contacts, deals and their links; the ledger stays empty."""
    links = account.world.links
    firms = _load(account, "companies", view.companies, _company)
    names = {firm.key: firm.name for firm in view.companies}
    people = _load(account, "contacts", view.people, lambda person: _contact(person, names))
    deals = _load(account, "deals", view.deals, _deal)
    for person in view.people:
        firm_id = firms.get(person.company_key) if person.company_key is not None else None
        if firm_id is not None:
            links.put("contacts", people[person.key], "companies", firm_id, _TO_COMPANY, _FROM_COMPANY)
    for deal in view.deals:
        id, firm_id = deals[deal.key], firms.get(deal.company_key)
        if firm_id is not None:
            links.put("deals", id, "companies", firm_id, _DEAL_TO_COMPANY, _COMPANY_TO_DEAL)
        for key in deal.person_keys:
            links.put("deals", id, "contacts", people[key], (3,), (4,))


def _load(account: Account, object: str, things: Any, values_of: Any) -> dict[int, str]:
    table: Table = account.world.tables[object]
    rows: list[Row] = []
    ids: dict[int, str] = {}
    for thing in things:
        created, modified = modified_spread(thing.key)
        id = ids[thing.key] = table.new_id()
        rows.append(Row(id, values_of(thing), created, modified, SEEDER))
    table.load(rows)
    return ids


# The tuples below follow the column order of catalogue.py, cut where nothing more is set.


def _contact(person: Person, firms: dict[int, str]) -> tuple[Value, ...]:
    return (
        person.email,
        person.first_name,
        person.last_name,
        person.phone,
        person.job_title,
        person.city,
        person.country,
        person.language.value,
        LIFECYCLE[person.key % 6],
        firms.get(person.company_key) if person.company_key is not None else None,
    )


def _company(firm: Company) -> tuple[Value, ...]:
    return (
        firm.name,
        firm.domain,
        firm.phone,
        firm.street,
        firm.postcode,
        firm.city,
        firm.country,
        INDUSTRY[firm.industry],
        str(firm.employees),
    )


def _deal(deal: Deal) -> tuple[Value, ...]:
    return (
        deal.name,
        str(deal.amount),
        deal.currency,
        PIPELINE_STAGES[deal.stage][0],
        "default",
        f"{deal.close_date}T00:00:00.000Z",
    )
