"""A list whose rows have a name and, below it and quieter, how that one stands: the model's text with a line break."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from gui.theme import Theme
from gui.tokens import Space, Tone, Type

TONE_ROLE: Final = int(Qt.ItemDataRole.UserRole) + 1  # the Tone of the second line, where it has one
_HEIGHT: Final = 2 * Space.THREE + Space.HALF


class TwoLines(QStyledItemDelegate):
    """Painted, so that both lines have their own weight; put on the list it is made with."""

    def __init__(self, theme: Theme, view: QListView) -> None:
        super().__init__(view)
        self._theme = theme
        view.setItemDelegate(self)
        view.setMouseTracking(True)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        theme.changed.connect(view.viewport().update)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(Space.RAIL // 2, _HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        colours = self._theme.colours
        rect: QRect = option.rect
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(colours.accent_tint))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, QColor(colours.hover))
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.fillRect(rect.left(), rect.top(), 3, rect.height(), QColor(colours.accent))
        name, _, state = str(index.data(Qt.ItemDataRole.DisplayRole) or "").partition("\n")
        inner = rect.adjusted(Space.ONE + Space.HALF, Space.ONE, -Space.ONE, -Space.ONE)
        half = inner.height() // 2
        strong, small = QFont(option.font), QFont(option.font)
        strong.setWeight(QFont.Weight.DemiBold)
        small.setPointSize(Type.CAPTION)
        tone = index.data(TONE_ROLE)
        quiet = colours.of(tone) if isinstance(tone, Tone) else colours.muted
        above = QRect(inner.left(), inner.top(), inner.width(), half)
        _text(painter, above, strong, colours.text, name)
        _text(painter, above.translated(0, half), small, quiet, state)
        painter.restore()


def _text(painter: QPainter, where: QRect, font: QFont, colour: str, text: str) -> None:
    painter.setFont(font)
    painter.setPen(QColor(colour))
    shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, where.width())
    painter.drawText(where, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), shown)
