"""A chart over time: drag to zoom, double-click for the whole, hover for the values. Its module is imported by who needs it.

pyqtgraph draws; importing it takes longer than the rest of the app.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import pyqtgraph
from PySide6.QtCore import QDateTime, QLocale, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap, QWheelEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from gui.theme import Theme
from gui.tokens import Space, Tone
from gui.widgets.looks import label
from gui.widgets.times import shortly

_HEIGHT: Final = 200
_KEY: Final = (24, 10)
_FORMS: Final = {"%Y": "yyyy", "%b": "MMM", "%a": "ddd", "%d": "dd", "%H": "HH", "%M": "mm", "%S": "ss"}
_STYLES: Final = (Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine, Qt.PenStyle.DotLine, Qt.PenStyle.DashDotLine)


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One line: `points` are moments (ms since 1970 UTC) and values, in order of time."""

    name: str
    points: Sequence[tuple[int, float]]
    tone: Tone = Tone.ACCENT


class _Times(pyqtgraph.DateAxisItem):  # type: ignore[misc]
    """Days and months in the language of the window: pyqtgraph takes the process's."""

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:
        form = next((one.format for one in self.zoomLevel.tickSpecs if one.spacing == spacing), "%f")
        if "%f" in form:
            return [str(one) for one in super().tickStrings(values, scale, spacing)]  # figures only
        for theirs, qts in _FORMS.items():
            form = form.replace(theirs, qts)
        return [QLocale().toString(QDateTime.fromMSecsSinceEpoch(round(at * 1_000)), form) for at in values]


class _Figures(pyqtgraph.AxisItem):  # type: ignore[misc]
    """Numbers as the language writes them."""

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:
        places = max(0, math.ceil(-math.log10(spacing * scale)))
        return [QLocale().toString(float(value * scale), "f", places) for value in values]


class _Plot(pyqtgraph.PlotWidget):  # type: ignore[misc]
    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel is the page's, which would stand still over a chart otherwise."""
        event.ignore()


