"""The words of the demo's invented world: companies, the people in them, their deals, and what was planted.

Names and domains are put together from word lists and nothing is ever sent to them; phone numbers have a
shape that is valid in their country.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Language(StrEnum):
    """The four languages the names come in."""

    ENGLISH = "en"
    GERMAN = "de"
    FRENCH = "fr"
    SPANISH = "es"


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """`domain` is bare and lower case, `phone` E.164 with spaces, `country` a two-letter code."""

    key: int
    name: str
    domain: str
    phone: str
    street: str
    postcode: str
    city: str
    country: str
    industry: str
    employees: int
    language: Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """`email` is unique in a population where set; `company_key` names the employer."""

    key: int
    first_name: str
    last_name: str
    email: str | None
    phone: str | None
    job_title: str
    city: str
    country: str
    language: Language
    company_key: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deal:
    """`amount` in whole units of `currency` (ISO 4217), `close_date` as YYYY-MM-DD, `stage` 0 (new) .. 6.

    Stage 5 is won, 6 is lost.
    """

    key: int
    name: str
    amount: int
    currency: str
    stage: int
    close_date: str
    company_key: int
    person_keys: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Planted:
    """How much trouble a view holds, counted in records of that view.

    `shared_*`: also in the other CRM; `only_*`: in this one alone; `duplicates`: extra contacts that are a
    person already there; `case`, `spaces`, `phone_format`, `website_format`: same value written another way
    (`case`: a last name in capitals at HubSpot, which lower-cases addresses itself; an address elsewhere);
    `disagreements`: a job title or city that really differs from the other CRM's.
    """

    shared_people: int = 0
    only_people: int = 0
    duplicates: int = 0
    case: int = 0
    spaces: int = 0
    phone_format: int = 0
    website_format: int = 0
    disagreements: int = 0
    shared_companies: int = 0
    only_companies: int = 0
    shared_deals: int = 0
    only_deals: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Population:
    """Everything there is, or what one CRM sees of it (then `planted` says what was done to it).

    `duplicate_of` maps the key of a planted duplicate to the key of the person it repeats.
    """

    seed: int
    companies: tuple[Company, ...]
    people: tuple[Person, ...]
    deals: tuple[Deal, ...]
    planted: Planted
    duplicate_of: dict[int, int]
