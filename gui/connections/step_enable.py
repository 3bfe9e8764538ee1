"""The last step: the connection goes on, and is kept in step from then on."""

from __future__ import annotations

from PySide6.QtCore import Qt

from core.wire.client import Operations
from core.wire.models import ConnectionWord
from gui.connections.acts import Acts, takes_developer_key
from gui.connections.facts import ObjectsCard, RealTimeCard
from gui.connections.needs import NeedsCard
from gui.connections.step import StepPage
from gui.pages import Shell
from gui.widgets.looks import button, label


class EnableStep(StepPage):
    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.title = self.tr("Enable")
        self._head = label("", "headline", wraps=True)
        self.body.addWidget(self._head)
        about = self.tr(
            "From now on changes of both sides are taken over by themselves. You can pause it at any time, and take back"
            " what was written."
        )
        self.body.addWidget(label(about, "muted", wraps=True))
        self.needs = NeedsCard(shell)
        self.needs.met.connect(self._show_met)
        self.body.addWidget(self.needs)
        self._show_met(True)
        self._cards = (ObjectsCard(), RealTimeCard())
        for card in self._cards:
            self.body.addWidget(card)
        self._acts = Acts(shell, self)
        self.developer_key = button(self.tr("Developer key…"), self._take_developer_key)
        self.developer_key.hide()
        self.body.addWidget(self.developer_key, alignment=Qt.AlignmentFlag.AlignLeft)

    def next_words(self) -> str:
        return self.tr("Enable")

    def entered(self) -> None:
        """What the CRM lacks of ours can have been passed over two steps ago."""
        self._show_met(True)
        self.needs.show_name(self.name)
        self.needs.ask()

    def take(self, one: ConnectionWord | None) -> None:
        super().take(one)
        if one is not None:
            for card in self._cards:
                card.show_connection(one)
            self.developer_key.setVisible(takes_developer_key(one) and self._shell.session.may_write)

    def _show_met(self, met: bool) -> None:
        if met and self.needs.isVisible() and self.needs.make.hasFocus():
            self.setFocus()  # before the button goes with its card
        self.needs.setVisible(not met)
        self._head.setText(
            self.tr("Everything is in place") if met else self.tr("Something is missing in the CRM")
        )

    def _take_developer_key(self) -> None:
        if self.one is not None:
            self._acts.developer_key(self.one)

    def advance(self) -> None:
        self.wait(self.tr("Enabling…"))
        self.calls.ask(self, Operations.resume_connection, self.name).then(self._enabled).failed(self.explain)

    def _enabled(self, one: ConnectionWord) -> None:
        self.free()
        self._shell.toast(self.tr("{0} is in step from now on.").format(one.name))
        self.finished.emit(one.name)
