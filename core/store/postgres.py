"""Postgres through psycopg 3: a pool of connections, reads of one batch in one round trip, writes in another.

Many rows go in by COPY, changed ones as one array a column. A write transaction begins by locking the head row, so that
commits of all daemons stand in one line; nothing it decided on can change under it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, Final, cast

import psycopg
from psycopg import errors
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.pq import Conninfo
from sqlalchemy import Table
from sqlalchemy.engine import URL
from sqlalchemy.exc import TimeoutError as PoolEmpty
from sqlalchemy.pool import QueuePool

from core.errors import StoreDamaged, StoreError, StoreFull, StoreReadOnly, StoreUnreachable
from core.store.database import Reader, Row, Statement, Transaction
from core.store.dialect import conflict_clause, delete_arrays_sql, insert_arrays_sql

_COPY_FROM: Final = 24  # rows; below it the extra round trip of COPY costs more than it saves
_LOCK_TIMEOUT_MS: Final = 15_000
# Every statement here is served by an index. A planner without statistics does not know that, so it is told.
_SESSION: Final = (
    f"SET lock_timeout = {_LOCK_TIMEOUT_MS}; SET jit = off; "
    "SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off"
)
# GIN does not know the newest. Where only some are wanted, it is asked for a span of the log at a time, the next one so
# long as what is left to find should take, twice, so that of what many have only the newest rows are fetched; without
# index scans, else the planner, which knows nothing about beginnings, reads the log by its key, and without helpers, which
# take longer to come than all the rest. A bitmap of 10 million entries fits into this memory; where it does not, rows are
# read again.
_FIRST_SPAN: Final = 32_000
_FOR_WORDS: Final = (
    "BEGIN READ ONLY; SET LOCAL enable_indexscan = off; SET LOCAL work_mem = '64MB';"
    " SET LOCAL max_parallel_workers_per_gather = 0"
)
_FIND_WORDS: Final = """SELECT seq FROM activity_words WHERE words @@ %s::tsquery AND seq > %s AND seq < %s
ORDER BY seq DESC LIMIT %s"""
_NEEDED: Final = {"fsync": ("on",), "full_page_writes": ("on",), "synchronous_commit": ("on", "remote_apply")}
_ADVICE: Final = "Set it to on in postgresql.conf (and for this role and database), then start again."

_BY_STATE: Final[dict[str, type[StoreError]]] = {
    "53100": StoreFull,  # disk_full
    "25006": StoreReadOnly,  # read_only_sql_transaction
    "42501": StoreReadOnly,  # insufficient_privilege
    "XX001": StoreDamaged,  # data_corrupted
    "XX002": StoreDamaged,  # index_corrupted
    "55P03": StoreUnreachable,  # lock_not_available
    "57014": StoreUnreachable,  # query_canceled
    "40001": StoreUnreachable,  # serialization_failure
    "40P01": StoreUnreachable,  # deadlock_detected
}
_BY_CLASS: Final[dict[str, type[StoreError]]] = {
    "08": StoreUnreachable,
    "28": StoreUnreachable,
    "3D": StoreUnreachable,
    "53": StoreUnreachable,
    "57": StoreUnreachable,
    "58": StoreUnreachable,
}


def named(error: BaseException) -> StoreError:
    """The error of ours that a driver's error means, without its details: those hold values."""
    if isinstance(error, PoolEmpty):
        return StoreUnreachable("Postgres: all connections are taken")
    if not isinstance(error, psycopg.Error):
        return StoreError(f"Postgres: {type(error).__name__}: text that cannot be stored")
    state = error.sqlstate
    if state is None:
        if isinstance(error, psycopg.OperationalError | errors.PipelineAborted):
            return StoreUnreachable(f"Postgres: {str(error).splitlines()[0] if str(error) else 'no answer'}")
        return StoreError(f"Postgres: {type(error).__name__}")
    kind = _BY_STATE.get(state) or _BY_CLASS.get(state[:2], StoreError)
    return kind(f"Postgres: {error.diag.message_primary} ({state})")


@lru_cache(maxsize=512)
def _worded(sql: str) -> bytes:
    if sql.startswith("EACH "):
        # OFFSET 0 fences the look-up off, so that it goes through the index even before the first ANALYZE: without
        # statistics the planner takes a new table for a small one and reads it whole (27 ms for 200 ids, not 0.7).
        look_up = sql.removeprefix("EACH ")
        sql = f"SELECT f.* FROM unnest(?::text[]) AS w(value) CROSS JOIN LATERAL ({look_up} OFFSET 0) AS f"
    return sql.replace("%", "%%").replace("?", "%s").encode()


