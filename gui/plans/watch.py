"""One plan as it stands: asked for again when an event tells of it, and in short intervals while it moves."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from core.errors import CrmSyncError
from core.wire.client import Operations
from core.wire.events import Event, EventKind
from core.wire.plans import PlanStory
from gui.calls import Call
from gui.session import Session
from gui.widgets.progress import Pace, Progress

AGAIN_MS: Final = 700
MOVING: Final = ("making", "applying")


class Watch(QObject):
    """`told` brings a newer story; `failed` why there is none."""

    told = Signal(object)  # PlanStory
    failed = Signal(object)  # CrmSyncError

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self.id = ""
        self.story: PlanStory | None = None
        self._pace = Pace()
        self._asked: Call[PlanStory] | None = None
        self._ask_anew = False
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(AGAIN_MS)
        self._again.timeout.connect(self.ask)
        session.came.connect(self._heard)

    def begin(self, id: str) -> None:
        self.end()
        self.id, self.story, self._pace = id, None, Pace()
        self.ask()

    def end(self) -> None:
        self.id = ""
        self._again.stop()
        if self._asked is not None:
            self._asked.cancel()
            self._asked = None

    def ask(self) -> None:
        """One after the other: of two answers the older one may come last. Events may come faster than answers."""
        self._ask_anew = self._asked is not None and not self._asked.is_over
        if self.id and not self._ask_anew:
            self._asked = self._session.calls.ask(self, Operations.get_plan, self.id)
            self._asked.then(self._take).failed(self._fail)

    @property
    def progress(self) -> Progress | None:
        """Of a plan that is being applied."""
        if self.story is None or self.story.plan.state != "applying":
            return None
        return self._pace.at(*counted(self.story))

    def _take(self, story: PlanStory) -> None:
        self.story = story
        if self._ask_anew:
            self.ask()
        elif story.plan.state in MOVING:
            self._again.start()
        self.told.emit(story)

    def _fail(self, error: CrmSyncError) -> None:
        if self._ask_anew:
            self.ask()
        elif self.story is not None and self.story.plan.state in MOVING:
            self._again.start()
        self.failed.emit(error)

    def _heard(self, event: Event) -> None:
        if event.kind is EventKind.PLAN and event.subject == self.id:
            self.ask()


def counted(story: PlanStory) -> tuple[int, int]:
    """How many of its items are dealt with, and how many there are; what was left out is in neither."""
    open_ = sum(states.get("planned", 0) + states.get("sending", 0) for states in story.progress.values())
    out = sum(states.get("excluded", 0) for states in story.progress.values())
    total = sum(sum(states.values()) for states in story.progress.values()) - out
    return total - open_, total
