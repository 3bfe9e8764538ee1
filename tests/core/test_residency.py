"""Where a route leads, what says so, and whether it may be used."""

from __future__ import annotations

import pytest

from core.residency import HERE, UNKNOWN, Place, Route, judge, place_of_host, place_told, settle

NOWHERE = Place(area=UNKNOWN, evidence="nothing tells")


@pytest.mark.parametrize(
    ("system", "host", "area"),
    [
        ("hubspot", "api-eu1.hubapi.com", "eu"),
        ("hubspot", "app-eu1.hubspot.com", "eu"),
        ("hubspot", "api-na2.hubapi.com", "us"),
        ("hubspot", "api.hubapi.com", UNKNOWN),
        ("hubspot", "api-eu1.hubapi.com.evil.example", UNKNOWN),
        ("hubspot", "acme.crm4.dynamics.com", UNKNOWN),
        ("dynamics", "acme.crm4.dynamics.com", "eu"),
        ("dynamics", "acme.api.crm12.dynamics.com", "eu"),
        ("dynamics", "acme.crm16.dynamics.com", "eu"),
        ("dynamics", "acme.crm11.dynamics.com", "uk"),
        ("dynamics", "acme.crm17.dynamics.com", "ch"),
        ("dynamics", "acme.crm.dynamics.com", "us"),
        ("dynamics", "acme.crm99.dynamics.com", UNKNOWN),
        ("salesforce", "acme.my.salesforce.com", UNKNOWN),
        ("pipedrive", "acme.pipedrive.com", UNKNOWN),
        ("salesforce", "127.0.0.1", HERE),
        ("hubspot", "", UNKNOWN),
    ],
)
def test_what_a_host_tells(system: str, host: str, area: str) -> None:
    assert place_of_host(system, host).area == area


@pytest.mark.parametrize(
    ("system", "told", "area"),
    [
        ("hubspot", "eu1", "eu"),
        ("hubspot", "na1", "us"),
        ("hubspot", "", UNKNOWN),
        ("salesforce", "DEU42", "eu"),
        ("salesforce", "FRA12S", "eu"),
        ("salesforce", "GBR10", "uk"),
        ("salesforce", "NA139", "us"),
        ("salesforce", "EU45", UNKNOWN),
        ("salesforce", "DEUX", UNKNOWN),
        ("pipedrive", "eu-central-1", UNKNOWN),
    ],
)
def test_what_an_account_tells(system: str, told: str, area: str) -> None:
    assert place_told(system, told).area == area


def test_nobody_can_vouch_against_what_the_crm_says() -> None:
    us = Place(area="us", evidence="the host")
    assert settle(us, None, "eu").area == "us"
    assert settle(NOWHERE, us, "eu").area == "us"


def test_vouching_counts_where_nothing_tells() -> None:
    assert settle(NOWHERE, None, "eu").area == "eu"
    assert settle(NOWHERE, NOWHERE, "").area == UNKNOWN
    assert settle(Place(area=HERE, evidence=""), None, "").area == HERE


@pytest.mark.parametrize(
    ("area", "records", "allowed"),
    [
        ("eu", True, True),
        (HERE, True, True),
        ("us", True, False),
        (UNKNOWN, True, False),
        ("us", False, True),
    ],
)
def test_the_verdict(area: str, records: bool, allowed: bool) -> None:
    route = Route(
        name="hs: records", host="h.example", place=Place(area=area, evidence="e"), records=records, key="k"
    )
    assert judge(route, "eu").allowed is allowed
    assert judge(route, "").allowed


def test_a_refusal_names_the_setting_that_vouches() -> None:
    route = Route(name="pd: records", host="h", place=NOWHERE, key="connections.pd.residency")
    assert 'connections.pd.residency = "eu"' in judge(route, "eu").advice
