"""The conflict queue: the list on the left, one question in full on the right, and every answer a key away.

J and K go on and back, 1 to 9 are the answers as they stand there, E edits by hand, S skips, U takes the last answer back;
with Shift an answer is for all alike, after a look at how many and at what that writes where, and S skips all alike.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QEvent, QItemSelectionModel, QLocale, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QSplitter, QVBoxLayout, QWidget

from core.errors import CrmSyncError
from core.wire.models import BulkWord, ConflictStory, QueueWord
from gui.conflicts.answered import ALIKE, Answered, Many
from gui.conflicts.aside import Aside
from gui.conflicts.choices import Act, Offer
from gui.conflicts.detail import Detail
from gui.conflicts.dialogs import AlikeDialog, LossDialog, ReversalDialog, ValueDialog
from gui.conflicts.filters import Filters
from gui.conflicts.keys import place_of
from gui.conflicts.keys import told as told_keys
from gui.conflicts.queue_list import QueueList
from gui.conflicts.queue_model import QueueModel
from gui.conflicts.renewing import Renewing
from gui.conflicts.seeking import Seeking
from gui.conflicts.stories import AHEAD, Stories
from gui.conflicts.triage import Triage
from gui.conflicts.wording import QuestionWords
from gui.pages import Shell
from gui.tokens import Space, Tone
from gui.widgets.looks import holding, label, row
from gui.widgets.progress import ProgressStrip
from gui.widgets.states import Stack


def make(shell: Shell) -> QWidget:
    return ConflictsPage(shell)


class ConflictsPage(Stack):
    def __init__(self, shell: Shell) -> None:
        content = QWidget()
        super().__init__(shell.theme, content)
        self._shell, self._words = shell, QuestionWords()
        self.model = QueueModel(shell.session, self)
        self.stories = Stories(shell.session, self)
        self.triage = Triage(shell, self.model, self)
        self.filters = Filters(shell.theme, shell.memory)
        self.list = QueueList(shell.theme, self.model)
        self.detail = Detail(shell)
        self._count, self._keys = label("", "muted"), label("", "caption")
        self.progress = ProgressStrip()
        self.renewing = Renewing(self, self.list, self.model)
        self.seeking = Seeking(self.list, self.model, self)
        self._lay_out(content)
        self._connect()
        self._offer_more()
        self.show_loading()
        self._begin()

    # the page as the window knows it ------------------------------------------------------------------------------------
    def look_at(self, where: Mapping[str, str]) -> None:
        self.filters.look_at(**where)
        self.seeking.seek(where.get("id", ""))

    def entered(self) -> None:
        self.list.setFocus()
        self.renewing.entered()

    @property
    def current(self) -> QueueWord | None:
        index = self.list.currentIndex()
        return self.model.row_at(index) if index.isValid() else None

    # made of ------------------------------------------------------------------------------------------------------------
    def _lay_out(self, content: QWidget) -> None:
        left = QVBoxLayout()
        left.addWidget(self.list, 1)
        left.addWidget(self._count)
        left.setSpacing(Space.HALF)
        across = QSplitter(Qt.Orientation.Horizontal)
        across.addWidget(holding(left))
        across.addWidget(self.detail)
        across.setStretchFactor(0, 2)
        across.setStretchFactor(1, 3)
        across.setSizes([440, 760])
        across.setChildrenCollapsible(False)
        outer = QVBoxLayout(content)
        outer.setContentsMargins(Space.THREE, Space.TWO, 0, Space.ONE)
        outer.setSpacing(Space.ONE)
        outer.addWidget(self.filters)
        self.found = Stack(self._shell.theme, across)
        self.found.show_content()
        outer.addWidget(self.found, 1)
        strip = row(self.progress)
        strip.setContentsMargins(0, 0, Space.THREE, 0)
        outer.addLayout(strip)
        outer.addWidget(self._keys)

    def _connect(self) -> None:
        session = self._shell.session
        self.list.selectionModel().currentChanged.connect(lambda _now, _before: self._show_current())
        self.list.installEventFilter(self)
        self.filters.changed.connect(lambda: self.model.narrow(self.filters.where, self.filters.sort))
        self.model.loaded.connect(self._loaded)
        self.model.failed.connect(lambda error: self.show_error(error, self.model.reload))
        self.triage.answered.connect(self._answered)
        self.triage.foretold.connect(lambda last, told: self._ask_whether(last, ReversalDialog(told, self)))
        self.triage.lossy.connect(lambda last, told: self._ask_whether(last, LossDialog(told, self)))
        self.progress.stopped.connect(self._stop)
        self.detail.chosen.connect(self._chosen)
        self.filters.views.forgotten.connect(self._tell_forgotten)
        self.seeking.missed.connect(
            lambda: self._shell.toast(self.tr("That question was answered meanwhile"), Tone.NEUTRAL)
        )
        session.attached.connect(self._begin)
        session.health_changed.connect(lambda: self.filters.show_health(session.health))
        session.link_changed.connect(self._greet)
        session.fields.learnt.connect(self._show_current)

    def _offer_more(self) -> None:
        self.aside = Aside(
            self._shell,
            skip=partial(self.step, 1),
            ids=self._chosen_ids,
            story=self._story,
            done=self.model.reload,
        )
        self.detail.more.addWidget(self.aside)
        for one in (self.triage, self.aside):
            one.began.connect(self.progress.begin)
            one.went_on.connect(self.progress.show_progress)
            one.over.connect(self.progress.hide)

    # what is shown ------------------------------------------------------------------------------------------------------
    def _begin(self) -> None:
        session = self._shell.session
        self.filters.show_health(session.health)
        self._keys.setText(told_keys(may_write=session.may_write))
        self._greet()
        self.triage.forget()
        self.model.reload()

    def _greet(self) -> None:
        hello = self._shell.session.hello
        self.filters.show_person(hello.you if hello is not None else "")

    def _loaded(self) -> None:
        count = self.model.rowCount()
        self._count.setText(self._counted(count))
        if not count:
            self._show_nothing()
            return
        self._show_found()
        self.renewing.go_back()
        self.seeking.loaded()
        if not self.list.currentIndex().isValid():
            self.list.setCurrentIndex(self.model.index(0, 0))
        else:
            self._show_current()

    def _counted(self, count: int) -> str:
        number, total = QLocale().toString, self.filters.total
        if self.model.is_whole:
            return self.tr("%Ln question(s)", "", count)
        if total is None or total <= count:
            return self.tr("{0} shown, more below").format(number(count))
        return self.tr("{0} of {1} shown, more below").format(number(count), number(total))

    def _show_found(self) -> None:
        self.found.show_content()
        self.show_content()

    def _show_nothing(self) -> None:
        if self.filters.narrows:  # which stay, so that one of them can be widened
            self.show_content()
            self.found.show_empty(
                "filter",
                self.tr("Nothing waits that fits this filter"),
                "",
                (self.tr("Show everything open"), self.filters.reset),
            )
            return
        self.show_empty(
            "circle-check",
            self.tr("Nothing waits for you"),
            self.tr(
                "Fields that both sides changed, doubtful matches, deletions and refused values come here."
            ),
            *(
                [(self.tr("See what happened"), partial(self._shell.go_to, "activity"))]
                if self._shell.can_go_to("activity")
                else []
            ),
        )

    def _show_current(self) -> None:
        one = self.current
        if one is None:
            return
        self.aside.show_for(one)
        if one.conflict is None:
            self.detail.show_question(one, None)
        elif (known := self.stories.get(one.id)) is not None:
            self.detail.show_question(one, known)
        else:
            self.detail.show_loading()
            self.stories.want(one.id, self._told, partial(self._not_told, one.id))
        at = self.list.currentIndex().row()
        self.stories.ahead(self.model.following(at, AHEAD))

    def _told(self, story: ConflictStory) -> None:
        one = self.current
        if one is not None and one.id == story.conflict.id:
            self.detail.show_question(one, story)

    def _not_told(self, id: str, error: CrmSyncError) -> None:
        if self.current is not None and self.current.id == id:
            self.detail.show_error(error, self._show_current)

    # answering ----------------------------------------------------------------------------------------------------------
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.list and isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            return self._take_key(event)
        return False

    def _take_key(self, event: QKeyEvent) -> bool:
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            return False
        key, place = Qt.Key(event.key()), place_of(event)
        if key is Qt.Key.Key_J:
            self.step(1)
        elif key is Qt.Key.Key_K:
            self.step(-1)
        elif key is Qt.Key.Key_S:
            self.skip_alike() if shift else self.step(1)
        elif key is Qt.Key.Key_U:
            self.undo_last()
        elif key is Qt.Key.Key_E:
            self._press(lambda offer: offer.act is Act.VALUE, alike=shift)
        elif place is not None:
            self._press(lambda offer: offer.key == str(place + 1), alike=shift)
        else:
            return False
        return True

    def _press(self, fits: Callable[[Offer], bool], *, alike: bool) -> None:
        found = [offer for offer in self.detail.offers if fits(offer)]
        if found and self._shell.session.can_write:
            self._chosen(found[0], alike=alike)

    def _chosen(self, offer: Offer, *, alike: bool = False) -> None:
        one = self.current
        if one is None or not self.detail.shows(one):
            return
        chosen = self._chosen_ids()
        story = self.stories.get(one.id)
        many = ALIKE if alike else Many(ids=tuple(chosen)) if len(chosen) > 1 else None
        if offer.act is Act.VALUE:
            if story is not None:
                self._ask_value(one, offer, story, many)
        elif many is not None:
            self.triage.count(one, offer, partial(self._ask_many, one, offer, many), many)
        else:
            self.triage.answer(one, offer, story)

    def _chosen_ids(self) -> list[str]:
        """Those that are selected, or the one that is shown: it may have come up because somebody else answered another."""
        at = self.list.currentIndex().row()
        return [self.model.id_at(one) for one in self.list.selected_rows() or ([at] if at >= 0 else [])]

    def _story(self) -> ConflictStory | None:
        one = self.current
        return self.stories.get(one.id) if one is not None else None

    def _ask_value(self, one: QueueWord, offer: Offer, story: ConflictStory, many: Many | None) -> None:
        object = story.record.object if story.record is not None else ""
        dialog = ValueDialog(story, self._shell.session.fields.of_object(object), self)

        def given() -> None:
            if many is None:
                self.triage.answer(one, offer, story, dialog.values)
                return
            several = replace(many, values=dialog.values)
            self.triage.count(one, offer, partial(self._ask_many, one, offer, several), several)

        dialog.accepted.connect(given)
        dialog.open()

    def _ask_many(self, one: QueueWord, offer: Offer, many: Many, told: BulkWord) -> None:
        where = one.conflict.crm_object if one.conflict is not None else one.object
        kind_of = self._shell.session.fields.about(one.connection, where)
        dialog = AlikeDialog(offer.words, told, kind_of, self, selected=bool(many.ids))
        dialog.accepted.connect(lambda: self.triage.answer_many(one, offer, told, many))
        dialog.open()

    def _ask_whether(self, last: Answered, dialog: QDialog) -> None:
        dialog.accepted.connect(lambda: self.triage.reopen(last))
        dialog.rejected.connect(lambda: self.triage.done.append(last))
        dialog.open()

    def _stop(self) -> None:
        self.triage.stop()
        self.aside.stop()
        self.progress.stopping(self.tr("Stopping after what is on its way…"))

    def _answered(self) -> None:
        """The next question is where this one stood."""
        if not self.model.rowCount():
            self.model.reload()
            return
        self._show_found()
        if not self.list.currentIndex().isValid():
            self.list.setCurrentIndex(self.model.index(0, 0))
        self.list.selectionModel().select(
            self.list.currentIndex(), QItemSelectionModel.SelectionFlag.ClearAndSelect
        )
        self._show_current()
        self.list.setFocus()

    def _tell_forgotten(self, name: str, view: dict[str, str]) -> None:
        undo = (self.tr("Undo"), partial(self.filters.views.keep, name, view))
        self._shell.toast(self.tr("The view {0} is forgotten").format(name), act=undo)

    def undo_last(self) -> None:
        """Take the last answer of this window back."""
        if self._shell.session.can_write:
            self.triage.undo()

    def step(self, by: int) -> None:
        at = self.list.currentIndex().row() + by
        if 0 <= at < self.model.rowCount():
            self.list.setCurrentIndex(self.model.index(at, 0))

    def skip_alike(self) -> None:
        """On to the next question that is not about the same field of the same connection and object."""
        one, at = self.current, self.list.currentIndex().row()
        if one is None:
            return
        later = self.model.next_unlike(at)
        if later is None:
            self._shell.toast(self.tr("All that follow here are alike"), Tone.NEUTRAL)
        else:
            self.list.setCurrentIndex(self.model.index(later, 0))
