"""A moment in figures, in the language and order of the locale; `gui.widgets.times` tells how long ago it was."""

from __future__ import annotations

from PySide6.QtCore import QDateTime, QLocale


def exactly(at: int) -> str:
    """A moment (ms since 1970 UTC) in local time, in full."""
    moment = QDateTime.fromMSecsSinceEpoch(at)
    return f"{QLocale().toString(moment.date(), QLocale.FormatType.LongFormat)}, {moment.time().toString('HH:mm:ss')}"


def shortly(at: int) -> str:
    """A moment (ms since 1970 UTC) in local time, in figures only."""
    return QLocale().toString(QDateTime.fromMSecsSinceEpoch(at), QLocale.FormatType.ShortFormat)
