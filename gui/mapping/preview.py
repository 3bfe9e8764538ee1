"""The preview: ten real records of either side, mapped anew a moment after every change."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QCheckBox, QHeaderView, QTableView, QVBoxLayout, QWidget

from core.errors import CrmSyncError
from core.wire.client import Operations
from core.wire.laboratory import PreviewWord
from core.wire.words import Page
from gui.calls import Call
from gui.mapping.draft import Draft
from gui.mapping.preview_model import PreviewModel, lines_of
from gui.pages import Shell
from gui.tokens import Space
from gui.widgets.looks import holding, row
from gui.widgets.table import calm
from gui.widgets.told import Told
from gui.widgets.turning import Turning

RECORDS = 10
_LATER_MS = 600
_NOTE = 5  # the column that is empty where all is well
_BOTH = 720  # wide: what is shown and what it came to beside one another
_VALUES = (3, 4)  # the columns of what is, and of what becomes of it
_WIDEST = 150  # of a column that others need the room more than
_NOTE_WIDTH = (
    300  # without so much room beside the others it stands before them, and the table scrolls across
)


class PreviewCard(QWidget):
    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shell = shell
        self.draft: Draft | None = None
        self._call: Call[Page[PreviewWord]] | None = None
        self._asked = ""
        self.model = PreviewModel(shell.theme, self)
        self.table = QTableView()
        self.table.setModel(self.model)
        self.table.setAccessibleName(self.tr("Preview"))
        calm(self.table)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setColumnHidden(_NOTE, True)
        self._lay_columns()
        self._told = Told("muted")
        self.only_rule = QCheckBox(self.tr("Only the chosen rule"))
        self.only_bad = QCheckBox(self.tr("Only what does not survive"))
        for box in (self.only_rule, self.only_bad):
            box.setAccessibleName(box.text())
            box.toggled.connect(self.narrow)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_LATER_MS)
        self._later.timeout.connect(self.ask)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(Space.ONE, Space.ONE, Space.ONE, 0)
        outer.setSpacing(Space.ONE)
        boxes = holding(row(self.only_rule, self.only_bad))
        outer.addWidget(Turning(boxes, self._told, _BOTH, space=Space.TWO, shares=(0, 1)))
        outer.addWidget(self.table, 1)

    def show_draft(self, draft: Draft | None) -> None:
        self.draft = draft
        self._asked = ""
        self.model.take([])
        self.refresh()

    def showEvent(self, event: object) -> None:
        if not self.model.rowCount():
            self.table.resizeColumnsToContents()
        self.refresh()

    def refresh(self) -> None:
        """A moment later, and only where somebody looks."""
        if self.isVisible() and self.draft is not None and self.draft.text != self._asked:
            self._told.setText(self.tr("Mapping records…"))
            self._later.start()

    def narrow(self) -> None:
        rule = self.draft.current if self.draft is not None and self.only_rule.isChecked() else ""
        self.model.narrow(rule=rule, only_troubled=self.only_bad.isChecked())

    def ask(self) -> None:
        draft = self.draft
        if draft is None:
            return
        if not draft.mapping.rules:
            self.model.take([])
            self._told.setText(self.tr("Nothing is mapped yet."))
            return
        if self._call is not None:
            self._call.cancel()
        self._asked = draft.text
        mapping = draft.mapping
        calls = self._shell.session.calls
        self._call = calls.ask(
            self,
            Operations.preview_mapping,
            mapping.connection,
            mapping.crm_object,
            self._asked,
            samples=RECORDS,
        )
        self._call.then(self._take).failed(self._fail)

    def _take(self, page: Page[PreviewWord]) -> None:
        if self.draft is None:
            return
        self.model.take(lines_of(self.draft.mapping, page.rows, self.draft.sides))
        self.narrow()
        bad = self.model.troubled
        self.table.setColumnHidden(_NOTE, not bad)
        self._lay_columns()
        self._told.setText(
            self.tr("%Ln value(s) would not survive.", "", bad)
            if bad
            else self.tr("All values of %Ln record(s) survive both ways.", "", len(page.rows))
        )

    def _lay_columns(self) -> None:
        """Values share what room there is; beside a note they take what they need, for what is wrong is read first."""
        noted = not self.table.isColumnHidden(_NOTE)
        head, modes = self.table.horizontalHeader(), QHeaderView.ResizeMode
        for column in _VALUES:
            head.setSectionResizeMode(column, modes.Interactive if noted else modes.Stretch)
        self.table.resizeColumnsToContents()
        for column in (0, *_VALUES):
            if column == 0 or noted:
                self.table.setColumnWidth(column, min(self.table.columnWidth(column), _WIDEST))
        others = sum(self.table.columnWidth(column) for column in range(_NOTE))
        fits = self.width() - 2 * Space.THREE - others >= _NOTE_WIDTH or not noted
        head.setSectionResizeMode(_NOTE, modes.Stretch if fits else modes.Interactive)
        head.moveSection(head.visualIndex(_NOTE), _NOTE if fits else 1)
        if not fits:
            self.table.setColumnWidth(_NOTE, _NOTE_WIDTH)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_columns()

    def _fail(self, error: CrmSyncError) -> None:
        self.model.take([])
        self._told.explain(error)
