"""Invents a believable population from a seed: companies, people and deals in four languages.

The word lists lie in resources/demo/<language>.toml. The same seed and sizes give the same population on
every machine; a million people take seconds.
"""

from __future__ import annotations

import random
import re
import tomllib
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from adapters.sandbox.data import Company, Deal, Language, Person, Planted, Population

DEMO_FOLDER = Path(__file__).resolve().parents[2] / "resources" / "demo"
INDUSTRIES = ("software", "manufacturing", "food", "logistics", "health", "energy", "retail", "construction")

# One view holds 85 % of the people and repeats 2 % of those (see views.py).
_VIEW_SHARE = 0.85 * 1.02
_EPOCH_MS = 1_767_225_600_000  # 2026-01-01: seeded records were last touched in the two years before
_YEAR_MS = 365 * 86_400_000
_SPELLED = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "ı": "i", "ş": "s", "&": " "}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Country:
    """`phone` and `postcode` are patterns in which # stands for a digit; `prefix` is the dialling code."""

    code: str
    prefix: str
    currency: str
    tld: str
    phone: str
    postcode: str
    cities: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The word lists of one language; `slugs` are the names as they appear in addresses."""

    language: Language
    countries: tuple[Country, ...]
    first_names: tuple[str, ...]
    last_names: tuple[str, ...]
    first_slugs: tuple[str, ...]
    last_slugs: tuple[str, ...]
    company_stems: tuple[str, ...]
    company_fields: tuple[str, ...]
    company_forms: tuple[str, ...]
    streets: tuple[str, ...]
    job_titles: tuple[str, ...]
    deal_words: tuple[str, ...]


def slug(text: str) -> str:
    """ASCII letters, digits and dots of a name, as people write it in an e-mail address."""
    spelled = unicodedata.normalize("NFKD", text.lower().translate(_SPELLED))
    return re.sub(r"[^a-z0-9]+", "-", spelled.encode("ascii", "ignore").decode().replace("'", "")).strip("-")


@cache
def words(language: Language) -> Words:
    """The word lists of a language, read once."""
    table = tomllib.loads((DEMO_FOLDER / f"{language.value}.toml").read_text(encoding="utf-8"))
    countries = tuple(Country(**{**c, "cities": tuple(c["cities"])}) for c in table.pop("countries"))
    lists = {name: tuple(entries) for name, entries in table.items()}
    return Words(
        language=language,
        countries=countries,
        first_slugs=tuple(slug(name) for name in lists["first_names"]),
        last_slugs=tuple(slug(name) for name in lists["last_names"]),
        **lists,
    )


def sizes_for(records: int) -> tuple[int, int, int]:
    """(people, companies, deals) to invent so that one CRM's view holds about `records` contacts."""
    people = max(1, round(records / _VIEW_SHARE)) if records else 0
    return people, round(people * 0.24), round(people * 0.47)


def modified_spread(key: int) -> tuple[int, int]:
    """(created, modified) in ms for a seeded record: spread over past years, the same for a key everywhere."""
    mixed = (key * 2_654_435_761 + 97) & 0xFFFFFFFF
    modified = _EPOCH_MS - mixed * 2 * _YEAR_MS // 0xFFFFFFFF
    return modified - (mixed * 7_919 & 0xFFFFFFFF) * _YEAR_MS // 0xFFFFFFFF, modified


def population(seed: int, contacts: int, companies: int, deals: int) -> Population:
    """Invents `contacts` people, `companies` and `deals`; keys count from 1 in each kind."""
    rng = random.Random(seed)
    vocabulary = [words(language) for language in Language]
    firms = _companies(rng, vocabulary, companies)
    people = _people(rng, vocabulary, contacts, firms)
    return Population(
        seed=seed,
        companies=tuple(firms),
        people=tuple(people),
        deals=tuple(_deals(rng, deals, firms, people)),
        planted=Planted(),
        duplicate_of={},
    )


def _fill(pattern: str, roll: Callable[[], float]) -> str:
    return "".join(str(int(roll() * 10)) if c == "#" else c for c in pattern)


def _phone(country: Country, roll: Callable[[], float]) -> str:
    return f"{country.prefix} {_fill(country.phone, roll)}"


