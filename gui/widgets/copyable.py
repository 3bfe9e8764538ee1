"""An id that is copied by a click or a key, shortened only to the eye."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton, QWidget

from gui.theme import Theme
from gui.tokens import Tone
from gui.widgets.looks import appear
from gui.widgets.paged_table import tip

_COPIED_MS = 1_500


class CopyableId(QPushButton):
    def __init__(self, theme: Theme, parent: QWidget | None = None, *, most: int = 28) -> None:
        super().__init__(parent)
        self._whole, self._most = "", most
        self.setProperty("kind", "link")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme.dress(self, "copy", Tone.ACCENT)
        self.setAccessibleName(self.tr("Copy {0}").format(""))
        self.clicked.connect(lambda _checked=False: self.copy())
        self._draw()

    def show_id(self, whole: str) -> None:
        self._whole = whole
        appear(self, wanted=bool(whole))
        self._draw()

    def copy(self) -> None:
        QGuiApplication.clipboard().setText(self._whole)
        self.setText(self.tr("Copied"))
        QTimer.singleShot(_COPIED_MS, self, self._draw)

    def _draw(self) -> None:
        short = self._whole if len(self._whole) <= self._most else f"{self._whole[: self._most - 1]}…"
        # An ampersand in an id is no mnemonic.
        self.setText(short.replace("&", "&&"))
        self.setToolTip(tip(self.tr("Copy {0}").format(self._whole)))
        self.setAccessibleName(self.tr("Copy {0}").format(self._whole))
