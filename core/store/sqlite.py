"""SQLite: one writing connection behind a lock, a small pool of reading ones, the log checkpointed by somebody else.

WAL keeps readers and the writer apart; with synchronous=FULL a commit is on the disk when it returns. Memory mapping
stays off: a disk error under a mapped page would kill the process instead of raising.
"""

from __future__ import annotations

import os
import re
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from threading import RLock
from typing import Any, Final

from sqlalchemy import Table
from sqlalchemy.exc import TimeoutError as PoolEmpty
from sqlalchemy.pool import QueuePool

from core.errors import StoreDamaged, StoreError, StoreFull, StoreReadOnly, StoreUnreachable
from core.store.codec import encode
from core.store.database import Reader, Row, Statement, Transaction
from core.store.dialect import conflict_clause, delete_sql, insert_sql

BUSY_MS: Final = 15_000
CHECKPOINT_PAGES: Final = (
    16_000  # about 64 MB of log; measured: stalls of 73 ms instead of 408 ms at a million rows
)
_LOG_LIMIT: Final = 64 * 1024 * 1024

_FEW_WORDS: Final = 64  # finding the next one takes some 0.1 ms

_LIST = re.compile(r"([\w.]+) = ANY\(\?\)")

_BY_CODE: Final[dict[int, type[StoreError]]] = {
    sqlite3.SQLITE_READONLY: StoreReadOnly,
    sqlite3.SQLITE_PERM: StoreReadOnly,
    sqlite3.SQLITE_FULL: StoreFull,
    sqlite3.SQLITE_IOERR_WRITE: StoreFull,
    sqlite3.SQLITE_IOERR_SHMSIZE: StoreFull,
    sqlite3.SQLITE_CORRUPT: StoreDamaged,
    sqlite3.SQLITE_NOTADB: StoreDamaged,
    sqlite3.SQLITE_BUSY: StoreUnreachable,
    sqlite3.SQLITE_LOCKED: StoreUnreachable,
    sqlite3.SQLITE_CANTOPEN: StoreUnreachable,
    sqlite3.SQLITE_IOERR: StoreUnreachable,
}


def named(error: BaseException, path: Path) -> StoreError:
    """The error of ours that a driver's error means. Its own words name columns, never values."""
    if isinstance(error, UnicodeEncodeError):
        return StoreError(f"{path}: text that cannot be stored")
    if isinstance(error, OSError):
        kind = StoreFull if error.errno in (28, 122) else StoreUnreachable
        return kind(f"{path}: {error.strerror}")
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:
        return StoreError(f"{path}: {error}")
    return _BY_CODE.get(code, _BY_CODE.get(code & 0xFF, StoreError))(f"{path}: {error}")


@lru_cache(maxsize=512)
def _worded(sql: str) -> str:
    if sql.startswith("EACH "):
        # CROSS JOIN keeps this order: one look-up in the index for each member, never the other way round.
        columns, rest = sql.removeprefix("EACH ").split(" FROM ", 1)
        source, condition = rest.split(" WHERE ", 1)
        sql = f"{columns} FROM (SELECT value FROM json_each(?)) w CROSS JOIN {source} WHERE {condition}"
    return _LIST.sub(r"\1 IN (SELECT value FROM json_each(?))", sql)


def _bound(values: Sequence[Any]) -> list[Any]:
    return [encode(value).decode() if value.__class__ is list else value for value in values]


