"""The shared table plus what Dataverse adds: a row version for every write, and what changed since a version."""

from __future__ import annotations

from array import array
from bisect import bisect_right, insort
from collections.abc import Callable, Iterator
from typing import Final

from adapters.sandbox.ledger import Value
from adapters.sandbox.rows import Row, Table

_FIRST_VERSION: Final = 1_000_000


class Versions:
    """The org's one counter of row versions, rising with every write to any table."""

    def __init__(self) -> None:
        self.last = _FIRST_VERSION

    def next(self) -> int:
        self.last += 1
        return self.last


class _Before:
    """How a row was when a transaction first touched it."""

    __slots__ = ("archived_at", "deleted", "editor", "history", "modified", "row", "values", "version")

    def __init__(self, row: Row, table: DataverseTable) -> None:
        self.row, self.values, self.modified = row, row.values, row.modified
        self.archived_at, self.editor = row.archived_at, row.editor
        self.history = (
            None if row.history is None else {name: list(past) for name, past in row.history.items()}
        )
        self.version = table.version_of(row)
        self.deleted = table.deleted_at(row.id)


class DataverseTable(Table):
    """Rows by GUID in text order; a client may choose a GUID, so a new row can belong anywhere."""

    def __init__(
        self,
        name: str,
        *,
        make_id: Callable[[int], str],
        columns: tuple[str, ...] = (),
        versions: Versions,
    ) -> None:
        super().__init__(name, make_id=make_id, columns=columns)
        self._versions_of_org = versions
        self._version: dict[str, int] = {}
        self._log = array("q")
        self._logged: list[str] = []
        self._deleted: dict[str, int] = {}
        self._before: dict[str, _Before | None] | None = None

    # transactions ------------------------------------------------------------------------------------------------
    def begin(self) -> None:
        """From now on remembers how each row was before it is first written."""
        self._before = {}

    def end(self, *, keep: bool) -> None:
        """Ends the transaction; without `keep` every row is as it was when it began."""
        before, self._before = self._before or {}, None
        if keep:
            return
        for id, was in before.items():
            self._put_back(id, was)

    def _put_back(self, id: str, was: _Before | None) -> None:
        row = self._rows.get(id)
        if row is not None and (was is None or row is not was.row):
            super().purge(row)
        if was is None:
            self._version.pop(id, None)
            self._deleted.pop(id, None)
            return
        if row is not was.row:
            was.row.archived_at, was.row.modified = None, was.modified
            self.insert(was.row)
        elif row.archived_at is not None:
            super().restore(row, was.modified)
        super().change(was.row, was.values, was.modified)
        if was.archived_at is not None:
            super().archive(was.row, was.archived_at)
            super().change(was.row, was.values, was.modified)
        was.row.editor, was.row.history = was.editor, was.history
        self._version[id] = was.version
        if was.deleted is None:
            self._deleted.pop(id, None)
        else:
            self._deleted[id] = was.deleted

    def remember(self, id: str) -> None:
        """Notes how a row is, before somebody begins to write it; once in a transaction."""
        if self._before is None or id in self._before:
            return
        row = self._rows.get(id)
        self._before[id] = None if row is None else _Before(row, self)

    # reading -----------------------------------------------------------------------------------------------------
    def version_of(self, row: Row) -> int:
        """Its row version, the number in its ETag."""
        return self._version.get(row.id, _FIRST_VERSION)

    def deleted_at(self, id: str) -> int | None:
        """The version of the deletion of a row that is gone."""
        return self._deleted.get(id)

    def changed_after(self, version: int) -> Iterator[tuple[int, str, Row | None]]:
        """(version, id, row or None for a deleted one) of what changed since, oldest first, each record once."""
        for at in range(bisect_right(self._log, version), len(self._log)):
            stamp, id = self._log[at], self._logged[at]
            if self._deleted.get(id) == stamp:
                yield stamp, id, None
            elif self._version.get(id) == stamp and id not in self._deleted:
                yield stamp, id, self._rows[id]

    def insert(self, row: Row) -> None:
        """Adds a new row."""
        self.remember(row.id)
        if self._order and row.id <= self._order[-1].id:
            self._rows[row.id] = row
            insort(self._order, row, key=lambda one: one.id)
            self._place(row)
            for column in self._indexes:
                self._index_add(column, row)
            self.version += 1
        else:
            super().insert(row)
        self._deleted.pop(row.id, None)
        self._stamp(row.id, self._version)

    def load(self, rows: list[Row]) -> None:
        """Seeds many new rows at once, ids ascending."""
        super().load(rows)
        for row in rows:
            self._stamp(row.id, self._version)

    def change(self, row: Row, values: tuple[Value, ...], modified: int) -> None:
        """Replaces a row's values and modified time; its version rises."""
        self.remember(row.id)
        super().change(row, values, modified)
        self._stamp(row.id, self._version)

    def archive(self, row: Row, at: int, *, merged_into: str | None = None) -> None:
        """Deletes a row; only the recycle bin of the sandbox still knows it."""
        self.remember(row.id)
        super().archive(row, at, merged_into=merged_into)
        self._stamp(row.id, self._deleted)

    def restore(self, row: Row, at: int) -> None:
        """Brings a deleted row back."""
        self.remember(row.id)
        self._deleted.pop(row.id, None)
        super().restore(row, at)

    def purge(self, row: Row) -> None:
        """Forgets a row for good; that it was deleted stays known."""
        self.remember(row.id)
        gone = row.archived_at is not None
        super().purge(row)
        self._version.pop(row.id, None)
        if not gone:
            self._stamp(row.id, self._deleted)

    def _stamp(self, id: str, where: dict[str, int]) -> None:
        where[id] = self._versions_of_org.next()
        self._log.append(where[id])
        self._logged.append(id)
