"""What is known about the question shown and those that come next: fetched before they are needed, so that nobody waits."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QObject

from core.errors import CrmSyncError
from core.wire.client import Operations
from core.wire.events import Event
from core.wire.models import ConflictStory, QueueWord
from gui.session import Session

AHEAD: Final = 4
_KEPT: Final = 64


class Stories(QObject):
    """Stories of conflicts by id. An event about one makes it be fetched anew."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._known: OrderedDict[str, ConflictStory] = OrderedDict()
        self._asked: set[str] = set()
        session.came.connect(self._heard)
        session.attached.connect(self._forget)

    def get(self, id: str) -> ConflictStory | None:
        return self._known.get(id)

    def want(
        self,
        id: str,
        heard: Callable[[ConflictStory], None] | None = None,
        failed: Callable[[CrmSyncError], None] | None = None,
    ) -> None:
        """Fetch it unless it is known or on its way; `heard` is told only by the call that fetches."""
        if heard is None and (id in self._known or id in self._asked):
            return
        self._asked.add(id)
        call = self._session.calls.ask(self, Operations.get_conflict, id)
        call.always(partial(self._asked.discard, id)).then(partial(self._keep, heard)).failed(
            failed or self._pass_over
        )

    def ahead(self, following: Sequence[QueueWord]) -> None:
        for one in following[:AHEAD]:
            if one.conflict is not None:
                self.want(one.id)

    def forget(self, id: str) -> None:
        self._known.pop(id, None)

    def _keep(self, heard: Callable[[ConflictStory], None] | None, story: ConflictStory) -> None:
        self._known[story.conflict.id] = story
        while len(self._known) > _KEPT:
            self._known.popitem(last=False)
        if heard is not None:
            heard(story)

    def _pass_over(self, error: CrmSyncError) -> None:
        """What was fetched ahead is asked for again, and explained, once somebody wants to see it."""

    def _heard(self, event: Event) -> None:
        if event.kind.value == "conflict":
            self.forget(event.subject)

    def _forget(self) -> None:
        self._known.clear()
        self._asked.clear()
