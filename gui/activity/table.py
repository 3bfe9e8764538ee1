"""The look that every table of this page has: rows of one height, no grid, the wide column last to give way."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QSplitter, QTableView, QWidget

from gui.session import Session
from gui.tokens import Space
from gui.widgets.looks import look
from gui.widgets.table import calm

_LEAST_WIDE: Final = 200


class Table(QTableView):
    """`activated` comes with Enter and a double click. `widths` are pixels by column, `wide` takes what is left.

    Where that would be too little, the columns of `spare` are left out.
    """

    def __init__(
        self,
        model: QAbstractItemModel,
        name: str,
        widths: Mapping[int, int],
        wide: int,
        parent: QWidget | None = None,
        *,
        spare: Collection[int] = (),
    ) -> None:
        super().__init__(parent)
        self._spare, self._whole = spare, sum(widths.values()) + _LEAST_WIDE
        self.setModel(model)
        self.setAccessibleName(name)
        calm(self)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        across = self.horizontalHeader()
        for column, width in widths.items():
            self.setColumnWidth(column, width)
        across.setSectionResizeMode(wide, QHeaderView.ResizeMode.Stretch)

    def resizeEvent(self, event: QResizeEvent) -> None:
        for column in self._spare:
            self.setColumnHidden(column, event.size().width() < self._whole)
        super().resizeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.activated.emit(self.currentIndex())
            return
        super().keyPressEvent(event)


def gap(splitter: QSplitter) -> QSplitter:
    """Its parts are cards that stand apart, neither of which can be pushed away."""
    splitter.setChildrenCollapsible(False)
    splitter.setHandleWidth(Space.TWO)
    return splitter


def grey_when_lost(session: Session, *views: QAbstractItemView) -> None:
    """What was known last is shown in grey while the daemon is not there."""

    def show() -> None:
        for view in views:
            look(view, stale=session.is_stale)

    session.link_changed.connect(show)
