"""Takes the picture of a window with what stands over it, and keeps it small: the 256 colours that cover most of it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

import numpy as np
from PySide6.QtCore import QCoreApplication, QEventLoop, QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from tests.gui.fitting import cut

_COLOURS = 256
_STEP = 8  # colours nearer than this to one that is kept are not worth a place of their own
_LAST_MS = 5_000
_BAR = 32


def pause(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def wait_until(holds: Callable[[], object], most_ms: int = _LAST_MS) -> bool:
    """Let Qt work until `holds`; whether it came to hold. A picture of what is there is better than none."""
    for _ in range(most_ms // 50):
        if holds():
            return True
        pause(50)
    return False


class Camera:
    """Pictures whose name is in `kept` go into `docs` and are called as that says there, all others into `into`."""

    def __init__(
        self, into: Path, docs: Path | None = None, kept: Mapping[str, str] = MappingProxyType({})
    ) -> None:
        self._into, self._docs, self._kept = into, docs, kept

    def take(self, window: QWidget, name: str) -> None:
        self.keep(pictured(window), name)
        for words in dict.fromkeys(cut(window, strictly=True)):
            sys.stdout.write(f"    does not fit: {words}\n")
        sys.stdout.flush()

    def keep(self, picture: QImage, name: str) -> None:
        known = self._docs is not None and name in self._kept
        folder = self._docs if known and self._docs is not None else self._into
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / f"{self._kept[name] if known else name}.png"
        small(picture).save(str(file), quality=0)  # 0: the smallest file
        sys.stdout.write(f"{file}\n")
        sys.stdout.flush()


def pictured(window: QWidget) -> QImage:
    """The window with the menus and dialogs before it, which are windows of their own."""
    QCoreApplication.sendPostedEvents()  # what was added in the last moment has no room yet, and squeezes the rest
    picture = window.grab()
    painter = QPainter(picture)
    for over in QApplication.topLevelWidgets():
        if not over.isVisible() or over is window or over.parentWidget() is None:
            continue
        place = window.mapFromGlobal(over.pos())
        area = QRect(place, over.size())
        if not isinstance(over, QMenu):
            painter.fillRect(
                window.rect(), QColor(0, 0, 0, 96)
            )  # as a desktop puts a dialog before its window
            area = _framed(painter, area, over)
        painter.drawPixmap(place, over.grab())
        painter.setPen(QColor(128, 128, 128, 160))
        painter.drawRect(area.adjusted(-1, -1, 0, 0))
    painter.end()
    return picture.toImage()


def _framed(painter: QPainter, area: QRect, over: QWidget) -> QRect:
    """With the bar a desktop gives a dialog, which says what the dialog is about."""
    if over.windowFlags() & Qt.WindowType.FramelessWindowHint or not over.windowTitle():
        return area
    bar = QRect(area.left(), area.top() - _BAR, area.width(), _BAR)
    colours = over.palette()
    painter.fillRect(bar, colours.color(colours.ColorRole.Base))
    painter.setPen(colours.color(colours.ColorRole.Text))
    painter.setFont(over.font())
    painter.drawText(bar, Qt.AlignmentFlag.AlignCenter, over.windowTitle())
    return area.united(bar)


def small(image: QImage) -> QImage:
    """The same picture in at most 256 colours: those that cover most, each other one becomes the nearest of them."""
    plain = image.convertToFormat(QImage.Format.Format_RGB888)
    height, width, line = plain.height(), plain.width(), plain.bytesPerLine()
    data = np.frombuffer(plain.constBits(), np.uint8).reshape(height, line)[:, : width * 3]
    pixels = data.reshape(height, width, 3).astype(np.uint32)
    keys = (pixels[..., 0] << 16) | (pixels[..., 1] << 8) | pixels[..., 2]
    found, places, counts = np.unique(keys, return_inverse=True, return_counts=True)
    spread = np.stack([(found >> shift) & 255 for shift in (16, 8, 0)], axis=1).astype(np.int32)
    chosen = _chosen(spread, counts)
    nearest = np.array(
        [int(np.abs(spread[chosen] - one).sum(axis=1).argmin()) for one in spread], dtype=np.uint8
    )
    made = QImage(width, height, QImage.Format.Format_Indexed8)
    made.setColorTable([int(0xFF000000 | found[one]) for one in chosen])
    target = np.frombuffer(made.bits(), np.uint8).reshape(height, made.bytesPerLine())
    target[:, :width] = nearest[places.reshape(height, width)]
    made.setDevicePixelRatio(image.devicePixelRatio())
    return made


def _chosen(spread: np.ndarray, counts: np.ndarray) -> list[int]:
    """The most frequent colours, passing over those that are next to one that is there already."""
    order = np.argsort(counts)[::-1]
    if len(order) <= _COLOURS:
        return [int(one) for one in order]
    kept: list[int] = []
    for one in order:
        if not kept or int(np.abs(spread[kept] - spread[one]).sum(axis=1).min()) >= _STEP:
            kept.append(int(one))
        if len(kept) == _COLOURS:
            break
    return kept


def sheet(pictures: list[tuple[str, QImage]], ground: QColor, ink: QColor) -> QImage:
    """Small pictures side by side with their names below, as of the icons of the tray."""
    cell = 160
    made = QImage(cell * len(pictures), cell, QImage.Format.Format_RGB32)
    made.fill(ground)
    painter = QPainter(made)
    painter.setPen(ink)
    for at, (name, picture) in enumerate(pictures):
        painter.drawImage(QPoint(at * cell + (cell - picture.width()) // 2, 32), picture)
        painter.drawText(QRect(at * cell, 112, cell, 32), Qt.AlignmentFlag.AlignCenter, name)
    painter.end()
    return made