def conninfo(url: URL) -> str:
    """The URL in libpq's own words; its spelling of blanks in a query is not SQLAlchemy's."""
    parts = {**url.translate_connect_args(username="user", database="dbname"), **url.query}
    return make_conninfo(
        **{name: ",".join(one) if isinstance(one, tuple) else str(one) for name, one in parts.items()}
    )


def servers(info: str) -> tuple[str, ...]:
    """Every host libpq may call for this conninfo, folders of sockets included; what it leaves open the environment says.

    A service file may say anything, so its name stands for a host (libpq, "Database Connection Control Functions").
    """
    usual = {one.keyword.decode(): one.val.decode() for one in Conninfo.get_defaults() if one.val}
    given = {**usual, **{name: str(value) for name, value in conninfo_to_dict(info).items() if value}}
    if given.get("service"):
        return (f"service {given['service']}",)
    # An address is what is called; the host beside it is only the name that is checked.
    named = given.get("hostaddr") or given.get("host") or ""
    return tuple(one for one in named.split(",") if one)


class PostgresReader:
    """Reads on one connection."""

    def __init__(self, connection: psycopg.Connection[Row]) -> None:
        self._connection = connection

    def read(self, sql: str, *values: Any) -> list[Row]:
        return self._connection.execute(_worded(sql), values).fetchall()

    def read_all(self, statements: Sequence[Statement]) -> list[list[Row]]:
        if len(statements) == 1:
            return [self.read(statements[0][0], *statements[0][1])]
        with self._connection.pipeline():
            cursors = [self._connection.execute(_worded(sql), values) for sql, values in statements]
            return [cursor.fetchall() for cursor in cursors]


class PostgresTransaction(PostgresReader):
    """The open write transaction. Writes whose answer nobody reads are kept back and sent together."""

    def __init__(self, connection: psycopg.Connection[Row]) -> None:
        super().__init__(connection)
        self._waiting: list[Callable[[], object]] = []
        self._head: Row | None = None

    def begin(self) -> None:
        cursor = self._connection.execute(
            "BEGIN ISOLATION LEVEL READ COMMITTED; SELECT seq, digest, base FROM heads WHERE id = 1 FOR UPDATE"
        )
        cursor.nextset()
        self._head = cursor.fetchone()

    def head(self) -> Row:
        if self._head is None:
            raise StoreDamaged("the store's head row is missing")
        return self._head

    def commit(self) -> None:
        with self._connection.pipeline():
            self._send()
            self._connection.execute("COMMIT")

    def _send(self) -> None:
        for write in self._waiting:
            write()
        self._waiting.clear()

    def read(self, sql: str, *values: Any) -> list[Row]:
        self._send()
        return super().read(sql, *values)

    def run(self, sql: str, *values: Any) -> int:
        self._send()
        return self._connection.execute(_worded(sql), values).rowcount

    def run_many(self, sql: str, rows: Sequence[Row]) -> None:
        for row in rows:
            self._later(sql, row)

    def _later(self, sql: str, values: Sequence[Any]) -> None:
        self._waiting.append(lambda: self._connection.execute(_worded(sql), values))

    def insert(self, table: Table, rows: Sequence[Row]) -> None:
        if len(rows) >= _COPY_FROM:
            self._copy(table, rows)
        elif rows:
            self._later(insert_arrays_sql(table), list(map(list, zip(*rows, strict=True))))

    def _copy(self, table: Table, rows: Sequence[Row]) -> None:
        self._send()
        names = ", ".join(column.name for column in table.columns)
        statement = f"COPY {table.name} ({names}) FROM STDIN"
        with self._connection.cursor() as cursor, cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(row)

    def upsert(self, table: Table, rows: Sequence[Row]) -> None:
        if rows:
            sql = insert_arrays_sql(table) + conflict_clause(table)
            self._later(sql, list(map(list, zip(*rows, strict=True))))

    def delete(self, table: Table, keys: Sequence[Row]) -> None:
        if keys:
            self._later(delete_arrays_sql(table), list(map(list, zip(*keys, strict=True))))


