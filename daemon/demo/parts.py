"""The CRMs a demo can be played with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from adapters.sandbox import dynamics, hubspot, pipedrive
from adapters.sandbox.salesforce import access as salesforce
from core.errors import Invalid


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One CRM of the demo: the connection's name, its app at the sandbox, and a token to look at it from outside.

    `writes_a_second` is how many changed records its request limits let us write in a second, at least.
    """

    name: str
    system: str
    title: str
    client_id: str
    secret: str
    token: str
    app_id: str
    authorize: str
    issue: str
    writes_a_second: float = 50.0


PARTS: Final = (
    Part(
        name="hs",
        system="hubspot",
        title="HubSpot",
        client_id=hubspot.CLIENT_ID,
        secret=hubspot.CLIENT_SECRET,
        token=hubspot.PRIVATE_TOKEN,
        app_id=str(hubspot.APP_ID),
        authorize="/oauth/authorize",
        issue="/oauth/2026-03/token",
    ),
    Part(
        name="sf",
        system="salesforce",
        title="Salesforce",
        client_id=salesforce.CLIENT_ID,
        secret=salesforce.CLIENT_SECRET,
        token=salesforce.STATIC_TOKEN,
        app_id="",
        authorize="/services/oauth2/authorize",
        issue="/services/oauth2/token",
    ),
    Part(
        name="pd",
        system="pipedrive",
        title="Pipedrive",
        client_id=pipedrive.CLIENT_ID,
        secret=pipedrive.CLIENT_SECRET,
        token=pipedrive.STATIC_TOKEN,
        app_id="",
        authorize="/oauth/authorize",
        issue="/oauth/token",
        # 35 calls a second, and four a record: a look, the write, and two to find whoever wrote in between.
        writes_a_second=5.0,
    ),
    Part(
        name="dy",
        system="dynamics",
        title="Dynamics 365",
        client_id=dynamics.CLIENT_ID,
        secret=dynamics.CLIENT_SECRET,
        token=dynamics.STATIC_TOKEN,
        app_id="",
        authorize="/organizations/oauth2/v2.0/authorize",
        issue="/organizations/oauth2/v2.0/token",
    ),
)
USUAL: Final = PARTS[:2]


def chosen(crms: str) -> tuple[Part, ...]:
    """The parts of these systems, named with commas between them. Raises Invalid."""
    names = dict.fromkeys(one.strip() for one in crms.split(",") if one.strip())
    by_system = {part.system: part for part in PARTS}
    unknown = [name for name in names if name not in by_system]
    if unknown or not names:
        raise Invalid(
            f"there is no sandbox of {unknown[0]!r}" if unknown else "no CRM is named",
            advice=f"There are: {', '.join(by_system)}.",
        )
    return tuple(by_system[name] for name in names)
