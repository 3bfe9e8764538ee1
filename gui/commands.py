"""Ctrl+K: every page and act by a few letters of its name, and records and questions by a few letters of theirs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from gui.pages import Action
from gui.theme import Theme
from gui.tokens import Space, Tone
from gui.widgets.looks import label
from gui.widgets.paged_table import one_line, tip

if TYPE_CHECKING:
    from gui.finding import Finder

_WIDTH, _HEIGHT = 560, 420
_TO_LIST = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class Commands(QDialog):
    """Opens over the middle of the window; Enter does, Escape leaves. What the `finder` finds stands below the acts."""

    def __init__(
        self, theme: Theme, actions: Sequence[Action], parent: QWidget, finder: Finder | None = None
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("popup", "true")
        self.setAccessibleName(self.tr("Commands"))
        self._theme, self._actions, self._finder = theme, actions, finder
        self._shown: list[Action] = []
        self._most = min(_HEIGHT, parent.height() // 2)
        self.asked = QLineEdit()
        self.asked.setPlaceholderText(self.tr("A page, an act, or whom or what you look for"))
        self.asked.setAccessibleName(self.tr("Command"))
        self.asked.textChanged.connect(self._typed)
        self.asked.installEventFilter(self)
        self.found = QListWidget()
        self.found.setAccessibleName(self.tr("Matching commands"))
        self.found.setIconSize(QSize(Space.ICON, Space.ICON))
        self.found.setUniformItemSizes(True)
        self.found.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its keys are those of the field
        self.found.itemActivated.connect(lambda _item: self._do())
        self.found.itemClicked.connect(lambda _item: self._do())
        self._nothing = label(self.tr("Nothing is called that."), "muted")
        inside = QVBoxLayout(self)
        inside.setContentsMargins(Space.TWO, Space.TWO, Space.TWO, Space.TWO)
        inside.setSpacing(Space.ONE)
        for one in (self.asked, self._nothing, self.found):
            inside.addWidget(one)
        self.setFixedWidth(min(_WIDTH, parent.width() - Space.FOUR))
        corner = parent.mapToGlobal(parent.rect().topLeft())
        self.move(corner.x() + (parent.width() - self.width()) // 2, corner.y() + parent.height() // 8)
        if finder is not None:
            finder.setParent(self)
            finder.changed.connect(self._found_more)
        self._show(0)
        self.asked.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            if event.key() in _TO_LIST:
                self.found.event(event)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._do()
                return True
        return super().eventFilter(watched, event)

    def _typed(self, letters: str) -> None:
        if self._finder is not None:
            self._finder.find(letters)
        self._show(0)

    def _found_more(self) -> None:
        """What was chosen already stays so: only below it something is added."""
        self._show(self.found.currentRow())

    def _show(self, at: int) -> None:
        letters = self.asked.text()
        self._shown = sorted(
            (one for one in self._actions if matches(letters, one.words)),
            key=lambda one: not one.words.casefold().startswith(letters.casefold()),
        )
        finder = self._finder
        if finder is not None:
            self._shown += finder.found
            if (everywhere := finder.everywhere()) is not None:
                self._shown.append(everywhere)
        self.found.clear()
        for action in self._shown:
            item = QListWidgetItem(
                self._theme.icon(action.icon, Tone.NEUTRAL), one_line(action.words, most=120)
            )
            item.setToolTip(tip(action.hint))
            self.found.addItem(item)
        self.found.setCurrentRow(min(max(0, at), self.found.count() - 1))
        is_looking = finder is not None and finder.is_looking
        self._nothing.setText(self.tr("Looking…") if is_looking else self.tr("Nothing is called that."))
        self._nothing.setVisible(is_looking or not self._shown)
        self.found.setVisible(self.found.count() > 0)
        rows = self.found.count() * max(self.found.sizeHintForRow(0), Space.THREE)
        self.found.setFixedHeight(min(rows + Space.ONE, self._most))
        self.adjustSize()

    def _do(self) -> None:
        at = self.found.currentRow()
        if 0 <= at < len(self._shown):
            chosen = self._shown[at]
            self.close()
            chosen.does()


def matches(letters: str, words: str) -> bool:
    """Whether the letters occur in the words in this order, whatever lies between."""
    rest = iter(words.casefold())
    return all(letter in rest for letter in letters.casefold() if not letter.isspace())
