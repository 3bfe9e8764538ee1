"""Where tests get their databases: a fresh SQLite file, or a Postgres schema of their own.

Postgres is looked for in this order: the URL in CRMSYNC_TEST_POSTGRES; a server on 127.0.0.1:5432 or its usual socket
that lets us in without a password; installed binaries, started privately. Where none of them works the test is skipped
with the reason, or fails if CRMSYNC_SERVICES=required.
"""

from __future__ import annotations

import atexit
import os
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from core.store.base import Store
from core.store.sql import open_store

POSTGRES = pytest.param("postgres", marks=pytest.mark.external)
STORES = ["memory", "sqlite", POSTGRES]


class NoPostgres(Exception):
    """No server is to be had; the message says what was tried."""


@contextmanager
def postgres_schema() -> Iterator[str]:
    """The URL of an empty schema of one's own, dropped afterwards."""
    try:
        server = postgres_server()
    except NoPostgres as error:
        if os.environ.get("CRMSYNC_SERVICES") == "required":
            pytest.fail(f"Postgres is required here: {error}")
        pytest.skip(f"no Postgres: {error}")
    name = f"crmsync_test_{secrets.token_hex(6)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(name)))
    try:
        yield f"{server}{'&' if '?' in server else '?'}options=-csearch_path%3D{name}"
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(sql.SQL("DROP SCHEMA {} CASCADE").format(sql.Identifier(name)))


@contextmanager
def empty_store(kind: str, folder: Path) -> Iterator[Store]:
    """A store of that kind ("memory", "sqlite", "postgres") without records; its file, if it is one, in `folder`."""
    with ExitStack() as stack:
        url = "memory://"
        if kind == "sqlite":
            (folder / "store.db").write_bytes(migrated_sqlite())
            url = f"sqlite:///{folder / 'store.db'}"
        elif kind == "postgres":
            url = stack.enter_context(emptied_postgres())
        store = open_store(url, clock=lambda: 1_000)
        stack.callback(store.close)
        yield store


@cache
def migrated_sqlite() -> bytes:
    """The file of a store that nothing was written to: made once, and copied wherever an empty store is wanted."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "empty.db"
        open_store(f"sqlite:///{path}", clock=lambda: 1_000).close()
        assert [one.name for one in path.parent.iterdir()] == [path.name]  # no log is left beside it
        return path.read_bytes()


@contextmanager
def emptied_postgres() -> Iterator[str]:
    """The URL of a migrated schema without records, the same one each time: migrating is what takes long.

    For one store at a time. Skips or fails as `postgres_schema` does.
    """
    kept = _kept_schema()
    kept.empty()
    yield kept.url


class _Kept:
    """A migrated schema, and beside it what the migrations themselves have written."""

    def __init__(self, url: str) -> None:
        self.url = url
        open_store(url, clock=lambda: 1_000).close()
        with psycopg.connect(url, autocommit=True) as connection:
            found = connection.execute(
                "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() AND tablename <> 'alembic_version'"
            )
            names = [name for (name,) in found.fetchall()]
            self._tables = [sql.Identifier(name) for name in names]
            self._written: list[tuple[sql.Identifier, sql.Identifier]] = []
            for name, table in zip(names, self._tables, strict=True):
                copied = sql.Identifier(f"written_{name}")
                connection.execute(sql.SQL("CREATE TABLE {} AS SELECT * FROM {}").format(copied, table))
                if connection.execute(sql.SQL("SELECT 1 FROM {}").format(copied)).fetchone():
                    self._written.append((table, copied))

    def empty(self) -> None:
        # Not TRUNCATE, which makes every table's files anew: that is most of what migrating costs.
        with psycopg.connect(self.url) as connection:
            connection.execute("SET lock_timeout = '10s'")  # a store that was not closed is a test's mistake
            for table in self._tables:
                connection.execute(sql.SQL("DELETE FROM {}").format(table))
            for table, copied in self._written:
                connection.execute(sql.SQL("INSERT INTO {} SELECT * FROM {}").format(table, copied))


@cache
def _kept_schema() -> _Kept:
    schema = postgres_schema()
    url = schema.__enter__()
    atexit.register(schema.__exit__, None, None, None)
    return _Kept(url)


@cache
def postgres_server() -> str:
    """A URL that lets us in. Raises NoPostgres."""
    named = os.environ.get("CRMSYNC_TEST_POSTGRES")
    if named:
        return _checked(named)
    tried = []
    for url in (
        "postgresql://postgres@127.0.0.1:5432/postgres",
        "postgresql:///postgres?host=/var/run/postgresql",
    ):
        try:
            return _checked(url)
        except NoPostgres as error:
            tried.append(str(error))
    try:
        return _checked(_start_private())
    except NoPostgres as error:
        raise NoPostgres("; ".join([*tried, str(error)])) from error


def _checked(url: str) -> str:
    try:
        psycopg.connect(url, connect_timeout=3).close()
    except psycopg.Error as error:
        raise NoPostgres(str(error).splitlines()[0]) from error
    return url


def _start_private() -> str:
    binaries = _binaries()
    folder = Path(tempfile.mkdtemp(prefix="crmsync-postgres-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    # Postgres refuses to run as root, so root lends it to the user its package made.
    lent = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    if lent:
        shutil.chown(folder, "postgres")
    content = folder / "content"
    _run([*lent, str(binaries / "initdb"), "-D", str(content), "-A", "trust", "-U", "postgres", "-E", "UTF8"])
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={folder}"
    ctl = [*lent, str(binaries / "pg_ctl"), "-D", str(content)]
    _run([*ctl, "-w", "-l", str(folder / "log"), "-o", options, "start"])
    atexit.register(_run, [*ctl, "-m", "immediate", "stop"])
    return f"postgresql://postgres@127.0.0.1:{port}/postgres"


def _binaries() -> Path:
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).parent
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        raise NoPostgres("no Postgres binaries are installed")
    return found[-1].parent


def _run(command: list[str]) -> None:
    try:
        subprocess.run(command, check=True, capture_output=True, timeout=60)
    except (OSError, subprocess.SubprocessError) as error:
        raise NoPostgres(f"{command[0]} could not start a private server") from error
