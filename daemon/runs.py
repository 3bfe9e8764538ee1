"""A run under way: its row is written with the batches that change something, never for nothing."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace

from core.jobs import Run, RunOutcome
from core.sync.books import Books


@dataclass(slots=True)
class Running:
    """The run every entry of a step belongs to, with its totals so far."""

    run: Run
    totals: Counter[str] = field(default_factory=Counter)

    @property
    def id(self) -> str:
        return self.run.id

    def sign(self, books: Books, outcome: RunOutcome = RunOutcome.DONE, reason: str = "") -> None:
        """Put the run's row, as it will be once these books are durable, into them."""
        if books.audit or books.items or books.conflicts or books.attempts:
            counts = dict(self.totals + books.counts)
            row = replace(
                self.run, ended=books.at, counts=counts, outcome=outcome, reason=reason or self.run.reason
            )
            books.runs[:] = [row]

    def add(self, books: Books) -> None:
        """The books are durable: their counts belong to the run."""
        self.totals.update(books.counts)
