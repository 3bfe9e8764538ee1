"""The set-up of a connection, step by step. It can be left at any moment: where it is, the daemon knows."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from core.errors import CrmSyncError
from core.wire.client import Operations
from core.wire.models import ConnectionWord
from core.wire.problems import NoDaemon
from gui.connections.progress import Step, step_of
from gui.connections.step import StepPage
from gui.connections.step_check import CheckStep
from gui.connections.step_choose import ChooseStep
from gui.connections.step_enable import EnableStep
from gui.connections.step_objects import ObjectsStep
from gui.connections.step_plan import PlanStep
from gui.connections.step_rules import RulesStep
from gui.connections.step_sign_in import SignInStep
from gui.pages import Shell
from gui.tokens import Space, Tone
from gui.widgets.looks import button, holding, label, line, look, row
from gui.widgets.states import sentence_of

_AGAIN_MS: Final = 700
_RAIL: Final = 220


class Wizard(QWidget):
    """`left` tells that it is over or was left, with the connection's name (empty where there is none yet)."""

    left = Signal(str)

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self.name = ""
        self.step = Step.CHOOSE
        choosing = ChooseStep(shell)
        choosing.named.connect(self._named)
        self.pages: dict[Step, StepPage] = {
            Step.CHOOSE: choosing,
            Step.SIGN_IN: SignInStep(shell),
            Step.CHECK: CheckStep(shell),
            Step.OBJECTS: ObjectsStep(shell),
            Step.RULES: RulesStep(shell),
            Step.PLAN: PlanStep(shell),
            Step.ENABLE: EnableStep(shell),
        }
        self._again = QTimer(self)
        self._again.setInterval(_AGAIN_MS)
        self._again.timeout.connect(self._ask)
        self._lay_out()

    def _lay_out(self) -> None:
        self._heads = {step: label("", wraps=True) for step in self.pages}
        rail = QVBoxLayout()
        rail.setSpacing(Space.ONE)
        for head in self._heads.values():
            rail.addWidget(head)
        rail.addStretch(1)
        rail.addWidget(
            label(
                self.tr("You can leave at any step and go on later, also on another day."),
                "caption",
                wraps=True,
            )
        )
        beside = holding(rail)
        beside.setFixedWidth(_RAIL)
        self._stack = QStackedWidget()
        self._areas: dict[Step, QScrollArea] = {}
        for step, page in self.pages.items():
            page.finished.connect(self._finished)
            page.moved.connect(self._draw)
            self._areas[step] = _scrolling(page)
            self._stack.addWidget(self._areas[step])
        self.leave = button(self.tr("Leave"), self._leave, kind="quiet")
        self.back = button(self.tr("Back"), self._back)
        self.next = button(self.tr("Next"), self._advance, kind="primary")
        inside = QVBoxLayout(self)
        inside.setContentsMargins(Space.THREE, Space.THREE, Space.THREE, Space.TWO)
        inside.setSpacing(Space.TWO)
        across = row(beside, self._stack, space=Space.THREE)
        across.setStretch(1, 1)
        inside.addLayout(across, 1)
        inside.addWidget(line())
        inside.addLayout(row(self.leave, None, self.back, self.next))

    # the way through ----------------------------------------------------------------------------------------------------
    def begin(self, name: str) -> None:
        """A new connection where `name` is empty, else that one where it stands."""
        self.name = name
        for page in self.pages.values():
            page.name = name
            page.take(None)
            page.free()
        self._again.start()
        step = step_of(self._known()) if name else Step.CHOOSE
        if step is Step.PLAN:
            self._look_for_plan()
        else:
            self.go(step)

    def _look_for_plan(self) -> None:
        """Who left before a plan was made has not seen the step before it to its end."""
        self.step = Step.RULES
        self._stack.hide()
        asking = self._shell.session.calls.ask(self, Operations.list_plans, self.name, limit=1)
        asking.then(lambda page: self.go(Step.PLAN if page.rows else Step.RULES))
        asking.failed(lambda _error: self.go(Step.PLAN))  # which says itself what is wrong

    def take_health(self) -> None:
        """The daemon told how everything stands."""
        one = self._known()
        if one is not None:
            self._take(one)

    def go(self, step: Step) -> None:
        if step is Step.DONE:
            self._end()
            return
        self.step = step
        page = self.pages[step]
        page.name = self.name
        page.take(self._known())
        self._stack.setCurrentWidget(self._areas[step])
        self._stack.show()
        self._areas[step].verticalScrollBar().setValue(0)
        page.free()
        page.entered()
        self._draw()
        page.setFocus()

    def _known(self) -> ConnectionWord | None:
        health = self._shell.session.health
        rows = health.connections if health is not None else []
        return next((one for one in rows if one.name == self.name), None)

    def _named(self, name: str) -> None:
        self.name = name

    def _finished(self, name: str) -> None:
        self.name = name
        self.go(Step(self.step + 1))

    def _advance(self) -> None:
        self.pages[self.step].advance()

    def _back(self) -> None:
        self.go(Step(self.step - 1))

    def _leave(self) -> None:
        self._end()

    def _end(self) -> None:
        self._again.stop()
        self.left.emit(self.name)

    # what the daemon tells ----------------------------------------------------------------------------------------------
    def _ask(self) -> None:
        if not self.isVisible() or not self.name or self._shell.session.is_stale:
            return
        asking = self._shell.session.calls.ask(self, Operations.get_connection, self.name)
        asking.then(self._take).failed(self._not_told)

    def _take(self, one: ConnectionWord) -> None:
        if one.name == self.name:
            self.pages[self.step].take(one)
            self._draw()

    def _not_told(self, error: CrmSyncError) -> None:
        """A daemon that begins anew is away for a moment; the window's banner says whatever lasts longer."""
        if not isinstance(error, NoDaemon) and error.kind != "not_found":
            self.pages[self.step].say(sentence_of(error), Tone.WARN)

    def _draw(self) -> None:
        page = self.pages[self.step]
        for step, head in self._heads.items():
            mark = "✓" if step < self.step else "●" if step is self.step else "○"
            head.setText(f"{mark}  {self.pages[step].title}")
            look(head, role="strong" if step is self.step else "muted")
            head.setAccessibleName(
                self.tr("{0}, the step you are at").format(self.pages[step].title)
                if step is self.step
                else self.pages[step].title
            )
        words = page.next_words()
        self.next.setText(words)
        self.next.setAccessibleName(words)
        self.next.setEnabled(
            page.may_go() and self._shell.session.may_write and not self._shell.session.is_stale
        )
        self.back.setVisible(self.step > Step.CHECK)
        self.back.setEnabled(not page.busy)


def _scrolling(page: QWidget) -> QScrollArea:
    """Each step scrolls for itself, so that none is as wide as the widest."""
    page.setProperty("canvas", "true")
    area = QScrollArea()
    area.setWidget(page)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area