class TimeChart(QWidget):
    """Lines differ by colour and by dashes. Below it, each with the value under the pointer, or else its last one.

    What was zoomed in on stays so while newer values come, until a double click or another length of time.
    """

    def __init__(self, theme: Theme, name: str, unit: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._name, self._unit = theme, name, unit
        self._series: tuple[Series, ...] = ()
        self._span: tuple[int, int] | None = None
        self._is_zoomed = False
        self._plot: Any = _Plot(axisItems={"bottom": _Times("bottom"), "left": _Figures("left")})
        self._plot.setFixedHeight(_HEIGHT)
        self._plot.setMinimumWidth(Space.RAIL)
        self._plot.setAntialiasing(True)
        self._plot.hideButtons()
        self._plot.setMenuEnabled(False)
        self._plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        box = self._plot.getPlotItem().getViewBox()
        box.setMouseMode(pyqtgraph.ViewBox.RectMode)
        box.setLimits(yMin=0)
        box.sigRangeChangedManually.connect(self._zoomed)
        self._plot.scene().sigMouseMoved.connect(self._hover)
        self._plot.scene().sigMouseClicked.connect(self._clicked)
        self._moment = label("", "caption")
        self._keys = QGridLayout()
        self._keys.setHorizontalSpacing(Space.ONE)
        self._keys.setVerticalSpacing(2)
        self._keys.setColumnStretch(1, 1)
        self._shown: list[tuple[QLabel, QLabel, QLabel]] = []
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(Space.HALF)
        inside.addWidget(self._plot)
        inside.addLayout(self._keys)
        inside.addWidget(self._moment)
        inside.addStretch(1)
        theme.changed.connect(self._draw)
        self._draw()

    @property
    def words(self) -> str:
        """What the chart says to who does not see it."""
        return str(self._plot.accessibleName())

    def show_series(self, *series: Series, span: tuple[int, int] | None = None) -> None:
        """`span` is what the axis covers (ms), however much of it has values."""
        if not _as_long(span, self._span):
            self._is_zoomed = False
        self._series, self._span = series, span
        self._draw()

    def _draw(self) -> None:
        colours = self._theme.colours
        self._plot.setBackground(QColor(colours.surface))
        self._plot.clear()
        for axis in ("bottom", "left"):
            item = self._plot.getAxis(axis)
            item.setPen(QColor(colours.border))
            item.setTextPen(QColor(colours.muted))
        self._plot.showGrid(x=False, y=True, alpha=0.2)
        for style, one in zip(_STYLES, self._series, strict=False):
            pen = pyqtgraph.mkPen(QColor(colours.of(one.tone)), width=2, style=style)
            alone = {
                "symbol": "o",
                "symbolSize": 6,
                "symbolBrush": QColor(colours.of(one.tone)),
                "symbolPen": None,
            }
            self._plot.plot(
                [at / 1000 for at, _ in one.points],
                [value for _, value in one.points],
                pen=pen,
                **(alone if len(one.points) < 3 else {}),
            )
        if not self._is_zoomed:
            self._show_all()
        self._draw_keys()
        self._tell(None)

    def _show_all(self) -> None:
        most = max((value for one in self._series for _, value in one.points), default=0)
        self._plot.setYRange(0, max(most, 1) * 1.05, padding=0)
        if self._span is not None:
            self._plot.setXRange(self._span[0] / 1000, self._span[1] / 1000, padding=0.01)

    def _zoomed(self, *_axes: object) -> None:
        self._is_zoomed = True

    def _draw_keys(self) -> None:
        for at in range(len(self._shown), len(self._series)):
            parts = (QLabel(), label("", "caption"), label("", "caption"))
            for column, part in enumerate(parts):
                self._keys.addWidget(part, at, column)
            parts[2].setAlignment(Qt.AlignmentFlag.AlignRight)
            self._shown.append(parts)
        for at, (sample, name, _) in enumerate(self._shown):
            if at < len(self._series):
                sample.setPixmap(self._sample(self._series[at].tone, _STYLES[at % len(_STYLES)]))
                name.setText(self._series[at].name)

    def _sample(self, tone: Tone, style: Qt.PenStyle) -> QPixmap:
        pixmap = QPixmap(*_KEY)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setPen(QPen(QColor(self._theme.colours.of(tone)), 2, style))
        painter.drawLine(0, _KEY[1] // 2, _KEY[0], _KEY[1] // 2)
        painter.end()
        return pixmap

    def _hover(self, where: QPointF) -> None:
        box = self._plot.getPlotItem().getViewBox()
        inside: QRectF = box.sceneBoundingRect()
        self._tell(round(box.mapSceneToView(where).x() * 1000) if inside.contains(where) else None)

    def _clicked(self, event: Any) -> None:
        if event.double():
            self._is_zoomed = False
            self._draw()

    def _tell(self, at: int | None) -> None:
        told = []
        moment: int | None = None
        for one, (_, _, figure) in zip(self._series, self._shown, strict=False):
            if not one.points:
                figure.setText("–")
                continue
            moment, value = (
                one.points[-1] if at is None else min(one.points, key=lambda point: abs(point[0] - at))
            )
            figure.setText(f"{_figure(value)} {self._unit}".strip())
            told.append(f"{one.name} {figure.text()}")
        if moment is None:
            self._moment.setText(self.tr("Nothing has been measured yet."))
        else:
            self._moment.setText(shortly(moment))
        self._plot.setAccessibleName(f"{self._name}: {', '.join(told) or self._moment.text()}")


def _as_long(one: tuple[int, int] | None, other: tuple[int, int] | None) -> bool:
    """But for a step more or less: what is measured ends a little later each time."""
    if one is None or other is None:
        return one is other
    lengths = one[1] - one[0], other[1] - other[0]
    return min(lengths) > 0.9 * max(lengths)


def _figure(value: float) -> str:
    whole = float(value).is_integer() or abs(value) >= 100
    return QLocale().toString(round(value)) if whole else QLocale().toString(float(value), "f", 1)
