"""What holds records up, grouped by cause, most records first: what it means, what to do, and the button that does it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from core.errors import CrmSyncError
from core.wire.client import Operations
from core.wire.models import BulkWord, CauseWord, DecideItems, Page, QueueWord, Where
from gui.pages import Shell
from gui.session import now_ms
from gui.tokens import Space, Tone
from gui.widgets.card import Card
from gui.widgets.looks import button, column, label, line, row
from gui.widgets.paged_table import one_line
from gui.widgets.pill import Pill
from gui.widgets.states import sentence_of
from gui.widgets.times import relatively

_MOST: Final = 8
_TRIED_AGAIN: Final = "refused"  # approving such a question sends the value once more


class Causes(Card):
    """At most eight; how many more there are is said."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self.title.setText(self.tr("What holds records up"))
        self.title.show()
        self._list = QVBoxLayout()
        self._list.setSpacing(Space.ONE)
        self.body.addLayout(self._list)
        self._shown: tuple[CauseWord, ...] | None = None
        self._kinds = {
            "later": self.tr("Tried again"),
            "waits": self.tr("Waits"),
            "ambiguous": self.tr("Doubtful match"),
            "refused": self.tr("Refused value"),
            "deletion": self.tr("Deletion"),
            "merge": self.tr("Merge"),
            "brake": self.tr("Brake"),
            "schema": self.tr("Changed fields"),
            "reference": self.tr("Missing parent"),
            "undo": self.tr("Undo"),
        }

    def show_causes(self, causes: Sequence[CauseWord]) -> None:
        if tuple(causes) == self._shown:
            return  # a button under somebody's finger must not be made anew
        self._shown = tuple(causes)
        while (item := self._list.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        if not causes:
            self._list.addWidget(label(self.tr("Nothing: every record goes its way."), "muted"))
        for at, cause in enumerate(causes[:_MOST]):
            if at:
                self._list.addWidget(line())
            self._list.addWidget(self._entry(cause))
        if len(causes) > _MOST:
            self._list.addWidget(label(self.tr("and %n more cause(s)", "", len(causes) - _MOST), "muted"))

    def _entry(self, cause: CauseWord) -> QWidget:
        made = QWidget()
        count = label(QLocale().toString(cause.count), "title")
        count.setMinimumWidth(Space.FOUR + Space.ONE)
        reason = one_line(cause.reason)
        words = label(reason[:1].upper() + reason[1:], "strong", wraps=True)
        words.setToolTip(one_line(cause.reason, most=2_000))
        pill = Pill(self._kinds.get(cause.kind, cause.kind), _tone(cause.kind))
        where = label(f"{cause.connection} · {cause.object} · {relatively(cause.since, now_ms())}", "caption")
        advice = label(one_line(cause.advice, most=600), "muted", wraps=True)
        text = column(row(words, space=Space.ONE), advice, row(pill, where, None), space=Space.HALF)
        acts = column(*self._acts(cause), None, space=Space.HALF)
        inside = row(count, text, acts, space=Space.TWO)
        inside.setStretch(1, 1)
        inside.setContentsMargins(0, Space.HALF, 0, Space.HALF)
        made.setLayout(inside)
        return made

    def _acts(self, cause: CauseWord) -> list[QPushButton]:
        """Only what can be done here: in a read-only window nothing that writes, and no way to a page that is not there."""
        acts = []
        if cause.kind == _TRIED_AGAIN and self._shell.session.may_write:
            acts.append(button(self.tr("Try again now"), lambda: self._try_again(cause)))
        place = {"connection": cause.connection, "object": cause.object}
        if cause.item is not None and self._shell.can_go_to("conflicts"):
            acts.append(
                button(
                    self.tr("Decide"),
                    lambda: self._shell.go_to("conflicts", **place, kind=cause.kind, id=cause.item or ""),
                )
            )
        if cause.kind == "schema" and self._shell.can_go_to("mappings"):
            acts.append(button(self.tr("Fix the mapping"), lambda: self._shell.go_to("mappings", **place)))
        record = cause.record_id
        if record is not None and self._shell.can_go_to("activity"):
            acts.append(
                button(
                    self.tr("Look at one"), lambda: self._shell.go_to("activity", record=record), kind="link"
                )
            )
        return acts

    def _try_again(self, cause: CauseWord) -> None:
        """All of the same cause, at most 500 at once."""
        where = Where(kinds=[cause.kind], connection=cause.connection, object=cause.object)
        self._shell.session.calls.ask(self, Operations.list_queue, where, limit=500).then(
            lambda page: self._send_again(cause, page)
        ).failed(self._fail)

    def _send_again(self, cause: CauseWord, page: Page[QueueWord]) -> None:
        alike = [one.id for one in page.rows if one.item is not None and one.item.reason == cause.reason]
        if not alike:
            self._shell.toast(self.tr("They were settled meanwhile."))
            return
        ask = DecideItems(ids=alike, approve=True)
        self._shell.session.calls.ask(self, Operations.decide_items, ask).then(self._sent).failed(self._fail)

    def _sent(self, told: BulkWord) -> None:
        left = len(told.stale) + len(told.refused)
        words = self.tr("%n record(s) are sent again.", "", len(told.done))
        if left:
            words += " " + self.tr("%n could not be.", "", left)
        self._shell.toast(words, Tone.WARN if left else Tone.GOOD)

    def _fail(self, error: CrmSyncError) -> None:
        self._shell.toast(f"{sentence_of(error)} {error.advice}", Tone.BAD)


def _tone(kind: str) -> Tone:
    if kind in ("refused", "brake", "schema"):
        return Tone.BAD
    return Tone.NEUTRAL if kind in ("later", "waits") else Tone.WARN
