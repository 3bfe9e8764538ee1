"""How far something long is: a count, how fast it goes, how long it takes yet, and a way to stop it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFrame, QProgressBar, QWidget

from gui.session import now_ms
from gui.tokens import Space
from gui.widgets.looks import button, label, row
from gui.widgets.times import lasting
from gui.wording import number


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How many of how many are done (`total` None: nobody knows); a minute, and seconds left, once enough was seen."""

    done: int
    total: int | None
    per_minute: float | None = None
    seconds_left: int | None = None


class Pace:
    """Measures from the first count it is told."""

    def __init__(self) -> None:
        self._first: tuple[int, int] | None = None

    def at(self, done: int, total: int | None) -> Progress:
        if self._first is None:
            self._first = (now_ms(), done)
        at, before = self._first
        minutes = (now_ms() - at) / 60_000
        if done <= before or minutes <= 0:
            return Progress(done=done, total=total)
        rate = (done - before) / minutes
        left = int(60 * (total - done) / rate) if total is not None else None
        return Progress(done=done, total=total, per_minute=rate, seconds_left=left)


class ProgressWords(QObject):
    """Such as "150 of 1,200 · 900 a minute · 1 min left"."""

    def told(self, one: Progress) -> str:
        said = [number(one.done)]
        if one.total is not None:
            said = [self.tr("{0} of {1}").format(number(one.done), number(one.total))]
        if one.per_minute is not None:
            said.append(self.tr("{0} a minute").format(number(round(one.per_minute))))
        if one.seconds_left is not None:
            said.append(self.tr("{0} left").format(lasting(1_000 * max(1, one.seconds_left))))
        return " · ".join(said)


class ProgressStrip(QFrame):
    """Hidden until something is under way. `stopped` tells that a person wants it to end."""

    stopped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", "true")
        self._words = ProgressWords()
        self._what = ""
        self.words = label("", "muted")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.stop = button(self.tr("Stop"), self.stopped.emit)
        inside = row(self.words, self.bar, self.stop)
        inside.setStretch(1, 1)
        inside.setContentsMargins(Space.TWO, Space.HALF, Space.ONE, Space.HALF)
        self.setLayout(inside)
        self.hide()

    def begin(self, what: str, progress: Progress) -> None:
        """`what` is done, in a word or two."""
        self._what = what
        self.bar.setAccessibleName(what)
        self.stop.setEnabled(True)
        self.show_progress(progress)
        self.show()

    def show_progress(self, one: Progress) -> None:
        self.bar.setRange(0, 0 if one.total is None else max(1, one.total))
        self.bar.setValue(one.done)
        is_unknown = one.total is None and not one.done
        self.words.setText(self._what if is_unknown else f"{self._what}: {self._words.told(one)}")

    def stopping(self, words: str) -> None:
        """It ends with what is on its way."""
        self.stop.setEnabled(False)
        self.words.setText(words)
