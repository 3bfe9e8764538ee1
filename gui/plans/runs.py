"""What was done, run by run: how it came out, what it counted, and the way to take it back."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.errors import CrmSyncError
from core.wire.activity import RunWord
from core.wire.client import Operations
from core.wire.events import Event, EventKind
from core.wire.words import Page
from gui.calls import Call
from gui.pages import Shell
from gui.session import now_ms
from gui.tokens import Space
from gui.widgets.card import Card
from gui.widgets.copyable import CopyableId
from gui.widgets.looks import button, foreign, label, row
from gui.widgets.paged_table import Column, PagedModel
from gui.widgets.pill import Pill
from gui.widgets.states import Stack
from gui.widgets.table import RowTable
from gui.widgets.times import exactly, lasting, relatively
from gui.wording import PLAN, Words

_LATER_MS: Final = 1_500


class Runs(QWidget):
    """`asked_to_undo` tells the id of a run, `asked_for_plan` that of the plan it worked for."""

    asked_to_undo = Signal(str)
    asked_for_plan = Signal(str)

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shell, self._runs = shell, Words(self)
        self._shown: RunWord | None = None
        self.model = PagedModel(columns=self._columns(), ask=self._ask, parent=self)
        self.table = RowTable(self.model, self.tr("Runs"), (170, 130, 130, 140, 80, 110, 0), spare=(2,))
        self.body = Stack(shell.theme, self.table)
        self.card = self._make_card()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, Space.ONE, 0, 0)
        outer.setSpacing(Space.ONE + Space.HALF)
        outer.addWidget(self.body, 1)
        outer.addWidget(self.card)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_LATER_MS)
        self._later.timeout.connect(self._freshen)
        self.body.show_loading()
        self.model.loaded.connect(self._loaded)
        self.model.failed.connect(lambda error: self.body.show_error(error, self.refresh))
        self.table.selectionModel().currentChanged.connect(lambda _now, _before: self._show_current())
        shell.session.came.connect(self._heard)

    def refresh(self) -> None:
        self.model.reload()

    def look_at(self, id: str) -> None:
        """Show this run, whether or not it is among the newest."""
        call = self._shell.session.calls.ask(self, Operations.get_run, id)
        call.then(self._show).failed(self._not_found)

    # made of ------------------------------------------------------------------------------------------------------------
    def _columns(self) -> tuple[Column[RunWord], ...]:
        runs = self._runs
        return (
            Column(title=self.tr("Run"), text=lambda one: runs.run_kind(one.kind)),
            Column(title=self.tr("Connection"), text=lambda one: one.connection or "–"),
            Column(title=self.tr("Object"), text=lambda one: one.object or "–"),
            Column(
                title=self.tr("Begun"),
                text=lambda one: relatively(one.started, now_ms()),
                hint=lambda one: exactly(one.started),
                copies_hint=True,
            ),
            Column(title=self.tr("Took"), text=_took, is_number=True),
            Column(
                title=self.tr("Outcome"),
                text=lambda one: runs.outcome(one.outcome)[0],
                hint=lambda one: one.reason or runs.outcome(one.outcome)[0],
                tells=self._tell,
            ),
            Column(title=self.tr("What it did"), text=lambda one: runs.run_counts(one) or self.tr("nothing")),
        )

    def _tell(self, one: RunWord, role: Qt.ItemDataRole) -> Any:
        if role == Qt.ItemDataRole.ForegroundRole:
            return QColor(self._shell.theme.colours.of(self._runs.outcome(one.outcome)[1]))
        return None

    def _make_card(self) -> Card:
        card = Card(" ")
        self.outcome = Pill()
        card.head.insertWidget(1, self.outcome)
        self._id = CopyableId(self._shell.theme)
        card.head.addWidget(self._id)
        self._about = label("", "muted")
        self._reason = foreign()
        self._counts = label("", wraps=True)
        self.plan = button(
            self.tr("Look at its plan"), self._go_to_plan, icon="list-checks", theme=self._shell.theme
        )
        self.changes = button(
            self.tr("See its changes"), self._go_to_changes, icon="activity", theme=self._shell.theme
        )
        self.undo = button(
            self.tr("Undo…"),
            self._undo,
            icon="undo-2",
            theme=self._shell.theme,
            hint=self.tr("Shows first what would be taken back, and what cannot be."),
        )
        for one in (self._about, self._counts, self._reason):
            card.body.addWidget(one)
        card.body.addLayout(row(self.undo, self.changes, self.plan, None))
        card.hide()
        return card

    # what is shown ------------------------------------------------------------------------------------------------------
    def _ask(self, after: str | None) -> Call[Page[RunWord]]:
        return self._shell.session.calls.ask(self, Operations.list_runs, after=after)

    def _loaded(self) -> None:
        if not self.model.rowCount():
            self.card.hide()
            self.body.show_empty(
                "history",
                self.tr("Nothing was done yet"),
                self.tr("Every read, write, answer and undo is a run, and is listed here."),
            )
            return
        self.body.show_content()
        if self.table.row is None:  # what is told in full below is the one that is marked
            ids = [one.id for one in self.model.rows]
            at = ids.index(self._shown.id) if self._shown is not None and self._shown.id in ids else 0
            if self._shown is None or ids[at] == self._shown.id:
                self.table.setCurrentIndex(self.model.index(at, 0))

    def _show_current(self) -> None:
        at = self.table.row
        if at is not None and at < self.model.rowCount():
            self._show(self.model.rows[at])

    def _show(self, one: RunWord) -> None:
        self._shown = one
        runs = self._runs
        title = " · ".join(filter(None, (runs.run_kind(one.kind), one.connection, one.object)))
        self.card.title.setText(title)
        self.card.title.setVisible(True)
        self.card.setAccessibleName(title)
        self.outcome.say(*runs.outcome(one.outcome))
        self._id.show_id(one.id)
        ended = (
            self.tr("ended {0}").format(exactly(one.ended))
            if one.ended is not None
            else self.tr("still running")
        )
        begun = self.tr("begun {0}").format(exactly(one.started))
        self._about.setText(f"{begun} · {ended}")
        plan = one.reason.startswith(PLAN)
        self._reason.setText("" if plan else one.reason[:1].upper() + one.reason[1:])
        self._reason.setVisible(bool(self._reason.text()))
        self._counts.setText(runs.run_counts(one) or self.tr("It changed nothing."))
        self.plan.setVisible(plan)
        self.changes.setVisible(self._shell.can_go_to("activity"))
        self.undo.setVisible(self._shell.session.may_write and one.ended is not None and bool(one.counts))
        self.card.show()

    def _freshen(self) -> None:
        """New runs come on top; whoever has scrolled down is not moved."""
        if self.isVisible() and self.table.verticalScrollBar().value() == 0:
            self.model.reload()

    def _heard(self, event: Event) -> None:
        if event.kind is EventKind.RUN and self.isVisible() and not self._later.isActive():
            self._later.start()

    def _not_found(self, error: CrmSyncError) -> None:
        self.body.show_error(error, self.refresh)

    # what a person does -------------------------------------------------------------------------------------------------
    def _undo(self) -> None:
        if self._shown is not None:
            self.asked_to_undo.emit(self._shown.id)

    def _go_to_plan(self) -> None:
        if self._shown is not None:
            self.asked_for_plan.emit(self._shown.reason.removeprefix(PLAN))

    def _go_to_changes(self) -> None:
        if self._shown is not None:
            self._shell.go_to("activity", run=self._shown.id)


def _took(one: RunWord) -> str:
    return "–" if one.ended is None else lasting(one.ended - one.started)
