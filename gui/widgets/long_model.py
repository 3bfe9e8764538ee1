"""A list of any length in a bounded room: far pages are forgotten and fetched again by their token when they are seen.

For lists that never change below what was read, as a log is: a token brings the same rows each time.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final

from PySide6.QtCore import QModelIndex, QObject, Qt

from core.errors import CrmSyncError
from core.wire.words import Page
from gui.calls import Call
from gui.widgets.paged_table import UNTOLD, Column, Index, PagedModel, Row

PAGE: Final = 200
KEPT: Final = 30  # pages: 6,000 rows; more would stop the window while Python's collector walks them
_NOWHERE = QModelIndex()


class LongModel(PagedModel[Row]):
    def __init__(
        self,
        columns: tuple[Column[Row], ...],
        ask: Callable[[str | None], Call[Page[Row]]],
        parent: QObject | None = None,
        *,
        fills: int = 1,
        kept: int = KEPT,
    ) -> None:
        super().__init__(columns, ask, parent, fills=fills)
        self._kept, self._count = kept, 0
        self._tokens: list[str | None] = []
        self._starts: list[int] = []
        self._pages: OrderedDict[int, list[Row]] = OrderedDict()
        self._refills: dict[int, Call[Page[Row]]] = {}

    def row_at(self, index: Index) -> Row:
        """Raises IndexError where there is none, or where its page is on its way again."""
        found = self.row_if_here(index.row())
        if found is None:
            raise IndexError(index.row())
        return found

    def row_if_here(self, at: int) -> Row | None:
        """None where the page is on its way again."""
        if not 0 <= at < self._count:
            return None
        number = bisect_right(self._starts, at) - 1
        page = self._pages.get(number)
        if page is None:
            self._want(number)
            return None
        self._pages.move_to_end(number)
        return page[at - self._starts[number]]

    @property
    def rows(self) -> tuple[Row, ...]:
        """Those that are here."""
        return tuple(row for number in sorted(self._pages) for row in self._pages[number])

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else self._count

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role in UNTOLD or not index.isValid():
            return None
        row = self.row_if_here(index.row())
        if row is None:
            return "…" if role == Qt.ItemDataRole.DisplayRole else None
        return self.cell(self._columns[index.column()], row, role)

    def _put(self, rows: Sequence[Row], after: str | None) -> None:
        """What a page lacks and the answers behind it have is put into the same one."""
        if after is None:
            self.beginResetModel()
            self._drop_pages()
            self._count = len(rows)
            self._pages[0] = list(rows)
            self.endResetModel()
        elif rows:
            self.beginInsertRows(_NOWHERE, self._count, self._count + len(rows) - 1)
            number = len(self._tokens) - 1
            if self._filled:
                if number in self._pages:
                    self._pages[number].extend(rows)
            else:
                self._tokens.append(after)
                self._starts.append(self._count)
                self._keep(number + 1, rows)
            self._count += len(rows)
            self.endInsertRows()

    def forget(self) -> None:
        """Another daemon: nothing of the former one is here any more."""
        self.beginResetModel()
        self._drop_pages()
        self._next = self.last = None
        self.looks_on = self.is_stopped = self.was_long = False
        self.endResetModel()

    def _drop_pages(self) -> None:
        for call in self._refills.values():
            call.cancel()
        self._refills.clear()
        self._pages.clear()
        self._tokens, self._starts, self._count = [None], [0], 0

    def _keep(self, number: int, rows: Sequence[Row]) -> None:
        self._pages[number] = list(rows)
        self._pages.move_to_end(number)
        while len(self._pages) > self._kept:
            self._pages.popitem(last=False)

    def _want(self, number: int) -> None:
        if number not in self._refills:
            self._ask_again(number, self._tokens[number], [])

    def _ask_again(self, number: int, token: str | None, had: list[Row]) -> None:
        call = self._ask(token)
        self._refills[number] = call
        call.then(partial(self._refill, number, had)).failed(partial(self._not_refilled, number))

    def _refill(self, number: int, had: list[Row], page: Page[Row]) -> None:
        self._refills.pop(number, None)
        begin = self._starts[number]
        end = self._starts[number + 1] if number + 1 < len(self._starts) else self._count
        rows = [*had, *page.rows]
        if len(rows) >= end - begin:
            self._keep(number, rows[: end - begin])
            self.dataChanged.emit(self.index(begin, 0), self.index(end - 1, self.columnCount() - 1))
        elif page.next is not None:
            self._ask_again(number, page.next, rows)
        else:
            self.reload()  # the log is not what it was, as after a restored backup

    def _not_refilled(self, number: int, error: CrmSyncError) -> None:
        self._refills.pop(number, None)
        self.failed.emit(error)
