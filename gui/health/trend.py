"""What this window has seen of a connection over time: throughput for the sparkline, and how long its backlog will take."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from core.wire.models import Health

MOST: Final = 120
_WINDOW_S: Final = 60.0


@dataclass(slots=True)
class Trend:
    """Samples of one connection: when (ms), its calls so far, and what was on the way."""

    samples: deque[tuple[int, int, int]] = field(default_factory=lambda: deque(maxlen=MOST))

    def note(self, at: int, calls: int, waiting: int) -> None:
        if self.samples and (calls < self.samples[-1][1] or at < self.samples[-1][0]):
            self.samples.clear()  # the daemon was started anew
        if not self.samples or at > self.samples[-1][0]:
            self.samples.append((at, calls, waiting))

    @property
    def calls_per_minute(self) -> list[float]:
        return [
            (later[1] - earlier[1]) * 60_000 / (later[0] - earlier[0])
            for earlier, later in zip(self.samples, list(self.samples)[1:], strict=False)
        ]

    @property
    def drained_in_s(self) -> float | None:
        """Seconds until nothing waits, at the pace of the last minute; None where it does not shrink."""
        if len(self.samples) < 2:
            return None
        newest = self.samples[-1]
        oldest = next(one for one in self.samples if newest[0] - one[0] <= _WINDOW_S * 1_000)
        shrunk, took_s = oldest[2] - newest[2], (newest[0] - oldest[0]) / 1_000
        return None if shrunk <= 0 or took_s <= 0 else newest[2] * took_s / shrunk


class Trends:
    """One trend a connection, fed with every health that comes."""

    def __init__(self) -> None:
        self._trends: dict[str, Trend] = {}

    def note(self, health: Health) -> None:
        for one in health.connections:
            waiting = one.backlog.pending + one.backlog.signals
            self._trends.setdefault(one.name, Trend()).note(health.at, one.calls, waiting)

    @property
    def by_name(self) -> Mapping[str, Trend]:
        return self._trends

    def of(self, name: str) -> Trend:
        return self._trends.setdefault(name, Trend())

    def clear(self) -> None:
        self._trends.clear()
