"""A table in the app's look: whole rows, one line each, opened by Enter or a double click."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from gui.tokens import Space

_LEAST = 184  # of a column that takes what is left


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
    """`widths` are of the columns in pixels; one of 0 takes the room that is left. `opened` gets the row."""

    def __init__(
        self,
        model: QAbstractItemModel,
        name: str,
        widths: Sequence[int],
        opened: Callable[[int], object] | None = None,
        *,
        several: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._opened, self._widths = opened, tuple(widths)
        self.setModel(model)
        self.setAccessibleName(name)
        mode = QAbstractItemView.SelectionMode
        self.setSelectionMode(mode.ExtendedSelection if several else mode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        calm(self)
        head = self.horizontalHeader()
        for at, width in enumerate(widths):
            if width:
                head.setSectionResizeMode(at, QHeaderView.ResizeMode.Interactive)
                head.resizeSection(at, width)
            else:
                head.setSectionResizeMode(at, QHeaderView.ResizeMode.Stretch)
        if opened is not None:
            self.doubleClicked.connect(lambda index: opened(index.row()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a small window the columns that have a width give way, before the ones that take the rest are gone."""
        if event.size().width() != event.oldSize().width():
            fixed, shared = sum(self._widths), self._widths.count(0)
            room = max(event.size().width() - shared * _LEAST, fixed // 2)
            for at, width in enumerate(self._widths):
                if width:
                    self.setColumnWidth(at, min(width, width * room // fixed))
        super().resizeEvent(event)

    @property
    def row(self) -> int | None:
        """The current one."""
        index = self.currentIndex()
        return index.row() if index.isValid() else None

    @property
    def rows(self) -> list[int]:
        """The selected ones, from above."""
        return sorted(index.row() for index in self.selectionModel().selectedRows())

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
