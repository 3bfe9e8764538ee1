"""Fills a fresh account with its view of the invented population."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from adapters.sandbox.data import Company, Deal, Person, Population
from adapters.sandbox.hubspot.account import Account
from adapters.sandbox.hubspot.catalogue import INDUSTRY, LIFECYCLE, PIPELINE_STAGES
from adapters.sandbox.ledger import Value
from adapters.sandbox.logged import KINDS, Logged
from adapters.sandbox.people import modified_spread
from adapters.sandbox.rows import Row, Table
from adapters.sandbox.world import SEEDER

_TO_COMPANY, _FROM_COMPANY = (1, 279), (2, 280)
_DEAL_TO_COMPANY, _COMPANY_TO_DEAL = (5, 341), (6, 342)


def seed_account(account: Account, view: Population, activities: Sequence[Logged] = ()) -> None:
    """Loads companies, contacts, deals, their links and what was logged about them; the ledger stays empty."""
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
    for kind in KINDS:
        _log(account, kind, [one for one in activities if one.kind == kind], people, deals)


def _log(
    account: Account, kind: str, some: Sequence[Logged], people: dict[int, str], deals: dict[int, str]
) -> None:
    object, (to_contact, to_deal) = f"{kind}s", _LOGGED_TYPES[kind]
    table = account.world.tables[object]
    ids = _load(account, object, some, lambda one: table.tuple_with((), _LOGGED[kind](one)))
    for one in some:
        account.world.links.put(
            object, ids[one.key], "contacts", people[one.person_key], (to_contact,), (to_contact - 1,)
        )
        if one.deal_key is not None:
            deal = deals[one.deal_key]
            account.world.links.put(object, ids[one.key], "deals", deal, (to_deal,), (to_deal - 1,))


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


_LOGGED_TYPES: Final = {"note": (202, 214), "call": (194, 206), "meeting": (200, 212), "task": (204, 216)}


def _time(at: datetime) -> str:
    return f"{at.replace(tzinfo=None).isoformat(timespec='milliseconds')}Z"


def _call(one: Logged) -> dict[str, Value]:
    return {
        "hs_timestamp": _time(one.at),
        "hs_call_title": one.subject,
        "hs_call_body": one.text,
        "hs_call_duration": str(one.minutes * 60_000),
        "hs_call_status": "COMPLETED",
    }


def _meeting(one: Logged) -> dict[str, Value]:
    return {
        "hs_timestamp": _time(one.at),
        "hs_meeting_title": one.subject,
        "hs_meeting_body": one.text,
        "hs_meeting_start_time": _time(one.at),
        "hs_meeting_end_time": _time(one.at + timedelta(minutes=one.minutes)),
    }


def _task(one: Logged) -> dict[str, Value]:
    return {
        "hs_timestamp": _time(one.at),
        "hs_task_subject": one.subject,
        "hs_task_body": one.text,
        "hs_task_status": "COMPLETED" if one.done else "NOT_STARTED",
    }


_LOGGED: Final[dict[str, Callable[[Logged], dict[str, Value]]]] = {
    "note": lambda one: {"hs_timestamp": _time(one.at), "hs_note_body": one.text},
    "call": _call,
    "meeting": _meeting,
    "task": _task,
}

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
