"""One run: what it was, its changes record by record, and the ways to export it or take it back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeView, QVBoxLayout, QWidget

from core.errors import CrmSyncError
from core.wire.client import Operations
from core.wire.models import RunWord
from core.wire.undo import UndoPlanWord
from gui.activity.question import Question
from gui.activity.run_bar import RunBar
from gui.activity.run_tree import RunTree, rows_chosen
from gui.activity.wording import ActivityWords
from gui.calls import Call, Newest
from gui.pages import Shell
from gui.tokens import Space
from gui.undo.dialog import UndoDialog
from gui.widgets.copyable import CopyableId
from gui.widgets.copying import Copies
from gui.widgets.looks import button, label, row
from gui.widgets.paged_table import one_line
from gui.widgets.pill import Pill
from gui.widgets.states import Stack
from gui.widgets.table import grey_when_lost
from gui.widgets.times import RelativeTime, lasting

_OPEN_AT_ONCE = 40
_FIELD, _BY = 200, 110


class RunView(Stack):
    """`left` asks for the list again, `record` for a record's story, `export` for a file of what it did."""

    left = Signal()
    record = Signal(str)
    export = Signal(object)  # Question

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        content = QWidget()
        super().__init__(shell.theme, content, parent)
        self._newest = Newest()
        self._shell, self._words = shell, ActivityWords(self)
        self.run: RunWord | None = None
        theme = shell.theme
        self.back = button(self.tr("Activity"), self.left.emit, kind="link", theme=theme, icon="arrow-left")
        self.title, self.outcome = label("", "headline"), Pill()
        self.id, self.when = CopyableId(theme), RelativeTime(shell.ticker, role="muted")
        self.id.show_id("")
        self.facts = label("", "muted", wraps=True)
        self._spanned = 0
        self.tree = RunTree(shell.session, self)
        self.reading = RunBar(self.tree)
        self.view = QTreeView()
        self.view.setModel(self.tree)
        self.view.setAccessibleName(self.tr("Changes of the run"))
        self.view.setUniformRowHeights(True)
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.copies = Copies(self.view)
        head = self.view.header()
        head.setStretchLastSection(False)
        for column, width in ((0, _FIELD), (4, _BY)):
            self.view.setColumnWidth(column, width)
        for column in (1, 2, 3):
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        self.story = button(
            self.tr("Record's story"), self._open_record, theme=theme, icon="history", hint="Enter"
        )
        self.csv = button(self.tr("Export CSV…"), self._export, theme=theme, icon="download")
        self.undo_part = button(self.tr("Undo selected…"), self._undo_part, theme=theme, icon="undo-2")
        self.undo = button(self.tr("Undo this run…"), self._undo, kind="danger", theme=theme, icon="undo-2")
        outer = QVBoxLayout(content)
        outer.setContentsMargins(Space.THREE, Space.TWO, Space.THREE, Space.TWO)
        outer.setSpacing(Space.ONE)
        outer.addLayout(row(self.back, None))
        outer.addLayout(row(self.title, self.outcome, self.when, None, self.id))
        outer.addWidget(self.facts)
        outer.addLayout(row(self.story, self.undo_part, None, self.csv, self.undo))
        outer.addWidget(self.view, 1)
        outer.addWidget(self.reading)
        self.tree.loaded.connect(self._loaded)
        self.tree.failed.connect(self._not_loaded)
        self.view.activated.connect(self._activated)
        self.view.selectionModel().selectionChanged.connect(lambda _new, _old: self._chosen())
        shell.session.attached.connect(self._chosen)
        grey_when_lost(shell.session, self.view)

    def show_run(self, id: str) -> None:
        self.run = None
        self.show_loading()
        asked = self._shell.session.calls.ask(self, Operations.get_run, id)
        self._newest.of(asked).then(self.show_word).failed(
            lambda error: self._explain(error, lambda: self.show_run(id))
        )

    def show_word(self, run: RunWord) -> None:
        self._newest.drop()
        self.run = run
        words = self._words
        self.title.setText(words.run_kind(run.kind))
        self.outcome.say(*words.outcome(run.outcome))
        self.id.show_id(run.id)
        self.when.show_time(run.started)
        took = "" if run.ended is None else self.tr("took {0}").format(lasting(run.ended - run.started))
        place = " · ".join(part for part in (run.connection, run.object) if part)
        facts = " · ".join(
            part for part in (place, words.run_counts(run), took, words.run_reason(run)) if part
        )
        self.facts.setText(one_line(facts))
        self._chosen()
        self._spanned = 0
        self.tree.show_run(run.id, run.started)

    def _again(self) -> None:
        if self.run is not None:
            self.show_word(self.run)

    def _not_loaded(self, error: CrmSyncError) -> None:
        """What was read stays, and can be gone on with."""
        if self.tree.is_stopped and self.tree.rowCount():
            self._shell.toast_error(error)
        else:
            self._explain(error, self._again)

    def _loaded(self) -> None:
        if not self.tree.rowCount() and not self.tree.looks_on:
            self.show_empty(
                "list",
                self.tr("This run changed nothing"),
                self.tr("It looked, and found everything as it should be."),
                (self.tr("Back to the activity"), self.left.emit),
            )
            return
        self.show_content()
        count = self.tree.rowCount()
        for at in range(self._spanned, count):
            self.view.setFirstColumnSpanned(at, QModelIndex(), True)
            if at < _OPEN_AT_ONCE:
                self.view.expand(self.tree.index(at, 0))
        self._spanned = count
        if count and not self.view.currentIndex().isValid():
            self.view.setCurrentIndex(self.tree.index(0, 0))

    def _chosen(self) -> None:
        """What is offered follows what is selected; a read-only window offers no undo."""
        chosen = bool(self.records)
        may = self._shell.session.may_write
        self.story.setEnabled(chosen)
        self.undo_part.setEnabled(chosen)
        self.undo_part.setVisible(may)
        self.undo.setVisible(may)

    @property
    def records(self) -> list[str]:
        return rows_chosen(self.tree, self.view.selectionModel().selectedRows())

    def _activated(self, index: QModelIndex) -> None:
        id = self.tree.record_of(index)[1]
        if id:
            self.record.emit(id)

    def _open_record(self) -> None:
        if self.records:
            self.record.emit(self.records[0])

    def _export(self) -> None:
        if self.run is not None:
            self.export.emit(Question(run=self.run.id))

    def _undo(self) -> None:
        if self.run is not None:
            about = self.tr("Undo the run “{0}”").format(self._words.run_kind(self.run.kind))
            self._preview(about, {"run": self.run.id})

    def _undo_part(self) -> None:
        if self.run is not None and self.records:
            about = self.tr("Undo what happened to %Ln record(s) while this run went", "", len(self.records))
            since, until = self.run.started, self.run.ended
            self._preview(about, {"records": self.records, "since": since, "until": until})

    def _preview(self, about: str, what: dict[str, Any]) -> None:
        """A part of a run is what happened to some records while it went."""

        def plan(owner: QObject) -> Call[UndoPlanWord]:
            return self._shell.session.calls.ask(owner, Operations.plan_undo, **what)

        UndoDialog(self._shell, about, plan, self).open()

    def _explain(self, error: CrmSyncError, again: Callable[[], object]) -> None:
        self.show_error(error, again, (self.tr("Back to the activity"), self.left.emit))
