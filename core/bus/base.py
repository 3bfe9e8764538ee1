"""Wake-ups between the parts of a daemon, and later between daemons.

A hint carries no data and may be lost, doubled or late: what there is to do stands in the store, and a lane that hears
nothing looks there by itself.
"""

from __future__ import annotations

from typing import Protocol


class Bus(Protocol):
    """One lane is one connection's work."""

    def hint(self, lane: str) -> None:
        """There may be work for this lane. Never blocks and never fails."""

    def wait(self, lane: str, timeout_s: float) -> bool:
        """Sleep until the lane is hinted at, or the time is over; True if there was a hint."""
