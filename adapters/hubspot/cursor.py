"""Where HubSpot's change feed stands, as text between two polls.

A window of modified times with a fixed upper end is read in order of the record id, because HubSpot stamps tens of
thousands of records with one time and ends every search after 10,000 hits (CRM_FACTS 1.2). Stages of a pass:

    (start)   one search, newest first; if it holds the whole window the pass is over
    ids       the window by id, 200 at a time
    archived  deep passes only: the recycle bin, 100 at a time
"""

from __future__ import annotations

from typing import Literal

from adapters.positions import StoredPosition, parse_stored


class Position(StoredPosition, frozen=True, omit_defaults=True):
    """`seen`: every change up to this time (ms, HubSpot's clock) was read, lateness aside. The rest is a pass under way."""

    seen: int
    stage: Literal["start", "ids", "archived"] = "start"
    low: int = 0
    high: int = 0
    after: str = ""


def parse_position(text: str) -> Position:
    """Raises CursorExpired."""
    return parse_stored(text, Position, "HubSpot")
