"""What a plan comes to: what it is, what it writes, what it costs, and what a person should know before approving it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from core.wire.plans import PlanStory
from gui.pages import Shell
from gui.plans.wording import PlanWords
from gui.tokens import Space, Tone
from gui.widgets.card import Card
from gui.widgets.copyable import CopyableId
from gui.widgets.looks import foreign, label, look, row
from gui.widgets.pill import Pill
from gui.widgets.progress import Progress, ProgressWords
from gui.widgets.times import RelativeTime
from gui.wording import number


class PlanHead(Card):
    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(" ", parent)
        self._shell, self._words = shell, PlanWords(self)
        self.state = Pill()
        self.head.insertWidget(1, self.state)
        self._id = CopyableId(shell.theme)
        self.head.addWidget(self._id)
        self._made = RelativeTime(shell.ticker, role="muted")
        self._about = label("", "muted", wraps=True)
        self._writes = label("", "strong")
        self._cost = label("", "muted")
        self._reason = foreign(tone=Tone.WARN)
        self._counts = label("", wraps=True)
        self._warnings = QVBoxLayout()
        self._warnings.setSpacing(Space.HALF)
        self._progress = ProgressWords()
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("Progress"))
        self.told = label("", "muted")
        about = row(self._about, self._made)
        about.setStretch(0, 1)
        self.body.addLayout(about)
        self.body.addWidget(self._reason)
        self.body.addLayout(row(self._writes, self._cost, None, space=Space.TWO))
        self.body.addWidget(self._counts)
        self.body.addLayout(self._warnings)
        self.body.addWidget(self.bar)
        self.body.addWidget(self.told)

    def show_plan(self, story: PlanStory, progress: Progress | None) -> None:
        plan, words = story.plan, self._words
        title = f"{words.kind(plan.kind)} · {plan.connection}"
        self.title.setText(title)
        self.title.setVisible(True)
        self.setAccessibleName(title)
        self.state.say(*words.plan_state(plan.state))
        self._id.show_id(plan.id)
        approved = (
            self.tr("approved by {0}").format(words.actor(plan.approved_by)) if plan.approved_by else ""
        )
        by = self.tr("made by {0}").format(words.actor(plan.by))
        self._about.setText(" · ".join(filter(None, (", ".join(plan.objects), by, approved))))
        self._made.show_time(plan.made_at)
        self._reason.setText(plan.reason[:1].upper() + plan.reason[1:])
        applied = plan.state == "applied"  # its reason only counts again what is told below
        self._reason.setVisible(bool(plan.reason) and not applied)
        made = plan.state != "making"
        self._writes.setText(
            self.tr("%Ln record(s) were to be written", "", plan.writes)
            if applied
            else self.tr("%Ln record(s) would be written", "", plan.writes)
        )
        self._cost.setText(words.cost(plan))
        self._cost.setToolTip(words.calls(plan.forecast))
        self._counts.setText(
            words.counts(plan.counts) or self.tr("Both sides are the same: nothing is to be done.")
        )
        for one in (self._writes, self._cost, self._counts):
            one.setVisible(made)
        self._warn(words.warnings(plan) if plan.state in ("draft", "approved") else [])
        self._show_progress(story, progress)

    def _warn(self, said: list[str]) -> None:
        while self._warnings.count():
            taken = self._warnings.takeAt(0)
            widget = taken.widget() if taken is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for text in said:
            line = QWidget()
            inside = QHBoxLayout(line)
            inside.setContentsMargins(0, 0, 0, 0)
            inside.setSpacing(Space.ONE)
            icon = QLabel()
            icon.setPixmap(self._shell.theme.pixmap("triangle-alert", Space.TWO, Tone.WARN))
            inside.addWidget(icon, alignment=Qt.AlignmentFlag.AlignTop)
            inside.addWidget(label(text, wraps=True), 1)
            self._warnings.addWidget(line)

    def _show_progress(self, story: PlanStory, progress: Progress | None) -> None:
        making = story.plan.state == "making"
        self.bar.setVisible(making or progress is not None)
        done = self._outcome(story)
        if making:
            self.bar.setRange(0, 0)
            found = sum(sum(states.values()) for states in story.progress.values())
            self.told.setText(self.tr("Comparing both sides… %Ln item(s) so far", "", found))
        elif progress is not None:
            self.bar.setRange(0, max(1, progress.total or 0))
            self.bar.setValue(progress.done)
            self.told.setText(self._progress.told(progress))
        else:
            self.told.setText(done)
        self.told.setVisible(bool(self.told.text()))
        look(self.told, role="muted")

    def _outcome(self, story: PlanStory) -> str:
        """How its items came out, once some did."""
        totals: dict[str, int] = {}
        for states in story.progress.values():
            for state, n in states.items():
                totals[state] = totals.get(state, 0) + n
        if set(totals) <= {"planned"}:
            return ""
        return " · ".join(f"{self._words.item_state(state)[0]} ({number(n)})" for state, n in totals.items())
