"""One plan in full: what it comes to, its items, one of them field by field, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QComboBox, QFileDialog, QSplitter, QVBoxLayout, QWidget

from core.errors import CrmSyncError
from core.wire.client import Operations
from core.wire.plan_rows import COLUMNS, rows_of
from core.wire.plans import PlanItemWord, PlanStory, PlanWord
from core.wire.words import Page, Word
from gui.calls import Call
from gui.pages import Shell
from gui.plans.items import FieldChanges, PlanItems
from gui.plans.plan_head import PlanHead
from gui.plans.watch import Watch
from gui.plans.wording import PlanWords
from gui.sentences import in_sentences
from gui.tokens import Space, Tone
from gui.widgets.csv_file import PAGE, CsvFile
from gui.widgets.looks import button, foreign, holding, label, row
from gui.widgets.paged_table import one_line
from gui.widgets.states import Stack
from gui.widgets.table import RowTable
from gui.wording import number

TRIAL: Final = 20  # records that are done for a look
MOST_AT_ONCE: Final = 1_000  # items that the daemon leaves out at a time


class PlanView(Stack):
    """`closed` tells that a person goes back to the list; `changed` that the plan is in another state."""

    closed = Signal()
    changed = Signal()

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        content = QWidget()
        super().__init__(shell.theme, content, parent)
        self._shell, self._words = shell, PlanWords(self)
        self.watch = Watch(shell.session, self)
        self.head = PlanHead(shell)
        self.items = PlanItems(shell, self)
        self.fields = FieldChanges(self.items, self)
        self.table = RowTable(
            self.items, self.tr("Items of the plan"), (64, 170, 120, 190, 0, 150), several=True, spare=(2,)
        )
        self.field_table = RowTable(self.fields, self.tr("Fields of the item"), (200, 0, 0))
        self.kind, self.state, self.object = QComboBox(), QComboBox(), QComboBox()
        self._note = foreign("muted")
        self._none = label(self.tr("No item is like that."), "muted")
        self._busy = ""
        self._at = 0
        self._export: CsvFile[PlanItemWord] | None = None
        self._make_buttons()
        self._lay_out(content)
        self._connect()

    def open(self, id: str) -> None:
        for box in (self.kind, self.state, self.object):
            _fill(box, [("", "")])
        self.items.kind = self.items.state = self.items.object = ""
        self._busy, self._at = "", 0
        self.show_loading()
        self.watch.begin(id)

    def leave(self) -> None:
        self.watch.end()

    @property
    def plan(self) -> PlanWord | None:
        return None if self.watch.story is None else self.watch.story.plan

    # made of ------------------------------------------------------------------------------------------------------------
    def _make_buttons(self) -> None:
        theme = self._shell.theme
        self.back = button(
            self.tr("All plans"), self.closed.emit, kind="link", theme=theme, icon="arrow-left"
        )
        self.exclude = button(
            self.tr("Leave out"),
            self.leave_out,
            theme=theme,
            icon="circle-off",
            hint=self.tr("Leave the selected items out; what builds on them is not done either. (Del)"),
        )
        self.export = button(self.tr("Export CSV…"), self.ask_where, theme=theme, icon="download")
        self.stop = button(
            self.tr("Stop"),
            lambda: self._do(Operations.stop_plan),
            hint=self.tr("What is done stays, and the rest waits to be gone on with"),
        )
        self.discard = button(
            self.tr("Discard"),
            lambda: self._do(Operations.discard_plan),
            kind="danger",
            hint=self.tr("Nothing more is done by it; what was applied stays."),
        )
        self.approve = button(
            self.tr("Approve"),
            lambda: self._do(Operations.approve_plan),
            kind="primary",
            theme=theme,
            icon="check",
        )
        self.apply = button(
            self.tr("Apply"),
            lambda: self._do(Operations.apply_plan),
            kind="primary",
            theme=theme,
            icon="play",
        )

        self.trial = button(
            self.tr("Try the first %Ln", "", TRIAL),
            lambda: self._do(partial(Operations.apply_plan, first=TRIAL)),
            theme=theme,
            icon="play",
            hint=self.tr("Does the first records and stops for a look; the rest waits."),
        )

    def _lay_out(self, content: QWidget) -> None:
        for box, name in (
            (self.kind, self.tr("What")),
            (self.state, self.tr("State")),
            (self.object, self.tr("Object")),
        ):
            box.setAccessibleName(name)
            box.setToolTip(name)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            box.setMaximumWidth(260)
        lower = QVBoxLayout()
        lower.addWidget(self._note)
        lower.addWidget(self.field_table, 1)
        lower.setSpacing(Space.HALF)
        self._lower = holding(lower)
        lower.setContentsMargins(0, Space.ONE, 0, 0)
        upper = QVBoxLayout()
        upper.addWidget(self._none)
        upper.addWidget(self.table, 1)
        down = QSplitter(Qt.Orientation.Vertical)
        above = holding(upper)
        upper.setContentsMargins(0, 0, 0, Space.ONE)
        down.addWidget(above)
        down.addWidget(self._lower)
        down.setSizes([400, 200])
        down.setChildrenCollapsible(False)
        outer = QVBoxLayout(content)
        outer.setContentsMargins(0, Space.ONE, 0, 0)
        outer.setSpacing(Space.ONE + Space.HALF)
        acts = (self.export, self.discard, self.stop, self.approve, self.trial, self.apply)
        outer.addLayout(row(self.back, None, *acts))
        outer.addWidget(self.head)
        outer.addLayout(row(self.kind, self.state, self.object, None, self.exclude))
        outer.addWidget(down, 1)
        self._none.hide()
        self._lower.hide()

    def _connect(self) -> None:
        self.watch.told.connect(self._told)
        self.watch.failed.connect(self._not_told)
        self.items.loaded.connect(self._loaded)
        self.items.failed.connect(self._explain)
        self.table.selectionModel().selectionChanged.connect(lambda _now, _before: self._show_item())
        self.items.modelReset.connect(self._show_item)
        for box in (self.kind, self.state, self.object):
            box.currentIndexChanged.connect(lambda _at: self._narrow())

    # what is shown ------------------------------------------------------------------------------------------------------
    def _told(self, story: PlanStory) -> None:
        plan = story.plan
        moved = self._busy != plan.state
        self._busy = plan.state
        self.head.show_plan(story, self.watch.progress)
        self._offer(plan)
        self._choices(story)
        if moved:
            self.items.plan, self.items.connection = plan.id, plan.connection
            self.items.reload()
        if moved:
            self.changed.emit()
        self.show_content()

    def _not_told(self, error: CrmSyncError) -> None:
        if self.watch.story is None:
            self.show_error(error, self.watch.ask)

    def _offer(self, plan: PlanWord) -> None:
        may = self._shell.session.may_write
        shown = {
            self.exclude: may and plan.state == "draft",
            self.discard: may and plan.state in ("making", "draft", "approved", "applying"),
            self.stop: may and plan.state == "applying",
            self.approve: may and plan.state == "draft",
            self.apply: may and plan.state == "approved",
            self.trial: may and plan.state == "approved" and plan.writes > TRIAL and plan.kind != "bulk",
            self.export: plan.state != "making",
        }
        for made, is_shown in shown.items():
            made.setVisible(is_shown)
            made.setEnabled(True)
        self.exclude.setEnabled(bool(self.table.rows))

    def _choices(self, story: PlanStory) -> None:
        words = self._words
        kinds = {kind: sum(states.values()) for kind, states in story.progress.items()}
        states: dict[str, int] = {}
        for each in story.progress.values():
            for state, n in each.items():
                states[state] = states.get(state, 0) + n
        _fill(
            self.kind,
            [
                (self.tr("Everything"), ""),
                *((f"{words.item(one)} ({number(n)})", one) for one, n in kinds.items()),
            ],
        )
        _fill(
            self.state,
            [
                (self.tr("Every state"), ""),
                *((f"{words.item_state(one)[0]} ({number(n)})", one) for one, n in states.items()),
            ],
        )
        _fill(self.object, [(self.tr("Every object"), ""), *((one, one) for one in story.plan.objects)])

    def _narrow(self) -> None:
        wanted = tuple(box.currentData() or "" for box in (self.kind, self.state, self.object))
        if self.items.plan and wanted != (self.items.kind, self.items.state, self.items.object):
            self.items.kind, self.items.state, self.items.object = wanted
            self.items.reload()

    def _loaded(self) -> None:
        nothing = self.items.rowCount() == 0
        self._none.setVisible(nothing and self._busy != "making")
        self.table.setVisible(not nothing)
        if not nothing and self.table.row is None:
            self.table.setCurrentIndex(self.items.index(min(self._at, self.items.rowCount() - 1), 0))

    def _show_item(self) -> None:
        rows = self.table.rows
        self.exclude.setEnabled(bool(rows))
        words = self.tr("Leave out %Ln", "", len(rows)) if len(rows) > 1 else self.tr("Leave out")
        self.exclude.setText(f" {words}")
        one = self.items.rows[rows[0]] if rows and rows[0] < self.items.rowCount() else None
        self._lower.setVisible(one is not None and bool(one.note or one.changes))
        if one is not None:
            self._note.setText(in_sentences(one_line(one.note, most=600)))
            self._note.setVisible(bool(one.note))
            self.fields.show_item(one)
            self.field_table.setVisible(bool(one.changes))

    # what a person does -------------------------------------------------------------------------------------------------
    def leave_out(self) -> None:
        plan = self.plan
        chosen = [self.items.rows[at].n for at in self.table.rows]
        self._at = self.table.row or 0
        if plan is not None and plan.state == "draft" and chosen:
            self.exclude.setEnabled(False)
            self._leave_out(plan.id, chosen)

    def _leave_out(self, plan: str, numbers: list[int]) -> None:
        first, rest = numbers[:MOST_AT_ONCE], numbers[MOST_AT_ONCE:]
        call = self._shell.session.calls.ask(self, Operations.exclude_plan_items, plan, first)
        call.then(lambda told: self._leave_out(plan, rest) if rest else self._done(told)).failed(
            self._explain
        )

    def _do(self, operation: Callable[[Operations, str], PlanWord]) -> None:
        plan = self.plan
        if plan is None:
            return
        for one in (self.exclude, self.discard, self.stop, self.approve, self.trial, self.apply):
            one.setEnabled(False)
        self._hear(self._shell.session.calls.ask(self, operation, plan.id))

    def _hear(self, call: Call[PlanWord]) -> None:
        call.then(self._done).failed(self._explain)

    def _done(self, _told: Word) -> None:
        self._busy = ""  # its items are not what they were
        self.watch.ask()

    def ask_where(self) -> None:
        plan = self.plan
        if self._export is not None:
            self._export.cancel()
            self._exported(self.tr("Nothing was exported"), Tone.NEUTRAL)
            return
        if plan is None:
            return
        dialog = QFileDialog(self, self.tr("Export the plan"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")
        dialog.setNameFilter(self.tr("Tables (*.csv)"))
        dialog.selectFile(f"plan-{plan.connection}-{plan.id}.csv")
        dialog.fileSelected.connect(self.export_to)
        dialog.open()

    def export_to(self, path: str) -> None:
        plan = self.plan
        if plan is None:
            return

        def ask(owner: QObject, after: str | None) -> Call[Page[PlanItemWord]]:
            calls = self._shell.session.calls
            return calls.ask(owner, Operations.list_plan_items, plan.id, after=after, limit=PAGE)

        made = self._export = CsvFile(path, COLUMNS, ask, rows_of, self)
        made.went_on.connect(
            lambda n: self.export.setText(" " + self.tr("Stop: %Ln item(s) exported", "", n))
        )
        made.done.connect(lambda _count: self._exported(self.tr("Exported to {0}").format(path)))
        made.failed.connect(self._not_exported)
        made.begin()

    def _exported(self, said: str, tone: Tone = Tone.GOOD) -> None:
        self._offer_export()
        self._shell.toast(said, tone)

    def _not_exported(self, error: CrmSyncError) -> None:
        self._offer_export()
        self._shell.toast_error(error)

    def _offer_export(self) -> None:
        self._export = None
        self.export.setEnabled(True)
        self.export.setText(" " + self.tr("Export CSV…"))

    def _explain(self, error: CrmSyncError) -> None:
        self._shell.toast_error(error)
        self.watch.ask()


def _fill(box: QComboBox, items: list[tuple[str, str]]) -> None:
    """These choices, the chosen one kept where it is still there."""
    chosen = box.currentData()
    box.blockSignals(True)
    box.clear()
    for words, key in items:
        box.addItem(words, key)
    box.setCurrentIndex(max(0, box.findData(chosen)))
    box.blockSignals(False)
