"""The kept counts of contests: added to in the commit that decides, read as sums over days."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, Final

from core.contests import ContestCount, ContestKey, ContestOutcome
from core.store.database import Database, Transaction

_ADD: Final = (
    "INSERT INTO contests (day, connection, object, rule, first_sight, outcome, n) VALUES (?, ?, ?, ?, ?, ?, ?) "
    "ON CONFLICT (day, connection, object, rule, first_sight, outcome) DO UPDATE SET n = contests.n + excluded.n"
)


def added_up(counts: Iterable[ContestCount]) -> Counter[tuple[int, ContestKey]]:
    """Every (day, key) once."""
    total: Counter[tuple[int, ContestKey]] = Counter()
    for one in counts:
        total[(one.day, one.key)] += one.n
    return total


def add_contests(transaction: Transaction, counts: Iterable[ContestCount]) -> None:
    rows = sorted(
        (day, connection, object, rule, int(first_sight), outcome.value, n)
        for (day, (connection, object, rule, first_sight, outcome)), n in added_up(counts).items()
        if n
    )
    if rows:
        transaction.run_many(_ADD, rows)


class Contested:
    """The counts in a database."""

    _db: Database

    def contests(
        self,
        *,
        since: int | None = None,
        until: int | None = None,
        connection: str | None = None,
        object: str | None = None,
    ) -> Mapping[ContestKey, int]:
        where: list[str] = ["1 = 1"]
        values: list[Any] = []
        for part, given in (
            ("day >= ?", since),
            ("day <= ?", until),
            ("connection = ?", connection),
            ("object = ?", object),
        ):
            if given is not None:
                where.append(part)
                values.append(given)
        found = self._db.read(
            "SELECT connection, object, rule, first_sight, outcome, sum(n) FROM contests "
            f"WHERE {' AND '.join(where)} GROUP BY connection, object, rule, first_sight, outcome",
            *values,
        )
        return {
            (name, kind, rule, bool(first), ContestOutcome(outcome)): int(n)
            for name, kind, rule, first, outcome, n in found
            if n
        }
