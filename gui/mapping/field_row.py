"""How one field is drawn: its type, label and name, its marks, and on the inner edge whether a curve ends here."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from core.schema import Field
from gui.mapping.fields_model import FieldsModel, Which
from gui.mapping.sides import ICONS
from gui.theme import Theme
from gui.tokens import Space, Tone, Type
from gui.widgets.paged_table import one_line

HEIGHT = Space.FOUR + Space.ONE
_DOT = Space.HALF


class FieldRow(QStyledItemDelegate):
    def __init__(self, theme: Theme, model: FieldsModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._model = theme, model

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(Space.RAIL, HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        name = self._model.name_at(index)
        colours, rect, state = self._theme.colours, QRect(option.rect), option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(colours.accent_tint))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, QColor(colours.hover))
        if state & QStyle.StateFlag.State_HasFocus:
            at = rect.left() if self._model.which is Which.CRM else rect.right() - 2
            painter.fillRect(at, rect.top(), 3, rect.height(), QColor(colours.accent))
        if name in self._model.dimmed:
            painter.setOpacity(0.35)
        self._end(painter, rect, name)
        inner = rect.adjusted(Space.ONE + Space.HALF, Space.HALF, -Space.TWO, -Space.HALF)
        if self._model.which is Which.HUB:
            inner = rect.adjusted(Space.TWO, Space.HALF, -Space.ONE - Space.HALF, -Space.HALF)
        self._texts(painter, inner, QFont(option.font), name)
        painter.restore()

    def _end(self, painter: QPainter, rect: QRect, name: str) -> None:
        """A filled dot where a curve ends, a ring where none does."""
        colours = self._theme.colours
        x = rect.right() - Space.ONE if self._model.which is Which.CRM else rect.left() + Space.ONE
        is_mapped = bool(self._model.rule_at(name))
        painter.setPen(QColor(colours.accent if is_mapped else colours.border))
        painter.setBrush(QColor(colours.accent) if is_mapped else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(QPoint(x, rect.center().y()), _DOT - 1, _DOT - 1)

    def _texts(self, painter: QPainter, inner: QRect, font: QFont, name: str) -> None:
        colours, field = self._theme.colours, self._model.field(name)
        icon = ICONS[field.type] if field is not None else "circle-help"
        tall = inner.height()
        painter.drawPixmap(
            inner.left(),
            inner.top() + (tall - Space.ICON) // 2,
            self._theme.pixmap(icon, Space.ICON, Tone.NEUTRAL),
        )
        right = inner.right()
        for mark, tone in self._marks(name, field):
            right -= Space.TWO
            painter.drawPixmap(
                right, inner.top() + (tall - Space.TWO) // 2, self._theme.pixmap(mark, Space.TWO - 2, tone)
            )
        left = inner.left() + Space.ICON + Space.ONE
        strong, small = QFont(font), QFont(font)
        strong.setWeight(QFont.Weight.DemiBold)
        small.setPointSize(Type.CAPTION)
        wide = right - left - Space.HALF
        label = field.label or name if field is not None else name
        for top, face, colour, text in (
            (inner.top(), strong, colours.text, label),
            (inner.top() + tall // 2, small, colours.muted, name),
        ):
            painter.setFont(face)
            painter.setPen(QColor(colour))
            shown = QFontMetrics(face).elidedText(one_line(text), Qt.TextElideMode.ElideRight, wide)
            side = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
            painter.drawText(QRect(left, top, wide, tall // 2), side, shown)

    def _marks(self, name: str, field: Field | None) -> list[tuple[str, Tone]]:
        found = []
        if name in self._model.wrong or field is None:
            found.append(("circle-alert", Tone.BAD))
        if field is not None and field.required:
            found.append(("asterisk", Tone.WARN))
        if field is not None and field.read_only:
            found.append(("lock", Tone.NEUTRAL))
        if field is not None and field.key:
            found.append(("key-round", Tone.NEUTRAL))
        return found
