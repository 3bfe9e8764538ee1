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
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import psycopg
import pytest
from psycopg import sql


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
