"""A Pipedrive on loopback: API v2 records and fields, what is left of v1, OAuth, webhooks v2, token costs."""

from __future__ import annotations

from adapters.sandbox.pipedrive.system import (
    APP_ID,
    CLIENT_ID,
    CLIENT_SECRET,
    STATIC_TOKEN,
    Pipedrive,
    build,
)

__all__ = ["APP_ID", "CLIENT_ID", "CLIENT_SECRET", "STATIC_TOKEN", "Pipedrive", "build"]
