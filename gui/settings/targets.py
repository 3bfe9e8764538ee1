"""Where alerts and tickets go: each target, whether it may be used, what waits, and a message to try it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.errors import CrmSyncError
from core.wire.client import Operations
from core.wire.models import Page, TargetWord
from gui.pages import Shell
from gui.sentences import in_sentences
from gui.tickets.dialog import open_ticket
from gui.tokens import Space, Tone
from gui.widgets.list_model import ListModel
from gui.widgets.looks import button, look, row
from gui.widgets.paged_table import Column
from gui.widgets.states import Stack, words_of
from gui.widgets.table import RowTable
from gui.widgets.told import Told


class TargetList(Stack):
    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        content = QWidget()
        super().__init__(shell.theme, content, parent)
        self._shell = shell
        self.targets = ListModel(self._columns(), self)
        self.table = RowTable(self.targets, self.tr("Targets"), (130, 90, 90, 0, 160, 170))
        self.test = button(
            self.tr("Send a test message"),
            self.try_it,
            theme=shell.theme,
            icon="mail",
            hint=self.tr("To the chosen target"),
        )
        ticket = button(
            self.tr("Raise a ticket"), lambda: open_ticket(shell, self), theme=shell.theme, icon="ticket"
        )
        self.told = Told()
        outer = QVBoxLayout(content)
        outer.setContentsMargins(0, Space.TWO, 0, Space.TWO)
        outer.setSpacing(Space.ONE)
        outer.addWidget(self.table, 1)
        outer.addWidget(self.told)
        outer.addLayout(row(self.test, None, ticket))
        self.table.selectionModel().currentChanged.connect(lambda _now, _before: self._show_current())
        self.show_loading()

    def refresh(self) -> None:
        self.test.setEnabled(True)  # what a former daemon was asked is not answered any more
        call = self._shell.session.calls.ask(self, Operations.list_targets)
        call.then(self._show).failed(lambda error: self.show_error(error, self.refresh))

    @property
    def current(self) -> TargetWord | None:
        at = self.table.row
        return self.targets.rows[at] if at is not None and at < len(self.targets.rows) else None

    def try_it(self) -> None:
        if (one := self.current) is None:
            return
        self.test.setEnabled(False)
        self._say(self.tr("Sending to {0}…").format(one.name), Tone.NEUTRAL)
        call = self._shell.session.calls.ask(self, Operations.test_target, one.name)
        call.always(lambda: self.test.setEnabled(True))
        call.then(lambda _done: self._say(self.tr("{0} has taken it.").format(one.name), Tone.GOOD)).failed(
            self._explain
        )

    def _columns(self) -> tuple[Column[TargetWord], ...]:
        return (
            Column(title=self.tr("Target"), text=lambda one: one.name),
            Column(title=self.tr("Kind"), text=lambda one: one.kind),
            Column(title=self.tr("For"), text=lambda one: one.use),
            Column(
                title=self.tr("Host"), text=lambda one: f"{one.host} ({one.area})" if one.area else one.host
            ),
            Column(title=self.tr("Alerts"), text=lambda one: ", ".join(one.alerts) or "–"),
            Column(title=self.tr("State"), text=self._state, hint=_why, tells=self._tell),
        )

    def _state(self, one: TargetWord) -> str:
        if not one.allowed:
            return self.tr("Refused by residency")
        if one.waiting:
            return self.tr("%Ln message(s) wait", "", one.waiting)
        return self.tr("Ready") if one.secret else self.tr("No secret is kept")

    def _tell(self, one: TargetWord, role: Qt.ItemDataRole) -> Any:
        if role == Qt.ItemDataRole.ForegroundRole:
            tone = Tone.WARN if not one.allowed or one.waiting else Tone.GOOD if one.secret else Tone.NEUTRAL
            return QColor(self._shell.theme.colours.of(tone))
        return None

    def _show(self, page: Page[TargetWord]) -> None:
        if not page.rows:
            self.show_empty(
                "bell",
                self.tr("No target is set up"),
                self.tr(
                    "Write one below [targets] in crmsync.toml: a webhook, Slack, Teams, e-mail, or a ticket system."
                ),
                (self.tr("Raise a ticket by e-mail"), lambda: open_ticket(self._shell, self)),
            )
            return
        self.targets.show_rows(page.rows)
        self.table.setCurrentIndex(self.targets.index(0, 0))
        self.show_content()

    def _show_current(self) -> None:
        one = self.current
        self.test.setVisible(self._shell.session.may_write)
        if one is not None:
            self._say(_why(one) if not one.allowed or one.trouble else "", Tone.WARN)

    def _say(self, text: str, tone: Tone, kind: str = "") -> None:
        self.told.tell(text, kind)
        look(self.told, tone=tone.value)
        self.told.setVisible(bool(text))

    def _explain(self, error: CrmSyncError) -> None:
        self._say(words_of(error), Tone.BAD, error.kind)


def _why(one: TargetWord) -> str:
    return in_sentences(one.why, one.trouble, one.advice) or one.name
