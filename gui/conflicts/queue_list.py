"""The list beside the detail: two lines a question, painted rather than built, so that any number of rows scrolls evenly."""

from __future__ import annotations

from PySide6.QtCore import (
    QItemSelectionModel,
    QItemSelectionRange,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from core.wire.models import QueueWord
from gui.conflicts.queue_model import QueueModel
from gui.session import now_ms
from gui.theme import Theme
from gui.tokens import Space, Tone, Type
from gui.widgets.copying import Copies
from gui.widgets.paged_table import one_line
from gui.widgets.times import relatively

_ICONS = {
    "conflict": "git-compare",
    "ambiguous": "circle-help",
    "refused": "circle-alert",
    "deletion": "trash-2",
    "merge": "git-merge",
    "brake": "shield-alert",
    "schema": "braces",
    "reference": "unlink",
    "undo": "undo-2",
}
_HEIGHT = 3 * Space.TWO + Space.ONE + Space.HALF


class QueueList(QTableView):
    """The current row is the question that is shown; several may be selected for one answer.

    A table of one column: Qt's list asks the model for every row anew whenever one goes, which shows at ten thousand.
    """

    def __init__(self, theme: Theme, model: QueueModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setItemDelegate(QueueRow(theme, model, self))
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.horizontalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(_HEIGHT)
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTableView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.copies = Copies(self)
        self.setAccessibleName(self.tr("Questions"))

    def selected_rows(self) -> list[int]:
        """From the top down. Asked as stretches: all of a hundred thousand may be selected."""
        return sorted({at for one in self._stretches() for at in range(one.top(), one.bottom() + 1)})

    @property
    def selects_several(self) -> bool:
        return sum(one.height() for one in self._stretches()) > 1

    def _stretches(self) -> list[QItemSelectionRange]:
        found = self.selectionModel().selection()
        return [found.at(number) for number in range(found.count())]

    def moveCursor(self, action: QTableView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """Home and End are the first and the last question."""
        if action in (QTableView.CursorAction.MoveHome, QTableView.CursorAction.MoveEnd):
            modifiers |= Qt.KeyboardModifier.ControlModifier
        return super().moveCursor(action, modifiers)

    def rowsAboutToBeRemoved(self, parent: QModelIndex | QPersistentModelIndex, start: int, end: int) -> None:
        """On to the question below. Qt would go up, to one that was skipped."""
        if start <= self.currentIndex().row() <= end and end + 1 < self.model().rowCount():
            self.selectionModel().setCurrentIndex(
                self.model().index(end + 1, 0), QItemSelectionModel.SelectionFlag.NoUpdate
            )
        super().rowsAboutToBeRemoved(parent, start, end)

    def keyboardSearch(self, search: str) -> None:
        """Letters are answers here (gui/conflicts/triage.py), not a search."""


class QueueRow(QStyledItemDelegate):
    def __init__(self, theme: Theme, model: QueueModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._model = theme, model
        self._words = model.words

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(200, _HEIGHT)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        one = self._model.row_at(index)
        colours = self._theme.colours
        rect: QRect = option.rect
        state = option.state
        font: QFont = option.font
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(colours.accent_tint))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, QColor(colours.hover))
        if state & QStyle.StateFlag.State_HasFocus:
            painter.fillRect(rect.left(), rect.top(), 3, rect.height(), QColor(colours.accent))
        painter.setPen(QColor(colours.border))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        self._paint_texts(painter, rect.adjusted(Space.TWO, Space.ONE, -Space.TWO, -Space.ONE), font, one)
        painter.restore()

    def _paint_texts(self, painter: QPainter, inner: QRect, font: QFont, one: QueueWord) -> None:
        colours = self._theme.colours
        name, asked = self._words.about(one)
        _, under = self._words.row(one)
        if name and one.conflict is None:
            asked, under = "", f"{asked} · {under}"  # long words, and the sign beside them says the same
        icon = self._theme.pixmap(_ICONS.get(one.kind, "circle-help"), Space.ICON, Tone.NEUTRAL)
        painter.drawPixmap(inner.left(), inner.top() + 2, icon)
        left = inner.left() + Space.ICON + Space.ONE + Space.HALF
        strong = QFont(font)
        strong.setWeight(QFont.Weight.DemiBold)
        small = QFont(font)
        small.setPointSize(Type.CAPTION)
        line = inner.height() // 2
        age = relatively(one.opened_at, now_ms())
        wide = QFontMetrics(small).horizontalAdvance(age) + Space.ONE
        self._text(
            painter,
            QRect(inner.right() - wide, inner.top(), wide, line),
            small,
            colours.muted,
            age,
            right=True,
        )
        room = inner.right() - wide - left
        above = _shortened(name, asked, QFontMetrics(strong), room)
        self._text(painter, QRect(left, inner.top(), room, line), strong, colours.text, above)
        below = QRect(left, inner.top() + line, inner.right() - left, line)
        word, tone = self._words.beside(one)
        if word:
            wide = QFontMetrics(small).horizontalAdvance(word) + Space.ONE
            self._text(
                painter,
                QRect(below.right() - wide, below.top(), wide, line),
                small,
                colours.of(tone),
                word,
                right=True,
            )
            below.setRight(below.right() - wide)
        self._text(painter, below, font, colours.muted, under)

    @staticmethod
    def _text(
        painter: QPainter, where: QRect, font: QFont, colour: str, text: str, *, right: bool = False
    ) -> None:
        painter.setFont(font)
        painter.setPen(QColor(colour))
        shown = QFontMetrics(font).elidedText(one_line(text), Qt.TextElideMode.ElideRight, where.width())
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        painter.drawText(where, int(side | Qt.AlignmentFlag.AlignVCenter), shown)


def _shortened(name: str, asked: str, metrics: QFontMetrics, room: int) -> str:
    """A long name gives way to what is asked of it, but not all of the line."""
    if not name:
        return asked
    if not asked:
        return metrics.elidedText(name, Qt.TextElideMode.ElideRight, room)
    asked = f" · {asked}"
    left = max(room - metrics.horizontalAdvance(asked), room // 2)
    return metrics.elidedText(name, Qt.TextElideMode.ElideRight, left) + asked
