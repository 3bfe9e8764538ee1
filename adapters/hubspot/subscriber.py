"""Keeps the app's webhooks registered at HubSpot, with HubSpot's own client and the developer key.

Target address and subscriptions belong to the app, not to an account (webhooks v3 reference): one app serves one
connection of one installation, or they would take the address away from each other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from adapters.hooks import Registration, Target
from adapters.hubspot.payloads import OBJECTS, object_facts
from adapters.hubspot.setup import EVENTS, TIMEOUT, raise_translated
from core.errors import Unreachable

_AT_ONCE: Final = 10  # deliveries HubSpot may have under way


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """One subscription: an event, the property it is about, and the number of the object where the event is `object.*`
    (webhooks reference, "Generic webhook subscriptions").
    """

    event: str
    property: str | None = None
    type_id: str | None = None


class HubSpotSubscriber:
    """Satisfies `adapters.hooks.Subscriber`."""

    def __init__(self, base_url: str, developer_key: str, app_id: int) -> None:
        from hubspot import Client

        webhooks = Client.create(api_key=developer_key, host=base_url, retry=False).webhooks
        self._settings: Any = webhooks.settings_api
        self._subscriptions: Any = webhooks.subscriptions_api
        self._app_id = app_id

    def ensure(self, target: Target, wanted: Mapping[str, Sequence[str]]) -> Registration:
        with _translated("subscribe to changes"):
            moved = self._point(target.url)
            held = self._held()
            asked = _wanted(wanted)
            missing = [one for one in asked if one not in held]
            asleep = [one for name in asked if (one := held.get(name)) and not one.active]
            extra = [one for name, one in held.items() if name not in asked and _is_ours(name)]
            for one in missing:
                self._subscribe(one)
            for one in asleep:
                self._wake(one.id)
            for one in extra:
                self._subscriptions.archive(int(one.id), self._app_id, _request_timeout=TIMEOUT)
        return Registration(
            kept=len(held) - len(asleep) - len(extra),
            added=len(missing),
            repaired=len(asleep) + moved,
            removed=len(extra),
        )

    def remove(self, target: Target) -> int:
        with _translated("take our webhooks away"):
            there = self._target()
            if there is not None and _place(there) != _place(target.url):
                return 0  # the app serves another installation by now
            ours = [one for name, one in self._held().items() if _is_ours(name)]
            for one in ours:
                self._subscriptions.archive(int(one.id), self._app_id, _request_timeout=TIMEOUT)
            if there is not None:
                self._settings.clear(self._app_id, _request_timeout=TIMEOUT)
        return len(ours)

    # inside ------------------------------------------------------------------------------------------------------
    def _target(self) -> str | None:
        from hubspot.webhooks import ApiException

        try:
            return str(self._settings.get_all(self._app_id, _request_timeout=TIMEOUT).target_url)
        except ApiException as error:
            if error.status == 404:
                return None
            raise

    def _point(self, url: str) -> bool:
        """Tell HubSpot the address; whether another one stood there."""
        from hubspot.webhooks import SettingsChangeRequest, ThrottlingSettings

        now = self._target()
        if now == url:
            return False
        throttling = ThrottlingSettings(max_concurrent_requests=_AT_ONCE)
        request = SettingsChangeRequest(target_url=url, throttling=throttling)
        self._settings.configure(self._app_id, request, _request_timeout=TIMEOUT)
        return now is not None

    def _held(self) -> dict[Wish, Any]:
        listed = self._subscriptions.get_all(self._app_id, _request_timeout=TIMEOUT).results
        return {
            Wish(
                event=one.event_type, property=one.property_name or None, type_id=one.object_type_id or None
            ): one
            for one in listed
        }

    def _subscribe(self, wish: Wish) -> None:
        from hubspot.webhooks import ApiException, SubscriptionCreateRequest

        request = SubscriptionCreateRequest(
            event_type=wish.event, property_name=wish.property, object_type_id=wish.type_id, active=True
        )
        try:
            self._subscriptions.create(self._app_id, request, _request_timeout=TIMEOUT)
        except ApiException as error:
            if error.status != 409:  # somebody was first
                raise

    def _wake(self, id: str) -> None:
        from hubspot.webhooks import SubscriptionPatchRequest

        request = SubscriptionPatchRequest(active=True)
        self._subscriptions.update(int(id), self._app_id, request, _request_timeout=TIMEOUT)


def _wanted(fields: Mapping[str, Sequence[str]]) -> list[Wish]:
    """Custom objects are polled: their subscriptions go by a type id of each account."""
    found: list[Wish] = []
    for name, properties in fields.items():
        if name not in OBJECTS:
            continue
        facts = object_facts(name)
        subject, type_id = ("object", facts.type_id) if facts.logged else (facts.singular, None)
        found += [Wish(event=f"{subject}.{event}", type_id=type_id) for event in EVENTS]
        found += [
            Wish(event=f"{subject}.propertyChange", property=one, type_id=type_id)
            for one in properties
            if not one.startswith("@")
        ]
    return found


def _is_ours(wish: Wish) -> bool:
    subject, _, event = wish.event.partition(".")
    if event not in (*EVENTS, "propertyChange"):
        return False
    if subject == "object":
        return any(one.logged and wish.type_id == one.type_id for one in OBJECTS.values())
    return any(subject == one.singular for one in OBJECTS.values())


def _place(url: str) -> str:
    """An address without its last part, which changes with the app's secret."""
    return url.rpartition("/")[0]


@contextmanager
def _translated(what: str) -> Iterator[None]:
    from hubspot.webhooks import ApiException

    try:
        yield
    except ApiException as error:
        raise_translated(error, what, "the app's developer key")
    except OSError:
        raise Unreachable("HubSpot does not answer") from None
