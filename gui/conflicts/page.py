"""The conflict queue: the list on the left, one question in full on the right, and every answer a key away.

J and K go on and back, 1 to 9 are the answers as they stand there, E edits by hand, S skips, U takes the last answer back;
with Shift an answer is for all alike, after a look at how many.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QEvent, QItemSelectionModel, QLocale, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from core.errors import CrmSyncError
from core.wire.client import Operations
from core.wire.models import BulkWord, ConflictStory, FieldWord, ObjectWord, Page, QueueWord
from gui.calls import Call, Calls
from gui.conflicts.always import AlwaysDialog
from gui.conflicts.choices import Act, Offer
from gui.conflicts.detail import Detail
from gui.conflicts.dialogs import AlikeDialog, EscalateDialog, SnoozeDialog, ValueDialog
from gui.conflicts.filters import Filters
from gui.conflicts.keys import DIGITS, SHIFTED
from gui.conflicts.queue_list import QueueList
from gui.conflicts.queue_model import QueueModel
from gui.conflicts.stories import Stories
from gui.conflicts.triage import Triage
from gui.conflicts.wording import QuestionWords
from gui.pages import Action, Shell
from gui.session import now_ms
from gui.tokens import Space, Tone
from gui.widgets.looks import button, holding, label, row
from gui.widgets.states import Stack, sentence_of

_LATER_MS = 400


def make(shell: Shell) -> QWidget:
    return ConflictsPage(shell)


class ConflictsPage(Stack):
    def __init__(self, shell: Shell) -> None:
        content = QWidget()
        super().__init__(shell.theme, content)
        self._shell, self._words = shell, QuestionWords()
        self._sought = ""
        self._fields: dict[str, dict[str, FieldWord]] = {}
        self.model = QueueModel(shell.session, self)
        self.stories = Stories(shell.session, self)
        self.triage = Triage(shell, self.model, self)
        self.filters = Filters(shell.theme)
        self.list = QueueList(shell.theme, self.model)
        self.detail = Detail(shell)
        self._count = label("", "muted")
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_LATER_MS)
        self._later.timeout.connect(self.model.reload)
        self._lay_out(content)
        self._connect()
        self._offer_more()
        self.show_loading()
        self._begin()

    # the page as the window knows it ------------------------------------------------------------------------------------
    def look_at(self, where: Mapping[str, str]) -> None:
        self._sought = where.get("id", "")
        self.filters.look_at(**where)
        self._seek()

    def entered(self) -> None:
        self.list.setFocus()

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
        outer.addLayout(row(self.filters, None))
        outer.addWidget(across, 1)
        keys = self.tr("J next · K back · 1–9 answer · E edit · S skip · U undo · Shift: all alike")
        outer.addWidget(label(keys, "caption"))

    def _connect(self) -> None:
        session = self._shell.session
        self.list.selectionModel().currentChanged.connect(lambda _now, _before: self._show_current())
        self.list.installEventFilter(self)
        self.filters.changed.connect(self.model.narrow)
        self.model.loaded.connect(self._loaded)
        self.model.failed.connect(lambda error: self.show_error(error, self.model.reload))
        self.model.moved.connect(self._later.start)
        self.model.rowsRemoved.connect(lambda: None if self.model.rowCount() else self._later.start())
        self.triage.answered.connect(self._answered)
        self.detail.chosen.connect(self._chosen)
        session.attached.connect(self._begin)
        session.health_changed.connect(lambda: self.filters.show_health(session.health))

    def _offer_more(self) -> None:
        theme = self._shell.theme
        self._more = [
            button(
                self.tr("Skip"),
                partial(self.step, 1),
                kind="quiet",
                theme=theme,
                icon="skip-forward",
                hint="S",
            ),
            button(self.tr("Snooze…"), self.snooze, kind="quiet", theme=theme, icon="clock"),
            button(self.tr("Assign…"), self.escalate, kind="quiet", theme=theme, icon="user"),
            button(self.tr("Wake"), self.wake, kind="quiet", theme=theme, icon="bell"),
            button(self.tr("Always…"), self.always, kind="quiet", theme=theme, icon="scale"),
        ]
        for one in self._more:
            self.detail.more.addWidget(one)
        self.detail.more.addStretch(1)
        self._shell.add_action(
            Action(words=self.tr("Undo the last answer"), does=self.triage.undo, icon="undo-2", writes=True)
        )

    # what is shown ------------------------------------------------------------------------------------------------------
    def _begin(self) -> None:
        session = self._shell.session
        self.filters.show_health(session.health)
        self.triage.forget()
        self.model.reload()
        session.calls.ask(self, Operations.list_objects).then(self._learn_fields).failed(self._no_fields)

    def _learn_fields(self, page: Page[ObjectWord]) -> None:
        self._fields = {one.name: {field.name: field for field in one.fields} for one in page.rows}

    def _no_fields(self, error: CrmSyncError) -> None:
        """Values can be edited as plain text then; the daemon checks them in any case."""
        self._fields = {}

    def _loaded(self) -> None:
        number = QLocale().toString
        count = self.model.rowCount()
        self._count.setText(
            self.tr("%n question(s)", "", count)
            if self.model.is_whole
            else self.tr("{0} shown, more below").format(number(count))
        )
        if not count:
            self._show_nothing()
            return
        self.show_content()
        self._seek()
        if not self.list.currentIndex().isValid():
            self.list.setCurrentIndex(self.model.index(0, 0))
        else:
            self._show_current()

    def _seek(self) -> None:
        """The question a link named, once it is in the list."""
        at = self.model.row_of(self._sought) if self._sought else None
        if at is not None:
            self._sought = ""
            self.list.setCurrentIndex(self.model.index(at, 0))

    def _show_nothing(self) -> None:
        if self.filters.narrows:
            self.show_empty(
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
        waits = one.state != "open"
        may = self._shell.session.may_write
        shown = (True, may, may, may and waits, may and one.conflict is not None and bool(one.field))
        for made, is_shown in zip(self._more, shown, strict=True):
            made.setVisible(is_shown)
        if one.conflict is None:
            self.detail.show_question(one, None)
        elif (known := self.stories.get(one.id)) is not None:
            self.detail.show_question(one, known)
        else:
            self.detail.show_loading()
            self.stories.want(one.id, self._told, partial(self._not_told, one.id))
        at = self.list.currentIndex().row()
        self.stories.ahead(self.model.rows[at + 1 : at + 6])

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
        key = Qt.Key(event.key())
        if key is Qt.Key.Key_J:
            self.step(1)
        elif key is Qt.Key.Key_K:
            self.step(-1)
        elif key is Qt.Key.Key_S:
            self.step(1)
        elif key is Qt.Key.Key_U and self._shell.session.may_write:
            self.triage.undo()
        elif key is Qt.Key.Key_E:
            self._press(lambda offer: offer.act is Act.VALUE, alike=False)
        elif key in DIGITS or (shift and key in SHIFTED):
            place = DIGITS.get(key, SHIFTED.get(key, 0))
            self._press(lambda offer: offer.key == str(place + 1), alike=shift)
        else:
            return False
        return True

    def _press(self, fits: Callable[[Offer], bool], *, alike: bool) -> None:
        found = [offer for offer in self.detail.offers if fits(offer)]
        if found and self._shell.session.may_write:
            self._chosen(found[0], alike=alike)

    def _chosen(self, offer: Offer, *, alike: bool = False) -> None:
        one = self.current
        if one is None:
            return
        chosen = [self.model.row_at(index).id for index in self.list.selectionModel().selectedRows()]
        if alike or len(chosen) > 1:
            ids = None if alike else chosen
            self.triage.count(one, offer, partial(self._ask_many, one, offer, ids), ids=ids)
            return
        story = self.stories.get(one.id)
        if offer.act is Act.VALUE:
            if story is not None:
                self._ask_value(one, offer, story)
            return
        self.triage.answer(one, offer, story)

    def _ask_value(self, one: QueueWord, offer: Offer, story: ConflictStory) -> None:
        object = story.record.object if story.record is not None else ""
        dialog = ValueDialog(story, self._fields.get(object, {}), self)
        dialog.accepted.connect(lambda: self.triage.answer(one, offer, story, dialog.values))
        dialog.open()

    def _ask_many(self, one: QueueWord, offer: Offer, ids: list[str] | None, told: BulkWord) -> None:
        dialog = AlikeDialog(offer.words, told, self)
        dialog.accepted.connect(lambda: self.triage.answer_many(one, offer, told.as_of, ids=ids))
        dialog.open()

    def _answered(self) -> None:
        """The next question is where this one stood."""
        if not self.model.rowCount():
            self.model.reload()
            return
        self.show_content()
        if not self.list.currentIndex().isValid():
            self.list.setCurrentIndex(self.model.index(0, 0))
        self.list.selectionModel().select(
            self.list.currentIndex(), QItemSelectionModel.SelectionFlag.ClearAndSelect
        )
        self._show_current()
        self.list.setFocus()

    def step(self, by: int) -> None:
        at = self.list.currentIndex().row() + by
        if 0 <= at < self.model.rowCount():
            self.list.setCurrentIndex(self.model.index(at, 0))

    # setting aside ------------------------------------------------------------------------------------------------------
    def snooze(self) -> None:
        if (one := self.current) is not None:
            dialog = SnoozeDialog(now_ms(), self)
            dialog.accepted.connect(
                lambda: self._aside(
                    self._calls.ask(self, Operations.snooze_questions, [one.id], dialog.until)
                )
            )
            dialog.open()

    def escalate(self) -> None:
        if (one := self.current) is not None:
            dialog = EscalateDialog(self)
            dialog.accepted.connect(
                lambda: self._aside(
                    self._calls.ask(self, Operations.escalate_questions, [one.id], dialog.whom, dialog.remark)
                )
            )
            dialog.open()

    def always(self) -> None:
        one = self.current
        story = self.stories.get(one.id) if one is not None else None
        if story is not None:
            AlwaysDialog(self._shell, story, self).open()

    def wake(self) -> None:
        if (one := self.current) is not None:
            self._aside(self._calls.ask(self, Operations.wake_questions, [one.id]))

    @property
    def _calls(self) -> Calls:
        return self._shell.session.calls

    def _aside(self, call: Call[Page[QueueWord]]) -> None:
        call.then(lambda _told: self.model.reload()).failed(self._explain)

    def _explain(self, error: CrmSyncError) -> None:
        self._shell.toast(f"{sentence_of(error)} {error.advice}", Tone.BAD)
