"""What stands against what, side by side: what both agreed on, the hub, the CRM; what differs is marked within the text."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QColor, QResizeEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QTextEdit, QVBoxLayout, QWidget

from gui.conflicts.differences import Span, marks
from gui.theme import Theme
from gui.tokens import Space, Tone
from gui.widgets.looks import label
from gui.widgets.paged_table import steers, tip

LONGEST = 20_000  # characters shown of one value
_LEAST, _MOST = 3, 12  # lines


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One column: its head, who changed it and when (`hint`: the exact time), the value as text, whether there is one.

    `stored` is the value as it is stored: it is told on hover, and copied.
    """

    head: str
    who: str
    text: str
    stored: str = ""
    hint: str = ""
    known: bool = True


class Value(QPlainTextEdit):
    """A value of somebody's: plain text whatever it holds, to be read and copied."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._marks: tuple[list[Span], Tone] = ([], Tone.NEUTRAL)
        self._stored = ""
        self.setReadOnly(True)
        self.setAccessibleName(self.tr("Value"))
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("quiet", "true")
        self.setAccessibleName(self.tr("Value"))
        self.document().setDocumentMargin(0)
        theme.changed.connect(self._mark)

    def show_text(self, text: str, spans: list[Span], tone: Tone, stored: str = "") -> None:
        """`stored` stands for the text on hover and where it is copied, where that is another."""
        self._stored = "" if stored == text else stored
        self.setToolTip(tip(self._stored))
        self.setPlainText("".join("�" if steers(one) else one for one in text[:LONGEST]))
        self._marks = (spans, tone)
        self._mark()
        self._fit()

    def createMimeDataFromSelection(self) -> QMimeData:
        """A part of a date or a number is no use where it is pasted."""
        if not self._stored:
            return super().createMimeDataFromSelection()
        copied = QMimeData()
        copied.setText(self._stored)
        return copied

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """As high as the text, within reason; more is scrolled."""
        lines = int(self.document().size().height())
        self.setFixedHeight(max(_LEAST, min(lines, _MOST)) * self.fontMetrics().lineSpacing() + Space.ONE)

    def _mark(self) -> None:
        spans, tone = self._marks
        look = QTextCharFormat()
        look.setBackground(QColor(self._theme.colours.tint_of(tone)))
        look.setForeground(QColor(self._theme.colours.of(tone)))
        look.setFontUnderline(True)
        found: list[QTextEdit.ExtraSelection] = []
        for start, length in spans:
            one = QTextEdit.ExtraSelection()
            cursor = self.textCursor()
            cursor.setPosition(min(start, self.document().characterCount() - 1))
            cursor.setPosition(
                min(start + length, self.document().characterCount() - 1), QTextCursor.MoveMode.KeepAnchor
            )
            one.cursor, one.format = cursor, look
            found.append(one)
        self.setExtraSelections(found)


class Sides(QWidget):
    """Columns of equal width: the base, where it is known, and both sides."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._columns = [_Column(theme) for _ in range(3)]
        inside = QHBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(Space.TWO)
        for one in self._columns:
            inside.addWidget(one, 1)

    def show_sides(self, base: Side, hub: Side, crm: Side) -> None:
        if hub.text == crm.text and hub.stored != crm.stored:
            # Told apart only by how they are stored, such as an hour that is there twice when the clocks go back.
            hub, crm = (replace(one, text=one.stored or one.text) for one in (hub, crm))
        ours, theirs = marks(hub.text, crm.text)
        before, left, right = self._columns
        before.setVisible(base.known)
        before.show_side(base, [], Tone.NEUTRAL)
        left.show_side(hub, ours, Tone.ACCENT)
        right.show_side(crm, theirs, Tone.WARN)


class _Column(QFrame):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("card", "true")
        self._head, self._who = label("", "strong"), label("", "caption", wraps=True)
        self._value = Value(theme)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(Space.TWO, Space.ONE, Space.ONE, Space.ONE)
        inside.setSpacing(Space.HALF)
        inside.addWidget(self._head)
        inside.addWidget(self._who)
        inside.addSpacing(Space.HALF)
        inside.addWidget(self._value)
        inside.addStretch(1)
        self._who.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)

    def show_side(self, side: Side, spans: list[Span], tone: Tone) -> None:
        self._head.setText(side.head)
        self._who.setText(side.who)
        self._who.setToolTip(tip(side.hint))
        self._value.show_text(side.text, spans, tone, side.stored)
        self._value.setAccessibleName(f"{side.head}: {side.text[:200]}")
