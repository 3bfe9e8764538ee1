"""A question in a window of its own, before something that needs more than a click."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QDialog, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from gui.tokens import Space
from gui.widgets.looks import button, label, row
from gui.widgets.meaning import help_by_key

_SIZED = Qt.WidgetAttribute.WA_Resized  # somebody has said how large it is


class Asking(QDialog):
    """A title, content, and two buttons; Enter accepts, Escape leaves. `accepted` is Qt's own signal."""

    def __init__(self, title: str, accept: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.setMinimumWidth(480)
        help_by_key(self)
        self.body = QVBoxLayout()
        self.body.setSpacing(Space.ONE)
        self.yes = button(accept, self.accept, kind="primary")
        self.yes.setDefault(True)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(Space.THREE, Space.THREE, Space.THREE, Space.TWO)
        outer.setSpacing(Space.TWO)
        if title:
            outer.addWidget(label(title, "title", wraps=True))
        outer.addLayout(self.body)
        outer.addLayout(row(None, button(self.tr("Cancel"), self.reject), self.yes))

    def showEvent(self, event: QShowEvent) -> None:
        """One begins with what there is to fill in; the buttons are older, and Qt would begin with them."""
        super().showEvent(event)
        if not self.testAttribute(_SIZED):
            self.fit()
        first = next((one for one in self.findChildren(QWidget) if _takes_input(one)), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def fit(self) -> None:
        """As high as its texts need at this width, in the same middle: Qt takes what they need where they wrap earlier."""
        layout = self.layout()
        if layout is not None and layout.hasHeightForWidth():
            layout.activate()
            height = layout.totalHeightForWidth(self.width())
            self.move(self.x(), self.y() + (self.height() - height) // 2)
            self.resize(self.width(), height)


def _takes_input(one: QWidget) -> bool:
    if isinstance(one, QPlainTextEdit):
        return not one.isReadOnly()
    return isinstance(one, QLineEdit | QComboBox)
