"""The log, newest first: every change, or the runs they belong to, with the selected entry in full beside it."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QFont, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from core.errors import CrmSyncError
from core.wire.events import Event, EventKind
from core.wire.models import RunWord
from gui.activity.entries import EntriesModel, RunsModel
from gui.activity.entry_detail import EntryDetail
from gui.activity.export import ExportBar
from gui.activity.filters import Filters
from gui.activity.looking_bar import LookingBar
from gui.activity.question import Question
from gui.context import LinkState
from gui.pages import Shell
from gui.tokens import Space
from gui.widgets.looks import button, gap, label, row
from gui.widgets.states import Stack
from gui.widgets.table import RowTable, grey_when_lost
from gui.wording import number

_LATER_MS = 1_000
_NARROW = 1_000  # below, the detail stands under the table
_UPPER, _LOWER = 320, 240
_LEFT, _RIGHT = 760, 400
_QUIET = frozenset({EventKind.SNAPSHOT, EventKind.COUNTS, EventKind.PROGRESS})


class LogView(QWidget):
    """`run` tells a run to open, `record` a record's id, `named` what may name one record or run."""

    run = Signal(object)  # RunWord | str
    record = Signal(str)
    named = Signal(str)

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shell = shell
        theme = shell.theme
        self.filters = Filters(theme)
        self.entries = EntriesModel(shell.session, theme, self)
        self.runs = RunsModel(shell.session, theme, self)
        widths = (136, 140, 220, 0, 110, 100)
        self.table = RowTable(self.entries, self.tr("Changes"), widths, self._open_entry, spare=(4, 5))
        self.run_table = RowTable(self.runs, self.tr("Runs"), (136, 110, 170, 0, 160, 80), self._open_run)
        self.detail = EntryDetail(theme, shell.session.fields)
        self.by_change = self._switch(self.tr("Changes"))
        self.by_run = self._switch(self.tr("By run"))
        self.csv = button(self.tr("Export CSV…"), self._export, theme=theme, icon="download")
        self.fresh = button(self.tr("Show newer"), self.reload, kind="link", theme=theme, icon="refresh-cw")
        self.fresh.hide()
        self.csv.setEnabled(False)  # until there is something
        self.export_bar = ExportBar(shell)
        self.looking = LookingBar(self.entries)
        self.count = label("", "caption")
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_LATER_MS)
        self._lay_out()
        self._connect()
        self.by_change.setChecked(True)
        self.stack.show_loading()

    @property
    def model(self) -> EntriesModel | RunsModel:
        return self.runs if self.by_run.isChecked() else self.entries

    def begin(self) -> None:
        """Another daemon: from the start."""
        self.filters.show_health(self._shell.session.health)
        self.detail.show_entry(None)
        self.count.setText("")
        self.csv.setEnabled(False)
        self.stack.show_loading()
        for model in (self.entries, self.runs):
            model.forget()
        self.looking.follow()
        self.reload()

    def reload(self) -> None:
        self.fresh.hide()
        self.model.reload()
        self.looking.follow()

    def look_at(self, **where: str) -> None:
        self.by_change.setChecked(True)
        self.filters.look_at(**where)

    def focus(self) -> None:
        (self.run_table if self.by_run.isChecked() else self.table).setFocus()

    # made of ------------------------------------------------------------------------------------------------------------
    def _switch(self, words: str) -> QPushButton:
        made = button(words)
        made.setCheckable(True)
        made.setProperty("kind", "switch")
        bold = made.font()
        bold.setWeight(QFont.Weight.DemiBold)  # as the one that is chosen is written
        made.setMinimumWidth(QFontMetrics(bold).horizontalAdvance(words) + Space.FOUR)
        return made

    def _lay_out(self) -> None:
        group = QButtonGroup(self)
        for one in (self.by_change, self.by_run):
            group.addButton(one)
        self.across = gap(QSplitter(Qt.Orientation.Horizontal))
        self.across.addWidget(self.table)
        self.across.addWidget(self.detail)
        self.across.setStretchFactor(0, 5)
        self.across.setStretchFactor(1, 3)
        self.tables = QStackedWidget()
        self.tables.addWidget(self.across)
        self.tables.addWidget(self.run_table)
        self.stack = Stack(self._shell.theme, self.tables)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(Space.THREE, Space.TWO, Space.THREE, Space.ONE)
        outer.setSpacing(Space.ONE)
        outer.addWidget(self.filters)
        switches = QHBoxLayout()
        switches.setSpacing(Space.HALF)
        switches.addWidget(self.by_change)
        switches.addWidget(self.by_run)
        outer.addLayout(row(switches, None, self.fresh, self.csv))
        outer.addWidget(self.export_bar)
        outer.addWidget(self.looking)
        outer.addWidget(self.stack, 1)
        outer.addWidget(self.count)
        self.across.setSizes([_LEFT, _RIGHT])
        self.detail.show_entry(None)

    def _connect(self) -> None:
        session = self._shell.session
        self.filters.changed.connect(self._narrow)
        self.filters.entered.connect(self.named)
        self.by_run.toggled.connect(self._switched)
        self.table.selectionModel().currentChanged.connect(lambda now, _before: self._show(now))
        self.run_table.clicked.connect(lambda index: self._open_run(index.row()))
        self.detail.record.connect(self.record)
        self.detail.run.connect(self.run.emit)
        self.looking.rested.connect(self._rested)
        for model in (self.entries, self.runs):
            model.loaded.connect(self._loaded)
            model.failed.connect(self._fail)
        self._later.timeout.connect(self._newer)
        grey_when_lost(session, self.table, self.run_table, self.detail.changes)
        session.link_changed.connect(self._again)
        session.came.connect(self._heard)
        session.health_changed.connect(lambda: self.filters.show_health(session.health))

    # what is shown ------------------------------------------------------------------------------------------------------
    def _switched(self, by_run: bool) -> None:
        self.entries.stop()
        self.looking.hide()
        self.tables.setCurrentIndex(1 if by_run else 0)
        self.filters.show_filters(not by_run)
        self.csv.setVisible(not by_run)
        if not self.model.rowCount():
            self.stack.show_loading()
        self.reload()

    def _narrow(self, question: Question) -> None:
        if self.by_run.isChecked() and question.narrows:
            self.entries.question = question
            self.by_change.setChecked(True)  # which asks
            return
        self.entries.narrow(question)
        self.looking.follow()

    def _loaded(self) -> None:
        model = self.model
        count = model.rowCount()
        said = self.tr("{0} shown") if model.is_whole else self.tr("{0} shown, more as you scroll")
        if model.looks_on:
            said = self.tr("{0} shown so far")
        elif model.is_stopped:
            said = self.tr("{0} shown, older ones were not looked for")
        self.count.setText(said.format(number(count)) if count else "")
        self.csv.setEnabled(bool(count))
        if not count:
            self.detail.show_entry(None)
            self._show_nothing_yet() if not model.is_whole else self._show_nothing()
            return
        self.stack.show_content()
        if not self.table.currentIndex().isValid():
            self.detail.show_entry(None)

    def _rested(self) -> None:
        """By hand: the button that was pressed is gone, and what can be pressed next has the focus."""
        self._loaded()
        if self.model.is_stopped and not self.model.rowCount():
            self.stack.message.take_focus()

    def _show_nothing_yet(self) -> None:
        if self.model.is_stopped:
            self.stack.show_empty(
                "search",
                self.tr("Nothing found back to {0}").format(self.looking.reached),
                self.tr("Older entries that were not looked at: {0}").format(number(self.looking.left)),
                (self.tr("Go on"), self.looking.go_on),
                (self.tr("Show everything"), self.filters.reset),
            )
        else:
            self.stack.show_loading()

    def _show_nothing(self) -> None:
        if self.filters.question.narrows and not self.by_run.isChecked():
            self.stack.show_empty(
                "search",
                self.tr("Nothing in the log fits this"),
                self.tr(
                    "Words are looked for in fields, values, notes and names. An e-mail or a CRM link needs Enter."
                ),
                (self.tr("Show everything"), self.filters.reset),
            )
            return
        acts = []
        if self._shell.can_go_to("health"):
            acts.append((self.tr("See how the connections stand"), lambda: self._shell.go_to("health")))
        self.stack.show_empty(
            "activity",
            self.tr("Nothing has happened yet"),
            self.tr("Every change on either side will be here: what, who, when and why, for good."),
            *acts,
        )

    def _fail(self, error: CrmSyncError) -> None:
        if self.model.rowCount() or self.model.is_stopped:
            self._loaded()
            self._shell.toast_error(error)
        else:
            self.stack.show_error(error, self.reload)

    def _show(self, index: QModelIndex) -> None:
        self.detail.show_entry(self.entries.row_if_here(index.row()) if index.isValid() else None)

    def _open_entry(self, row: int) -> None:
        one = self.entries.row_if_here(row)
        if one is not None and one.record_id:
            self.record.emit(one.record_id)
        elif one is not None and one.run:
            self.run.emit(one.run)

    def _open_run(self, row: int) -> None:
        one: RunWord | None = self.runs.row_if_here(row)
        if one is not None:
            self.run.emit(one)

    def _export(self) -> None:
        self.export_bar.ask(self.entries.question, "crmsync-activity.csv")

    # what comes ---------------------------------------------------------------------------------------------------------
    def _heard(self, event: Event) -> None:
        if event.kind not in _QUIET and not self._later.isActive():
            self._later.start()

    def _again(self) -> None:
        """What came while the daemon was away is worth a look; what could not be had then is asked for again."""
        if self._shell.session.link is LinkState.LIVE and not self._later.isActive():
            self._later.start()

    def _newer(self) -> None:
        """At the top with nothing chosen the list follows; otherwise nothing moves under the reader's eyes.

        What was looked for long is not looked for anew at each event.
        """
        table = self.run_table if self.by_run.isChecked() else self.table
        if self.model.was_long:
            self.fresh.show()
        elif not self.model.rowCount() or (
            not table.verticalScrollBar().value() and not table.currentIndex().isValid() and self.isVisible()
        ):
            self.reload()
        else:
            self.fresh.show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        narrow = event.size().width() < _NARROW
        turned = Qt.Orientation.Vertical if narrow else Qt.Orientation.Horizontal
        if self.across.orientation() is not turned:
            self.across.setOrientation(turned)
            self.across.setSizes([_UPPER, _LOWER] if narrow else [_LEFT, _RIGHT])
        super().resizeEvent(event)
