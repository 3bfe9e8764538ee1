"""Every plan, newest first, by state and connection; above it the first syncs that wait for theirs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from core.errors import CrmSyncError
from core.wire.client import Operations
from core.wire.events import Event, EventKind
from core.wire.plans import PlanWord
from core.wire.words import Page
from gui.calls import Call
from gui.pages import Shell
from gui.plans.waiting import Step, Waiting, waiting
from gui.plans.wording import PlanWords
from gui.session import now_ms
from gui.tokens import Space, Tone
from gui.widgets.banner import Banner
from gui.widgets.boxes import offer_connections
from gui.widgets.looks import button, holding, row
from gui.widgets.paged_table import Column, PagedModel
from gui.widgets.states import Stack
from gui.widgets.table import RowTable
from gui.widgets.times import exactly, relatively
from gui.wording import number

STATES: Final = ("making", "draft", "approved", "applying", "applied", "discarded", "expired")
_LATER_MS: Final = 300
_ROLE: Final = Qt.ItemDataRole


class PlanList(QWidget):
    """`opened` tells a plan that a person wants to see, `asked_to_make` the connection to make one for ("" for any)."""

    opened = Signal(object)  # PlanWord
    asked_to_make = Signal(str)

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shell, self._words = shell, PlanWords(self)
        self.model = PagedModel(columns=self._columns(), ask=self._ask, parent=self)
        self.table = RowTable(
            self.model, self.tr("Plans"), (0, 120, 152, 105, 90, 155, 88), self._open, spare=(4, 6)
        )
        self.state, self.connection = QComboBox(), QComboBox()
        self.make = button(
            self.tr("Make a plan…"),
            lambda: self.asked_to_make.emit(self.connection.currentData() or ""),
            kind="primary",
            theme=shell.theme,
            icon="plus",
        )
        self._banners: dict[str, Banner] = {}
        self._known: tuple[PlanWord, ...] = ()
        self._wants_keys = False
        self.body = Stack(shell.theme, self.table)
        self._first = QVBoxLayout()
        self._first.setSpacing(Space.ONE)
        self._lay_out()
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_LATER_MS)
        self._later.timeout.connect(self.refresh)
        self.model.loaded.connect(self._loaded)
        self.model.failed.connect(lambda error: self.body.show_error(error, self.refresh))
        for box in (self.state, self.connection):
            box.currentIndexChanged.connect(lambda _at: self.refresh())
        session = shell.session
        session.came.connect(self._heard)
        session.health_changed.connect(self._show_health)
        session.link_changed.connect(self._show_health)
        self._show_health()

    def refresh(self) -> None:
        """The list, and the open plans that first syncs may wait for."""
        self.model.reload()
        calls = self._shell.session.calls
        calls.ask(self, Operations.list_plans, limit=100).then(self._learn).failed(self._not_learnt)

    def look_at(self, where: Mapping[str, str]) -> None:
        self.state.setCurrentIndex(max(0, self.state.findData(where.get("state", ""))))
        self.connection.setCurrentIndex(max(0, self.connection.findData(where.get("connection", ""))))

    def first_row(self) -> None:
        """Keys go to the list as soon as it is there."""
        self._wants_keys = True
        self._take_keys()

    def _take_keys(self) -> None:
        if self.model.rowCount() and self.table.row is None:
            self.table.setCurrentIndex(self.model.index(0, 0))
        if self._wants_keys and self.body.shows_content:
            self._wants_keys = False
            self.table.setFocus()

    # made of ------------------------------------------------------------------------------------------------------------
    def _columns(self) -> tuple[Column[PlanWord], ...]:
        words = self._words
        return (
            Column(
                title=self.tr("Plan"),
                text=lambda one: ": ".join(filter(None, (words.kind(one.kind), ", ".join(one.objects)))),
            ),
            Column(title=self.tr("Connection"), text=_side),
            Column(
                title=self.tr("State"),
                text=lambda one: words.plan_state(one.state)[0],
                hint=lambda one: one.reason or words.plan_state(one.state)[0],
                tells=self._toned(lambda one: words.plan_state(one.state)[1]),
            ),
            Column(title=self.tr("Writes"), text=lambda one: number(one.writes), is_number=True),
            Column(
                title=self.tr("Items"),
                text=lambda one: number(sum(one.counts.values())),
                hint=lambda one: words.counts(one.counts),
                is_number=True,
            ),
            Column(
                title=self.tr("Made"),
                text=lambda one: relatively(one.made_at, now_ms()),
                hint=lambda one: exactly(one.made_at),
                copies_hint=True,
            ),
            Column(title=self.tr("By"), text=lambda one: words.actor(one.by), hint=lambda one: one.by),
        )

    def _toned(self, tone: Callable[[PlanWord], Tone]) -> Callable[[PlanWord, Qt.ItemDataRole], Any]:
        theme = self._shell.theme
        return lambda one, role: QColor(theme.colours.of(tone(one))) if role == _ROLE.ForegroundRole else None

    def _lay_out(self) -> None:
        self.state.addItem(self.tr("Every state"), "")
        for state in STATES:
            self.state.addItem(self._words.plan_state(state)[0], state)
        self.connection.addItem(self.tr("Every connection"), "")
        for box, name in ((self.state, self.tr("State")), (self.connection, self.tr("Connection"))):
            box.setAccessibleName(name)
            box.setToolTip(name)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, Space.ONE, 0, 0)
        outer.setSpacing(Space.ONE + Space.HALF)
        outer.addWidget(holding(self._first))
        outer.addLayout(row(self.state, self.connection, None, self.make))
        outer.addWidget(self.body, 1)
        self.body.show_loading()

    # what is shown ------------------------------------------------------------------------------------------------------
    def _ask(self, after: str | None) -> Call[Page[PlanWord]]:
        connection, state = self.connection.currentData() or None, self.state.currentData() or None
        return self._shell.session.calls.ask(self, Operations.list_plans, connection, state, after=after)

    def _loaded(self) -> None:
        if self.model.rowCount():
            self.body.show_content()
            self._take_keys()
            return
        narrows = self.state.currentData() or self.connection.currentData()
        act = (
            [(self.tr("Make a plan…"), lambda: self.asked_to_make.emit(""))]
            if self._shell.session.may_write
            else []
        )
        health = self._shell.session.health
        if health is not None and not health.connections and self._shell.can_go_to("connections"):
            act = [(self.tr("Connect a CRM"), partial(self._shell.go_to, "connections"))]
        if narrows:
            act = [(self.tr("Show every plan"), partial(self.look_at, {}))]
        self.body.show_empty(
            "filter" if narrows else "list-checks",
            self.tr("No plan is like that") if narrows else self.tr("No plan was made yet"),
            ""
            if narrows
            else self.tr(
                "A plan shows what a sync would write, record by record, before anything is written."
            ),
            *act,
        )

    def _learn(self, page: Page[PlanWord]) -> None:
        self._known = tuple(page.rows)
        self._show_waiting()

    def _not_learnt(self, error: CrmSyncError) -> None:
        """The list itself says what is wrong."""
        self._known = ()
        self._show_waiting()

    def _show_health(self) -> None:
        health = self._shell.session.health
        self.make.setVisible(
            self._shell.session.may_write and health is not None and bool(health.connections)
        )
        self.make.setEnabled(self._shell.session.can_write)
        offer_connections(self.connection, health)
        self._show_waiting()

    def _show_waiting(self) -> None:
        found = {one.connection: one for one in waiting(self._shell.session.health, self._known)}
        for name in [name for name in self._banners if name not in found]:
            gone = self._banners.pop(name)
            gone.hide()
            gone.deleteLater()
        for name, one in found.items():
            if name not in self._banners:
                self._banners[name] = Banner(self._shell.theme)
                self._first.addWidget(self._banners[name])
            words, acts = self._say(one)
            self._banners[name].say(words, Tone.WARN, *acts)

    def _say(self, one: Waiting) -> tuple[str, list[tuple[str, Callable[[], object]]]]:
        may = self._shell.session.may_write
        said = self.tr("The first sync of {0} waits for a plan that somebody approved.").format(
            one.connection
        )
        plan = one.plan
        if plan is None:
            make = (self.tr("Make the plan"), partial(self.asked_to_make.emit, one.connection))
            return said, [make] if may else []
        show = partial(self.opened.emit, plan)
        if one.step is Step.LOOK:
            made = self.tr("It is made.")
            return f"{said} {made}", [(self.tr("Look at the plan"), show)]
        if one.step is Step.APPLY:
            approved = self.tr("It is approved.")
            return f"{said} {approved}", [(self.tr("Apply the plan"), show)]
        return f"{said} {self._words.plan_state(plan.state)[0]}.", [(self.tr("Look on"), show)]

    def _heard(self, event: Event) -> None:
        if event.kind is EventKind.PLAN and not self._later.isActive():
            self._later.start()

    def _open(self, at: int) -> None:
        self.opened.emit(self.model.rows[at])


def _side(one: PlanWord) -> str:
    """An undo works on the hub, which is no connection."""
    return "–" if one.connection.startswith("*") else one.connection
