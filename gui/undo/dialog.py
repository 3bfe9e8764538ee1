"""Taking back from where one stands: the preview in a window of its own, which closes by itself when all was taken back."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from gui.pages import Shell
from gui.tokens import Space
from gui.undo.view import Planning, UndoView
from gui.widgets.looks import button, label, row
from gui.widgets.meaning import help_by_key

_SIZE = (920, 600)


class UndoDialog(QDialog):
    """`planning` makes the call that plans. Nothing is written before the button is pressed."""

    def __init__(self, shell: Shell, about: str, planning: Planning, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Undo"))
        self.resize(*_SIZE)
        help_by_key(self)
        self.view = UndoView(shell)
        self.view.back.hide()
        self.no = button(self.tr("Close"), self.reject)
        self.view.apply.setDefault(True)
        for one in (self.no, self.view.discard):
            one.setAutoDefault(False)  # Enter is for what the window was opened for
        outer = QVBoxLayout(self)
        outer.setContentsMargins(Space.THREE, Space.THREE, Space.THREE, Space.TWO)
        outer.setSpacing(Space.TWO)
        outer.addWidget(label(about, "title", wraps=True))
        outer.addWidget(self.view, 1)
        outer.addLayout(
            row(None, self.no, self.view.discard, self.view.apply)
        )  # one row for all that ends it
        self.view.closed.connect(self.reject)
        self.view.applied.connect(self._applied)
        self.view.preview(planning)

    def _applied(self) -> None:
        if not self.view.left_alone:
            self.accept()
