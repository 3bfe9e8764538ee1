"""What holds records up, grouped by cause, most records first: what it means, what to do, and the button that does it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from core.errors import CrmSyncError
from core.wire.client import Operations
from core.wire.models import CauseWord
from gui.health.answering import Answering
from gui.pages import Shell
from gui.session import now_ms
from gui.tickets.dialog import open_ticket
from gui.tokens import Space, Tone
from gui.widgets.card import Card
from gui.widgets.flow_row import FlowRow
from gui.widgets.looks import appear, button, column, holding, label, line, row
from gui.widgets.meaning import Meaning
from gui.widgets.one_line import OneLine
from gui.widgets.paged_table import one_line, tip
from gui.widgets.pill import Pill
from gui.widgets.progress import ProgressStrip
from gui.widgets.times import relatively
from gui.wording import BY_OPTION

_MOST: Final = 5
_PLACES: Final = 4
_WIDEST: Final = 50 * Space.FOUR  # further from the words a button is not seen to be about them
_ACT: Final = 96  # so that the buttons of all causes stand in one column
# Approving such a question sends the value once more, dismissing gives it up.
_TRIED_AGAIN: Final = ("refused", "reference")
_BY_MAPPING: Final = ("refused", "reference", "schema")  # what another mapping may cure


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """The same cause wherever it holds records up; `parts` are its places, most records first."""

    parts: tuple[CauseWord, ...]

    @property
    def first(self) -> CauseWord:
        return self.parts[0]

    @property
    def count(self) -> int:
        return sum(part.count for part in self.parts)

    @property
    def since(self) -> int:
        return min(part.since for part in self.parts)


def together(causes: Sequence[CauseWord]) -> list[Cause]:
    """One a kind, reason and advice, most records first."""
    alike: defaultdict[tuple[str, str, str], list[CauseWord]] = defaultdict(list)
    for one in causes:
        alike[(one.kind, one.reason, one.advice)].append(one)
    made = [Cause(parts=tuple(sorted(parts, key=lambda one: -one.count))) for parts in alike.values()]
    return sorted(made, key=lambda one: (-one.count, one.first.reason))


class Causes(Card):
    """The five that hold most records up, the others on demand."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self.title.setText(self.tr("What holds records up"))
        self.title.show()
        self.ticket = button(
            self.tr("Raise a ticket"),
            lambda: open_ticket(shell, self),
            kind="quiet",
            theme=shell.theme,
            icon="ticket",
        )
        self.head.addWidget(self.ticket)
        self.answering, self.progress = Answering(shell, self), ProgressStrip()
        self.answering.began.connect(self.progress.begin)
        self.answering.went_on.connect(self.progress.show_progress)
        self.answering.over.connect(self.progress.hide)
        self.progress.stopped.connect(self._stop)
        self.body.addWidget(self.progress)
        self._list = QVBoxLayout()
        self._list.setSpacing(Space.ONE)
        self.body.addLayout(self._list)
        self._shown: tuple[CauseWord, ...] | None = None
        self._whole = False
        self._skipped = self.tr("Each side keeps what it has; it is not sent again.")
        self._to_do = {
            "ambiguous": self.tr("Say which record it is, that it is another one, or leave it out."),
            "deletion": self.tr("Delete it everywhere, keep it, or have it made there anew."),
            "merge": self.tr("Say whether both become one here too, or stay two."),
        }
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
        grouped = together(causes)
        if not grouped:
            self._list.addWidget(label(self.tr("Nothing: every record goes its way."), "muted"))
        shown = grouped if self._whole else grouped[:_MOST]
        for at, cause in enumerate(shown):
            if at:
                self._list.addWidget(line())
            entry = self._entry(cause)
            entry.setMaximumWidth(_WIDEST)
            across = row(entry, None)
            across.setStretch(0, 10_000)  # up to its most; only then is anything left over
            self._list.addWidget(holding(across))
        if len(grouped) > len(shown):
            left = len(grouped) - len(shown)
            more = button(self.tr("Show %Ln more cause(s)", "", left), self._show_all, kind="link")
            self._list.addWidget(more, alignment=Qt.AlignmentFlag.AlignLeft)

    def _show_all(self) -> None:
        shown, self._shown, self._whole = self._shown, None, True
        self.show_causes(shown or ())

    def _entry(self, cause: Cause) -> QWidget:
        made = QWidget()
        count = label(QLocale().toString(cause.count), "title")
        count.setMinimumWidth(Space.FOUR + Space.ONE)
        first = cause.first
        reason = one_line(first.reason)
        words = label(reason[:1].upper() + reason[1:], "strong", wraps=True)
        words.setToolTip(tip(first.reason, most=2_000))
        pill = Pill(self._kinds.get(first.kind, first.kind), _tone(first.kind))
        number = QLocale().toString
        places = [f"{one.connection} {one.object} {number(one.count)}" for one in cause.parts[:_PLACES]]
        if len(cause.parts) > _PLACES:
            places.append("…")
        since = self.tr("the oldest {0}").format(relatively(cause.since, now_ms()))
        where = OneLine("caption")
        where.show_text(one_line(" · ".join((*places, since))))
        to_do = self._to_do.get(first.kind, "") if first.kind in BY_OPTION else first.advice
        advice = label(one_line(to_do, most=600), "muted", wraps=True)
        appear(advice, wanted=bool(to_do))
        buttons, links = self._acts(cause)
        below = QWidget()
        below.setLayout(FlowRow(pill, where, *links))
        text = column(row(words, space=Space.ONE), advice, below, None, space=Space.HALF)
        for one in buttons:
            one.setMinimumWidth(_ACT)
        acts = column(*buttons, None, space=Space.HALF)
        inside = row(column(count, None), text, acts, space=Space.TWO)
        inside.setStretch(1, 1)
        inside.setContentsMargins(0, Space.HALF, 0, Space.HALF)
        made.setLayout(inside)
        return made

    def _acts(self, cause: Cause) -> tuple[list[QPushButton], list[QPushButton]]:
        """What settles it, and what tells more of it. Only what can be done here: in a read-only window nothing that writes,
        and no way to a page that is not there.
        """
        acts, links, first, can = [], [], cause.first, self._shell.can_go_to
        may = self._shell.session.may_write
        place = {"connection": first.connection, "object": first.object}
        narrowed = place if len(cause.parts) == 1 else {}
        signed_out = self._signed_out(cause)
        if signed_out and can("connections"):
            acts.append(
                button(
                    self.tr("Sign in again"), lambda: self._shell.go_to("connections", connection=signed_out)
                )
            )
        if may and first.kind in _TRIED_AGAIN:
            acts.append(
                button(
                    self.tr("Try again now"), lambda: self.answering.answer(first, cause.count, approve=True)
                )
            )
            acts.append(
                button(
                    self.tr("Skip"),
                    lambda: self.answering.answer(first, cause.count, approve=False),
                    hint=self._skipped,
                )
            )
        elif may and first.kind in ("later", "waits"):
            acts.append(button(self.tr("Sync now"), lambda: self._sync(cause)))
        if first.item is not None and can("conflicts"):
            kind = first.kind
            acts.append(
                button(
                    self.tr("Decide") if self._shell.session.may_write else self.tr("Look"),
                    lambda: self._shell.go_to(
                        "conflicts", **narrowed, kind=kind, state="", id=first.item or ""
                    ),
                )
            )
        if first.kind in _BY_MAPPING and can("mappings"):
            acts.append(button(self.tr("Fix the mapping"), lambda: self._shell.go_to("mappings", **place)))
        links.append(button(self.tr("Raise a ticket"), lambda: open_ticket(self._shell, self), kind="link"))
        record = first.record_id
        if record is not None and self._shell.can_go_to("activity"):
            links.append(
                button(
                    self.tr("Look at one"), lambda: self._shell.go_to("activity", record=record), kind="link"
                )
            )
        return acts, [*links, Meaning(first.kind)]

    def _signed_out(self, cause: Cause) -> str:
        """The connection of this cause that nobody is signed in to; "" where there is none."""
        health = self._shell.session.health
        names = {one.connection for one in cause.parts}
        found = (
            one.name
            for one in (health.connections if health is not None else ())
            if one.name in names and one.state == "sign_in_needed"
        )
        return next(found, "")

    def _sync(self, cause: Cause) -> None:
        """A cycle of every connection that it is about, now."""
        names = sorted({one.connection for one in cause.parts})
        for name in names:
            self._shell.session.calls.ask(self, Operations.sync_connection, name).failed(self._fail)
        self._shell.toast(self.tr("Sync of {0} asked for").format(", ".join(names)))

    def _stop(self) -> None:
        self.progress.stopping(self.tr("Stopping after what is on its way…"))
        self.answering.stop()

    def _fail(self, error: CrmSyncError) -> None:
        self._shell.toast_error(error)


def _tone(kind: str) -> Tone:
    if kind in ("refused", "brake", "schema"):
        return Tone.BAD
    return Tone.NEUTRAL if kind in ("later", "waits") else Tone.WARN
