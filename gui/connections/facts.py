"""Cards of a connection: its objects, how it hears of changes, its allowance, rules that wait. As the daemon tells."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QGridLayout, QLabel

from core.wire.models import ConnectionWord, QuotaLaneWord, SyncedObject
from gui.sentences import in_sentences
from gui.session import now_ms
from gui.tokens import Space
from gui.widgets.card import Card
from gui.widgets.looks import label
from gui.widgets.paged_table import one_line
from gui.widgets.times import exactly, lasting, relatively

_WORDY: Final = 40


class Grid(QGridLayout):
    """Lines of plain text under heads. Labels are kept and told anew: one made anew is not there for a moment."""

    def __init__(self, heads: tuple[str, ...] = ()) -> None:
        super().__init__()
        self._heads = heads
        self._made: dict[tuple[int, int], QLabel] = {}
        self.setHorizontalSpacing(Space.TWO)
        self.setVerticalSpacing(Space.HALF)

    def show_rows(self, rows: Sequence[tuple[str, ...]]) -> None:
        lines = len(rows) + 1
        for place in [place for place in self._made if not _fits(place, rows, lines)]:
            old = self._made.pop(place)
            self.removeWidget(old)
            old.hide()
            old.deleteLater()
        for column, head in enumerate(self._heads if rows else ()):
            self._put(0, column, head, "caption")
        for column in range(self.columnCount()):
            self.setColumnStretch(column, 0)
        wide = max((len(one) for one in rows), default=max(len(self._heads), 1))
        for at, cells in enumerate(rows, start=1):
            for column, text in enumerate(cells):
                self._put(at, column, text, "muted" if column == 0 and not self._heads else "body")
        for column in range(1, wide):  # what wraps shares the room there is, or it would wrap early
            said = [*self._heads[column : column + 1], *(row[column] for row in rows if column < len(row))]
            self.setColumnStretch(column, min(_WORDY, max(map(len, said))) if self._heads else 1)

    def _put(self, at: int, column: int, text: str, role: str) -> None:
        made = self._made.get((at, column))
        if made is None:
            made = label("", role, wraps=role != "caption" and column > 0)  # type: ignore[arg-type]
            self.addWidget(made, at, column, Qt.AlignmentFlag.AlignTop)
            self._made[at, column] = made
        made.setText(one_line(text, most=500))


def _fits(place: tuple[int, int], rows: Sequence[tuple[str, ...]], lines: int) -> bool:
    at, column = place
    if at == 0:
        return bool(rows)
    return at < lines and column < len(rows[at - 1])


class ObjectsCard(Card):
    def __init__(self) -> None:
        super().__init__("")
        self.title.setText(self.tr("Objects"))
        self.title.show()
        heads = (
            self.tr("Hub"),
            self.tr("CRM"),
            self.tr("Phase"),
            self.tr("Pairs"),
            self.tr("Left out"),
            self.tr("Last looked at"),
        )
        self._grid = Grid(heads)
        self._none = label(self.tr("No object is mapped yet."), "muted", wraps=True)
        self.body.addWidget(self._none)
        self.body.addLayout(self._grid)
        self.body.addStretch(1)

    def show_connection(self, one: ConnectionWord) -> None:
        self._none.setVisible(not one.objects)
        self._grid.show_rows([self._row(part) for part in one.objects])

    def _row(self, part: SyncedObject) -> tuple[str, ...]:
        number = QLocale().toString
        looked = relatively(part.last_poll_at, now_ms()) if part.last_poll_at is not None else "–"
        return (
            part.hub_object,
            part.crm_object,
            self._phase(part),
            number(part.links),
            number(part.left_out + part.held),
            looked,
        )

    def _phase(self, part: SyncedObject) -> str:
        number = QLocale().toString
        if part.phase == "backfill" and part.done is not None:
            total = f" / {number(part.total)}" if part.total else ""
            return self.tr("Reading in: {0}").format(number(part.done) + total)
        words = {
            "live": self.tr("Live"),
            "backfill": self.tr("Reading in"),
            "braked": self.tr("Stopped by its brake"),
            "plan_needed": self.tr("Waits for a plan"),
        }
        return words.get(part.phase, part.phase)


class RealTimeCard(Card):
    def __init__(self) -> None:
        super().__init__("")
        self.title.setText(self.tr("How it hears of changes"))
        self.title.show()
        self._sentence, self._advice = label("", wraps=True), label("", "muted", wraps=True)
        self._grid = Grid()
        self.body.addWidget(self._sentence)
        self.body.addWidget(self._advice)
        self.body.addLayout(self._grid)
        self.body.addStretch(1)

    def show_connection(self, one: ConnectionWord) -> None:
        told = one.real_time
        means = {
            "webhook": self.tr("Webhooks"),
            "stream": self.tr("Event stream"),
            "poll": self.tr("Polls"),
        }
        self._sentence.setText(_sentence(told.sentence))
        self._advice.setText(in_sentences(one_line(told.advice, most=1_000)))
        self._advice.setVisible(bool(told.advice))
        rows = [
            (self.tr("By"), means.get(told.means, told.means)),
            (self.tr("Usually after"), lasting(round(told.latency_s * 1_000))),
            (self.tr("Looks by itself every"), lasting(round(one.pace_s * 1_000))),
        ]
        if told.last_at is not None:
            rows.append((self.tr("Last news"), relatively(told.last_at, now_ms())))
        if told.expires_at is not None:
            rows.append((self.tr("Registered until"), exactly(told.expires_at)))
        self._grid.show_rows(rows)


class QuotaCard(Card):
    def __init__(self) -> None:
        super().__init__("")
        self.title.setText(self.tr("Allowance of the day"))
        self.title.show()
        self._sentence = label("", wraps=True)
        self._grid = Grid()
        self.body.addWidget(self._sentence)
        self.body.addLayout(self._grid)
        self.body.addStretch(1)

    def show_connection(self, one: ConnectionWord) -> None:
        told, number = one.allowance, QLocale().toString
        if told is None:
            self._sentence.setText(self.tr("Nothing is known of it yet."))
            self._grid.show_rows([])
            return
        self._sentence.setText(_sentence(told.sentence))
        unit = self.tr("tokens") if told.unit == "tokens" else self.tr("requests")
        rows = [
            (self.tr("Used"), f"{number(told.used)} {unit}"),
            (self.tr("By CRM Sync"), number(told.ours)),
            (self.tr("By others"), number(told.others)),
        ]
        if told.limit is not None:
            rows.append((self.tr("Limit"), f"{number(told.limit)} {unit}"))
            rows.append((self.tr("Left to others"), number(told.reserved)))
        if told.resets_at is not None:
            rows.append((self.tr("Resets"), relatively(told.resets_at, now_ms())))
        if told.runs_out_at is not None:
            rows.append((self.tr("Runs out"), relatively(told.runs_out_at, now_ms())))
        rows += [(self._lane(lane), self._held(lane)) for lane in told.lanes if lane.used or lane.held_until]
        self._grid.show_rows(rows)

    def _lane(self, lane: QuotaLaneWord) -> str:
        """What the calls were for."""
        return {
            "interactive": self.tr("What people ask for"),
            "live": self.tr("Changes as they come"),
            "retry": self.tr("Trying again"),
            "backfill": self.tr("Reading everything in"),
        }.get(lane.lane, lane.lane)

    def _held(self, lane: QuotaLaneWord) -> str:
        used = QLocale().toString(lane.used)
        if lane.held_until is None:
            return used
        return self.tr("{0}, rests, goes on {1}: {2}").format(
            used, relatively(lane.held_until, now_ms()), lane.reason
        )


class ParkedCard(Card):
    """Hidden where nothing waits."""

    def __init__(self) -> None:
        super().__init__("")
        self.title.setText(self.tr("Rules that wait, because fields have changed"))
        self.title.show()
        self._grid = Grid()
        self.body.addLayout(self._grid)
        self.body.addStretch(1)

    def show_connection(self, one: ConnectionWord) -> None:
        self.setVisible(bool(one.parked))
        creates = self.tr("creates")
        self._grid.show_rows(
            [
                (
                    f"{part.crm_object}: {', '.join(part.rules) or creates}",
                    f"{in_sentences(part.reason, part.advice)} ({relatively(part.since, now_ms())})",
                )
                for part in one.parked
            ]
        )


def _sentence(words: str) -> str:
    return in_sentences(one_line(words, most=1_000))
