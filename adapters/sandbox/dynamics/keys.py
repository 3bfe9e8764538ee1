"""What stands in the brackets of ``/contacts(…)``: a GUID, or values of an alternate key."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from adapters.sandbox.dynamics.definitions import Entity
from adapters.sandbox.dynamics.errors import bad_query, no_property
from adapters.sandbox.dynamics.values import GUID

_PART: Final = re.compile(
    r"\s*(?P<name>\w+)\s*=\s*(?:'(?P<text>(?:[^']|'')*)'|(?P<bare>[^,']+))\s*(?:,|$)", re.DOTALL
)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyPath:
    """Either `id`, or the values of an alternate key by column; `text` is how it was written."""

    id: str | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    text: str = ""

    def properties(self, entity: Entity) -> dict[str, Any]:
        """The key's values as properties of a new row."""
        out: dict[str, Any] = {}
        for name, value in self.values.items():
            lookup = entity.attributes[name]
            if not lookup.lookup:
                out[name] = value
        return out


def parse_key(entity: Entity, text: str) -> KeyPath:
    """Raises 400."""
    text = text.strip()
    if GUID.fullmatch(text):
        return KeyPath(id=text.lower())
    named = text.removeprefix(f"{entity.id}=")
    if GUID.fullmatch(named):
        return KeyPath(id=named.lower())
    values: dict[str, Any] = {}
    at = 0
    while at < len(text):
        part = _PART.match(text, at)
        if part is None:
            raise bad_query(f"Bad Request - Error in query syntax: the key '{text}' cannot be read.")
        values[_column(entity, part["name"])] = _value(entity, part)
        at = part.end()
    if not values:
        raise bad_query("Bad Request - Error in query syntax: a key is missing.")
    return KeyPath(values=values, text=text)


def _column(entity: Entity, name: str) -> str:
    found = entity.find(name)
    if found is None:
        raise no_property(name, entity.name)
    return found.name


def _value(entity: Entity, part: re.Match[str]) -> Any:
    if part["text"] is not None:
        return part["text"].replace("''", "'")
    bare = part["bare"].strip()
    kind = entity.attributes[_column(entity, part["name"])].type
    if kind in ("Integer", "BigInt", "Picklist") and re.fullmatch(r"-?\d+", bare):
        return int(bare)
    if kind in ("Decimal", "Money", "Double") and re.fullmatch(r"-?\d+(\.\d+)?", bare):
        return float(bare)
    return bare
