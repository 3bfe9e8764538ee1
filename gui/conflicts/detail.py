"""One question in full: whom it is about, both sides, what the advisor suggests and why, and what each answer does."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from core.wire.models import CandidateWord, ConflictStory, ItemWord, QueueWord
from core.wire.words import WireFields, WireValue
from gui.conflicts.answers import Answers
from gui.conflicts.beside import Beside
from gui.conflicts.choices import Choices, Offer
from gui.conflicts.sides import Side, Sides
from gui.conflicts.suggestion_card import SuggestionCard
from gui.conflicts.wording import DELETION, QuestionWords, whom
from gui.known_fields import HUB
from gui.pages import Shell
from gui.sentences import in_sentences
from gui.session import now_ms
from gui.tokens import Space
from gui.widgets.copyable import CopyableId
from gui.widgets.looks import column, label, row
from gui.widgets.one_line import OneLine
from gui.widgets.paged_table import one_line
from gui.widgets.pill import Pill
from gui.widgets.states import Stack
from gui.widgets.times import RelativeTime, exactly, relatively
from gui.widgets.told import Told
from gui.widgets.values import Kind, stored
from gui.wording import BY_OPTION


class Detail(Stack):
    """`chosen` tells an answer a person wants."""

    chosen = Signal(object)  # Offer

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        area = QScrollArea()
        super().__init__(shell.theme, area, parent)
        self._shell, self._of = shell, ""
        self._words, self._choices = QuestionWords(shell.session.fields), Choices()
        self._title, self._state = OneLine("title"), Pill()
        self._about = label("", "muted", wraps=True)
        self._record = CopyableId(shell.theme)
        self._opened = RelativeTime(shell.ticker, role="muted", before=self.tr("Asked") + " ")
        self._note = label("", "body", wraps=True)
        self._reason = label("", "body", wraps=True)
        self._advice = Told("muted")
        self.sides = Sides(shell.theme)
        self.suggestion = SuggestionCard(shell.theme, shell.session.fields)
        self.answers = Answers(shell)
        self.answers.chosen.connect(self.chosen)
        self.beside = Beside(shell)
        self.more = QHBoxLayout()
        self.more.setSpacing(Space.ONE)
        inner = QWidget()
        inner.setProperty("canvas", "true")
        inside = QVBoxLayout(inner)
        inside.setContentsMargins(Space.ONE, Space.TWO, Space.THREE, Space.TWO)
        inside.setSpacing(Space.ONE + Space.HALF)
        inside.addLayout(row(self._title, self._state, None, self._opened))
        inside.addLayout(column(self._about, row(self._record, None), space=0))
        for one in (self._note, self._reason, self._advice, self.sides, self.suggestion):
            inside.addWidget(one)
        inside.addSpacing(Space.HALF)
        inside.addWidget(self.answers)
        inside.addLayout(self.more)
        inside.addWidget(self.beside)
        inside.addStretch(1)
        area.setWidget(inner)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    @property
    def offers(self) -> list[Offer]:
        """The answers there are, as they stand there; none while the question is not there in full."""
        return self.answers.offers if self.shows_content else []

    def shows(self, one: QueueWord) -> bool:
        """Whether what stands there is this question: another one's answers are none to it."""
        return self.shows_content and self._of == one.id

    def show_question(self, one: QueueWord, story: ConflictStory | None) -> None:
        """A conflict needs its story; another question is whole by itself."""
        self._of = one.id
        self._title.show_text(self._words.row(one)[0])
        word, tone = self._words.state(one)
        self._state.say(word, tone)
        self._opened.show_time(one.opened_at)
        self._record.show_id(one.record_id or "")
        said = f"“{one.note}”" if one.note else ""
        self._note.setText(said)
        self._note.setVisible(bool(said))
        if story is not None:
            self._show_conflict(story, one.record_name)
        elif one.item is not None:
            self._show_item(one)
        self.beside.show_for(one)
        self.show_content()

    def _show_conflict(self, story: ConflictStory, name: str) -> None:
        """`name` stands in the title already."""
        one = story.conflict
        beside = story.record.fields if story.record is not None else None
        ours, theirs = self._words.kinds(one, beside)
        currency = next((kind.currency for kind in ours if kind.currency), "")
        ours = [
            replace(kind, currency="") for kind in ours
        ]  # beside the CRM's amount, which need not be in it
        amounts = self.tr("amounts in {0}").format(currency) if currency else ""
        who = whom(story.record)
        about = ("" if who == name else who, self._words.names(one), amounts)
        self._about.setText(" · ".join(filter(None, about)))
        said = [self.tr("Newer edits came in while it waited.")] if one.refreshed_at is not None else []
        for lost in one.lost:
            words = self.tr("Overwritten in {0} before anybody saw it: {1} ({2})")
            values = one_line(self._words.values(lost.values, theirs))
            said.append(words.format(one.connection, values, self._words.editor(lost.by)))
        self._reason.setText("\n".join(said))
        self._reason.setVisible(bool(said))
        self._advice.setVisible(False)
        self.sides.setVisible(True)
        base = one.base is not None and one.rule != DELETION
        self.sides.show_sides(
            Side(
                head=self.tr("Both agreed on"),
                who=self.tr("before these edits"),
                text=self._text(one.base or [], ours),
                stored=_stored(one.base or []),
                known=base,
            ),
            self._side(self.tr("Hub"), one.hub, ours),
            self._side(one.connection, one.crm, theirs),
        )
        self.suggestion.show_suggestion(story)
        self.answers.show_conflict(story, self._choices.of_conflict(story))

    def _show_item(self, one: QueueWord) -> None:
        item = one.item
        if item is None:
            return
        self._about.setText(self._words.names(item))
        self._reason.setText(in_sentences(item.reason))
        self._advice.tell(in_sentences(item.advice), item.kind)
        self._reason.setVisible(bool(item.reason))
        self._advice.setVisible(bool(item.advice) and item.kind not in BY_OPTION)
        kept = {name[5:]: value for name, value in item.detail.items() if name.startswith("kept.")}
        lost = {name[5:]: value for name, value in item.detail.items() if name.startswith("lost.")}
        self.sides.setVisible(bool(kept))
        if kept:
            self.sides.show_sides(
                Side(head="", who="", text="", known=False),
                self._fields(self.tr("Kept"), item, kept),
                self._fields(self.tr("Lost"), item, lost),
            )
        self.suggestion.setVisible(False)
        self.answers.show_item(item, self._choices.of_item(item))

    def _side(self, head: str, one: CandidateWord, kinds: list[Kind]) -> Side:
        when = relatively(one.at, now_ms()) if one.at is not None else self.tr("time unknown")
        return Side(
            head=head,
            who=f"{self._words.editor(one.by)} · {when}",
            text=self._text(one.values, kinds),
            stored=_stored(one.values),
            hint="" if one.at is None else exactly(one.at),
        )

    def _text(self, values: list[WireValue], kinds: list[Kind]) -> str:
        return self._words.values(values, kinds, between="\n")

    def _fields(self, head: str, item: ItemWord, fields: WireFields) -> Side:
        kind_of = self._shell.session.fields.about(item.connection, item.object)
        held = sorted(fields.items())
        return Side(
            head=head,
            who="",
            text="\n".join(f"{name}: {self._words.value(one, kind_of(HUB, name))}" for name, one in held),
            stored="\n".join(f"{name}: {stored(one)}" for name, one in held),
        )


def _stored(values: list[WireValue]) -> str:
    return "\n".join(map(stored, values))
