"""What is proposed: pairs with how sure they are and why. Nothing of it counts before a person accepts it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QSpinBox,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from core.errors import CrmSyncError
from core.wire.laboratory import PairWord
from gui.mapping.draft import Draft
from gui.theme import Theme
from gui.tokens import Space
from gui.widgets.flow_row import FlowRow
from gui.widgets.looks import button, holding, row
from gui.widgets.paged_table import one_line
from gui.widgets.table import calm
from gui.widgets.told import Told

_SURE = 90


class SuggestionsCard(QWidget):
    """`asked` when suggestions are wanted."""

    asked = Signal()
    jumped = Signal(str, str)  # a CRM field and a hub field

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.draft: Draft | None = None
        self._may_write = True
        self._shown: list[PairWord] = []
        self._told = Told("muted")
        self.table = QTableWidget(0, 4)
        self.table.setAccessibleName(self.tr("Suggestions"))
        self.table.setHorizontalHeaderLabels(
            [self.tr("Sure"), self.tr("CRM"), self.tr("Hub"), self.tr("Why")]
        )
        calm(self.table)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.horizontalHeader().setSectionResizeMode(3, QHeaderView.ResizeMode.Stretch)
        self.table.itemSelectionChanged.connect(self._look)
        self.sure = QSpinBox()
        self.sure.setRange(50, 100)
        self.sure.setValue(_SURE)
        self.sure.setSuffix(" %")
        self.sure.lineEdit().setTextMargins(
            Space.ONE, 0, Space.ONE, 0
        )  # the style sheet's padding is not heeded here
        self.sure.setAccessibleName(self.tr("Accept from this certainty on"))
        self.ask = button(self.tr("Suggest"), self.asked.emit, theme=theme, icon="sparkles")
        self.accept = button(self.tr("Accept"), self.accept_chosen, theme=theme, icon="check")
        self.dismiss = button(self.tr("Dismiss"), self.dismiss_chosen, kind="quiet", theme=theme, icon="x")
        self.accept_all = button(
            self.tr("Accept all from"), self.accept_sure, kind="quiet", theme=theme, icon="list-checks"
        )
        sure = holding(row(self.accept_all, self.sure))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(Space.ONE, Space.ONE, Space.ONE, 0)
        outer.setSpacing(Space.ONE)
        self.table.setMinimumHeight(2 * Space.FOUR)  # in a small window it gives way to the buttons
        outer.addLayout(FlowRow(self.ask, self.accept, self.dismiss, sure))
        outer.addWidget(self._told)
        outer.addWidget(self.table, 1)
        self.say("")

    def show_draft(self, draft: Draft | None, *, may_write: bool) -> None:
        self.draft, self._may_write = draft, may_write
        for one in (self.accept, self.dismiss, self.accept_all, self.sure):
            one.setVisible(may_write)
        self.refresh()

    def say(self, text: str) -> None:
        self._told.setText(text)
        self._told.setVisible(bool(text))

    def explain(self, error: CrmSyncError) -> None:
        self._told.explain(error)
        self._told.show()

    def refresh(self) -> None:
        pairs = self.draft.open_pairs() if self.draft is not None else []
        if pairs != self._shown:
            self._shown = pairs
            self.table.setRowCount(len(pairs))
            for at, one in enumerate(pairs):
                texts = (f"{round(one.confidence * 100)} %", one.crm, one.hub, "; ".join(one.reasons))
                for column, text in enumerate(texts):
                    self.table.setItem(at, column, QTableWidgetItem(one_line(text)))
            self.table.resizeColumnsToContents()
        for made in (self.accept, self.dismiss, self.accept_all):
            made.setEnabled(bool(pairs))
        if self.draft is not None and self.draft.pairs:
            self.say(self.tr("%Ln suggestion(s) open. Nothing is applied by itself.", "", len(pairs)))

    def chosen(self) -> list[PairWord]:
        rows = sorted({one.row() for one in self.table.selectedIndexes()})
        return [self._shown[at] for at in rows if at < len(self._shown)]

    def accept_chosen(self) -> None:
        if self.draft is not None:
            self.draft.accept(self.chosen() or self._shown[:1])

    def dismiss_chosen(self) -> None:
        if self.draft is not None:
            self.draft.dismiss(self.chosen() or self._shown[:1])

    def accept_sure(self) -> None:
        if self.draft is not None:
            self.draft.accept(one for one in self._shown if one.confidence * 100 >= self.sure.value())

    def choose(self, crm: str, hub: str) -> None:
        """The suggestion of these two fields."""
        at = next((at for at, one in enumerate(self._shown) if (one.crm, one.hub) == (crm, hub)), None)
        if at is not None:
            self.table.selectRow(at)
            self.table.setFocus()

    def _look(self) -> None:
        found = self.chosen()
        if found:
            self.jumped.emit(found[0].crm, found[0].hub)

    def keyPressEvent(self, event: object) -> None:
        key = getattr(event, "key", lambda: 0)()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._may_write:
            self.accept_chosen()
        elif key == Qt.Key.Key_Delete and self._may_write:
            self.dismiss_chosen()
