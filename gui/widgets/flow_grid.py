"""Cards of equal width, as many beside one another as there is room for."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from gui.tokens import Space


class FlowGrid(QWidget):
    """`least` is the width in pixels below which a card is not squeezed, `most` how many stand in a row."""

    def __init__(self, least: int, most: int = 4, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._least, self._most = least, most
        self._cards: list[QWidget] = []
        self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(Space.TWO)

    def show_cards(self, cards: Sequence[QWidget]) -> None:
        """These, in this order; one that is left out is not shown any more and stays its maker's."""
        if list(cards) == self._cards:
            return
        for gone in self._cards:
            if gone not in cards:
                gone.hide()
                self._grid.removeWidget(gone)
        self._cards = list(cards)
        self._place(self._fitting())

    def resizeEvent(self, event: QResizeEvent) -> None:
        if (columns := self._fitting()) != self._columns:
            self._place(columns)

    def _fitting(self) -> int:
        room = (self.width() + Space.TWO) // (self._least + Space.TWO)
        return max(1, min(room, self._most, max(len(self._cards), 1)))

    def _place(self, columns: int) -> None:
        self._columns = columns
        for at, card in enumerate(self._cards):
            self._grid.addWidget(card, at // columns, at % columns)
            card.show()
        for at in range(max(self._grid.columnCount(), columns)):
            self._grid.setColumnStretch(at, 1 if at < columns else 0)
