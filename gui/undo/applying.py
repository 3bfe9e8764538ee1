"""An undo that is being applied, here or by somebody else: how far it is, how fast it goes, and a way to stop it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from core.errors import CrmSyncError
from core.wire.client import Operations
from core.wire.undo import UndoPlanWord
from gui.calls import Call
from gui.pages import Shell
from gui.widgets.progress import Pace, ProgressStrip

_AGAIN_MS: Final = 700


class ApplyingStrip(ProgressStrip):
    """`done` brings the plan that was applied or stopped here, `over` one that somebody else was at, `failed` why it was
    not done."""

    done = Signal(object)  # UndoPlanWord
    over = Signal(object)  # UndoPlanWord
    failed = Signal(object)  # CrmSyncError

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shell = shell
        self._plan = ""
        self._call: Call[UndoPlanWord] | None = None
        self._pace, self._is_stopping = Pace(), False
        self._again = QTimer(self)
        self._again.setInterval(_AGAIN_MS)
        self._again.timeout.connect(self._ask_how_far)
        self.stopped.connect(self._stop)

    @property
    def is_ours(self) -> bool:
        return self._call is not None

    def apply(self, plan: UndoPlanWord) -> None:
        """Do it, or go on with it."""
        self.follow(plan)
        self.stop.setEnabled(False)  # until the daemon has begun
        self._call = self._shell.session.calls.ask(self, Operations.apply_undo, plan.id)
        self._call.always(self._end).then(self.done.emit).failed(self.failed.emit)

    def follow(self, plan: UndoPlanWord) -> None:
        """Show how far it is until it is not being applied any more."""
        self._plan, self._pace, self._is_stopping = plan.id, Pace(), False
        self.begin(self.tr("Taking back"), self._pace.at(_dealt(plan), total(plan)))
        self.stop.setVisible(self._shell.session.may_write)
        self._again.start()

    def leave(self) -> None:
        """Look no more until it is over."""
        self._again.stop()

    def forget(self) -> None:
        """Hear of it no more; the daemon goes on with what it was asked for."""
        if self._call is not None:
            self._call.cancel()
        self._end()

    def _end(self) -> None:
        self._again.stop()
        self._call = None
        self.hide()

    def _stop(self) -> None:
        self._is_stopping = True
        self.stopping(self.tr("Stopping…"))
        call = self._shell.session.calls.ask(self, Operations.stop_undo, self._plan)
        call.failed(self._not_stopped)

    def _not_stopped(self, error: CrmSyncError) -> None:
        self._is_stopping = False
        self._shell.toast_error(error)

    def _ask_how_far(self) -> None:
        call = self._shell.session.calls.ask(self, Operations.get_undo, self._plan)
        call.then(self._how_far).failed(lambda _error: None)

    def _how_far(self, plan: UndoPlanWord) -> None:
        if plan.id != self._plan or not self._again.isActive():
            return
        if plan.state != "applying" and not self.is_ours:
            self._end()
            self.over.emit(plan)
        elif not self._is_stopping:
            self.show_progress(self._pace.at(_dealt(plan), total(plan)))
            self.stop.setEnabled(plan.state == "applying")


def total(plan: UndoPlanWord) -> int:
    return sum(plan.counts.values())


def _dealt(plan: UndoPlanWord) -> int:
    return sum(n for state, n in plan.outcomes.items() if state not in ("planned", "sending"))
