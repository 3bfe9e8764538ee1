"""The app's own icon, for the window's frame, the taskbar and whatever switches between windows."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap

from gui.theme import Theme

_SIZES: Final = (16, 22, 24, 32, 48, 64, 128, 256)
_ROUNDED: Final = 0.22
_MARGIN: Final = 0.17


def emblem(theme: Theme) -> QIcon:
    """Two arrows on a square of the accent colour."""
    found = QIcon()
    for size in _SIZES:
        found.addPixmap(_draw(theme, size))
    return found


def _draw(theme: Theme, size: int) -> QPixmap:
    pixmap = QPixmap(size, size)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.colours.accent))
    painter.drawRoundedRect(QRectF(0, 0, size, size), size * _ROUNDED, size * _ROUNDED)
    margin = round(size * _MARGIN)
    inside = size - 2 * margin
    painter.drawPixmap(margin, margin, theme.icon_on_accent("arrow-left-right").pixmap(inside, inside))
    painter.end()
    return pixmap
