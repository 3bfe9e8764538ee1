"""A record's whole story on one screen: how it stands with every CRM, its values on each side, and what happened to it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHeaderView, QScrollArea, QSplitter, QVBoxLayout, QWidget

from core.errors import CrmSyncError
from core.record_names import name_of
from core.wire.client import Operations
from core.wire.events import Event
from core.wire.models import RecordStory
from core.wire.tracing import TraceWord
from core.wire.words import Word
from gui.activity.pair_card import PairCard
from gui.activity.timeline import Timeline, TimelineModel
from gui.activity.values import ValuesModel
from gui.calls import Newest
from gui.pages import Shell
from gui.tokens import Space, Tone
from gui.widgets.copyable import CopyableId
from gui.widgets.looks import button, gap, holding, label, row
from gui.widgets.one_line import OneLine
from gui.widgets.paged_table import one_line
from gui.widgets.pill import Pill
from gui.widgets.states import Stack
from gui.widgets.table import RowTable, grey_when_lost
from gui.widgets.times import RelativeTime

_LATER_MS = 800


class StoryView(Stack):
    """`left` asks for what was shown before, `run` for a run in full."""

    left = Signal()
    run = Signal(str)

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        content = QWidget()
        super().__init__(shell.theme, content, parent)
        self._newest = Newest()
        self._shell, self._what = shell, ""
        self.told: TraceWord | None = None
        self.story: RecordStory | None = None
        theme = shell.theme
        self.back = button(self.tr("Back"), self.left.emit, kind="link", theme=theme, icon="arrow-left")
        self.title, self.state = OneLine("headline"), Pill()
        self.id = CopyableId(theme)
        self.made = RelativeTime(shell.ticker, role="muted", before=self.tr("created") + " ")
        self.id.show_id("")
        self.object = label("", "muted")
        self.again = button(self.tr("Refresh"), self.refresh, kind="quiet", theme=theme, icon="refresh-cw")
        self.model = ValuesModel(theme, shell.session.fields, self)
        self.values = RowTable(self.model, self.tr("Values on each side"), (0,), self._open_conflict)
        self.history = TimelineModel(shell.session, self)
        self.timeline = Timeline(theme, self.history)
        self.cards: list[PairCard] = []
        self._cards = QVBoxLayout()
        self._cards.setSpacing(Space.ONE)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_LATER_MS)
        self._later.timeout.connect(self.refresh)
        self._lay_out(content)
        self.timeline.activated.connect(self._open_run)
        self.history.failed.connect(self._explain)
        shell.session.came.connect(self._heard)
        grey_when_lost(shell.session, self.values, self.timeline)

    def open(self, what: str) -> None:
        """A record's id, a CRM's id or link, CONNECTION:ID, or an e-mail address."""
        self._what, self.told = what, None
        self.show_loading()
        self.refresh()

    def refresh(self) -> None:
        what = self._what
        asked = self._shell.session.calls.ask(self, Operations.trace_record, what)
        self._newest.of(asked).then(partial(self.show_trace, what)).failed(self._not_found)

    def show_trace(self, what: str, told: TraceWord) -> None:
        self._newest.drop()
        before = self.told.record if self.told is not None else None
        self._what, self.told = what, told
        record = told.record
        if record is None or before is None or before.id != record.id:
            self.story = None
        self._show()
        self.show_content()
        if before is None or record is None or before.id != record.id:
            self.timeline.setFocus()
        if record is not None:
            self._what = record.id
            self.history.show_record(record.id)
            asked = self._shell.session.calls.ask(self, Operations.get_record, record.id)
            self._newest.of(asked).then(self._show_queue).failed(self._explain)

    # made of ------------------------------------------------------------------------------------------------------------
    def _lay_out(self, content: QWidget) -> None:
        cards = QScrollArea()
        inner = holding(self._cards)
        inner.setProperty("canvas", "true")
        cards.setWidget(inner)
        cards.setWidgetResizable(True)
        cards.setFrameShape(QFrame.Shape.NoFrame)
        cards.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.beside = QVBoxLayout()
        self.beside.setSpacing(Space.ONE)
        self.beside.addWidget(label(self.tr("History"), "title"))
        self.beside.addWidget(self.timeline, 1)
        self._past = holding(self.beside)
        sides = QVBoxLayout()
        sides.setSpacing(Space.ONE)
        sides.addWidget(label(self.tr("Values on each side"), "title"))
        sides.addWidget(self.values, 1)
        self._held = holding(sides)
        upright = gap(QSplitter(Qt.Orientation.Vertical))
        across = gap(QSplitter(Qt.Orientation.Horizontal))
        pairs = QVBoxLayout()
        pairs.setSpacing(Space.ONE)
        pairs.addWidget(label(self.tr("In each CRM"), "title"))
        pairs.addWidget(cards, 1)
        upright.addWidget(holding(pairs))
        upright.addWidget(self._held)
        upright.setSizes([300, 300])
        across.addWidget(upright)
        across.addWidget(self._past)
        across.setSizes([780, 400])
        outer = QVBoxLayout(content)
        outer.setContentsMargins(Space.THREE, Space.TWO, Space.THREE, Space.TWO)
        outer.setSpacing(Space.ONE)
        outer.addLayout(row(self.back, None))
        outer.addLayout(row(self.title, self.state, None, self.again))
        outer.addLayout(row(self.object, self.made, self.id, None, space=Space.ONE + Space.HALF))
        outer.addWidget(across, 1)

    # what is shown ------------------------------------------------------------------------------------------------------
    def _show(self) -> None:
        told = self.told
        if told is None:
            return
        record = told.record
        self._held.setVisible(record is not None)
        self._past.setVisible(record is not None)
        self.id.show_id(record.id if record is not None else "")
        self.made.setVisible(record is not None)
        if record is None:
            self.title.show_text(self.tr("The hub has no record for it"))
            self.state.say("", Tone.NEUTRAL)
            self.object.setText("")
        else:
            self.title.show_text(one_line(name_of(record.fields) or record.id))
            self.object.setText(record.object)
            self.made.show_time(record.created.at)
            if record.merged_into:
                self.state.say(self.tr("Merged"), Tone.WARN)
            elif record.deleted_at is not None:
                self.state.say(self.tr("Deleted"), Tone.BAD)
            else:
                self.state.say("", Tone.NEUTRAL)
        self._show_cards(told)
        self.model.show_trace(told)
        head, last = self.values.horizontalHeader(), self.model.columnCount() - 1
        for column in range(last):
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        head.setSectionResizeMode(last, QHeaderView.ResizeMode.Fixed)
        head.resizeSection(last, head.sectionSizeHint(last))  # its title is the longest

    def _show_cards(self, told: TraceWord) -> None:
        focused = self.focusWidget()
        held_focus = focused is not None and any(card.isAncestorOf(focused) for card in self.cards)
        while (item := self._cards.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        pending = self.story.pending if self.story is not None else []
        object = told.record.object if told.record is not None else ""
        self.cards = []
        for pair in told.pairs:
            waiting = [one for one in pending if one.connection == pair.connection]
            card = PairCard(self._shell, pair, waiting, object)
            card.asked.connect(self._act)
            self.cards.append(card)
            self._cards.addWidget(card)
        if not told.pairs:
            self._cards.addWidget(
                label(self.tr("No connection maps this kind of record."), "muted", wraps=True)
            )
        self._cards.addStretch(1)
        if held_focus:  # the button that was pressed is gone with its card
            self.timeline.setFocus()

    def _show_queue(self, story: RecordStory) -> None:
        fresh = self.story is None or self.story.pending != story.pending
        self.story = story
        if fresh and self.told is not None and story.pending:
            self._show_cards(self.told)

    # ways and deeds -----------------------------------------------------------------------------------------------------
    def _act(self, act: str, subject: str) -> None:
        calls = self._shell.session.calls
        object = self.told.record.object if self.told is not None and self.told.record is not None else None
        match act:
            case "conflict" | "item":
                self._to_question(subject)
            case "record":
                self.open(subject)
            case "sign_in":
                self._shell.go_to("connections", connection=subject)
            case "sync_now":
                asked = calls.ask(self, Operations.sync_connection, subject, object)
                said = self.tr("Sync of {0} asked for").format(subject)
                asked.then(partial(self._asked, said)).failed(self._explain)
            case "sync":
                full = calls.ask(self, Operations.sync_connection, subject, object, full=True)
                said = self.tr("A full comparison of {0} was asked for").format(subject)
                full.then(partial(self._asked, said)).failed(self._explain)
            case "resume":
                resumed = calls.ask(self, Operations.resume_connection, subject)
                resumed.then(partial(self._asked, self.tr("{0} goes on").format(subject))).failed(
                    self._explain
                )
            case "restore":
                restored = calls.ask(self, Operations.restore_record, subject)
                restored.then(partial(self._asked, self.tr("The record lives again"))).failed(self._explain)

    def _asked(self, said: str, _told: Word) -> None:
        self._shell.toast(said)
        self._later.start()

    def _to_question(self, id: str) -> None:
        """The queue narrowed to the kind and connection of this question, whatever its state."""
        story = self.story
        where = {"id": id, "state": ""}
        if story is not None:
            for conflict in story.conflicts:
                if conflict.id == id:
                    where.update(kind="conflict", connection=conflict.connection, field=conflict.rule)
            for item in story.items:
                if item.id == id:
                    where.update(kind=item.kind, connection=item.connection)
        self._shell.go_to("conflicts", **where)

    def _open_conflict(self, row: int) -> None:
        conflict = self.model.field_at(self.model.index(row, 0)).conflict
        if conflict is not None and self._shell.can_go_to("conflicts"):
            self._to_question(conflict)

    def _open_run(self, index: QModelIndex) -> None:
        run = self.history.row_at(index).entry.run
        if run:
            self.run.emit(run)

    # what comes ---------------------------------------------------------------------------------------------------------
    def _heard(self, event: Event) -> None:
        """What is told of this record, or of one of its questions, is looked at again."""
        told = self.told
        if told is None or told.record is None or not self.isVisible():
            return
        ids = event.body.get("ids")
        about = {event.subject, event.body.get("record_id")} | set(
            map(str, ids if isinstance(ids, list) else ())
        )
        open_ = {reason.subject for pair in told.pairs for reason in pair.reasons}
        if told.record.id in about or open_ & about:
            self._later.start()

    def _not_found(self, error: CrmSyncError) -> None:
        if self.told is not None:
            self._explain(error)
        else:
            self.show_error(error, self.refresh, (self.tr("Back"), self.left.emit))

    def _explain(self, error: CrmSyncError) -> None:
        self._shell.toast_error(error)
