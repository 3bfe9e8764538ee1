"""Figures beside their targets: what falls short says MISS."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from statistics import median
from typing import Final


class Better(Enum):
    LOWER = "<="
    HIGHER = ">="


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One measured number. `target` None: told for comparison only. `spread` is (max - min) / median of the rounds."""

    name: str
    value: float
    unit: str
    target: float | None = None
    better: Better = Better.LOWER
    spread: float | None = None
    note: str = ""

    @property
    def misses(self) -> bool:
        if self.target is None:
            return False
        return self.value > self.target if self.better is Better.LOWER else self.value < self.target


@dataclass(frozen=True, slots=True, kw_only=True)
class Travel:
    """How long changes travelled in one direction. `ms` and `targets` are p50, p95, p99; `pace` is changes a second.

    `control`: 95 of 100 times a process that only sleeps was woken at most this late meanwhile, in ms.
    """

    name: str
    ms: tuple[float, ...]
    targets: tuple[float, ...]
    pace: float
    sent: int
    arrived: int
    control: float

    @property
    def missed(self) -> tuple[bool, ...]:
        """For each percentile; a change that never arrived misses all of them."""
        lost = self.arrived < self.sent
        return tuple(lost or ms > target for ms, target in zip(self.ms, self.targets, strict=True))


_TRAVEL_HEAD: Final = ("from -> to", "p50 ms", "p95 ms", "p99 ms", "targets", "", "changes", "control p95")
_HEAD: Final = ("figure", "measured", "target", "", "spread", "note")


def over_rounds(
    name: str,
    values: Sequence[float],
    unit: str,
    target: float | None = None,
    better: Better = Better.LOWER,
    note: str = "",
) -> Figure:
    """The median of the rounds, and how far they lie apart."""
    middle = median(values)
    spread = (max(values) - min(values)) / middle if middle else None
    return Figure(name=name, value=middle, unit=unit, target=target, better=better, spread=spread, note=note)


def table(figures: Sequence[Figure]) -> str:
    """A table that reads in a terminal and in Markdown."""
    return _drawn([_HEAD, *(_cells(one) for one in figures)])


def travel_table(travels: Sequence[Travel]) -> str:
    """One row a direction, each percentile beside its target."""
    return _drawn([_TRAVEL_HEAD, *(_travel_cells(one) for one in travels)])


def _travel_cells(one: Travel) -> tuple[str, ...]:
    missed = [name for name, misses in zip(("p50", "p95", "p99"), one.missed, strict=True) if misses]
    lost = one.sent - one.arrived
    return (
        one.name,
        *(_written(round(ms)) if math.isfinite(ms) else "never" for ms in one.ms),
        "<= " + " / ".join(_written(target) for target in one.targets),
        f"MISS {', '.join(missed)}" if missed else "",
        f"{one.sent} at {_written(round(one.pace, 1))}/s" + (f", {lost} NOT ARRIVED" if lost else ""),
        f"{one.control:.1f} ms",
    )


def _drawn(rows: Sequence[tuple[str, ...]]) -> str:
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    lines = ["| " + " | ".join(cell.ljust(widths[at]) for at, cell in enumerate(row)) + " |" for row in rows]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(lines)


def _cells(one: Figure) -> tuple[str, ...]:
    target = "" if one.target is None else f"{one.better.value} {_written(one.target)}"
    spread = "" if one.spread is None else f"{one.spread:.0%}"
    measured = f"{_written(one.value)} {one.unit}".strip()
    return (one.name, measured, target, "MISS" if one.misses else "", spread, one.note)


def _written(value: float) -> str:
    if abs(value) >= 1_000:
        return f"{value:,.0f}"
    return f"{value:.0f}" if value == int(value) or abs(value) >= 100 else f"{value:.3g}"


def percentile(values: Sequence[float], share: float) -> float:
    """The value that this share of all values does not exceed (nearest rank)."""
    ranked = sorted(values)
    return ranked[min(len(ranked) - 1, int(share * len(ranked)))]
