"""One answer to every question of the same cause, some at a time: how far it is, an early end, and the way back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from core.errors import CrmSyncError
from core.wire.client import Operations
from core.wire.models import BulkWord, CauseWord, DecideItems, Page, QueueWord, Where
from core.wire.queued import MOST_AT_ONCE
from gui.calls import Call
from gui.conflicts.steps import AT_ONCE, NamedSteps, Steps
from gui.pages import Shell
from gui.sentences import in_sentences
from gui.tokens import Tone
from gui.widgets.progress import Pace
from gui.widgets.states import words_of
from gui.wording import number


class Answering(QObject):
    """What takes long tells that it `began` (in a word, with a Progress), `went_on` and is `over`; `stop` ends it early.

    What was answered by then stays so, and can be taken back.
    """

    began = Signal(str, object)  # Progress
    went_on = Signal(object)  # Progress
    over = Signal()

    def __init__(self, shell: Shell, parent: QObject) -> None:
        super().__init__(parent)
        self._shell = shell
        self._looking: Call[Page[QueueWord]] | None = None
        self._steps: Steps | None = None
        self._pace = Pace()
        self._why = ""  # one of those that cannot be answered so
        shell.session.attached.connect(self._forget)

    def answer(self, cause: CauseWord, count: int, *, approve: bool) -> None:
        """All of the same cause, wherever they are, about `count` of them."""
        if self._is_busy():
            return
        self._pace = Pace()
        self.began.emit(self.tr("Looking"), self._pace.at(0, count))
        self._look([], cause, count, approve, None)

    def stop(self) -> None:
        if self._looking is not None:
            self._looking.cancel()
            self._looking = None
            self.over.emit()
        elif self._steps is not None:
            self._steps.stop()

    # inside -------------------------------------------------------------------------------------------------------------
    def _is_busy(self) -> bool:
        busy = self._looking is not None or self._steps is not None
        if busy:
            self._shell.toast(self.tr("Wait for the end of what is being done, or stop it"), Tone.WARN)
        return busy

    def _forget(self) -> None:
        """Another daemon: what was asked of the former one is not heard of any more."""
        if self._looking is not None or self._steps is not None:
            self._looking = self._steps = None
            self.over.emit()

    def _look(self, found: list[str], cause: CauseWord, count: int, approve: bool, after: str | None) -> None:
        self._looking = self._shell.session.calls.ask(
            self, Operations.list_queue, Where(kinds=[cause.kind]), after=after, limit=MOST_AT_ONCE
        )
        self._looking.then(partial(self._looked, found, cause, count, approve)).failed(self._fail)

    def _looked(
        self, found: list[str], cause: CauseWord, count: int, approve: bool, page: Page[QueueWord]
    ) -> None:
        alike = (one for one in page.rows if one.item is not None and one.item.reason == cause.reason)
        found += [one.id for one in alike]
        if page.next is not None:
            self.went_on.emit(self._pace.at(len(found), max(count, len(found))))
            self._look(found, cause, count, approve, page.next)
            return
        self._looking = None
        if not found:
            self.over.emit()
            self._shell.toast(self.tr("They were settled meanwhile."))
            return
        calls = self._shell.session.calls

        def some(ids: tuple[str, ...], run: str | None) -> Call[BulkWord]:
            return calls.ask(
                self, Operations.decide_items, DecideItems(ids=list(ids), approve=approve, run=run)
            )

        self._work(
            NamedSteps(some, tuple(found), AT_ONCE, self),
            self.tr("Sending again") if approve else self.tr("Giving up"),
            partial(self._answered, approve),
        )

    def _work(
        self, steps: Steps, what: str, ended: Callable[[Steps], None], former: Steps | None = None
    ) -> None:
        self._steps, self._why = steps, ""
        steps.went_on.connect(partial(self._went_on, steps))
        steps.ended.connect(partial(self._end, steps, ended))
        self.began.emit(what, steps.progress)
        steps.begin(*((former.run, former.next) if former is not None else ()))

    def _went_on(self, steps: Steps, told: BulkWord) -> None:
        if steps is self._steps:
            self._why = self._why or next((one.reason for one in (*told.refused, *told.stale)), "")
            self.went_on.emit(steps.progress)

    def _end(self, steps: Steps, ended: Callable[[Steps], None]) -> None:
        if steps is self._steps:
            self._steps = None
            self.over.emit()
            ended(steps)

    def _answered(self, approve: bool, steps: Steps) -> None:
        if approve:
            said = self.tr("%Ln record(s) are sent again.", "", steps.done)
        else:
            said = self.tr("%Ln value(s) were given up.", "", steps.done)
        run = steps.run
        undo = None
        if steps.done and run is not None and not approve:  # what was sent again cannot be called back
            undo = (self.tr("Undo"), partial(self._undo, run, steps.done))
        self._tell(said, steps, undo)

    def _undo(self, run: str, count: int, former: Steps | None = None) -> None:
        """`former` ended early: the rest of it."""
        if self._is_busy():
            return
        calls = self._shell.session.calls

        def ask(into: str | None, after: str | None) -> Call[BulkWord]:
            return calls.ask(self, Operations.undo_decisions, run, into=into, after=after, limit=AT_ONCE)

        ended = partial(self._taken_back, run)
        self._work(Steps(ask, count, self), self.tr("Taking back"), ended, former)

    def _taken_back(self, run: str, steps: Steps) -> None:
        on = None
        if steps.next is not None:
            on = (
                self.tr("Go on"),
                partial(self._undo, run, max(0, steps.total - steps.done - steps.left), steps),
            )
        self._tell(self.tr("%Ln taken back.", "", steps.done), steps, on)

    def _tell(self, said: str, steps: Steps, act: tuple[str, Callable[[], object]] | None) -> None:
        if steps.is_stopped:
            said = self.tr("Stopped: {0} of {1}.").format(number(steps.done), number(steps.total))
        if steps.left:
            said += " " + self.tr("%Ln could not be.", "", steps.left)
            said += f" {in_sentences(self._why)}" if self._why else ""
        if steps.trouble is not None:
            said += " " + words_of(steps.trouble)
        well = not steps.left and not steps.is_stopped and steps.trouble is None
        self._shell.toast(said, Tone.GOOD if well else Tone.WARN, act)

    def _fail(self, error: CrmSyncError) -> None:
        self._looking = None
        self.over.emit()
        self._shell.toast_error(error)
