"""What charts are drawn from: how many changes went which way, how long they took, how conflicts came and ended. Pure.

Counts are kept by the minute for two days and by the hour after that. How long changes took is kept as counts of ranges
that grow by a fifth, so that percentiles of any stretch are told to within a fifth, whatever it is put together from.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Final, TypeAlias

MINUTE_MS: Final = 60_000
HOUR_MS: Final = 3_600_000
DAY_MS: Final = 86_400_000
KEPT_BY_MINUTE_MS: Final = 2 * DAY_MS
KEPT_MS: Final = 100 * DAY_MS
POINTS: Final = 1_500  # the most points of one answer

_GROWTH: Final = math.log(1.2)


class Measure(Enum):
    """What is counted. All but the first four are conflicts, and how fields that both sides changed were decided."""

    TO_HUB = "to_hub"  # records that a connection's news made, changed or deleted in the hub
    TO_CRM = "to_crm"  # writes a CRM confirmed
    REFUSED = "refused"  # writes a CRM refused
    LATENCY = "latency"  # how long a change took to arrive; the bucket tells (see `bucket_of`)
    OPENED = "opened"
    PERSON = "person"
    ADVISOR = "advisor"
    RULE = "rule"
    SUPERSEDED = "superseded"


MetricKey: TypeAlias = tuple[int, str, Measure, int]  # minute or hour (ms), connection, what, bucket


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """`n` of one measure within the minute, or hour, that began at `at` (ms). `bucket` is 0 but for LATENCY."""

    at: int
    connection: str
    measure: Measure
    bucket: int = 0
    n: int

    @property
    def key(self) -> MetricKey:
        return (self.at, self.connection, self.measure, self.bucket)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spell:
    """Percentiles in ms of the changes that arrived within one step; None where none did."""

    p50: int | None = None
    p95: int | None = None
    p99: int | None = None
    count: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One step of a chart, from `at` (ms) on: the counts by measure, LATENCY left out, and how long changes took."""

    at: int
    counts: dict[Measure, int]
    latency: Spell


def bucket_of(milliseconds: int) -> int:
    """The range that this duration lies in."""
    return 0 if milliseconds <= 1 else 1 + int(math.log(milliseconds) / _GROWTH)


def upper_of(bucket: int) -> int:
    """The longest duration of a range, ms."""
    return 1 if bucket <= 0 else int(math.exp(bucket * _GROWTH))


def spell(buckets: Counter[int]) -> Spell:
    """Percentiles of durations that are known by their ranges."""
    total = sum(buckets.values())
    if not total:
        return Spell()
    found: list[int] = []
    for share in (0.50, 0.95, 0.99):
        seen, wanted = 0, share * total
        for bucket in sorted(buckets):
            seen += buckets[bucket]
            if seen >= wanted:
                found.append(upper_of(bucket))
                break
    return Spell(p50=found[0], p95=found[1], p99=found[2], count=total)


def step_for(since: int, until: int, now: int, wanted: int | None = None) -> int:
    """The step of a chart, ms: what is wanted, but no finer than what is kept, and of no more than `POINTS` points."""
    finest = HOUR_MS if since < now - KEPT_BY_MINUTE_MS else MINUTE_MS
    least = -(-(until - since) // POINTS)
    step = max(finest, least, wanted or 0)
    return -(-step // finest) * finest


def points(metrics: Iterable[Metric], *, since: int, until: int, step: int) -> list[Point]:
    """Every step of a chart from the one that `since` lies in, those without anything included."""
    counts: defaultdict[int, Counter[Measure]] = defaultdict(Counter)
    durations: defaultdict[int, Counter[int]] = defaultdict(Counter)
    for one in metrics:
        at = one.at - one.at % step
        if one.measure is Measure.LATENCY:
            durations[at][one.bucket] += one.n
        else:
            counts[at][one.measure] += one.n
    first = since - since % step
    return [
        Point(at=at, counts=dict(counts.get(at, {})), latency=spell(durations.get(at, Counter())))
        for at in range(first, until, step)
    ]
