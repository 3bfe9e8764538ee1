"""Fills a fresh org from the shared population: users, accounts, contacts, opportunities, contact roles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from adapters.sandbox.data import Population
from adapters.sandbox.ledger import Value
from adapters.sandbox.logged import Logged
from adapters.sandbox.people import modified_spread
from adapters.sandbox.rows import Row
from adapters.sandbox.salesforce.cells import STAGES, Cells
from adapters.sandbox.salesforce.people import HUMAN_COUNT
from adapters.sandbox.world import SEEDER

_STAGES = (
    "Prospecting",
    "Qualification",
    "Needs Analysis",
    "Proposal/Price Quote",
    "Negotiation/Review",
    "Closed Won",
    "Closed Lost",
)
"""The population's stages 0 to 6."""
INSTANCE = "DEU42"
_PEOPLE = (("Ada", "Brook"), ("Ben", "Castell"), ("Chloe", "Dunn"), ("Dario", "Ebner"), ("Elsa", "Farrow"))
_INDUSTRIES = {
    "software": "Technology",
    "manufacturing": "Manufacturing",
    "food": "Food & Beverage",
    "logistics": "Transportation",
    "health": "Healthcare",
    "energy": "Energy",
    "retail": "Retail",
    "construction": "Construction",
}


def seed_users(cells: Cells, now: int) -> None:
    """The integration user and some people."""
    rows = [_user(cells, "Integration", "User", "integration", now)]
    rows += [_user(cells, first, last, first.lower(), now) for first, last in _PEOPLE[:HUMAN_COUNT]]
    cells.table("User").load(rows)
    organization = cells.table("Organization")
    held: dict[str, Value] = {"Name": "Sandbox", "InstanceName": INSTANCE, "IsSandbox": True}
    organization.load([Row(organization.new_id(), organization.tuple_with((), held), now, now, SEEDER)])


def seed(cells: Cells, population: Population, activities: Sequence[Logged] = ()) -> None:
    """Loads everything the population holds and what was logged about it; parents first."""
    owner = next(cells.table("User").after()).id
    accounts: dict[int, str] = {}
    contacts: dict[int, str] = {}
    opportunities: dict[int, str] = {}
    new = _Loader(cells)
    for firm in population.companies:
        accounts[firm.key] = new.row(
            "Account",
            firm.key,
            {
                "Name": firm.name,
                "Website": firm.domain,
                "Phone": firm.phone,
                "BillingStreet": firm.street,
                "BillingPostalCode": firm.postcode,
                "BillingCity": firm.city,
                "BillingCountry": firm.country,
                "Industry": _INDUSTRIES.get(firm.industry.casefold(), firm.industry),
                "NumberOfEmployees": firm.employees,
                "OwnerId": owner,
            },
        )
    for person in population.people:
        contacts[person.key] = new.row(
            "Contact",
            person.key,
            {
                "FirstName": person.first_name.strip(),
                "LastName": person.last_name.strip(),
                "Email": person.email.strip().lower() if person.email else None,
                "Phone": person.phone,
                "Title": person.job_title,
                "MailingCity": person.city,
                "MailingCountry": person.country,
                "AccountId": None if person.company_key is None else accounts.get(person.company_key),
                "OwnerId": owner,
            },
        )
    for deal in population.deals:
        stage = _STAGES[deal.stage]
        opportunity = opportunities[deal.key] = new.row(
            "Opportunity",
            deal.key,
            {
                "Name": deal.name[:120],
                "AccountId": None if deal.company_key is None else accounts.get(deal.company_key),
                "StageName": stage,
                "Probability": float(STAGES[stage][0]),
                "Amount": float(deal.amount),
                "CloseDate": deal.close_date,
                "OwnerId": owner,
            },
        )
        for place, key in enumerate(key for key in deal.person_keys if key in contacts):
            new.row(
                "OpportunityContactRole",
                deal.key,
                {
                    "OpportunityId": opportunity,
                    "ContactId": contacts[key],
                    "Role": "Decision Maker" if place == 0 else "Influencer",
                    "IsPrimary": place == 0,
                },
            )
    for one in activities:
        parents = {
            "WhoId": contacts[one.person_key],
            "WhatId": None if one.deal_key is None else opportunities[one.deal_key],
            "OwnerId": owner,
        }
        object, values = _logged(one)
        new.row(object, one.key, {**values, **parents})
    new.load()


def _logged(one: Logged) -> tuple[str, dict[str, Value]]:
    """The object and the fields of something logged: a note is a task of that type."""
    said: dict[str, Value] = {"Subject": one.subject, "Description": one.text}
    if one.kind == "meeting":
        begins = f"{one.at.replace(tzinfo=None).isoformat(timespec='milliseconds')}Z"
        return "Event", {**said, "StartDateTime": begins, "DurationInMinutes": one.minutes}
    said |= {
        "ActivityDate": one.at.date().isoformat(),
        "Status": "Completed" if one.done else "Not Started",
        "Priority": "Normal",
        "TaskSubtype": "Call" if one.kind == "call" else "Task",
    }
    if one.kind == "call":
        said["CallDurationInSeconds"] = one.minutes * 60
    return "Task", {**said, "Type": "Note"} if one.kind == "note" else said


class _Loader:
    """Collects rows of several tables and loads each table once."""

    def __init__(self, cells: Cells) -> None:
        self._cells = cells
        self._rows: dict[str, list[Row]] = {}

    def row(self, object: str, key: int, values: Mapping[str, Value]) -> str:
        table = self._cells.table(object)
        created, modified = modified_spread(key)
        row = Row(table.new_id(), table.tuple_with((), values), created, modified, SEEDER)
        self._rows.setdefault(object, []).append(row)
        return row.id

    def load(self) -> None:
        for object, rows in self._rows.items():
            self._cells.table(object).load(rows)


def _user(cells: Cells, first: str, last: str, alias: str, now: int) -> Row:
    table = cells.table("User")
    values: dict[str, Value] = {
        "FirstName": first,
        "LastName": last,
        "Username": f"{alias}@sandbox.example",
        "Email": f"{alias}@sandbox.example",
        "Alias": alias[:8],
        "IsActive": True,
        "UserType": "Standard",
    }
    return Row(table.new_id(), table.tuple_with((), values), now, now, SEEDER)
