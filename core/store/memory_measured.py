"""The metrics of the reference store."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from core.metrics import HOUR_MS, Metric, MetricKey
from core.store import looks
from core.store.memory_held import HeldInMemory


class MeasuredInMemory(HeldInMemory):
    """What `core/store/measured.py` keeps in a table."""

    def __init__(self, *, most_looks: int = looks.MOST) -> None:
        super().__init__(most_looks=most_looks)
        self._metrics: Counter[MetricKey] = Counter()

    def add_metrics(self, metrics: Iterable[Metric]) -> None:
        with self._lock:
            for one in metrics:
                self._metrics[one.key] += one.n

    def metrics(self, *, since: int, until: int, connection: str | None = None) -> list[Metric]:
        with self._lock:
            held = sorted(self._metrics.items(), key=lambda one: one[0][0])
        return [
            Metric(at=at, connection=name, measure=measure, bucket=bucket, n=n)
            for (at, name, measure, bucket), n in held
            if since <= at < until and connection in (None, name)
        ]

    def roll_metrics(self, *, before: int, forget: int) -> int:
        whole = before - before % HOUR_MS
        with self._lock:
            kept = {key: n for key, n in self._metrics.items() if key[0] >= forget}
            rolled: Counter[MetricKey] = Counter()
            for (at, connection, measure, bucket), n in kept.items():
                hour = at - at % HOUR_MS
                rolled[(hour if at < whole else at, connection, measure, bucket)] += n
            fine = sum(at < whole and at % HOUR_MS != 0 for at, *_ in kept)
            self._metrics = rolled
        return fine
