"""How many requests a connection may send: sliding windows per lane of its API, shared by everyone who calls it.

A window is kept by pyrate-limiter's in-memory bucket, driven by our own clock and without its background thread.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping

from pyrate_limiter import InMemoryBucket, Rate, RateItem

from adapters.ledger import Ledger

MAIN = "main"


class Budget:
    """The request budget of one connection. Thread-safe; give the same object to every adapter of a connection.

    `windows` names lanes of the API ("main", "search") and the (requests, seconds) each allows. A lane that is not
    named costs nothing. `ledger` keeps the long allowance; without one calls are only counted.
    """

    def __init__(
        self,
        windows: Mapping[str, tuple[tuple[int, float], ...]],
        *,
        clock: Callable[[], float] = time.monotonic,
        ledger: Ledger | None = None,
    ) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._buckets = {
            lane: InMemoryBucket([Rate(requests, round(seconds * 1000)) for requests, seconds in rates])
            for lane, rates in windows.items()
        }
        self._rests_until = 0.0
        self.ledger = ledger if ledger is not None else Ledger(guards=False)

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

    def pace_s(self, slowest: float) -> float:
        """Any pace will do for the first half of the day's allowance; then slower and slower, seconds between polls."""
        late = max(0.0, self.ledger.share_used - 0.5) * 2
        return slowest * late * late
