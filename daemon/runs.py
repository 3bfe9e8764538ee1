"""A run under way: its row is written with the batches that change something, never for nothing."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from core.errors import NotFound
from core.jobs import Run, RunKind, RunOutcome
from core.store.base import Store
from core.sync.books import Books

if TYPE_CHECKING:
    from daemon.lane import World


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


def api_run(store: Store, world: World, id: str | None = None) -> Running:
    """A run for what people ask: a fresh one, or the one of this id to go on with. Raises NotFound."""
    if id is not None:
        known = store.run(id)
        if known is None or known.kind is not RunKind.API:
            raise NotFound(f"there is no run {id!r} to go on with", advice="Leave the run out.")
        return Running(run=known, totals=Counter(known.counts))
    fresh = Run(id=world.ids(), kind=RunKind.API, connection=None, object=None, started=world.clock())
    return Running(run=fresh)
