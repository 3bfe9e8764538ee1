"""Figures beside their targets: what falls short says MISS."""

from __future__ import annotations

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
    rows = [_HEAD, *(_cells(one) for one in figures)]
    widths = [max(len(row[at]) for row in rows) for at in range(len(_HEAD))]
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
