"""Where people's data goes, route by route, and whether it may: the rule behind `[residency]` in crmsync.toml. Pure.

An *area* is a short word: "eu", "us", "uk", "ch", ...; HERE is this machine, UNKNOWN is an address that does not tell.
What an address tells comes from the vendors' own naming; where they name nothing, the account is asked, and where that
does not help either, the administrator vouches for it. Norway, Switzerland and the United Kingdom are not the EU.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from core.web_address import is_loopback

HERE: Final = "here"
UNKNOWN: Final = "unknown"
AREA: Final = r"^([a-z]{2,4})?$"  # how an area is written in the settings

# HubSpot names its data centres in hosts ("api-eu1.hubapi.com") and in account-info's dataHostingLocation.
_HUBSPOT: Final[Mapping[str, str]] = {"eu": "eu", "na": "us", "ap": "au", "ca": "ca"}
_HUBSPOT_HOST = re.compile(r"^[a-z]+-([a-z]{2})\d\.(?:hubapi|hubspot)\.com$")

# Dataverse: https://ORG.crmN.dynamics.com. Only what Microsoft has named for years stands here; other numbers are unknown.
_DATAVERSE: Final[Mapping[str, str]] = {
    "crm": "us", "crm2": "br", "crm3": "ca", "crm4": "eu", "crm5": "apac", "crm6": "au", "crm7": "jp", "crm8": "in",
    "crm9": "us", "crm11": "uk", "crm12": "eu", "crm14": "za", "crm15": "ae", "crm16": "eu", "crm17": "ch", "crm19": "no",
}  # fmt: skip
_DATAVERSE_HOST = re.compile(r"\.(crm\d*)\.dynamics\.com$")

# Salesforce: Organization.InstanceName of a Hyperforce instance begins with a country ("DEU42"). The old "EU" instances
# were partly in London, so they tell nothing.
_SALESFORCE: Final[Mapping[str, str]] = {
    "DEU": "eu", "FRA": "eu", "ITA": "eu", "SWE": "eu", "GBR": "uk", "CHE": "ch", "USA": "us", "NA": "us", "CAN": "ca",
    "AUS": "au", "IND": "in", "JPN": "jp", "BRA": "br", "SGP": "sg", "KOR": "kr", "ISR": "il", "ARE": "ae", "IDN": "id",
}  # fmt: skip
_SALESFORCE_INSTANCE = re.compile(r"^([A-Z]+)\d+S?$")
# The Pub/Sub API's own hosts: the global one leads anywhere, "api.deu.pubsub.salesforce.com" stays in the EU.
_PUBSUB_HOST = re.compile(r"^api\.([a-z]{3})\.pubsub\.salesforce\.com$")

# Targets of alerts and tickets: what runs at Amazon or as a Microsoft workflow names its region in the host
# ("email-smtp.eu-central-1.amazonaws.com", "prod-12.westeurope.logic.azure.com"). Slack's, Zendesk's, Jira's and
# ServiceNow's do not.
_AWS: Final[Mapping[str, str]] = {
    "eu-central-1": "eu", "eu-west-1": "eu", "eu-west-3": "eu", "eu-north-1": "eu", "eu-south-1": "eu",
    "eu-south-2": "eu", "eu-west-2": "uk", "eu-central-2": "ch", "us-east-1": "us", "us-east-2": "us",
    "us-west-1": "us", "us-west-2": "us", "ca-central-1": "ca", "ca-west-1": "ca", "ap-southeast-2": "au",
    "ap-northeast-1": "jp", "ap-south-1": "in",
}  # fmt: skip
_AWS_HOST = re.compile(r"\.([a-z]{2}-[a-z]+-\d)\.(?:amazonaws\.com|on\.aws)$")
_AZURE: Final[Mapping[str, str]] = {
    "westeurope": "eu", "northeurope": "eu", "francecentral": "eu", "germanywestcentral": "eu", "swedencentral": "eu",
    "italynorth": "eu", "polandcentral": "eu", "spaincentral": "eu", "uksouth": "uk", "ukwest": "uk",
    "switzerlandnorth": "ch", "switzerlandwest": "ch", "norwayeast": "no", "norwaywest": "no", "eastus": "us",
    "eastus2": "us", "centralus": "us", "northcentralus": "us", "southcentralus": "us", "westcentralus": "us",
    "westus": "us", "westus2": "us", "westus3": "us", "canadacentral": "ca", "canadaeast": "ca", "australiaeast": "au",
    "australiasoutheast": "au",
}  # fmt: skip
_AZURE_HOST = re.compile(r"\.([a-z0-9]+)\.logic\.azure\.com$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """An area, and what says so."""

    area: str
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One way data can take. `records` tells whether people's data goes along it, or only what is needed to sign in."""

    name: str
    host: str
    place: Place
    records: bool = True
    key: str = ""  # the setting that vouches for it


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    route: Route
    allowed: bool
    why: str
    advice: str = ""


