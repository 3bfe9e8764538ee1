"""A table that holds as many rows as the daemon has: pages are fetched by their token as one scrolls.

A model says how a page is asked for and what its columns are:

    model = PagedModel(columns=(Column("Run", lambda run: run.id), ...), ask=lambda after: calls.ask(
        owner, Operations.list_runs, after=after), parent=owner)
    view.setModel(model); model.reload()
"""

from __future__ import annotations

from collections.abc import Callable, MutableSequence, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, Generic, TypeAlias, TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from core.errors import CrmSyncError
from core.wire.words import Page, Word
from gui.calls import Call
from gui.widgets.copying import IDS_ROLE, WHOLE_ROLE, ids_in

Row = TypeVar("Row", bound=Word)
Index: TypeAlias = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
# What a view asks of every cell it paints, and no column tells.
UNTOLD = frozenset(
    int(role)
    for role in (
        Qt.ItemDataRole.FontRole,
        Qt.ItemDataRole.BackgroundRole,
        Qt.ItemDataRole.CheckStateRole,
        Qt.ItemDataRole.SizeHintRole,
    )
)
_LINES = 20  # of a tooltip


@dataclass(frozen=True, kw_only=True)  # slots and a subscripted generic do not go together
class Column(Generic[Row]):
    """One column: its head, the text of a cell, what stands behind it on hover and is copied, and how it is set."""

    title: str
    text: Callable[[Row], str]
    hint: Callable[[Row], str] | None = None
    tells: Callable[[Row, Qt.ItemDataRole], Any] | None = None
    is_number: bool = False
    copies_hint: bool = False  # the text is for the eye; what stands on hover is what it means


