"""The log and the runs as tables that are fetched as one scrolls. The daemon searches; these only ask."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, Qt

from core.wire.client import Operations
from core.wire.models import ActivityWord, Page, RunWord
from gui.activity.question import Question
from gui.activity.wording import ActivityWords
from gui.calls import Call
from gui.session import Session, now_ms
from gui.theme import Theme
from gui.tokens import Tone
from gui.widgets.long_model import PAGE, LongModel
from gui.widgets.paged_table import Column
from gui.widgets.times import exactly, lasting, relatively

_LOUD = {"refuse": Tone.BAD, "brake": Tone.WARN, "conflict": Tone.WARN}


class EntriesModel(LongModel[ActivityWord]):
    def __init__(self, session: Session, theme: Theme, parent: QObject | None = None) -> None:
        self.question = Question()
        self._session = session
        words = ActivityWords()
        self.words = words

        def icon(one: ActivityWord, role: Qt.ItemDataRole) -> Any:
            if role is Qt.ItemDataRole.DecorationRole:
                return theme.icon(words.icon(one.kind), _LOUD.get(one.kind, Tone.NEUTRAL))
            return None

        super().__init__(
            columns=(
                Column(
                    title=words.head("when"), text=_age, hint=lambda one: exactly(one.at), copies_hint=True
                ),
                Column(title=words.head("what"), text=words.did, tells=icon),
                Column(title=words.head("record"), text=words.record, hint=words.record_and_id),
                Column(
                    title=words.head("change"),
                    text=lambda one: words.summary(one, session.fields),
                    hint=words.exactly,
                    copies_hint=True,
                ),
                Column(title=words.head("by"), text=lambda one: words.actor(one.actor)),
                Column(title=words.head("connection"), text=lambda one: one.connection),
            ),
            ask=self._ask_page,
            parent=parent,
            fills=PAGE,
        )
        session.fields.learnt.connect(self.say_anew)

    def narrow(self, question: Question) -> None:
        self.question = question
        self.reload()

    def _ask_page(self, after: str | None) -> Call[Page[ActivityWord]]:
        asked = self.question.asked
        return self._session.calls.ask(self, Operations.search_activity, **asked, after=after, limit=PAGE)


class RunsModel(LongModel[RunWord]):
    def __init__(self, session: Session, theme: Theme, parent: QObject | None = None) -> None:
        self._session = session
        words = ActivityWords()
        self.words = words

        def lasted(one: RunWord) -> str:
            return "" if one.ended is None else lasting(one.ended - one.started)

        def icon(one: RunWord, role: Qt.ItemDataRole) -> Any:
            icons = {"done": "circle-check", "running": "loader", "stopped": "shield-alert"}
            if role is Qt.ItemDataRole.DecorationRole:
                return theme.icon(icons.get(one.outcome, "circle-alert"), words.outcome(one.outcome)[1])
            return None

        super().__init__(
            columns=(
                Column(
                    title=words.head("when"),
                    text=lambda one: relatively(one.started, now_ms()),
                    hint=lambda one: exactly(one.started),
                    copies_hint=True,
                ),
                Column(
                    title=words.head("outcome"), text=lambda one: words.outcome(one.outcome)[0], tells=icon
                ),
                Column(
                    title=words.head("run"),
                    text=lambda one: words.run_kind(one.kind),
                    hint=lambda one: one.id,
                ),
                Column(title=words.head("did"), text=_did),
                Column(
                    title=words.head("connection"),
                    text=lambda one: " · ".join(part for part in (one.connection, one.object) if part),
                ),
                Column(title=words.head("took"), text=lasted, is_number=True),
            ),
            ask=self._ask_page,
            parent=parent,
        )

    def _ask_page(self, after: str | None) -> Call[Page[RunWord]]:
        return self._session.calls.ask(self, Operations.list_runs, after=after, limit=PAGE)


def _age(one: ActivityWord) -> str:
    return relatively(one.at, now_ms())


def _did(one: RunWord) -> str:
    words = ActivityWords()
    return " · ".join(part for part in (words.run_counts(one), words.run_reason(one)) if part) or "–"
