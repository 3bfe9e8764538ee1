"""The fields of one side as a list, narrowed by a search, with what each is mapped to and what speaks against it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Any, TypeAlias

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from core.mapping_sides import Side
from core.schema import Field
from gui.mapping.draft import Draft
from gui.type_words import TypeWords
from gui.widgets.paged_table import one_line, tip

Index: TypeAlias = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_SAMPLES = 5


class Which(Enum):
    CRM = "crm"
    HUB = "hub"


class FieldsModel(QAbstractListModel):
    """Rows are fields in declared order, then those that the mapping names and the object does not have."""

    def __init__(self, which: Which, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.which = which
        self._types = TypeWords(self)
        self.draft: Draft | None = None
        self.side: Side | None = None
        self.dimmed: Mapping[str, str] = {}  # why it cannot take what is dragged
        self.wrong: set[str] = set()
        self._needle = self._needle_of_both = ""
        self._all: list[str] = []
        self._rows: list[str] = []
        self._place: dict[str, int] = {}
        self._mapped: dict[str, str] = {}

    # what is in it ----------------------------------------------------------------------------------------------------
    def show_draft(self, draft: Draft | None) -> None:
        self.draft = draft
        sides = draft.sides if draft is not None else None
        self.side = None if sides is None else sides.crm if self.which is Which.CRM else sides.hub
        self.refresh(anew=True)

    def refresh(self, *, anew: bool = False) -> None:
        """The mapping is another one: marks are taken anew, rows only where a field came or went."""
        known = list(self.side.object.fields) if self.side is not None else []
        rules = self.draft.mapping.rules if self.draft is not None else ()
        self._mapped = {
            name: rule.name for rule in rules for name in (rule.crm if self.which is Which.CRM else rule.hub)
        }
        found = list(dict.fromkeys([*known, *self._mapped]))
        if anew or found != self._all:
            self._all = found
            self._narrow()
        elif self._rows:
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))

    def narrow(self, needle: str) -> None:
        self._needle = needle.strip().casefold()
        self._narrow()

    def narrow_with_partners(self, needle: str) -> None:
        """As `narrow`, and besides it: to what fits, and what is mapped to something that does."""
        self._needle_of_both = needle.strip().casefold()
        self._narrow()

    def dim(self, reasons: Mapping[str, str]) -> None:
        self.dimmed = reasons
        if self._rows:
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))

    def _narrow(self) -> None:
        self.beginResetModel()
        self._rows = [name for name in self._all if self._fits(name)]
        self._place = {name: at for at, name in enumerate(self._rows)}
        self.endResetModel()

    def _fits(self, name: str) -> bool:
        if not _holds(self.side, name, self._needle):
            return False
        needle = self._needle_of_both
        if _holds(self.side, name, needle) or self.draft is None:
            return True
        rule = self.draft.rule(self._mapped.get(name, ""))
        if rule is None:
            return False
        is_crm, sides = self.which is Which.CRM, self.draft.sides
        side = None if sides is None else sides.hub if is_crm else sides.crm
        return any(_holds(side, one, needle) for one in (rule.hub if is_crm else rule.crm))

    # asked ------------------------------------------------------------------------------------------------------------
    @property
    def total(self) -> int:
        return len(self._all)

    @property
    def names(self) -> list[str]:
        """Those that are shown."""
        return self._rows

    def name_at(self, index: Index) -> str:
        return self._rows[index.row()] if index.isValid() and index.row() < len(self._rows) else ""

    def place_of(self, name: str) -> int | None:
        """Its row; None where the search leaves it out."""
        return self._place.get(name)

    def hides(self, name: str) -> bool:
        """Whether only the search keeps it out of sight."""
        return name in self._all and name not in self._place

    def field(self, name: str) -> Field | None:
        return self.side.object.fields.get(name) if self.side is not None else None

    def rule_at(self, name: str) -> str:
        return self._mapped.get(name, "")

    # Qt's part --------------------------------------------------------------------------------------------------------
    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        kept = super().flags(index)
        return kept | Qt.ItemFlag.ItemNeverHasChildren if index.isValid() else kept

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        name = self.name_at(index)
        if not name:
            return None
        field = self.field(name)
        if role == Qt.ItemDataRole.DisplayRole:
            return one_line(field.label or name) if field is not None else one_line(name)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(self._sayings(name, field))
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._hint(name, field)
        return None

    def _sayings(self, name: str, field: Field | None) -> list[str]:
        said = [one_line(field.label or name) if field is not None else one_line(name), one_line(name)]
        if field is None:
            return [*said, self.tr("not in the object any more")]
        said.append(self._types.called(field.type))
        said += [self.tr("required")] * field.required + [self.tr("read only")] * field.read_only
        rule = self._mapped.get(name)
        said.append(self.tr("mapped by {0}").format(one_line(rule)) if rule else self.tr("not mapped"))
        return said

    def _hint(self, name: str, field: Field | None) -> str:
        lines = [" · ".join(self._sayings(name, field)[1:])]
        if name in self.dimmed:
            lines.insert(0, self.dimmed[name])
        samples = self.side.samples.get(name, ())[:_SAMPLES] if self.side is not None else ()
        if samples:
            lines.append(self.tr("For example:"))
            lines += [f"  {one_line(text, most=80)}" for text in samples]
        return tip("\n".join(lines))


def _holds(side: Side | None, name: str, needle: str) -> bool:
    label = side.label_of(name) if side is not None else ""
    return needle in name.casefold() or needle in label.casefold()
