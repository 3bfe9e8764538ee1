"""Two parts beside one another that go below one another where there is too little room."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget


class Turning(QWidget):
    """`least` is the width in pixels that both need beside one another; then each gets its share of `shares`."""

    def __init__(
        self, first: QWidget, second: QWidget, least: int, *, space: int, shares: tuple[int, int] = (1, 1)
    ) -> None:
        super().__init__()
        self._least = least
        self._parts, self._shares = (first, second), shares
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(space)
        for one, share in zip(self._parts, shares, strict=True):
            self._box.addWidget(one, share)

    def minimumSizeHint(self) -> QSize:
        """Of the wider part: whatever holds this may be as narrow as that."""
        wide = max(one.minimumSizeHint().width() for one in self._parts)
        return QSize(wide, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        directions = QBoxLayout.Direction
        turned = directions.TopToBottom if event.size().width() < self._least else directions.LeftToRight
        if self._box.direction() is not turned:
            self._box.setDirection(turned)
            for one, share in zip(self._parts, self._shares, strict=True):
                self._box.setStretchFactor(one, share if turned is directions.LeftToRight else 0)
            self.updateGeometry()
        super().resizeEvent(event)
