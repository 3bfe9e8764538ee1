"""Setting many questions aside, a hundred at a time: how far it is, and an early end."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QObject, Signal

from core.errors import CrmSyncError
from core.wire.models import Page, QueueWord
from gui.calls import Call
from gui.widgets.progress import Pace, Progress

AT_ONCE: Final = 100


class Portions(QObject):
    """What was set aside stays so however it ends; `done` are those, `trouble` is why it ended early, if not by `stop`."""

    went_on = Signal(object)  # Progress
    ended = Signal()

    def __init__(
        self, ask: Callable[[list[str]], Call[Page[QueueWord]]], ids: Sequence[str], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._ask, self.ids = ask, list(ids)
        self.done: list[str] = []
        self.trouble: CrmSyncError | None = None
        self._wants_end = False
        self._pace = Pace()
        self.progress: Progress = self._pace.at(0, len(self.ids))

    def begin(self) -> None:
        some = self.ids[len(self.done) : len(self.done) + AT_ONCE]
        self._ask(some).then(lambda _told: self._take(some)).failed(self._fail)

    def stop(self) -> None:
        """After the request that is on its way."""
        self._wants_end = True

    def _take(self, some: list[str]) -> None:
        self.done += some
        self.progress = self._pace.at(len(self.done), len(self.ids))
        self.went_on.emit(self.progress)
        if self._wants_end or len(self.done) == len(self.ids):
            self._end()
        else:
            self.begin()

    def _fail(self, error: CrmSyncError) -> None:
        self.trouble = error
        self._end()

    def _end(self) -> None:
        self.ended.emit()
        self.deleteLater()
