"""The record store: compact rows in one table per CRM object, ordered by id and by modified time.

A row keeps its values in a tuple whose positions the table names, so a million rows share their field names.
Ids are strings of one width per table, so string order is creation order.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from adapters.sandbox.ledger import Actor, Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One past value of one field: `at` is ms."""

    value: Value
    at: int
    actor: Actor


class Row:
    """One record. Times are ms since 1970; `archived_at` is None for a live row; `history` newest first."""

    __slots__ = (
        "archived_at",
        "author",
        "created",
        "editor",
        "history",
        "id",
        "merged_into",
        "modified",
        "values",
    )

    def __init__(
        self, id: str, values: tuple[Value, ...], created: int, modified: int, author: Actor
    ) -> None:
        self.id = id
        self.values = values
        self.created = created
        self.modified = modified
        self.author = author
        self.editor = author
        self.archived_at: int | None = None
        self.merged_into: str | None = None
        self.history: dict[str, list[Change]] | None = None

    def __repr__(self) -> str:
        return f"Row({self.id!r}, modified={self.modified}, archived={self.archived_at is not None})"


def _row_id(row: Row) -> str:
    return row.id


def fold(value: Value) -> str:
    """The form in which unique and look-up values are compared: text, trimmed, case folded."""
    return str(value).strip().casefold()


