"""One answer to many questions: each is decided like any other, chunk by chunk, in one run.

A chunk is one commit. Whatever is decided, decided meanwhile, or refused is told and stops nothing; after a crash the
same request goes on with what is still open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeAlias

from core.conflicts import DELETION, Choice, Conflict, ConflictState, Item, ItemState, conflict_in
from core.errors import Conflicting, CrmSyncError, Invalid, NotFound
from core.store.base import CONFLICT, Activity, QueueQuery
from core.sync.books import Books
from daemon.runs import Running

if TYPE_CHECKING:
    from daemon.desk import Desk

CHUNK: Final = 50
MOST: Final = 500  # of one request; whoever asks goes on with `next`
_PAGE: Final = 500

Place: TypeAlias = tuple[int, str]
Booked: TypeAlias = Callable[[Books, Conflict | Item], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which questions: these `ids`, those a `query` finds, or with `alike` a conflict and all like it.

    With `as_of` (ms) a conflict that is newer, or was refreshed later, counts as changed since somebody looked.
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
        """The questions of a selection, oldest first, as they are read. Raises NotFound, Invalid."""
        store = self.desk.store
        if selection.ids:
            found = (store.conflict(id) or store.item(id) for id in dict.fromkeys(selection.ids))
            for id, one in zip(dict.fromkeys(selection.ids), found, strict=True):
                if one is None:
                    raise NotFound(f"there is no conflict and no item {id!r}")
                yield one
            return
        query, pattern = self._pattern(selection)
        now = self.desk.now()
        while page := store.queue(query, now=now, after=after, limit=_PAGE):
            for one in page:
                if pattern is None or (isinstance(one, Conflict) and editors(one) == pattern):
                    yield one
            after = (page[-1].opened_at, page[-1].id)

    def _pattern(self, selection: Selection) -> tuple[QueueQuery, tuple[str, str] | None]:
        if selection.alike is not None:
            one = self.desk.conflict(selection.alike)
            connection, crm_object, _ = one.link
            query = QueueQuery(
                kinds=frozenset({CONFLICT}),
                connection=connection,
                objects=frozenset({crm_object}),
                rules=frozenset({one.rule}),
            )
            return query, editors(one)
        if selection.query is None:
            raise Invalid("say which questions", advice="Give ids, a filter, or one conflict and all alike.")
        return selection.query, None

    # what -----------------------------------------------------------------------------------------------------------
    def resolve(
        self, selection: Selection, choice: Choice, *, run: str | None = None, after: Place | None = None
    ) -> Outcome:
        """Settle the conflicts among them all one way: the hub's side, or the CRM's."""
        if choice is Choice.VALUE:
            raise Invalid("many conflicts are settled by hub or crm", advice="Set a value one by one.")

        def book(books: Books, one: Conflict | Item) -> object:
            if not isinstance(one, Conflict):
                raise Invalid(f"{one.id!r} is no conflict", advice="Items are approved or dismissed.")
            return self.desk.settle(books, one, choice, {}, self.by)

        return self._each(selection, book, run, after)

    def decide(
        self,
        selection: Selection,
        *,
        approve: bool,
        option: str | None = None,
        run: str | None = None,
        after: Place | None = None,
    ) -> Outcome:
        """Approve or dismiss the items among them."""

        def book(books: Books, one: Conflict | Item) -> object:
            if isinstance(one, Conflict):
                raise Invalid(f"{one.id!r} is a conflict", advice="Conflicts are resolved by hub or crm.")
            return self.desk.answer(books, one, approve=approve, by=self.by, option=option)

        # An item's answer may reach several records, so each is a commit of its own.
        return self._each(selection, book, run, after, chunk=1)

    def take_back(self, run: str, *, into: str | None = None, after: Place | None = None) -> Outcome:
        """Take back every resolution of a run that still stands, newest first, in one new run (or in `into`)."""
        running = self.desk.running(into)
        outcome = Outcome(run=running.id)
        for seq, id in self._resolved_in(run, after[0] if after is not None else None):
            if len(outcome.done) + len(outcome.stale) == MOST:
                return outcome
            outcome.next = (seq, id)
            try:
                self.desk.take_back(id, by=self.by, running=running)
            except (Conflicting, NotFound) as error:
                outcome.stale.append(_left(id, error))
            else:
                outcome.done.append(id)
        outcome.next = None
        if after is None and not outcome.done and not outcome.stale:
            raise NotFound(f"run {run!r} settled no conflict", advice="crmsync runs lists them.")
        return outcome

    def _resolved_in(self, run: str, before: int | None) -> Iterator[tuple[int, str]]:
        seen: set[str] = set()
        while found := self.desk.store.search(Activity(run=run, kind="resolve", before=before, limit=_PAGE)):
            for stored in found:
                id = conflict_in(stored.entry.cause)
                if id and id not in seen:
                    seen.add(id)
                    yield stored.seq, id
            before = found[-1].seq

    # inside ---------------------------------------------------------------------------------------------------------
    def _each(
        self, selection: Selection, book: Booked, run: str | None, after: Place | None, *, chunk: int = CHUNK
    ) -> Outcome:
        if len(selection.ids) > MOST:
            raise Invalid(f"name at most {MOST} questions at a time")
        running = self.desk.running(run)
        outcome = Outcome(run=running.id)
        waiting: list[Conflict | Item] = []
        seen = 0
        for one in self.chosen(selection, after):
            if seen == MOST:
                break
            seen += 1
            outcome.next = (one.opened_at, one.id)
            if _is_stale(one, selection.as_of):
                reason = f"{one.state.value} already" if _is_closed(one) else "changed since you looked"
                outcome.stale.append(Left(id=one.id, reason=reason, advice="Look at it again."))
                continue
            if len(waiting) == chunk or apart(one, waiting):
                self._commit(waiting, book, running, outcome)
                waiting = []
            waiting.append(one)
        else:
            outcome.next = None
        self._commit(waiting, book, running, outcome)
        return outcome

    def _commit(
        self, chunk: Sequence[Conflict | Item], book: Booked, running: Running, outcome: Outcome
    ) -> None:
        """One commit; where one of them cannot be decided the others are decided one by one."""
        if not chunk:
            return

        def all_of(books: Books) -> None:
            for one in chunk:
                book(books, self._fresh(one))

        try:
            self.desk.act(all_of, running)
        except CrmSyncError as error:
            if not isinstance(error, Conflicting | Invalid | NotFound):
                raise
            if len(chunk) > 1:
                for one in chunk:
                    self._commit([one], book, running, outcome)
            elif isinstance(error, Invalid):
                outcome.refused.append(_left(chunk[0].id, error))
            else:
                outcome.stale.append(_left(chunk[0].id, error))
        else:
            outcome.done += [one.id for one in chunk]

    def _fresh(self, one: Conflict | Item) -> Conflict | Item:
        """As it is now: what changed since it was chosen is not decided on."""
        now = self.desk.conflict(one.id) if isinstance(one, Conflict) else self.desk.item(one.id)
        if now != one:
            raise Conflicting("it was changed or decided meanwhile")
        return now


def apart(one: Conflict | Item, waiting: Sequence[Conflict | Item]) -> bool:
    """A record is written once in a commit, and what becomes of a delete may reach other records."""
    reaching = any(getattr(other, "rule", None) == DELETION for other in (one, *waiting))
    return bool(waiting) and (reaching or one.record_id in {other.record_id for other in waiting})


def editors(one: Conflict) -> tuple[str, str]:
    """Who edited each side, by kind: "person", a connection by its name, or "" where it is not known."""
    return _editor(one.hub.by), _editor(one.crm.by)


def _editor(by: str | None) -> str:
    if by is None:
        return ""
    kind = by.partition(":")[0]
    return by if kind == "connection" else kind


def _is_closed(one: Conflict | Item) -> bool:
    return one.state not in (ConflictState.OPEN, ItemState.OPEN)


def _is_stale(one: Conflict | Item, as_of: int | None) -> bool:
    if _is_closed(one):
        return True
    newest = max(one.opened_at, (one.refreshed_at or 0) if isinstance(one, Conflict) else 0)
    return as_of is not None and newest > as_of


def _left(id: str, error: CrmSyncError) -> Left:
    return Left(id=id, reason=str(error), advice=error.advice)
