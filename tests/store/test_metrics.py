"""Metrics are added up, read by time and connection, put together by the hour once they are old, and forgotten."""

from __future__ import annotations

from core.metrics import HOUR_MS, MINUTE_MS, Measure, Metric
from core.store.base import Store


def counted(
    at: int, n: int, connection: str = "hs", measure: Measure = Measure.TO_HUB, bucket: int = 0
) -> Metric:
    return Metric(at=at, connection=connection, measure=measure, bucket=bucket, n=n)


def test_metrics_are_added_up_and_put_together_by_the_hour(store: Store) -> None:
    store.add_metrics([counted(HOUR_MS, 1), counted(HOUR_MS + MINUTE_MS, 2)])
    store.add_metrics([counted(HOUR_MS + MINUTE_MS, 3), counted(HOUR_MS + MINUTE_MS, 7, "sf")])
    late = counted(HOUR_MS + 2 * MINUTE_MS, 4, measure=Measure.LATENCY, bucket=9)
    fine = counted(2 * HOUR_MS + MINUTE_MS, 5)
    store.add_metrics([late, fine, counted(MINUTE_MS, 9)])
    assert store.metrics(since=HOUR_MS, until=HOUR_MS + 2 * MINUTE_MS, connection="hs") == [
        counted(HOUR_MS, 1),
        counted(HOUR_MS + MINUTE_MS, 5),
    ]
    assert store.roll_metrics(before=2 * HOUR_MS + 30 * MINUTE_MS, forget=HOUR_MS) == 3
    kept = {
        counted(HOUR_MS, 6),
        counted(HOUR_MS, 7, "sf"),
        counted(HOUR_MS, 4, measure=Measure.LATENCY, bucket=9),
        fine,
    }
    assert set(store.metrics(since=0, until=9 * HOUR_MS)) == kept
    assert store.roll_metrics(before=2 * HOUR_MS, forget=HOUR_MS) == 0
    assert set(store.metrics(since=0, until=9 * HOUR_MS)) == kept
