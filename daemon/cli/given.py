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
    from core.wire.models import FieldWord

_UNITS: Final = {"s": 1, "m": 60, "h": 3_600, "d": 86_400}
_TRUE: Final = frozenset({"true", "yes", "1"})
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
