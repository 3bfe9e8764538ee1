"""What the command palette finds beside pages and acts: records, and the questions about them, by a few letters of anything
that is known of them. The daemon looks; of what it tells each record is one line, and each of its questions another.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Final

from PySide6.QtCore import QObject, QTimer, Signal

from core.errors import CrmSyncError
from core.record_names import name_of
from core.wire.client import Operations
from core.wire.models import ActivityWord, Page, RecordStory
from core.wire.records import RecordWord
from gui.activity.question import may_name_one
from gui.calls import Call
from gui.conflicts.wording import QuestionWords, whom
from gui.pages import Action, Shell

LEAST: Final = 2  # letters: one stands in everything
_SETTLES_MS: Final = 150
_ENTRIES: Final = 60  # of the log, newest first, in which records are looked for
_MOST: Final = 6  # records
_ICONS: Final = {"contact": "user", "company": "building-2", "deal": "handshake"}
_WAITS: Final = ("open", "snoozed", "escalated")


class Finder(QObject):
    """`changed` tells that `found` is more, or that nothing else comes (`is_looking`)."""

    changed = Signal()

    def __init__(self, shell: Shell, parent: QObject) -> None:
        super().__init__(parent)
        self._shell, self._words = shell, QuestionWords(parent=self)
        self._letters = ""
        self._under_way: list[Call[Any]] = []
        self._records: dict[str, Action] = {}
        self._questions: dict[str, list[Action]] = {}
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SETTLES_MS)
        self._soon.timeout.connect(self._look)

    @property
    def found(self) -> list[Action]:
        """Each record with its questions below it."""
        return [one for id, record in self._records.items() for one in (record, *self._questions.get(id, ()))]

    @property
    def is_looking(self) -> bool:
        return self._soon.isActive() or any(not one.is_over for one in self._under_way)

    def find(self, letters: str) -> None:
        """As soon as the hand rests; what was found before is of other letters."""
        self._letters = letters.strip()
        for one in self._under_way:
            one.cancel()
        self._under_way.clear()
        self._records.clear()
        self._questions.clear()
        self._soon.stop()
        if len(self._letters) >= LEAST and not self._shell.session.is_stale:
            self._soon.start()

    def everywhere(self) -> Action | None:
        """The search of the whole log, which goes on where these few lines end."""
        if len(self._letters) < LEAST or not self._shell.can_go_to("activity"):
            return None
        words = self.tr("Search “{0}” in all that happened").format(self._letters)
        return Action(
            words=words, does=partial(self._shell.go_to, "activity", text=self._letters), icon="search"
        )

    # asking -------------------------------------------------------------------------------------------------------------
    def _look(self) -> None:
        calls, letters = self._shell.session.calls, self._letters
        if may_name_one(letters):
            self._ask(calls.ask(self, Operations.find_records, letters), self._named)
        self._ask(calls.ask(self, Operations.search_activity, text=letters, limit=_ENTRIES), self._mentioned)
        self.changed.emit()

    def _ask(self, call: Call[Any], heard: Callable[[Any], None]) -> None:
        self._under_way.append(call)
        call.then(heard).failed(self._pass_over)

    def _named(self, told: Page[RecordWord]) -> None:
        """An id may be a person's and an organisation's."""
        for one in told.rows:
            self._add(one.id, whom(one), one.object)
        self.changed.emit()

    def _mentioned(self, page: Page[ActivityWord]) -> None:
        for one in page.rows:
            if one.record_id and one.record_name:
                self._add(one.record_id, one.record_name, one.object)
        self.changed.emit()

    def _add(self, id: str, name: str, object: str) -> None:
        if id in self._records or len(self._records) >= _MOST or not self._shell.can_go_to("activity"):
            return
        self._records[id] = self._record(id, name, object)
        if self._shell.can_go_to("conflicts"):
            self._ask(self._shell.session.calls.ask(self, Operations.get_record, id), self._told)

    def _record(self, id: str, name: str, object: str) -> Action:
        does = partial(self._shell.go_to, "activity", record=id)
        words = " · ".join(filter(None, (name or id, object)))
        return Action(words=words, does=does, hint=id, icon=_ICONS.get(object, "database"))

    def _told(self, story: RecordStory) -> None:
        """With the address: two may have the same name."""
        record = story.record
        self._records[record.id] = self._record(record.id, whom(record), record.object)
        self._questions[record.id] = [
            *(
                self._question(record, one.id, one.rule, "conflict", one.connection, field=one.rule)
                for one in story.conflicts
                if one.state in _WAITS
            ),
            *(
                self._question(record, one.id, self._words.kind(one.kind), one.kind, one.connection)
                for one in story.items
                if one.state in _WAITS
            ),
        ]
        self.changed.emit()

    def _question(self, record: RecordWord, id: str, asked: str, kind: str, at: str, **where: str) -> Action:
        words = " · ".join(filter(None, (self.tr("Question"), name_of(record.fields), asked, at)))
        does = partial(self._shell.go_to, "conflicts", id=id, kind=kind, connection=at, state="", **where)
        return Action(words=words, does=does, hint=id, icon="git-compare")

    def _pass_over(self, error: CrmSyncError) -> None:
        """Nothing is called that, or the daemon is away, which the banner tells."""
        self.changed.emit()
