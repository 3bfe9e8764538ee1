"""A text that keeps to one line: what does not fit ends in an ellipsis, and is told on hover in full."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from gui.tokens import Space
from gui.widgets.looks import Role
from gui.widgets.paged_table import tip


class OneLine(QLabel):
    """`show_text` sets it; `said` is the whole text."""

    def __init__(self, role: Role = "body", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.said, self._hint = "", ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_text(self, text: str, hint: str = "") -> None:
        self.said, self._hint = text, hint
        self.setAccessibleName(text)
        self.updateGeometry()
        self._fit()

    def sizeHint(self) -> QSize:
        wide = self.fontMetrics().horizontalAdvance(self.said) + Space.HALF
        return QSize(wide, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()
        super().resizeEvent(event)

    def _fit(self) -> None:
        shown = self.fontMetrics().elidedText(self.said, Qt.TextElideMode.ElideRight, self.width())
        if shown != self.text():
            self.setText(shown)
        cut = self.said if shown != self.said else ""
        self.setToolTip(tip("\n".join(filter(None, (cut, self._hint)))))