def host_of(url: str) -> str:
    return (urlsplit(url).hostname or "").lower()


def place_of_host(system: str, host: str) -> Place:
    """What a CRM's host says about where it is."""
    if is_loopback(host):
        return Place(area=HERE, evidence="an address of this machine")
    found = _HUBSPOT_HOST.search(host) if system == "hubspot" else None
    if found is not None and found[1] in _HUBSPOT:
        return Place(area=_HUBSPOT[found[1]], evidence=f"the host {host}")
    found = _DATAVERSE_HOST.search(host) if system == "dynamics" else None
    if found is not None and found[1] in _DATAVERSE:
        return Place(area=_DATAVERSE[found[1]], evidence=f"the host {host}")
    found = _PUBSUB_HOST.search(host) if system == "salesforce" else None
    if found is not None and found[1].upper() in _SALESFORCE:
        return Place(area=_SALESFORCE[found[1].upper()], evidence=f"the host {host}")
    return Place(area=UNKNOWN, evidence=f"the host {host or 'is not known yet'} does not tell")


def place_of_target(host: str) -> Place:
    """What the host of a target of alerts or tickets says about where it is."""
    if is_loopback(host):
        return Place(area=HERE, evidence="an address of this machine")
    for pattern, areas in ((_AWS_HOST, _AWS), (_AZURE_HOST, _AZURE)):
        found = pattern.search(host)
        if found is not None and found[1] in areas:
            return Place(area=areas[found[1]], evidence=f"the host {host}")
    return Place(area=UNKNOWN, evidence=f"the host {host} does not tell")


def place_told(system: str, told: str) -> Place:
    """What an account answered when it was asked: HubSpot's dataHostingLocation, Salesforce's InstanceName."""
    area = UNKNOWN
    if system == "hubspot":
        area = _HUBSPOT.get(told[:2].lower(), UNKNOWN)
    elif system == "salesforce" and (found := _SALESFORCE_INSTANCE.fullmatch(told.upper())):
        area = _SALESFORCE.get(found[1], UNKNOWN)
    return Place(area=area, evidence=f"the account says it is hosted in {told!r}")


def settle(by_host: Place, told: Place | None, vouched: str) -> Place:
    """One place from everything known. What the CRM itself says is never overruled by what somebody vouches for."""
    for known in (by_host, told):
        if known is not None and known.area not in (UNKNOWN, HERE):
            return known
    if vouched:
        # A sandbox on this machine may play a region, so that a refusal can be rehearsed.
        return Place(area=vouched, evidence="an administrator vouches for it in crmsync.toml")
    return told if told is not None and by_host.area == UNKNOWN else by_host


def judge(route: Route, required: str) -> Verdict:
    """Whether this route may be used where everything has to stay in the area `required` ("" asks for nothing)."""
    area, evidence = route.place.area, route.place.evidence
    if not required:
        return Verdict(route=route, allowed=True, why="no area is required")
    if not route.records:
        return Verdict(route=route, allowed=True, why="signing in carries no record")
    if area == HERE:
        return Verdict(route=route, allowed=True, why="stays on this machine")
    if area == required:
        return Verdict(route=route, allowed=True, why=f"{area}: {evidence}")
    if area == UNKNOWN:
        vouch = f' Where you know that it is there, say so: {route.key} = "{required}".' if route.key else ""
        return Verdict(
            route=route,
            allowed=False,
            why=f"nothing says where it leads: {evidence}",
            advice=f"Use an address of the vendor's that names the area.{vouch}",
        )
    return Verdict(
        route=route,
        allowed=False,
        why=f"it leads to {area}, and everything has to stay in {required} ({evidence})",
        advice=f"Use an account or a server in {required}, or change residency.require in crmsync.toml.",
    )
