"""How many records an edited mapping would touch: a plan made by it, looked at, and discarded."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from core.errors import CrmSyncError
from core.wire.client import Operations
from core.wire.plans import PlanStory, PlanWord
from gui.mapping.draft import Draft
from gui.session import Session

_AGAIN_MS = 400
_MAKING = "making"


class Reach(QObject):
    """One of the two is told, once: `known` with the plan, `unknown` with why there is none."""

    known = Signal(object)  # core.wire.plans.PlanWord
    unknown = Signal(object)  # core.errors.CrmSyncError

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._plan = ""
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(_AGAIN_MS)
        self._again.timeout.connect(self._look)

    def ask(self, draft: Draft) -> None:
        mapping = draft.mapping
        calls = self._session.calls
        call = calls.ask(
            self, Operations.make_plan, mapping.connection, mapping.hub_object, mapping=draft.text
        )
        call.then(self._made).failed(self.unknown.emit)

    def _made(self, plan: PlanWord) -> None:
        self._plan = plan.id
        self._take(plan)

    def _look(self) -> None:
        call = self._session.calls.ask(self, Operations.get_plan, self._plan)
        call.then(self._see).failed(self.unknown.emit)

    def _see(self, story: PlanStory) -> None:
        self._take(story.plan)

    def _take(self, plan: PlanWord) -> None:
        if plan.state == _MAKING:
            self._again.start()
            return
        self._again.stop()
        self.known.emit(plan)
        self.drop()

    def drop(self) -> None:
        """The plan was only to be counted by; it must not stand in the way of the connection's next one."""
        plan, self._plan = self._plan, ""
        self._again.stop()
        if plan:
            # The call belongs to the session: it shall arrive although who asked is closed.
            call = self._session.calls.ask(self._session, Operations.discard_plan, plan)
            call.failed(self._not_dropped)

    @staticmethod
    def _not_dropped(_error: CrmSyncError) -> None:
        """A plan that expired or was discarded meanwhile is as well gone."""
