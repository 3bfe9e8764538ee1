"""A table of rows that are all there: shown with the same columns as a paged one (gui/widgets/paged_table.py)."""

from __future__ import annotations

from collections.abc import Sequence

from gui.widgets.paged_table import ColumnsModel, Row


class ListModel(ColumnsModel[Row]):
    def show_rows(self, rows: Sequence[Row]) -> None:
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()
