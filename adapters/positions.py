"""Where a pass over a CRM's changes stands, as the text the engine keeps for the adapter and never reads."""

from __future__ import annotations

from typing import TypeVar

import msgspec

from core.errors import CursorExpired

P = TypeVar("P", bound="StoredPosition")


class StoredPosition(msgspec.Struct, frozen=True, omit_defaults=True):
    """What each package's position builds on."""

    def text(self) -> str:
        return msgspec.json.encode(self).decode()


def parse_stored(text: str, kind: type[P], system: str) -> P:
    """Raises CursorExpired for what this version cannot read: a full comparison then heals everything."""
    try:
        return msgspec.json.decode(text, type=kind)
    except msgspec.DecodeError:
        raise CursorExpired(f"the stored position of the {system} feed cannot be read") from None
