"""Webhooks v2: kept by v1's routes, delivered one event a request with HTTP basic auth, tried again a few times."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Lock
from typing import Any, Final
from urllib.parse import urlsplit

import requests

from adapters.sandbox.calls import Answer, Call, Router
from adapters.sandbox.courier import Courier
from adapters.sandbox.faults import FaultBox
from adapters.sandbox.ledger import Actor, ActorKind, Entry, Op
from adapters.sandbox.pipedrive.account import SINGULAR, Account, Entity
from adapters.sandbox.pipedrive.catalogue import COMPANY_ID, US
from adapters.sandbox.pipedrive.errors import Refusal, catching, data
from adapters.sandbox.pipedrive.fields import Field
from adapters.sandbox.pipedrive.render import shown
from adapters.sandbox.rows import Row

log = logging.getLogger(__name__)

MOST: Final = 40
ATTEMPTS: Final = 4
TIMEOUT_S: Final = 10
AT_ONCE: Final = (
    8  # a choice: Pipedrive promises no order, and does not wait for one answer before the next event
)
_ACTIONS: Final = ("create", "change", "delete", "*")
_OBJECTS: Final = (
    *SINGULAR.values(),
    "lead",
    "note",
    "activity",
    "product",
    "user",
    "pipeline",
    "stage",
    "*",
)


@dataclass(slots=True, kw_only=True)
class Hook:
    id: int
    url: str
    action: str
    object: str
    name: str
    user: str | None
    password: str | None
    active: bool = True
    last_status: int | None = None

    def wire(self) -> dict[str, Any]:
        """As the list shows it; the password comes back, as it does from Pipedrive."""
        return {
            "id": self.id,
            "company_id": COMPANY_ID,
            "owner_id": US,
            "user_id": US,
            "event_action": self.action,
            "event_object": self.object,
            "subscription_url": self.url,
            "version": "2.0",
            "is_active": int(self.active),
            "name": self.name,
            "type": "application",
            "http_auth_user": self.user,
            "http_auth_password": self.password,
            "last_http_status": self.last_status,
        }


@dataclass(slots=True, kw_only=True)
class _Delivery:
    hook: int
    body: dict[str, Any]


class Webhooks:
    """The hooks and what is on its way to them."""

    def __init__(self, account: Account, faults: FaultBox, *, retry_s: float) -> None:
        self._account, self._faults, self._retry_s = account, faults, retry_s
        self._hooks: dict[int, Hook] = {}
        self._next = 4_710_001
        self.courier = Courier(
            "pipedrive-webhooks", faults, self._deliver_all, timeout_s=TIMEOUT_S, at_once=AT_ONCE
        )
        self._counting = Lock()
        self.delivered = 0
        account.world.listeners.append(self._notice)

    def mount(self, router: Router) -> None:
        router.add(
            "GET",
            "/api/v1/webhooks",
            catching(lambda call: data([one.wire() for one in self._hooks.values()])),
        )
        router.add("POST", "/api/v1/webhooks", catching(self._add))
        router.add("DELETE", "/api/v1/webhooks/{id}", catching(self._remove))

    def _add(self, call: Call) -> Answer:
        body = call.json_object()
        url, action, object = (
            body.get(name) for name in ("subscription_url", "event_action", "event_object")
        )
        if not isinstance(url, str) or urlsplit(url).hostname not in ("127.0.0.1", "localhost", "::1"):
            raise Refusal(
                400, "subscription_url must be an address on this machine: a sandbox calls nobody else"
            )
        if action not in _ACTIONS or object not in _OBJECTS or not body.get("name"):
            raise Refusal(400, "event_action, event_object or name is not valid")
        if len(self._hooks) >= MOST:
            raise Refusal(422, f"A user can have at most {MOST} webhooks")
        hook = Hook(
            id=self._next,
            url=url,
            action=str(action),
            object=str(object),
            name=str(body["name"]),
            user=body.get("http_auth_user"),
            password=body.get("http_auth_password"),
        )
        self._next += 1
        self._hooks[hook.id] = hook
        return data(hook.wire(), status=201)

    def _remove(self, call: Call) -> Answer:
        id = call.params["id"]
        if not id.isdigit() or self._hooks.pop(int(id), None) is None:
            raise Refusal(404, "Webhook not found")
        return data({"id": int(id)})

    # deliveries --------------------------------------------------------------------------------------------------
    def _notice(self, entry: Entry) -> None:
        if not self._hooks or entry.object not in self._account.entities:
            return
        for event in self._events(entry):
            for hook in self._hooks.values():
                meta = event["meta"]
                if (
                    not hook.active
                    or hook.action not in ("*", meta["action"])
                    or hook.object not in ("*", meta["entity"])
                ):
                    continue
                if self._faults.strikes("webhook_loss", "webhook"):
                    continue
                body = {**event, "meta": {**meta, "webhook_id": str(hook.id), "webhook_owner_id": str(US)}}
                times = 2 if self._faults.strikes("webhook_duplicate", "webhook") else 1
                wait_s = self._faults.delay_s("webhook_delay_ms")
                self.courier.send([_Delivery(hook=hook.id, body=body)] * times, wait_s=wait_s)

    def _events(self, entry: Entry) -> Iterator[dict[str, Any]]:
        entity = self._account.entities[entry.object]
        row = self._account.table(entity).get(entry.id)
        match entry.op:
            case Op.CREATE | Op.RESTORE:
                yield self._event(entity, row, entry, "create", {})
            case Op.UPDATE:
                yield self._event(entity, row, entry, "change", {})
            case Op.DELETE:
                yield self._event(entity, None, entry, "delete", {})
            case Op.MERGE if entry.other is not None:
                gone = {"entity_id": entry.other, "merged_to_id": entry.id}
                yield self._event(entity, None, entry, "delete", gone)
                yield self._event(entity, row, entry, "change", {"merged_from_id": entry.other})
            case _:
                return

    def _event(
        self, entity: Entity, row: Row | None, entry: Entry, action: str, more: dict[str, str]
    ) -> dict[str, Any]:
        now = None
        if row is not None:
            now = shown(entity, self._account.table(entity), row, [])
            now["custom_fields"] = {one.code: self._typed(one, row, entity) for one in entity.custom}
        return {
            "data": now,
            "previous": dict.fromkeys(entry.changes) if action == "change" else None,
            "meta": {
                "action": action,
                "entity": entity.singular,
                "entity_id": entry.id,
                "company_id": str(COMPANY_ID),
                "user_id": _user(entry.actor),
                "id": str(uuid.uuid4()),
                "correlation_id": str(uuid.uuid4()),
                "timestamp": datetime.fromtimestamp(entry.at / 1000, UTC).isoformat(timespec="milliseconds"),
                "change_source": "api" if entry.actor.kind is ActorKind.INTEGRATION else "app",
                "is_bulk_edit": False,
                "attempt": 1,
                "version": "2.0",
                "type": "application",
                "host": "sandbox.pipedrive.com",
                "permitted_user_ids": ["*"],
                **more,
            },
        }

    def _typed(self, field: Field, row: Row, entity: Entity) -> dict[str, Any] | None:
        """A custom field in the webhooks' own shape, which is not REST's."""
        value = self._account.table(entity).value(row, field.code)
        if value is None:
            return None
        key = {"enum": "id", "set": "values"}.get(field.type, "value")
        return {"type": field.type, key: value}

    def _deliver_all(self, session: requests.Session, deliveries: list[_Delivery]) -> None:
        for delivery in deliveries:
            self._deliver(session, delivery)

    def _deliver(self, session: requests.Session, delivery: _Delivery) -> None:
        hook = self._hooks.get(delivery.hook)
        if hook is None:
            return
        auth = (hook.user or "", hook.password or "") if hook.user is not None else None
        try:
            answer = session.post(
                hook.url, json=delivery.body, auth=auth, timeout=TIMEOUT_S, allow_redirects=False
            )
            hook.last_status = answer.status_code
            if 200 <= answer.status_code < 300:
                with self._counting:
                    self.delivered += 1
                return
            reason = f"status {answer.status_code}"
        except requests.RequestException as error:
            reason = type(error).__name__
        attempt = delivery.body["meta"]["attempt"]
        log.info("webhook delivery failed at attempt %d: %s", attempt, reason)
        if attempt < ATTEMPTS:
            body = {**delivery.body, "meta": {**delivery.body["meta"], "attempt": attempt + 1}}
            self.courier.send([_Delivery(hook=hook.id, body=body)], wait_s=self._retry_s * 2**attempt)


def _user(actor: Actor) -> str:
    return str(US) if actor.kind is ActorKind.INTEGRATION else actor.id