def _companies(rng: random.Random, vocabulary: list[Words], count: int) -> list[Company]:
    roll, taken, made = rng.random, set[str](), list[Company]()
    for key in range(1, count + 1):
        lists = vocabulary[int(roll() * 4)]
        country = lists.countries[int(roll() ** 2 * len(lists.countries))]
        stem = lists.company_stems[int(roll() * len(lists.company_stems))]
        field = lists.company_fields[int(roll() * len(lists.company_fields))]
        form = lists.company_forms[int(roll() * len(lists.company_forms))]
        name, domain = (f"{stem} {field} {form}", f"{slug(stem)}-{slug(field)}.{country.tld}")
        if domain in taken:  # the lists hold some thousand pairs; beyond them companies get a branch number
            name, domain = (f"{stem} {field} {key} {form}", f"{slug(stem)}-{slug(field)}-{key}.{country.tld}")
        taken.add(domain)
        made.append(
            Company(
                key=key,
                name=name,
                domain=domain,
                phone=_phone(country, roll),
                street=f"{lists.streets[int(roll() * len(lists.streets))]} {1 + int(roll() * 180)}",
                postcode=_fill(country.postcode, roll),
                city=country.cities[int(roll() * len(country.cities))],
                country=country.code,
                industry=INDUSTRIES[int(roll() * len(INDUSTRIES))],
                employees=int(5 * 10 ** (roll() * 3)),
                language=lists.language,
            )
        )
    return made


def _people(rng: random.Random, vocabulary: list[Words], count: int, firms: list[Company]) -> list[Person]:
    roll, taken, made = rng.random, set[str](), list[Person]()
    by_language = {lists.language: lists for lists in vocabulary}
    by_code = {country.code: country for lists in vocabulary for country in lists.countries}
    for key in range(1, count + 1):
        firm = firms[int(roll() * len(firms))] if firms and roll() < 0.9 else None
        if firm is None:
            lists = vocabulary[int(roll() * 4)]
            country = lists.countries[int(roll() * len(lists.countries))]
            city = country.cities[int(roll() * len(country.cities))]
        else:
            # One in eight works abroad in another tongue.
            lists = by_language[firm.language] if roll() < 0.875 else vocabulary[int(roll() * 4)]
            country, city = by_code[firm.country], firm.city
        first, last = (int(roll() * len(lists.first_names)), int(roll() * len(lists.last_names)))
        email: str | None = None
        if roll() < 0.96:
            domain = firm.domain if firm is not None else f"mail-{lists.language.value}.example"
            email = f"{lists.first_slugs[first]}.{lists.last_slugs[last]}@{domain}"
            if email in taken:
                email = f"{lists.first_slugs[first]}.{lists.last_slugs[last]}.{key}@{domain}"
            taken.add(email)
        made.append(
            Person(
                key=key,
                first_name=lists.first_names[first],
                last_name=lists.last_names[last],
                email=email,
                phone=_phone(country, roll) if roll() < 0.9 else None,
                job_title=lists.job_titles[int(roll() * len(lists.job_titles))],
                city=city,
                country=country.code,
                language=lists.language,
                company_key=None if firm is None else firm.key,
            )
        )
    return made


def _deals(rng: random.Random, count: int, firms: list[Company], people: list[Person]) -> list[Deal]:
    if not firms:
        return []
    roll, made, staff = rng.random, list[Deal](), dict[int, list[int]]()
    for person in people:
        if person.company_key is not None:
            staff.setdefault(person.company_key, []).append(person.key)
    currencies = {c.code: c.currency for language in Language for c in words(language).countries}
    for key in range(1, count + 1):
        firm = firms[int(roll() * len(firms))]
        lists, crew = words(firm.language), staff.get(firm.key, [])
        wanted = min(len(crew), 1 + int(roll() * 2))
        start = int(roll() * max(1, len(crew)))
        year, month, day = (2026 + int(roll() * 2), 1 + int(roll() * 12), 1 + int(roll() * 28))
        made.append(
            Deal(
                key=key,
                name=f"{firm.name} – {lists.deal_words[int(roll() * len(lists.deal_words))]}",
                amount=int(500 * 10 ** (roll() * 2.5)),
                currency=currencies[firm.country],
                stage=int(roll() * 7),
                close_date=f"{year}-{month:02d}-{day:02d}",
                company_key=firm.key,
                person_keys=tuple(crew[(start + at) % len(crew)] for at in range(wanted)),
            )
        )
    return made
