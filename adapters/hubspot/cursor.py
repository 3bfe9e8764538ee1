"""Where HubSpot's change feed stands, as text between two polls.

A window of modified times with a fixed upper end is read in order of the record id, because HubSpot stamps tens of
thousands of records with one time and ends every search after 10,000 hits (CRM_FACTS 1.2). Stages of a pass:

    (start)   one search, newest first; if it holds the whole window the pass is over
    ids       the window by id, 200 at a time
    archived  deep passes only: the recycle bin, 100 at a time
"""

from __future__ import annotations

from typing import Literal

import msgspec

from core.errors import CursorExpired


class Position(msgspec.Struct, frozen=True, omit_defaults=True):
    """`seen`: every change up to this time (ms, HubSpot's clock) was read, lateness aside. The rest is a pass under way."""

    seen: int
    stage: Literal["start", "ids", "archived"] = "start"
    low: int = 0
    high: int = 0
    after: str = ""

    def text(self) -> str:
        return msgspec.json.encode(self).decode()


def parse_position(text: str) -> Position:
    """Raises CursorExpired for what this version cannot read: a full comparison then heals everything."""
    try:
        return msgspec.json.decode(text, type=Position)
    except msgspec.DecodeError:
        raise CursorExpired("the stored position of the HubSpot feed cannot be read") from None
