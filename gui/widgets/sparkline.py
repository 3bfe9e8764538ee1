"""A line of the latest figures, small enough for a card. Its words say the same for those who do not see it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.theme import Theme


class Sparkline(QWidget):
    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._name = theme, name
        self._values: tuple[float, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_values((), "")
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(120, 36)

    def show_values(self, values: Sequence[float], words: str) -> None:
        self._values = tuple(values)
        self.setAccessibleName(f"{self._name}: {words}" if words else self._name)
        self.setToolTip(words)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = self._theme.colours
        bottom, top, width = self.height() - 2.0, 3.0, self.width() - 2.0
        painter.setPen(QPen(QColor(colours.border), 1))
        painter.drawLine(QPointF(0, bottom), QPointF(width, bottom))
        if len(self._values) >= 2:
            most = max(*self._values, 1e-9)
            step = width / (len(self._values) - 1)
            points = [
                QPointF(at * step, bottom - (bottom - top) * value / most)
                for at, value in enumerate(self._values)
            ]
            line = QPainterPath(points[0])
            for point in points[1:]:
                line.lineTo(point)
            area = QPainterPath(line)
            area.lineTo(points[-1].x(), bottom)
            area.lineTo(points[0].x(), bottom)
            fill = QColor(colours.accent)
            fill.setAlpha(36)
            painter.fillPath(area, fill)
            painter.setPen(QPen(QColor(colours.accent), 1.6))
            painter.drawPath(line)
        painter.end()
