"""A table of rows that are all there: shown with the same columns as a paged one (gui/widgets/paged_table.py)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from core.wire.words import Word
from gui.widgets.paged_table import Column, Index, one_line, tip

Row = TypeVar("Row", bound=Word)
_NOWHERE: Final = QModelIndex()
_ROLE: Final = Qt.ItemDataRole


class ListModel(QAbstractTableModel, Generic[Row]):
    def __init__(self, columns: Sequence[Column[Row]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self.rows: tuple[Row, ...] = ()

    def show_rows(self, rows: Sequence[Row]) -> None:
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and 0 <= section < len(self._columns):
            if role == _ROLE.DisplayRole:
                return self._columns[section].title
            if role == _ROLE.TextAlignmentRole:
                return _side(self._columns[section])
        return None

    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> Any:
        if not index.isValid():
            return None
        column, row = self._columns[index.column()], self.rows[index.row()]
        if role == _ROLE.DisplayRole:
            return one_line(column.text(row))
        if role == _ROLE.ToolTipRole:
            return tip((column.hint or column.text)(row), most=2_000)
        if role == _ROLE.TextAlignmentRole:
            return _side(column)
        return None if column.tells is None else column.tells(row, _ROLE(role))


def _side(column: Column[Any]) -> int:
    side = Qt.AlignmentFlag.AlignRight if column.is_number else Qt.AlignmentFlag.AlignLeft
    return int(side | Qt.AlignmentFlag.AlignVCenter)
