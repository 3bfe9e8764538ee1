"""Records side by side: a column each, a row for the fields that belong together; what differs from the first is marked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt
from PySide6.QtGui import QColor

from core.wire.comparing import CellWord, ComparedWord, ComparisonWord, RowWord
from core.wire.words import WireFields
from gui.known_fields import HUB, KnownFields
from gui.session import now_ms
from gui.theme import Theme
from gui.tokens import Tone
from gui.widgets.copying import WHOLE_ROLE
from gui.widgets.paged_table import Index, one_line, tip
from gui.widgets.times import exactly, relatively
from gui.widgets.values import shown, stored

_NOWHERE = QModelIndex()
_NONE: Final = "–"
_MARK: Final = "≠ "


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cell:
    """For the eye, as it is copied, and what is said on hover."""

    shown: str
    whole: str
    hint: str
    differs: bool = False
    quiet: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    name: str
    hint: str
    cells: list[_Cell]
    is_field: bool = True


class BesideModel(QAbstractTableModel):
    def __init__(self, theme: Theme, known: KnownFields, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme, self._known = theme, known
        self._told: ComparisonWord | None = None
        self._heads: list[tuple[str, str]] = []
        self._lines: list[_Line] = []
        self.only_different = False
        self._fitted: Callable[[str], str] = str
        known.learnt.connect(self._say_anew)
        theme.changed.connect(self._say_anew)

    def take(self, told: ComparisonWord | None) -> None:
        self.beginResetModel()
        self._told = told
        records = told.records if told is not None else []
        self._heads = [self._head(records, at) for at in range(len(records))]
        self._lines = self._all_lines(told) if told is not None else []
        if self.only_different:
            self._lines = [one for one in self._lines if any(cell.differs for cell in one.cells)]
        self.endResetModel()

    def narrow(self, *, only_different: bool) -> None:
        self.only_different = only_different
        self.take(self._told)

    def fit_heads(self, fitted: Callable[[str], str]) -> None:
        """Heads are names, as long as they are: `fitted` makes one as short as there is room."""
        self._fitted = fitted
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self._heads))

    # what it is made of -------------------------------------------------------------------------------------------------
    def _head(self, records: list[ComparedWord], at: int) -> tuple[str, str]:
        """What stands over a column, and what is said of it on hover. A candidate has the number of its answer."""
        one = records[at]
        where = one.connection or self.tr("Hub")
        name = one.name or one.id
        parts = {"loser": self.tr("Goes · {0}: {1}"), "winner": self.tr("Stays · {0}: {1}")}
        head = parts.get(one.part, "{0}: {1}").format(where, name)
        candidates = [each for each in records if each.part == "candidate"]
        if one in candidates and len(candidates) > 1:
            head = f"{candidates.index(one) + 1}  {head}"
        return head, f"{head}\n{where} · {one.object} {one.id}"

    def _all_lines(self, told: ComparisonWord) -> list[_Line]:
        lines = [
            _Line(name=self.tr("Id"), hint="", cells=[_said(one.id) for one in told.records], is_field=False)
        ]
        if any(one.pair for one in told.records):
            pairs = [_said(one.pair) for one in told.records]
            hint = self.tr("The CRM's record that the hub's is in step with")
            lines.append(_Line(name=self.tr("In step with"), hint=hint, cells=pairs, is_field=False))
        changed = [self._changed(one) for one in told.records]
        lines.append(_Line(name=self.tr("Last change"), hint="", cells=changed, is_field=False))
        beside = [_held(told, one) for one in told.records]
        for at, row in enumerate(told.rows):
            cells = [
                self._cell(one, row, one.cells[at], fields)
                for one, fields in zip(told.records, beside, strict=True)
            ]
            lines.append(_Line(name=" + ".join(row.hub), hint=self._label(told, row), cells=cells))
        return lines

    def _label(self, told: ComparisonWord, row: RowWord) -> str:
        """What the hub calls the fields, and what the CRM calls its own."""
        fields = self._known.of_object(_hub_object(told))
        ours = " + ".join(fields[name].label if name in fields else name for name in row.hub)
        if not row.crm:
            return self.tr("{0}: not mapped here").format(ours)
        return f"{ours} ⇄ {' + '.join(row.crm)}"

    def _changed(self, one: ComparedWord) -> _Cell:
        match one.state:
            case "unread":
                return _said(self.tr("could not be read"))
            case "unknown":
                return _said(self.tr("unknown here"))
            case "merged":
                said = self.tr("merged into {0}").format(one.merged_into)
            case "deleted":
                said = self.tr("deleted")
            case _:
                said = ""
        when = relatively(one.changed_at, now_ms()) if one.changed_at is not None else ""
        exact = exactly(one.changed_at) if one.changed_at is not None else ""
        told = " · ".join(filter(None, (said, when))) or _NONE
        return _Cell(shown=told, whole=" · ".join(filter(None, (said, exact))), hint=exact)

    def _cell(self, one: ComparedWord, row: RowWord, cell: CellWord, beside: WireFields) -> _Cell:
        held = [value for value in cell.values if value not in (None, "")]
        if not held:
            return _Cell(
                shown=f"{_MARK}{shown(None)}" if cell.same is False else _NONE,
                whole="",
                hint="",
                differs=cell.same is False,
                quiet=cell.same is not False,
            )
        if cell.raw:
            kinds = [self._known.of(one.connection, one.object, name) for name in row.crm]
        else:
            object = self._known.hub_object(one.connection, one.object)
            kinds = [self._known.of(HUB, object, name, beside) for name in row.hub]
        told = " + ".join(
            shown(value, kind)
            for value, kind in zip(cell.values, kinds, strict=False)
            if value not in (None, "")
        )
        whole = " + ".join(map(stored, held))
        said = [whole]
        if cell.raw:
            said.append(self.tr("as {0} holds it").format(one.connection))
        differs = cell.same is False
        return _Cell(
            shown=_MARK + told if differs else told, whole=whole, hint="\n".join(said), differs=differs
        )

    def _say_anew(self) -> None:
        if self._told is not None:
            self.take(self._told)

    # as Qt asks ---------------------------------------------------------------------------------------------------------
    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else 1 + len(self._heads)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < self.columnCount():
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head, hint = self._heads[section - 1] if section else (self.tr("Field"), "")
        if role == Qt.ItemDataRole.DisplayRole:
            return self._fitted(one_line(head, most=120))
        return tip(hint) if role == Qt.ItemDataRole.ToolTipRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line, column = self._lines[index.row()], index.column()
        if column == 0:
            return self._name(line, role)
        cell = line.cells[column - 1]
        colours = self._theme.colours
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return one_line(cell.shown)
            case Qt.ItemDataRole.ToolTipRole:
                return tip(cell.hint)
            case Qt.ItemDataRole.ForegroundRole if cell.differs:
                return QColor(colours.of(Tone.WARN))
            case Qt.ItemDataRole.ForegroundRole if cell.quiet or not line.is_field:
                return QColor(colours.muted)
            case Qt.ItemDataRole.AccessibleTextRole if cell.differs:
                return self.tr("differs: {0}").format(one_line(cell.whole) or shown(None))
        return cell.whole if role == WHOLE_ROLE else None

    def _name(self, line: _Line, role: int) -> Any:
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return one_line(line.name)
            case Qt.ItemDataRole.ToolTipRole:
                return tip(line.hint)
            case Qt.ItemDataRole.ForegroundRole:
                return QColor(self._theme.colours.muted)
        return line.name if role == WHOLE_ROLE else None


def _said(text: str) -> _Cell:
    return _Cell(shown=text or _NONE, whole=text, hint=text)


def _hub_object(told: ComparisonWord) -> str:
    return next((one.object for one in told.records if not one.connection), "")


def _held(told: ComparisonWord, one: ComparedWord) -> WireFields:
    """Its values by the hub's fields: an amount's currency is one of them."""
    found: WireFields = {}
    for row, cell in zip(told.rows, one.cells, strict=True):
        if not cell.raw and len(cell.values) == len(row.hub):
            found.update(zip(row.hub, cell.values, strict=True))
    return found
