"""Kept counters: what a commit adds and takes away, so that nobody ever counts a big table."""

from __future__ import annotations

from collections import Counter
from typing import Final, TypeAlias

from core.jobs import Pending
from core.store.database import Transaction

CounterKey: TypeAlias = tuple[str, str, str]  # (kind, connection, object)

_ADD: Final = (
    "INSERT INTO counters (kind, connection, object, n) VALUES (?, ?, ?, ?) "
    "ON CONFLICT (kind, connection, object) DO UPDATE SET n = counters.n + excluded.n"
)


class Counts(Counter[CounterKey]):
    """Differences by counter."""

    def pending(self, row: Pending, by: int) -> None:
        """Rows are in one of three classes: parked, waiting for another record, or runnable now or later."""
        kind = "parked" if row.parked else "pending" if row.waiting_for is None else "waiting"
        self[(kind, row.connection, row.object)] += by


def add_counts(transaction: Transaction, counts: Counts) -> None:
    """Sorted, so that two writers take the rows in the same order."""
    changed = [(*key, by) for key, by in sorted(counts.items()) if by]
    if changed:
        transaction.run_many(_ADD, changed)
