"""A conditional logit over the options of a case (McFadden's discrete choice model), learned one decision at a time.

Each open option has a utility, the sum of its features times their weights; the options' probabilities are the softmax.
Every weight is a normal distribution: its mean starts at the prior, its variance says how far one decision moves it, and
shrinks with each decision that told something about it (a diagonal Laplace step). So thirty features with priors work
from the first case, and a thousand decisions refine them; both cost microseconds, and the same decisions in the same order
give the same weights.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from core.advice.case import Evidence, Option
from core.advice.priors import (
    EVIDENCE_VARIANCE,
    LEAST,
    MOST,
    PREFERENCE_BOUND,
    PREFERENCE_VARIANCE,
    PRIORS,
    USE,
)

# Below this calibrated probability the advisor asks: it names what is likeliest, and chooses nothing.
SURE: Final = 0.9


@dataclass(slots=True)
class Weight:
    mean: float
    precision: float  # 1 / variance


@dataclass(slots=True)
class Model:
    """The weights that differ from their priors. One process learns at a time."""

    weights: dict[str, Weight] = field(default_factory=dict)

    def weight(self, name: str) -> float:
        held = self.weights.get(name)
        return held.mean if held is not None else PRIORS.get(name, 0.0)

    def contributions(self, evidence: Evidence, scope: str, editors: str) -> dict[Option, dict[str, float]]:
        """What each feature adds to each open option's utility."""
        return {
            option: {name: value * self.weight(name) for name, value in found.items()}
            for option, found in with_preferences(evidence, scope, editors).items()
        }

    def learn(self, evidence: Evidence, scope: str, editors: str, chosen: Option) -> None:
        """Move the weights towards what was decided. An option that was not open teaches nothing."""
        options = with_preferences(evidence, scope, editors)
        if chosen not in options:
            return
        odds = probabilities(self.contributions(evidence, scope, editors))
        moves: dict[str, tuple[float, float]] = {}
        for option, found in options.items():
            error = (1.0 if option is chosen else 0.0) - odds[option]
            curve = odds[option] * (1.0 - odds[option])
            for name, value in found.items():
                gradient, hessian = moves.get(name, (0.0, 0.0))
                moves[name] = (gradient + error * value, hessian + curve * value * value)
        for name, (gradient, hessian) in moves.items():
            held = self.weights.get(name) or Weight(PRIORS.get(name, 0.0), 1.0 / _variance(name))
            # What was met often is settled, however sure each decision was: a late slip moves it little.
            held.precision += hessian + USE
            held.mean = _bounded(name, held.mean + gradient / held.precision)
            self.weights[name] = held


def probabilities(contributions: Mapping[Option, Mapping[str, float]]) -> dict[Option, float]:
    utilities = {option: sum(found.values()) for option, found in contributions.items()}
    top = max(utilities.values())
    shares = {option: math.exp(one - top) for option, one in utilities.items()}
    whole = sum(shares.values())
    return {option: share / whole for option, share in shares.items()}


def with_preferences(evidence: Evidence, scope: str, editors: str) -> dict[Option, dict[str, float]]:
    """The evidence, and for each option what this installation prefers: everywhere, in the field, between these editors;
    and in the field whether it prefers the later edit, the more the further they lie apart.
    """
    return {
        option: {
            **found,
            f"prefer:{option.value}": 1.0,
            f"prefer:{option.value}@{scope}": 1.0,
            f"prefer:{option.value}@{scope}/{editors}": 1.0,
            **({f"{_LATER}{scope}": found["later"]} if "later" in found else {}),
        }
        for option, found in evidence.features.items()
    }


_LATER: Final = "prefer:later@"


def is_of_later(name: str) -> bool:
    """Whether a weight is what a field's decisions taught about the later edit."""
    return name.startswith(_LATER)


def _variance(name: str) -> float:
    if not name.startswith("prefer:"):
        return EVIDENCE_VARIANCE
    return PREFERENCE_VARIANCE["editors" if "/" in name else "field" if "@" in name else "all"]


def _bounded(name: str, mean: float) -> float:
    if name.startswith("prefer:"):
        return min(max(mean, -PREFERENCE_BOUND), PREFERENCE_BOUND)
    prior = PRIORS.get(name, 0.0)
    ends = sorted((LEAST * prior, MOST * prior))
    return min(max(mean, ends[0]), ends[1])
