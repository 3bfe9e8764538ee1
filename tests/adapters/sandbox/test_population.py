"""The invented population: repeatable, believable, and planted with the trouble it claims."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

import pytest

from adapters.sandbox.data import Language, Planted, Population
from adapters.sandbox.people import modified_spread, population, sizes_for
from adapters.sandbox.rows import fold
from adapters.sandbox.views import seen_by
from tests.adapters.benches import start


@pytest.fixture(scope="module")
def whole() -> Population:
    return population(5, *sizes_for(4_000))


def test_a_seed_gives_one_population(whole: Population) -> None:
    assert population(5, *sizes_for(4_000)) == whole
    assert population(6, *sizes_for(4_000)).people != whole.people


def test_four_languages_with_their_own_letters(whole: Population) -> None:
    spoken = Counter(person.language for person in whole.people)
    assert set(spoken) == set(Language)
    assert min(spoken.values()) > len(whole.people) // 8
    letters = set("".join(p.last_name + p.first_name + p.city for p in whole.people))
    assert set("äöüßéèçñíúôÉ") <= letters


def test_addresses_are_plain_and_given_once(whole: Population) -> None:
    emails = [person.email for person in whole.people if person.email]
    assert len(emails) == len(set(emails))
    assert all(re.fullmatch(r"[a-z0-9.-]+@[a-z0-9-]+(\.[a-z]+)+", email) for email in emails)
    domains = [firm.domain for firm in whole.companies]
    assert len(domains) == len(set(domains))
    assert all(re.fullmatch(r"\+\d+ [\d ]+", p.phone) for p in whole.people if p.phone)


def test_deals_point_at_people_of_their_company(whole: Population) -> None:
    employer = {person.key: person.company_key for person in whole.people}
    assert whole.deals
    assert all(employer[key] == deal.company_key for deal in whole.deals for key in deal.person_keys)


@pytest.mark.parametrize("system", ["hubspot", "salesforce"])
def test_a_view_has_about_the_size_asked_for_and_counts_what_was_planted(
    whole: Population, system: str
) -> None:
    view = seen_by(whole, system)
    assert seen_by(whole, system) == view
    assert 3_800 < len(view.people) < 4_200
    planted = view.planted
    assert len(view.people) == planted.shared_people + planted.only_people + planted.duplicates
    assert len(view.companies) == planted.shared_companies + planted.only_companies
    assert len(view.deals) == planted.shared_deals + planted.only_deals
    assert len(view.duplicate_of) == planted.duplicates > 40
    blank = replace(Planted(), website_format=planted.website_format)
    assert all(
        getattr(planted, n) > getattr(blank, n) for n in ("case", "spaces", "phone_format", "disagreements")
    )
    keys = {person.key for person in view.people}
    assert set(view.duplicate_of) | set(view.duplicate_of.values()) <= keys


def test_the_two_views_overlap_by_seven_in_ten(whole: Population) -> None:
    one, other = (seen_by(whole, system) for system in ("hubspot", "salesforce"))
    originals = {p.key for p in whole.people}
    here, there = ({p.key for p in view.people} & originals for view in (one, other))
    assert 0.66 < len(here & there) / len(originals) < 0.74
    assert len(here & there) == one.planted.shared_people == other.planted.shared_people
    assert here | there == originals


def test_disagreements_and_formats_are_really_there(whole: Population) -> None:
    one, other = (seen_by(whole, system) for system in ("hubspot", "salesforce"))
    mine, theirs = (
        {p.key: p for p in view.people if p.key not in view.duplicate_of} for view in (one, other)
    )
    both = [(mine[key], theirs[key]) for key in mine.keys() & theirs.keys()]
    differing = sum((a.job_title, a.city) != (b.job_title, b.city) for a, b in both)
    assert differing == one.planted.disagreements + other.planted.disagreements
    assert all(fold(a.last_name) == fold(b.last_name) for a, b in both)
    assert any(a.phone != b.phone for a, b in both)
    assert any(a.last_name != b.last_name for a, b in both)
    assert all(firm.domain.startswith("http") for firm in other.companies)
    assert not any("/" in firm.domain for firm in one.companies)


def test_no_address_stands_twice_at_hubspot(whole: Population) -> None:
    emails = [fold(p.email) for p in seen_by(whole, "hubspot").people if p.email]
    assert len(emails) == len(set(emails))


def test_stamps_spread_over_the_past() -> None:
    stamps = [modified_spread(key) for key in range(1, 2_000)]
    assert len({modified for _created, modified in stamps}) > 1_900
    assert all(created <= modified < 1_767_225_600_000 for created, modified in stamps)


@pytest.mark.parametrize(
    ("system", "objects"),
    [
        ("hubspot", ("notes", "calls", "meetings", "tasks")),
        ("salesforce", ("Task", "Event")),
        ("pipedrive", ("activities", "notes")),
        ("dynamics", ("annotation", "phonecall", "appointment", "task")),
    ],
)
def test_people_have_logged_as_much_as_is_asked_for_about_records_that_are_there(
    system: str, objects: tuple[str, ...]
) -> None:
    with start(system, 30, activities=12) as box:
        found = [row for object in objects for row in box.control.dump(object)]
        assert len(found) == 12
    with start(system, 30) as box:
        assert not [row for object in objects for row in box.control.dump(object)]
