"""Fields as they go over the wire."""

from __future__ import annotations

from core.records import Fields
from core.wire.words import WireFields, wire_value


def wired(fields: Fields) -> WireFields:
    return {name: wire_value(value) for name, value in fields.items()}
