"""The CRMs there are adapters for, and where their vendors serve them."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Final

from pydantic import BaseModel, ConfigDict


class System(Enum):
    """As a connection names them in `crmsync.toml`."""

    HUBSPOT = "hubspot"
    SALESFORCE = "salesforce"
    PIPEDRIVE = "pipedrive"
    DYNAMICS = "dynamics"


class Addresses(BaseModel):
    """Where a vendor serves signing in, its API and tokens, and the domains every such address must lie in."""

    model_config = ConfigDict(frozen=True)

    auth: str
    api: str
    token: str
    domains: tuple[str, ...]


VENDOR_ADDRESSES: Final[Mapping[System, Addresses]] = {
    System.HUBSPOT: Addresses(
        auth="https://app.hubspot.com/oauth/authorize",
        api="https://api.hubapi.com",
        token="https://api.hubapi.com/oauth/2026-03/token",
        domains=("hubspot.com", "hubapi.com"),
    ),
    System.SALESFORCE: Addresses(
        auth="https://login.salesforce.com/services/oauth2/authorize",
        api="https://login.salesforce.com",
        token="https://login.salesforce.com/services/oauth2/token",
        domains=("salesforce.com", "force.com", "cloudforce.com", "salesforce.mil"),
    ),
    System.PIPEDRIVE: Addresses(
        auth="https://oauth.pipedrive.com/oauth/authorize",
        api="https://api.pipedrive.com",
        token="https://oauth.pipedrive.com/oauth/token",
        domains=("pipedrive.com",),
    ),
    System.DYNAMICS: Addresses(
        auth="https://login.microsoftonline.com/organizations/oauth2/v2.0/authorize",
        api="",
        token="https://login.microsoftonline.com/organizations/oauth2/v2.0/token",
        domains=("dynamics.com", "microsoftonline.com"),
    ),
}
