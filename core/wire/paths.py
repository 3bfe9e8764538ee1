"""Addresses and fields as they go over the wire."""

from __future__ import annotations

from urllib.parse import quote

from core.records import Fields
from core.wire.words import WireFields, wire_value


def path_of(*parts: str) -> str:
    return "/v1/" + "/".join(quote(part, safe="") for part in parts)


def wired(fields: Fields) -> WireFields:
    return {name: wire_value(value) for name, value in fields.items()}
