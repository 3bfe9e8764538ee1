"""Brings a database to the newest schema with Alembic, after a copy of the SQLite file has been made.

A schema this version does not know is refused: a newer CRM Sync wrote it.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Final

from sqlalchemy import Connection, create_engine, event, inspect, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from core.errors import StoreError, StoreNewer
from core.store import sqlite

if TYPE_CHECKING:
    from alembic.config import Config

SCRIPTS: Final = Path(__file__).with_name("migrations")
_LOCK: Final = 7_219_436_201  # Postgres's advisory lock of whoever migrates
_turn = Lock()  # Alembic keeps what it works on in module globals


def migrate(url: str, backup_folder: Path, *, clock: Callable[[], int], scripts: Path = SCRIPTS) -> None:
    """Upgrade to the newest of `scripts` where due; a SQLite file is copied into `backup_folder` (0600) first.

    Raises StoreNewer, naming both revisions, or another StoreError; the database is as it was then.
    """
    parsed = make_url(url)
    path = Path(parsed.database or "")
    if parsed.get_backend_name() == "sqlite":
        sqlite.prepare_file(path)
        parsed = parsed.set(drivername="sqlite+pysqlite")
    else:
        parsed = parsed.set(drivername="postgresql+psycopg")
    try:
        with _turn:
            _upgrade(
                parsed, path, lambda name: _back_up(path, backup_folder, f"{name}-{clock()}.db"), scripts
            )
    except DBAPIError as error:
        raise _named(error.orig, path) from error
    except (sqlite3.Error, OSError) as error:
        raise sqlite.named(error, path) from error


def _named(error: BaseException | None, path: Path) -> StoreError:
    if isinstance(error, sqlite3.Error):
        return sqlite.named(error, path)
    from core.store import postgres  # noqa: PLC0415 - the driver loads slowly, and only Postgres needs it

    return postgres.named(error or RuntimeError("no cause"))


def _upgrade(url: URL, path: Path, back_up: Callable[[str], None], scripts: Path) -> None:
    is_sqlite = url.get_backend_name() == "sqlite"
    engine = create_engine(url, poolclass=NullPool)
    if is_sqlite:
        # The driver's own transactions leave DDL out; ours make a migration whole or not at all.
        event.listen(engine, "connect", _no_driver_transactions)
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    with engine.connect() as connection:
        if is_sqlite:
            connection.exec_driver_sql(f"PRAGMA busy_timeout = {sqlite.BUSY_MS}")
        current = _revision(connection, url)
        connection.rollback()
        if current == _newest(scripts):
            return
        # Loading Alembic takes longer than all the rest of a start, and a start rarely migrates.
        from alembic import command  # noqa: PLC0415
        from alembic.config import Config  # noqa: PLC0415

        config = Config()
        config.set_main_option("script_location", str(scripts).replace("%", "%%"))
        if not _is_due(config, current):
            return
        if is_sqlite and current is not None:
            back_up(f"{path.stem}-{current}")
        with connection.begin():
            if not is_sqlite:
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
            config.attributes["connection"] = connection
            command.upgrade(config, "head")


def _newest(scripts: Path) -> str | None:
    """The revision of the last script by its file's name, which begins with it."""
    names = sorted(one.name for one in (scripts / "versions").glob("[0-9]*_*.py"))
    return names[-1].partition("_")[0] if names else None


def _no_driver_transactions(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None


def _revision(connection: Connection, url: URL) -> str | None:
    tables = inspect(connection).get_table_names()
    if "alembic_version" in tables:
        found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        return found
    if tables:
        raise StoreError(
            f"{url.database} holds tables of another program",
            advice="Name an empty database in the settings.",
        )
    return None


def _is_due(config: Config, current: str | None) -> bool:
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    known = [
        script.revision for script in ScriptDirectory.from_config(config).walk_revisions()
    ]  # newest first
    if current is not None and current not in known:
        raise StoreNewer(f"the store has schema {current}; the newest one known here is {known[0]}")
    return current != known[0]


def _back_up(path: Path, folder: Path, name: str) -> None:
    """A copy by SQLite's own means, which is whole even while others write; it gets its name when it is complete."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    partial = folder / f"{name}.partial"
    partial.unlink(missing_ok=True)
    os.close(os.open(partial, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    source, copy = sqlite3.connect(path), sqlite3.connect(partial)
    try:
        source.backup(copy)
    finally:
        copy.close()
        source.close()
    partial.rename(folder / name)
