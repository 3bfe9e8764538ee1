"""Webhooks: service endpoints of contract 8 and the steps that send a message's context to them.

learn.microsoft.com, "Use webhooks to create external handlers for server events". One request an event, no signature: a
header or a query parameter proves the sender. Only 502, 503 and 504 get one more attempt.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Final
from urllib.parse import urlsplit

import requests
from lxml import etree

from adapters.sandbox.courier import Courier
from adapters.sandbox.dynamics.contexts import Contexts, Event
from adapters.sandbox.dynamics.definitions import Entity
from adapters.sandbox.dynamics.errors import invalid_argument
from adapters.sandbox.dynamics.org import Org
from adapters.sandbox.faults import FaultBox
from adapters.sandbox.ledger import Entry, Value
from adapters.sandbox.rows import Row

log = logging.getLogger(__name__)

WEBHOOK: Final = 8
HTTP_HEADER: Final = 5
WEBHOOK_KEY: Final = 4
HTTP_QUERY: Final = 6
TIMEOUT_S: Final = 60
AT_ONCE: Final = 8  # a choice: asynchronous steps are taken side by side and in no order
MOST_BYTES: Final = 262_144
_AGAIN: Final = (502, 503, 504)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Delivery:
    endpoint: str
    event: Event
    body: bytes
    exceeded: bool
    attempt: int = 1


class Webhooks:
    """Which steps an event concerns, and what is on its way."""

    def __init__(self, org: Org, faults: FaultBox, *, retry_s: float) -> None:
        self._org, self._faults, self._retry_s = org, faults, retry_s
        self._contexts = Contexts(org)
        self.courier = Courier(
            "dynamics-webhooks", faults, self._deliver_all, timeout_s=TIMEOUT_S, at_once=AT_ONCE
        )
        self._counting = Lock()
        self.attempted = self.delivered = 0
        org.world.listeners.append(self._notice)

    def judge(self, entity: Entity, values: Mapping[str, Value]) -> None:
        """Refuses an endpoint or a step that could not work. Raises 400."""
        if entity.name == "serviceendpoint" and values.get("contract", WEBHOOK) == WEBHOOK:
            url = values.get("url")
            if url is not None and urlsplit(str(url)).hostname not in ("127.0.0.1", "localhost", "::1"):
                raise invalid_argument("The url must be on this machine: a sandbox calls nobody else.")
            if "authtype" in values and values["authtype"] not in (WEBHOOK_KEY, HTTP_HEADER, HTTP_QUERY):
                raise invalid_argument("A webhook's authtype is WebhookKey, HttpHeader or HttpQueryString.")
            if values.get("authtype") in (HTTP_HEADER, HTTP_QUERY):
                _settings(str(values.get("authvalue") or ""))
        if (
            entity.name == "sdkmessageprocessingstep"
            and values.get("mode") == 1
            and values.get("stage") not in (None, 40)
        ):
            raise invalid_argument("An asynchronous step runs after the operation: its stage is 40.")

    # events ------------------------------------------------------------------------------------------------------
    def _notice(self, entry: Entry) -> None:
        steps = self._org.table("sdkmessageprocessingstep")
        if not len(steps):
            return
        for event in self._contexts.events(entry):
            for step in steps.after():
                if self._concerns(step, event) and not self._faults.strikes("webhook_loss", "webhook"):
                    self._send(step, event)

    def _concerns(self, step: Row, event: Event) -> bool:
        steps = self._org.table("sdkmessageprocessingstep")
        if steps.value(step, "statecode") != 0:
            return False
        message = self._org.title("sdkmessage", str(steps.value(step, "sdkmessageid")))
        if message != event.message:
            return False
        wanted = steps.value(step, "sdkmessagefilterid")
        if wanted is not None:
            filters = self._org.table("sdkmessagefilter")
            row = filters.get(str(wanted))
            if row is None or filters.value(row, "primaryobjecttypecode") != event.entity.name:
                return False
        watched = steps.value(step, "filteringattributes")
        if watched and event.message == "Update":
            return not {name.strip() for name in str(watched).split(",")}.isdisjoint(event.changed)
        return True

    def _send(self, step: Row, event: Event) -> None:
        handler = self._org.table("sdkmessageprocessingstep").value(step, "eventhandler")
        asynchronous = self._org.table("sdkmessageprocessingstep").value(step, "mode") == 1
        context = self._contexts.context(event, asynchronous=asynchronous)
        body = json.dumps(context, ensure_ascii=False, separators=(",", ":")).encode()
        exceeded = len(body) > MOST_BYTES
        if exceeded:
            body = json.dumps(self._contexts.stripped(context), separators=(",", ":")).encode()
        delivery = _Delivery(endpoint=str(handler), event=event, body=body, exceeded=exceeded)
        times = 2 if self._faults.strikes("webhook_duplicate", "webhook") else 1
        self.courier.send([delivery] * times, wait_s=self._faults.delay_s("webhook_delay_ms"))

    # deliveries --------------------------------------------------------------------------------------------------
    def _deliver_all(self, session: requests.Session, deliveries: list[_Delivery]) -> None:
        for delivery in deliveries:
            self._deliver(session, delivery)

    def _deliver(self, session: requests.Session, delivery: _Delivery) -> None:
        with self._org.world.lock:
            table = self._org.table("serviceendpoint")
            row = table.get(delivery.endpoint)
            held = None if row is None or row.archived_at is not None else table.record(row)
        if held is None:
            return
        headers, params = self._words(delivery, held)
        try:
            answer = session.post(
                str(held["url"]),
                data=delivery.body,
                headers=headers,
                params=params,
                timeout=TIMEOUT_S,
                allow_redirects=False,
            )
        except requests.RequestException as error:
            log.info("webhook delivery failed: %s", type(error).__name__)
            return
        with self._counting:
            self.attempted += 1
            self.delivered += 200 <= answer.status_code < 300
        if 200 <= answer.status_code < 300:
            return
        log.info("webhook delivery failed at attempt %d: status %d", delivery.attempt, answer.status_code)
        if answer.status_code in _AGAIN and delivery.attempt == 1:
            again = _Delivery(
                endpoint=delivery.endpoint,
                event=delivery.event,
                body=delivery.body,
                exceeded=delivery.exceeded,
                attempt=2,
            )
            self.courier.send([again], wait_s=self._retry_s)

    def _words(self, delivery: _Delivery, held: Mapping[str, Value]) -> tuple[dict[str, str], dict[str, str]]:
        event = delivery.event
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "x-request-id": event.operation,
            "x-ms-dynamics-organization": urlsplit(str(self._org.base_url())).netloc,
            "x-ms-dynamics-entity-name": event.entity.name,
            "x-ms-dynamics-request-name": event.message,
            "x-ms-correlation-request-id": event.correlation,
        }
        if delivery.exceeded:
            headers["x-ms-dynamics-msg-size-exceeded"] = "true"
        secret = str(held.get("authvalue") or "")
        match held.get("authtype"):
            case 5:
                headers |= _settings(secret)
            case 6:
                return headers, _settings(secret)
            case 4:
                return headers, {"code": secret}
        return headers, {}


def _settings(text: str) -> dict[str, str]:
    """``<settings><setting name="…" value="…" /></settings>``. Raises 400."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError:
        raise invalid_argument(
            "The authvalue must be <settings> with a <setting name value /> each."
        ) from None
    found = {str(one.get("name", "")): str(one.get("value", "")) for one in root.iter("setting")}
    if not found or "" in found:
        raise invalid_argument("The authvalue holds no setting with a name.")
    return found
