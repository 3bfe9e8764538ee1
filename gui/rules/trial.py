"""What the rules as they are written would have made of the past: one sentence, and every case that comes out otherwise."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from core.errors import CrmSyncError
from core.wire.rules import ReplayWord, RuleChangeWord
from gui.pages import Shell
from gui.rules.desk import RulesDesk
from gui.rules.wording import RuleWords
from gui.sentences import worded
from gui.session import now_ms
from gui.tokens import Space, Tone
from gui.widgets.list_model import ListModel
from gui.widgets.looks import button, foreign, look, row
from gui.widgets.paged_table import Column
from gui.widgets.progress import Pace, ProgressWords
from gui.widgets.states import sentence_of
from gui.widgets.table import RowTable
from gui.widgets.times import exactly, relatively
from gui.widgets.told import Told


class Trial(QWidget):
    """Enter on a case opens its record. A trial that takes long can be given up, and begun again."""

    def __init__(self, shell: Shell, desk: RulesDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shell, self._words = shell, RuleWords(self)
        self.sentence = foreign("strong")
        self._more = Told("muted")
        self._pace, self._how_far = Pace(), ProgressWords()
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("Trying"))
        self.cancel = button(self.tr("Cancel"), desk.give_up)
        self.again = button(self.tr("Try it now"), desk.try_again)
        self.changes = ListModel(self._columns(), self)
        self.table = RowTable(
            self.changes, self.tr("Cases that come out otherwise"), (130, 190, 140, 0, 0), self._open
        )
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, Space.ONE + Space.HALF, 0, 0)
        outer.setSpacing(Space.ONE)
        for one in (self.sentence, self._more):
            outer.addWidget(one)
        waiting = row(self.bar, self.cancel)
        waiting.setStretch(0, 1)
        outer.addLayout(waiting)
        outer.addLayout(row(self.again, None))
        outer.addWidget(self.table, 1)
        outer.addStretch(0)
        desk.trying.connect(self.show_trying)
        desk.went_on.connect(self.show_progress)
        desk.given_up.connect(self.show_given_up)
        self.show_nothing()

    def show_nothing(self) -> None:
        """Nothing was changed, so nothing is tried."""
        words = self.tr(
            "Change a rule, and what it would have made of the past is shown here before it is saved."
        )
        self._say(
            words if self._shell.session.may_write else self.tr("This window only looks on."), Tone.NEUTRAL
        )

    def show_trying(self) -> None:
        self._say(self.tr("Trying it on what was decided before…"), Tone.NEUTRAL)
        self.bar.setRange(0, 0)
        self._pace = Pace()
        for one in (self.bar, self.cancel):
            one.show()

    def show_progress(self, done: int, total: int) -> None:
        """How many of the cases were gone through."""
        self.bar.setRange(0, max(1, total))
        self.bar.setValue(done)
        how_far = self._how_far.told(self._pace.at(done, total))
        self._more.tell(how_far, "")
        self._more.setVisible(True)

    def show_given_up(self) -> None:
        self._say(self.tr("Not tried to the end. It can be saved once it was."), Tone.WARN)
        self.again.show()

    def show_error(self, error: CrmSyncError, line: int | None) -> None:
        place = self.tr("Line {0}: ").format(line) if line is not None else ""
        self._say(f"{place}{sentence_of(error)}", Tone.BAD, worded(error.advice), error.kind)

    def show_told(self, told: ReplayWord) -> None:
        more = []
        if told.new:
            more.append(
                self.tr("%Ln of them differ from what the rules in force would do today.", "", told.new)
            )
        if told.skipped:
            more.append(self.tr("%Ln case(s) could not be tried.", "", told.skipped))
        if told.changed > len(told.changes):
            more.append(self.tr("The first %Ln are listed.", "", len(told.changes)))
        tone = Tone.WARN if told.disagreeing else Tone.GOOD
        self._say(self._words.sentence(told), tone, " ".join(more))
        self.changes.show_rows(told.changes)
        self.table.setVisible(bool(told.changes))

    def _say(self, text: str, tone: Tone, more: str = "", kind: str = "") -> None:
        self.sentence.setText(text)
        look(self.sentence, tone=tone.value)
        self._more.tell(more, kind)
        self._more.setVisible(bool(more))
        for one in (self.bar, self.cancel, self.again):
            one.hide()
        self.changes.show_rows([])
        self.table.hide()

    def _columns(self) -> tuple[Column[RuleChangeWord], ...]:
        words = self._words
        return (
            Column(
                title=self.tr("When"),
                text=lambda one: relatively(one.at, now_ms()),
                hint=lambda one: exactly(one.at),
                copies_hint=True,
            ),
            Column(title=self.tr("Where"), text=lambda one: f"{one.object} · {one.field} · {one.connection}"),
            Column(
                title=self.tr("Record"),
                text=lambda one: one.record_name or one.record_id,
                hint=lambda one: " · ".join(filter(None, (one.record_name, one.record_id))),
                tells=self._link,
            ),
            Column(title=self.tr("Came out as"), text=words.was),
            Column(
                title=self.tr("Would come out as"),
                text=lambda one: words.would(one, self._shell.session.fields),
                hint=words.would_exactly,
                copies_hint=True,
                tells=self._tell,
            ),
        )

    def _link(self, _one: RuleChangeWord, role: Qt.ItemDataRole) -> Any:
        if role == Qt.ItemDataRole.ForegroundRole and self._shell.can_go_to("activity"):
            return QColor(self._shell.theme.colours.accent)
        return None

    def _tell(self, one: RuleChangeWord, role: Qt.ItemDataRole) -> Any:
        if role == Qt.ItemDataRole.ForegroundRole and one.problem:
            return QColor(self._shell.theme.colours.bad)
        return None

    def _open(self, at: int) -> None:
        self._shell.go_to("activity", record=self.changes.rows[at].record_id)
