"""The connections as a list: two lines each, in the daemon's order; a selection stays with its connection."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from core.wire.models import ConnectionWord
from gui.health.words import HealthWords
from gui.widgets.paged_table import one_line, tip
from gui.widgets.two_lines import TONE_ROLE
from gui.wording import SYSTEMS

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class ConnectionsModel(QAbstractListModel):
    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words = HealthWords(self)
        self._rows: list[ConnectionWord] = []

    def show_connections(self, rows: Sequence[ConnectionWord]) -> None:
        """Rows whose names are as before change in place, so that selection and focus stay."""
        if [one.name for one in rows] == [one.name for one in self._rows]:
            self._rows = list(rows)
            if rows:
                self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
            return
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()

    def find(self, name: str) -> ConnectionWord | None:
        return next((one for one in self._rows if one.name == name), None)

    def place_of(self, name: str) -> QModelIndex:
        at = next((at for at, one in enumerate(self._rows) if one.name == name), -1)
        return self.index(at) if at >= 0 else QModelIndex()

    def row_at(self, index: Index) -> ConnectionWord:
        """Raises IndexError where there is none."""
        return self._rows[index.row()]

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        one = self._rows[index.row()]
        said = self._words.state_of(one)
        system = SYSTEMS.get(one.system, one_line(one.system, most=40))
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{one_line(one.name, most=40)}\n{system} · {said.text}"
        if role == TONE_ROLE:
            return said.tone
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(said.hint or said.text)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{one.name}, {system}, {said.text}"
        return None
