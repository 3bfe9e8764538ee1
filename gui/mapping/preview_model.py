"""Real records as they would be on the other side: one row a record and rule, with what would not survive."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeAlias

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from core.mapping import Direction, Mapping
from core.mapping_sides import Side, Sides
from core.record_names import name_of
from core.wire.laboratory import PreviewWord
from core.wire.words import WireValue
from gui.theme import Theme
from gui.tokens import Tone
from gui.widgets.copying import WHOLE_ROLE
from gui.widgets.paged_table import one_line, tip
from gui.widgets.values import UNTOLD, Kind, shown, stored

Index: TypeAlias = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """`given` and `made` are for the eye; `stored` has both as they are stored.

    `trouble` is why it is refused, would not be taken, or how it would come back; "" where all is well.
    """

    record: str
    called: str
    to_hub: bool
    rule: str
    given: str
    made: str
    stored: tuple[str, str] = ("", "")
    refused: str = ""
    unfit: str = ""
    lost: str = ""
    left_out: str = ""

    @property
    def is_bad(self) -> bool:
        return bool(self.refused or self.unfit or self.lost)

    @property
    def trouble(self) -> str:
        return self.refused or self.unfit or self.lost or self.left_out


def lines_of(mapping: Mapping, told: Iterable[PreviewWord], sides: Sides | None) -> list[Line]:
    """Record by record in the order told, rule by rule in the mapping's; empty values are passed over."""
    found = []
    crm, hub = (_kinds(sides.crm), _kinds(sides.hub)) if sides is not None else ({}, {})
    for one in told:
        to_hub = one.towards == Direction.TO_HUB.value
        called = name_of(one.values if to_hub else one.given)
        for rule in mapping.rules:
            here, there = (rule.crm, rule.hub) if to_hub else (rule.hub, rule.crm)
            mine, other = (crm, hub) if to_hub else (hub, crm)
            given, made = _shown(one.given, here, mine), _shown(one.values, there, other)
            line = Line(
                record=one.id,
                called=called,
                to_hub=to_hub,
                rule=rule.name,
                given=given,
                made=made,
                stored=(_shown(one.given, here, {}), _shown(one.values, there, {})),
                refused=one.refused.get(rule.name, ""),
                unfit=one.unfit.get(rule.name, ""),
                lost=one.lost.get(rule.name, ""),
                left_out=one.left_out,
            )
            if given or made or line.is_bad:
                found.append(line)
    return found


def _kinds(side: Side) -> dict[str, Kind]:
    return {name: Kind(field.type.value) for name, field in side.object.fields.items()}


def _shown(values: dict[str, WireValue], names: Iterable[str], kinds: dict[str, Kind]) -> str:
    """By their kinds; where there are none, as they are stored."""
    held = [(name, value) for name in names if (value := values.get(name)) not in (None, "")]
    return " + ".join(shown(one, kinds.get(name, UNTOLD)) if kinds else stored(one) for name, one in held)


class PreviewModel(QAbstractTableModel):
    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._all: list[Line] = []
        self.lines: list[Line] = []
        self._rule, self._only_troubled = "", False

    def take(self, lines: list[Line]) -> None:
        self._all = lines
        self._narrow()

    def narrow(self, *, rule: str, only_troubled: bool) -> None:
        self._rule, self._only_troubled = rule, only_troubled
        self._narrow()

    @property
    def troubled(self) -> int:
        return sum(one.is_bad for one in self._all)

    def _narrow(self) -> None:
        self.beginResetModel()
        self.lines = [
            one
            for one in self._all
            if self._rule in ("", one.rule) and (not self._only_troubled or one.trouble)
        ]
        self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else 6

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        heads = (
            self.tr("Record"),
            self.tr("Direction"),
            self.tr("Rule"),
            self.tr("Is"),
            self.tr("Becomes"),
            self.tr("Note"),
        )
        return heads[section] if 0 <= section < len(heads) else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        one = self.lines[index.row()]
        if role == Qt.ItemDataRole.DecorationRole and index.column() == 5 and one.trouble:
            bad = one.is_bad
            return self._theme.icon("circle-alert" if bad else "filter", Tone.BAD if bad else Tone.NEUTRAL)
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, WHOLE_ROLE):
            return None
        is_shown = role == Qt.ItemDataRole.DisplayRole
        values = (one.given, one.made) if is_shown else one.stored
        way = self.tr("CRM to hub") if one.to_hub else self.tr("Hub to CRM")
        record = one.record
        if one.called and role != WHOLE_ROLE:
            record = one.called if is_shown else f"{one.called}\n{one.record}"
        text = (record, way, one.rule, *values, self._note(one))[index.column()]
        if role == WHOLE_ROLE:
            return text
        return one_line(text) if is_shown else tip(text)

    def _note(self, one: Line) -> str:
        if one.refused:
            return self.tr("Refused: {0}").format(one.refused)
        if one.unfit or one.lost:
            said = one.unfit or one.lost
            return said[:1].upper() + said[1:]
        return self.tr("Left out: {0}").format(one.left_out) if one.left_out else ""
