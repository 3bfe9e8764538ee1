"""A state in a word: a small coloured pill. The word carries the meaning, the colour only helps."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from gui.tokens import Tone
from gui.widgets.looks import appear, look


class Pill(QLabel):
    def __init__(self, text: str = "", tone: Tone = Tone.NEUTRAL, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.say(text, tone)

    def say(self, text: str, tone: Tone, *, solid: bool = False) -> None:
        """`solid` is light on dark (or dark on light), for what must not be missed on a coloured ground."""
        self.setText(text)
        appear(self, wanted=bool(text))
        look(self, pill="solid" if solid else tone.value)
