"""The rules as a text with numbered lines; what the daemon complains of is shown at its line."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent, QTextCursor, QTextFormat
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QWidget

from gui.theme import Theme
from gui.tokens import Space, Tone


class TextEditor(QPlainTextEdit):
    """Tab leaves it, so that it is no trap for the keyboard."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._wrong: int | None = None
        self.setProperty("role", "code")
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setTabChangesFocus(True)
        self.setAccessibleName(self.tr("The rules as text"))
        self._gutter = _Gutter(self)
        self.blockCountChanged.connect(lambda _count: self._make_room())
        self.updateRequest.connect(self._follow)
        theme.changed.connect(self._mark)
        self._make_room()

    def show_text(self, text: str) -> None:
        """Told to nobody, and the cursor stays where it was."""
        if text == self.toPlainText():
            return
        at = self.textCursor().position()
        self.blockSignals(True)
        self.setPlainText(text)
        self.blockSignals(False)
        cursor = self.textCursor()
        cursor.setPosition(min(at, self.document().characterCount() - 1))
        self.setTextCursor(cursor)
        self._make_room()

    def show_wrong(self, line: int | None) -> None:
        """Mark this line (from 1), or none."""
        self._wrong = line
        self._mark()

    @property
    def wrong(self) -> int | None:
        return self._wrong

    def go_to(self, line: int) -> None:
        block = self.document().findBlockByNumber(line - 1)
        if block.isValid():
            self.setTextCursor(QTextCursor(block))
            self.centerCursor()

    # the numbers --------------------------------------------------------------------------------------------------------
    @property
    def gutter_width(self) -> int:
        digits = max(2, len(str(self.blockCount())))
        return Space.TWO + self.fontMetrics().horizontalAdvance("9") * digits

    def paint_numbers(self, event: QPaintEvent) -> None:
        colours = self._theme.colours
        painter = QPainter(self._gutter)
        painter.setFont(self.font())
        painter.fillRect(event.rect(), QColor(colours.sunken))
        block = self.firstVisibleBlock()
        top = self.blockBoundingGeometry(block).translated(self.contentOffset()).top()
        while block.isValid() and top <= event.rect().bottom():
            height = self.blockBoundingRect(block).height()
            number = block.blockNumber() + 1
            painter.setPen(QColor(colours.of(Tone.BAD if number == self._wrong else Tone.NEUTRAL)))
            place = QRect(0, int(top), self.gutter_width - Space.ONE, int(height))
            sign = "▸ " if number == self._wrong else ""
            painter.drawText(
                place, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), f"{sign}{number}"
            )
            top += height
            block = block.next()
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        inside = self.contentsRect()
        self._gutter.setGeometry(QRect(inside.left(), inside.top(), self.gutter_width, inside.height()))

    def _make_room(self) -> None:
        self.setViewportMargins(self.gutter_width + Space.HALF, 0, 0, 0)
        inside = self.contentsRect()
        self._gutter.setGeometry(QRect(inside.left(), inside.top(), self.gutter_width, inside.height()))

    def _follow(self, rect: QRect, dy: int) -> None:
        if dy:
            self._gutter.scroll(0, dy)
        else:
            self._gutter.update(0, rect.y(), self._gutter.width(), rect.height())

    def _mark(self) -> None:
        found: list[QTextEdit.ExtraSelection] = []
        if self._wrong is not None:
            one = QTextEdit.ExtraSelection()
            block = self.document().findBlockByNumber(self._wrong - 1)
            if block.isValid():
                one.cursor = QTextCursor(block)
                one.format.setBackground(QColor(self._theme.colours.bad_tint))
                one.format.setProperty(QTextFormat.Property.FullWidthSelection, True)
                found.append(one)
        self.setExtraSelections(found)
        self._gutter.update()


class _Gutter(QWidget):
    def __init__(self, editor: TextEditor) -> None:
        super().__init__(editor)
        self._editor = editor

    def sizeHint(self) -> QSize:
        return QSize(self._editor.gutter_width, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        self._editor.paint_numbers(event)
