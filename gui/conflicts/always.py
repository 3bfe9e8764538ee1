""" "Always do this": a rule made of one answer, tried on what was decided before, and saved only after that was seen."""

from __future__ import annotations

from PySide6.QtCore import QUuid
from PySide6.QtWidgets import QComboBox, QProgressBar, QWidget

from core.errors import CrmSyncError
from core.wire.client import Operations
from core.wire.events import TRIAL, Event
from core.wire.models import ConflictStory, DraftWord, ReplayWord
from gui.calls import Call
from gui.conflicts.wording import QuestionWords
from gui.pages import Shell
from gui.widgets.asking import Asking
from gui.widgets.looks import label
from gui.widgets.progress import Pace, ProgressWords
from gui.widgets.told import Told
from gui.wording import number

_SHOWN = 6


class AlwaysDialog(Asking):
    """For alike conflicts of the same connection, object and field, for some days. Cancel gives the trial up as well.

    The trial tells how many of how many past conflicts it went through.
    """

    def __init__(self, shell: Shell, story: ConflictStory, parent: QWidget) -> None:
        super().__init__("", "", parent)
        self.setWindowTitle(self.tr("Always do this"))
        self.yes.setText(self.tr("Save the rule"))
        self._shell, self._id = shell, story.conflict.id
        self._words = QuestionWords()
        self._draft: DraftWord | None = None
        self._trying: Call[DraftWord] | Call[ReplayWord] | None = None
        self._ticket = ""
        self._pace, self._how_far = Pace(), ProgressWords(self)
        shell.session.came.connect(self._heard)
        self.choice, self.days = QComboBox(), QComboBox()
        self.choice.setAccessibleName(self.tr("What to do"))
        self.days.setAccessibleName(self.tr("For how long"))
        self.choice.addItem(self.tr("Keep hub"), "hub")
        self.choice.addItem(self.tr("Take {0}").format(story.conflict.connection), "crm")
        for days in (7, 30, 90, 365):
            self.days.addItem(self.tr("For %Ln day(s)", "", days), days)
        self.days.setCurrentIndex(1)
        about = self.tr("For every conflict of {0} about {1} that is like this one.")
        self.body.addWidget(label(about.format(story.conflict.connection, story.conflict.rule), wraps=True))
        self.body.addWidget(self.choice)
        self.body.addWidget(self.days)
        self.told = Told("strong")
        self.changes = label("", "muted", wraps=True)
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("Trying"))
        self.body.addWidget(self.told)
        self.body.addWidget(self.bar)
        self.body.addWidget(self.changes)
        for box in (self.choice, self.days):
            box.currentIndexChanged.connect(self._try)
        self._try()

    def accept(self) -> None:
        if self._draft is None:
            return
        self.yes.setEnabled(False)
        calls = self._shell.session.calls
        saving = calls.ask(self, Operations.save_rules, self._draft.text, self._draft.digest)
        saving.then(lambda _rules: self._saved()).failed(self._explain)

    def _saved(self) -> None:
        name = self._draft.name if self._draft is not None else ""
        self._shell.toast(self.tr("Rule {0} is in force").format(name))
        super().accept()

    def _try(self) -> None:
        if self._trying is not None:
            self._trying.cancel()  # what it told would be of another rule
        self._draft = None
        self._ticket = ""
        self.bar.setRange(0, 0)
        self.bar.show()
        self.yes.setEnabled(False)
        self.changes.setText("")
        self.told.setText(self.tr("Trying it on what was decided before…"))
        calls = self._shell.session.calls
        drafting = calls.ask(
            self,
            Operations.rule_from_conflict,
            self._id,
            self.choice.currentData(),
            days=int(self.days.currentData()),
        )
        self._trying = drafting.then(self._replay).failed(self._explain)

    def _replay(self, draft: DraftWord) -> None:
        self._draft = draft
        calls = self._shell.session.calls
        self._pace, self._ticket = Pace(), QUuid.createUuid().toString()
        trying = calls.ask(self, Operations.replay_rules, draft.text, ticket=self._ticket)
        self._trying = trying.then(self._show).failed(self._explain)

    def _heard(self, event: Event) -> None:
        told = event.body
        if event.subject != TRIAL or not self._ticket or told.get("ticket") != self._ticket:
            return
        done, total = told.get("done"), told.get("total")
        is_going_on = self._trying is not None and not self._trying.is_over
        if is_going_on and isinstance(done, int) and isinstance(total, int):
            self.bar.setRange(0, max(1, total))
            self.bar.setValue(done)
            self.changes.setText(self._how_far.told(self._pace.at(done, total)))

    def _show(self, told: ReplayWord) -> None:
        self.bar.hide()
        self.told.setText(self._sentence(told))
        outcome = {
            "hub": self.tr("the hub"),
            "crm": self.tr("the CRM"),
            "value": self.tr("a value"),
            "ask": self.tr("a person"),
        }
        lines = [
            f"{one.object} {one.record_name or one.record_id}: "
            f"{outcome.get(one.was, one.was)} → {outcome.get(one.would, one.would)}"
            for one in told.changes[:_SHOWN]
        ]
        if told.changed > _SHOWN:
            lines.append(self.tr("… and %Ln more", "", told.changed - _SHOWN))
        self.changes.setText("\n".join(lines))
        self.yes.setEnabled(True)
        self.fit()  # a dialog does not grow with its texts by itself

    def _sentence(self, told: ReplayWord) -> str:
        """What the rule would have made of the past."""
        if not told.looked_at:
            return self.tr("There is no decided conflict to try it on yet.")
        if not told.changed:
            return self.tr("It would have changed nothing in %Ln case(s).", "", told.looked_at)
        said = self.tr("It would have changed {0} of {1}").format(
            number(told.changed), number(told.looked_at)
        )
        if told.disagreeing:
            return f"{said}; " + self.tr("people had decided %Ln of them otherwise.", "", told.disagreeing)
        return f"{said}; " + self.tr("nobody had decided one of them otherwise.")

    def _explain(self, error: CrmSyncError) -> None:
        self.bar.hide()
        self.told.explain(error)
        self._shell.toast_error(error)
