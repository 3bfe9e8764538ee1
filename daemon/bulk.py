"""One answer to many questions: each is decided like any other, chunk by chunk, in one run.

What may do for one question and not for another (a value, an option, a suggestion) is tried on all of a request before
the first is written. A chunk is one commit. Whatever is decided, decided meanwhile, or refused is told and stops nothing;
after a crash the same request goes on with what is still open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Final, Protocol, TypeAlias

from core.answers import Answer, Resolution, likeness
from core.conflicts import DELETION, Conflict, ConflictState, Item, ItemState, conflict_in, item_in
from core.errors import Conflicting, CrmSyncError, Invalid, NotFound
from core.store.base import CONFLICT, Activity, QueueQuery
from core.store.looks import every
from core.sync.books import Books
from daemon.answering import book, refusal
from daemon.runs import Running

if TYPE_CHECKING:
    from daemon.desk import Desk

CHUNK: Final = 50
MOST: Final = 500  # of one request; whoever asks goes on with `next`
LOOKED: Final = 5_000  # of a preview
_PAGE: Final = 500

Place: TypeAlias = tuple[int, str]


class TakingBack(Protocol):
    """Takes the answer to one question back. Raises NotFound, Conflicting."""

    def __call__(self, id: str, /, *, by: str, running: Running | None = None) -> object: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which questions: these `ids`, those a `query` finds, or with `alike` one and all like it.

    With `as_of` (ms) a question that is newer, or was refreshed later, counts as changed since somebody looked.
    """

    ids: tuple[str, ...] = ()
    query: QueueQuery | None = None
    alike: str | None = None
    as_of: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """A question that was not decided, and why."""

    id: str
    reason: str
    advice: str


@dataclass(slots=True)
class Outcome:
    """What came of it. `next` is where to go on; None at the end."""

    run: str
    done: list[str] = field(default_factory=list)
    stale: list[Left] = field(default_factory=list)
    refused: list[Left] = field(default_factory=list)
    next: Place | None = None


