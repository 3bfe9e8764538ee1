"""Moments as people say them ("3 minutes ago"), the exact one on hover, both in the language and order of the locale."""

from __future__ import annotations

from PySide6.QtCore import QLocale, QObject, Qt, QTimer
from PySide6.QtWidgets import QLabel, QWidget

from gui.moments import exactly, shortly
from gui.session import now_ms
from gui.widgets.looks import Role

__all__ = ["RelativeTime", "Ticker", "exactly", "lasting", "relatively", "shortly"]
_EVERY_MS = 5_000


def lasting(milliseconds: int) -> str:
    """A length of time in its largest fitting unit: "850 ms", "4 s", "3 min", "2 h", "5 d"."""
    size = abs(milliseconds)
    for unit, name in ((86_400_000, "d"), (3_600_000, "h"), (60_000, "min"), (1_000, "s")):
        if size >= unit:
            return f"{QLocale().toString(size // unit)} {name}"
    return f"{size} ms"


def relatively(at: int, now: int) -> str:
    """How long ago, or how soon, in a few words."""
    return _Times().relatively(at, now)


class _Times(QObject):
    """Only `self.tr` counts: lupdate does not see the number in a call of `translate`."""

    def relatively(self, at: int, now: int) -> str:
        size, past = abs(now - at) // 1000, at <= now
        if size < 5:
            return self.tr("just now") if past else self.tr("now")
        return (self.tr("{0} ago") if past else self.tr("in {0}")).format(self._amount(size))

    def _amount(self, seconds: int) -> str:
        if seconds < 60:
            return self.tr("%Ln second(s)", "", seconds)
        if seconds < 3_600:
            return self.tr("%Ln minute(s)", "", seconds // 60)
        if seconds < 86_400:
            return self.tr("%Ln hour(s)", "", seconds // 3_600)
        days = seconds // 86_400
        if days < 60:
            return self.tr("%Ln day(s)", "", days)
        if days < 730:
            return self.tr("%Ln month(s)", "", round(days / 30.44))
        return self.tr("%Ln year(s)", "", round(days / 365.25))


class Ticker(QObject):
    """Ages what is shown on a window: one timer however many labels there are."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.start()
        self.ticked = self._timer.timeout


class RelativeTime(QLabel):
    """A label that grows old by itself."""

    def __init__(
        self, ticker: Ticker, *, role: Role = "body", before: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._at: int | None = None
        self._before, self._none = before, "–"
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        ticker.ticked.connect(self._age)

    def show_time(self, at: int | None, none: str = "–") -> None:
        """A moment in ms since 1970 UTC, or the words for there being none."""
        self._at, self._none = at, none
        self.setToolTip("" if at is None else exactly(at))
        self._age()

    def _age(self) -> None:
        words = self._none if self._at is None else relatively(self._at, now_ms())
        self.setText(f"{self._before}{words}")
