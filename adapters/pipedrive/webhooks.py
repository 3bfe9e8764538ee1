"""Pipedrive's webhooks v2: no signature, so HTTP basic with a password of ours, and a path that nobody can guess.

One event a request. A merge is a deletion with `merged_to_id` and a change with `merged_from_id` ("Webhooks v2" guide).
"""

from __future__ import annotations

import base64
import hmac
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

import msgspec

from adapters.hooks import MOST_BYTES, Delivery, Hint, Registration, Reply, Target
from adapters.pipedrive.api import PipedriveApi
from adapters.pipedrive.objects import OBJECTS, object_facts
from adapters.pipedrive.schema import Json
from core.errors import Invalid

NAME: Final = "CRM Sync"
_ENTITIES: Final = {facts.entity: name for name, facts in OBJECTS.items()}
_ID = re.compile(r"[1-9][0-9]{0,18}")


class _Meta(msgspec.Struct):
    entity: str
    action: str = ""
    entity_id: int | str | None = None
    merged_to_id: int | str | None = None
    merged_from_id: int | str | None = None


class _Event(msgspec.Struct):
    meta: _Meta


_EVENT: Final = msgspec.json.Decoder(_Event)


class PipedriveHooks:
    """Proves and reads deliveries."""

    def genuine(self, delivery: Delivery, target: Target) -> bool:
        scheme, _, given = delivery.headers.get("authorization", "").partition(" ")
        wanted = base64.b64encode(f"{target.user}:{target.secret}".encode())
        return scheme.lower() == "basic" and hmac.compare_digest(
            wanted, given.strip().encode("utf-8", "replace")
        )

    def hints(self, body: bytes) -> tuple[Hint, ...]:
        if len(body) > MOST_BYTES:
            raise Invalid(f"the webhook body has {len(body)} bytes; at most {MOST_BYTES} are read")
        try:
            meta = _EVENT.decode(body).meta
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            raise Invalid("the webhook body is not a Pipedrive event") from None
        object = _ENTITIES.get(meta.entity)
        if object is None:
            return ()
        ids = dict.fromkeys(
            str(one) for one in (meta.entity_id, meta.merged_to_id, meta.merged_from_id) if one is not None
        )
        gone, into = str(meta.entity_id), str(meta.merged_to_id)
        return tuple(
            Hint(
                object=object,
                crm_id=id,
                kind=meta.action,
                merged_into=into if id == gone and _ID.fullmatch(into) else None,
            )
            for id in ids
            if _ID.fullmatch(id)
        )

    def reply(self) -> Reply:
        return Reply()


class PipedriveSubscriber:
    """Keeps one webhook an object; ours are known by their name and by the address they call."""

    def __init__(self, api: PipedriveApi) -> None:
        self._api = api

    def ensure(self, target: Target, wanted: Mapping[str, Sequence[str]]) -> Registration:
        entities = {object_facts(name).entity for name in wanted}
        kept = added = repaired = removed = 0
        there: set[str] = set()
        for hook in self._ours(target):
            entity = str(hook.get("event_object"))
            fits = (
                entity in entities - there
                and hook.get("subscription_url") == target.url
                and hook.get("event_action") == "*"
                and bool(hook.get("is_active"))
                and hook.get("http_auth_user") == target.user
                and hook.get("http_auth_password") in (None, target.secret)
            )
            if fits:
                there.add(entity)
                kept += 1
                continue
            self._api.remove_webhook(int(hook["id"]))
            repaired += entity in entities
            removed += entity not in entities
        for entity in sorted(entities - there):
            self._api.add_webhook(self._hook(target, entity))
            added += 1
        repaired = min(repaired, added)
        return Registration(kept=kept, added=added - repaired, repaired=repaired, removed=removed)

    def remove(self, target: Target) -> int:
        ours = self._ours(target)
        for hook in ours:
            self._api.remove_webhook(int(hook["id"]))
        return len(ours)

    def _hook(self, target: Target, entity: str) -> dict[str, Any]:
        return {
            "subscription_url": target.url,
            "event_action": "*",
            "event_object": entity,
            "name": f"{NAME} {entity}",
            "version": "2.0",
            "http_auth_user": target.user,
            "http_auth_password": target.secret,
        }

    def _ours(self, target: Target) -> list[Json]:
        """This connection's: by our name, at the same public address but for its last part, which may be an old one."""
        place = target.url.rpartition("/")[0]
        return [
            one
            for one in self._api.webhooks()
            if str(one.get("name", "")).startswith(NAME)
            and str(one.get("subscription_url", "")).rpartition("/")[0] == place
        ]
