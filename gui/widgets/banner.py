"""A line across the window that says what is the matter and offers what can be done about it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from gui.theme import Theme
from gui.tokens import Space, Tone
from gui.widgets.looks import button, foreign, look

_ICONS = {
    Tone.NEUTRAL: "info",
    Tone.ACCENT: "info",
    Tone.GOOD: "circle-check",
    Tone.WARN: "triangle-alert",
    Tone.BAD: "circle-alert",
}


class Banner(QFrame):
    """Hidden until `say`. `acts` are pairs of a button's words and what it does."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._tone = theme, Tone.NEUTRAL
        self._icon = QLabel()
        self._words = foreign()
        self._acts: list[QWidget] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(Space.TWO, Space.ONE, Space.TWO, Space.ONE)
        self._row.setSpacing(Space.ONE)
        self._row.addWidget(self._icon, alignment=Qt.AlignmentFlag.AlignVCenter)
        self._row.addWidget(self._words, 1)
        theme.changed.connect(self._draw)
        self.hide()

    @property
    def text(self) -> str:
        return self._words.text()

    def say(self, text: str, tone: Tone, *acts: tuple[str, Callable[[], object]]) -> None:
        self._tone = tone
        self._words.setText(text)
        self.setAccessibleName(text)
        for act in self._acts:
            act.hide()
            act.deleteLater()
        self._acts = [button(words, does) for words, does in acts]
        for act in self._acts:
            self._row.addWidget(act)
        look(self, banner=tone.value)
        look(self._words)
        self._draw()
        self.show()

    def _draw(self) -> None:
        self._icon.setPixmap(self._theme.pixmap(_ICONS[self._tone], Space.ICON, self._tone))
