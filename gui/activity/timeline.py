"""What happened to one record, newest first, along a line: what and who above, the changes below."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from core.wire.client import Operations
from core.wire.models import Page
from core.wire.past import HistoryWord
from gui.activity.wording import ActivityWords
from gui.calls import Call
from gui.session import Session, now_ms
from gui.theme import Theme
from gui.tokens import Space, Tone, Type
from gui.widgets.paged_table import Column, PagedModel, one_line
from gui.widgets.times import exactly, relatively
from gui.widgets.values import stored

_HEIGHT = 3 * Space.TWO + Space.HALF
_DOT = Space.ONE


class TimelineModel(PagedModel[HistoryWord]):
    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        self._session, self._id = session, ""
        self.fields = session.fields
        words = ActivityWords()
        self.words = words

        def whole(one: HistoryWord) -> str:
            changes = "; ".join(words.exact(change) for change in one.entry.changes)
            lost = "; ".join(f"{each.side}: {stored(each.value)}" for each in one.lost)
            return " · ".join(part for part in (exactly(one.entry.at), one.why, changes, lost) if part)

        def spoken(one: HistoryWord, role: Qt.ItemDataRole) -> Any:
            return one_line(whole(one), most=1_000) if role is Qt.ItemDataRole.AccessibleTextRole else None

        super().__init__(
            columns=(
                Column(title=words.head("history"), text=lambda one: one.why, hint=whole, tells=spoken),
            ),
            ask=self._ask_page,
            parent=parent,
        )
        session.fields.learnt.connect(self.say_anew)

    def show_record(self, id: str) -> None:
        self._id = id
        self.reload()

    def _ask_page(self, after: str | None) -> Call[Page[HistoryWord]]:
        return self._session.calls.ask(self, Operations.record_history, self._id, after=after)


class Timeline(QListView):
    """`activated` comes with Enter and a double click."""

    def __init__(self, theme: Theme, model: TimelineModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setUniformItemSizes(True)
        self.setItemDelegate(_Moment(theme, model, self))
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setAccessibleName(self.tr("History"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.activated.emit(self.currentIndex())
            return
        super().keyPressEvent(event)


class _Moment(QStyledItemDelegate):
    def __init__(self, theme: Theme, model: TimelineModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._model = theme, model

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(200, _HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        one = self._model.row_at(index)
        colours = self._theme.colours
        rect: QRect = option.rect
        font: QFont = option.font
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(colours.accent_tint))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, QColor(colours.hover))
        across, middle = rect.left() + Space.TWO, rect.top() + Space.TWO
        painter.setPen(QColor(colours.border))
        begin = middle if index.row() == 0 else rect.top()
        last = index.row() == self._model.rowCount() - 1 and self._model.is_whole
        painter.drawLine(across, begin, across, middle if last else rect.bottom() + 1)
        tone = {"conflict": Tone.WARN, "refuse": Tone.BAD, "delete": Tone.BAD}.get(
            one.entry.kind, Tone.ACCENT
        )
        painter.setPen(QColor(colours.surface))
        painter.setBrush(QColor(colours.of(tone)))
        painter.drawEllipse(across - _DOT // 2, middle - _DOT // 2, _DOT, _DOT)
        inner = rect.adjusted(Space.FOUR, Space.HALF, -Space.TWO, -Space.HALF)
        self._texts(painter, inner, font, one)
        painter.restore()

    def _texts(self, painter: QPainter, inner: QRect, font: QFont, one: HistoryWord) -> None:
        words, colours = self._model.words, self._theme.colours
        small = QFont(font)
        small.setPointSize(Type.CAPTION)
        strong = QFont(font)
        strong.setWeight(QFont.Weight.DemiBold)
        line = inner.height() // 2
        age = relatively(one.entry.at, now_ms())
        wide = QFontMetrics(small).horizontalAdvance(age) + Space.ONE
        upper = QRect(inner.left(), inner.top(), inner.width() - wide, line)
        _write(
            painter,
            QRect(inner.right() - wide, inner.top(), wide, line),
            small,
            colours.muted,
            age,
            right=True,
        )
        what = words.did(one.entry)
        _write(painter, upper, strong, colours.text, what)
        told = QFontMetrics(strong).horizontalAdvance(what) + Space.ONE
        _write(painter, upper.adjusted(told, 0, 0, 0), font, colours.muted, words.who_and_note(one.entry))
        below = QRect(inner.left(), inner.top() + line, inner.width(), line)
        _write(painter, below, font, colours.text, words.summary(one.entry, self._model.fields))


def _write(
    painter: QPainter, where: QRect, font: QFont, colour: str, text: str, *, right: bool = False
) -> None:
    painter.setFont(font)
    painter.setPen(QColor(colour))
    shown = QFontMetrics(font).elidedText(one_line(text), Qt.TextElideMode.ElideRight, where.width())
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    painter.drawText(where, int(side | Qt.AlignmentFlag.AlignVCenter), shown)
