"""What is of this window alone: its look, its language, and which changes are told beside the clock."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QVBoxLayout, QWidget

from gui.pages import Shell
from gui.theme import Mode
from gui.tokens import Space
from gui.widgets.card import Card
from gui.widgets.looks import label


class AppCard(QWidget):
    """Everything is kept at once; there is nothing to save."""

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shell = shell
        self.look, self.language = QComboBox(), QComboBox()
        for words, mode in (
            (self.tr("Like the system"), Mode.SYSTEM),
            (self.tr("Light"), Mode.LIGHT),
            (self.tr("Dark"), Mode.DARK),
        ):
            self.look.addItem(words, mode.value)
        for words, tongue in ((self.tr("Like the system"), ""), ("English", "en"), ("Deutsch", "de")):
            self.language.addItem(words, tongue)
        self.look.setAccessibleName(self.tr("Look"))
        self.language.setAccessibleName(self.tr("Language"))
        self.later = label(self.tr("The new language is spoken after the next start."), "muted")
        self.later.hide()
        self.notices = {
            "attention": QCheckBox(self.tr("Somebody is needed: a conflict, a refusal, a brake, a sign-in")),
            "disconnected": QCheckBox(self.tr("The daemon is not reached")),
            "paused": QCheckBox(self.tr("Synchronisation is paused or stopped")),
        }
        looks = Card(self.tr("Look and language"))
        form = QFormLayout()
        form.setHorizontalSpacing(Space.THREE)
        form.addRow(label(self.tr("Look")), self.look)
        form.addRow(label(self.tr("Language")), self.language)
        looks.body.addLayout(form)
        looks.body.addWidget(self.later)
        told = Card(self.tr("Notifications"))
        told.body.addWidget(
            label(
                self.tr("Told beside the clock while this window is not in front, when:"), "muted", wraps=True
            )
        )
        for one in self.notices.values():
            told.body.addWidget(one)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, Space.TWO, 0, 0)
        outer.setSpacing(Space.TWO)
        outer.addWidget(looks)
        outer.addWidget(told)
        outer.addStretch(1)
        self.setMaximumWidth(720)
        self._show()
        self.look.currentIndexChanged.connect(lambda _at: self._change_look())
        self.language.currentIndexChanged.connect(lambda _at: self._change_language())
        for one in self.notices.values():
            one.toggled.connect(lambda _on: self._change_notices())
        shell.theme.changed.connect(self._show_look)

    def _show(self) -> None:
        self._show_look()
        self.language.setCurrentIndex(max(0, self.language.findData(self._shell.memory.language)))
        for state, box in self.notices.items():
            box.setChecked(state in self._shell.memory.notices)

    def _show_look(self) -> None:
        """It may have been changed in the window's head as well."""
        self.look.blockSignals(True)
        self.look.setCurrentIndex(max(0, self.look.findData(self._shell.theme.mode.value)))
        self.look.blockSignals(False)

    def _change_look(self) -> None:
        mode = Mode(self.look.currentData())
        self._shell.memory.mode = mode
        self._shell.theme.set_mode(mode)

    def _change_language(self) -> None:
        self._shell.memory.language = self.language.currentData()
        self.later.show()

    def _change_notices(self) -> None:
        chosen = frozenset(state for state, box in self.notices.items() if box.isChecked())
        self._shell.memory.notices = chosen
