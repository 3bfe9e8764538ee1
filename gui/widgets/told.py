"""A label that may tell of an error, and then leads to what it means."""

from __future__ import annotations

from typing import Final

from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QLabel, QSizePolicy, QWidget

from core.errors import CrmSyncError
from gui.tokens import Space, Tone
from gui.widgets.looks import Role, dress
from gui.widgets.meaning import Meaning
from gui.widgets.paged_table import one_line
from gui.widgets.states import words_of

_MOST_LINES: Final = 40
_MOST: Final = 2_000


class Told(QLabel):
    """Sentences from outside that may be about an error: then there is a link to what that means below them."""

    def __init__(
        self, role: Role = "body", *, tone: Tone | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        dress(self, role, wraps=True, tone=tone)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)  # as `foreign`
        self.meaning = Meaning(parent=self)

    def setText(self, text: str) -> None:
        """As of any label; the link goes."""
        self.tell(text, "")

    def explain(self, error: CrmSyncError) -> None:
        self.tell(words_of(error), error.kind)

    def tell(self, text: str, kind: str) -> None:
        """`text`, with a link to what `kind` means; "" is nothing to explain."""
        super().setText("\n".join(one_line(line, most=_MOST) for line in text.split("\n")[:_MOST_LINES]))
        self._about(kind)
        self._make_room()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._make_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _about(self, kind: str) -> None:
        self.meaning.about(kind)
        self.setContentsMargins(0, 0, 0, self.meaning.sizeHint().height() + Space.HALF if kind else 0)
        self._place()

    def _make_room(self) -> None:
        """A dialog does not grow by itself with a text that wraps."""
        window = self.window()
        layout = window.layout()
        if isinstance(window, QDialog) and self.isVisible() and layout is not None:
            layout.activate()
            window.resize(window.width(), max(window.height(), layout.totalHeightForWidth(window.width())))

    def _place(self) -> None:
        size = self.meaning.sizeHint()
        self.meaning.setGeometry(0, self.height() - size.height(), size.width(), size.height())
