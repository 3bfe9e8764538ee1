"""Somebody else has saved the rules meanwhile: what stands between their state and ours, and which of the two goes on."""

from __future__ import annotations

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from gui.widgets.asking import Asking
from gui.widgets.looks import button, label


class DifferenceDialog(Asking):
    """Accepted: our text goes on, on top of theirs, and is tried anew. `takes_theirs`: ours is given up."""

    def __init__(self, difference: str, parent: QWidget) -> None:
        super().__init__("", "", parent)
        self.setWindowTitle(self.tr("The rules have changed meanwhile"))
        self.takes_theirs = False
        self.yes.setText(self.tr("Go on with mine"))
        about = self.tr(
            "Nothing was saved. Lines with − are in force now and would go, lines with + are yours and would come."
        )
        self.shown = QPlainTextEdit(difference or self.tr("Both are the same."))
        self.shown.setReadOnly(True)
        self.shown.setProperty("role", "code")
        self.shown.setAccessibleName(self.tr("Difference"))
        self.shown.setTabChangesFocus(True)
        self.shown.setMinimumHeight(240)
        self.body.addWidget(label(about, "muted", wraps=True))
        self.body.addWidget(self.shown)
        self.theirs = button(self.tr("Take theirs, drop mine"), self._take_theirs)
        self.body.addWidget(self.theirs)
        self.setMinimumWidth(640)

    def _take_theirs(self) -> None:
        self.takes_theirs = True
        self.accept()
