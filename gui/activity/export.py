"""Writes what was asked for into a CSV file, page by page, so that neither the window nor memory feels its length.

The file is there only once it is whole: cancelled or failed, nothing is left behind.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QIODevice, QLocale, QObject, QSaveFile, Signal
from PySide6.QtWidgets import QFileDialog, QFrame, QProgressBar, QWidget

from core.errors import CrmSyncError
from core.wire.client import Operations
from core.wire.models import ActivityWord, Page
from gui.activity.csv_cells import head, lines_of
from gui.activity.question import Question
from gui.calls import Call
from gui.pages import Shell
from gui.tokens import Space, Tone
from gui.widgets.looks import button, label, row
from gui.widgets.states import words_of

PAGE: Final = 500
_MARK: Final = "\ufeff"  # without it spreadsheets take the file for another encoding


class Export(QObject):
    """One file under way. `wrote` tells how many entries so far; one of `done` and `failed` comes at the end."""

    wrote = Signal(int)
    done = Signal(int)
    failed = Signal(str)

    def __init__(self, shell: Shell, question: Question, path: str, parent: QObject) -> None:
        super().__init__(parent)
        self._shell, self._question = shell, question
        self._file = QSaveFile(path)
        self._count = 0
        self._call: Call[Page[ActivityWord]] | None = None

    def begin(self) -> None:
        if not self._file.open(QIODevice.OpenModeFlag.WriteOnly):
            self.failed.emit(self._file.errorString())
            return
        self._file.write((_MARK + head()).encode())
        self._ask(None)

    def cancel(self) -> None:
        if self._call is not None:
            self._call.cancel()
        self._file.cancelWriting()
        self._file.commit()

    def _ask(self, after: str | None) -> None:
        asked = self._question.asked
        calls = self._shell.session.calls
        self._call = calls.ask(self, Operations.search_activity, **asked, after=after, limit=PAGE)
        self._call.then(self._take).failed(self._break)

    def _take(self, page: Page[ActivityWord]) -> None:
        if self._file.write(lines_of(page.rows).encode("utf-8", "replace")) < 0:
            self._stop(self._file.errorString())
            return
        self._count += len(page.rows)
        self.wrote.emit(self._count)
        if page.next is not None:
            self._ask(page.next)
        elif self._file.commit():
            self.done.emit(self._count)
        else:
            self.failed.emit(self._file.errorString())

    def _break(self, error: CrmSyncError) -> None:
        self._stop(words_of(error))

    def _stop(self, reason: str) -> None:
        self.cancel()
        self.failed.emit(reason)


class ExportBar(QFrame):
    """Hidden until something is written: how far it is, and a way to end it."""

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shell = shell
        self._export: Export | None = None
        self.setProperty("card", "true")
        self.words = label("", "muted")
        bar = QProgressBar()
        bar.setRange(0, 0)
        bar.setTextVisible(False)
        bar.setAccessibleName(self.tr("Exporting"))
        self.stop = button(self.tr("Cancel"), self.cancel)
        inside = row(self.words, bar, self.stop)
        inside.setContentsMargins(Space.TWO, Space.HALF, Space.ONE, Space.HALF)
        self.setLayout(inside)
        self.hide()

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
        self._export = export = Export(self._shell, question, path, self)
        export.wrote.connect(self._show)
        export.done.connect(partial(self._done, path))
        export.failed.connect(self._failed)
        self._show(0)
        self.show()
        export.begin()

    def cancel(self) -> None:
        if self._export is not None:
            self._export.cancel()
            self._end()
            self._shell.toast(self.tr("The export was cancelled; nothing was written"), Tone.NEUTRAL)

    def _show(self, count: int) -> None:
        self.words.setText(self.tr("Exporting: {0} entries").format(QLocale().toString(count)))

    def _done(self, path: str, count: int) -> None:
        self._end()
        self._shell.toast(
            self.tr("{0} entries written to {1}").format(QLocale().toString(count), Path(path).name)
        )

    def _failed(self, reason: str) -> None:
        self._end()
        self._shell.toast(self.tr("Not exported: {0}").format(reason), Tone.BAD)

    def _end(self) -> None:
        if self._export is not None:
            self._export.deleteLater()
            self._export = None
        self.hide()
