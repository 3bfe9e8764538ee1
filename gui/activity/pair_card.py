"""How a record stands with one connection: its pair there, what it waits for, its place in the queue, and what moves it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import QLabel, QPushButton

from core.wire.models import PendingWord
from core.wire.tracing import PairTraceWord, ReasonWord
from gui.pages import Shell
from gui.sentences import exact
from gui.session import now_ms
from gui.theme import Theme
from gui.tokens import Tone
from gui.widgets.card import Card
from gui.widgets.copyable import CopyableId
from gui.widgets.flow_row import FlowRow
from gui.widgets.looks import Role, button, column, label
from gui.widgets.paged_table import one_line, tip
from gui.widgets.pill import Pill
from gui.widgets.times import relatively

_APART = frozenset({"deleted", "detached", "gone", "merged", "merging", "orphan"})


class PairCard(Card):
    """`asked` tells the deed a button stands for: (act, subject), see `ReasonWord`; "sync_now" takes the connection."""

    asked = Signal(str, str)

    def __init__(
        self, shell: Shell, pair: PairTraceWord, waiting: Sequence[PendingWord], object: str
    ) -> None:
        super().__init__(pair.connection)
        self.pair = pair
        self.acts: list[QPushButton] = []
        self._shell, self._theme = shell, shell.theme
        id = CopyableId(self._theme)
        id.show_id(pair.crm_id or "")
        state = Pill()
        state.say(*self._state())
        self.head.insertWidget(1, label(one_line(pair.crm_object), "caption"))
        self.head.insertWidget(2, id)
        self.head.addWidget(state)
        if pair.matched:
            self.body.addWidget(self._told(pair.matched, "muted"))
        last: list[QPushButton] = []
        for at, reason in enumerate(pair.reasons, start=1):
            last = self._add_reason(reason, stands=at < len(pair.reasons))
        for one in waiting:
            self.body.addWidget(label(self._place(one), "caption", wraps=True))
        for note in pair.notes:
            self.body.addWidget(self._told(note, "caption"))
        if shell.session.may_write and pair.reasons and object:
            sync = self._button(self._theme, self.tr("Sync now"), "refresh-cw")
            sync.clicked.connect(partial(self.asked.emit, "sync_now", pair.connection))
            last.append(sync)
        if last:
            self.body.addLayout(FlowRow(*last))

    def _state(self) -> tuple[str, Tone]:
        if not self.pair.reasons:
            return self.tr("In step"), Tone.GOOD
        if self.pair.state in _APART:
            return self.tr("Apart"), Tone.BAD
        return self.tr("Waits"), Tone.WARN

    def _add_reason(self, reason: ReasonWord, *, stands: bool) -> list[QPushButton]:
        """Its button, where it does not stand below it yet: what else may be pressed comes beside the last one."""
        said = self._told(reason.what, "body")
        words = self._words_of(reason)
        if not words:
            lines = [said]
            if reason.fix:
                lines.append(label(one_line(reason.fix, most=1_000), "muted", wraps=True))
            self.body.addLayout(column(*lines, space=2))
            return []
        act = self._button(self._theme, words, "")
        act.setToolTip(tip(reason.fix))
        act.clicked.connect(partial(self.asked.emit, reason.act, reason.subject))
        self.body.addWidget(said)
        if not stands:
            return [act]
        self.body.addLayout(FlowRow(act))
        return []

    def _words_of(self, reason: ReasonWord) -> str:
        """The button of a reason, "" where there is none: nobody may press it, or its page is not there."""
        may, can = self._shell.session.may_write, self._shell.can_go_to
        if reason.act in ("conflict", "item"):
            return self.tr("Open the question") if can("conflicts") else ""
        if reason.act == "record":
            return self.tr("See why that waits")
        if reason.act == "sign_in":
            return self.tr("Sign in") if can("connections") else ""
        writing = {
            "resume": self.tr("Resume"),
            "restore": self.tr("Restore the record"),
            "sync": self.tr("Compare everything"),
        }
        return writing.get(reason.act, "") if may else ""

    def _button(self, theme: Theme, words: str, icon: str) -> QPushButton:
        made = button(words, theme=theme, icon=icon)
        self.acts.append(made)
        return made

    def _place(self, one: PendingWord) -> str:
        health = self._shell.session.health
        backlog = next(
            (each.backlog.pending for each in health.connections if each.name == one.connection), 0
        ) if health is not None else 0  # fmt: skip
        told = [
            self.tr("In the queue of {0}").format(one.connection),
            self.tr("%Ln wait(s) there", "", max(1, backlog)),
        ]
        if one.attempts:
            told.append(self.tr("tried {0} times").format(QLocale().toString(one.attempts)))
        if one.state == "due":
            told.append(self.tr("next attempt {0}").format(relatively(one.next_at, now_ms())))
        return " · ".join(told)

    def _told(self, said: str, role: Role) -> QLabel:
        """With its moments in full on hover."""
        made = label(one_line(self._sentence(said), most=1_000), role, wraps=True)
        made.setToolTip(tip(self._sentence(exact(said))))
        return made

    def _sentence(self, said: str) -> str:
        """A connection's name stays as it is written."""
        return said if said.startswith(self.pair.connection) else said[:1].upper() + said[1:]
