"""App-level webhooks: settings and subscriptions over the API, deliveries from a thread of their own.

Deliveries are signed as HubSpot signs them (v3), hold at most 100 events, and are tried again when the
target does not answer 2xx within five seconds.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import logging
import time
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

import msgspec
import requests

from adapters.sandbox.calls import Answer, Call, Router, json_answer
from adapters.sandbox.courier import Courier
from adapters.sandbox.faults import FaultBox
from adapters.sandbox.hubspot.account import Account
from adapters.sandbox.hubspot.batch import BatchAnswer, inputs_of
from adapters.sandbox.hubspot.errors import Problem, invalid, not_found
from adapters.sandbox.hubspot.events import EVENTS, Subscription, events_of
from adapters.sandbox.hubspot.fields import iso
from adapters.sandbox.hubspot.speech import catching
from adapters.sandbox.ledger import Entry

log = logging.getLogger(__name__)

MAX_EVENTS, TIMEOUT_S, MAX_ATTEMPTS = 100, 5, 10
_GATHER_S = 0.02  # events of one burst travel together


def sign(secret: str, method: str, uri: str, body: bytes, timestamp: str) -> str:
    """The X-HubSpot-Signature-v3 of a request (HubSpot: validating requests, version 3)."""
    message = method.encode() + uri.encode() + body + timestamp.encode()
    return base64.b64encode(hmac.new(secret.encode(), message, hashlib.sha256).digest()).decode()


class Webhooks:
    """The app's webhook settings, its subscriptions, and what is on its way to the target."""

    def __init__(
        self, account: Account, faults: FaultBox, *, app_id: int, client_secret: str, retry_s: float = 0.5
    ) -> None:
        self._account = account
        self._faults = faults
        self._app_id = app_id
        self._secret = client_secret
        self._retry_s = retry_s
        self._target: dict[str, Any] | None = None
        self._subscriptions: dict[int, Subscription] = {}
        self._next_subscription = 2_881_001
        self._next_event = 1_000
        self.courier = Courier("sandbox-webhooks", faults, self._deliver_all, timeout_s=TIMEOUT_S)
        self.delivered = 0
        account.world.listeners.append(self._notice)

    def mount(self, router: Router, dated: Sequence[str]) -> None:
        """Registers the routes under v3 and each dated version."""
        for root in ("/webhooks/v3/{app}", *(f"/app-webhooks/{date}/{{app}}" for date in dated)):
            router.add("GET", f"{root}/settings", catching(self._get_settings))
            router.add("PUT", f"{root}/settings", catching(self._put_settings))
            router.add("DELETE", f"{root}/settings", catching(self._clear_settings))
            router.add("GET", f"{root}/subscriptions", catching(self._list))
            router.add("POST", f"{root}/subscriptions", catching(self._subscribe))
            router.add("POST", f"{root}/subscriptions/batch/update", catching(self._update_many))
            router.add("GET", f"{root}/subscriptions/{{id}}", catching(self._get))
            router.add("PATCH", f"{root}/subscriptions/{{id}}", catching(self._update))
            router.add("DELETE", f"{root}/subscriptions/{{id}}", catching(self._unsubscribe))

    # -- settings and subscriptions -----------------------------------------------------------------------

    def _own(self, call: Call) -> None:
        if call.params["app"] != str(self._app_id):
            raise not_found(f"App {call.params['app']} does not exist")

    def _get_settings(self, call: Call) -> Answer:
        self._own(call)
        if self._target is None:
            raise not_found("No webhook settings for this app")
        return json_answer(self._target)

    def _put_settings(self, call: Call) -> Answer:
        self._own(call)
        body = call.json_object()
        url, throttling = body.get("targetUrl"), body.get("throttling") or {}
        if not isinstance(url, str) or urlsplit(url).hostname not in ("127.0.0.1", "localhost", "::1"):
            raise invalid("targetUrl must be an address on this machine: a sandbox calls nobody else")
        most = throttling.get("maxConcurrentRequests")
        if not isinstance(most, int) or most < 1:
            raise invalid("throttling.maxConcurrentRequests must be a whole number above 0")
        now = iso(self._account.world.clock())
        created = self._target["createdAt"] if self._target else now
        self._target = {
            "targetUrl": url,
            "throttling": {"maxConcurrentRequests": most, "period": "SECONDLY"},
            "createdAt": created,
            "updatedAt": now,
        }
        return json_answer(self._target)

    def _clear_settings(self, call: Call) -> Answer:
        self._own(call)
        self._target = None
        return Answer(status=204)

    def _list(self, call: Call) -> Answer:
        self._own(call)
        return json_answer({"results": [held.wire() for held in self._subscriptions.values()]})

    def _held(self, call: Call, id: object) -> Subscription:
        self._own(call)
        held = self._subscriptions.get(int(str(id)) if str(id).isdigit() else -1)
        if held is None:
            raise not_found(f"Subscription {id} does not exist")
        return held

    def _get(self, call: Call) -> Answer:
        return json_answer(self._held(call, call.params["id"]).wire())

    def _subscribe(self, call: Call) -> Answer:
        self._own(call)
        body = call.json_object()
        kind = body.get("eventType")
        subject, _, event = str(kind).partition(".")
        standard = {o.singular for o in self._account.objects.values() if not o.custom}
        if subject not in (*standard, "object") or event not in EVENTS:
            raise invalid(f"Invalid eventType {kind!r}")
        if event == "propertyChange" and not body.get("propertyName"):
            raise invalid("A propertyChange subscription needs 'propertyName'")
        if subject == "object" and not body.get("objectTypeId"):
            raise invalid("An object.* subscription needs 'objectTypeId'")
        for held in self._subscriptions.values():
            same = (held.event_type, held.property_name, held.object_type_id)
            if same == (kind, body.get("propertyName"), body.get("objectTypeId")):
                raise Problem(409, "CONFLICT", f"A subscription for {kind} exists already: {held.id}")
        now = self._account.world.clock()
        made = Subscription(
            id=self._next_subscription,
            event_type=str(kind),
            property_name=body.get("propertyName"),
            object_type_id=body.get("objectTypeId"),
            active=bool(body.get("active", False)),
            created=now,
            updated=now,
        )
        self._next_subscription += 1
        self._subscriptions[made.id] = made
        return json_answer(made.wire(), status=201)

    def _update(self, call: Call) -> Answer:
        held = self._held(call, call.params["id"])
        held.active = bool(call.json_object().get("active", held.active))
        held.updated = self._account.world.clock()
        return json_answer(held.wire())

    def _update_many(self, call: Call) -> Answer:
        batch = BatchAnswer(self._account.world.clock)
        for entry in inputs_of(call):
            try:
                held = self._held(call, entry.get("id"))
            except Problem as problem:
                batch.errors.append(problem.entry())
                continue
            held.active = bool(entry.get("active"))
            batch.results.append(held.wire())
        return batch.answer(draw=call.draw)

    def _unsubscribe(self, call: Call) -> Answer:
        del self._subscriptions[self._held(call, call.params["id"]).id]
        return Answer(status=204)

    # -- deliveries ---------------------------------------------------------------------------------------

    def _notice(self, entry: Entry) -> None:
        if self._target is None or not self._subscriptions:
            return
        events: list[dict[str, Any]] = []
        held = list(self._subscriptions.values())
        for event in events_of(entry, self._account, held, self._app_id, self._next_event):
            if self._faults.strikes("webhook_loss", "webhook"):
                continue
            events.append(event)
            if self._faults.strikes("webhook_duplicate", "webhook"):
                events.append(event)
        self._next_event += 1 + len(entry.changes)
        if events:
            self.courier.send(events, wait_s=_GATHER_S + self._faults.delay_s("webhook_delay_ms"))

    def _deliver_all(self, session: requests.Session, events: list[dict[str, Any]]) -> None:
        for start in range(0, len(events), MAX_EVENTS):
            self._deliver(session, events[start : start + MAX_EVENTS])

    def _deliver(self, session: requests.Session, events: list[dict[str, Any]]) -> None:
        target = self._target
        if target is None:
            return
        url, body, stamp = (
            str(target["targetUrl"]),
            msgspec.json.encode(events),
            str(int(time.time() * 1000)),
        )
        headers = {
            "content-type": "application/json",
            "user-agent": "HubSpot Connect 2.0 (sandbox)",
            "x-hubspot-request-timestamp": stamp,
            "x-hubspot-signature-v3": sign(self._secret, "POST", url, body, stamp),
            "x-hubspot-signature-version": "v3",
        }
        try:
            answer = session.post(url, data=body, headers=headers, timeout=TIMEOUT_S, verify=False)
            if 200 <= answer.status_code < 300:
                self.delivered += len(events)
                return
            reason = f"status {answer.status_code}"
        except requests.RequestException as error:
            reason = type(error).__name__
        log.info("webhook delivery of %d events failed: %s", len(events), reason)
        again = [
            {**e, "attemptNumber": e["attemptNumber"] + 1}
            for e in events
            if e["attemptNumber"] + 1 < MAX_ATTEMPTS
        ]
        if again:
            self.courier.send(again, wait_s=self._retry_s * 2 ** again[0]["attemptNumber"])
