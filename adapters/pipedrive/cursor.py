"""Where a pass over Pipedrive's changes stands. Nobody but this package reads it."""

from __future__ import annotations

from typing import Literal

import msgspec

from core.errors import CursorExpired

Stage = Literal["live", "archived", "deleted", "recents"]


class Position(msgspec.Struct, frozen=True, omit_defaults=True):
    """`seen`: the newest update time taken in (ms). Within a pass: `since` (ms), `top`, and Pipedrive's own `cursor`."""

    seen: int
    stage: Stage = "live"
    since: int = 0
    top: int = 0
    cursor: str = ""

    def text(self) -> str:
        return msgspec.json.encode(self).decode()


def parse_position(text: str) -> Position:
    """Raises CursorExpired for what no version of this package wrote."""
    try:
        return msgspec.json.decode(text, type=Position)
    except msgspec.DecodeError:
        raise CursorExpired("the position in Pipedrive's changes cannot be read") from None
