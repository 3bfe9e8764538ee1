"""What something is called, and at the other end of the line what can be done with it; below it where there is no room."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtWidgets import QWidget

from gui.widgets.flow_row import FlowRow


class HeadRow(FlowRow):
    """The name is never cut for the sake of the acts, only where a line of its own is too short for it."""

    def __init__(self, name: QWidget, acts: QWidget) -> None:
        super().__init__(name, acts)

    def _place(self, room: QRect, *, moves: bool) -> int:
        name, acts = (item.sizeHint().boundedTo(QSize(room.width(), 10_000)) for item in self._items)
        fits = name.width() + self.spacing() + acts.width() <= room.width()
        line = max(name.height(), acts.height())
        below = 0 if fits else name.height() + self.spacing() // 2
        if moves:
            left = room.right() + 1 - acts.width()
            up = (line - name.height()) // 2 if fits else 0
            down = (line - acts.height()) // 2 if fits else below
            self._items[0].setGeometry(QRect(QPoint(room.x(), room.y() + up), name))
            self._items[1].setGeometry(QRect(QPoint(left, room.y() + down), acts))
        return line if fits else below + acts.height()
