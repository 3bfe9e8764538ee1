"""A card: a titled surface that holds one thing."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from gui.tokens import Space
from gui.widgets.looks import label


class Card(QFrame):
    """`body` is where its content goes; `head` (beside the title) takes a state and small buttons."""

    def __init__(self, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", "true")
        self.setAccessibleName(title)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(Space.TWO, Space.TWO, Space.TWO, Space.TWO)
        outer.setSpacing(Space.ONE + Space.HALF)
        self.head = QHBoxLayout()
        self.head.setSpacing(Space.ONE)
        self.title = label(title, "title")
        self.head.addWidget(self.title)
        self.head.addStretch(1)
        outer.addLayout(self.head)
        self.body = QVBoxLayout()
        self.body.setSpacing(Space.ONE)
        outer.addLayout(self.body)
        self.title.setVisible(bool(title))
