"""Which key is the how-manieth answer, with and without Shift; and what the keys are, told."""

from __future__ import annotations

import sys
from typing import Final

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QKeyEvent

DIGITS: Final = {
    Qt.Key.Key_1: 0, Qt.Key.Key_2: 1, Qt.Key.Key_3: 2, Qt.Key.Key_4: 3, Qt.Key.Key_5: 4,
    Qt.Key.Key_6: 5, Qt.Key.Key_7: 6, Qt.Key.Key_8: 7, Qt.Key.Key_9: 8,
}  # fmt: skip
# With Shift a keyboard tells the sign above the digit; which sign, its layout says. Where it also tells the place of the key
# that decides; elsewhere the signs that the usual layouts agree about.
SHIFTED: Final = {
    Qt.Key.Key_Exclam: 0, Qt.Key.Key_At: 1, Qt.Key.Key_QuoteDbl: 1, Qt.Key.Key_NumberSign: 2, Qt.Key.Key_section: 2,
    Qt.Key.Key_Dollar: 3, Qt.Key.Key_Percent: 4,
}  # fmt: skip
_FIRST: Final = {"linux": 10, "win32": 2}.get(
    sys.platform
)  # the scan code of the digit 1; the others follow it


def place_of(event: QKeyEvent) -> int | None:
    """0 for the first answer and so on; None for a key that is no digit's."""
    key = Qt.Key(event.key())
    if key in DIGITS:
        return DIGITS[key]
    if not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
        return None
    at = event.nativeScanCode() - _FIRST if _FIRST is not None and event.nativeScanCode() else -1
    return at if 0 <= at <= 8 else SHIFTED.get(key)


def told(*, may_write: bool) -> str:
    """The keys there are, in a few words."""
    if not may_write:
        return QCoreApplication.translate("ConflictsPage", "J next · K back")
    return QCoreApplication.translate(
        "ConflictsPage", "J next · K back · 1–9 answer · E edit · S skip · U undo · Shift: all alike"
    )