class ColumnsModel(QAbstractTableModel, Generic[Row]):
    """Rows shown by columns; who derives from it brings the rows."""

    def __init__(self, columns: Sequence[Column[Row]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self._rows: MutableSequence[Row] = self._held(())

    def row_at(self, index: Index) -> Row:
        """Raises IndexError where there is none."""
        return self._rows[index.row()]

    @property
    def rows(self) -> tuple[Row, ...]:
        return tuple(self._rows)

    def _held(self, rows: Sequence[Row]) -> MutableSequence[Row]:
        """How rows are kept while they are shown."""
        return list(rows)

    def say_anew(self) -> None:
        """The same rows are called otherwise."""
        if rows := self.rowCount():
            self.dataChanged.emit(self.index(0, 0), self.index(rows - 1, self.columnCount() - 1))

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Horizontal and 0 <= section < len(self._columns):
            if role == Qt.ItemDataRole.DisplayRole:
                return self._columns[section].title
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return _alignment(self._columns[section])
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role in UNTOLD or not index.isValid():
            return None
        return self.cell(self._columns[index.column()], self.row_at(index), role)

    @staticmethod
    def cell(column: Column[Row], row: Row, role: int) -> Any:
        """What a row tells in a column."""
        if role == Qt.ItemDataRole.DisplayRole:
            return one_line(column.text(row))
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip((column.hint or column.text)(row))
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        if role == WHOLE_ROLE:
            return ((column.hint if column.copies_hint else None) or column.text)(row)
        if role == IDS_ROLE:
            return ids_in(row)
        return None if column.tells is None else column.tells(row, Qt.ItemDataRole(role))


class PagedModel(ColumnsModel[Row]):
    """`loading` tells that a page is on its way or has come; `failed` why the last one did not.

    A page may be short though more follows, where the daemon looks through much to find little. So what is fetched at once
    goes on by itself until it has `fills` rows. `stop` ends that, and nothing more is fetched until `go_on`.
    """

    loading = Signal(bool)
    failed = Signal(object)  # core.errors.CrmSyncError
    loaded = Signal()

    def __init__(
        self,
        columns: tuple[Column[Row], ...],
        ask: Callable[[str | None], Call[Page[Row]]],
        parent: QObject | None = None,
        *,
        fills: int = 1,
    ) -> None:
        super().__init__(columns, parent)
        self._ask, self._fills = ask, fills
        self._next: str | None = None
        self._call: Call[Page[Row]] | None = None
        self._filled = 0
        self.last: Page[Row] | None = None
        self.is_whole = False
        self.looks_on = False
        self.is_stopped = False
        self.was_long = False

    def reload(self) -> None:
        """From the first page; what was shown stays until it has come."""
        if self._call is not None:
            self._call.cancel()
        self.looks_on = self.is_stopped = self.was_long = False
        self._fetch(None)

    def stop(self) -> None:
        """Look no further, until `go_on`."""
        if self._call is not None:
            self._call.cancel()
            self._come()
        self.looks_on, self.is_stopped = False, self._next is not None

    def go_on(self) -> None:
        self.is_stopped = False
        if self.canFetchMore():
            self.looks_on = True
            self._filled = 0
            self._fetch(self._next)

    def replace_row(self, at: int, row: Row) -> None:
        self._rows[at] = row
        self.dataChanged.emit(self.index(at, 0), self.index(at, len(self._columns) - 1))

    def insert_row(self, at: int, row: Row) -> None:
        self.beginInsertRows(_NOWHERE, at, at)
        self._rows.insert(at, row)
        self.endInsertRows()

    def drop_row(self, at: int) -> None:
        self.beginRemoveRows(_NOWHERE, at, at)
        del self._rows[at]
        self.endRemoveRows()

    # Qt's side ----------------------------------------------------------------------------------------------------------
    def canFetchMore(self, parent: Index = _NOWHERE) -> bool:
        return not (parent.isValid() or self._next is None or self._call is not None or self.is_stopped)

    def fetchMore(self, parent: Index = _NOWHERE) -> None:
        if self.canFetchMore(parent):
            self._filled = 0
            self._fetch(self._next)

    # pages --------------------------------------------------------------------------------------------------------------
    def _fetch(self, after: str | None) -> None:
        self.loading.emit(True)
        self._call = self._ask(after).always(self._come)
        self._call.then(lambda page: self._take(page, after)).failed(self._fail)

    def _come(self) -> None:
        self._call = None
        self.loading.emit(False)

    def _take(self, page: Page[Row], after: str | None) -> None:
        self.last, self._next = page, page.next
        self.is_whole = page.next is None
        self._put(page.rows, after)
        self._filled = len(page.rows) + (0 if after is None else self._filled)
        self.looks_on = not self.is_whole and self._filled < self._fills
        if self.looks_on:
            self.was_long = True
            self._fetch(page.next)
        self.loaded.emit()

    def _put(self, rows: Sequence[Row], after: str | None) -> None:
        """Show what the page after `after` has, behind what is there; the first page is instead of it."""
        if after is None:
            self.beginResetModel()
            self._rows = self._held(rows)
            self.endResetModel()
        elif rows:
            begin = len(self._rows)
            self.beginInsertRows(_NOWHERE, begin, begin + len(rows) - 1)
            self._rows.extend(rows)
            self.endInsertRows()

    def _fail(self, error: CrmSyncError) -> None:
        self.is_stopped, self.looks_on = self.looks_on, False
        self.failed.emit(error)


def one_line(text: str, *, most: int = 300) -> str:
    """Text as a cell can show it: without line breaks, tabs and characters that steer, and not endless.

    What turns the direction of writing is left out too: a value must not rearrange its neighbours.
    """
    if len(text) <= most and text.isprintable():
        return text  # nearly every cell: what steers or breaks a line is never printable
    kept = "".join(" " if one in "\n\r\t\u2028\u2029" else one for one in text[: most * 2] if not steers(one))
    return kept if len(kept) <= most and len(text) <= most * 2 else f"{kept[: most - 1]}…"


def tip(text: str, *, most: int = 1_000) -> str:
    """Text for a tooltip, each line as `one_line`. Qt would read whatever looks like HTML as HTML."""
    kept = "\n".join(one_line(line, most=most) for line in text.split("\n", _LINES)[:_LINES])
    return f'<p style="white-space: pre-wrap">{escape(kept, quote=False)}</p>' if "<" in kept else kept


def steers(one: str) -> bool:
    return (
        ord(one) < 32 and one not in "\n\r\t"
    ) or one in "\x7f\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def _alignment(column: Column[Any]) -> int:
    side = Qt.AlignmentFlag.AlignRight if column.is_number else Qt.AlignmentFlag.AlignLeft
    return int(side | Qt.AlignmentFlag.AlignVCenter)
