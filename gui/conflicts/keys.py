"""Which key is the how-manieth answer, with and without Shift."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt

DIGITS: Final = {
    Qt.Key.Key_1: 0, Qt.Key.Key_2: 1, Qt.Key.Key_3: 2, Qt.Key.Key_4: 3, Qt.Key.Key_5: 4,
    Qt.Key.Key_6: 5, Qt.Key.Key_7: 6, Qt.Key.Key_8: 7, Qt.Key.Key_9: 8,
}  # fmt: skip
# With Shift a keyboard tells the sign above the digit; which sign, its layout says, so the place of the key counts.
SHIFTED: Final = {
    Qt.Key.Key_Exclam: 0, Qt.Key.Key_At: 1, Qt.Key.Key_QuoteDbl: 1, Qt.Key.Key_NumberSign: 2, Qt.Key.Key_section: 2,
    Qt.Key.Key_Dollar: 3, Qt.Key.Key_Percent: 4,
}  # fmt: skip
