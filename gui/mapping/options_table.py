"""A lens's options as a table of two columns; of choices, one line a choice that is offered or occurs."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from core.mapping import FieldRule
from core.mapping_sides import Sides
from core.value_maps import OTHERWISE, value_map, words_of
from gui.theme import Theme
from gui.tokens import Space
from gui.widgets.flow_row import FlowRow
from gui.widgets.looks import button, label
from gui.widgets.paged_table import one_line, tip
from gui.widgets.table import calm


class OptionsTable(QWidget):
    edited = Signal(object)  # dict[str, str]

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rule: FieldRule | None = None
        self._sides: Sides | None = None
        self._is_filling = False
        self._title = label("", "strong")
        self.table = QTableWidget(0, 2)
        self.table.setAccessibleName(self.tr("Options of the lens"))
        calm(self.table)
        self.table.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        for at in (0, 1):
            self.table.horizontalHeader().setSectionResizeMode(at, QHeaderView.ResizeMode.Stretch)
        self.table.setMinimumHeight(Space.RAIL // 2)
        self.table.itemChanged.connect(self._changed)
        self.fill = button(
            self.tr("Fill from the values that occur"),
            self.fill_in,
            kind="quiet",
            theme=theme,
            icon="wand-sparkles",
        )
        self.add = button(self.tr("Add a line"), self._add, kind="quiet", theme=theme, icon="plus")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(Space.HALF)
        outer.addLayout(FlowRow(self._title, self.fill, self.add))
        outer.addWidget(self.table, 1)

    def show_rule(self, rule: FieldRule, sides: Sides | None) -> None:
        is_same = (
            self._rule is not None and self._rule.name == rule.name and self.options() == dict(rule.options)
        )
        self._rule, self._sides = rule, sides
        is_map = rule.lens == "choice_map"
        self.fill.setVisible(is_map)
        self._title.setText(self.tr("Values") if is_map else self.tr("Options"))
        heads = [self.tr("Hub"), self.tr("CRM")] if is_map else [self.tr("Option"), self.tr("Value")]
        self.table.setHorizontalHeaderLabels(heads)
        if is_map and (head := self.table.horizontalHeaderItem(1)) is not None:
            head.setToolTip(self.tr("Several stand with | between them."))
        if not is_same:
            self._put(dict(rule.options))

    def options(self) -> dict[str, str]:
        """What is complete: lines without one of their halves are still being written."""
        found = {}
        for at in range(self.table.rowCount()):
            name, value = (self._text(at, column) for column in (0, 1))
            if name and value:
                found[name] = value
        return found

    def fill_in(self) -> None:
        """Propose a line for every choice of the hub; what is there stays."""
        rule, sides = self._rule, self._sides
        if rule is None or sides is None or len(rule.hub) != 1 or len(rule.crm) != 1:
            return
        hub, crm = sides.hub.object.fields.get(rule.hub[0]), sides.crm.object.fields.get(rule.crm[0])
        if hub is None or crm is None:
            return
        known = {name: text for name, text in rule.options.items() if name != OTHERWISE}
        made = value_map(hub, crm, known, sides)
        if OTHERWISE in rule.options:
            made[OTHERWISE] = rule.options[OTHERWISE]
        self._put(made)
        taken = {part.strip() for text in made.values() for part in text.split("|")}
        for text in sides.crm.samples.get(crm.name, ()):
            if text not in taken:
                self._append("", text)  # it occurs there, and nobody has said yet what it is here
        offered = ", ".join(one_line(value, most=40) for value in list(words_of(crm, sides.crm))[:40])
        self.table.setToolTip(tip(offered, most=2_000))
        self.edited.emit(self.options())

    def _put(self, options: dict[str, str]) -> None:
        self._is_filling = True
        self.table.setRowCount(len(options))
        for at, pair in enumerate(options.items()):
            for column, text in enumerate(pair):
                self.table.setItem(at, column, QTableWidgetItem(text))
        self._is_filling = False

    def _text(self, at: int, column: int) -> str:
        item = self.table.item(at, column)
        return item.text().strip() if item is not None else ""

    def _append(self, *pair: str) -> int:
        at = self.table.rowCount()
        self._is_filling = True
        self.table.setRowCount(at + 1)
        for column, text in enumerate(pair):
            self.table.setItem(at, column, QTableWidgetItem(text))
        self._is_filling = False
        return at

    def _add(self) -> None:
        self.table.setCurrentCell(self._append("", ""), 0)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _changed(self) -> None:
        if not self._is_filling:
            self.edited.emit(self.options())