class Table:
    """Rows of one object. Only `World` writes here; reads are free. `version` grows with every write."""

    def __init__(self, name: str, *, make_id: Callable[[int], str], columns: tuple[str, ...] = ()) -> None:
        self.name = name
        self.columns: dict[str, int] = {column: at for at, column in enumerate(columns)}
        self._width = len(self.columns)
        self.version = 0
        self.keep_versions = False
        self._make_id = make_id
        self._next = 1
        self._rows: dict[str, Row] = {}
        self._order: list[Row] = []
        self._times = array("q")
        self._timed: list[Row] = []
        self._stale = 0
        self._went_back = False
        self._gone: list[str] = []
        self._indexes: dict[str, dict[str, Row | list[Row]]] = {}
        self._versions: dict[str, list[tuple[int, tuple[Value, ...]]]] = {}

    # -- reading ------------------------------------------------------------------------------------------

    def __len__(self) -> int:
        """Live rows."""
        return len(self._order) - len(self._gone)

    def get(self, id: str) -> Row | None:
        """The row, archived and merged ones included."""
        return self._rows.get(id)

    def resolve(self, id: str) -> Row | None:
        """The row an id stands for now, following merges."""
        row = self._rows.get(id)
        while row is not None and row.merged_into is not None:
            row = self._rows.get(row.merged_into)
        return row

    def value(self, row: Row, column: str) -> Value:
        """One field, None when unset or when the column is not known."""
        at = self.columns.get(column)
        return row.values[at] if at is not None and at < len(row.values) else None

    def record(self, row: Row) -> dict[str, Value]:
        """All set fields of a row."""
        size = len(row.values)
        return {
            c: row.values[at] for c, at in self.columns.items() if at < size and row.values[at] is not None
        }

    def after(self, id: str = "", *, archived: bool = False) -> Iterator[Row]:
        """Live (or only archived) rows with an id above `id`, in id order; cheap to start anywhere."""
        if archived:
            for gone in self._gone[bisect_right(self._gone, id) :]:
                yield self._rows[gone]
            return
        order = self._order
        for at in range(bisect_right(order, id, key=_row_id), len(order)):
            row = order[at]
            if row.archived_at is None:
                yield row

    def everything(self) -> Iterator[Row]:
        """All rows in id order, archived and merged ones included."""
        return iter(self._order)

    def count_after(self, id: str = "") -> int:
        """How many live rows have an id above `id`."""
        above = len(self._order) - bisect_right(self._order, id, key=_row_id)
        return above - (len(self._gone) - bisect_right(self._gone, id))

    def count_window(self, low: int, high: int) -> int:
        """At most this many live rows were modified in low..high ms (stale entries are counted too)."""
        return max(0, bisect_right(self._times, high) - bisect_left(self._times, low))

    def window(self, low: int, high: int, *, archived: bool = False) -> Iterator[Row]:
        """Rows modified in low..high ms (both inclusive), in time order; equal times in no promised order.

        With `archived` archived rows come too; an archived row's modified time is that of its deletion.
        """
        seen: set[str] = set()
        for at in range(bisect_left(self._times, low), bisect_right(self._times, high)):
            row = self._timed[at]
            if row.modified == self._times[at] and (archived or row.archived_at is None):
                if self._went_back:
                    if row.id in seen:
                        continue
                    seen.add(row.id)
                yield row

    def find(self, column: str, value: Value) -> list[Row]:
        """Live rows whose field equals `value` (see `fold`); the first call for a column builds its index."""
        index = self._indexes.get(column)
        if index is None:
            index = self._build_index(column)
        found = index.get(fold(value))
        if found is None:
            return []
        return list(found) if isinstance(found, list) else [found]

    def visible(self, row: Row, until: int) -> tuple[int, tuple[Value, ...]] | None:
        """(modified, values) as an index lagging behind would show them: the newest version stamped <= `until`.

        None when the row is newer than that. Past versions are only kept while `keep_versions` is set.
        """
        if row.modified <= until:
            return row.modified, row.values
        for modified, values in reversed(self._versions.get(row.id, ())):
            if modified <= until:
                return modified, values
        return None if row.created > until or row.id in self._versions else (row.modified, row.values)

    # -- writing (World only) -----------------------------------------------------------------------------

    def new_id(self) -> str:
        """The next id of this table."""
        id = self._make_id(self._next)
        self._next += 1
        return id

    def insert(self, row: Row) -> None:
        """Adds a new row at the end; its id must be above every id here."""
        if self._order and row.id <= self._order[-1].id:
            raise ValueError(f"{self.name}: id {row.id} is not above {self._order[-1].id}")
        self._rows[row.id] = row
        self._order.append(row)
        self._place(row)
        for column in self._indexes:
            self._index_add(column, row)
        self.version += 1

    def load(self, rows: list[Row]) -> None:
        """Seeds many new rows at once, ids ascending."""
        for row in rows:
            self._rows[row.id] = row
        self._order.extend(rows)
        timed = sorted([*self._timed, *rows], key=lambda row: row.modified)
        self._timed = timed
        self._times = array("q", [row.modified for row in timed])
        self._stale = 0
        for column in list(self._indexes):
            del self._indexes[column]
        self.version += 1

    def change(self, row: Row, values: tuple[Value, ...], modified: int) -> None:
        """Replaces a row's values and modified time."""
        if self.keep_versions:
            self._versions.setdefault(row.id, []).append((row.modified, row.values))
        touched = [c for c in self._indexes if self._cell(row.values, c) != self._cell(values, c)]
        live = row.archived_at is None
        if live:
            for column in touched:
                self._index_drop(column, row)
        row.values = values
        if live:
            for column in touched:
                self._index_add(column, row)
        if modified != row.modified:
            row.modified = modified
            self._stale += 1
            self._place(row)
        self.version += 1

    def archive(self, row: Row, at: int, *, merged_into: str | None = None) -> None:
        """Takes a live row out of sight."""
        for column in self._indexes:
            self._index_drop(column, row)
        insort(self._gone, row.id)
        row.archived_at = at
        row.merged_into = merged_into
        self.change(row, row.values, at)

    def restore(self, row: Row, at: int) -> None:
        """Brings an archived row back."""
        self._gone.remove(row.id)
        row.archived_at = None
        row.merged_into = None
        for column in self._indexes:
            self._index_add(column, row)
        self.change(row, row.values, at)

    def purge(self, row: Row) -> None:
        """Forgets a row for good."""
        if row.archived_at is None:
            for column in self._indexes:
                self._index_drop(column, row)
        else:
            self._gone.remove(row.id)
        del self._rows[row.id]
        del self._order[bisect_left(self._order, row.id, key=_row_id)]
        row.modified = -1
        self._stale += 1
        self._versions.pop(row.id, None)
        self.version += 1

    def add_column(self, name: str) -> None:
        """Makes room for a field; rows hold None there until written. Known names are left alone."""
        if name not in self.columns:
            self.columns[name] = self._width
            self._width += 1
            self.version += 1

    def drop_column(self, name: str) -> None:
        """Forgets a field and, for good, its values (its position is not used again)."""
        if self.columns.pop(name, None) is not None:
            self._indexes.pop(name, None)
            self.version += 1

    def rename_column(self, name: str, to: str) -> None:
        """The field is called `to` from now on, and its values with it."""
        self.columns[to] = self.columns.pop(name)
        self._indexes.pop(name, None)
        self.version += 1

    def tuple_with(self, values: tuple[Value, ...], changes: Mapping[str, Value]) -> tuple[Value, ...]:
        """`values` with `changes` put in; raises KeyError for an unknown column."""
        cells = list(values)
        for column, value in changes.items():
            at = self.columns[column]
            if at >= len(cells):
                cells.extend([None] * (at + 1 - len(cells)))
            cells[at] = value
        return tuple(cells)

    # -- indexes ------------------------------------------------------------------------------------------

    def _cell(self, values: tuple[Value, ...], column: str) -> Value:
        at = self.columns.get(column)
        return values[at] if at is not None and at < len(values) else None

    def _place(self, row: Row) -> None:
        if not self._times or row.modified >= self._times[-1]:
            self._times.append(row.modified)
            self._timed.append(row)
        else:
            self._went_back = True  # a row can now hold two entries with one stamp
            at = bisect_right(self._times, row.modified)
            self._times.insert(at, row.modified)
            self._timed.insert(at, row)
        if self._stale > 1000 and self._stale * 2 > len(self._timed):
            self._compact()

    def _compact(self) -> None:
        seen: set[int] = set()
        kept: list[Row] = []
        for stamp, row in zip(self._times, self._timed, strict=True):
            if row.modified == stamp and id(row) not in seen:
                seen.add(id(row))
                kept.append(row)
        self._timed = kept
        self._times = array("q", [row.modified for row in kept])
        self._stale = 0

    def _build_index(self, column: str) -> dict[str, Row | list[Row]]:
        self._indexes[column] = {}
        for row in self.after():
            self._index_add(column, row)
        return self._indexes[column]

    def _index_add(self, column: str, row: Row) -> None:
        value = self._cell(row.values, column)
        if value is None:
            return
        index, key = self._indexes[column], fold(value)
        held = index.get(key)
        if held is None:
            index[key] = row
        elif isinstance(held, list):
            held.append(row)
        else:
            index[key] = [held, row]

    def _index_drop(self, column: str, row: Row) -> None:
        value = self._cell(row.values, column)
        if value is None:
            return
        index, key = self._indexes[column], fold(value)
        held = index.get(key)
        if held is row:
            del index[key]
        elif isinstance(held, list):
            held.remove(row)
            if not held:
                del index[key]
