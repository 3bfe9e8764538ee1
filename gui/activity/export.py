"""Exports what the log was asked for as a CSV file, and shows how far that is."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QLocale, QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from core.errors import CrmSyncError
from core.wire.activity_rows import COLUMNS, rows_of
from core.wire.client import Operations
from core.wire.models import ActivityPage, ActivityWord, Page
from gui.activity.question import Question
from gui.calls import Call
from gui.moments import shortly
from gui.pages import Shell
from gui.tokens import Tone
from gui.widgets.csv_file import PAGE, CsvFile
from gui.widgets.progress import Pace, ProgressStrip
from gui.widgets.states import words_of


class ExportBar(ProgressStrip):
    """How far it is; how many entries there are, only the end tells."""

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.stop.setText(self.tr("Cancel"))
        self._shell = shell
        self._export: CsvFile[ActivityWord] | None = None
        self._pace = Pace()
        self.stopped.connect(self.cancel)

    def ask(self, question: Question, name: str) -> None:
        """Ask where to, then write."""
        dialog = QFileDialog(self.window(), self.tr("Export CSV"), name, self.tr("CSV files (*.csv)"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")
        dialog.selectFile(name)
        dialog.fileSelected.connect(partial(self.write, question))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def write(self, question: Question, path: str) -> None:
        self.cancel()

        def ask(owner: QObject, after: str | None) -> Call[Page[ActivityWord]]:
            calls = self._shell.session.calls
            return calls.ask(owner, Operations.search_activity, **question.asked, after=after, limit=PAGE)

        self._export = export = CsvFile(path, COLUMNS, ask, rows_of, self)
        export.went_on.connect(self._tell)
        export.done.connect(partial(self._done, path))
        export.failed.connect(self._failed)
        self._pace = Pace()
        self.begin(self._what_is_done(), self._pace.at(0, None))
        export.begin()

    def cancel(self) -> None:
        if self._export is not None:
            self._export.cancel()
            self._end()
            self._shell.toast(self.tr("The export was cancelled; nothing was written"), Tone.NEUTRAL)

    def _tell(self, count: int) -> None:
        self.begin(self._what_is_done(), self._pace.at(count, None))

    def _what_is_done(self) -> str:
        """Where little is found in much, the number stands still for long."""
        page = self._export.last if self._export is not None else None
        if isinstance(page, ActivityPage) and page.reached is not None:
            return self.tr("Exporting, looked back to {0}").format(shortly(page.reached))
        return self.tr("Exporting")

    def _done(self, path: str, count: int) -> None:
        self._end()
        self._shell.toast(
            self.tr("{0} entries written to {1}").format(QLocale().toString(count), Path(path).name)
        )

    def _failed(self, error: CrmSyncError) -> None:
        self._end()
        self._shell.toast(self.tr("Not exported: {0}").format(words_of(error)), Tone.BAD)

    def _end(self) -> None:
        self._export = None
        self.hide()
