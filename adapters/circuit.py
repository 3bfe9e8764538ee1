"""The circuit breaker of one connection: after repeated outages calls fail at once until a probe succeeds.

pybreaker decides; only outages count (unreachable, 5xx), never a refusal. Its clock is replaced by ours.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import TypeVar

from pybreaker import CircuitBreaker, CircuitBreakerError, CircuitMemoryStorage

T = TypeVar("T")


class CircuitState(Enum):
    CLOSED = "closed"
    OPEN = "open"
    HALF_OPEN = "half-open"  # the next call is the probe


class _ClockedStorage(CircuitMemoryStorage):
    """pybreaker compares `opened_at` with the wall clock; this answers as if our clock were that one."""

    def __init__(self, clock: Callable[[], float]) -> None:
        super().__init__("closed")
        self._clock = clock
        self._opened = 0.0

    @property
    def open_for(self) -> float:
        """Seconds since the circuit opened."""
        return self._clock() - self._opened

    @property
    def opened_at(self) -> datetime | None:
        return datetime.now(UTC) - timedelta(seconds=self.open_for)

    @opened_at.setter
    def opened_at(self, datetime: datetime) -> None:
        self._opened = self._clock()


class Circuit:
    """`counts(error)` says whether an exception is an outage. The state is readable by health at any time."""

    def __init__(
        self,
        *,
        clock: Callable[[], float],
        counts: Callable[[BaseException], bool],
        failures: int = 5,
        rest_s: float = 30.0,
    ) -> None:
        self._clock = clock
        self._rest_s = rest_s
        self._storage = _ClockedStorage(clock)
        self._breaker = CircuitBreaker(
            fail_max=failures,
            reset_timeout=rest_s,
            exclude=[lambda error: not counts(error)],
            state_storage=self._storage,
            throw_new_error_on_trip=False,
        )

    @property
    def state(self) -> CircuitState:
        """OPEN while resting, HALF_OPEN when the rest is over and the next call will probe."""
        state = CircuitState(self._storage.state)
        return CircuitState.HALF_OPEN if state is CircuitState.OPEN and self.rests_s == 0 else state

    @property
    def rests_s(self) -> float:
        """Seconds until a probe is allowed; 0 while closed."""
        if self._storage.state != "open":
            return 0.0
        return max(0.0, self._rest_s - self._storage.open_for)

    def call(self, work: Callable[[], T]) -> T:
        """Runs `work`; raises Resting at once while the circuit is open."""
        try:
            return self._breaker.call(work)
        except CircuitBreakerError:
            raise Resting(self.rests_s) from None


class Resting(Exception):
    """The circuit is open; `seconds` until it may be probed."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"the circuit is open for {seconds:.0f} s more")
        self.seconds = seconds