@dataclass(frozen=True, slots=True)
class Bulk:
    """Acts on many questions, for one person."""

    desk: Desk
    by: str

    # which ----------------------------------------------------------------------------------------------------------
    def count(self, selection: Selection) -> int:
        """How many a selection has now."""
        query = selection.query
        if query is not None and selection.alike is None and not selection.ids:
            return self.desk.store.queue_count(query, now=self.desk.now())
        return sum(1 for _ in self.chosen(selection))

    def chosen(self, selection: Selection, after: Place | None = None) -> Iterator[Conflict | Item]:
        """The questions of a selection, oldest first or as named, as they are read. Raises NotFound, Invalid."""
        return (one for one, fits in self.passed(selection, after) if fits)

    def passed(
        self, selection: Selection, after: Place | None = None
    ) -> Iterator[tuple[Conflict | Item, bool]]:
        """Likewise, with those that are read on the way and are not alike: whether each is of the selection."""
        store = self.desk.store
        if selection.ids:
            named = list(dict.fromkeys(selection.ids))
            passed = named.index(after[1]) + 1 if after is not None and after[1] in named else 0
            yield from ((self.desk.question(id), True) for id in named[passed:])
            return
        query, pattern = self.pattern(selection)
        now = self.desk.now()
        while page := store.queue(query, now=now, after=after, limit=_PAGE):
            for one in page:
                yield one, pattern is None or likeness(one) == pattern
            after = (page[-1].opened_at, page[-1].id)

    def pattern(self, selection: Selection) -> tuple[QueueQuery, tuple[str, ...] | None]:
        """What the store finds, and what those have in common that are meant. Raises NotFound, Invalid."""
        if selection.alike is not None:
            one = self.desk.question(selection.alike)
            if isinstance(one, Conflict):
                kind, (connection, object, _) = CONFLICT, one.link
            else:
                kind, connection, object = one.kind.value, one.connection, one.object
            query = QueueQuery(
                kinds=frozenset({kind}),
                connection=connection,
                objects=frozenset({object}),
                rules=frozenset({one.rule}) if one.rule is not None else None,
            )
            return query, likeness(one)
        if selection.query is None:
            raise Invalid("say which questions", advice="Give ids, a filter, or one question and all alike.")
        return selection.query, None

    # what -----------------------------------------------------------------------------------------------------------
    def refused(self, selection: Selection, answer: Answer) -> list[Left]:
        """Those of the first LOOKED that this answer cannot be given to, as far as it can be told before; at most MOST."""
        if not _differs(answer):
            return []
        some = islice(self.chosen(selection), LOOKED)
        refused = (left for one in some if (left := self.refusal(one, answer)) is not None)
        return list(islice(refused, MOST))

    def refusal(self, one: Conflict | Item, answer: Answer) -> Left | None:
        """Why this open question cannot be answered so, as far as it can be told before."""
        if _is_closed(one) or not _differs(answer):
            return None
        error = refusal(self.desk, one, answer, self.by)
        return None if error is None else _left(one.id, error)

    def answer(
        self,
        selection: Selection,
        answer: Answer,
        *,
        run: str | None = None,
        after: Place | None = None,
        most: int = MOST,
    ) -> Outcome:
        """Give them this answer, `most` of them at a time. Raises Invalid where too many are named."""
        if len(selection.ids) > MOST:
            raise Invalid(f"name at most {MOST} questions at a time")
        running = self.desk.running(run)
        outcome = Outcome(run=running.id)
        chosen: list[Conflict | Item] = []
        for one in self.chosen(selection, after):
            if len(chosen) == most:
                break
            chosen.append(one)
            outcome.next = (one.opened_at, one.id)
        else:
            outcome.next = None
        waiting: list[Conflict | Item] = []
        # An item's answer may reach several records, so each is a commit of its own.
        chunk = CHUNK if isinstance(answer, Resolution) else 1
        for one in self._fit(chosen, selection, answer, outcome):
            if len(waiting) == chunk or apart(one, waiting):
                self._commit(waiting, answer, running, outcome)
                waiting = []
            waiting.append(one)
        self._commit(waiting, answer, running, outcome)
        return outcome

    def _fit(
        self, chosen: Sequence[Conflict | Item], selection: Selection, answer: Answer, outcome: Outcome
    ) -> list[Conflict | Item]:
        """Those that are as they were looked at and that the answer will do for; the others are told."""
        found: list[Conflict | Item] = []
        for one in chosen:
            if _is_stale(one, selection.as_of):
                reason = f"{one.state.value} already" if _is_closed(one) else "changed since you looked"
                outcome.stale.append(Left(id=one.id, reason=reason, advice="Look at it again."))
                continue
            error = refusal(self.desk, one, answer, self.by) if _differs(answer) else None
            if error is not None:
                outcome.refused.append(_left(one.id, error))
            else:
                found.append(one)
        return found

    def take_back(
        self, run: str, *, into: str | None = None, after: Place | None = None, most: int = MOST
    ) -> Outcome:
        """Take back every resolution of a run that still stands, newest first, in one new run (or in `into`)."""
        outcome = self._take_back(
            run, "resolve", conflict_in, self.desk.take_back, into=into, after=after, most=most
        )
        if after is None and not outcome.done and not outcome.stale:
            raise NotFound(f"run {run!r} settled no conflict", advice="crmsync runs lists them.")
        return outcome

    def take_back_items(
        self, run: str, *, into: str | None = None, after: Place | None = None, most: int = MOST
    ) -> Outcome:
        """Likewise every answer to an item."""
        outcome = self._take_back(
            run, "item", item_in, self.desk.take_back_item, into=into, after=after, most=most
        )
        if after is None and not outcome.done and not outcome.stale:
            raise NotFound(f"run {run!r} answered no item", advice="crmsync runs lists them.")
        return outcome

    # inside ---------------------------------------------------------------------------------------------------------
    def _take_back(
        self,
        run: str,
        kind: str,
        named: Callable[[str], str],
        act: TakingBack,
        *,
        into: str | None,
        after: Place | None,
        most: int,
    ) -> Outcome:
        running = self.desk.running(into)
        outcome = Outcome(run=running.id)
        for seq, id in self.answered_in(run, kind, named, after[0] if after is not None else None):
            if len(outcome.done) + len(outcome.stale) == most:
                return outcome
            outcome.next = (seq, id)
            try:
                act(id, by=self.by, running=running)
            except (Conflicting, NotFound) as error:
                outcome.stale.append(_left(id, error))
            else:
                outcome.done.append(id)
        outcome.next = None
        return outcome

    def answered_in(
        self, run: str, kind: str, named: Callable[[str], str], before: int | None
    ) -> Iterator[tuple[int, str]]:
        """The questions that a run answered, newest first, each with its place in the log."""
        seen: set[str] = set()
        for stored in every(self.desk.store, Activity(run=run, kind=kind, before=before, limit=_PAGE)):
            id = named(stored.entry.cause)
            if id and id not in seen:
                seen.add(id)
                yield stored.seq, id

    def _commit(
        self, chunk: Sequence[Conflict | Item], answer: Answer, running: Running, outcome: Outcome
    ) -> None:
        """One commit; where one of them cannot be decided the others are decided one by one."""
        if not chunk:
            return

        def all_of(books: Books) -> None:
            for one in chunk:
                book(self.desk, books, self._fresh(one), answer, self.by)

        try:
            self.desk.act(all_of, running)
        except CrmSyncError as error:
            if not isinstance(error, Conflicting | Invalid | NotFound):
                raise
            if len(chunk) > 1:
                for one in chunk:
                    self._commit([one], answer, running, outcome)
            elif isinstance(error, Invalid):
                outcome.refused.append(_left(chunk[0].id, error))
            else:
                outcome.stale.append(_left(chunk[0].id, error))
        else:
            outcome.done += [one.id for one in chunk]

    def _fresh(self, one: Conflict | Item) -> Conflict | Item:
        """As it is now: what changed since it was chosen is not decided on."""
        now = self.desk.question(one.id)
        if now != one:
            raise Conflicting("it was changed or decided meanwhile")
        return now


def apart(one: Conflict | Item, waiting: Sequence[Conflict | Item]) -> bool:
    """A record is written once in a commit, and what becomes of a delete or an item may reach other records."""
    reaching = any(isinstance(other, Item) or other.rule == DELETION for other in (one, *waiting))
    return bool(waiting) and (reaching or one.record_id in {other.record_id for other in waiting})


def _differs(answer: Answer) -> bool:
    """Whether it may do for one question and not for another, so that it is tried before anything is written."""
    return not (isinstance(answer, Resolution) and answer.is_by_side)


def _is_closed(one: Conflict | Item) -> bool:
    return one.state not in (ConflictState.OPEN, ItemState.OPEN)


def _is_stale(one: Conflict | Item, as_of: int | None) -> bool:
    if _is_closed(one):
        return True
    newest = max(one.opened_at, one.refreshed_at or 0)
    return as_of is not None and newest > as_of


def _left(id: str, error: CrmSyncError) -> Left:
    return Left(id=id, reason=str(error), advice=error.advice)
