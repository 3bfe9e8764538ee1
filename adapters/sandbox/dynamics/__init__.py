"""A Dynamics 365 (Dataverse) org on loopback: Web API 9.2, change tracking, batches, Entra sign-in, webhooks.

Read in this order: `system` (what is put together), `definitions` and `org` (what it holds), `writing` and `records` (how
writes are judged), `querying` and `tracking` (how it is read), then `entra` and `webhooks`.
"""

from __future__ import annotations

from adapters.sandbox.dynamics.entra import TENANT
from adapters.sandbox.dynamics.system import (
    CLIENT_ID,
    CLIENT_SECRET,
    PUBLIC_CLIENT_ID,
    STATIC_TOKEN,
    Dynamics,
    build,
)
from adapters.sandbox.dynamics.users import APP_USER

__all__ = [
    "APP_USER",
    "CLIENT_ID",
    "CLIENT_SECRET",
    "PUBLIC_CLIENT_ID",
    "STATIC_TOKEN",
    "TENANT",
    "Dynamics",
    "build",
]
