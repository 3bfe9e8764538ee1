"""What a person is told before connecting a CRM: what to register there, and why each right is asked for."""

from __future__ import annotations

import re
from typing import Final

from adapters.systems import KNOWN
from core.settings import Flow
from core.wire.setting_up import PermissionWord, SystemWord, WayWord

REDIRECT: Final = "http://localhost:PORT/cb"
_REGISTER: Final = {
    "hubspot": "A public app with OAuth in a HubSpot developer account. Its number is the app id.",
    "salesforce": "A connected app (or external client app) with OAuth.",
    "pipedrive": "A Marketplace app in Pipedrive's Developer Hub; a private one is enough.",
    "dynamics": "An application in Microsoft Entra ID with the delegated right user_impersonation of Dynamics CRM.",
}
_ASKS: Final = {
    "hubspot": ("client_id", "app_id"),
    "salesforce": ("client_id",),
    "pipedrive": ("client_id",),
    "dynamics": ("client_id", "api_url"),
}
# What is given at the sign-in, and which settings it wants besides.
_WAYS: Final = {
    Flow.BROWSER: WayWord(
        flow=Flow.BROWSER.value,
        title="A person, in the browser",
        register_first="",
        asks=["redirect_port"],
        proof="secret",
        needs_person=True,
    ),
    Flow.DEVICE: WayWord(
        flow=Flow.DEVICE.value,
        title="A person, with a code on any device",
        register_first="Allow public client flows; no secret.",
        asks=[],
        proof="none",
        needs_person=True,
    ),
    Flow.JWT: WayWord(
        flow=Flow.JWT.value,
        title="A server's own key, without a person (JWT)",
        register_first="Use digital signatures: upload the key's certificate, and approve the user's profile beforehand.",
        asks=["username"],
        proof="key",
        needs_person=False,
    ),
    Flow.APPLICATION: WayWord(
        flow=Flow.APPLICATION.value,
        title="The application itself, without a person",
        register_first="A secret or a certificate, and an application user with a security role in the environment.",
        asks=["tenant"],
        proof="either",
        needs_person=False,
    ),
}
_WHY: Final = (
    (r"crm\.objects\.owners\.read", "To know owners by their e-mail address. Nothing is changed."),
    (r"crm\.objects\.(\w+)\.read", "To read {0} and hear of their changes."),
    (r"crm\.objects\.(\w+)\.write", "To write changes of {0} that were made elsewhere."),
    (r"crm\.schemas\.(\w+)\.read", "To see which fields {0} have."),
    (
        r"crm\.schemas\.(\w+)\.write",
        "To make one field of our own on {0}, and only when you agree. It keeps a record from being made twice.",
    ),
    (r"oauth|base", "To sign in at all."),
    (r"(contacts|deals):full", "To read and write {0}, with their organizations."),
    (r"(\w+)-fields:full", "To see which fields a {0} has, and to make one of our own when you agree."),
    (r"recents:read", "To hear of what has changed."),
    (r"users:read", "To know owners by their e-mail address. Nothing is changed."),
    (r"api", "To read and write by the API, with no more rights than the person who signs in has."),
    (r"refresh_token|offline_access", "To stay signed in. Without it somebody would sign in every hour."),
    (r"openid", "To know which organisation was signed in to."),
    (
        r".*user_impersonation",
        "To read and write in this environment, with no more rights than the person who signs in has.",
    ),
)


def facts_of(system: str) -> SystemWord:
    known = KNOWN[system]
    return SystemWord(
        system=system,
        title=known.title,
        register_first=_REGISTER[system],
        redirect=REDIRECT,
        asks=list(_ASKS[system]),
        permissions=[PermissionWord(scope=one, why=why(one)) for one in known.scopes],
        ways=[_WAYS[flow] for flow in known.flows],
    )


def why(scope: str) -> str:
    """What a right is needed for. Raises LookupError for one nobody has explained."""
    for pattern, words in _WHY:
        found = re.fullmatch(pattern, scope)
        if found is not None:
            return words.format(*found.groups())
    raise LookupError(f"nobody says what {scope!r} is needed for")
