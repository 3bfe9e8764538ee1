"""The plan: what would happen to which records, what it costs, and, once a person agrees, that and nothing else."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QLocale, QTimer
from PySide6.QtWidgets import QComboBox, QHeaderView, QProgressBar, QTableView

from core.errors import Conflicting, CrmSyncError
from core.wire.client import Operations
from core.wire.models import Page, PlanItemWord, PlanStory, PlanWord
from gui.calls import Call
from gui.connections.facts import Grid
from gui.connections.step import StepPage
from gui.pages import Shell
from gui.tokens import Space, Tone
from gui.widgets.card import Card
from gui.widgets.looks import button, label, row
from gui.widgets.paged_table import Column, PagedModel

_AGAIN_MS: Final = 700
_TRIES: Final = 30
_TABLE: Final = 280
_WIDE: Final = {0: 150, 1: 140, 3: 80}  # pixels, by column
_OPEN: Final = ("draft", "approved", "applying", "making")


class PlanStep(StepPage):
    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.title = self.tr("Plan")
        self.plan: PlanWord | None = None
        self._tries = 0  # how often a plan is still asked for while the lane connects
        self._filled = ""  # the state of which plan the items are shown of
        self._figures = Grid()
        self._card = Card(self.tr("What would happen"))
        self._card.body.addLayout(self._figures)
        self.kind = QComboBox()
        self.kind.setAccessibleName(self.tr("Kind of item"))
        self.kind.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.kind.currentIndexChanged.connect(lambda _at: self._reload())
        self.model = PagedModel[PlanItemWord](
            columns=(
                Column(title=self.tr("What"), text=lambda one: self._kinds().get(one.kind, one.kind)),
                Column(
                    title=self.tr("Record"),
                    text=lambda one: f"{one.object} {one.crm_id or one.record_id or ''}",
                ),
                Column(title=self.tr("Fields, before → after"), text=_changes),
                Column(
                    title=self.tr("State"),
                    text=lambda one: f"{self._states().get(one.state, one.state)} {one.note}",
                ),
            ),
            ask=self._ask_items,
            parent=self,
        )
        self.model.failed.connect(self.explain)
        self.table = QTableView()
        self.table.setModel(self.model)
        self.table.setAccessibleName(self.tr("Items of the plan"))
        self.table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        self.table.horizontalHeader().setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        self.table.setMinimumHeight(_TABLE)
        self.table.setShowGrid(False)
        for column, wide in _WIDE.items():
            self.table.setColumnWidth(column, wide)
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(self.tr("Progress"))
        self.again = button(self.tr("Plan again"), self._make)
        self.body.addWidget(label(self.tr("Look before it is done"), "headline"))
        about = self.tr(
            "Everything is compared, nothing is written. What you approve is what is done: a record that has changed"
            " meanwhile is left alone and said."
        )
        self.body.addWidget(label(about, "muted", wraps=True))
        self.body.addWidget(self.progress)
        self.body.addWidget(self._card)
        self._items = row(self.kind, None, self.again, space=Space.ONE)
        self.body.addLayout(self._items)
        self.body.addWidget(self.table)
        self._timer = QTimer(self)
        self._timer.setInterval(_AGAIN_MS)
        self._timer.timeout.connect(self._look)
        self._draw()

    def next_words(self) -> str:
        if self.plan is None or self.plan.state not in _OPEN:
            return self.tr("Make the plan")
        if self.plan.state == "making":
            return self.tr("Being made…")
        if self.plan.state == "applying":
            return self.tr("Being done…")
        return self.tr("Approve and do it: %n record(s)", "", self.plan.writes)

    def may_go(self) -> bool:
        return not self.busy and (self.plan is None or self.plan.state not in ("making", "applying"))

    def entered(self) -> None:
        self.plan = None
        self._draw()
        self.wait(self.tr("Loading…"))
        asking = self.calls.ask(self, Operations.list_plans, self.name, limit=1)
        asking.then(self._resume).failed(self.explain)

    def advance(self) -> None:
        plan = self.plan
        if plan is None or plan.state not in _OPEN:
            self._make()
        elif plan.state == "draft":
            self.wait(self.tr("Approving…"))
            self.calls.ask(self, Operations.approve_plan, plan.id).then(self._approved).failed(self.explain)
        else:
            self._approved(plan)

    # the plan's way -----------------------------------------------------------------------------------------------------
    def _resume(self, page: Page[PlanWord]) -> None:
        self.free()
        if page.rows and page.rows[0].state in _OPEN:
            self._show_plan(page.rows[0])
            self._timer.start()
        else:
            self._make()

    def _make(self) -> None:
        self._tries = _TRIES
        self._try()

    def _try(self) -> None:
        self.wait(self.tr("Everything is compared…"))
        self.calls.ask(self, Operations.make_plan, self.name).then(self._begun).failed(self._not_begun)

    def _not_begun(self, error: CrmSyncError) -> None:
        """A lane whose mappings are new, or whose CRM was prepared, connects anew first: that takes a moment."""
        self._tries -= 1
        if isinstance(error, Conflicting) and self._tries > 0:
            QTimer.singleShot(_AGAIN_MS, self, self._try_where_seen)
        else:
            self.explain(error)

    def _try_where_seen(self) -> None:
        if self.isVisible():
            self._try()

    def _begun(self, plan: PlanWord) -> None:
        self._show_plan(plan)
        self._timer.start()

    def _approved(self, plan: PlanWord) -> None:
        self._show_plan(plan)
        self.wait(self.tr("It is being done…"))
        self.calls.ask(self, Operations.apply_plan, plan.id).then(self._begun).failed(self.explain)

    def _look(self) -> None:
        if self.plan is None or not self.isVisible():
            self._timer.stop()
            return
        self.calls.ask(self, Operations.get_plan, self.plan.id).then(self._heard).failed(self.explain)

    def _heard(self, story: PlanStory) -> None:
        before = self.plan
        self._show_plan(story.plan)
        self._show_progress(story)
        state = story.plan.state
        if state == "making":
            self.wait(self.tr("Everything is compared…"))
        elif state == "applying":
            self.wait(self.tr("It is being done…"))
        elif state == "applied":
            self._timer.stop()
            self.free()
            self._reload()
            if before is not None and before.state != "applied":
                self.finished.emit(self.name)
        else:
            self._timer.stop()
            self.free(story.plan.reason, Tone.WARN if story.plan.reason else Tone.NEUTRAL)
            if self._filled != f"{story.plan.id} {state}":
                self._filled = f"{story.plan.id} {state}"
                self._fill_kinds()

    # what is shown ------------------------------------------------------------------------------------------------------
    def _show_plan(self, plan: PlanWord) -> None:
        self.plan = plan
        self._draw()
        self.moved.emit()

    def _show_progress(self, story: PlanStory) -> None:
        done = sum(
            count
            for states in story.progress.values()
            for state, count in states.items()
            if state != "planned"
        )
        total = sum(sum(states.values()) for states in story.progress.values())
        self.progress.setRange(0, total if story.plan.state == "applying" and total else 0)
        self.progress.setValue(done)

    def _draw(self) -> None:
        plan, number = self.plan, QLocale().toString
        working = plan is not None and plan.state in ("making", "applying")
        shown = plan is not None and plan.state in ("draft", "approved", "applying", "applied")
        self.progress.setVisible(working)
        for one in (self._card, self.kind, self.table, self.again):
            one.setVisible(shown)
        self.again.setVisible(plan is not None and plan.state == "draft")
        if plan is None or not shown:
            return
        told = plan.forecast
        calls = sum(told.calls.values())
        share = (
            "" if told.share is None else self.tr(", {0} % of the day's").format(number(told.share, "f", 1))
        )
        rows: list[tuple[str, ...]] = [
            (self._kinds().get(kind, kind), number(count)) for kind, count in plan.counts.items() if count
        ] or [(self.tr("Nothing"), self.tr("both sides say the same"))]
        rows += [
            (self.tr("Calls"), number(calls) + share),
            (self.tr("Takes about"), self.tr("%n minute(s)", "", max(1, round(told.seconds / 60)))),
            (self.tr("Fields that both sides hold otherwise"), number(told.conflicts)),
            (self.tr("Records alike on one side"), number(told.duplicates)),
        ]
        rows += [
            (self.tr("Sent on to {0}").format(name), number(count)) for name, count in told.spreads.items()
        ]
        self._figures.show_rows(rows)

    def _fill_kinds(self) -> None:
        plan = self.plan
        self.kind.blockSignals(True)
        self.kind.clear()
        self.kind.addItem(self.tr("Everything"), None)
        for kind, count in plan.counts.items() if plan is not None else ():
            if count:
                self.kind.addItem(f"{self._kinds().get(kind, kind)}: {QLocale().toString(count)}", kind)
        self.kind.blockSignals(False)
        self._reload()

    def _reload(self) -> None:
        if self.plan is not None:
            self.model.reload()

    def _ask_items(self, after: str | None) -> Call[Page[PlanItemWord]]:
        plan = self.plan
        return self.calls.ask(
            self,
            Operations.list_plan_items,
            plan.id if plan is not None else "",
            kind=self.kind.currentData(),
            after=after,
        )

    def _kinds(self) -> dict[str, str]:
        return {
            "create_hub": self.tr("Created in the hub"),
            "update_hub": self.tr("Changed in the hub"),
            "delete_hub": self.tr("Deleted in the hub"),
            "restore_hub": self.tr("Restored in the hub"),
            "merge_hub": self.tr("Merged in the hub"),
            "create_crm": self.tr("Created in the CRM"),
            "update_crm": self.tr("Changed in the CRM"),
            "delete_crm": self.tr("Deleted in the CRM"),
            "merge_crm": self.tr("Merged in the CRM"),
            "link": self.tr("Matched"),
            "unlink": self.tr("Parted"),
            "ambiguous": self.tr("Doubtful: you are asked"),
            "conflict": self.tr("Both differ: you are asked"),
            "settle": self.tr("The same already"),
        }

    def _states(self) -> dict[str, str]:
        return {
            "planned": self.tr("planned"),
            "excluded": self.tr("left out"),
            "sending": self.tr("on its way"),
            "applied": self.tr("done"),
            "stale": self.tr("has moved: left alone"),
            "failed": self.tr("refused by the CRM"),
        }


def _changes(one: PlanItemWord) -> str:
    return "; ".join(
        f"{part.field}: {_value(part.before)} → {_value(part.after)}" for part in one.changes[:8]
    )


def _value(found: object) -> str:
    return "–" if found is None else str(found)[:80]
