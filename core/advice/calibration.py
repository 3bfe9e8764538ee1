"""Whether "97 % sure" is right 97 times in a hundred: probabilities are held against later decisions and corrected.

What is kept are a field's last decisions as (probability stated before the answer was learned, whether it was right): each
was held back from the model that made it. Platt's correction (two numbers on the log-odds) is fitted to them after each, the
latest counting most, with a pull towards "no correction" that a dozen outweigh. Each field has its own, so that one
where people decide oddly makes the advisor no less sure elsewhere.
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass, field
from typing import Final

WINDOW: Final = 150
_FADES: Final = 0.95  # what the decision before counts beside this one
_PULL: Final = 3.0  # decisions' worth of "no correction"
_ROUNDS: Final = 2  # Newton steps; each starts where the last fit ended
_SLOPES: Final = (0.2, 1.5)
_SHIFTS: Final = (-4.0, 1.0)  # it may take away much sureness, and add little
_FURTHEST: Final = 7.0  # log-odds: nothing is surer than 99.9 %


@dataclass(slots=True)
class Calibration:
    """`slope` and `shift` turn the model's log-odds into calibrated ones."""

    seen: deque[tuple[float, bool]] = field(default_factory=lambda: deque(maxlen=WINDOW))
    slope: float = 1.0
    shift: float = 0.0

    def calibrated(self, probability: float) -> float:
        return _logistic(min(max(self.slope * _log_odds(probability) + self.shift, -_FURTHEST), _FURTHEST))

    def learn(self, probability: float, right: bool) -> None:
        self.seen.append((_log_odds(probability), right))
        for _ in range(_ROUNDS):
            self._step()

    def _step(self) -> None:
        """One Newton step on the penalised likelihood of slope and shift."""
        g0, g1 = _PULL * (1.0 - self.slope), _PULL * -self.shift
        h00, h01, h11 = _PULL, 0.0, _PULL
        counts = 1.0
        for x, right in reversed(self.seen):
            p = _logistic(self.slope * x + self.shift)
            error, curve = counts * ((1.0 if right else 0.0) - p), counts * p * (1.0 - p)
            g0, g1 = g0 + error * x, g1 + error
            h00, h01, h11 = h00 + curve * x * x, h01 + curve * x, h11 + curve
            counts *= _FADES
        whole = h00 * h11 - h01 * h01
        self.slope = _within(_SLOPES, self.slope + (h11 * g0 - h01 * g1) / whole)
        self.shift = _within(_SHIFTS, self.shift + (h00 * g1 - h01 * g0) / whole)


def _within(ends: tuple[float, float], x: float) -> float:
    return min(max(x, ends[0]), ends[1])


def _logistic(x: float) -> float:
    return 1.0 / (1.0 + math.exp(-x))


def _log_odds(p: float) -> float:
    p = min(max(p, 1e-6), 1.0 - 1e-6)
    return math.log(p / (1.0 - p))
