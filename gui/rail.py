"""The left rail: one entry for each page there is, with a count where something waits."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QLocale, QSize, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from core.wire.models import Health
from gui.pages import Entry
from gui.theme import Theme
from gui.tokens import Space, Tone
from gui.widgets.looks import label
from gui.widgets.pill import Pill


class Rail(QFrame):
    """`chosen` tells the key of the page a person wants. Ctrl+1 is the first page, and so on."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, entries: Sequence[Entry], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries = {entry.key: entry for entry in entries}
        self._buttons: dict[str, QPushButton] = {}
        self._counts: dict[str, Pill] = {}
        self.setProperty("canvas", "true")
        self.setFixedWidth(Space.RAIL)
        self.setAccessibleName(self.tr("Pages"))
        group = QButtonGroup(self)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(Space.ONE + Space.HALF, Space.TWO, Space.ONE + Space.HALF, Space.TWO)
        outer.setSpacing(Space.HALF)
        name = label("CRM Sync", "title")
        name.setContentsMargins(Space.ONE, 0, 0, Space.ONE)
        outer.addWidget(name)
        for at, entry in enumerate(entries, start=1):
            words = QCoreApplication.translate("Pages", entry.words)
            made = QPushButton(f" {words}")
            made.setProperty("kind", "rail")
            made.setCheckable(True)
            made.setCursor(Qt.CursorShape.PointingHandCursor)
            made.setIconSize(QSize(Space.ICON, Space.ICON))
            made.setShortcut(f"Ctrl+{at}")
            made.setAccessibleName(words)
            theme.dress(made, entry.icon, Tone.NEUTRAL)
            made.clicked.connect(lambda _checked=False, key=entry.key: self.chosen.emit(key))
            count = Pill()
            inside = QHBoxLayout(made)
            inside.setContentsMargins(0, 0, Space.ONE, 0)
            inside.addStretch(1)
            inside.addWidget(count)
            group.addButton(made)
            outer.addWidget(made)
            self._buttons[entry.key], self._counts[entry.key] = made, count
        outer.addStretch(1)

    def show_page(self, key: str) -> None:
        self._buttons[key].setChecked(True)

    def show_counts(self, health: Health | None) -> None:
        for key, entry in self._entries.items():
            count = 0 if entry.count is None or health is None else entry.count(health)
            said = QLocale().toString(count) if count else ""
            self._counts[key].say(said, Tone.ACCENT)
            name = QCoreApplication.translate("Pages", entry.words)
            self._buttons[key].setAccessibleName(
                self.tr("{0}, {1} waiting").format(name, said) if said else name
            )
