"""What is set up once in a HubSpot account, with HubSpot's own client: our marker property and webhook subscriptions.

The client is slow to load and models everything, so it stays off the hot path and is imported when it is needed.
"""

from __future__ import annotations

from typing import Any, Final, NoReturn

from adapters.hubspot.payloads import MARKER, ObjectFacts
from adapters.rest import Rest
from core.errors import NotPermitted, RemoteError, RequestRefused, SignInNeeded, Throttled, Unreachable

_TIMEOUT: Final = (5.0, 30.0)
_GROUPS: Final = {
    "contacts": "contactinformation",
    "companies": "companyinformation",
    "deals": "dealinformation",
}
EVENTS: Final = ("creation", "deletion", "merge", "restore", "associationChange")


def create_marker(rest: Rest, facts: ObjectFacts, group: str) -> None:
    """Adds our unique property to an object, in a group of its properties. Raises NotPermitted with the scope to ask for.

    A custom object's group is named for the object, which its type id does not tell: any group it has will do.
    """
    from hubspot.crm.properties import ApiException, PropertyCreate

    definition = PropertyCreate(
        name=MARKER,
        label="CRM Sync key",
        description="Which record of CRM Sync this is. Do not change it: it prevents duplicates.",
        group_name=_GROUPS.get(facts.name, group),
        type="string",
        field_type="text",
        has_unique_value=True,
        hidden=True,
        form_field=False,
    )
    try:
        _client(rest).crm.properties.core_api.create(facts.name, definition, _request_timeout=_TIMEOUT)
    except ApiException as error:
        if error.status == 409:
            return  # another worker was first
        _raise(error, f"create the property {MARKER!r} on {facts.name!r}", _scope(facts))
    except OSError:
        raise Unreachable("HubSpot does not answer") from None


def _scope(facts: ObjectFacts) -> str:
    return f"crm.schemas.{facts.name if facts.name in _GROUPS else 'custom'}.write"


def subscribe(
    base_url: str, developer_key: str, app_id: int, facts: ObjectFacts, properties: tuple[str, ...]
) -> int:
    """Makes the app's webhook subscriptions for one object; returns how many were added.

    They belong to the app, not to an account, and need the developer key (webhooks v3 reference).
    """
    from hubspot import Client
    from hubspot.webhooks import ApiException, SubscriptionCreateRequest

    client = Client.create(api_key=developer_key, host=base_url, retry=False)
    api = client.webhooks.subscriptions_api
    try:
        held = {
            (one.event_type, one.property_name or None)
            for one in api.get_all(app_id, _request_timeout=_TIMEOUT).results
        }
        wanted: list[tuple[str, str | None]] = [(f"{facts.singular}.{event}", None) for event in EVENTS]
        wanted += [(f"{facts.singular}.propertyChange", name) for name in properties]
        missing = [one for one in wanted if one not in held]
        for event, name in missing:
            request = SubscriptionCreateRequest(event_type=event, property_name=name, active=True)
            api.create(app_id, request, _request_timeout=_TIMEOUT)
    except ApiException as error:
        _raise(error, f"subscribe to changes of {facts.name!r}", "the app's developer key")
    except OSError:
        raise Unreachable("HubSpot does not answer") from None
    return len(missing)


def _client(rest: Rest) -> Any:
    from hubspot import Client

    return Client.create(access_token=rest.tokens.bearer(), host=rest.base_url, retry=False)


def _raise(error: Any, what: str, needs: str) -> NoReturn:
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
