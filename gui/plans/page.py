"""Plans and runs: what would be done, looked at before it is done, and what was done, with the way back.

Enter opens, Escape goes back to the list, Delete leaves the selected items of a draft out.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedLayout, QTabWidget, QVBoxLayout, QWidget

from core.errors import CrmSyncError
from core.wire.client import Operations
from core.wire.plans import PlanWord
from gui.calls import Call
from gui.pages import Shell
from gui.plans.making import MakeDialog
from gui.plans.plan_list import PlanList
from gui.plans.plan_view import PlanView
from gui.plans.runs import Runs
from gui.tokens import Space
from gui.undo.view import UndoView


def make(shell: Shell) -> QWidget:
    return PlansPage(shell)


class PlansPage(QWidget):
    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._asked: Call[PlanWord] | None = None  # for a plan that the daemon has not begun yet
        self.plans, self.runs = PlanList(shell), Runs(shell)
        self.plan, self.undo = PlanView(shell), UndoView(shell)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.addTab(self.plans, self.tr("Plans"))
        self.tabs.addTab(self.runs, self.tr("Runs"))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(Space.THREE, Space.TWO, Space.THREE, Space.TWO)
        self._which = QStackedLayout()
        outer.addLayout(
            self._which
        )  # first: it shows what is added, as a window of its own where it has no place yet
        for one in (self.tabs, self.plan, self.undo):
            self._which.addWidget(one)
        self._connect()

    # the page as the window knows it ------------------------------------------------------------------------------------
    def look_at(self, where: Mapping[str, str]) -> None:
        if "plan" in where:
            self._open_id(where["plan"])
        elif "run" in where:
            self.show_list()
            self.tabs.setCurrentWidget(self.runs)
            self.runs.look_at(where["run"])
        elif "undo" in where:
            self.undo_run(where["undo"])
        else:
            self.show_list()
            self.tabs.setCurrentWidget(self.plans)
            self.plans.look_at(where)

    def entered(self) -> None:
        if self._which.currentWidget() is self.tabs:
            self._refresh()

    # what is shown ------------------------------------------------------------------------------------------------------
    def show_list(self) -> None:
        if self._asked is not None:
            self._asked.cancel()
            self._answered()
            self._shell.toast(
                self.tr("Not waited for. A plan that was begun all the same stands in the list.")
            )
        self.plan.leave()
        self.undo.leave()
        self._which.setCurrentWidget(self.tabs)
        self._refresh()

    def show_plan(self, plan: PlanWord) -> None:
        if plan.kind == "undo":
            self.undo.open(plan.id)
            self._which.setCurrentWidget(self.undo)
        else:
            self._open_id(plan.id)

    def undo_run(self, run: str) -> None:
        self.undo.of_run(run)
        self._which.setCurrentWidget(self.undo)

    def ask_to_make(self, connection: str = "") -> None:
        """Ask for which object; the connection is chosen already where a first sync waits."""
        dialog = MakeDialog(self._shell.session, connection, self)
        dialog.accepted.connect(lambda: self.make_plan(dialog.connection, dialog.object))
        dialog.open()

    def make_plan(self, connection: str, object: str | None = None) -> None:
        """Have it made; that the daemon is asked stands there at once, as it may be slow to answer."""
        self.show_list()
        asking = self.tr("The daemon is asked to make a plan of {0}…").format(connection)
        more = self.tr("As soon as it has begun, its progress is shown here.")
        self.plan.show_empty("loader", asking, more, (self.tr("Give up"), self.show_list))
        self._which.setCurrentWidget(self.plan)
        self._asked = self._shell.session.calls.ask(self, Operations.make_plan, connection, object)
        self._asked.always(self._answered).then(self.show_plan)
        self._asked.failed(partial(self._not_made, connection, object))

    # inside -------------------------------------------------------------------------------------------------------------
    def _connect(self) -> None:
        self.plans.opened.connect(self.show_plan)
        self.plans.asked_to_make.connect(self.ask_to_make)
        self.runs.asked_to_undo.connect(self.undo_run)
        self.runs.asked_for_plan.connect(self._open_id)
        self.plan.closed.connect(self.show_list)
        self.undo.closed.connect(self.show_list)
        self.tabs.currentChanged.connect(lambda _at: self._refresh())
        self._shell.session.attached.connect(self.show_list)

    def _open_id(self, id: str) -> None:
        self.plan.open(id)
        self._which.setCurrentWidget(self.plan)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        here = self._which.currentWidget()
        if event.key() == Qt.Key.Key_Escape and here is not self.tabs:
            self.show_list()
        elif event.key() == Qt.Key.Key_Delete and here is self.plan and self._shell.session.may_write:
            self.plan.leave_out()
        else:
            super().keyPressEvent(event)

    def _refresh(self) -> None:
        if self.tabs.currentWidget() is self.plans:
            self.plans.refresh()
            self.plans.first_row()
        else:
            self.runs.refresh()

    def _answered(self) -> None:
        self._asked = None

    def _not_made(self, connection: str, object: str | None, error: CrmSyncError) -> None:
        again = partial(self.make_plan, connection, object)
        self.plan.show_error(error, again, (self.tr("All plans"), self.show_list))
