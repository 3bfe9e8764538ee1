"""What is set up once in a HubSpot account, with HubSpot's own client: our marker property.

The client is slow to load and models everything, so it stays off the hot path and is imported when it is needed.
"""

from __future__ import annotations

from typing import Any, Final, NoReturn

from adapters.base import Need
from adapters.hubspot.payloads import MARKER, ObjectFacts, object_facts
from adapters.marker_need import need_of_marker
from adapters.rest import Rest
from core.errors import NotPermitted, RemoteError, RequestRefused, SignInNeeded, Throttled, Unreachable

TIMEOUT: Final = (5.0, 30.0)
_GROUPS: Final = {
    "contacts": "contactinformation",
    "companies": "companyinformation",
    "deals": "dealinformation",
}
EVENTS: Final = ("creation", "deletion", "merge", "restore", "associationChange")


def marker_need(object: str, *, present: bool) -> Need:
    """Our unique property as a person is shown it (knowledge.hubspot.com, "Create and edit properties")."""
    return need_of_marker(
        object,
        MARKER,
        "single-line text",
        unique=True,
        present=present,
        advice=f"In HubSpot, Settings > Properties: a single-line text with the internal name {MARKER}, "
        f"with unique values required. Or let the app do it: grant it {schema_scope(object_facts(object))}.",
    )


def create_marker(rest: Rest, facts: ObjectFacts, group: str) -> None:
    """Adds our unique property to an object, in a group of its properties. Raises NotPermitted with the scope to ask for.

    A custom object's group is named for the object, which its type id does not tell: any group it has will do.
    """
    definition = {
        "name": MARKER,
        "label": "CRM Sync key",
        "description": "Which record of CRM Sync this is. Do not change it: it prevents duplicates.",
        "group_name": group_of(facts, group),
        "type": "string",
        "field_type": "text",
        "has_unique_value": True,
        "hidden": True,
        "form_field": False,
    }
    create_property(rest, facts, definition)


def group_of(facts: ObjectFacts, otherwise: str) -> str:
    """The group of properties a new one belongs in."""
    return _GROUPS.get(facts.name, otherwise)


def create_property(rest: Rest, facts: ObjectFacts, definition: dict[str, Any]) -> None:
    """Adds a property, or finds that another worker was first. Raises NotPermitted with the scope to ask for."""
    from hubspot.crm.properties import ApiException, PropertyCreate

    try:
        _client(rest).crm.properties.core_api.create(
            facts.name, PropertyCreate(**definition), _request_timeout=TIMEOUT
        )
    except ApiException as error:
        if error.status == 409:
            return
        what = f"create the property {definition['name']!r} on {facts.name!r}"
        raise_translated(error, what, schema_scope(facts))
    except OSError:
        raise Unreachable("HubSpot does not answer") from None


def schema_scope(facts: ObjectFacts) -> str:
    """The right that making properties takes."""
    if facts.logged:
        return "crm.schemas.contacts.write"
    return f"crm.schemas.{facts.name if facts.name in _GROUPS else 'custom'}.write"


def _client(rest: Rest) -> Any:
    from hubspot import Client

    return Client.create(access_token=rest.tokens.bearer(), host=rest.base_url, retry=False)


def raise_translated(error: Any, what: str, needs: str) -> NoReturn:
    """Translates the client's exception, whose text holds the request's headers and must not travel on."""
    status = int(error.status or 0)
    raise _error(status, what, needs) from None


def _error(status: int, what: str, needs: str) -> RemoteError:
    if status == 401:
        return SignInNeeded(f"HubSpot refuses the token; it was needed to {what}")
    if status == 403:
        return NotPermitted(
            f"HubSpot does not let us {what}", advice=f"Grant the app {needs!r} in HubSpot and sign in again."
        )
    if status == 429:
        return Throttled(f"HubSpot's request limit is used up; we wanted to {what}")
    if status == 0 or status >= 500:
        return Unreachable(f"HubSpot answers {status}; we wanted to {what}")
    return RequestRefused(f"HubSpot refuses ({status}) to {what}")
