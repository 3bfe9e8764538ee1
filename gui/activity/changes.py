"""Changed fields as a small table: the field, the value before and the one after."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from core.wire.models import ChangeWord
from gui.activity.wording import ActivityWords
from gui.widgets.paged_table import Index, one_line, tip

_NOWHERE = QModelIndex()
_HEADS: Final = ("field", "before", "after")


class ChangesModel(QAbstractTableModel):
    def __init__(self, parent: QObject | None = None, *, heads: tuple[str, str, str] = _HEADS) -> None:
        super().__init__(parent)
        self._words, self._heads = ActivityWords(), heads
        self._changes: list[ChangeWord] = []

    def show_changes(self, changes: list[ChangeWord]) -> None:
        self.beginResetModel()
        self._changes = list(changes)
        self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._changes)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._heads)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Horizontal and 0 <= section < len(self._heads):
            if role == Qt.ItemDataRole.DisplayRole:
                return self._words.head(self._heads[section])
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        one = self._changes[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            text = (one.field, self._words.value(one.before), self._words.value(one.after))[index.column()]
            return one_line(text) if role == Qt.ItemDataRole.DisplayRole else tip(text)
        return None
