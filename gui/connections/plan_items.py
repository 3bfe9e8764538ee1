"""The items of the wizard's plan, narrowed to a kind or to what was done, and the fields of the one that is looked at."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from core.errors import CrmSyncError
from core.wire.plans import PlanWord
from gui.pages import Shell
from gui.plans.items import FieldChanges, PlanItems
from gui.plans.wording import PlanWords
from gui.sentences import in_sentences
from gui.tokens import Space
from gui.widgets.looks import foreign, row
from gui.widgets.table import RowTable

_TABLE: Final = 240
_FIELDS: Final = 130


class ItemsLook(QWidget):
    failed = Signal(CrmSyncError)

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._words = PlanWords(self)
        self.kind = QComboBox()
        self.kind.setAccessibleName(self.tr("Kind of item"))
        self.kind.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.kind.currentIndexChanged.connect(lambda _at: self._narrow())
        self.model = PlanItems(shell, self)
        self.model.failed.connect(self.failed)
        self.model.loaded.connect(self._loaded)
        self.table = RowTable(self.model, self.tr("Items of the plan"), (48, 140, 100, 190, 0, 90))
        self.table.setColumnHidden(0, True)  # the number; room is short beside the steps
        self.table.setMinimumHeight(_TABLE)
        self.table.selectionModel().selectionChanged.connect(lambda _now, _before: self._show_item())
        self.fields = FieldChanges(self.model, self)
        self._note = foreign("muted")
        self.field_table = RowTable(self.fields, self.tr("Fields of the item"), (200, 0, 0))
        self.field_table.setMinimumHeight(_FIELDS)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(Space.ONE)
        inside.addLayout(row(self.kind, None))
        inside.addWidget(self.table, 3)
        inside.addWidget(self._note)
        inside.addWidget(self.field_table, 1)
        self._show_item()

    def show_plan(self, plan: PlanWord, state: str = "") -> None:
        """All its items, or those in this state."""
        self.model.plan, self.model.connection, self.model.state = plan.id, plan.connection, state
        self.kind.blockSignals(True)
        self.kind.clear()
        self.kind.addItem(self.tr("Everything"), "")
        for kind, count in plan.counts.items():
            if count:
                told = self._words.item(kind)
                self.kind.addItem(told if state else f"{told}: {QLocale().toString(count)}", kind)
        self.kind.blockSignals(False)
        self._narrow()

    def _narrow(self) -> None:
        self.model.kind = self.kind.currentData() or ""
        self.model.reload()

    def _loaded(self) -> None:
        if self.model.rowCount() and self.table.row is None:
            self.table.setCurrentIndex(self.model.index(0, 0))
        self._show_item()

    def _show_item(self) -> None:
        rows = self.table.rows
        one = self.model.rows[rows[0]] if rows and rows[0] < self.model.rowCount() else None
        self._note.setText(in_sentences(one.note) if one is not None else "")
        self._note.setVisible(bool(one is not None and one.note))
        self.fields.show_item(one)
        self.field_table.setVisible(bool(one is not None and one.changes))
