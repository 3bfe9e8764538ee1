"""Answering: what is sent, what is taken out of the list at once, and how an answer is taken back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Final, Literal

from PySide6.QtCore import QObject, QTimer, Signal

from core.errors import CrmSyncError, NotFound
from core.wire.client import Operations
from core.wire.models import (
    BulkWord,
    ConflictStory,
    DecideItems,
    QueueWord,
    ResolveConflicts,
)
from core.wire.queued import MOST_AT_ONCE
from core.wire.words import WireFields, Word
from gui.calls import Call
from gui.conflicts.answered import ALIKE, Answered, Many, plain, suggested
from gui.conflicts.choices import Act, Offer
from gui.conflicts.queue_model import QueueModel
from gui.conflicts.steps import AT_ONCE, LOOKS, NamedSteps, Steps, together
from gui.conflicts.wording import DELETION
from gui.pages import Shell
from gui.tokens import Tone
from gui.widgets.states import words_of
from gui.wording import number

_SLOW_MS: Final = 400  # a look that is over by then needs no words


class Triage(QObject):
    """`answered` tells that something was taken out or put back; `many` that a run has answered several.

    `foretold` is what an undo would do to a record that lives or ends by it, `lossy` to those of many that do not come back
    as they were: somebody is to say whether, by `reopen`.
    What takes long tells that it `began` (in a word, with a Progress), `went_on` and is `over`; `stop` ends it early.
    """

    answered = Signal()
    many = Signal(object)  # BulkWord
    foretold = Signal(object, object)  # Answered, ReversalWord
    lossy = Signal(object, object)  # Answered, BulkWord
    began = Signal(str, object)  # Progress
    went_on = Signal(object)  # Progress
    over = Signal()

    def __init__(self, shell: Shell, model: QueueModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shell, self._model = shell, model
        self.done: list[Answered] = []
        self.steps: Steps | None = None
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_SLOW_MS)
        self._later.timeout.connect(self._tell_looking)
        self._on_way: set[str] = set()
        self._wanted_back: dict[str, Answered] = {}

    def forget(self) -> None:
        """Another daemon: what was asked of the former one is not heard of any more."""
        self.done.clear()
        self._on_way.clear()
        self._wanted_back.clear()
        if (steps := self.steps) is not None:
            self.steps = None
            self._later.stop()
            steps.stop()
            self.over.emit()

    # one ----------------------------------------------------------------------------------------------------------------
    def answer(
        self,
        one: QueueWord,
        offer: Offer,
        story: ConflictStory | None = None,
        values: WireFields | None = None,
    ) -> None:
        """Gone from the list at once; put back, with the reason, where the daemon refuses."""
        at = self._model.row_of(one.id) or 0
        calls = self._shell.session.calls
        self._model.take_out(one.id)
        self.done.append(Answered(one, at))
        heard, refused = partial(self._heard, one.id), partial(self._refused, one, at)
        self._on_way.add(one.id)
        if one.conflict is None:
            approve = offer.act is Act.APPROVE
            deciding = calls.ask(self, Operations.decide_item, one.id, approve=approve, option=offer.option)
            deciding.then(heard).failed(refused)
        elif offer.act in (Act.HUB, Act.CRM):
            choice: Literal["hub", "crm"] = "hub" if offer.act is Act.HUB else "crm"
            calls.ask(self, Operations.resolve_conflict, one.id, choice).then(heard).failed(refused)
        else:
            given = values if values is not None else suggested(story)
            fields = {name: plain(value) for name, value in given.items()}
            setting = calls.ask(self, Operations.resolve_conflict, one.id, "value", fields)
            setting.then(heard).failed(refused)
        self.answered.emit()
        self._shell.toast(self.tr("Answered: {0}").format(offer.words), act=(self.tr("Undo"), self.undo))

    def _heard(self, id: str, _told: Word) -> None:
        self._on_way.discard(id)
        if (last := self._wanted_back.pop(id, None)) is not None:
            self._take_back(last)

    def _refused(self, one: QueueWord, at: int, error: CrmSyncError) -> None:
        self._on_way.discard(one.id)
        self._wanted_back.pop(one.id, None)
        self.done = [each for each in self.done if each.one.id != one.id]
        self._model.put_back(one, at)
        self._shell.toast_error(error)
        self.answered.emit()

    # many ---------------------------------------------------------------------------------------------------------------
    def count(
        self, one: QueueWord, offer: Offer, heard: Callable[[BulkWord], None], many: Many = ALIKE
    ) -> None:
        """How many would be answered so, and what that would write where: all alike, or the selected ones."""
        told: list[BulkWord] = []

        def some(ids: tuple[str, ...], _run: str | None) -> Call[BulkWord]:
            return self._many(one, offer, replace(many, ids=ids), preview=True)

        def go_on(_run: str | None, after: str | None) -> Call[BulkWord]:
            looked = steps.looked
            return self._many(one, offer, many, preview=True, after=after, looks=LOOKS, looked=looked)

        def ended(steps: Steps) -> None:
            if steps.trouble is not None:
                self._explain(steps.trouble)
            elif not steps.is_stopped:
                heard(together(told))

        if many.ids:
            steps: Steps = NamedSteps(some, many.ids, MOST_AT_ONCE, self, looks=True)
        else:
            steps = Steps(go_on, None, self, looks=True)
        steps.went_on.connect(told.append)
        self._work(steps, ended, self.tr("Looking"), later=len(many.ids) <= MOST_AT_ONCE)

    def answer_many(self, one: QueueWord, offer: Offer, told: BulkWord, many: Many = ALIKE) -> None:
        """As they were when `told` counted them, some at a time."""

        def go_on(run: str | None, after: str | None) -> Call[BulkWord]:
            return self._many(one, offer, many, as_of=told.as_of, run=run, after=after)

        def some(ids: tuple[str, ...], run: str | None) -> Call[BulkWord]:
            return self._many(one, offer, replace(many, ids=ids), as_of=told.as_of, run=run)

        steps = NamedSteps(some, many.ids, AT_ONCE, self) if many.ids else Steps(go_on, told.count, self)
        self._work(steps, partial(self._many_done, one, self._ends(one, many)), self.tr("Answering"))

    def _ends(self, one: QueueWord, many: Many) -> bool:
        """Whether the end of a record is among what is answered; all alike are about the same."""
        return any(self._model.is_about_an_end(id) for id in many.ids or (one.id,))

    def stop(self) -> None:
        """What was answered by then stays so."""
        if self.steps is not None:
            self.steps.stop()

    def _is_free(self) -> bool:
        if self.steps is None:
            return True
        self._shell.toast(self.tr("Wait for the end of what is being done, or stop it"), Tone.WARN)
        return False

    def _tell_looking(self) -> None:
        if self.steps is not None:
            self.began.emit(self.tr("Looking"), self.steps.progress)

    def _work(
        self,
        steps: Steps,
        ended: Callable[[Steps], None],
        what: str,
        *,
        into: str | None = None,
        after: str | None = None,
        later: bool = False,
    ) -> None:
        if not self._is_free():
            steps.deleteLater()
            return
        self.steps = steps
        steps.went_on.connect(partial(self._went_on, steps))
        steps.ended.connect(partial(self._end, steps, ended))
        if later:
            self._later.start()
        else:
            self.began.emit(what, steps.progress)
        steps.begin(into, after)

    def _went_on(self, steps: Steps, told: BulkWord) -> None:
        if steps is self.steps:
            for id in told.done:
                self._model.take_out(id)
            self.many.emit(told)
            self.went_on.emit(steps.progress)

    def _end(self, steps: Steps, ended: Callable[[Steps], None]) -> None:
        if steps is self.steps:
            self.steps = None
            self._later.stop()
            self.over.emit()
            ended(steps)

    def _many(
        self,
        one: QueueWord,
        offer: Offer,
        many: Many,
        *,
        preview: bool = False,
        as_of: int | None = None,
        run: str | None = None,
        after: str | None = None,
        looks: int | None = None,
        looked: int = 0,
    ) -> Call[BulkWord]:
        calls = self._shell.session.calls
        which = {"ids": list(many.ids)} if many.ids else {"alike": one.id}
        more = {"preview": preview, "as_of": as_of, "run": run, "after": after, "limit": AT_ONCE}
        more |= {"looks": looks, "looked": looked}
        if one.conflict is None:
            ask = DecideItems.model_validate(
                {**which, **more, "approve": offer.act is Act.APPROVE, "option": offer.option}
            )
            return calls.ask(self, Operations.decide_items, ask)
        choices = {Act.HUB: "hub", Act.CRM: "crm", Act.SUGGESTED: "suggested", Act.VALUE: "value"}
        answer = {"choice": choices[offer.act], "values": many.values}
        return calls.ask(
            self, Operations.resolve_conflicts, ResolveConflicts.model_validate({**which, **more, **answer})
        )

    def _many_done(self, one: QueueWord, ends: bool, steps: Steps) -> None:
        if steps.run is not None and steps.done:
            self.done.append(Answered(one, 0, steps.run, steps.done, ends=ends))
        self.answered.emit()
        if steps.is_stopped or steps.trouble is not None:
            said = self.tr("Stopped: {0} of {1} answered").format(number(steps.done), number(steps.total))
        else:
            said = self.tr("%Ln answered", "", steps.done)
        self._tell(said, steps, (self.tr("Undo"), self.undo))

    def _tell(self, said: str, steps: Steps, act: tuple[str, Callable[[], object]] | None) -> None:
        if steps.left:
            said += " · " + self.tr("%Ln left as they are", "", steps.left)
        if steps.trouble is not None:
            said += " · " + words_of(steps.trouble)
        well = not steps.left and steps.trouble is None
        self._shell.toast(said, Tone.GOOD if well else Tone.WARN, act if steps.done else None)

    # back ---------------------------------------------------------------------------------------------------------------
    def undo(self) -> None:
        """Take the last answer of this window back."""
        if not self.done:
            self._shell.toast(self.tr("Nothing to take back"), Tone.NEUTRAL)
            return
        last = self.done.pop()
        if last.one.id in self._on_way:
            self._wanted_back[last.one.id] = last  # on a line of its own the undo might overtake the answer
        else:
            self._take_back(last)

    def _take_back(self, last: Answered) -> None:
        calls = self._shell.session.calls
        if last.run is not None:
            if last.ends and last.into is None:
                self._look_back(last, last.run)
            else:
                self._take_back_many(last, last.run)
            return
        if last.one.conflict is None:
            back = partial(self._put_back, last)
            calls.ask(self, Operations.undo_decision, last.one.id).then(back).failed(self._explain)
        elif last.one.conflict.rule == DELETION:
            told = partial(self.foretold.emit, last)
            calls.ask(self, Operations.undo_outcome, last.one.id).then(told).failed(self._explain)
        else:
            self.reopen(last)

    def reopen(self, last: Answered) -> None:
        """Take the resolution of one conflict back, or those of a run."""
        if last.run is not None:
            self._take_back_many(last, last.run)
            return
        back = partial(self._put_back, last)
        call = self._shell.session.calls.ask(self, Operations.undo_resolution, last.one.id)
        call.then(back).failed(self._explain)

    def _look_back(self, last: Answered, run: str) -> None:
        """What would be lost is told before anything is taken back."""
        told: list[BulkWord] = []

        def ask(_into: str | None, after: str | None) -> Call[BulkWord]:
            calls = self._shell.session.calls
            return calls.ask(self, Operations.undo_resolutions, run, after=after, preview=True)

        def ended(steps: Steps) -> None:
            if steps.trouble is not None or steps.is_stopped:
                self.done.append(last)
                if steps.trouble is not None:
                    self._explain(steps.trouble)
            elif (found := together(told)).lossy:
                self.lossy.emit(last, found)
            else:
                self._take_back_many(last, run)

        steps = Steps(ask, last.count, self, looks=True)
        steps.went_on.connect(told.append)
        self._work(steps, ended, self.tr("Looking"), later=True)

    def _take_back_many(self, last: Answered, run: str) -> None:
        is_conflict = last.one.conflict is not None
        operation = Operations.undo_resolutions if is_conflict else Operations.undo_decisions

        def ask(into: str | None, after: str | None) -> Call[BulkWord]:
            calls = self._shell.session.calls
            return calls.ask(self, operation, run, into=into, after=after, limit=AT_ONCE)

        ended = partial(self._taken_back, last)
        steps = Steps(ask, last.count, self)
        self._work(steps, ended, self.tr("Taking back"), into=last.into, after=last.after)

    def _put_back(self, last: Answered, _told: Word) -> None:
        self._model.put_back(last.one, last.at)
        self.answered.emit()
        self._shell.toast(self.tr("Taken back"))

    def _taken_back(self, last: Answered, steps: Steps) -> None:
        self._model.answered.clear()
        self._model.reload()
        if steps.is_stopped or not isinstance(steps.trouble, NotFound | None):
            rest = replace(last, count=max(1, last.count - steps.done), into=steps.run, after=steps.next)
            self.done.append(rest)
            said = self.tr("Stopped: {0} of {1} taken back").format(number(steps.done), number(steps.total))
        else:
            said = self.tr("%Ln taken back", "", steps.done)
        self._tell(said, steps, (self.tr("Take back the rest"), self.undo) if steps.is_stopped else None)

    def _explain(self, error: CrmSyncError) -> None:
        self._shell.toast_error(error)
