"""What an entry of kind "settle" did: not every one overruled what a CRM held."""

from __future__ import annotations

from collections.abc import Collection
from enum import Enum


class Settling(Enum):
    SETTLED = "settled"  # nothing was written over
    SET_BACK = "set_back"  # by an undo, or the answer to its question
    FILLED = "filled"
    OVERRULED = "overruled"


def settling(actor: str, before: Collection[object]) -> Settling:
    """By who did it, and what stood before in the CRM's fields that it names."""
    if not before:
        return Settling.SETTLED
    if actor.startswith("person:"):
        return Settling.SET_BACK
    return Settling.FILLED if all(one is None for one in before) else Settling.OVERRULED
