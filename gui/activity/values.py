"""A record's values on every side, field by field, with what decided each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from core.wire.tracing import FieldTraceWord, TraceWord
from gui.activity.wording import ActivityWords
from gui.known_fields import HUB, KnownFields
from gui.session import now_ms
from gui.theme import Theme
from gui.tokens import Tone
from gui.widgets.copying import WHOLE_ROLE
from gui.widgets.paged_table import Index, one_line, tip
from gui.widgets.times import exactly, relatively
from gui.widgets.values import UNTOLD, Kind, stored

_NOWHERE = QModelIndex()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Held:
    """What a connection holds, for the eye and as it is stored."""

    shown: str
    stored: str


class ValuesModel(QAbstractTableModel):
    """Columns: the field, the hub's value, one for each connection, and the last decision."""

    def __init__(self, theme: Theme, known: KnownFields, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme, self._words, self._known = theme, ActivityWords(), known
        self._told: TraceWord | None = None
        self._fields: list[FieldTraceWord] = []
        self._sides: list[tuple[str, dict[str, _Held]]] = []
        known.learnt.connect(self._say_anew)

    def show_trace(self, told: TraceWord) -> None:
        self.beginResetModel()
        self._told = told
        self._fields = list(told.fields)
        self._sides = [(pair.connection, self._held(told, at)) for at, pair in enumerate(told.pairs)]
        self.endResetModel()

    def field_at(self, index: Index) -> FieldTraceWord:
        return self._fields[index.row()]

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._fields)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else 3 + len(self._sides)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < self.columnCount():
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if 2 <= section < self.columnCount() - 1:
            return self._sides[section - 2][0]
        return self._words.head({0: "field", 1: "hub"}.get(section, "last"))

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        one, column = self._fields[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return one_line(self._text(one, column))
        if role == WHOLE_ROLE:
            return self._exact(one, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(self._hint(one, column))
        if role == Qt.ItemDataRole.DecorationRole and column == 0 and one.conflict is not None:
            return self._theme.icon("git-compare", Tone.WARN)
        if role == Qt.ItemDataRole.AccessibleTextRole and column == 0 and one.conflict is not None:
            return self.tr("{0}, in conflict").format(one.field)
        return None

    def _text(self, one: FieldTraceWord, column: int) -> str:
        if column == 0:
            return one.field
        if column == 1:
            return self._words.value(one.value, self._kind(one.field))
        if column < self.columnCount() - 1:
            held = self._sides[column - 2][1].get(one.field)
            return held.shown if held is not None else "–"
        return f"{one.last.why} · {relatively(one.last.at, now_ms())}" if one.last is not None else "–"

    def _exact(self, one: FieldTraceWord, column: int) -> str:
        """Values as they are stored."""
        if column == 1:
            return stored(one.value)
        if 1 < column < self.columnCount() - 1:
            held = self._sides[column - 2][1].get(one.field)
            return held.stored if held is not None else ""
        return self._text(one, column)

    def _hint(self, one: FieldTraceWord, column: int) -> str:
        if column == 0 and one.conflict is not None:
            return self.tr("Both sides changed it; Enter opens the question")
        if column == self.columnCount() - 1 and one.last is not None:
            lost = [
                self.tr("{0} did not win: {1}").format(each.lost.side, stored(each.lost.value))
                for each in one.lost
            ]
            return " · ".join((one.last.why, exactly(one.last.at), *lost))
        return self._exact(one, column)

    def _kind(self, field: str) -> Kind:
        record = self._told.record if self._told is not None else None
        return UNTOLD if record is None else self._known.of(HUB, record.object, field, record.fields)

    def _held(self, told: TraceWord, at: int) -> dict[str, _Held]:
        """What one connection holds, by hub field. Where one rule joins several fields, each shows them together."""
        held: dict[str, _Held] = {}
        pair = told.pairs[at]
        for side in pair.values:
            kinds = [self._known.of(pair.connection, pair.crm_object, field) for field in side.crm]
            said = _Held(
                shown=" | ".join(map(self._words.value, side.values, kinds)),
                stored=" | ".join(map(stored, side.values)),
            )
            held.update(dict.fromkeys(side.hub, said))
        return held

    def _say_anew(self) -> None:
        if self._told is not None:
            self.show_trace(self._told)
