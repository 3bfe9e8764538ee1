"""The mappings there are, in use, refused, edited or new."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from core.wire.laboratory import MappingFileWord
from gui.mapping.draft import Draft
from gui.tokens import Tone
from gui.widgets.paged_table import one_line, tip
from gui.widgets.two_lines import TONE_ROLE

Index: TypeAlias = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


@dataclass(slots=True, kw_only=True)
class Row:
    """One mapping; `file` is None for one that was never saved, `draft` where it was opened."""

    name: str
    file: MappingFileWord | None = None
    draft: Draft | None = None


class FilesModel(QAbstractListModel):
    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: list[Row] = []

    def take(self, files: list[MappingFileWord]) -> None:
        """As the daemon has them now; what is being edited is kept."""
        before = {one.name: one for one in self.rows}
        self.beginResetModel()
        self.rows = [
            Row(name=one.name, file=one, draft=before[one.name].draft if one.name in before else None)
            for one in files
        ]
        named = {one.name for one in self.rows}
        self.rows += [
            one
            for one in before.values()
            if one.name not in named and one.draft is not None and one.draft.is_new
        ]
        self.endResetModel()

    def clear(self) -> None:
        self.beginResetModel()
        self.rows = []
        self.endResetModel()

    def add(self, draft: Draft) -> int:
        at = len(self.rows)
        self.beginInsertRows(_NOWHERE, at, at)
        self.rows.append(Row(name=draft.origin.name, draft=draft))
        self.endInsertRows()
        return at

    def renew(self, at: int) -> None:
        self.dataChanged.emit(self.index(at), self.index(at))

    def place_of(self, name: str) -> int | None:
        return next((at for at, one in enumerate(self.rows) if one.name == name), None)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        one = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            state = self.state_of(one)
            return f"{self.title_of(one)}\n{state}" if state else self.title_of(one)
        if role == TONE_ROLE:
            return self._tone_of(one)
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(one.name)
        return None

    def title_of(self, one: Row) -> str:
        if one.draft is not None:
            mapping = one.draft.mapping
            return one_line(f"{mapping.connection} · {mapping.crm_object} \u2194 {mapping.hub_object}")
        if one.file is not None and one.file.connection is not None:
            return one_line(f"{one.file.connection} · {one.file.crm_object} \u2194 {one.file.hub_object}")
        return one_line(one.name)

    @staticmethod
    def _tone_of(one: Row) -> Tone:
        if one.draft is not None and (one.draft.is_new or one.draft.is_dirty):
            return Tone.WARN
        return Tone.BAD if one.file is not None and one.file.state == "refused" else Tone.NEUTRAL

    def state_of(self, one: Row) -> str:
        if one.draft is not None and one.draft.is_new:
            return self.tr("Draft, not saved")
        if one.draft is not None and one.draft.is_dirty:
            return self.tr("Unsaved changes")
        if one.file is not None and one.file.state == "refused":
            return self.tr("The file is refused")
        return self.tr("In use")
