"""A lane: one connection's adapter, compiled mappings and right to commit, as the verbs of the cycle use them.

`World` is the one door to time, chance and fresh ids; a simulation brings its own.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field

from adapters.base import Adapter
from core.jobs import Lease, Run, RunKind, RunOutcome
from core.rules import NO_BOOK, RuleBook, Rules
from core.store.base import Batch, Store
from core.sync.books import Books
from core.sync.routes import Routes
from core.translate import Translation
from daemon.runs import Running


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """Time in ms since 1970, fresh ids in rising order, and chance. `owner` names the daemon among those of one store."""

    clock: Callable[[], int]
    ids: Callable[[], str]
    rng: random.Random
    owner: str = "daemon"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """Times in ms. `hold`: how long an unanswered write may still land (RELIABILITY R6).

    `children` are the records that are looked at in one transaction when those of a merged-away record move, and
    `unplanned` those that a first sync may write without an approved plan (None: any number).
    """

    hold: int = 120_000
    lease: int = 60_000
    retry_least: int = 1_000
    retry_most: int = 300_000
    poll: int = 3_000
    deep_poll: int = 300_000
    park_after: int = 8
    children: int = 500
    unplanned: int | None = None


@dataclass(slots=True)
class Lane:
    """Everything one connection's work needs. `committed` is told of every batch once it is durable.

    `noticed` is told of the CRM object where a poll found news: webhooks that work would have announced it.
    Nothing is created of the `unprepared` CRM objects: they lack the field by which a lost answer is looked up.
    """

    connection: str
    adapter: Adapter
    store: Store
    world: World
    routes: Routes
    translations: MappingOf[str, Translation]  # by CRM object, parents before children
    pace: Pace
    committed: Callable[[Batch], None]
    stopping: Callable[[], bool] = lambda: False
    """Asked between batches and pages: whoever stops us waits for the one in hand, not for all that is due."""
    noticed: Callable[[str], None] = lambda crm_object: None
    unprepared: frozenset[str] = frozenset()
    suspects: set[str] = field(default_factory=set)
    """CRM objects whose schema shall be looked at before anything else."""
    swept: dict[str, int] = field(default_factory=dict)
    """When everything of a CRM object was last compared to the end, ms."""
    parked_by_refusal: Callable[[str], frozenset[str]] = lambda crm_object: frozenset()
    """Looks whether the CRM refused because its fields have changed: the rules of the object that are parked now."""
    rulebook: Callable[[], RuleBook] = lambda: NO_BOOK
    """The rules as they are saved now, for values that both sides changed."""
    lease: Lease | None = None
    progressed: bool = False
    """Whether something was made durable since the turn began."""
    layouts: dict[str, tuple[tuple[str, ...], tuple[str, ...]] | None] = field(default_factory=dict)

    @property
    def actor(self) -> str:
        return f"connection:{self.connection}"

    @property
    def rules(self) -> Rules:
        """The rules in force at this moment."""
        return self.rulebook().at(self.world.clock())

    def start(self, kind: RunKind, crm_object: str | None) -> Running:
        return Running(
            run=Run(
                id=self.world.ids(),
                kind=kind,
                connection=self.connection,
                object=crm_object,
                started=self.world.clock(),
            )
        )

    def books(self, run: Running) -> Books:
        return Books(at=self.world.clock(), run=run.id, ids=self.world.ids, routes=self.routes)

    def commit(
        self, books: Books, run: Running, outcome: RunOutcome = RunOutcome.DONE, reason: str = ""
    ) -> None:
        """Make the step durable under this lane's lease. Raises VersionChanged, LeaseLost, StoreError."""
        if books.is_empty:
            return
        run.sign(books, outcome, reason)
        batch = books.batch()
        self.store.commit(batch, self.lease)
        run.add(books)
        self.progressed = True
        self.committed(batch)

    def layout(self, name: str) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
        if name not in self.layouts:
            self.layouts[name] = self.store.layout(name)
        return self.layouts[name]

    def later(self, attempts: int) -> int:
        """When to try again after so many tries: exponential with full jitter, in ms from 1970."""
        ceiling = min(self.pace.retry_most, self.pace.retry_least * 2 ** min(attempts, 20))
        return self.world.clock() + self.pace.retry_least // 2 + int(self.world.rng.random() * ceiling)
