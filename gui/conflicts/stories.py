"""What is known about the question shown and those that come next: fetched before they are needed, so that nobody waits."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final, TypeAlias

from PySide6.QtCore import QObject

from core.errors import CrmSyncError
from core.wire.client import Operations
from core.wire.events import Event
from core.wire.models import ConflictStory, QueueWord
from gui.calls import Call
from gui.session import Session

AHEAD: Final = 4
_KEPT: Final = 64
_Heard: TypeAlias = Callable[[ConflictStory], None]
_Failed: TypeAlias = Callable[[CrmSyncError], None]


@dataclass(frozen=True, slots=True)
class _Asked:
    """A story that is on its way, and who waits for it."""

    call: Call[ConflictStory]
    heard: _Heard | None
    failed: _Failed | None


class Stories(QObject):
    """Stories of conflicts by id. An event about one makes it be fetched anew."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._known: OrderedDict[str, ConflictStory] = OrderedDict()
        self._asked: dict[str, _Asked] = {}
        session.came.connect(self._heard)
        session.attached.connect(self._forget)

    def get(self, id: str) -> ConflictStory | None:
        return self._known.get(id)

    def want(
        self,
        id: str,
        heard: _Heard | None = None,
        failed: _Failed | None = None,
    ) -> None:
        """Fetch it unless it is known or on its way; `heard` is told only by the call that fetches."""
        if heard is None and (id in self._known or id in self._asked):
            return
        self._fetch(id, heard, failed)

    def ahead(self, following: Sequence[QueueWord]) -> None:
        for one in following[:AHEAD]:
            if one.conflict is not None:
                self.want(one.id)

    def forget(self, id: str) -> None:
        self._known.pop(id, None)

    def _fetch(self, id: str, heard: _Heard | None, failed: _Failed | None) -> None:
        if (before := self._asked.pop(id, None)) is not None:
            before.call.cancel()
        call = self._session.calls.ask(self, Operations.get_conflict, id)
        self._asked[id] = _Asked(call, heard, failed)
        call.always(partial(self._came, id)).then(partial(self._keep, heard)).failed(
            failed or self._pass_over
        )

    def _came(self, id: str) -> None:
        self._asked.pop(id, None)

    def _keep(self, heard: _Heard | None, story: ConflictStory) -> None:
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
            if (asked := self._asked.get(event.subject)) is not None:
                # What is on its way may tell how it stood before.
                self._fetch(event.subject, asked.heard, asked.failed)

    def _forget(self) -> None:
        self._known.clear()
        self._asked.clear()