class PostgresDatabase:
    """An open Postgres database. Raises StoreError at once where it is set up to lose commits."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._pool = QueuePool(
            self._connect,  # type: ignore[arg-type]
            pool_size=6,
            max_overflow=14,
            timeout=_LOCK_TIMEOUT_MS / 1000,
            reset_on_return=None,
            use_lifo=True,
        )
        try:
            with self._connected() as connection:
                _refuse_careless(connection)
        except BaseException:
            self.close()
            raise

    def _connect(self) -> psycopg.Connection[Row]:
        connection = psycopg.connect(
            self._address, autocommit=True, connect_timeout=10, client_encoding="utf8"
        )
        connection.execute(_SESSION)
        return connection

    @contextmanager
    def _connected(self) -> Iterator[psycopg.Connection[Row]]:
        """A pooled connection. Driver errors are named on the way out, and a connection that had one is dropped."""
        pooled = None
        try:
            pooled = self._pool.connect()
            yield cast("psycopg.Connection[Row]", pooled.dbapi_connection)
        except (psycopg.Error, UnicodeEncodeError, PoolEmpty) as error:
            raise named(error) from error
        finally:
            if pooled is not None:
                self._put_back(pooled)

    def _put_back(self, pooled: Any) -> None:
        connection = pooled.dbapi_connection
        if connection.closed or connection.info.transaction_status != psycopg.pq.TransactionStatus.IDLE:
            pooled.invalidate()
        pooled.close()

    @contextmanager
    def write(self) -> Iterator[Transaction]:
        with self._connected() as connection:
            transaction = PostgresTransaction(connection)
            try:
                transaction.begin()
                yield transaction
                transaction.commit()
            except BaseException:
                if not connection.closed:
                    _undo(connection)
                raise

    @contextmanager
    def snapshot(self) -> Iterator[Reader]:
        with self._connected() as connection:
            connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            try:
                yield PostgresReader(connection)
            finally:
                _undo(connection)

    def read(self, sql: str, *values: Any) -> list[Row]:
        with self._connected() as connection:
            return PostgresReader(connection).read(sql, *values)

    def read_all(self, statements: Sequence[Statement]) -> list[list[Row]]:
        if not statements:
            return []
        with self._connected() as connection:
            return PostgresReader(connection).read_all(statements)

    def index_words(self, transaction: Transaction, rows: Sequence[tuple[int, list[str]]]) -> None:
        transaction.run_many(
            "INSERT INTO activity_words (seq, words) VALUES (?, array_to_tsvector(?::text[]))", rows
        )

    def forget_words(self, transaction: Transaction) -> None:
        transaction.run("DELETE FROM activity_words")

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
        parts = [f"'{word}'" for word in whole] + [f"'{start}':*" for start in starts]
        query = f"({' & '.join(parts)}) | '{always}'"
        found: list[int] = []
        newest, wanted = before, before if limit is None else limit
        span = before if limit is None else _FIRST_SPAN
        with self._connected() as connection:
            connection.execute(_FOR_WORDS)
            try:
                while before - 1 > above and (left := wanted - len(found)) > 0:
                    after = max(before - 1 - span, above)
                    values = (query, after, before, left)
                    # Never prepared: a plan for any words whatever would not know which of them are rare.
                    cursor = connection.execute(_FIND_WORDS, values, prepare=False)
                    found += [seq for (seq,) in cursor.fetchall()]
                    before = after + 1
                    span = before
                    if found:
                        span = max(2 * (newest - before) * (wanted - len(found)) // len(found), _FIRST_SPAN)
            finally:
                _undo(connection)
        return found

    def checkpoint(self) -> None:
        """Postgres looks after its own log."""

    def close(self) -> None:
        self._pool.dispose()


def _undo(connection: psycopg.Connection[Row]) -> None:
    try:
        connection.execute("ROLLBACK")
    except psycopg.Error:
        connection.close()  # the server undoes it when the line drops


def _refuse_careless(connection: psycopg.Connection[Row]) -> None:
    names = [*_NEEDED, "server_encoding"]
    found = connection.execute(
        "SELECT name, setting FROM pg_settings WHERE name = ANY(%s)", (names,)
    ).fetchall()
    settings: dict[str, str] = dict(found)
    for name, allowed in _NEEDED.items():
        if settings[name] not in allowed:
            raise StoreError(
                f"Postgres: {name} is {settings[name]}, so commits could be lost", advice=_ADVICE
            )
    if settings["server_encoding"] != "UTF8":
        raise StoreError(
            f"Postgres: the database's encoding is {settings['server_encoding']}, not UTF8",
            advice="Create the database with ENCODING 'UTF8'.",
        )
