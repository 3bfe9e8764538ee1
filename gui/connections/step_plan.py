"""The plan: what would happen to which records and what it costs; then a few of them for a look, then the rest."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QLocale, QTimer
from PySide6.QtWidgets import QProgressBar

from core.errors import Conflicting, CrmSyncError
from core.wire.client import Operations
from core.wire.models import Page, PlanItemWord, PlanStory, PlanWord
from gui.calls import Newest
from gui.connections.facts import Grid
from gui.connections.plan_items import ItemsLook
from gui.connections.step import StepPage
from gui.pages import Shell
from gui.plans.plan_view import TRIAL
from gui.plans.watch import counted
from gui.plans.wording import PlanWords
from gui.tokens import Space, Tone
from gui.undo.view import UndoView
from gui.widgets.card import Card
from gui.widgets.looks import button, label, row

_AGAIN_MS: Final = 700
_TRIES: Final = 30
_PAGE: Final = 200
_UNDO: Final = 420
_OPEN: Final = ("draft", "approved", "applying", "making")


class PlanStep(StepPage):
    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.title = self.tr("Plan")
        self.plan: PlanWord | None = None
        self.undo: UndoView | None = None
        self._done = 0  # records that were written, of a plan that has stopped for a look
        self._tries = 0  # how often a plan is still asked for while the lane connects
        self._filled = ""  # the state of which plan the items are shown of
        self._words = PlanWords(self)
        self._figures = Grid()
        self._card = Card(self.tr("What would happen"))
        self._card.body.addLayout(self._figures)
        self.items = ItemsLook(shell)
        self.items.failed.connect(self.explain)
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(self.tr("Progress"))
        self.stop = button(
            self.tr("Stop"),
            self._stop,
            hint=self.tr("What is done stays, and the rest waits to be gone on with"),
        )
        self.all = button(self.tr("Do all of it at once"), lambda: self._agree(first=None))
        self.take_back = button(
            self.tr("Take these back…"),
            self._take_back,
            hint=self.tr("Shows what would be taken back, and what cannot be, before it is done"),
        )
        self.again = button(self.tr("Plan again"), self._plan_again)
        self._head = label("", "headline", wraps=True)
        self._about = label("", "muted", wraps=True)
        for one in (self._head, self._about):
            self.body.addWidget(one)
        under_way = row(self.progress, self.stop, space=Space.ONE)
        under_way.setStretch(0, 1)
        self.body.addLayout(under_way)
        self.body.addWidget(self._card)
        self.body.addLayout(row(self.take_back, self.again, self.all, None, space=Space.ONE))
        self.body.addWidget(self.items)
        self._looks = Newest()
        self._timer = QTimer(self, singleShot=True, interval=_AGAIN_MS)
        self._timer.timeout.connect(self._look)
        self._draw()

    def next_words(self) -> str:
        plan = self.plan
        if plan is None or plan.state not in _OPEN:
            return self.tr("Make the plan")
        if plan.state == "making":
            return self.tr("Being made…")
        if plan.state == "applying":
            return self.tr("Being done…")
        if self._has_stopped:
            return self.tr("It is right: do the rest")
        if plan.state == "approved":
            return self.tr("Go on")
        if self._is_long:
            return self.tr("Approve, and try %Ln record(s)", "", TRIAL)
        return self.tr("Approve and do it: %Ln record(s)", "", plan.writes)

    def may_go(self) -> bool:
        working = self.plan is not None and self.plan.state in ("making", "applying")
        return not self.busy and not working and self.undo is None

    def entered(self) -> None:
        self.plan, self._filled = None, ""
        self._close_undo()
        self._draw()
        self.wait(self.tr("Loading…"))
        asking = self.calls.ask(self, Operations.list_plans, self.name, limit=1)
        asking.then(self._resume).failed(self.explain)

    def advance(self) -> None:
        if self.plan is None or self.plan.state not in _OPEN:
            self._make()
        else:
            self._agree(first=None if self._has_stopped or not self._is_long else TRIAL)

    # the plan's way -----------------------------------------------------------------------------------------------------
    @property
    def _has_stopped(self) -> bool:
        return self.plan is not None and self.plan.state == "approved" and self.plan.until > 0

    @property
    def _is_long(self) -> bool:
        return self.plan is not None and self.plan.writes > TRIAL

    def _resume(self, page: Page[PlanWord]) -> None:
        self.free()
        if page.rows and page.rows[0].state in _OPEN:
            self._show_plan(page.rows[0])
            self._timer.start()
        else:
            self._make()

    def _plan_again(self) -> None:
        """What is left of this one is not done: a plan that has stopped would hold the first sync up for good."""
        self._close_undo()
        self._discard(then=self._make)

    def _discard(self, then: Callable[[], None]) -> None:
        plan = self.plan
        if plan is None or plan.state not in _OPEN:
            then()
            return
        self.wait(self.tr("Discarding the plan…"))
        asking = self.calls.ask(self, Operations.discard_plan, plan.id)
        asking.then(lambda _plan: then()).failed(self.explain)

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
        self._looks.drop()
        self._show_plan(plan)
        self._timer.start()

    def _agree(self, *, first: int | None) -> None:
        plan = self.plan
        if plan is None:
            return
        self.wait(self.tr("Approving…"))
        if plan.state == "draft":
            asking = self.calls.ask(self, Operations.approve_plan, plan.id)
            asking.then(lambda told: self._apply(told, first)).failed(self.explain)
        else:
            self._apply(plan, first)

    def _apply(self, plan: PlanWord, first: int | None) -> None:
        self._show_plan(plan)
        self.wait(self.tr("It is being done…"))
        self.calls.ask(self, Operations.apply_plan, plan.id, first=first).then(self._begun).failed(
            self.explain
        )

    def _stop(self) -> None:
        plan = self.plan
        if plan is None or plan.state != "applying":
            return
        self.stop.setEnabled(False)
        self.wait(self.tr("Stopping…"))
        asking = self.calls.ask(self, Operations.stop_plan, plan.id)
        asking.then(lambda _plan: self._look()).failed(self._not_stopped)

    def _not_stopped(self, error: CrmSyncError) -> None:
        self.stop.setEnabled(True)
        self.explain(error)

    def _look(self) -> None:
        if self.plan is None or not self.isVisible():
            self._timer.stop()
            return
        asking = self.calls.ask(self, Operations.get_plan, self.plan.id)
        self._looks.of(asking).always(self._timer.start).then(self._heard).failed(self.explain)

    def _heard(self, story: PlanStory) -> None:
        before = self.plan
        self._done = sum(states.get("applied", 0) for states in story.progress.values())
        self._show_plan(story.plan)
        self._show_progress(story)
        state = story.plan.state
        if state == "making":
            self.wait(self.tr("Everything is compared…"))
        elif state == "applying":
            if self.stop.isEnabled():
                self.wait(self.tr("It is being done…"))
        elif state == "applied":
            self._timer.stop()
            self.free()
            self._show_items()
            if before is not None and before.state != "applied":
                self.finished.emit(self.name)
        else:
            self._timer.stop()
            told = "" if self._has_stopped else story.plan.reason
            self.free(told[:1].upper() + told[1:], Tone.WARN if told else Tone.NEUTRAL)
            self._show_items()

    # taking the trial back ----------------------------------------------------------------------------------------------
    def _take_back(self) -> None:
        self.wait(self.tr("Looking what would be taken back…"))
        self._collect(self.plan.id if self.plan is not None else "", [], None)

    def _collect(self, plan: str, records: list[str], after: str | None) -> None:
        def take(page: Page[PlanItemWord]) -> None:
            records.extend(one.record_id for one in page.rows if one.record_id is not None)
            if page.next is not None:
                self._collect(plan, records, page.next)
            else:
                self._preview_undo(records)

        asking = self.calls.ask(
            self, Operations.list_plan_items, plan, state="applied", after=after, limit=_PAGE
        )
        asking.then(take).failed(self.explain)

    def _preview_undo(self, records: list[str]) -> None:
        plan = self.plan
        if plan is None or plan.approved_at is None:
            return
        self.undo = UndoView(self._shell, self)
        self.undo.setMinimumHeight(_UNDO)
        self.undo.closed.connect(self._close_undo)
        self.undo.applied.connect(lambda: self._discard(then=self._taken_back))
        self.body.insertWidget(2, self.undo)
        self.undo.of_records(sorted(set(records)), plan.approved_at)
        self.free()
        self._draw()
        self.moved.emit()

    def _taken_back(self) -> None:
        if self.plan is not None:
            self.plan = self.plan.model_copy(update={"state": "discarded"})
        self._close_undo()
        self.free(self.tr("It was taken back. Go back and change the mapping, or make a new plan."))

    def _close_undo(self) -> None:
        if self.undo is not None:
            self.undo.leave()
            self.undo.hide()
            self.undo.deleteLater()
            self.undo = None
        self._draw()
        self.moved.emit()

    # what is shown ------------------------------------------------------------------------------------------------------
    def _show_plan(self, plan: PlanWord) -> None:
        self.plan = plan
        self._draw()
        self.moved.emit()

    def _show_items(self) -> None:
        plan = self.plan
        if plan is not None and self._filled != f"{plan.id} {plan.state} {plan.until}":
            self._filled = f"{plan.id} {plan.state} {plan.until}"
            self.items.show_plan(plan, "applied" if self._has_stopped else "")

    def _show_progress(self, story: PlanStory) -> None:
        done, total = counted(story)
        self.progress.setRange(0, total if story.plan.state == "applying" and total else 0)
        self.progress.setValue(done)

    def _draw(self) -> None:
        plan, number = self.plan, QLocale().toString
        working = plan is not None and plan.state in ("making", "applying")
        shown = plan is not None and plan.state in ("draft", "approved", "applying", "applied")
        applying = plan is not None and plan.state == "applying"
        undoing, stopped = self.undo is not None, self._has_stopped
        waits = plan is not None and plan.state in ("draft", "approved") and not stopped
        self._head.setText(
            self.tr("%Ln record(s) done: look at them", "", self._done)
            if stopped
            else self.tr("It is being done")
            if applying
            else self.tr("Look before it is done")
        )
        self._about.setText(
            self.tr(
                "This is what was written, record by record and field by field. Look at some of them in the CRM. What is"
                " left of the plan waits, also if you leave."
            )
            if stopped
            else self.tr(
                "A record that has changed meanwhile is left alone and said. It goes on if you leave."
            )
            if applying
            else self.tr(
                "Everything is compared, nothing is written. What you approve is what is done: a record that has changed"
                " meanwhile is left alone and said."
            )
        )
        self.progress.setVisible(working)
        if not applying:
            self.stop.setEnabled(True)
        self.stop.setVisible(applying and self._shell.session.may_write)
        self._card.setVisible(shown and not stopped and not undoing)
        self.items.setVisible(shown and not undoing)
        self.take_back.setVisible(stopped and not undoing)
        self.again.setVisible((waits or stopped) and not undoing)
        self.all.setVisible(waits and self._is_long and not undoing)
        if plan is not None and shown:
            self._show_figures(plan, number)

    def _show_figures(self, plan: PlanWord, number: Callable[[int], str]) -> None:
        told = plan.forecast
        rows: list[tuple[str, ...]] = [
            (self._words.item(kind), number(count)) for kind, count in plan.counts.items() if count
        ] or [(self.tr("Nothing"), self.tr("both sides say the same"))]
        rows += [
            (self.tr("It costs"), self._words.cost(plan)),
            (self.tr("Fields that both sides hold otherwise"), number(told.conflicts)),
            (self.tr("Records alike on one side"), number(told.duplicates)),
            (self.tr("Records with a value that may be refused"), number(told.refused)),
        ]
        rows += [
            (self.tr("Sent on to {0}").format(name), number(count)) for name, count in told.spreads.items()
        ]
        self._figures.show_rows(rows)
