"""The kept metrics: added to now and then, read as they are, and put together by the hour once they are old."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from core.metrics import HOUR_MS, Measure, Metric
from core.store.database import Database

_ADD: Final = (
    "INSERT INTO metrics (at, connection, measure, bucket, n) VALUES (?, ?, ?, ?, ?) "
    "ON CONFLICT (at, connection, measure, bucket) DO UPDATE SET n = metrics.n + excluded.n"
)


class Measured:
    """The metrics in a database."""

    _db: Database

    def add_metrics(self, metrics: Iterable[Metric]) -> None:
        rows = sorted((one.at, one.connection, one.measure.value, one.bucket, one.n) for one in metrics)
        if not rows:
            return
        with self._db.write() as transaction:
            transaction.head()
            transaction.run_many(_ADD, rows)

    def metrics(self, *, since: int, until: int, connection: str | None = None) -> list[Metric]:
        where, values = "at >= ? AND at < ?", [since, until]
        asked: list[Any] = [*values]
        if connection is not None:
            where += " AND connection = ?"
            asked.append(connection)
        found = self._db.read(
            f"SELECT at, connection, measure, bucket, n FROM metrics WHERE {where} ORDER BY at", *asked
        )
        return [_metric(row) for row in found]

    def roll_metrics(self, *, before: int, forget: int) -> int:
        whole = before - before % HOUR_MS
        with self._db.write() as transaction:
            transaction.head()
            transaction.run("DELETE FROM metrics WHERE at < ?", forget)
            fine = transaction.read(
                f"SELECT at - at % {HOUR_MS}, connection, measure, bucket, sum(n) FROM metrics "
                f"WHERE at < ? AND at % {HOUR_MS} <> 0 GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4",
                whole,
            )
            gone = transaction.run(f"DELETE FROM metrics WHERE at < ? AND at % {HOUR_MS} <> 0", whole)
            if fine:
                transaction.run_many(
                    _ADD, [(at, name, what, bucket, int(n)) for at, name, what, bucket, n in fine]
                )
            return gone


def _metric(row: tuple[Any, ...]) -> Metric:
    at, connection, measure, bucket, n = row
    return Metric(at=at, connection=connection, measure=Measure(measure), bucket=bucket, n=int(n))
