"""Where a pass over Pipedrive's changes stands. Nobody but this package reads it."""

from __future__ import annotations

from typing import Literal

from adapters.positions import StoredPosition, parse_stored

Stage = Literal["live", "archived", "deleted", "recents"]


class Position(StoredPosition, frozen=True, omit_defaults=True):
    """`seen`: the newest update time taken in (ms). Within a pass: `since` (ms), `top`, and Pipedrive's own `cursor`."""

    seen: int
    stage: Stage = "live"
    since: int = 0
    top: int = 0
    cursor: str = ""


def parse_position(text: str) -> Position:
    """Raises CursorExpired."""
    return parse_stored(text, Position, "Pipedrive")
