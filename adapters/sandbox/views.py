"""What one CRM sees of a population: most of it, some of it twice, and not quite as the other CRM has it.

Of every twenty records fourteen are in every CRM and three in each of the first two alone. All choices hang on the key and
the population's seed, so both views of a population fit each other whichever is made first.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from functools import cache

from adapters.sandbox.data import Company, Deal, Language, Person, Planted, Population
from adapters.sandbox.people import Country, Words, words

_CRMS = ("hubspot", "salesforce", "pipedrive", "dynamics")
_SHARED_OF_20 = 14


@dataclass(slots=True)
class _Tally:
    shared: int = 0
    only: int = 0


def seen_by(whole: Population, system: str) -> Population:
    """The view of one of the CRMs; any other name sees everything unspoilt but for formats.

    Keys are kept. A planted duplicate has a new key above all others; see `duplicate_of`.
    """
    side = _CRMS.index(system) if system in _CRMS else 0
    salt = random.Random(whole.seed).randrange(1 << 30)
    firms, firm_tally, websites = [], _Tally(), 0
    for firm in whole.companies:
        shared = _place(firm.key, salt + 1, side, firm_tally)
        if shared is not None:
            seen = _company_as_seen(firm, side)
            websites += seen.domain != firm.domain
            firms.append(seen)
    here = {firm.key for firm in firms}
    people, duplicates, planted = _people_as_seen(whole, side, salt, here)
    alive = {person.key for person in people}
    deal_tally = _Tally()
    # A deal without its company makes no sense in a CRM, so it counts as not entered there.
    deals = [
        _deal_as_seen(deal, alive)
        for deal in whole.deals
        if deal.company_key in here and _place(deal.key, salt + 3, side, deal_tally) is not None
    ]
    return Population(
        seed=whole.seed,
        companies=tuple(firms),
        people=tuple(people),
        deals=tuple(deals),
        planted=replace(
            planted,
            website_format=websites,
            shared_companies=firm_tally.shared,
            only_companies=firm_tally.only,
            shared_deals=deal_tally.shared,
            only_deals=deal_tally.only,
        ),
        duplicate_of=duplicates,
    )


def _mix(key: int, salt: int) -> int:
    mixed = (key * 0x9E3779B1 + salt * 0x85EBCA6B) & 0xFFFFFFFF
    mixed = ((mixed ^ (mixed >> 15)) * 0x2C1B3C6D) & 0xFFFFFFFF
    return mixed ^ (mixed >> 13)


def _place(key: int, salt: int, side: int, tally: _Tally) -> bool | None:
    """True: in both CRMs; False: in this one only; None: not here."""
    slot = _mix(key, salt) % 20
    if slot < _SHARED_OF_20:
        tally.shared += 1
        return True
    if (slot - _SHARED_OF_20) // 3 == side:
        tally.only += 1
        return False
    return None


def _people_as_seen(
    whole: Population, side: int, salt: int, here: set[int]
) -> tuple[list[Person], dict[int, int], Planted]:
    people: list[Person] = []
    repeats: list[Person] = []
    tally = _Tally()
    case = spaces = phone_format = disagreements = 0
    for person in whole.people:
        shared = _place(person.key, salt + 2, side, tally)
        if shared is None:
            continue
        seen, dice = person, _mix(person.key, salt + 4)
        changed: dict[str, str | int | None] = {}
        if person.company_key is not None and person.company_key not in here:
            changed["company_key"] = None
        if shared and dice % 100 < 6 and side == dice // 128 % 2:
            # Somebody changed jobs or moved, and only one of the two CRMs was told.
            lists = words(person.language)
            if dice // 256 % 2:
                changed["job_title"] = _other(person.job_title, lists.job_titles, dice)
            else:
                changed["city"] = _other(person.city, _country(person.country).cities, dice)
            disagreements += 1
        if person.phone is not None and side == 0 and dice % 7 < 3:
            changed["phone"] = national(person.phone, person.country)
            phone_format += 1
        elif person.phone is not None and side == 1:
            changed["phone"] = person.phone.replace(" ", "")
            phone_format += 1
        if side == 0 and dice // 512 % 12 == 0 and _survives_capitals(person.last_name):
            changed["last_name"] = person.last_name.upper()
            case += 1
        elif side == 1 and person.email is not None and dice // 512 % 12 == 1:
            changed["email"] = _shout(person.email)
            case += 1
        elif dice // 1024 % 25 == side:
            changed["last_name" if dice % 2 else "first_name"] = (
                f"{person.last_name} " if dice % 2 else f"{person.first_name} "
            )
            spaces += 1
        if changed:
            seen = replace(person, **changed)  # type: ignore[arg-type]  # the keys above match their types
        people.append(seen)
        if _mix(person.key, salt + 5 + side) % 50 == 0:
            repeats.append(_repeat(seen, side, dice))
    key = len(whole.people)
    duplicate_of: dict[int, int] = {}
    for repeat in repeats:
        key += 1
        duplicate_of[key] = repeat.key
        people.append(replace(repeat, key=key))
    planted = Planted(
        shared_people=tally.shared,
        only_people=tally.only,
        duplicates=len(repeats),
        case=case,
        spaces=spaces,
        phone_format=phone_format,
        disagreements=disagreements,
    )
    return people, duplicate_of, planted


def _repeat(person: Person, side: int, dice: int) -> Person:
    """The same person typed in a second time. HubSpot refuses an address twice, so there it differs or lacks."""
    email = person.email
    if side == 0 and email is not None:
        name, _, domain = email.strip().lower().partition("@")
        email = f"{name}+2@{domain}" if dice // 64 % 2 else None
    elif email is not None:
        email = email.upper() if dice // 64 % 2 else email
    phone = person.phone.replace(" ", "") if person.phone else None
    first, last = person.first_name.strip(), person.last_name.strip()
    if dice // 128 % 3 == 0:
        first, last = first.lower(), last.upper()
    elif dice // 128 % 3 == 1:
        first = f"{first[0]}."
    return replace(person, first_name=first, last_name=last, email=email, phone=phone)


def _company_as_seen(firm: Company, side: int) -> Company:
    dice = _mix(firm.key, 11)
    if side == 1:  # Salesforce's Website field holds an address people paste from the browser
        scheme = "https://www." if dice % 3 else "http://"
        return replace(
            firm, domain=f"{scheme}{firm.domain}{'/' if dice % 2 else ''}", phone=firm.phone.replace(" ", "")
        )
    return replace(firm, phone=national(firm.phone, firm.country)) if dice % 7 < 3 else firm


def _deal_as_seen(deal: Deal, alive: set[int]) -> Deal:
    kept = tuple(key for key in deal.person_keys if key in alive)
    return deal if kept == deal.person_keys else replace(deal, person_keys=kept)


def national(phone: str, country: str) -> str:
    """An international number as written at home: ``+49 30 23125`` becomes ``030 23125``."""
    _prefix, _, rest = phone.partition(" ")
    if country == "US":
        parts = rest.split(" ")
        return f"({parts[0]}) {'-'.join(parts[1:])}"
    return rest if country in ("ES", "MX") else f"0{rest}"


def _shout(email: str) -> str:
    name, _, domain = email.partition("@")
    return f"{name.title()}@{domain}"


def _survives_capitals(name: str) -> bool:
    """False for names whose capitals spell another name, such as those with a dotless i."""
    return name.upper().casefold() == name.casefold()


def _other(value: str, choices: tuple[str, ...], dice: int) -> str:
    choice = choices[dice // 2048 % len(choices)]
    return choice if choice != value else choices[(choices.index(choice) + 1) % len(choices)]


@cache
def _country(code: str) -> Country:
    lists: list[Words] = [words(language) for language in Language]
    return next(country for each in lists for country in each.countries if country.code == code)
