"""Many questions in steps: each request deals with some of them, so that one sees how far it is, and can stop in between."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Final, TypeAlias

from PySide6.QtCore import QObject, Signal

from core.errors import CrmSyncError
from core.wire.models import BulkWord
from gui.calls import Call
from gui.widgets.progress import Pace, Progress

AT_ONCE: Final = 25
LOOKS: Final = 2_000  # of one request that only looks

Ask: TypeAlias = Callable[[str | None, str | None], Call[BulkWord]]  # with the run and the place to go on at


class Steps(QObject):
    """`went_on` brings what came of a request; `ended` tells that no other follows, for whatever reason.

    What was dealt with stays so however it ends: `trouble` is why it did early, unless a person wanted it (`is_stopped`).
    With `looks` nothing is changed, and `total` None is told by the first answer.
    """

    went_on = Signal(object)  # BulkWord
    ended = Signal()

    def __init__(self, ask: Ask, total: int | None, parent: QObject, *, looks: bool = False) -> None:
        super().__init__(parent)
        self._ask, self.total, self._looks = ask, total or 0, looks
        self.done = self.left = self.looked = 0
        self.run: str | None = None
        self.next: str | None = None
        self.trouble: CrmSyncError | None = None
        self.is_stopped = self.is_over = False
        self._wants_end = False
        self._call: Call[BulkWord] | None = None
        self._pace = Pace()
        self.progress: Progress = self._pace.at(0, total)

    def begin(self, run: str | None = None, after: str | None = None) -> None:
        """At the first, or where others that were stopped left off: their `run` and `next`."""
        self.run = run
        self._go_on(after)

    def stop(self) -> None:
        """After the request that is on its way: it cannot be called back, unless it only looks."""
        self._wants_end = True
        if self._looks and not self.is_over:
            if self._call is not None:
                self._call.cancel()
            self.is_stopped = True
            self._end()

    def _go_on(self, after: str | None) -> None:
        self._call = self._request(after)
        self._call.then(self._take).failed(self._fail)

    def _request(self, after: str | None) -> Call[BulkWord]:
        return self._ask(self.run, after)

    def _following(self, told: BulkWord) -> str | None:
        return told.next

    def _dealt(self) -> int:
        return self.looked if self._looks else self.done + self.left

    def _take(self, told: BulkWord) -> None:
        self.run, self.next = told.run, self._following(told)
        self.done += len(told.done)
        self.left += len(told.stale) + len(told.refused)
        self.looked += told.looked
        self.total = self.total if told.total is None else told.total
        dealt = self._dealt()
        self.progress = self._pace.at(dealt, max(self.total, dealt))
        self.went_on.emit(told)
        if self.next is None:
            self._end()
        elif self._wants_end:
            self.is_stopped = True
            self._end()
        else:
            self._go_on(self.next)

    def _fail(self, error: CrmSyncError) -> None:
        self.trouble = error
        self._end()

    def _end(self) -> None:
        self.is_over = True
        self.ended.emit()
        self.deleteLater()


class NamedSteps(Steps):
    """Through questions that are named one by one: each request is about the next `at_once` of them."""

    def __init__(
        self,
        ask: Callable[[tuple[str, ...], str | None], Call[BulkWord]],
        ids: tuple[str, ...],
        at_once: int,
        parent: QObject,
        *,
        looks: bool = False,
    ) -> None:
        super().__init__(lambda run, _after: ask(self._some, run), len(ids), parent, looks=looks)
        self._left, self._at_once = ids, at_once
        self._some: tuple[str, ...] = ()

    def _request(self, after: str | None) -> Call[BulkWord]:
        self._some, self._left = self._left[: self._at_once], self._left[self._at_once :]
        return super()._request(after)

    def _following(self, told: BulkWord) -> str | None:
        return self._left[0] if self._left else None

    def _dealt(self) -> int:
        return self.total - len(self._left)


def together(previews: list[BulkWord]) -> BulkWord:
    """What previews of parts say of the whole, as of the first: what changed since is left alone."""
    places = sum((Counter(one.places) for one in previews), Counter[str]())
    return previews[0].model_copy(
        update={
            "count": sum(one.count for one in previews),
            "refused": [left for one in previews for left in one.refused],
            "places": dict(places),
            "foretold": sum(one.foretold for one in previews),
            "lossy": [lost for one in previews for lost in one.lossy],
            "looked": sum(one.looked for one in previews),
            "next": None,
        }
    )
