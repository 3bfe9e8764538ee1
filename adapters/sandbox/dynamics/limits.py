"""Service protection: of a user's requests within five minutes their number, their time, and how many run at once.

learn.microsoft.com, "Service protection API limits". `Retry-After` grows while somebody keeps pushing.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from adapters.sandbox.calls import Answer
from adapters.sandbox.dynamics.errors import DataverseError

_WINDOW_MS: Final = 300_000
_LONGEST_S: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    requests: int
    time_ms: int
    concurrent: int


ALLOWANCES: Final = {
    "generous": Allowance(requests=1_000_000_000, time_ms=1_000_000_000, concurrent=1_000_000),
    "usual": Allowance(requests=6_000, time_ms=1_200_000, concurrent=52),
    "tight": Allowance(requests=60, time_ms=12_000, concurrent=4),
}


def requests_exceeded(limit: int, retry_after_s: float | None) -> DataverseError:
    return _refusal(
        "0x80072322",
        f"Number of requests exceeded the limit of {limit} over time window of 300 seconds.",
        retry_after_s,
    )


def time_exceeded(limit_ms: int, retry_after_s: float | None) -> DataverseError:
    return _refusal(
        "0x80072321",
        f"Combined execution time of incoming requests exceeded limit of {limit_ms:,} milliseconds over time window of 300"
        " seconds. Decrease number of concurrent requests or reduce the duration of requests and try again later.",
        retry_after_s,
    )


def concurrency_exceeded(limit: int, retry_after_s: float | None) -> DataverseError:
    return _refusal(
        "0x80072326", f"Number of concurrent requests exceeded the limit of {limit}.", retry_after_s
    )


def _refusal(code: str, message: str, retry_after_s: float | None) -> DataverseError:
    headers = () if retry_after_s is None else (("retry-after", f"{max(0, retry_after_s):g}"),)
    return DataverseError(429, code, message, headers)


class Limits:
    """One user's window; requests here take no time worth counting, so each counts as `cost_ms`."""

    def __init__(self, allowance: Allowance, clock: Callable[[], int], *, cost_ms: int = 20) -> None:
        self.allowance, self._clock, self._cost_ms = allowance, clock, cost_ms
        self._recent: deque[int] = deque()
        self._refused = 0
        self._faults = 0

    def admit(self) -> None:
        """Counts one request. Raises 429."""
        now = self._clock()
        while self._recent and self._recent[0] <= now - _WINDOW_MS:
            self._recent.popleft()
        wait_s = (self._recent[0] + _WINDOW_MS - now) / 1000 if self._recent else 0.0
        if len(self._recent) >= self.allowance.requests:
            raise requests_exceeded(self.allowance.requests, self._wait(wait_s))
        if len(self._recent) * self._cost_ms >= self.allowance.time_ms:
            raise time_exceeded(self.allowance.time_ms, self._wait(wait_s))
        self._refused = 0
        self._recent.append(now)

    def _wait(self, wait_s: float) -> float:
        self._refused += 1
        return min(float(_LONGEST_S), max(1.0, round(wait_s)) + self._refused // 5)

    def by_fault(self, retry_after_s: float | None) -> DataverseError:
        """A refusal nobody earned; the three reasons take turns."""
        self._faults += 1
        match self._faults % 3:
            case 1:
                return requests_exceeded(6_000, retry_after_s)
            case 2:
                return time_exceeded(1_200_000, retry_after_s)
            case _:
                return concurrency_exceeded(52, retry_after_s)

    def label(self, answer: Answer) -> Answer:
        """The headers that show what is left, on every answer."""
        used = len(self._recent)
        headers = (
            ("x-ms-ratelimit-burst-remaining-xrm-requests", str(max(0, self.allowance.requests - used))),
            (
                "x-ms-ratelimit-time-remaining-xrm-requests",
                f"{max(0, self.allowance.time_ms - used * self._cost_ms) / 1000:,.2f}",
            ),
        )
        return replace(answer, headers=(*answer.headers, *headers))
