"""Who is attached to the daemon, from where and since when, whether they may change anything, and the way to end one."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.errors import CrmSyncError
from core.wire.client import Operations
from core.wire.models import AttachedWord, Page
from gui.pages import Shell
from gui.session import now_ms
from gui.tokens import Space, Tone
from gui.widgets.list_model import ListModel
from gui.widgets.looks import button, label, row
from gui.widgets.paged_table import Column
from gui.widgets.states import Stack
from gui.widgets.table import RowTable
from gui.widgets.times import exactly, relatively


class AttachedList(Stack):
    """Asked for while it is on screen, with every beat of health."""

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        content = QWidget()
        super().__init__(shell.theme, content, parent)
        self._shell = shell
        self.attached = ListModel(self._columns(), self)
        self.table = RowTable(
            self.attached, self.tr("Who is attached"), (0, 150, 190, 130, 110, 130, 130), spare=(3, 5)
        )
        self.end = button(
            self.tr("End it"),
            self.end_current,
            theme=shell.theme,
            icon="unlink",
            kind="danger",
            hint=self.tr("The chosen program is cut off, told by whom, and does not come back by itself"),
        )
        outer = QVBoxLayout(content)
        outer.setContentsMargins(0, Space.TWO, 0, Space.TWO)
        outer.setSpacing(Space.ONE)
        outer.addWidget(
            label(
                self.tr(
                    "Every program that speaks to this daemon, those from elsewhere first. What they do stands in the "
                    "log under these names. Who may sign in to this machine as the same account can attach again; to "
                    "keep somebody out, take their key from that account."
                ),
                "muted",
                wraps=True,
            )
        )
        outer.addWidget(self.table, 1)
        outer.addLayout(row(self.end, None))
        self.table.selectionModel().currentChanged.connect(lambda _now, _before: self._show_current())
        shell.session.health_changed.connect(self._refresh_if_seen)
        self.show_loading()

    def refresh(self) -> None:
        call = self._shell.session.calls.ask(self, Operations.list_attached)
        call.then(self._show).failed(lambda error: self.show_error(error, self.refresh))

    @property
    def current(self) -> AttachedWord | None:
        at = self.table.row
        return self.attached.rows[at] if at is not None and at < len(self.attached.rows) else None

    def end_current(self) -> None:
        if (one := self.current) is None:
            return
        self.end.setEnabled(False)
        call = self._shell.session.calls.ask(self, Operations.end_attached, one.id)
        call.then(self._ended).failed(self._fail)

    def _columns(self) -> tuple[Column[AttachedWord], ...]:
        return (
            Column(
                title=self.tr("Who"),
                text=lambda one: self.tr("{0} (you)").format(one.person) if one.is_you else one.person,
            ),
            Column(title=self.tr("Account here"), text=lambda one: one.account),
            Column(title=self.tr("From"), text=self._from, tells=self._tone),
            Column(title=self.tr("Program"), text=lambda one: f"{one.program} {one.version}".strip()),
            Column(
                title=self.tr("May"),
                text=lambda one: self.tr("Look on") if one.read_only else self.tr("Change"),
            ),
            Column(
                title=self.tr("Since"),
                text=lambda one: relatively(one.since, now_ms()),
                hint=lambda one: exactly(one.since),
                copies_hint=True,
            ),
            Column(
                title=self.tr("Last heard"),
                text=lambda one: self.tr("follows live") if one.live else relatively(one.heard_at, now_ms()),
                hint=lambda one: exactly(one.heard_at),
            ),
        )

    def _from(self, one: AttachedWord) -> str:
        if one.way == "attached":
            return self.tr("{0} – elsewhere").format(one.machine or "?")
        return self.tr("this machine")

    def _tone(self, one: AttachedWord, role: Qt.ItemDataRole) -> Any:
        if role == Qt.ItemDataRole.ForegroundRole and one.way == "attached":
            return QColor(self._shell.theme.colours.of(Tone.WARN))
        return None

    def _show(self, page: Page[AttachedWord]) -> None:
        before = self.current
        self.attached.show_rows(page.rows)
        at = next((at for at, one in enumerate(page.rows) if before is not None and one.id == before.id), 0)
        self.table.setCurrentIndex(self.attached.index(at, 0))
        self._show_current()
        self.show_content()

    def _show_current(self) -> None:
        one = self.current
        self.end.setVisible(self._shell.session.may_write)
        self.end.setEnabled(one is not None and not one.is_you)

    def _refresh_if_seen(self) -> None:
        if self.isVisible() and not self._shell.session.is_stale:
            self.refresh()

    def _ended(self, one: AttachedWord) -> None:
        self._shell.toast(self.tr("The attachment of {0} is ended.").format(one.person))
        self.refresh()

    def _fail(self, error: CrmSyncError) -> None:
        self._shell.toast_error(error)
        self.refresh()
