"""Fills a fresh org: users, currencies, messages one can subscribe to, and its view of the invented population."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Final

from adapters.sandbox.data import Company, Deal, Person, Population
from adapters.sandbox.dynamics.definitions import steady_guid
from adapters.sandbox.dynamics.org import Org
from adapters.sandbox.dynamics.users import (
    ADMINISTRATOR,
    APP_USER,
    BUSINESS_UNIT,
    DOMAIN,
    ORGANIZATION,
    PEOPLE,
    TEAM,
    person_id,
)
from adapters.sandbox.dynamics.writing import Writing
from adapters.sandbox.ledger import Value
from adapters.sandbox.logged import Logged
from adapters.sandbox.people import modified_spread
from adapters.sandbox.rows import Row
from adapters.sandbox.world import SEEDER

CURRENCIES: Final = (
    ("EUR", "Euro", "€", 1.0), ("USD", "US Dollar", "$", 1.08), ("GBP", "Pound Sterling", "£", 0.85),
    ("CHF", "Swiss Franc", "CHF", 0.95), ("MXN", "Mexican Peso", "$", 19.5),
)  # fmt: skip
MESSAGES: Final = (
    "Create",
    "Update",
    "Delete",
    "Merge",
    "Assign",
    "SetState",
    "SetStateDynamicEntity",
    "Restore",
)
_INDUSTRY: Final = {
    "software": 6, "manufacturing": 12, "food": 17, "logistics": 30, "health": 11, "energy": 31, "retail": 25,
    "construction": 28,
}  # fmt: skip
_PROBABILITY: Final = (10, 25, 50, 75, 90, 100, 0)
_STATE: Final = {5: (1, 3), 6: (2, 4)}  # won, lost; the rest is open and in progress


def seed_org(org: Org, *, days: int, client_id: str) -> None:
    """What is there before anybody works in it."""
    new = _Loader(org)
    for code, name, sign, rate in CURRENCIES:
        new.fixed(
            "transactioncurrency", steady_guid("transactioncurrency", code),
            {"currencyname": name, "isocurrencycode": code, "currencysymbol": sign, "currencyprecision": 2,
             "exchangerate": rate, "statecode": 0, "statuscode": 1},
        )  # fmt: skip
    new.fixed("businessunit", BUSINESS_UNIT, {"name": "sandbox"})
    new.fixed(
        "organization", ORGANIZATION,
        {"name": "sandbox", "languagecode": 1033, "localeid": 1033, "basecurrencyid": org.base_currency,
         "expirechangetrackingindays": days, "maxuploadfilesize": 5_242_880, "isauditenabled": True},
    )  # fmt: skip
    new.fixed(
        "systemuser",
        APP_USER,
        {**_user("# CRM", "Sync", "crmsync"), "applicationid": client_id, "accessmode": 4},
    )
    new.fixed("systemuser", ADMINISTRATOR, _user("Sandbox", "Administrator", "administrator"))
    for at, (first, last) in enumerate(PEOPLE):
        new.fixed("systemuser", person_id(at), _user(first, last, first.lower()))
    new.fixed(
        "team",
        TEAM,
        {"name": "sandbox", "teamtype": 0, "businessunitid": BUSINESS_UNIT, "administratorid": ADMINISTRATOR},
    )
    for message in MESSAGES:
        id = steady_guid("sdkmessage", message)
        new.fixed("sdkmessage", id, {"name": message})
        for entity in org.entities.values():
            if entity.owned:
                values: dict[str, Value] = {
                    "primaryobjecttypecode": entity.name, "secondaryobjecttypecode": "none", "sdkmessageid": id,
                }  # fmt: skip
                new.fixed("sdkmessagefilter", steady_guid("sdkmessagefilter", message, entity.name), values)
    new.load()


def seed_people(org: Org, view: Population, activities: Sequence[Logged] = ()) -> None:
    """Accounts, contacts, opportunities and what was logged about them; the ledger stays empty."""
    new = _Loader(org)
    firms = {firm.key: new.row("account", firm.key, _account(firm)) for firm in view.companies}
    people = {person.key: new.row("contact", person.key, _contact(person, firms)) for person in view.people}
    deals = {
        deal.key: new.row("opportunity", deal.key, _opportunity(deal, firms, people)) for deal in view.deals
    }
    for one in activities:
        table, values = _activity(one, people, deals)
        new.row(table, one.key, values)
    new.load()


class _Loader:
    """Collects rows of several tables and loads each table once; what Dataverse derives is derived here, too."""

    def __init__(self, org: Org) -> None:
        self._org, self._writing = org, Writing(org)
        self._rows: dict[str, list[Row]] = {}

    def row(self, name: str, key: int, values: Mapping[str, Value]) -> str:
        table = self._org.table(name)
        created, modified = modified_spread(key)
        owned = {"ownerid": ADMINISTRATOR, "ownerid.type": "systemuser", **values}
        row = Row(
            table.new_id(), self._cells(name, owned), created // 1000 * 1000, modified // 1000 * 1000, SEEDER
        )
        self._rows.setdefault(name, []).append(row)
        return row.id

    def fixed(self, name: str, id: str, values: Mapping[str, Value]) -> None:
        now = self._org.world.clock()
        self._rows.setdefault(name, []).append(Row(id, self._cells(name, values), now, now, SEEDER))

    def _cells(self, name: str, values: Mapping[str, Value]) -> tuple[Value, ...]:
        entity, table = self._org.entities[name], self._org.table(name)
        out = self._writing.seeded(entity, values)
        return table.tuple_with((), {column: value for column, value in out.items() if value is not None})

    def load(self) -> None:
        for name, rows in self._rows.items():
            self._org.table(name).load(sorted(rows, key=lambda row: row.id))


def _user(first: str, last: str, alias: str) -> dict[str, Value]:
    return {
        "firstname": first,
        "lastname": last,
        "domainname": f"{alias}@{DOMAIN}",
        "internalemailaddress": f"{alias}@{DOMAIN}",
        "isdisabled": False,
        "accessmode": 0,
        "businessunitid": BUSINESS_UNIT,
        "azureactivedirectoryobjectid": steady_guid("entra", alias),
    }


def _contact(person: Person, firms: Mapping[int, str]) -> dict[str, Value]:
    firm = firms.get(person.company_key) if person.company_key is not None else None
    return {
        "firstname": person.first_name,
        "lastname": person.last_name,
        "emailaddress1": person.email,
        "telephone1": person.phone,
        "jobtitle": person.job_title,
        "address1_city": person.city,
        "address1_country": person.country,
        "parentcustomerid": firm,
        "parentcustomerid.type": "account" if firm else None,
    }


def _account(firm: Company) -> dict[str, Value]:
    return {
        "name": firm.name,
        "websiteurl": f"https://{firm.domain}",
        "telephone1": firm.phone,
        "address1_line1": firm.street,
        "address1_postalcode": firm.postcode,
        "address1_city": firm.city,
        "address1_country": firm.country,
        "industrycode": _INDUSTRY[firm.industry],
        "numberofemployees": firm.employees,
    }


def _opportunity(deal: Deal, firms: Mapping[int, str], people: Mapping[int, str]) -> dict[str, Value]:
    state, status = _STATE.get(deal.stage, (0, 1))
    firm = firms.get(deal.company_key)
    person = next((people[key] for key in deal.person_keys if key in people), None)
    values: dict[str, Any] = {
        "name": deal.name[:300],
        "estimatedvalue": float(deal.amount),
        "transactioncurrencyid": steady_guid("transactioncurrency", deal.currency),
        "estimatedclosedate": deal.close_date,
        "closeprobability": _PROBABILITY[deal.stage],
        "statecode": state,
        "statuscode": status,
        "parentaccountid": firm,
        "parentcontactid": person,
    }
    if state:
        values["actualclosedate"] = deal.close_date
    if state == 1:
        values["actualvalue"] = float(deal.amount)
    return values


_TABLES: Final = {"note": "annotation", "call": "phonecall", "meeting": "appointment", "task": "task"}
_DONE: Final = {"call": 2, "meeting": 3, "task": 5}  # the usual status of a completed one


def _activity(
    one: Logged, people: Mapping[int, str], deals: Mapping[int, str]
) -> tuple[str, dict[str, Value]]:
    kind = "opportunity" if one.deal_key is not None else "contact"
    target = deals[one.deal_key] if one.deal_key is not None else people[one.person_key]
    if one.kind == "note":
        note: dict[str, Value] = {"subject": one.subject, "notetext": one.text, "objecttypecode": kind}
        return "annotation", {**note, "objectid": target, "objectid.type": kind}
    end = one.at + timedelta(minutes=one.minutes if one.kind == "meeting" else 0)
    values: dict[str, Value] = {
        "subject": one.subject,
        "description": one.text,
        "regardingobjectid": target,
        "regardingobjectid.type": kind,
        "scheduledend": end.strftime("%Y-%m-%dT%H:%M:%SZ"),
    }
    if one.kind == "meeting":
        values["scheduledstart"] = one.at.strftime("%Y-%m-%dT%H:%M:%SZ")
    if one.kind == "call":
        values["actualdurationminutes"] = one.minutes
    if one.done:
        values |= {"statecode": 1, "statuscode": _DONE[one.kind]}
    return _TABLES[one.kind], values