class SqliteReader:
    """Reads on one connection."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self._path = path

    def read(self, sql: str, *values: Any) -> list[Row]:
        try:
            return self._connection.execute(_worded(sql), _bound(values)).fetchall()
        except (sqlite3.Error, UnicodeEncodeError) as error:
            raise named(error, self._path) from error

    def read_all(self, statements: Sequence[Statement]) -> list[list[Row]]:
        return [self.read(sql, *values) for sql, values in statements]


class SqliteTransaction(SqliteReader):
    """The open transaction of the writing connection."""

    def head(self) -> Row:
        return self.read("SELECT seq, digest, base FROM heads WHERE id = 1")[0]

    def run(self, sql: str, *values: Any) -> int:
        return self._do(lambda: self._connection.execute(_worded(sql), _bound(values)).rowcount)

    def run_many(self, sql: str, rows: Sequence[Row]) -> None:
        self._do(lambda: self._connection.executemany(sql, rows).rowcount)

    def insert(self, table: Table, rows: Sequence[Row]) -> None:
        if rows:
            self.run_many(insert_sql(table), rows)

    def upsert(self, table: Table, rows: Sequence[Row]) -> None:
        if rows:
            self.run_many(insert_sql(table) + conflict_clause(table), rows)

    def delete(self, table: Table, keys: Sequence[Row]) -> None:
        if keys:
            self.run_many(delete_sql(table), keys)

    def _do(self, statement: Callable[[], int]) -> int:
        try:
            return statement()
        except (sqlite3.Error, UnicodeEncodeError) as error:
            raise named(error, self._path) from error


class SqliteDatabase:
    """An open, migrated SQLite file."""

    def __init__(self, path: Path, *, synchronous: str = "FULL") -> None:
        self._path = path
        self._synchronous = synchronous
        self._lock = RLock()
        self._writer = self._connect(cache_kib=64 * 1024)
        self._readers = QueuePool(
            lambda: self._connect(cache_kib=16 * 1024),  # type: ignore[arg-type]
            pool_size=4,
            max_overflow=60,
            timeout=BUSY_MS / 1000,
            reset_on_return=None,
        )

    def _connect(self, *, cache_kib: int) -> sqlite3.Connection:
        try:
            connection = sqlite3.connect(
                self._path, isolation_level=None, check_same_thread=False, timeout=BUSY_MS / 1000
            )
            _use_log(connection)
            connection.execute(f"PRAGMA synchronous = {self._synchronous}")
            connection.execute(f"PRAGMA cache_size = -{cache_kib}")
            connection.execute(f"PRAGMA wal_autocheckpoint = {CHECKPOINT_PAGES}").fetchall()
            connection.execute(f"PRAGMA journal_size_limit = {_LOG_LIMIT}").fetchall()
            connection.execute("PRAGMA temp_store = MEMORY")
        except sqlite3.Error as error:
            raise named(error, self._path) from error
        return connection

    @contextmanager
    def write(self) -> Iterator[Transaction]:
        with self._lock:
            connection = self._writer
            try:
                connection.execute("BEGIN IMMEDIATE")
                yield SqliteTransaction(connection, self._path)
                connection.execute("COMMIT")
            except sqlite3.Error as error:
                raise named(error, self._path) from error
            finally:
                # Still open here only after a failure; SQLite has undone the worst ones by itself already.
                if connection.in_transaction:
                    self._undo(connection)

    def _undo(self, connection: sqlite3.Connection) -> None:
        try:
            connection.execute("ROLLBACK")
        except sqlite3.Error:
            # The connection cannot say where it stands, so it is given up; recovery on the next one undoes the rest.
            connection.close()
            self._writer = self._connect(cache_kib=64 * 1024)

    @contextmanager
    def snapshot(self) -> Iterator[Reader]:
        with self._reading() as connection:
            connection.execute("BEGIN")
            try:
                yield SqliteReader(connection, self._path)
            finally:
                connection.execute("ROLLBACK")

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        try:
            pooled = self._readers.connect()
        except PoolEmpty as error:
            raise StoreUnreachable(f"{self._path}: too many readers at once") from error
        try:
            yield pooled.dbapi_connection  # type: ignore[misc]
        finally:
            pooled.close()

    def read(self, sql: str, *values: Any) -> list[Row]:
        with self._reading() as connection:
            return SqliteReader(connection, self._path).read(sql, *values)

    def read_all(self, statements: Sequence[Statement]) -> list[list[Row]]:
        with self._reading() as connection:
            return SqliteReader(connection, self._path).read_all(statements)

    def index_words(self, transaction: Transaction, rows: Sequence[tuple[int, list[str]]]) -> None:
        transaction.run_many(
            "INSERT INTO activity_words (rowid, words) VALUES (?, ?)",
            [(seq, " ".join(words)) for seq, words in rows],
        )

    def forget_words(self, transaction: Transaction) -> None:
        transaction.run("INSERT INTO activity_words (activity_words) VALUES ('delete-all')")

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
        with self._reading() as connection:
            reader = SqliteReader(connection, self._path)
            parts = [f'"{word}"' for word in whole] + [_beginning(reader, start) for start in starts]
            found = reader.read(
                "SELECT rowid FROM activity_words WHERE activity_words MATCH ? AND rowid > ? AND rowid < ? "
                "ORDER BY rowid DESC LIMIT ?",
                f'({" AND ".join(parts)}) OR "{always}"',
                above,
                before,
                -1 if limit is None else limit,
            )
        return [seq for (seq,) in found]

    def checkpoint(self) -> None:
        """Copies the log into the file without holding off the writer."""
        self.read("PRAGMA wal_checkpoint(PASSIVE)")

    def close(self) -> None:
        self._readers.dispose()
        with self._lock:
            self._writer.close()


def _beginning(reader: SqliteReader, start: str) -> str:
    """What FTS5 is asked for words that begin so: the words themselves where they are few.

    Those it reads newest first, as far as it must, and leaps over what other words rule out. For a beginning it first
    puts every place of every such word into one list: 0.4 s for a word that is in each of a million entries.
    """
    reader.read(
        "CREATE VIRTUAL TABLE IF NOT EXISTS temp.activity_vocabulary "
        "USING fts5vocab(main, activity_words, instance)"
    )
    words: list[str] = []
    after = start
    while len(words) < _FEW_WORDS:
        found = reader.read("SELECT term FROM temp.activity_vocabulary WHERE term >= ? LIMIT 1", after)
        if not found or not found[0][0].startswith(start):
            return "(" + " OR ".join(f'"{word}"' for word in words or [start]) + ")"
        words.append(found[0][0])
        after = words[-1] + "\0"
    return f'"{start}"*'


def _use_log(connection: sqlite3.Connection) -> None:
    """Switch a new file to WAL. SQLite does not wait for others here as it does elsewhere, so this does."""
    deadline = time.monotonic() + BUSY_MS / 1000
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL").fetchall()
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(0.01)


def prepare_file(path: Path) -> None:
    """Makes the file for its owner alone where it is missing. Raises StoreReadOnly or StoreUnreachable by name."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except (PermissionError, OSError) as error:
        if isinstance(error, PermissionError) or error.errno == 30:
            raise StoreReadOnly(f"{path} cannot be written") from error
        raise named(error, path) from error
    if not os.access(path.parent, os.W_OK):
        raise StoreReadOnly(f"{path.parent} cannot be written, and SQLite keeps its log there")
