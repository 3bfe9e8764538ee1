"""A label that may tell of an error, and then leads to what it means."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

from core.errors import CrmSyncError
from gui.tokens import Space, Tone
from gui.widgets.looks import Role, dress
from gui.widgets.meaning import Meaning
from gui.widgets.states import words_of


class Told(QLabel):
    """A sentence that may be about an error: then it has a link to what that means below it."""

    def __init__(
        self, role: Role = "body", *, tone: Tone | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        dress(self, role, wraps=True, tone=tone)
        self.meaning = Meaning(parent=self)

    def setText(self, text: str) -> None:
        """As of any label; the link goes."""
        super().setText(text)
        self._about("")

    def explain(self, error: CrmSyncError) -> None:
        self.tell(words_of(error), error.kind)

    def tell(self, text: str, kind: str) -> None:
        """`text`, with a link to what `kind` means; "" is nothing to explain."""
        super().setText(text)
        self._about(kind)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _about(self, kind: str) -> None:
        self.meaning.about(kind)
        self.setContentsMargins(0, 0, 0, self.meaning.sizeHint().height() + Space.HALF if kind else 0)
        self._place()

    def _place(self) -> None:
        size = self.meaning.sizeHint()
        self.meaning.setGeometry(0, self.height() - size.height(), size.width(), size.height())
