"""Schemas: made, upgraded behind a backup, refused when newer, the same as what the code thinks."""

from __future__ import annotations

import shutil
import sqlite3
import stat
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine
from sqlalchemy.engine import make_url
from sqlalchemy.pool import NullPool

from core.errors import SettingsInvalid, StoreError, StoreNewer
from core.store.base import Batch
from core.store.migrate import SCRIPTS, migrate
from core.store.sql import open_store
from core.store.tables import metadata
from tests.support.stored import entry, record, write

HEAD = max(one.name for one in (SCRIPTS / "versions").glob("[0-9]*_*.py")).partition("_")[0]
SECOND = '''"""A later schema, for a test."""

from alembic import op

revision = "0999"
down_revision = "{head}"


def upgrade():
    op.execute("CREATE TABLE later (id INTEGER)")
    op.execute("{last}")
'''


def later_scripts(folder: Path, last: str) -> Path:
    """The real migrations with one more behind them."""
    scripts = folder / "migrations"
    shutil.copytree(SCRIPTS, scripts, ignore=shutil.ignore_patterns("__pycache__"))
    (scripts / "versions" / "0999_later.py").write_text(SECOND.format(last=last, head=HEAD))
    return scripts


def path_of(url: str) -> Path:
    return Path(make_url(url).database or "")


def fill(url: str) -> None:
    store = open_store(url, clock=lambda: 1)
    store.commit(Batch(at=1, records=(write(record()),), audit=(entry(),)))
    store.close()


def test_a_new_file_is_its_owners_alone(sqlite_url: str) -> None:
    store = open_store(sqlite_url, clock=lambda: 1)
    store.commit(Batch(at=1, records=(write(record()),)))
    files = list(path_of(sqlite_url).parent.glob("store.db*"))
    assert {stat.S_IMODE(one.stat().st_mode) for one in files} == {0o600}
    store.close()
    assert not (path_of(sqlite_url).parent / "backups").exists()


def test_what_was_written_is_there_after_opening_again(sql_url: str) -> None:
    fill(sql_url)
    store = open_store(sql_url, clock=lambda: 1)
    assert store.records(["r1"])["r1"] == record()
    assert store.verify_audit() is None
    store.close()


def test_an_upgrade_backs_the_file_up_first(sqlite_url: str, tmp_path: Path) -> None:
    fill(sqlite_url)
    backups = tmp_path / "kept"
    migrate(sqlite_url, backups, clock=lambda: 777, scripts=later_scripts(tmp_path, "SELECT 1"))
    (backup,) = backups.iterdir()
    assert (backup.name, stat.S_IMODE(backup.stat().st_mode)) == (f"store-{HEAD}-777.db", 0o600)
    store = open_store(f"sqlite:///{backup}", clock=lambda: 1)
    assert list(store.records(["r1"])) == ["r1"]
    store.close()
    with pytest.raises(StoreNewer, match=rf"0999.*{HEAD}"):
        open_store(sqlite_url, clock=lambda: 1)


def test_a_failed_upgrade_leaves_everything_as_it_was(sql_url: str, tmp_path: Path) -> None:
    fill(sql_url)
    with pytest.raises(StoreError):
        migrate(
            sql_url, tmp_path / "kept", clock=lambda: 1, scripts=later_scripts(tmp_path, "SELECT nonsense")
        )
    store = open_store(sql_url, clock=lambda: 1)
    assert list(store.records(["r1"])) == ["r1"]
    store.close()
    migrate(sql_url, tmp_path / "kept", clock=lambda: 2, scripts=later_scripts(tmp_path / "b", "SELECT 1"))


def test_an_older_store_learns_how_many_live_of_each_kind(sqlite_url: str, tmp_path: Path) -> None:
    kinds = ("note", "note", "call", "note")
    store = open_store(sqlite_url, clock=lambda: 1)
    made = [record(f"a{n}", object="activity", kind=kind, deleted=n == 3) for n, kind in enumerate(kinds)]
    store.commit(Batch(at=1, records=(*(write(one) for one in made), write(record("r1", name="a kind")))))
    store.close()
    with closing(sqlite3.connect(path_of(sqlite_url))) as connection, connection:
        assert connection.execute("SELECT count(*) FROM counters WHERE kind = 'kind'").fetchone() == (0,)
        for later in ("audit_spans", "word_places"):
            connection.execute(f"DROP TABLE {later}")
        connection.execute("ALTER TABLE links DROP COLUMN owed")
        connection.execute("UPDATE alembic_version SET version_num = '0007'")
    migrate(sqlite_url, tmp_path / "kept", clock=lambda: 2)
    with closing(sqlite3.connect(path_of(sqlite_url))) as connection:
        found = connection.execute("SELECT object, n FROM counters WHERE kind = 'kind' ORDER BY 1").fetchall()
    assert found == [("activity:call", 1), ("activity:note", 2)]


def test_a_newer_schema_is_refused_and_left_alone(sql_url: str) -> None:
    fill(sql_url)
    if sql_url.startswith("sqlite"):
        with closing(sqlite3.connect(path_of(sql_url))) as connection, connection:
            connection.execute("UPDATE alembic_version SET version_num = '9999'")
        before = path_of(sql_url).read_bytes()
    else:
        with psycopg.connect(sql_url) as server:
            server.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreNewer, match=rf"9999.*{HEAD}"):
        open_store(sql_url, clock=lambda: 1)
    if sql_url.startswith("sqlite"):
        assert path_of(sql_url).read_bytes() == before


def test_another_programs_database_is_refused(sqlite_url: str) -> None:
    with closing(sqlite3.connect(path_of(sqlite_url))) as connection, connection:
        connection.execute("CREATE TABLE theirs (id INTEGER)")
    with pytest.raises(StoreError, match="another program"):
        open_store(sqlite_url, clock=lambda: 1)


def test_many_may_open_an_empty_store_at_once(sql_url: str) -> None:
    with ThreadPoolExecutor(4) as threads:
        stores = list(threads.map(lambda _: open_store(sql_url, clock=lambda: 1), range(4)))
    for number, store in enumerate(stores):
        store.commit(Batch(at=1, audit=(entry(str(number)),)))
    assert stores[0].verify_audit() is None
    assert len(list(stores[0].audit())) == 4
    for store in stores:
        store.close()


def test_the_migrated_schema_is_the_one_the_code_thinks_of(sql_url: str) -> None:
    open_store(sql_url, clock=lambda: 1).close()
    url = make_url(sql_url)
    driver = "sqlite+pysqlite" if url.get_backend_name() == "sqlite" else "postgresql+psycopg"
    engine = create_engine(url.set(drivername=driver), poolclass=NullPool)

    def ours(_object: object, name: str | None, kind: str, _reflected: bool, _other: object) -> bool:
        return not (name or "").startswith(("activity_words", "alembic_version"))

    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": ours, "compare_type": False})
        assert compare_metadata(context, metadata) == []


@pytest.mark.parametrize("url", ["mysql://localhost/x", "no url", "sqlite://", ""])
def test_an_address_that_names_no_store_is_refused(url: str) -> None:
    with pytest.raises(SettingsInvalid, match="address"):
        open_store(url, clock=lambda: 1)
