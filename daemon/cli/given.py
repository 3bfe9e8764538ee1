"""What a person typed, as the values the interface takes: fields, times and versions."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Final

from core.errors import Invalid, NotFound
from core.records import Value

if TYPE_CHECKING:
    from core.wire.client import Client
    from core.wire.models import FieldWord, Where

_UNITS: Final = {"s": 1, "m": 60, "h": 3_600, "d": 86_400}
_TRUE: Final = frozenset({"true", "yes", "1"})
_PARTS: Final = {
    "kind": "kinds",
    "connection": "connection",
    "object": "object",
    "field": "field",
    "state": "state",
    "assigned": "assigned_to",
    "older": "opened_before",
    "newer": "opened_since",
    "sure": "surest",
    "unsure": "doubtful",
}
_FALSE: Final = frozenset({"false", "no", "0"})


def connect() -> Client:
    """A client of this user's daemon. Imported here, so that help and mistakes cost nothing."""
    from core.wire.client import Client

    return Client()


def fields_given(client: Client, object: str, pairs: Sequence[str]) -> dict[str, Value]:
    """`name=value` pairs by the types of the hub object's fields. An empty value clears; lists are split at commas."""
    known = next((one for one in client.list_objects().rows if one.name == object), None)
    if known is None:
        raise NotFound(
            f"there is no object {object!r}", advice="The status command lists the objects there are."
        )
    types = {field.name: field for field in known.fields}
    values: dict[str, Value] = {}
    for pair in pairs:
        name, sign, text = pair.partition("=")
        if not sign:
            raise Invalid(f"{pair!r} is not name=value", advice="Write for example --field name='Ann Lee'.")
        if name not in types:
            raise Invalid(f"{object} has no field {name!r}", advice=f"It has: {', '.join(types)}.")
        if name in values:
            raise Invalid(f"field {name!r} is given twice", advice="Give every field once.")
        values[name] = _value(types[name], text)
    return values


def _value(field: FieldWord, text: str) -> Value:
    if text == "":
        return None
    if field.type == "bool":
        word = text.lower()
        if word not in _TRUE | _FALSE:
            raise Invalid(f"{field.name}: {text!r} is neither true nor false", advice="Write true or false.")
        return word in _TRUE
    if field.type.startswith("multi_"):
        return tuple(sorted({part.strip() for part in text.split(",") if part.strip()})) or None
    return text


def time_given(text: str | None) -> int | None:
    """Milliseconds since 1970 for "2h" or "2h ago", "2026-11-23" or "2026-11-23T08:00" in this machine's zone."""
    if text is None:
        return None
    ago = re.fullmatch(r"(\d{1,6}) ?([smhd])(?: ago)?", text.strip())
    if ago is not None:
        return time.time_ns() // 1_000_000 - int(ago[1]) * _UNITS[ago[2]] * 1_000
    try:
        return int(datetime.fromisoformat(text).astimezone().timestamp() * 1_000)
    except ValueError as unreadable:
        raise Invalid(
            f"{text!r} is not a time", advice="Write 2h, 3d, 2026-11-23 or 2026-11-23T08:00."
        ) from unreadable


def span_given(text: str) -> int:
    """Milliseconds of "30s", "5m", "2h" or "1d"."""
    found = re.fullmatch(r"(\d{1,6})([smhd])", text.strip())
    if found is None or not int(found[1]):
        raise Invalid(f"{text!r} is no span of time", advice="Write 30s, 5m, 2h or 1d.")
    return int(found[1]) * _UNITS[found[2]] * 1_000


def time_to_come(text: str) -> int:
    """Milliseconds since 1970 for "2h" (from now), "2026-11-30" or "2026-11-30T08:00" in this machine's zone."""
    ahead = re.fullmatch(r"(\d{1,6})([smhd])", text)
    if ahead is not None:
        return time.time_ns() // 1_000_000 + int(ahead[1]) * _UNITS[ahead[2]] * 1_000
    return time_given(text) or 0


def where_given(pairs: Sequence[str]) -> Where:
    """`part=value` pairs as a filter of the queue; `_PARTS` are what can be named."""
    from core.wire.models import Where

    parts: dict[str, object] = {}
    for pair in pairs:
        name, sign, text = pair.partition("=")
        if not sign or name not in _PARTS or not text:
            raise Invalid(
                f"{pair!r} is no part of a filter", advice=f"Write one of {', '.join(_PARTS)} with =value."
            )
        if _PARTS[name] in parts:
            raise Invalid(f"{name!r} is given twice", advice="Give every part once.")
        parts[_PARTS[name]] = _part(name, text)
    return Where.model_validate(parts)


def _part(name: str, text: str) -> object:
    if name == "kind":
        return [one.strip() for one in text.split(",") if one.strip()]
    if name == "state" and text not in ("open", "snoozed", "escalated"):
        raise Invalid(f"{text!r} is no state", advice="Write open, snoozed or escalated.")
    if name in ("sure", "unsure"):
        return share_given(text)
    return time_given(text) if name in ("older", "newer") else text


def share_given(text: str) -> float:
    """0 to 1 of "90%" or "0.9"."""
    found = re.fullmatch(r"(\d{1,3}(?:\.\d{1,4})?)(%?)", text.strip())
    share = float(found[1]) / (100 if found[2] else 1) if found is not None else -1.0
    if not 0.0 <= share <= 1.0:
        raise Invalid(f"{text!r} is no share", advice="Write 90% or 0.9.")
    return share
