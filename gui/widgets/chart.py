"""A chart over time: drag to zoom, double-click for the whole, hover for the values. Its module is imported by who needs it.

pyqtgraph draws; importing it takes longer than the rest of the app.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import pyqtgraph
from PySide6.QtCore import QLocale, QPointF, QRectF, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui.theme import Theme
from gui.tokens import Space, Tone
from gui.widgets.looks import label, look, row
from gui.widgets.times import exactly

_HEIGHT: Final = 180
_STYLES: Final = (Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine, Qt.PenStyle.DotLine, Qt.PenStyle.DashDotLine)


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One line: `points` are moments (ms since 1970 UTC) and values, in order of time."""

    name: str
    points: Sequence[tuple[int, float]]
    tone: Tone = Tone.ACCENT


class TimeChart(QWidget):
    """Lines differ by colour and by dashes; the values under the pointer (or the last ones) are told in words below."""

    def __init__(self, theme: Theme, name: str, unit: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._name, self._unit = theme, name, unit
        self._series: tuple[Series, ...] = ()
        self._plot: Any = pyqtgraph.PlotWidget(
            axisItems={"bottom": pyqtgraph.DateAxisItem()}, background=None
        )
        self._plot.setMinimumHeight(_HEIGHT)
        self._plot.setAntialiasing(True)
        self._plot.hideButtons()
        self._plot.setMenuEnabled(False)
        self._plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        box = self._plot.getPlotItem().getViewBox()
        box.setMouseMode(pyqtgraph.ViewBox.RectMode)
        box.setLimits(yMin=0)
        box.setDefaultPadding(0.02)
        self._plot.scene().sigMouseMoved.connect(self._hover)
        self._plot.scene().sigMouseClicked.connect(self._clicked)
        self._words = label("", "caption", wraps=True)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(Space.HALF)
        inside.addWidget(self._plot)
        inside.addLayout(row(self._words))
        theme.changed.connect(self._draw)
        self._draw()

    @property
    def words(self) -> str:
        return self._words.text()

    def show_series(self, *series: Series) -> None:
        self._series = series
        self._draw()

    def _draw(self) -> None:
        colours = self._theme.colours
        self._plot.clear()
        for axis in ("bottom", "left"):
            item = self._plot.getAxis(axis)
            item.setPen(QColor(colours.border))
            item.setTextPen(QColor(colours.muted))
        self._plot.showGrid(x=False, y=True, alpha=0.15)
        for style, one in zip(_STYLES, self._series, strict=False):
            pen = pyqtgraph.mkPen(QColor(colours.of(one.tone)), width=2, style=style)
            moments = [at / 1000 for at, _ in one.points]
            self._plot.plot(moments, [value for _, value in one.points], pen=pen)
        self._tell(None)

    def _hover(self, where: QPointF) -> None:
        box = self._plot.getPlotItem().getViewBox()
        inside: QRectF = box.sceneBoundingRect()
        self._tell(round(box.mapSceneToView(where).x() * 1000) if inside.contains(where) else None)

    def _clicked(self, event: Any) -> None:
        if event.double():
            self._plot.getPlotItem().getViewBox().autoRange()

    def _tell(self, at: int | None) -> None:
        told = []
        moment: int | None = None
        for one in self._series:
            if not one.points:
                continue
            when, value = (
                one.points[-1] if at is None else min(one.points, key=lambda point: abs(point[0] - at))
            )
            moment = when
            told.append(f"{one.name}: {QLocale().toString(round(value, 1), 'f', 1)} {self._unit}".strip())
        words = (
            self.tr("Nothing has been measured yet.")
            if moment is None
            else "   ".join((*told, "" if at is None else exactly(moment))).strip()
        )
        self._words.setText(words)
        self._plot.setAccessibleName(f"{self._name}: {words}")
        look(self._words)
