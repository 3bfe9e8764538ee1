"""Metrics: percentiles from ranges, and charts whose steps are no finer than what is kept."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from core.metrics import (
    DAY_MS,
    HOUR_MS,
    MINUTE_MS,
    POINTS,
    Measure,
    Metric,
    Spell,
    bucket_of,
    points,
    spell,
    step_for,
    upper_of,
)


@given(st.integers(min_value=0, max_value=10 * DAY_MS))
def test_a_duration_is_told_to_within_a_fifth(milliseconds: int) -> None:
    told = upper_of(bucket_of(milliseconds))
    assert milliseconds * 0.99 - 1 <= told <= milliseconds * 1.21 + 1


@given(st.lists(st.integers(min_value=1, max_value=600_000), min_size=1, max_size=200))
def test_percentiles_are_those_of_the_durations_whatever_stretches_they_are_put_together_from(
    durations: list[int],
) -> None:
    half = len(durations) // 2
    whole = spell(Counter(map(bucket_of, durations[:half])) + Counter(map(bucket_of, durations[half:])))
    ranked = sorted(durations)
    for share, told in ((0.50, whole.p50), (0.95, whole.p95), (0.99, whole.p99)):
        exact = ranked[max(0, -(-int(share * 100) * len(ranked) // 100) - 1)]
        assert told == upper_of(bucket_of(exact))
    assert whole.count == len(durations)


def test_a_step_in_which_nothing_happened_is_a_point_of_its_own() -> None:
    def counted(at: int, measure: Measure, n: int, bucket: int = 0) -> Metric:
        return Metric(at=at, connection="hs", measure=measure, bucket=bucket, n=n)

    drawn = points(
        [
            counted(MINUTE_MS, Measure.TO_HUB, 2),
            counted(2 * MINUTE_MS, Measure.TO_HUB, 3),
            counted(2 * MINUTE_MS, Measure.LATENCY, 4, bucket_of(900)),
            counted(5 * MINUTE_MS, Measure.OPENED, 1),
        ],
        since=MINUTE_MS + 1,
        until=6 * MINUTE_MS,
        step=2 * MINUTE_MS,
    )
    assert [(one.at, one.counts) for one in drawn] == [
        (0, {Measure.TO_HUB: 2}),
        (2 * MINUTE_MS, {Measure.TO_HUB: 3}),
        (4 * MINUTE_MS, {Measure.OPENED: 1}),
    ]
    assert drawn[0].latency == Spell()
    assert drawn[1].latency.count == 4


@given(
    st.integers(min_value=1, max_value=100 * DAY_MS),
    st.integers(min_value=0, max_value=100 * DAY_MS),
    st.integers(min_value=1, max_value=DAY_MS),
)
def test_a_chart_has_no_more_points_than_can_be_drawn_and_no_finer_ones_than_are_kept(
    span: int, ago: int, wanted: int
) -> None:
    now = 200 * DAY_MS
    until = now - ago
    step = step_for(until - span, until, now, wanted)
    assert step >= wanted
    assert span / step <= POINTS
    assert step % (HOUR_MS if until - span < now - 2 * DAY_MS else MINUTE_MS) == 0
