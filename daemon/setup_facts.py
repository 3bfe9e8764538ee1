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
# By the way: its title, what to do beforehand, which settings it wants besides, and what is given at the sign-in.
_WAYS: Final = {
    Flow.BROWSER: ("A person, in the browser", "", ("redirect_port",), "secret"),
    Flow.DEVICE: ("A person, with a code on any device", "Allow public client flows; no secret.", (), "none"),
    Flow.JWT: (
        "A server's own key, without a person (JWT)",
        "Use digital signatures: upload the key's certificate, and approve the user's profile beforehand.",
        ("username",),
        "key",
    ),
    Flow.APPLICATION: (
        "The application itself, without a person",
        "A secret or a certificate, and an application user with a security role in the environment.",
        ("tenant",),
        "either",
    ),
}
_BY_PERSONS: Final = (Flow.BROWSER, Flow.DEVICE)
_WHY: Final = (
    (r"crm\.objects\.owners\.read", "To know owners by their e-mail address. Nothing is changed."),
    (r"crm\.objects\.(\w+)\.read", "To read {0} and hear of their changes."),
    (r"crm\.objects\.(\w+)\.write", "To write changes of {0} that were made elsewhere."),
    (r"crm\.schemas\.(\w+)\.read", "To see which fields {0} have."),
    (
        r"crm\.schemas\.(\w+)\.write",
        "To make fields on {0} when you agree: one of our own, so that no record is made twice, and those you ask for.",
    ),
    (r"oauth|base", "To sign in at all."),
    (r"(contacts|deals):full", "To read and write {0}, with their organizations."),
    (
        r"(\w+)-fields:full",
        "To see which fields a {0} has, and to make one of our own and those you ask for.",
    ),
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
        permissions=[PermissionWord(scope=_called(one), why=why(one)) for one in known.scopes],
        ways=[_way(flow) for flow in known.flows],
    )


def _way(flow: Flow) -> WayWord:
    title, beforehand, asks, proof = _WAYS[flow]
    return WayWord(
        flow=flow.value,
        title=title,
        register_first=beforehand,
        asks=list(asks),
        proof=proof,
        needs_person=flow in _BY_PERSONS,
    )


def _called(scope: str) -> str:
    """As the CRM's own page calls it; before it stands the address of an account, which is not known yet."""
    return scope.removeprefix("{account}/")


def why(scope: str) -> str:
    """What a right is needed for. Raises LookupError for one nobody has explained."""
    for pattern, words in _WHY:
        found = re.fullmatch(pattern, scope)
        if found is not None:
            return words.format(*found.groups())
    raise LookupError(f"nobody says what {scope!r} is needed for")
