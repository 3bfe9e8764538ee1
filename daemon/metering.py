"""Counts what every durable batch did, and keeps the counts now and then: what charts are drawn from.

Counting costs the hot path a few additions, and nothing on the disk. A kill loses the counts of some seconds, and no
record of what happened: the log has it all.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Final

from core.contests import ContestOutcome
from core.jobs import Outcome
from core.metrics import KEPT_BY_MINUTE_MS, KEPT_MS, MINUTE_MS, Measure, Metric, MetricKey, bucket_of
from core.store.base import Batch, Store

_TAKEN_IN: Final = frozenset({"create", "set", "delete", "restore", "merge"})
_ENDINGS: Final = {
    ContestOutcome.OPENED: Measure.OPENED,
    ContestOutcome.PERSON: Measure.PERSON,
    ContestOutcome.ADVISOR: Measure.ADVISOR,
    ContestOutcome.RULE: Measure.RULE,
    ContestOutcome.LATE_RULE: Measure.RULE,
    ContestOutcome.SUPERSEDED: Measure.SUPERSEDED,
}


@dataclass(slots=True)
class Metering:
    """Safe between threads. `keep` makes what was counted durable, `tidy` puts what is old together."""

    store: Store
    clock: Callable[[], int]
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _counted: Counter[MetricKey] = field(default_factory=Counter)

    def note(self, batch: Batch, arrived: Iterable[tuple[str, int]]) -> None:
        """`arrived` are (connection, ms it took) of the changes that this batch saw through."""
        now = self.clock()
        at = now - now % MINUTE_MS
        found: Counter[MetricKey] = Counter()
        for entry in batch.audit:
            if entry.kind == "push":
                found[(at, entry.connection, Measure.TO_CRM, 0)] += 1
            elif entry.kind in _TAKEN_IN and entry.actor.startswith("connection:"):
                found[(at, entry.actor.partition(":")[2], Measure.TO_HUB, 0)] += 1
        for attempt in batch.attempts:
            if attempt.outcome is Outcome.REJECTED:
                found[(at, attempt.connection, Measure.REFUSED, 0)] += 1
        for contest in batch.contests:
            measure = _ENDINGS.get(contest.outcome)
            if measure is not None and contest.n > 0:
                found[(at, contest.connection, measure, 0)] += contest.n
        for connection, took in arrived:
            found[(at, connection, Measure.LATENCY, bucket_of(max(0, took)))] += 1
        if found:
            with self._lock:
                self._counted.update(found)

    def keep(self) -> None:
        """Raises StoreError; then nothing is lost, and the next call keeps it."""
        with self._lock:
            counted, self._counted = self._counted, Counter()
        try:
            self.store.add_metrics(
                Metric(at=at, connection=name, measure=measure, bucket=bucket, n=n)
                for (at, name, measure, bucket), n in counted.items()
            )
        except BaseException:
            with self._lock:
                self._counted.update(counted)
            raise

    def tidy(self) -> None:
        """Raises StoreError."""
        now = self.clock()
        self.store.roll_metrics(before=now - KEPT_BY_MINUTE_MS, forget=now - KEPT_MS)
