"""The daemon as it is: version and places, its own checks with their advice, the vault, and every way data can take."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QFormLayout, QFrame, QScrollArea, QVBoxLayout, QWidget

from core.errors import CrmSyncError
from core.wire.client import Operations
from core.wire.models import CheckWord, Diagnosis, Page, RouteWord, VaultWord
from gui.pages import Shell
from gui.sentences import in_sentences, worded
from gui.tokens import Space, Tone
from gui.widgets.card import Card
from gui.widgets.copyable import CopyableId
from gui.widgets.list_model import ListModel
from gui.widgets.looks import button, foreign, label
from gui.widgets.meaning import Meaning
from gui.widgets.paged_table import Column
from gui.widgets.pill import Pill
from gui.widgets.table import RowTable
from gui.widgets.times import RelativeTime
from gui.widgets.told import Told

_ROW = Space.CONTROL + Space.HALF


class DaemonFacts(QScrollArea):
    """Nothing here can be changed from the app: it is in the daemon's own settings."""

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shell = shell
        self.checks = ListModel(self._check_columns(), self)
        self.routes = ListModel(self._route_columns(), self)
        self.check_table = RowTable(self.checks, self.tr("Checks"), (80, 150, 0, 0))
        self.route_table = RowTable(self.routes, self.tr("Ways of data"), (190, 170, 80, 0, 110))
        self.version, self.vault_place, self.vault_key = label(), foreign(), foreign()
        for one in (self.vault_place, self.vault_key):
            one.setText("…")
        self.started = RelativeTime(shell.ticker)
        self.place = CopyableId(shell.theme, most=80)
        self.verdict = Pill()
        self.trouble = Told(tone=Tone.BAD)
        self.trouble.hide()
        self.again = button(
            self.tr("Check again"), self.refresh, kind="quiet", theme=shell.theme, icon="refresh-cw"
        )
        self._lay_out()

    def refresh(self) -> None:
        calls = self._shell.session.calls
        self.again.setEnabled(False)
        self.trouble.hide()
        self._show_hello()
        if not self.checks.rows:
            self.verdict.say(self.tr("Being checked…"), Tone.NEUTRAL)
        calls.ask(self, Operations.doctor).always(lambda: self.again.setEnabled(True)).then(
            self._show_checks
        ).failed(self._explain)
        calls.ask(self, Operations.residency).then(self._show_routes).failed(self._explain)
        calls.ask(self, Operations.vault).then(self._show_vault).failed(self._explain)

    def _lay_out(self) -> None:
        facts = Card(self.tr("Daemon"))
        form = QFormLayout()
        form.setHorizontalSpacing(Space.THREE)
        form.addRow(label(self.tr("Version"), "muted"), self.version)
        form.addRow(label(self.tr("Started"), "muted"), self.started)
        form.addRow(label(self.tr("Socket"), "muted"), self.place)
        form.addRow(label(self.tr("Vault"), "muted"), self.vault_place)
        form.addRow(label(self.tr("Its key"), "muted"), self.vault_key)
        facts.body.addLayout(form)
        checks = Card(self.tr("Checks"))
        checks.head.insertWidget(1, self.verdict)
        checks.head.addWidget(Meaning("checks"))
        checks.head.addWidget(self.again)
        checks.body.addWidget(self.check_table)
        routes = Card(self.tr("Ways data can take"))
        routes.body.addWidget(
            label(self.tr("Every place data can go to, and whether residency lets it."), "muted", wraps=True)
        )
        routes.body.addWidget(self.route_table)
        inner = QWidget()
        inner.setProperty("canvas", "true")
        inside = QVBoxLayout(inner)
        inside.setContentsMargins(0, Space.TWO, Space.ONE, Space.TWO)
        inside.setSpacing(Space.TWO)
        for one in (self.trouble, facts, checks, routes):
            inside.addWidget(one)
        inside.addStretch(1)
        self.setWidget(inner)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def _check_columns(self) -> tuple[Column[CheckWord], ...]:
        return (
            Column(
                title=self.tr("State"),
                text=lambda one: self.tr("Good") if one.ok else self.tr("Look"),
                tells=lambda one, role: self._tone(role, good=one.ok),
            ),
            Column(title=self.tr("Check"), text=lambda one: one.name),
            Column(title=self.tr("Finding"), text=lambda one: one.finding),
            Column(title=self.tr("Advice"), text=lambda one: one.advice or "–"),
        )

    def _route_columns(self) -> tuple[Column[RouteWord], ...]:
        return (
            Column(title=self.tr("Way"), text=lambda one: worded(one.name)),
            Column(title=self.tr("Host"), text=lambda one: worded(one.host)),
            Column(title=self.tr("Area"), text=lambda one: worded(one.area)),
            Column(title=self.tr("What says so"), text=lambda one: one.evidence),
            Column(
                title=self.tr("State"),
                text=lambda one: self.tr("Allowed") if one.allowed else self.tr("Refused"),
                hint=lambda one: in_sentences(one.why, one.advice) or worded(one.name),
                tells=lambda one, role: self._tone(role, good=one.allowed),
            ),
        )

    def _tone(self, role: Qt.ItemDataRole, *, good: bool) -> Any:
        if role == Qt.ItemDataRole.ForegroundRole:
            return QColor(self._shell.theme.colours.of(Tone.GOOD if good else Tone.BAD))
        return None

    def _show_hello(self) -> None:
        session = self._shell.session
        self.place.show_id(str(session.context.place))
        if (hello := session.hello) is not None:
            self.version.setText(
                self.tr("{0}, protocol {1}, process {2}").format(hello.version, hello.protocol, hello.pid)
            )
            self.started.show_time(hello.started_at)

    def _show_checks(self, told: Diagnosis) -> None:
        bad = sum(not one.ok for one in told.checks)
        self.verdict.say(
            self.tr("All is well") if told.ok else self.tr("%Ln to look at", "", bad),
            Tone.GOOD if told.ok else Tone.BAD,
        )
        # What needs somebody comes first.
        self.checks.show_rows(sorted(told.checks, key=lambda one: one.ok))
        self.check_table.setColumnHidden(3, not any(one.advice for one in told.checks))
        _fit(self.check_table, len(told.checks))

    def _show_routes(self, page: Page[RouteWord]) -> None:
        self.routes.show_rows(sorted(page.rows, key=lambda one: one.allowed))
        _fit(self.route_table, len(page.rows))

    def _show_vault(self, told: VaultWord) -> None:
        sealed = self.tr("%Ln secret(s) sealed", "", len(told.sealed))
        self.vault_place.setText(f"{told.file} · {sealed}")
        better = (
            ""
            if told.best_place in ("", told.key_place)
            else " · " + self.tr("a rotation would put it better: {0}").format(told.best_place)
        )
        self.vault_key.setText(f"{told.key_place}{better}")

    def _explain(self, error: CrmSyncError) -> None:
        if not self.checks.rows:
            self.verdict.say("", Tone.NEUTRAL)
        self.trouble.explain(error)
        self.trouble.show()


def _fit(table: RowTable, count: int) -> None:
    """As tall as its rows, so that the page scrolls and not each table by itself."""
    table.setFixedHeight(_ROW * (min(count, 40) + 1) + Space.ONE)
