"""The question that a link names, however far down it is."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from gui.conflicts.queue_list import QueueList
from gui.conflicts.queue_model import QueueModel


class Seeking(QObject):
    """Page after page is asked for until it is there; `missed` tells that it is nowhere any more."""

    missed = Signal()

    def __init__(self, view: QueueList, model: QueueModel, parent: QObject) -> None:
        super().__init__(parent)
        self._view, self._model = view, model
        self._sought = ""

    def seek(self, id: str) -> None:
        """As soon as it is told; "" gives up."""
        self._sought = id
        if id and not self._found():
            self._model.reload()  # it may be newer than what is shown

    def loaded(self) -> None:
        """Another page has come."""
        if not self._sought or self._found():
            return
        if self._model.is_whole:
            self._sought = ""
            self.missed.emit()
        else:
            self._model.fetchMore()

    def _found(self) -> bool:
        at = self._model.row_of(self._sought)
        if at is not None:
            self._sought = ""
            self._view.setCurrentIndex(self._model.index(at, 0))
        return at is not None
