"""How many requests a connection may send: sliding windows per lane of its API, shared by everyone who calls it.

A window is kept by pyrate-limiter's in-memory bucket, driven by our own clock and without its background thread.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping

from pyrate_limiter import InMemoryBucket, Rate, RateItem

MAIN = "main"


class Budget:
    """The request budget of one connection. Thread-safe; give the same object to every adapter of a connection.

    `windows` names lanes of the API ("main", "search") and the (requests, seconds) each allows. A lane that is not
    named costs nothing.
    """

    def __init__(
        self,
        windows: Mapping[str, tuple[tuple[int, float], ...]],
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._buckets = {
            lane: InMemoryBucket([Rate(requests, round(seconds * 1000)) for requests, seconds in rates])
            for lane, rates in windows.items()
        }
        self._rests_until = 0.0
        self.used: int | None = None
        self.allowed: int | None = None

    def take(self, lane: str = MAIN) -> float:
        """Takes one request out of the lane; returns 0.0, or the seconds until there is room (nothing is taken)."""
        with self._lock:
            now = self._clock()
            if now < self._rests_until:
                return self._rests_until - now
            bucket = self._buckets.get(lane)
            if bucket is None:
                return 0.0
            stamp = round(now * 1000)
            bucket.leak(stamp)
            decision = bucket.put_decision(RateItem(lane, stamp))
            if decision.allowed:  # type: ignore[union-attr]  # the in-memory bucket is never asynchronous
                return 0.0
            return max(1, decision.retry_after_ms or 1) / 1000  # type: ignore[union-attr]

    def rest(self, seconds: float) -> None:
        """The CRM asked everyone to wait: no request of this connection goes out for that long."""
        with self._lock:
            self._rests_until = max(self._rests_until, self._clock() + seconds)

    def note_usage(self, used: int, allowed: int) -> None:
        """What the CRM itself says about its long budget (Salesforce: requests of the last 24 hours)."""
        self.used, self.allowed = used, allowed

    @property
    def share_used(self) -> float:
        """Between 0 and 1; 0 where the CRM says nothing about a long budget."""
        if not self.allowed or self.used is None:
            return 0.0
        return min(1.0, self.used / self.allowed)
