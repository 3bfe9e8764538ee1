"""A CSV file of all rows there are: fetched page by page, so that neither the window nor memory feels its length.

The file is there only once it is whole: cancelled or failed, nothing is left behind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final, Generic

from PySide6.QtCore import QIODevice, QObject, QSaveFile, Signal

from core.errors import CrmSyncError, Invalid
from core.wire.csv_cells import lines_of
from core.wire.words import Page
from gui.calls import Call
from gui.widgets.paged_table import Row

PAGE: Final = 500
_MARK: Final = "\ufeff"  # without it table programs take the file for another encoding


class CsvFile(QObject, Generic[Row]):
    """`ask` asks for PAGE rows for an owner, after a token. `went_on` tells how many rows are written; one of `done`, with
    their number, and `failed` comes at the end.
    """

    went_on = Signal(int)
    done = Signal(int)
    failed = Signal(object)  # core.errors.CrmSyncError

    def __init__(
        self,
        path: str,
        columns: Sequence[str],
        ask: Callable[[QObject, str | None], Call[Page[Row]]],
        rows_of: Callable[[Row], Iterator[tuple[str, ...]]],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._path, self._columns, self._ask, self._rows_of = path, columns, ask, rows_of
        self._file = QSaveFile(path)
        self._count = 0
        self.last: Page[Row] | None = None
        self._call: Call[Page[Row]] | None = None

    def begin(self) -> None:
        if not self._file.open(QIODevice.OpenModeFlag.WriteOnly):
            self._fail(self._unwritable())
        elif self._write(_MARK + lines_of([self._columns])):
            self._fetch(None)

    def cancel(self) -> None:
        """Nothing is left of it."""
        if self._call is not None:
            self._call.cancel()
        self._file.cancelWriting()
        self.deleteLater()

    def _fetch(self, after: str | None) -> None:
        self._call = self._ask(self, after)
        self._call.then(self._take).failed(self._fail)

    def _take(self, page: Page[Row]) -> None:
        if not self._write(lines_of(cells for one in page.rows for cells in self._rows_of(one))):
            return
        self._count += len(page.rows)
        self.last = page
        self.went_on.emit(self._count)
        if page.next is not None:
            self._fetch(page.next)
        elif self._file.commit():
            self.done.emit(self._count)
            self.deleteLater()
        else:
            self._fail(self._unwritable())

    def _write(self, text: str) -> bool:
        written = self._file.write(text.encode("utf-8", "replace")) >= 0
        if not written:
            self._fail(self._unwritable())
        return written

    def _fail(self, error: CrmSyncError) -> None:
        self.cancel()
        self.failed.emit(error)

    def _unwritable(self) -> Invalid:
        return Invalid(
            f"{self._path} cannot be written: {self._file.errorString()}",
            advice="Choose a folder that you may write to.",
        )
