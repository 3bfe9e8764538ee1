"""The rules' way between the page and the daemon: read, tried after every change, saved; and what others saved meanwhile."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, QTimer, QUuid, Signal

from core.errors import Conflicting, CrmSyncError
from core.wire.client import Operations
from core.wire.events import TRIAL, Event
from core.wire.rules import ReplayWord, RulesWord
from gui.calls import Call
from gui.pages import Shell
from gui.rules.draft import Draft, begun

SETTLES_MS: Final = 500


class RulesDesk(QObject):
    """`changed` tells that `draft` is another; `tried` that the daemon told of it; `refused` why it could not be tried,
    `given_up` that a person did not wait for it.

    `went_on` tells how many of how many cases were gone through.

    `overtaken` brings what somebody else has put in force meanwhile; nothing of ours is saved then, nor lost.
    """

    changed = Signal()
    trying = Signal()
    went_on = Signal(int, int)
    tried = Signal()
    refused = Signal(object)  # CrmSyncError
    given_up = Signal()
    saved = Signal()
    overtaken = Signal(object)  # RulesWord
    read_anew = Signal()
    failed = Signal(object)  # CrmSyncError

    def __init__(self, shell: Shell, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shell = shell
        self.draft: Draft | None = None
        self._replay: Call[ReplayWord] | None = None
        self._ticket = ""
        shell.session.came.connect(self._heard)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SETTLES_MS)
        self._soon.timeout.connect(self._try)

    def read(self) -> None:
        """As it is in force; what is being changed is kept."""
        if self.draft is None or not self.draft.is_changed:
            self._shell.session.calls.ask(self, Operations.rules).then(self._read).failed(self.failed.emit)

    def _read(self, base: RulesWord) -> None:
        """Somebody may have begun to write while the answer was on its way."""
        if self.draft is None or not self.draft.is_changed:
            self.begin(base)
            self.read_anew.emit()

    def begin(self, base: RulesWord) -> None:
        if self.draft is None or self.draft.base != base or self.draft.is_changed:
            self._stop()
            self.draft = begun(base)
            self.changed.emit()

    def take_over(self) -> None:
        """The file as somebody has edited it outside."""
        call = self._shell.session.calls.ask(self, Operations.reload_rules)
        call.then(self._taken_over).failed(self.failed.emit)

    def _taken_over(self, base: RulesWord) -> None:
        if self.draft is not None and self.draft.is_changed and base.digest != self.draft.base.digest:
            self.overtaken.emit(base)
        elif self.draft is None or not self.draft.is_changed:
            self.begin(base)

    def put(self, draft: Draft) -> None:
        """Another text: shown at once, tried as soon as the hand rests."""
        if self.draft is None or (draft.text == self.draft.text and draft.base == self.draft.base):
            return
        self._stop()
        self.draft = draft
        self.changed.emit()
        if draft.is_changed:
            self.trying.emit()
            self._soon.start()

    def save(self) -> None:
        draft = self.draft
        if draft is None or not draft.may_be_saved:
            return
        call = self._shell.session.calls.ask(self, Operations.save_rules, draft.text, draft.base.digest)
        call.then(self._saved).failed(self._not_saved)

    def drop(self) -> None:
        """Give up what was changed."""
        if self.draft is not None:
            self.begin(self.draft.base)

    def give_up(self) -> None:
        """Try it no further; it is not saved before it was tried, by `try_again` or after another change."""
        self._stop()
        self.given_up.emit()

    def try_again(self) -> None:
        self.trying.emit()
        self._try()

    def _stop(self) -> None:
        self._soon.stop()
        if self._replay is not None:
            self._replay.cancel()
            self._replay = None

    def _try(self) -> None:
        if self.draft is not None:
            text, self._ticket = self.draft.text, QUuid.createUuid().toString()
            self._replay = self._shell.session.calls.ask(
                self, Operations.replay_rules, text, ticket=self._ticket
            )
            self._replay.then(self._told).failed(self.refused.emit)

    def _heard(self, event: Event) -> None:
        told = event.body
        if event.subject != TRIAL or told.get("ticket") != self._ticket:
            return
        done, total = told.get("done"), told.get("total")
        is_going_on = self._replay is not None and not self._replay.is_over
        if is_going_on and isinstance(done, int) and isinstance(total, int):
            self.went_on.emit(done, total)

    def _told(self, told: ReplayWord) -> None:
        draft = self.draft
        if draft is not None:
            self.draft = Draft(base=draft.base, text=draft.text, tried=told)
            self.tried.emit()

    def _saved(self, now: RulesWord) -> None:
        self.begin(now)
        self.saved.emit()

    def _not_saved(self, error: CrmSyncError) -> None:
        if not isinstance(error, Conflicting):
            self.failed.emit(error)
            return
        # It may be that only the file is another, and nobody has put it in force yet.
        call = self._shell.session.calls.ask(self, Operations.reload_rules)
        call.then(self.overtaken.emit).failed(self.failed.emit)
