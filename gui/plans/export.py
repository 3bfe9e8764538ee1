"""A plan as a CSV file: fetched page by page, written whole or not at all, and no cell that a table program runs."""

from __future__ import annotations

import csv
import io
from typing import Final

from PySide6.QtCore import QIODevice, QObject, QSaveFile, Signal

from core.errors import CrmSyncError, Invalid
from core.wire.client import Operations
from core.wire.plan_rows import COLUMNS, rows_of
from core.wire.plans import PlanItemWord
from core.wire.words import Page
from gui.calls import Call
from gui.session import Session

PAGE: Final = 500


class Export(QObject):
    """`went_on` tells how many items are written, `done` the file, `failed` why there is none. Ends by itself."""

    went_on = Signal(int)
    done = Signal(str)
    failed = Signal(object)  # CrmSyncError

    def __init__(self, session: Session, plan: str, path: str, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._plan, self._path = session, plan, path
        self._file = QSaveFile(path)
        self._count = 0
        self._call: Call[Page[PlanItemWord]] | None = None

    def start(self) -> None:
        if not self._file.open(QIODevice.OpenModeFlag.WriteOnly):
            self._fail(self._unwritable())
            return
        # Table programs take a file without this mark for one in an old encoding.
        self._file.write(b"\xef\xbb\xbf" + _lines([COLUMNS]))
        self._ask(None)

    def cancel(self) -> None:
        """Nothing is left of it."""
        if self._call is not None:
            self._call.cancel()
        self._file.cancelWriting()
        self.deleteLater()

    def _ask(self, after: str | None) -> None:
        calls = self._session.calls
        self._call = calls.ask(self, Operations.list_plan_items, self._plan, after=after, limit=PAGE)
        self._call.then(self._take).failed(self._fail)

    def _take(self, page: Page[PlanItemWord]) -> None:
        self._file.write(_lines([cells for one in page.rows for cells in rows_of(one)]))
        self._count += len(page.rows)
        self.went_on.emit(self._count)
        if page.next is not None:
            self._ask(page.next)
        elif self._file.commit():
            self.done.emit(self._path)
            self.deleteLater()
        else:
            self._fail(self._unwritable())

    def _fail(self, error: CrmSyncError) -> None:
        self._file.cancelWriting()
        self.failed.emit(error)
        self.deleteLater()

    def _unwritable(self) -> Invalid:
        return Invalid(
            f"{self._path} cannot be written: {self._file.errorString()}",
            advice="Choose a folder that you may write to.",
        )


def _lines(rows: list[tuple[str, ...]]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode("utf-8")
