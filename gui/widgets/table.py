"""A table in the app's look: whole rows, one line each, opened by Enter or a double click, copied by key or menu."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Final

from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from gui.session import Session
from gui.tokens import Space
from gui.widgets.copying import Copies
from gui.widgets.looks import look

_LEAST: Final = 184  # of a column that takes what is left


def calm(table: QTableView) -> None:
    """Rows of one height and line, no grid, heads that stand where their columns do: what every table looks like."""
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.setTabKeyNavigation(False)
    table.setCornerButtonEnabled(False)
    table.setTextElideMode(Qt.TextElideMode.ElideRight)
    table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    upright = table.verticalHeader()
    upright.hide()
    upright.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)  # measuring rows would cost a look at each
    upright.setDefaultSectionSize(Space.CONTROL + Space.HALF)
    across = table.horizontalHeader()
    across.setHighlightSections(False)
    across.setMinimumSectionSize(Space.FOUR)
    across.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


class RowTable(QTableView):
    """`widths` are of the columns in pixels; one of 0 takes the room that is left. `opened` gets the row.

    Where too little room would be left, the columns of `spare` are left out, and the others give way, but not so far that
    their heads are cut.
    """

    def __init__(
        self,
        model: QAbstractItemModel,
        name: str,
        widths: Sequence[int],
        opened: Callable[[int], object] | None = None,
        *,
        several: bool = False,
        spare: Collection[int] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._opened, self._widths, self._spare = opened, tuple(widths), spare
        self.setModel(model)
        self.setAccessibleName(name)
        mode = QAbstractItemView.SelectionMode
        self.setSelectionMode(mode.ExtendedSelection if several else mode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        calm(self)
        self.copies = Copies(self)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        head = self.horizontalHeader()
        for at, width in enumerate(widths):
            if width:
                head.setSectionResizeMode(at, QHeaderView.ResizeMode.Interactive)
                head.resizeSection(at, width)
            else:
                head.setSectionResizeMode(at, QHeaderView.ResizeMode.Stretch)
        if opened is not None:
            self.doubleClicked.connect(lambda index: opened(index.row()))

    @property
    def row(self) -> int | None:
        """The current one."""
        index = self.currentIndex()
        return index.row() if index.isValid() else None

    @property
    def rows(self) -> list[int]:
        """The selected ones, from above."""
        return sorted(index.row() for index in self.selectionModel().selectedRows())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a small window spare columns go, then those that have a width give way before the ones that take the rest."""
        if event.size().width() != event.oldSize().width():
            self._share(event.size().width())
        super().resizeEvent(event)

    def _share(self, room: int) -> None:
        least = self._widths.count(0) * _LEAST
        is_narrow = room < sum(self._widths) + least
        for column in self._spare:
            self.setColumnHidden(column, is_narrow)
        head = self.horizontalHeader()
        heads = {
            at: head.sectionSizeHint(at) for at in range(len(self._widths)) if not self.isColumnHidden(at)
        }
        wide = {at: max(self._widths[at], least) for at, least in heads.items() if self._widths[at]}
        slack = {at: width - heads[at] for at, width in wide.items()}
        lacks, gives = max(0, sum(wide.values()) - (room - least)), max(1, sum(slack.values()))
        for at, width in wide.items():
            self.setColumnWidth(at, width - min(slack[at], slack[at] * lacks // gives))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.row
        if event.modifiers() & Qt.KeyboardModifier.AltModifier:
            event.ignore()  # Qt would move on as if it were not held; pages have acts on it
            return
        if (
            event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and self._opened is not None
            and row is not None
        ):
            self._opened(row)
            return
        super().keyPressEvent(event)


def grey_when_lost(session: Session, *views: QAbstractItemView) -> None:
    """What was known last is shown in grey while the daemon is not there."""

    def show() -> None:
        for view in views:
            look(view, stale=session.is_stale)

    session.link_changed.connect(show)
