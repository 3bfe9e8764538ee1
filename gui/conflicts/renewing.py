"""Keeps the list in step with the daemon's queue, and nobody is taken from their place by it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from gui.conflicts.queue_list import QueueList
from gui.conflicts.queue_model import PAGE, QueueModel

_LATER_MS: Final = 1_000


class Renewing(QObject):
    """The first page is asked for again once a second at most while the queue moves, and not while `page` is hidden."""

    def __init__(self, page: QWidget, view: QueueList, model: QueueModel) -> None:
        super().__init__(page)
        self._page, self._view, self._model = page, view, model
        self._place: tuple[str, int] | None = None
        self._is_due = False
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_LATER_MS)
        self._later.timeout.connect(self._renew)
        model.moved.connect(self._moved)
        model.rowsRemoved.connect(lambda: None if model.rowCount() else self._moved())

    def entered(self) -> None:
        """The page is on screen again."""
        if self._is_due:
            self._renew()

    def go_back(self) -> None:
        """To the question that was read before the list was renewed."""
        place, self._place = self._place, None
        at = self._model.row_of(place[0]) if place is not None else None
        if place is not None and at is not None:
            self._view.setCurrentIndex(self._model.index(at, 0))
            self._view.verticalScrollBar().setValue(place[1])

    def _moved(self) -> None:
        """Without waiting for a pause: under load there is none."""
        if not self._later.isActive():
            self._later.start()

    def _renew(self) -> None:
        """Far down, or with several selected, the list stays as it is."""
        self._is_due = not self._page.isVisible()
        current = self._view.currentIndex()
        several = self._view.selects_several
        if self._is_due or several or current.row() >= PAGE:
            return
        if current.isValid():
            self._place = (self._model.row_at(current).id, self._view.verticalScrollBar().value())
        self._model.reload()
