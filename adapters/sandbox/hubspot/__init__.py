"""A HubSpot on loopback: the CRM objects API v3/v4 and its dated twins, OAuth, webhooks."""

from __future__ import annotations

from adapters.sandbox.hubspot.system import (
    APP_ID,
    CLIENT_ID,
    CLIENT_SECRET,
    DEVELOPER_KEY,
    PORTAL_ID,
    PRIVATE_TOKEN,
    HubSpot,
    build,
)

__all__ = [
    "APP_ID",
    "CLIENT_ID",
    "CLIENT_SECRET",
    "DEVELOPER_KEY",
    "PORTAL_ID",
    "PRIVATE_TOKEN",
    "HubSpot",
    "build",
]
