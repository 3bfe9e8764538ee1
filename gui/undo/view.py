"""Taking back: what would become of each record, and what cannot be taken back, before anything is written."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Final, TypeAlias

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from core.errors import CrmSyncError
from core.wire.client import Operations
from core.wire.plans import PlanWord
from core.wire.undo import UndoItemWord, UndoPlanWord
from core.wire.words import Page
from gui.calls import Call
from gui.pages import Shell
from gui.sentences import worded
from gui.tokens import Space, Tone
from gui.undo.applying import ApplyingStrip, total
from gui.widgets.banner import Banner
from gui.widgets.card import Card
from gui.widgets.copyable import CopyableId
from gui.widgets.looks import button, label, row
from gui.widgets.paged_table import Column, PagedModel, one_line
from gui.widgets.pill import Pill
from gui.widgets.states import Stack
from gui.widgets.table import RowTable
from gui.widgets.times import shortly
from gui.wording import Words, number

KINDS: Final = (
    "irreversible",
    "delete_hub",
    "delete_crm",
    "restore_hub",
    "restore_crm",
    "update_hub",
    "update_crm",
    "conflict",
)
_NAMED: Final = 5
Planning: TypeAlias = Callable[[QObject], Call[UndoPlanWord]]  # makes the call that plans, for its owner


class UndoView(Stack):
    """`closed` tells that a person goes back; `applied` that it was done to its end."""

    closed = Signal()
    applied = Signal()

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        content = QWidget()
        super().__init__(shell.theme, content, parent)
        self._shell, self._words = shell, Words(self)
        self.plan: UndoPlanWord | None = None
        self.items = PagedModel(columns=self._columns(), ask=self._ask_items, parent=self)
        self.table = RowTable(self.items, self.tr("What is taken back"), (56, 160, 96, 170, 0, 90))
        self.never = Banner(shell.theme)
        self.kind = QComboBox()
        self.kind.setAccessibleName(self.tr("What"))
        self.card, self.state = Card(" "), Pill()
        self.card.head.insertWidget(1, self.state)
        self._id = CopyableId(shell.theme)
        self.card.head.addWidget(self._id)
        self._told = label("", wraps=True)
        self.progress = ApplyingStrip(shell)
        self.card.body.addWidget(self._told)
        theme = shell.theme
        self.back = button(self.tr("Back"), self.closed.emit, kind="link", theme=theme, icon="arrow-left")
        self.discard = button(self.tr("Do not undo"), self._discard)
        self.apply = button(self.tr("Take back"), self._apply, kind="primary", theme=theme, icon="undo-2")
        outer = QVBoxLayout(content)
        outer.setContentsMargins(0, Space.ONE, 0, 0)
        outer.setSpacing(Space.ONE + Space.HALF)
        outer.addLayout(row(self.back, None, self.discard, self.apply))
        outer.addWidget(self.card)
        outer.addWidget(self.progress)
        outer.addWidget(self.never)
        outer.addLayout(row(self.kind, None))
        outer.addWidget(self.table, 1)
        outer.addStretch(0)
        self.progress.done.connect(self._done)
        self.progress.over.connect(self._show)
        self.progress.failed.connect(self._failed)
        self.kind.currentIndexChanged.connect(lambda _at: self._narrow())
        self.items.failed.connect(self._explain)

    def of_run(self, run: str) -> None:
        self.preview(lambda owner: self._shell.session.calls.ask(owner, Operations.plan_undo, run=run))

    def preview(self, planning: Planning) -> None:
        """Plan it, which writes nothing but the plan, and show it."""
        self._wait()
        call = planning(self)
        call.then(self._show).failed(lambda error: self.show_error(error, lambda: self.preview(planning)))

    def of_records(self, ids: list[str], since: int) -> None:
        """As `of_run`: what became of these records since a moment."""
        self.preview(
            lambda owner: self._shell.session.calls.ask(owner, Operations.plan_undo, records=ids, since=since)
        )

    def open(self, id: str) -> None:
        """Raise an undo that was planned before."""
        self._wait()
        call = self._shell.session.calls.ask(self, Operations.get_undo, id)
        call.then(self._show).failed(lambda error: self.show_error(error, lambda: self.open(id)))

    def leave(self) -> None:
        self.progress.leave()

    @property
    def is_stopped(self) -> bool:
        """Begun, and waiting for a person to go on or to leave the rest."""
        return self.plan is not None and self.plan.state == "approved" and self.plan.run is not None

    @property
    def left_alone(self) -> int:
        """How many were left as they are, because they had changed since or could not be written."""
        outcomes = self.plan.outcomes if self.plan is not None else {}
        return sum(outcomes.get(state, 0) for state in ("stale", "failed"))

    def _wait(self) -> None:
        """Nothing can be answered before it is known, wherever the buttons stand."""
        self.progress.forget()
        for one in (self.apply, self.discard):
            one.hide()
        self.show_loading()

    # what is shown ------------------------------------------------------------------------------------------------------
    def _columns(self) -> tuple[Column[UndoItemWord], ...]:
        words = self._words
        return (
            Column(title=self.tr("No."), text=lambda one: number(one.n), is_number=True),
            Column(title=self.tr("What"), text=lambda one: words.undoing(one.kind), tells=self._tell),
            Column(title=self.tr("Object"), text=lambda one: one.object),
            Column(
                title=self.tr("Record"),
                text=lambda one: one.record_name or one.record_id,
                hint=lambda one: " · ".join(filter(None, (one.record_name, one.record_id))),
            ),
            Column(title=self.tr("Changes"), text=self._changes, hint=self._exact, copies_hint=True),
            Column(
                title=self.tr("State"),
                text=lambda one: words.item_state(one.state)[0],
                hint=lambda one: one.note or words.item_state(one.state)[0],
            ),
        )

    def _tell(self, one: UndoItemWord, role: Qt.ItemDataRole) -> Any:
        if role == Qt.ItemDataRole.ForegroundRole and one.kind == "irreversible":
            return QColor(self._shell.theme.colours.of(Tone.BAD))
        return None

    def _changes(self, one: UndoItemWord) -> str:
        kinds = partial(self._shell.session.fields.of_item, one.connection, one)
        said = [self._words.change(change, kinds(change)) for change in one.changes]
        return " · ".join(filter(None, (*said, one.note)))

    def _exact(self, one: UndoItemWord) -> str:
        return " · ".join(filter(None, (*map(self._words.exact, one.changes), one.note)))

    def _ask_items(self, after: str | None) -> Call[Page[UndoItemWord]]:
        id = "" if self.plan is None else self.plan.id
        kind = self.kind.currentData() or None
        return self._shell.session.calls.ask(self, Operations.list_undo_items, id, kind=kind, after=after)

    def _show(self, plan: UndoPlanWord) -> None:
        self.plan = plan
        words = self._words
        title = (
            self.tr("Undo of a run")
            if plan.undoes.startswith("run ")
            else self.tr("Undo of {0}").format(worded(_plainly(plan.undoes)))
        )
        self.card.title.setText(title)
        self.card.title.setToolTip(one_line(worded(plan.undoes), most=200))
        self.card.title.setVisible(True)
        self.card.setAccessibleName(title)
        self._say_state(plan)
        self._id.show_id(plan.id)
        said = " · ".join(
            f"{words.undoing(kind)} ({number(plan.counts[kind])})" for kind in KINDS if plan.counts.get(kind)
        )
        came = " · ".join(f"{words.item_state(state)[0]} ({number(n)})" for state, n in plan.outcomes.items())
        self._told.setText(
            came
            if plan.outcomes and plan.run is not None
            else said or self.tr("There is nothing to take back.")
        )
        for one in (self.kind, self.table):
            one.setVisible(bool(plan.counts))
        self._choices(plan)
        self._offer(plan)
        self._warn(plan)
        self.items.reload()
        self.show_content()

    def _say_state(self, plan: UndoPlanWord) -> None:
        stopped = (self.tr("Stopped"), Tone.WARN)
        self.state.say(*(stopped if self.is_stopped else self._words.plan_state(plan.state)))

    def _choices(self, plan: UndoPlanWord) -> None:
        chosen = self.kind.currentData()
        self.kind.blockSignals(True)
        self.kind.clear()
        self.kind.addItem(self.tr("Everything"), "")
        for kind in KINDS:
            if plan.counts.get(kind):
                self.kind.addItem(f"{self._words.undoing(kind)} ({number(plan.counts[kind])})", kind)
        self.kind.setCurrentIndex(max(0, self.kind.findData(chosen)))
        self.kind.blockSignals(False)

    def _offer(self, plan: UndoPlanWord) -> None:
        may = self._shell.session.may_write
        todo = sum(n for kind, n in plan.counts.items() if kind != "irreversible")
        left = plan.outcomes.get("planned", 0)
        self.apply.setText(
            " "
            + (
                self.tr("Go on with the other %Ln", "", left)
                if plan.run is not None
                else self.tr("Take back %Ln change(s)", "", todo)
            )
        )
        self.apply.setVisible(may and plan.state in ("draft", "approved", "applying") and todo > 0)
        self.discard.setText(self.tr("Leave the rest") if plan.run is not None else self.tr("Do not undo"))
        self.discard.setVisible(may and plan.state in ("draft", "approved"))
        for one in (self.apply, self.discard):
            one.setEnabled(True)
        if plan.state == "applying" and not self.progress.is_ours:
            self.progress.follow(plan)

    def _warn(self, plan: UndoPlanWord) -> None:
        """What cannot be taken back is told before, with its reasons."""
        count = plan.counts.get("irreversible", 0)
        self.never.hide()
        if count:
            self.never.say(self.tr("%Ln change(s) cannot be taken back.", "", count), Tone.BAD)
            call = self._shell.session.calls.ask(
                self, Operations.list_undo_items, plan.id, kind="irreversible", limit=_NAMED
            )
            call.then(self._name).failed(self._explain)

    def _name(self, page: Page[UndoItemWord]) -> None:
        count = 0 if self.plan is None else self.plan.counts.get("irreversible", 0)
        lines = [self.tr("%Ln change(s) cannot be taken back.", "", count)]
        lines += [f"{one.object} {one.record_name or one.record_id}: {one.note}"[:200] for one in page.rows]
        if count > len(page.rows):
            lines.append(self.tr("… and %Ln more, in the list below.", "", count - len(page.rows)))
        self.never.say("\n".join(lines), Tone.BAD)

    def _narrow(self) -> None:
        if self.plan is not None:
            self.items.reload()

    # what a person does -------------------------------------------------------------------------------------------------
    def _apply(self) -> None:
        if self.plan is None:
            return
        for one in (self.apply, self.discard):
            one.setEnabled(False)
        self.state.say(*self._words.plan_state("applying"))
        self.progress.apply(self.plan)

    def _done(self, plan: UndoPlanWord) -> None:
        self._show(plan)
        back = plan.outcomes.get("applied", 0)
        run, shell, left = plan.run, self._shell, self.left_alone
        # Asked for through the window: this view may be gone by then.
        act = (self.tr("Take this back"), lambda: shell.go_to("plans", undo=run)) if run and back else None
        if self.is_stopped:
            said = self.tr("Stopped: {0} of {1} taken back").format(number(back), number(total(plan)))
        else:
            said = self.tr("%Ln change(s) taken back", "", back)
        if left:
            said += " · " + self.tr("%Ln changed since and left alone", "", left)
        self._shell.toast(said, Tone.WARN if left or self.is_stopped else Tone.GOOD, act)
        if not self.is_stopped:
            self.applied.emit()

    def _discard(self) -> None:
        if self.plan is not None:
            call = self._shell.session.calls.ask(self, Operations.discard_plan, self.plan.id)
            call.then(self._discarded).failed(self._failed)

    def _discarded(self, _plan: PlanWord) -> None:
        self.closed.emit()

    def _failed(self, error: CrmSyncError) -> None:
        self._explain(error)
        if self.plan is not None:
            self._say_state(self.plan)
            self._offer(self.plan)

    def _explain(self, error: CrmSyncError) -> None:
        self._shell.toast_error(error)


def _plainly(undoes: str) -> str:
    """Times in the daemon's words are milliseconds; people read moments."""
    return " ".join(
        shortly(int(word)) if word.isdigit() and len(word) == 13 else word for word in undoes.split(" ")
    )
