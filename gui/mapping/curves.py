"""The curves between the two lists: painted, only those that are in sight, so that hundreds scroll evenly."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil, floor

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPainterPathStroker,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QToolTip, QWidget

from core.mapping import Direction, FieldRule
from gui.mapping.draft import Draft
from gui.mapping.field_list import FieldList
from gui.mapping.field_row import HEIGHT
from gui.mapping.lens_words import LensWords
from gui.theme import Theme
from gui.tokens import Space, Type
from gui.widgets.paged_table import tip

_NEAR = 14.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """From `left` to `right`; a rule with several fields on one side has several, which meet in `node`. `told` is what a
    hover says; a dashed one is a suggestion of `pair` (CRM field, hub field).
    """

    rule: str
    told: str
    path: QPainterPath
    node: QPointF
    is_dashed: bool = False
    is_several: bool = False
    pair: tuple[str, str] = ("", "")


class Curves(QWidget):
    """`chosen` names a rule, "" for none, `opened` one that was clicked twice; `looked_at` a suggestion by both fields."""

    chosen = Signal(str)
    opened = Signal(str)
    looked_at = Signal(str, str)

    def __init__(self, theme: Theme, crm: FieldList, hub: FieldList, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._crm, self._hub = theme, crm, hub
        self._lenses = LensWords(self)
        self.draft: Draft | None = None
        self.wrong: set[str] = set()
        self._pulled: tuple[QPointF, QPointF] | None = None
        self._known: tuple[object, object, object, list[tuple[FieldRule, list[int], list[int]]]] | None = None
        self.setMinimumWidth(100)
        self.setAccessibleName(self.tr("Curves between mapped fields"))
        for one in (crm, hub):
            one.verticalScrollBar().valueChanged.connect(self._again)
            one.fields.modelReset.connect(self._again)
        theme.changed.connect(self._again)

    def sizeHint(self) -> QSize:
        return QSize(Space.RAIL, Space.RAIL)

    def pull(self, came: tuple[QPoint, QPoint] | None) -> None:
        """The curve that follows the mouse, in global places; None when it is let go."""
        self._pulled = None
        if came is not None:
            begin, end = (QPointF(self.mapFromGlobal(one)) for one in came)
            self._pulled = (begin, end)
        self.update()

    def _again(self) -> None:
        self.update()

    # what there is in sight -------------------------------------------------------------------------------------------
    def in_sight(self) -> Iterator[Curve]:
        """Only curves with an end in sight: one that passes by from far above to far below tells nobody anything."""
        if self.draft is None:
            return
        left_at, right_at = self._top_of(self._crm), self._top_of(self._hub)
        seen_left, seen_right = self._seen(left_at), self._seen(right_at)
        for rule, lefts, rights in self._rows():
            if not (seen_left.isdisjoint(lefts) and seen_right.isdisjoint(rights)):
                ends = [left_at + row * HEIGHT for row in lefts], [right_at + row * HEIGHT for row in rights]
                yield self._curve_of(rule, *ends)
        for pair in self.draft.open_pairs():
            left, right = self._crm.fields.place_of(pair.crm), self._hub.fields.place_of(pair.hub)
            if left is not None and right is not None and (left in seen_left or right in seen_right):
                path, node = self._between(left_at + left * HEIGHT, right_at + right * HEIGHT)
                yield Curve(
                    rule=f"{round(pair.confidence * 100)} %",
                    told="; ".join(pair.reasons),
                    path=path,
                    node=node,
                    is_dashed=True,
                    pair=(pair.crm, pair.hub),
                )

    def _seen(self, first: float) -> set[int]:
        """The rows whose middle is in sight; `first` is where that of row 0 is."""
        top, bottom = self._band()
        return set(range(ceil((top - first) / HEIGHT), floor((bottom - first) / HEIGHT) + 1))

    def _rows(self) -> list[tuple[FieldRule, list[int], list[int]]]:
        """Each rule with the rows of its fields that a search does not leave out; kept while nothing changes, as scrolling
        changes nothing."""
        if self.draft is None:
            return []
        here, there, rules = self._crm.fields, self._hub.fields, self.draft.mapping.rules
        known = self._known
        if (
            known is None
            or known[0] is not rules
            or known[1] is not here.names
            or known[2] is not there.names
        ):
            found = []
            for rule in rules:
                lefts = [row for name in rule.crm if (row := here.place_of(name)) is not None]
                rights = [row for name in rule.hub if (row := there.place_of(name)) is not None]
                if lefts and (rights or not rule.hub):
                    found.append((rule, lefts, rights))
            self._known = known = (rules, here.names, there.names, found)
        return known[3]

    def _curve_of(self, rule: FieldRule, lefts: list[float], rights: list[float]) -> Curve:
        lens = self._lenses.on_hover(rule.lens, self._lenses.called(rule.lens))
        told = f"{' + '.join(rule.crm)} \u2194 {' + '.join(rule.hub)}: {lens}"
        if len(lefts) == len(rights) == 1:
            path, node = self._between(lefts[0], rights[0])
            return Curve(rule=rule.name, told=told, path=path, node=node)
        lefts, rights = [self._near(y) for y in lefts], [self._near(y) for y in rights]
        ends = [*lefts, *rights]
        node = QPointF(self.width() / 2, sum(ends) / len(ends))
        path = QPainterPath()
        for y in lefts:
            path.addPath(_curve(QPointF(0, y), node))
        for y in rights:
            path.addPath(_curve(node, QPointF(self.width(), y)))
        return Curve(rule=rule.name, told=told, path=path, node=node, is_several=True)

    def _between(self, left: float, right: float) -> tuple[QPainterPath, QPointF]:
        left, right = self._near(left), self._near(right)
        node = QPointF(self.width() / 2, (left + right) / 2)
        return _curve(QPointF(0, left), QPointF(self.width(), right)), node

    def _near(self, y: float) -> float:
        """A far end no farther than it takes to leave the view: a path of many screens is dear to paint, clipped or not."""
        top, bottom = self._band()
        room = (bottom - top) / 2
        return min(max(y, top - room), bottom + room)

    def _top_of(self, view: FieldList) -> float:
        """Where the middle of its first row would be, wherever it is scrolled to."""
        return float(view.middle_of(0) + view.y() - self.y())

    def _band(self) -> tuple[int, int]:
        """Where the rows are: the titles and searches above them are not crossed."""
        top = self._crm.y() - self.y()
        return top, top + self._crm.height()

    # painting ---------------------------------------------------------------------------------------------------------
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        top, bottom = self._band()
        painter.setClipRect(0, top, self.width(), bottom - top)
        current = self.draft.current if self.draft is not None else ""
        last: Curve | None = None
        for one in self.in_sight():
            if one.rule == current and not one.is_dashed:
                last = one
            else:
                self._paint(painter, one, is_current=False)
        if last is not None:
            self._paint(painter, last, is_current=True)
        if self._pulled is not None:
            painter.setPen(QPen(QColor(self._theme.colours.accent), 2.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPath(_curve(*self._pulled))
        painter.end()

    def _paint(self, painter: QPainter, one: Curve, *, is_current: bool) -> None:
        colours = self._theme.colours
        colour = QColor(colours.accent if is_current else colours.strong_border)
        if one.rule in self.wrong:
            colour = QColor(colours.bad)
        pen = QPen(colour, 2.5 if is_current else 1.4)
        if one.is_dashed:
            pen = QPen(QColor(colours.accent), 1.4, Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(one.path)
        rule = self.draft.rule(one.rule) if self.draft is not None and not one.is_dashed else None
        word = one.rule if one.is_dashed else self._word(rule, is_current=is_current)
        if word:
            self._pill(painter, one.node, word, colour if not one.is_dashed else QColor(colours.accent))
        elif one.is_several:
            painter.setBrush(QColor(colours.surface))
            painter.drawEllipse(one.node, Space.HALF, Space.HALF)

    def _word(self, rule: FieldRule | None, *, is_current: bool) -> str:
        if rule is None:
            return ""
        arrow = {Direction.TO_HUB: "\u2192", Direction.TO_CRM: "\u2190", Direction.BOTH: ""}[rule.direction]
        is_told = is_current or len(rule.hub) != 1 or len(rule.crm) != 1
        lens = self._lenses.called(rule.lens) if is_told else ""
        return f"{lens} {arrow}".strip()

    def _pill(self, painter: QPainter, middle: QPointF, word: str, colour: QColor) -> None:
        font = QFont(self.font())
        font.setPointSize(Type.CAPTION)
        room = self.width() - Space.TWO
        shown = QFontMetrics(font).elidedText(word, Qt.TextElideMode.ElideRight, room)
        wide, tall = QFontMetrics(font).horizontalAdvance(shown) + Space.TWO, Space.TWO + Space.HALF
        rect = QRectF(middle.x() - wide / 2, middle.y() - tall / 2, wide, tall)
        painter.setFont(font)
        painter.setBrush(QColor(self._theme.colours.surface))
        painter.setPen(QPen(colour, 1.2))
        painter.drawRoundedRect(rect, tall / 2, tall / 2)
        painter.setPen(QColor(self._theme.colours.text))
        painter.drawText(rect, int(Qt.AlignmentFlag.AlignCenter), shown)

    # choosing ---------------------------------------------------------------------------------------------------------
    def mousePressEvent(self, event: QMouseEvent) -> None:
        found = self._under(event.position())
        if found is not None and found.is_dashed:
            self.looked_at.emit(*found.pair)
        else:
            self.chosen.emit(found.rule if found is not None else "")

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        found = self._under(event.position())
        if found is not None and not found.is_dashed:
            self.opened.emit(found.rule)

    def middle_of(self, rule: str) -> QPoint:
        """Where its curve's middle is; the middle of all where it is out of sight."""
        found = (one.node.toPoint() for one in self.in_sight() if one.rule == rule and not one.is_dashed)
        return next(found, self.rect().center())

    def event(self, event: QEvent) -> bool:
        if event.type() is not QEvent.Type.ToolTip or not isinstance(event, QHelpEvent):
            return super().event(event)
        found = self._under(QPointF(event.pos()))
        said = "" if found is None else f"{found.rule}: {found.told}" if found.is_dashed else found.told
        QToolTip.showText(event.globalPos(), tip(said), self)
        return True

    def _under(self, place: QPointF) -> Curve | None:
        """The curve at a place; one that is mapped goes before a suggestion."""
        pen = QPainterPathStroker()
        pen.setWidth(_NEAR)
        under = [
            one
            for one in self.in_sight()
            if (one.node - place).manhattanLength() < _NEAR or pen.createStroke(one.path).contains(place)
        ]
        mapped = [one for one in under if not one.is_dashed]
        return mapped[-1] if mapped else under[-1] if under else None


def _curve(begin: QPointF, end: QPointF) -> QPainterPath:
    path = QPainterPath(begin)
    bend = (end.x() - begin.x()) * 0.5
    path.cubicTo(begin + QPointF(bend, 0), end - QPointF(bend, 0), end)
    return path
