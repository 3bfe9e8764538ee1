"""The difference of two texts, line by line: added lines with a plus, lost ones with a minus."""

from __future__ import annotations

from difflib import unified_diff

from PySide6.QtGui import QColor, QFont, QFontDatabase, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from gui.theme import Theme
from gui.widgets.looks import look


def difference(before: str, after: str) -> list[str]:
    """Unified, with three lines around; empty where both are the same."""
    return [*unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=3)][2:]


class DifferenceView(QPlainTextEdit):
    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setAccessibleName(name)
        self.setFont(QFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)))
        look(self, role="code")

    def show_difference(self, before: str, after: str) -> None:
        self.clear()
        colours = self._theme.colours
        cursor = QTextCursor(self.document())
        for line in difference(before, after) or [self.tr("No difference.")]:
            dress = QTextCharFormat()
            tint = {"+": colours.good_tint, "-": colours.bad_tint, "@": colours.sunken}.get(line[:1])
            if tint is not None:
                dress.setBackground(QColor(tint))
            cursor.insertText(f"{line}\n", dress)
        self.moveCursor(QTextCursor.MoveOperation.Start)
