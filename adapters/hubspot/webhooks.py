"""HubSpot's webhooks: is the signature theirs, and which records does the body speak of. Pure; events are hints, not data.

Signature v3 is base64(HMAC-SHA256(app secret, method + URI + body + timestamp)) in X-HubSpot-Signature-v3, the time (ms)
in X-HubSpot-Request-Timestamp. HubSpot's own helper lets future times pass; we do not (RELIABILITY 5.2).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from typing import Any, Final

import msgspec

from adapters.hooks import MOST_BYTES, Delivery, Hint, Reply, Target
from adapters.hubspot.payloads import OBJECTS
from core.errors import Invalid

SIGNATURE: Final = "X-HubSpot-Signature-v3"
TIMESTAMP: Final = "X-HubSpot-Request-Timestamp"
MOST_SKEW_MS: Final = 300_000
MOST_EVENTS: Final = 1_000

# HubSpot signs the URI with these decoded, whatever the sender encoded ("Validating requests", v3).
_DECODED: Final = {
    "%3a": ":", "%2f": "/", "%3f": "?", "%40": "@", "%21": "!", "%24": "$",
    "%27": "'", "%28": "(", "%29": ")", "%2a": "*", "%2c": ",", "%3b": ";",
}  # fmt: skip
_ENCODED = re.compile("|".join(_DECODED), re.IGNORECASE)
_TYPE_IDS: Final = {facts.type_id: name for name, facts in OBJECTS.items()}
_SINGULAR: Final = {facts.singular: name for name, facts in OBJECTS.items()}


class _Event(msgspec.Struct, rename="camel"):
    subscription_type: str
    object_id: int | str | None = None
    object_type_id: str | None = None
    primary_object_id: int | str | None = None
    merged_object_ids: list[int | str] = []
    new_object_id: int | str | None = None
    from_object_id: int | str | None = None
    to_object_id: int | str | None = None
    from_object_type_id: str | None = None
    to_object_type_id: str | None = None
    association_type: str | None = None


class HubSpotHooks:
    """Satisfies `adapters.hooks.Hooks`; the target's secret is the app's."""

    def genuine(self, delivery: Delivery, target: Target) -> bool:
        return verify(
            target.secret,
            delivery.method,
            delivery.url,
            delivery.body,
            signature=delivery.headers.get(SIGNATURE.lower()),
            timestamp=delivery.headers.get(TIMESTAMP.lower()),
            now_ms=delivery.now_ms,
        )

    def hints(self, body: bytes) -> tuple[Hint, ...]:
        return parse(body)

    def reply(self) -> Reply:
        return Reply()


def verify(
    secret: str,
    method: str,
    uri: str,
    body: bytes,
    *,
    signature: str | None,
    timestamp: str | None,
    now_ms: int,
) -> bool:
    """Whether HubSpot sent this within the last five minutes. `uri` is the public one HubSpot was told, never Host."""
    if signature is None or timestamp is None or not re.fullmatch(r"[0-9]{1,15}", timestamp):
        return False
    if abs(now_ms - int(timestamp)) > MOST_SKEW_MS:
        return False
    signed = method.upper().encode() + _decoded(uri).encode() + body + timestamp.encode()
    expected = base64.b64encode(hmac.new(secret.encode(), signed, hashlib.sha256).digest())
    return hmac.compare_digest(expected, signature.encode("utf-8", "replace"))


def parse(body: bytes) -> tuple[Hint, ...]:
    """The records the events name, each once per kind; events of objects we do not know are passed over.

    Raises Invalid where the body is too large or not a list of events.
    """
    if len(body) > MOST_BYTES:
        raise Invalid(f"the webhook body has {len(body)} bytes; at most {MOST_BYTES} are read")
    try:
        events = msgspec.json.decode(body, type=list[_Event])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise Invalid("the webhook body is not a list of HubSpot events") from None
    if len(events) > MOST_EVENTS:
        raise Invalid(f"the webhook body has {len(events)} events; at most {MOST_EVENTS} are read")
    return tuple(dict.fromkeys(hint for event in events for hint in _hints(event)))


def _hints(event: _Event) -> list[Hint]:
    subject, _, kind = event.subscription_type.partition(".")
    if kind == "associationChange":
        ends = _ends(event, subject)
    else:
        object = _SINGULAR.get(subject) or _TYPE_IDS.get(event.object_type_id or "")
        merged = (event.primary_object_id, event.new_object_id, *event.merged_object_ids)
        ends = [(object, one) for one in (event.object_id, *(merged if kind == "merge" else ()))]
    return [
        Hint(object=object, crm_id=str(id), kind=kind)
        for object, id in ends
        if object is not None and id is not None and re.fullmatch(r"[0-9]{1,20}", str(id))
    ]


def _ends(event: _Event, subject: str) -> list[tuple[str | None, Any]]:
    """Both records of an association; "CONTACT_TO_COMPANY" names the objects where type ids are not given."""
    one, _, other = (event.association_type or "").lower().partition("_to_")
    from_object = (
        _TYPE_IDS.get(event.from_object_type_id or "") or _SINGULAR.get(one) or _SINGULAR.get(subject)
    )
    to_object = _TYPE_IDS.get(event.to_object_type_id or "") or _SINGULAR.get(other.split("_")[0])
    return [(from_object, event.from_object_id), (to_object, event.to_object_id)]


def _decoded(uri: str) -> str:
    return _ENCODED.sub(lambda found: _DECODED[found.group().lower()], uri)
