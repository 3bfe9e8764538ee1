"""The queue as a list of rows that are fetched as one scrolls, narrowed by a filter. The daemon narrows; this only asks."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, Signal

from core.wire.client import Operations
from core.wire.events import Event
from core.wire.models import Page, QueueWord, Where
from core.wire.queued import SORT
from gui.calls import Call
from gui.conflicts.wording import QuestionWords
from gui.session import Session
from gui.widgets.paged_table import Column, Index, PagedModel

PAGE = 200
_OLDEST: Final[SORT] = "oldest"
_ABOUT = ("conflict", "item", "brake")


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
        self._ids: list[str] = []
        self._here: set[str] = set()
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

    def _ask_page(self, after: str | None) -> Call[Page[QueueWord]]:
        calls = self._session.calls
        return calls.ask(self, Operations.list_queue, self.where, sort=self.order, after=after, limit=PAGE)

    def _take(self, page: Page[QueueWord], after: str | None) -> None:
        """What was answered here may still be on a page that was asked for before the answer had arrived."""
        left = [one for one in page.rows if one.id not in self.answered]
        super()._take(page.model_copy(update={"rows": left}), after)

    def _name_all(self) -> None:
        self._ids = [one.id for one in self._rows]
        self._here = set(self._ids)

    def _name(self, _parent: Index, first: int, last: int) -> None:
        fresh = [one.id for one in self._rows[first : last + 1]]
        self._ids[first:first] = fresh
        self._here.update(fresh)

    def _forget(self, _parent: Index, first: int, last: int) -> None:
        self._here.difference_update(self._ids[first : last + 1])
        del self._ids[first : last + 1]

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
