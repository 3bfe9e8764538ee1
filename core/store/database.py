"""What the SQL store asks of a database: one writer's transaction, and single reads.

Statements are written once, and each database puts them in its own words: `?` is a value, `= ANY(?)` takes a short list.
`EACH SELECT columns FROM tables WHERE ... = w.value ...` asks once for every member of a long list, which is then the
first value bound; answers come in any order, and a member given twice is answered twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol, TypeAlias

from sqlalchemy import Table

Row: TypeAlias = tuple[Any, ...]
Statement: TypeAlias = tuple[str, Sequence[Any]]


class Reader(Protocol):
    """Statements that read. Errors are named already: a `StoreError` leaf."""

    def read(self, sql: str, *values: Any) -> list[Row]: ...

    def read_all(self, statements: Sequence[Statement]) -> list[list[Row]]:
        """Several reads, in one round trip where the database can."""


class Transaction(Reader, Protocol):
    """The one open write transaction. Leaving it normally makes it durable, an exception undoes it."""

    def head(self) -> Row:
        """(newest audit seq, its digest, last base id); holds other writers off until the end."""

    def run(self, sql: str, *values: Any) -> int:
        """How many rows the statement touched."""

    def run_many(self, sql: str, rows: Sequence[Row]) -> None: ...
    def insert(self, table: Table, rows: Sequence[Row]) -> None:
        """Rows whose keys are new, columns in the table's order."""

    def upsert(self, table: Table, rows: Sequence[Row]) -> None:
        """Whole rows; a row with the same primary key is replaced. No key twice."""

    def delete(self, table: Table, keys: Sequence[Row]) -> None:
        """By primary key."""


class Database(Reader, Protocol):
    def write(self) -> AbstractContextManager[Transaction]: ...

    def snapshot(self) -> AbstractContextManager[Reader]:
        """Reads that all see one moment."""

    def index_words(self, transaction: Transaction, rows: Sequence[tuple[int, list[str]]]) -> None:
        """Add audit entries, by seq, with the words they can be found by."""

    def forget_words(self, transaction: Transaction) -> None:
        """Empty the index of words."""

    def find_words(
        self,
        starts: Sequence[str],
        whole: Sequence[str],
        *,
        always: str,
        above: int,
        before: int,
        limit: int | None = None,
    ) -> list[int]:
        """Seqs between the two, newest first, that have the word `always`, or every `whole` word and with each start
        one that begins so."""

    def checkpoint(self) -> None:
        """Move the log into the main file, where the database has one. Slow; call it from a side thread."""

    def close(self) -> None: ...
