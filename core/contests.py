"""Contests: fields that both sides changed, and how each contest ended. What the conflict rate is counted from.

A contest belongs to the day it began on, whenever it ends, so that of every day it holds, now and ever after:

    concurrent = equivalent + by rule + by advisor + by person + superseded + open
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final, TypeAlias

DAY_MS: Final = 86_400_000
TARGET: Final = 0.02  # PRD: conflicts left for a person, as a share of the records that changed


class ContestOutcome(Enum):
    """What is counted. OPENED is a contest that became a conflict; the five below it say how that conflict ended."""

    EQUIVALENT = "equivalent"  # both sides mean the same
    RULE = "rule"  # a rule or policy decided at once
    OPENED = "opened"
    PERSON = "person"
    ADVISOR = "advisor"
    LATE_RULE = "late_rule"  # a rule that was made later decided an open conflict
    SUPERSEDED = "superseded"
    REVERSED = "reversed"  # a resolution was taken back; told beside the others, and part of no sum
    CHANGED = "changed"  # no contest at all: a record that was changed, which the rate is a share of


ContestKey: TypeAlias = tuple[
    str, str, str, bool, ContestOutcome
]  # connection, hub object, rule, first sight


@dataclass(frozen=True, slots=True, kw_only=True)
class ContestCount:
    """`n` more (or fewer) of one outcome. `day` counts from 1970 in UTC; `object` is a hub object.

    `first_sight`: two records that met for the first time differed, and nobody edited anything.
    """

    day: int
    connection: str
    object: str
    rule: str
    outcome: ContestOutcome
    first_sight: bool = False
    n: int = 1

    @property
    def key(self) -> ContestKey:
        return (self.connection, self.object, self.rule, self.first_sight, self.outcome)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """The contests of one rule, or of several together."""

    equivalent: int = 0
    rule: int = 0
    advisor: int = 0
    person: int = 0
    superseded: int = 0
    open: int = 0
    reversed: int = 0

    @property
    def concurrent(self) -> int:
        return self.equivalent + self.rule + self.advisor + self.person + self.superseded + self.open

    @property
    def left(self) -> int:
        """What was left for a person, whether somebody has answered since or not."""
        return self.person + self.superseded + self.open

    def __add__(self, other: Figures) -> Figures:
        return Figures(
            equivalent=self.equivalent + other.equivalent,
            rule=self.rule + other.rule,
            advisor=self.advisor + other.advisor,
            person=self.person + other.person,
            superseded=self.superseded + other.superseded,
            open=self.open + other.open,
            reversed=self.reversed + other.reversed,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleFigures:
    connection: str
    object: str
    rule: str
    figures: Figures


@dataclass(frozen=True, slots=True, kw_only=True)
class ContestReport:
    """`rules` and `total` are contests between edits; `first_sight` those between records that met. `changed` records."""

    rules: tuple[RuleFigures, ...]
    total: Figures
    first_sight: Figures
    changed: int

    @property
    def rate(self) -> float | None:
        """Left for a person / records changed; None before any record was changed."""
        return self.total.left / self.changed if self.changed else None


def outcome_of(by: str) -> ContestOutcome:
    """How a conflict ended, by who settled it: "advisor", "rule:newest", or a person."""
    head = by.partition(":")[0]
    if head == "advisor":
        return ContestOutcome.ADVISOR
    return ContestOutcome.LATE_RULE if head == "rule" else ContestOutcome.PERSON


def day_of(at: int) -> int:
    """The UTC day of a moment in ms."""
    return at // DAY_MS


def report(counts: Mapping[ContestKey, int], *, rule: str | None = None) -> ContestReport:
    """The figures behind these counts, of one rule or of all; rules by what was left for a person, most first."""
    by_rule: defaultdict[tuple[str, str, str], dict[ContestOutcome, int]] = defaultdict(dict)
    met: defaultdict[tuple[str, str, str], dict[ContestOutcome, int]] = defaultdict(dict)
    changed = 0
    for (connection, object, name, first_sight, outcome), n in counts.items():
        if outcome is ContestOutcome.CHANGED:
            changed += n
        elif rule in (None, name):
            (met if first_sight else by_rule)[(connection, object, name)][outcome] = n
    rules = [
        RuleFigures(connection=connection, object=object, rule=name, figures=_figures(some))
        for (connection, object, name), some in by_rule.items()
    ]
    rules.sort(key=lambda one: (-one.figures.left, one.connection, one.object, one.rule))
    return ContestReport(
        rules=tuple(rules),
        total=_sum(one.figures for one in rules),
        first_sight=_sum(map(_figures, met.values())),
        changed=changed,
    )


def _figures(counts: Mapping[ContestOutcome, int]) -> Figures:
    def of(outcome: ContestOutcome) -> int:
        return counts.get(outcome, 0)

    person, advisor = of(ContestOutcome.PERSON), of(ContestOutcome.ADVISOR)
    late, superseded = of(ContestOutcome.LATE_RULE), of(ContestOutcome.SUPERSEDED)
    return Figures(
        equivalent=of(ContestOutcome.EQUIVALENT),
        rule=of(ContestOutcome.RULE) + late,
        advisor=advisor,
        person=person,
        superseded=superseded,
        open=of(ContestOutcome.OPENED) - person - advisor - late - superseded,
        reversed=of(ContestOutcome.REVERSED),
    )


def _sum(some: Iterable[Figures]) -> Figures:
    total = Figures()
    for one in some:
        total += one
    return total
