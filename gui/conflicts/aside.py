"""Setting a question aside: until a time, for somebody, or back again; and a rule for all like it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from core.errors import CrmSyncError
from core.wire.client import Operations
from core.wire.models import ConflictStory, Page, QueueWord
from gui.calls import Call
from gui.conflicts.always import AlwaysDialog
from gui.conflicts.dialogs import EscalateDialog, SnoozeDialog
from gui.pages import Shell
from gui.session import now_ms
from gui.widgets.flow_row import FlowRow
from gui.widgets.looks import button


class Aside(QWidget):
    """A row of quiet buttons. `ids` are the questions that are selected, `current` the one that is shown."""

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
                lambda: self._set(self._ask_snooze(ids, dialog.until), self.tr("Snoozed"), ids)
            )
            dialog.open()

    def escalate(self) -> None:
        ids = self._ids()
        if ids:
            dialog = EscalateDialog(self)
            calls = self._shell.session.calls
            dialog.accepted.connect(
                lambda: self._set(
                    calls.ask(self, Operations.escalate_questions, ids, dialog.whom, dialog.remark),
                    self.tr("Assigned to {0}").format(dialog.whom),
                    ids,
                )
            )
            dialog.open()

    def wake(self) -> None:
        ids = self._ids()
        if ids:
            calls = self._shell.session.calls
            self._set(calls.ask(self, Operations.wake_questions, ids), self.tr("Open again"), None)

    def always(self) -> None:
        story = self._story()
        if story is not None:
            AlwaysDialog(self._shell, story, self).open()

    def _ask_snooze(self, ids: list[str], until: int) -> Call[Page[QueueWord]]:
        return self._shell.session.calls.ask(self, Operations.snooze_questions, ids, until)

    def _set(self, call: Call[Page[QueueWord]], said: str, back: list[str] | None) -> None:
        """`back` are the questions that an undo wakes again."""

        def heard(_told: Page[QueueWord]) -> None:
            self._done()
            calls = self._shell.session.calls
            act = None
            if back is not None:
                act = (
                    self.tr("Undo"),
                    lambda: self._set(
                        calls.ask(self, Operations.wake_questions, back), self.tr("Open again"), None
                    ),
                )
            self._shell.toast(said, act=act)

        call.then(heard).failed(self._explain)

    def _explain(self, error: CrmSyncError) -> None:
        self._shell.toast_error(error)
