"""Many questions in steps: each request deals with some of them, so that one sees how far it is, and can stop in between."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Final, TypeAlias

from PySide6.QtCore import QObject, QTimer, Signal

from core.errors import CrmSyncError
from core.wire.models import BulkWord
from gui.calls import Call
from gui.widgets.progress import Pace, Progress

AT_ONCE: Final = 25
_SLOW_MS: Final = 400

Ask: TypeAlias = Callable[[str | None, str | None], Call[BulkWord]]  # with the run and the place to go on at


class Look(QObject):
    """One request that changes nothing: `slow` tells that it takes long enough to be told of, `ended` that it is over."""

    slow = Signal()
    ended = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._call: Call[BulkWord] | None = None
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_SLOW_MS)
        self._later.timeout.connect(self.slow)

    @property
    def is_under_way(self) -> bool:
        return self._call is not None

    def begin(self, call: Call[BulkWord]) -> Call[BulkWord]:
        self._call = call
        self._later.start()
        return call.always(self._end)

    def give_up(self) -> None:
        if self._call is not None:
            self._call.cancel()
            self._end()

    def _end(self) -> None:
        self._call = None
        self._later.stop()
        self.ended.emit()


class Steps(QObject):
    """`went_on` brings what came of a request; `ended` tells that no other follows, for whatever reason.

    What was dealt with stays so however it ends: `trouble` is why it did early, unless a person wanted it (`is_stopped`).
    """

    went_on = Signal(object)  # BulkWord
    ended = Signal()

    def __init__(self, ask: Ask, total: int, parent: QObject) -> None:
        super().__init__(parent)
        self._ask, self.total = ask, total
        self.done = self.left = 0
        self.run: str | None = None
        self.next: str | None = None
        self.trouble: CrmSyncError | None = None
        self.is_stopped = self.is_over = False
        self._wants_end = False
        self._pace = Pace()
        self.progress: Progress = self._pace.at(0, total)

    def begin(self, run: str | None = None, after: str | None = None) -> None:
        """At the first, or where others that were stopped left off: their `run` and `next`."""
        self.run = run
        self._go_on(after)

    def stop(self) -> None:
        """After the request that is on its way: it cannot be called back."""
        self._wants_end = True

    def _go_on(self, after: str | None) -> None:
        self._request(after).then(self._take).failed(self._fail)

    def _request(self, after: str | None) -> Call[BulkWord]:
        return self._ask(self.run, after)

    def _following(self, told: BulkWord) -> str | None:
        return told.next

    def _dealt(self) -> int:
        return self.done + self.left

    def _take(self, told: BulkWord) -> None:
        self.run, self.next = told.run, self._following(told)
        self.done += len(told.done)
        self.left += len(told.stale) + len(told.refused)
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
    ) -> None:
        super().__init__(lambda run, _after: ask(self._some, run), len(ids), parent)
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
        }
    )
