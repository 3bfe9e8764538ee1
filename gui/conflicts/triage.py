"""Answering: what is sent, what is taken out of the list at once, and how an answer is taken back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final, Literal

from PySide6.QtCore import QObject, Signal

from core.errors import CrmSyncError
from core.wire.client import Operations
from core.wire.models import (
    BulkWord,
    ConflictStory,
    DecideItems,
    QueueWord,
    ResolveConflicts,
)
from core.wire.words import WireFields, WireValue, Word
from gui.calls import Call
from gui.conflicts.choices import Act, Offer
from gui.conflicts.queue_model import QueueModel
from gui.conflicts.wording import DELETION
from gui.pages import Shell
from gui.tokens import Tone


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer that can be taken back: what was asked and where it stood, or the run that answered many."""

    one: QueueWord
    at: int
    run: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Many:
    """Which questions one answer is for: these `ids`, or all alike; `values` go with an answer by hand."""

    ids: tuple[str, ...] = ()
    values: WireFields | None = None


ALIKE: Final = Many()


class Triage(QObject):
    """`answered` tells that something was taken out or put back; `many` that a run has answered several.

    `foretold` is what an undo would do to a record that lives or ends by it: somebody is to say whether, by `reopen`.
    """

    answered = Signal()
    many = Signal(object)  # BulkWord
    foretold = Signal(object, object)  # Answered, ReversalWord

    def __init__(self, shell: Shell, model: QueueModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shell, self._model = shell, model
        self.done: list[Answered] = []
        self._on_way: set[str] = set()
        self._wanted_back: dict[str, Answered] = {}

    def forget(self) -> None:
        """Another daemon: what was asked of the former one is not heard of any more."""
        self.done.clear()
        self._on_way.clear()
        self._wanted_back.clear()

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
        call = self._many(one, offer, many, preview=True)
        if call is not None:
            call.then(heard).failed(self._explain)

    def answer_many(self, one: QueueWord, offer: Offer, as_of: int, many: Many = ALIKE) -> None:
        call = self._many(one, offer, many, as_of=as_of)
        if call is not None:
            call.then(partial(self._many_done, one, offer, many)).failed(self._explain)

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
    ) -> Call[BulkWord] | None:
        calls = self._shell.session.calls
        which = {"ids": list(many.ids)} if many.ids else {"alike": one.id}
        more = {"preview": preview, "as_of": as_of, "run": run, "after": after}
        if one.conflict is None:
            ask = DecideItems.model_validate(
                {**which, **more, "approve": offer.act is Act.APPROVE, "option": offer.option}
            )
            return calls.ask(self, Operations.decide_items, ask)
        choices = {Act.HUB: "hub", Act.CRM: "crm", Act.SUGGESTED: "suggested", Act.VALUE: "value"}
        choice = choices.get(offer.act)
        if choice is None:
            return None
        answer = {"choice": choice, "values": many.values}
        return calls.ask(
            self, Operations.resolve_conflicts, ResolveConflicts.model_validate({**which, **more, **answer})
        )

    def _many_done(self, one: QueueWord, offer: Offer, many: Many, told: BulkWord) -> None:
        for id in told.done:
            self._model.take_out(id)
        if told.run is not None and not any(each.run == told.run for each in self.done):
            self.done.append(Answered(one, 0, told.run))
        if told.next is not None:
            further = self._many(one, offer, many, as_of=told.as_of, run=told.run, after=told.next)
            if further is not None:
                further.then(partial(self._many_done, one, offer, many)).failed(self._explain)
        self.many.emit(told)
        self.answered.emit()
        left = len(told.stale) + len(told.refused)
        said = self.tr("%n answered", "", told.count)
        if left:
            said += " · " + self.tr("%n left as they are", "", left)
        self._shell.toast(said, Tone.WARN if left else Tone.GOOD, (self.tr("Undo"), self.undo))

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
        is_conflict = last.one.conflict is not None
        if last.run is not None:
            operation = Operations.undo_resolutions if is_conflict else Operations.undo_decisions
            calls.ask(self, operation, last.run).then(self._taken_back).failed(self._explain)
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
        """Take the resolution of one conflict back."""
        back = partial(self._put_back, last)
        call = self._shell.session.calls.ask(self, Operations.undo_resolution, last.one.id)
        call.then(back).failed(self._explain)

    def _put_back(self, last: Answered, _told: Word) -> None:
        self._model.put_back(last.one, last.at)
        self.answered.emit()
        self._shell.toast(self.tr("Taken back"))

    def _taken_back(self, told: BulkWord) -> None:
        self._model.answered.clear()
        self._model.reload()
        self._shell.toast(self.tr("%n taken back", "", told.count))

    def _explain(self, error: CrmSyncError) -> None:
        self._shell.toast_error(error)


def suggested(story: ConflictStory | None) -> WireFields:
    """The merged value as hub fields; only a conflict about one field has one."""
    if story is None or story.suggestion is None or len(story.conflict.hub_fields) != 1:
        return {}
    return {story.conflict.hub_fields[0]: story.suggestion.value}


def plain(value: WireValue) -> str | bool | tuple[str, ...] | None:
    """A value as the client takes it."""
    return tuple(value) if isinstance(value, list) else value
