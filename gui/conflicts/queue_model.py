"""The queue as a list of rows that are fetched as one scrolls, narrowed by a filter. The daemon narrows; this only asks."""

from __future__ import annotations

from collections.abc import MutableSequence, Sequence
from typing import Final, TypeAlias

from PySide6.QtCore import QModelIndex, QObject, Signal

from core.wire.client import Operations
from core.wire.events import Event
from core.wire.models import Page, QueueWord, Where
from core.wire.queued import SORT
from gui.calls import Call
from gui.conflicts.wording import DELETION, QuestionWords
from gui.session import Session
from gui.widgets.packed_rows import PackedRows
from gui.widgets.paged_table import Column, Index, PagedModel

PAGE = 200
_OLDEST: Final[SORT] = "oldest"
_ABOUT = ("conflict", "item", "brake")
Alike: TypeAlias = tuple[str, str, str, str | None]  # kind, connection, object, field


class QueueModel(PagedModel[QueueWord]):
    """`moved` tells that the daemon's queue is not what is shown any more: a reload would show it as it is."""

    moved = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        self.where, self.order = Where(state="open"), _OLDEST
        self.words = QuestionWords(session.fields)
        super().__init__(
            columns=(
                Column(
                    title="",
                    text=lambda one: self.words.row(one)[0],
                    hint=self.words.whole,
                    copies_hint=True,
                ),
            ),
            ask=self._ask_page,
            parent=parent,
        )
        self._session = session
        self.answered: set[str] = set()
        # What is asked about every row, or with every event: rows that are far away lie packed.
        self._ids: list[str] = []
        self._here: set[str] = set()
        self._alike: list[Alike] = []
        self._sorts: dict[Alike, Alike] = {}
        self._ends: set[str] = set()
        self.modelReset.connect(self._name_all)
        self.rowsInserted.connect(self._name)
        self.rowsRemoved.connect(self._forget)
        session.came.connect(self._heard)
        session.fields.learnt.connect(self.say_anew)

    def narrow(self, where: Where, order: SORT = _OLDEST) -> None:
        self.where, self.order = where, order
        self.reload()

    def row_of(self, id: str) -> int | None:
        """Asked with every event: most are about questions that are not here."""
        return self._ids.index(id) if id in self._here else None

    def id_at(self, at: int) -> str:
        return self._ids[at]

    def is_about_an_end(self, id: str) -> bool:
        """Whether a record's end hangs on it."""
        return id in self._ends

    def next_unlike(self, at: int) -> int | None:
        """The next row below that is not about the same field of the same connection and object."""
        alike = self._alike[at]
        return next(
            (later for later in range(at + 1, len(self._alike)) if self._alike[later] is not alike), None
        )

    def following(self, at: int, count: int) -> Sequence[QueueWord]:
        """The so many questions below `at`."""
        return self._rows[at + 1 : at + 1 + count]

    def take_out(self, id: str) -> None:
        """It was answered in this window: gone at once, whatever the next page says."""
        self.answered.add(id)
        at = self.row_of(id)
        if at is not None:
            self.drop_row(at)

    def put_back(self, one: QueueWord, at: int) -> None:
        """An answer was taken back, or refused."""
        self.answered.discard(one.id)
        if self.row_of(one.id) is None:
            self.insert_row(min(at, len(self._rows)), one)

    def _held(self, rows: Sequence[QueueWord]) -> MutableSequence[QueueWord]:
        """There may be a hundred thousand."""
        return PackedRows(QueueWord, rows)

    def _ask_page(self, after: str | None) -> Call[Page[QueueWord]]:
        calls = self._session.calls
        return calls.ask(self, Operations.list_queue, self.where, sort=self.order, after=after, limit=PAGE)

    def _take(self, page: Page[QueueWord], after: str | None) -> None:
        """What was answered here may still be on a page that was asked for before the answer had arrived."""
        left = [one for one in page.rows if one.id not in self.answered]
        super()._take(page.model_copy(update={"rows": left}), after)

    def _name_all(self) -> None:
        self._ids, self._alike = [], []
        self._here.clear()
        self._ends.clear()
        self._sorts.clear()
        self._name(QModelIndex(), 0, len(self._rows) - 1)

    def _name(self, _parent: Index, first: int, last: int) -> None:
        fresh = self._rows[first : last + 1]
        names = [one.id for one in fresh]
        self._ids[first:first] = names
        self._alike[first:first] = [self._sort_of(one) for one in fresh]
        self._here.update(names)
        self._ends.update(
            one.id for one in fresh if one.conflict is not None and one.conflict.rule == DELETION
        )

    def _sort_of(self, one: QueueWord) -> Alike:
        """The same object for all that are alike."""
        sort = (one.kind, one.connection, one.object, one.field)
        return self._sorts.setdefault(sort, sort)

    def _forget(self, _parent: Index, first: int, last: int) -> None:
        gone = self._ids[first : last + 1]
        self._here.difference_update(gone)
        self._ends.difference_update(gone)
        del self._ids[first : last + 1]
        del self._alike[first : last + 1]

    def _heard(self, event: Event) -> None:
        if event.kind.value not in _ABOUT:
            return
        at = self.row_of(event.subject)
        state = event.body.get("state")
        if at is None:
            if state == "open":
                self.answered.discard(event.subject)  # open again, whoever took the answer back
                self.moved.emit()
        elif state not in ("open", "snoozed", "escalated"):
            self.drop_row(at)
