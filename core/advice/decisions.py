"""A decision about a conflict as it is remembered: the evidence that was there, what was suggested and what was done.

No value of a record is kept, and no name but of who decided: evidence is named features. This is all the advisor learns
from; the same decisions in the same order make the same advisor again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from core.advice.case import Evidence, Option

ADVISOR = "advisor"  # who decided, where nobody did


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """`features` are by option and name; `suggested` and `probability` what was likeliest just before, `sure` whether it
    was put forward. `reversed_at` (ms) says that the decision was taken back.
    """

    id: str
    at: int
    object: str
    field: str
    connection: str
    conflict: str
    by: str
    editors: str
    features: Mapping[str, Mapping[str, float]]
    suggested: Option
    probability: float
    sure: bool
    chosen: Option
    reversed_at: int | None = None

    @property
    def scope(self) -> str:
        return f"{self.object}.{self.field}"

    @property
    def agreed(self) -> bool:
        return self.suggested is self.chosen

    @property
    def by_advisor(self) -> bool:
        return self.by == ADVISOR

    @property
    def teaches(self) -> bool:
        """Whether it is somebody's decision that stands: the advisor does not learn from itself."""
        return not self.by_advisor and self.reversed_at is None

    def evidence(self) -> Evidence:
        return Evidence(
            features={Option(option): found for option, found in self.features.items()}, values={}
        )


def features_of(found: Evidence) -> dict[str, dict[str, float]]:
    return {option.value: dict(parts) for option, parts in found.features.items()}
