"""The advisor field by field: how its suggestions fared, whether it decides alone, and the decisions that say so."""

from __future__ import annotations

from functools import partial
from typing import Any, Final

from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QComboBox, QSplitter, QVBoxLayout, QWidget

from core.errors import CrmSyncError
from core.wire.client import Operations
from core.wire.models import AdvisorFieldWord, AdvisorWord, DecisionWord, Page
from gui.calls import Call
from gui.pages import Shell
from gui.session import now_ms
from gui.tokens import Space, Tone
from gui.widgets.list_model import ListModel
from gui.widgets.looks import button, foreign, holding, row
from gui.widgets.paged_table import Column, PagedModel
from gui.widgets.states import Stack
from gui.widgets.table import RowTable
from gui.widgets.times import exactly, relatively

LEVELS: Final = (0.95, 0.99, 0.995)


class AdvisorFields(Stack):
    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        content = QWidget()
        super().__init__(shell.theme, content, parent)
        self._shell = shell
        self.fields = ListModel(self._columns(), self)
        self.decisions = PagedModel(columns=self._decision_columns(), ask=self._ask, parent=self)
        self.table = RowTable(self.fields, self.tr("Fields"), (0, 116, 170, 170, 150))
        self.decided = RowTable(self.decisions, self.tr("Decisions"), (120, 130, 0, 0, 90))
        self.evidence, self.why = foreign("strong"), foreign("muted")
        self.doubtful = foreign(tone=Tone.WARN)
        self.level = QComboBox()
        self.level.setAccessibleName(self.tr("How often it must be right"))
        for level in LEVELS:
            self.level.addItem(self.tr("right in {0} of cases").format(_percent(level)), level)
        self.level.setCurrentIndex(1)
        self.on = button(self.tr("Let it decide alone"), self.turn_on, theme=shell.theme, icon="sparkles")
        self.off = button(self.tr("Turn off"), self.turn_off)
        lower = QVBoxLayout()
        lower.setSpacing(Space.ONE)
        for one in (self.evidence, self.why):
            lower.addWidget(one)
        lower.addLayout(row(self.on, self.level, self.off, None))
        lower.addWidget(self.decided, 1)
        below = holding(lower)
        lower.setContentsMargins(0, Space.ONE, 0, 0)
        down = QSplitter(Qt.Orientation.Vertical)
        upper = QVBoxLayout()
        upper.addWidget(self.table)
        above = holding(upper)
        upper.setContentsMargins(0, 0, 0, Space.ONE)
        down.addWidget(above)
        down.addWidget(below)
        down.setSizes([220, 440])
        down.setChildrenCollapsible(False)
        outer = QVBoxLayout(content)
        outer.setContentsMargins(0, Space.TWO, 0, Space.TWO)
        outer.setSpacing(Space.ONE)
        outer.addWidget(self.doubtful)
        outer.addWidget(down, 1)
        self.table.selectionModel().currentChanged.connect(lambda _now, _before: self._show_current())
        self.decisions.failed.connect(self._explain)
        self.show_loading()

    def refresh(self) -> None:
        call = self._shell.session.calls.ask(self, Operations.advisor)
        call.then(self._show).failed(lambda error: self.show_error(error, self.refresh))

    @property
    def current(self) -> AdvisorFieldWord | None:
        at = self.table.row
        return self.fields.rows[at] if at is not None and at < len(self.fields.rows) else None

    def turn_on(self) -> None:
        if (one := self.current) is not None:
            level = float(self.level.currentData())
            calls = self._shell.session.calls
            self._hear(calls.ask(self, Operations.enable_advisor, one.object, one.field, level))

    def turn_off(self) -> None:
        if (one := self.current) is not None:
            calls = self._shell.session.calls
            self._hear(calls.ask(self, Operations.disable_advisor, one.object, one.field))

    # made of ------------------------------------------------------------------------------------------------------------
    def _columns(self) -> tuple[Column[AdvisorFieldWord], ...]:
        number = QLocale().toString
        return (
            Column(title=self.tr("Field"), text=lambda one: f"{one.object} · {one.field}"),
            Column(title=self.tr("Decided"), text=lambda one: number(one.decided), is_number=True),
            Column(title=self.tr("People agreed"), text=_agreed, is_number=True),
            Column(
                title=self.tr("Decided alone"),
                text=lambda one: (
                    self.tr("{0}, {1} taken back").format(number(one.settled), number(one.reversed))
                    if one.settled
                    else "–"
                ),
            ),
            Column(title=self.tr("State"), text=self._state, hint=_reason, tells=self._tell),
        )

    def _decision_columns(self) -> tuple[Column[DecisionWord], ...]:
        return (
            Column(
                title=self.tr("When"),
                text=lambda one: relatively(one.at, now_ms()),
                hint=lambda one: exactly(one.at),
                copies_hint=True,
            ),
            Column(title=self.tr("By"), text=lambda one: one.by.partition(":")[2] or one.by),
            Column(title=self.tr("Suggested"), text=self._suggested),
            Column(title=self.tr("Chosen"), text=self._chosen),
            Column(title=self.tr("Same"), text=_same),
        )

    def _suggested(self, one: DecisionWord) -> str:
        if one.suggested == "ask":
            return self.tr("nothing: not sure enough")
        sure = _percent(min(one.probability, 0.99))  # nothing is surer than that
        return self.tr("{0}, {1} sure").format(self._choice(one.suggested), sure)

    def _chosen(self, one: DecisionWord) -> str:
        said = self._choice(one.chosen)
        return said if one.reversed_at is None else self.tr("{0} (taken back)").format(said)

    def _choice(self, choice: str) -> str:
        return {
            "hub": self.tr("the hub's value"),
            "crm": self.tr("the CRM's value"),
            "merged": self.tr("both merged"),
            "equivalent": self.tr("either: both say the same"),
            "value": self.tr("another value"),
        }.get(choice, choice)

    def _state(self, one: AdvisorFieldWord) -> str:
        if one.alone:
            return self.tr("Decides alone")
        return self.tr("Turned itself off") if one.off else self.tr("Suggests only")

    def _tell(self, one: AdvisorFieldWord, role: Qt.ItemDataRole) -> Any:
        if role == Qt.ItemDataRole.ForegroundRole:
            tone = Tone.GOOD if one.alone else Tone.WARN if one.off else Tone.NEUTRAL
            return QColor(self._shell.theme.colours.of(tone))
        return None

    # what is shown ------------------------------------------------------------------------------------------------------
    def _ask(self, after: str | None) -> Call[Page[DecisionWord]]:
        one = self.current
        object, field = (one.object, one.field) if one is not None else (None, None)
        return self._shell.session.calls.ask(self, Operations.list_decisions, object, field, after=after)

    def _show(self, told: AdvisorWord) -> None:
        if not told.fields:
            self.show_empty(
                "sparkles",
                self.tr("The advisor has learned of no field yet"),
                self.tr(
                    "Every conflict that somebody decides is measured against its suggestion, field by field."
                ),
                *(
                    [(self.tr("Open the conflicts"), partial(self._shell.go_to, "conflicts"))]
                    if self._shell.can_go_to("conflicts")
                    else []
                ),
            )
            return
        at = self.table.row or 0
        self.fields.show_rows(told.fields)
        self.table.setCurrentIndex(self.fields.index(min(at, len(told.fields) - 1), 0))
        self.doubtful.setText(
            " ".join(
                self.tr("{0} decides against the evidence more often than not ({1} of {2}).").format(
                    one.by.partition(":")[2] or one.by, one.sure - one.agreed, one.sure
                )
                for one in told.doubtful
            )
        )
        self.doubtful.setVisible(bool(told.doubtful))
        self.show_content()

    def _show_current(self) -> None:
        one = self.current
        if one is None:
            return
        number = QLocale().toString
        self.evidence.setText(
            self.tr("{0} · {1}: sure {2} times in {3} decisions; people chose the same {4} times.").format(
                one.object, one.field, number(one.sure), number(one.decided), number(one.agreed)
            )
        )
        measured = (
            self.tr("By measurement it may decide alone where it is {0} sure.").format(
                _percent(one.threshold)
            )
            if one.threshold is not None
            else ""
        )
        self.why.setText(" ".join(filter(None, (measured, _reason(one)))))
        self.why.setVisible(bool(self.why.text()))
        may = self._shell.session.may_write
        for made in (self.on, self.level):
            made.setVisible(may and not one.alone)
        self.off.setVisible(may and one.alone)
        self.decisions.reload()

    def _hear(self, call: Call[AdvisorFieldWord]) -> None:
        call.then(self._turned).failed(self._explain)

    def _turned(self, one: AdvisorFieldWord) -> None:
        said = self.tr("{0} · {1} is decided alone") if one.alone else self.tr("{0} · {1} is only suggested")
        self._shell.toast(said.format(one.object, one.field))
        self.refresh()

    def _explain(self, error: CrmSyncError) -> None:
        self._shell.toast_error(error)


def _agreed(one: AdvisorFieldWord) -> str:
    share = f" ({_percent(one.agreed / one.sure)})" if one.sure else ""
    return f"{QLocale().toString(one.agreed)}/{QLocale().toString(one.sure)}{share}"


def _same(one: DecisionWord) -> str:
    if one.suggested == "ask":
        return "–"
    return "✓" if one.suggested == one.chosen else "✗"


def _reason(one: AdvisorFieldWord) -> str:
    return one.off or one.why


def _percent(share: float) -> str:
    return f"{QLocale().toString(100 * share, 'f', 1)} %"
