"""Search: every operator, the traps of the modified time, and the keyset sweep that escapes the cap."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.adapters.sandbox.hubspot_caller import Caller, Clock, hubspot
from tests.adapters.sandbox.hubspot_contract import assert_matches


@pytest.fixture(scope="module")
def crm() -> Iterator[Caller]:
    with hubspot(records=700) as caller:
        yield caller


@pytest.fixture(scope="module")
def deals(crm: Caller) -> dict[str, str]:
    """Four deals of a kind no seeded one has, name to id."""
    return {
        name: crm.create("deals", dealname=f"Search {name}", description="searchable", **more)
        for name, more in {
            "five": {"amount": "5", "closedate": "2030-01-01"},
            "ten": {"amount": "10", "closedate": "2031-01-01"},
            "hundred": {"amount": "100"},
            "none": {},
        }.items()
    }


def where(name: str, operator: str, **more: Any) -> dict[str, Any]:
    return {"propertyName": name, "operator": operator, **more}


@pytest.mark.parametrize(
    ("filter", "names"),
    [
        (where("amount", "EQ", value="10.0"), "ten"),
        (where("amount", "NEQ", value="10"), "five hundred none"),
        (where("amount", "GT", value="9"), "ten hundred"),
        (where("amount", "GTE", value="10"), "ten hundred"),
        (where("amount", "LT", value="10"), "five"),
        (where("amount", "LTE", value="10"), "five ten"),
        (where("amount", "BETWEEN", value="6", highValue="100"), "ten hundred"),
        (where("amount", "IN", values=["5", "100"]), "five hundred"),
        (where("amount", "NOT_IN", values=["5", "100"]), "ten none"),
        (where("amount", "HAS_PROPERTY"), "five ten hundred"),
        (where("amount", "NOT_HAS_PROPERTY"), "none"),
        (where("closedate", "GT", value="2030-06-01T00:00:00Z"), "ten"),
        (where("dealname", "CONTAINS_TOKEN", value="HUND*"), "hundred"),
        (where("dealname", "CONTAINS_TOKEN", value="hund"), ""),
        (where("dealname", "EQ", value="search TEN"), "ten"),
        (where("dealname", "IN", values=["search ten", "search five"]), "five ten"),
    ],
)
def test_each_operator_finds_what_it_says(
    crm: Caller, deals: dict[str, str], filter: dict[str, Any], names: str
) -> None:
    mine = where("description", "EQ", value="searchable")
    found = crm.search("deals", mine, filter)
    assert [record["id"] for record in found["results"]] == [deals[name] for name in names.split()]
    assert found["total"] == len(names.split())


def test_groups_are_alternatives(crm: Caller, deals: dict[str, str]) -> None:
    groups = [{"filters": [where("dealname", "EQ", value=f"Search {name}")]} for name in ("ten", "none")]
    sort = [{"propertyName": "amount", "direction": "DESCENDING"}]
    body = {"filterGroups": groups, "sorts": sort, "properties": ["amount"]}
    answer = crm.post("/crm/v3/objects/deals/search", body).json()
    assert [record["id"] for record in answer["results"]] == [deals["ten"], deals["none"]]
    assert_matches(answer, "crm.deals", "CollectionResponseWithTotalSimplePublicObjectForwardPaging")


def test_the_wrong_modified_property_finds_nothing_and_says_nothing(crm: Caller) -> None:
    for object, right, wrong in (
        ("contacts", "lastmodifieddate", "hs_lastmodifieddate"),
        ("companies", "hs_lastmodifieddate", "lastmodifieddate"),
    ):
        assert crm.search(object, where(right, "GTE", value="0"))["total"] > 0
        assert crm.search(object, where(wrong, "GTE", value="0"))["total"] == 0


def test_a_keyset_sweep_by_id_within_a_time_window_sees_every_row_once(crm: Caller) -> None:
    table = crm.box.world.tables["contacts"]
    stamps = sorted(row.modified for row in table.after())
    for low, high in ((stamps[0], stamps[-1]), (stamps[100], stamps[-50]), (stamps[-40], stamps[-1])):
        expected = [row.id for row in table.after() if low <= row.modified <= high]
        window = where("lastmodifieddate", "BETWEEN", value=str(low), highValue=str(high))
        seen: list[str] = []
        left = len(expected)
        while left:
            above = where("hs_object_id", "GT", value=seen[-1] if seen else "0")
            page = crm.search(
                "contacts", window, above, sorts=[{"propertyName": "hs_object_id", "direction": "ASCENDING"}]
            )
            assert page["total"] == left
            seen += [record["id"] for record in page["results"]]
            left = len(expected) - len(seen)
        assert seen == expected


def test_a_wide_window_follows_writes_between_its_pages(crm: Caller) -> None:
    table = crm.box.world.tables["contacts"]
    stamps = sorted(row.modified for row in table.after())
    low, high = str(stamps[150]), str(stamps[-150])
    window = where("lastmodifieddate", "BETWEEN", value=low, highValue=high)
    first = crm.search("contacts", window)
    gone, edited = first["results"][0]["id"], first["results"][1]["id"]
    crm.call("DELETE", f"/crm/v3/objects/contacts/{gone}")
    crm.box.control.update("contacts", edited, {"fax": "1"})
    second = crm.search("contacts", window)
    assert second["total"] == first["total"] - 2
    assert not {gone, edited} & {record["id"] for record in second["results"]}


def test_sorting_by_modified_time_breaks_ties_by_id(crm: Caller) -> None:
    ids = [crm.create("leads", hs_lead_name=f"Lead {n}") for n in range(5)]
    crm.box.control.touch("leads", list(reversed(ids)), 1_800_000_000_000)
    body = {"sorts": [{"propertyName": "hs_lastmodifieddate", "direction": "ASCENDING"}], "limit": 5}
    found = crm.search("leads", where("hs_lastmodifieddate", "GTE", value="1800000000000"), **body)
    assert [record["id"] for record in found["results"]] == ids


def test_nobody_gets_past_ten_thousand_hits(crm: Caller) -> None:
    url = "/crm/v3/objects/contacts/search"
    assert crm.post(url, {"limit": 200, "after": "9800"}).status_code == 200
    refused = crm.post(url, {"limit": 200, "after": "9801"})
    assert refused.status_code == 400
    assert refused.json()["category"] == "VALIDATION_ERROR"
    assert crm.post(url, {"limit": 201}).status_code == 400


def test_archived_records_leave_search(crm: Caller) -> None:
    id = crm.create("companies", name="Soon gone")
    crm.call("DELETE", f"/crm/v3/objects/companies/{id}")
    assert crm.search("companies", where("hs_object_id", "EQ", value=id))["total"] == 0


def test_a_lagging_index_shows_the_past_until_it_catches_up() -> None:
    clock = Clock()
    with hubspot(clock=clock) as crm:
        id = crm.create("companies", name="Old name")
        clock.pass_ms(60_000)
        with crm.trouble(index_lag_ms=10_000):
            crm.call("PATCH", f"/crm/v3/objects/companies/{id}", json={"properties": {"name": "New name"}})
            young = crm.create("companies", name="Brand new")
            everything = where("hs_object_id", "GT", value="0")
            shown = crm.search("companies", everything)["results"]
            assert [(r["id"], r["properties"]["name"]) for r in shown] == [(id, "Old name")]
            assert crm.get(f"/crm/v3/objects/companies/{id}").json()["properties"]["name"] == "New name"
            clock.pass_ms(10_000)
            shown = crm.search("companies", everything)["results"]
            assert [r["properties"]["name"] for r in shown] == ["New name", "Brand new"]
            assert young == shown[1]["id"]


def test_coarse_stamps_make_many_rows_equal() -> None:
    clock = Clock(1_790_000_000_000)
    with hubspot(clock=clock) as crm, crm.trouble(stamp_step_ms=60_000):
        for _ in range(3):
            clock.pass_ms(7)
            crm.create("companies", name="Same time")
        rows = list(crm.box.world.tables["companies"].after())
        assert len({row.modified for row in rows}) == 1
        assert rows[0].modified % 60_000 == 0
