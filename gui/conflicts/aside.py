"""Setting a question aside: until a time, for somebody, or back again; and a rule for all like it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from core.wire.client import Operations
from core.wire.models import ConflictStory, Page, QueueWord
from gui.calls import Call
from gui.conflicts.always import AlwaysDialog
from gui.conflicts.dialogs import EscalateDialog, SnoozeDialog
from gui.conflicts.portions import AT_ONCE, Portions
from gui.pages import Shell
from gui.session import now_ms
from gui.tokens import Tone
from gui.widgets.flow_row import FlowRow
from gui.widgets.looks import button
from gui.wording import number


class Aside(QWidget):
    """A row of quiet buttons. `ids` are the questions that are selected, `current` the one that is shown.

    Of many it is told that it `began` (in a word, with a Progress), `went_on` and is `over`; `stop` ends it early.
    """

    began = Signal(str, object)  # Progress
    went_on = Signal(object)  # Progress
    over = Signal()

    def __init__(
        self,
        shell: Shell,
        *,
        skip: Callable[[], None],
        ids: Callable[[], list[str]],
        story: Callable[[], ConflictStory | None],
        done: Callable[[], None],
    ) -> None:
        super().__init__()
        self._shell, self._ids, self._story, self._done = shell, ids, story, done
        self._portions: Portions | None = None
        shell.session.attached.connect(self._forget)
        theme = shell.theme
        self.buttons = [
            button(self.tr("Skip"), skip, kind="quiet", theme=theme, icon="skip-forward", hint="S"),
            button(self.tr("Snooze…"), self.snooze, kind="quiet", theme=theme, icon="clock"),
            button(self.tr("Assign…"), self.escalate, kind="quiet", theme=theme, icon="user"),
            button(self.tr("Wake"), self.wake, kind="quiet", theme=theme, icon="bell"),
            button(self.tr("Always…"), self.always, kind="quiet", theme=theme, icon="scale"),
        ]
        self.setLayout(FlowRow(*self.buttons))
        shell.session.link_changed.connect(self._enable)

    def show_for(self, one: QueueWord) -> None:
        """Only what can be done with this one, here."""
        may = self._shell.session.may_write
        waits, ruled = one.state != "open", one.conflict is not None and bool(one.field)
        for made, is_shown in zip(self.buttons, (True, may, may, may and waits, may and ruled), strict=True):
            made.setVisible(is_shown)
        self._enable()

    def _enable(self) -> None:
        for made in self.buttons[1:]:  # one may always go on to the next
            made.setEnabled(self._shell.session.can_write)

    def snooze(self) -> None:
        ids = self._ids()
        if ids:
            dialog = SnoozeDialog(now_ms(), self)
            dialog.accepted.connect(
                lambda: self._set(partial(self._snoozed, dialog.until), ids, self.tr("Snoozed"))
            )
            dialog.open()

    def escalate(self) -> None:
        ids = self._ids()
        if ids:
            dialog = EscalateDialog(self)
            dialog.accepted.connect(
                lambda: self._set(
                    partial(self._escalated, dialog.whom, dialog.remark),
                    ids,
                    self.tr("Assigned to {0}").format(dialog.whom),
                )
            )
            dialog.open()

    def wake(self) -> None:
        if ids := self._ids():
            self._wake(ids)

    def always(self) -> None:
        story = self._story()
        if story is not None:
            AlwaysDialog(self._shell, story, self).open()

    def stop(self) -> None:
        """What was set aside by then stays so."""
        if self._portions is not None:
            self._portions.stop()

    def _snoozed(self, until: int, ids: list[str]) -> Call[Page[QueueWord]]:
        return self._shell.session.calls.ask(self, Operations.snooze_questions, ids, until)

    def _escalated(self, to: str, note: str, ids: list[str]) -> Call[Page[QueueWord]]:
        return self._shell.session.calls.ask(self, Operations.escalate_questions, ids, to, note)

    def _woken(self, ids: list[str]) -> Call[Page[QueueWord]]:
        return self._shell.session.calls.ask(self, Operations.wake_questions, ids)

    def _wake(self, ids: list[str]) -> None:
        self._set(self._woken, ids, self.tr("Open again"), undo=False)

    def _set(
        self,
        ask: Callable[[list[str]], Call[Page[QueueWord]]],
        ids: list[str],
        said: str,
        *,
        undo: bool = True,
    ) -> None:
        if self._portions is not None:
            self._shell.toast(self.tr("Wait for the end of what is being done, or stop it"), Tone.WARN)
            return
        self._portions = Portions(ask, ids, self)
        self._portions.went_on.connect(self.went_on)
        self._portions.ended.connect(partial(self._ended, self._portions, said, undo))
        if len(ids) > AT_ONCE:
            self.began.emit(said, self._portions.progress)
        self._portions.begin()

    def _ended(self, portions: Portions, said: str, undo: bool) -> None:
        """An undo wakes again what was set aside."""
        if portions is not self._portions:
            return  # of a daemon that is not asked any more
        self._portions = None
        self.over.emit()
        if portions.trouble is not None and not portions.done:
            self._shell.toast_error(portions.trouble)
            return
        self._done()
        done, total = len(portions.done), len(portions.ids)
        if done < total:
            said = self.tr("Stopped after {0} of {1}: {2}").format(number(done), number(total), said)
        act = (self.tr("Undo"), partial(self._wake, portions.done)) if undo else None
        self._shell.toast(said, Tone.GOOD if done == total else Tone.WARN, act)

    def _forget(self) -> None:
        if self._portions is not None:
            self._portions = None
            self.over.emit()
