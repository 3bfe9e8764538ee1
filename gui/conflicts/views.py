"""Views: a filter and an order under a name. Some are there from the start; those a person keeps lie in app.ini."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QWidget

from gui.memory import Memory
from gui.theme import Theme
from gui.tokens import Space
from gui.widgets.asking import Asking
from gui.widgets.looks import icon_button, label

_LONGEST: Final = 60


class Views(QWidget):
    """`chosen` tells the view to show, `wanted` the name under which what is shown shall be kept, `forgotten` a view and its
    name that are not kept any more.
    """

    chosen = Signal(dict)
    forgotten = Signal(str, dict)
    wanted = Signal(str)

    def __init__(self, theme: Theme, memory: Memory, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._memory = memory
        self._given: list[tuple[str, dict[str, str]]] = [
            (self.tr("Everything open"), {"state": "open", "sort": "oldest"}),
            (
                self.tr("Mine to decide today"),
                {"state": "escalated", "assigned": "me", "sort": "oldest"},
            ),
            (
                self.tr("High confidence"),
                {"state": "open", "kind": "conflict", "confidence": "90", "sort": "surest"},
            ),
            (self.tr("Escalated"), {"state": "escalated", "sort": "oldest"}),
            (self.tr("Came in today"), {"state": "open", "age": "-1", "sort": "newest"}),
            (self.tr("Waits for a week and more"), {"state": "open", "age": "7", "sort": "oldest"}),
        ]
        self.box = QComboBox()
        self.box.setAccessibleName(self.tr("View"))
        self.box.setToolTip(self.tr("View"))
        self.box.setPlaceholderText(self.tr("Own filter"))
        self.box.activated.connect(self._choose)
        self.save = icon_button(theme, "save", self.tr("Keep this view"), self.ask)
        self.drop = icon_button(theme, "trash-2", self.tr("Forget this view"), self.forget)
        for small in (self.save, self.drop):
            small.setFixedHeight(Space.CONTROL - 2)  # as high as a box: what is kept must not move the others
        inside = QHBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(Space.HALF)
        for one in (self.box, self.save, self.drop):
            inside.addWidget(one)
        self._current: dict[str, str] = {}
        self._fill()

    def show_current(self, view: dict[str, str]) -> None:
        """Name the view that is shown, where it has a name."""
        self._current = view
        at = next((at for at in range(self.box.count()) if self.box.itemData(at) == view), -1)
        with QSignalBlocker(self.box):
            self.box.setCurrentIndex(at)
        self.save.setVisible(at < 0)
        self.drop.setVisible(at >= len(self._given))

    def keep(self, name: str, view: dict[str, str]) -> None:
        """Under this name from now on; a view of the same name is replaced."""
        self._memory.views = {**self._memory.views, name: view}
        self._fill()
        self.show_current(view)

    def forget(self) -> None:
        name, kept = self.box.currentText(), dict(self._memory.views)
        view = kept.pop(name)
        self._memory.views = kept
        self._fill()
        self.show_current(self._current)
        self.forgotten.emit(name, view)

    def ask(self) -> None:
        """Under which name."""
        dialog = NameDialog(self)
        dialog.accepted.connect(lambda: self.wanted.emit(dialog.name))
        dialog.open()

    def _fill(self) -> None:
        with QSignalBlocker(self.box):
            self.box.clear()
            for name, view in (*self._given, *self._memory.views.items()):
                self.box.addItem(name, view)

    def _choose(self, at: int) -> None:
        self.chosen.emit(dict(self.box.itemData(at)))


class NameDialog(Asking):
    def __init__(self, parent: QWidget) -> None:
        super().__init__("", "", parent)
        self.setWindowTitle(self.tr("Keep this view"))
        self.yes.setText(self.tr("Keep"))
        self.line = QLineEdit()
        self.line.setMaxLength(_LONGEST)
        self.line.setAccessibleName(self.tr("Name of the view"))
        self.yes.setEnabled(False)
        self.line.textChanged.connect(lambda text: self.yes.setEnabled(bool(text.strip())))
        self.body.addWidget(label(self.tr("Filter and order are kept under a name, on this machine.")))
        self.body.addWidget(self.line)

    @property
    def name(self) -> str:
        return self.line.text().strip()
