"""A disk that is full or read-only, a damaged file, a database that is locked or gone: named errors, data as it was."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from core.errors import StoreDamaged, StoreError, StoreReadOnly, StoreUnreachable
from core.store import sqlite
from core.store.base import Batch
from core.store.sql import open_store
from tests.support.committing import batch, whole_batches
from tests.support.stored import record, write

FULL_DISK = """
import resource, sys
from core.errors import StoreFull
from core.store.sql import open_store
from tests.support.committing import batch, whole_batches

url, limit = sys.argv[1], int(sys.argv[2])
store = open_store(url, clock=lambda: 1)
hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
done = 0
try:
    while done < 100_000:
        store.commit(batch(done))
        done += 1
except StoreFull as error:
    assert "store.db" in str(error)
else:
    raise SystemExit("the disk never filled up")
assert whole_batches(store) == list(range(done)), "reads go on, and nothing is there in part"
for _ in range(3):
    try:
        store.commit(batch(done))
    except StoreFull:
        continue
    raise SystemExit("a full disk took a batch")
resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
store.commit(batch(done))
store.close()
print(done + 1)
"""

READ_ONLY = """
import os, sys
import core.store.postgres, encodings.idna
from core.errors import StoreReadOnly
from core.store.sql import open_store

if os.geteuid() == 0:
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
try:
    open_store(sys.argv[1], clock=lambda: 1)
except StoreReadOnly as error:
    print(error)
"""


def run_child(code: str, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.fixture
def shared_folder() -> Iterator[Path]:
    """A folder that other users may enter; pytest's own is closed to them."""
    folder = Path(tempfile.mkdtemp(prefix="crmsync-read-only-"))
    folder.chmod(0o755)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


@pytest.mark.parametrize("limit", [1_000_000, 3_000_000])
def test_a_full_disk_refuses_batches_whole_and_recovers(sqlite_url: str, limit: int) -> None:
    kept = int(run_child(FULL_DISK, sqlite_url, str(limit)))
    store = open_store(sqlite_url, clock=lambda: 1)
    assert whole_batches(store) == list(range(kept))
    assert store.verify_audit() is None
    store.close()


def test_a_read_only_file_is_told_at_the_start(shared_folder: Path) -> None:
    path = shared_folder / "store.db"
    store = open_store(f"sqlite:///{path}", clock=lambda: 1)
    store.commit(batch(0))
    store.close()
    path.chmod(0o444)
    before = path.read_bytes()
    assert str(path) in run_child(READ_ONLY, f"sqlite:///{path}")
    assert path.read_bytes() == before


def test_a_read_only_folder_is_told_at_the_start(shared_folder: Path) -> None:
    path = shared_folder / "store.db"
    open_store(f"sqlite:///{path}", clock=lambda: 1).close()
    path.chmod(0o666)
    shared_folder.chmod(0o555)
    assert str(shared_folder) in run_child(READ_ONLY, f"sqlite:///{path}")


def test_a_file_that_is_no_database_is_damaged_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    path.write_bytes(b"not a database at all" * 500)
    before = path.read_bytes()
    with pytest.raises(StoreDamaged, match=r"store\.db"):
        open_store(f"sqlite:///{path}", clock=lambda: 1)
    assert path.read_bytes() == before


def test_a_damaged_page_is_named_when_it_is_read(sqlite_url: str, tmp_path: Path) -> None:
    store = open_store(sqlite_url, clock=lambda: 1)
    for number in range(40):
        store.commit(batch(number))
    store.close()
    path = tmp_path / "store.db"
    with path.open("r+b") as file:
        for page in range(2, path.stat().st_size // 4096):
            file.seek(page * 4096)
            if file.read(1) in b"\r\n\x05\x02":  # table and index pages; the first two stay, so that it opens
                file.seek(page * 4096)
                file.write(b"\xff" * 512)
    damaged = path.read_bytes()
    with pytest.raises(StoreDamaged):
        use(sqlite_url)
    assert path.read_bytes() == damaged


def use(url: str) -> None:
    store = open_store(url, clock=lambda: 1)
    try:
        whole_batches(store)
    finally:
        store.close()


def test_a_database_locked_for_too_long_is_unreachable(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "BUSY_MS", 200)
    store = open_store(sqlite_url, clock=lambda: 1)
    with closing(sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreUnreachable, match="locked"):
            store.commit(batch(0))
        assert store.records(["x"]) == {}
        other.rollback()
    store.commit(batch(0))
    assert whole_batches(store) == [0]
    store.close()


def test_the_last_part_failing_leaves_nothing_of_the_batch(sql_url: str) -> None:
    store = open_store(sql_url, clock=lambda: 1)
    store.commit(batch(0))
    taken = "INSERT INTO audit VALUES (14, 0, '', '', '', '', '', '', '', '[]', '', 'x')"
    _behind(sql_url, taken.replace("'x'", "x'00'" if sql_url.startswith("sqlite") else "'\\x00'"))
    with pytest.raises(StoreError, match=r"UNIQUE|unique"):
        store.commit(batch(1))
    _behind(sql_url, "DELETE FROM audit WHERE seq = 14")
    assert whole_batches(store) == [0]
    store.commit(batch(1))
    assert whole_batches(store) == [0, 1]
    store.close()


def _behind(url: str, sql: str) -> None:
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as connection, connection:
            connection.execute(sql)
    else:
        with psycopg.connect(url) as server:
            server.execute(sql.encode())


def test_a_store_can_be_checkpointed_while_it_is_used(sqlite_url: str, tmp_path: Path) -> None:
    store = open_store(sqlite_url, clock=lambda: 1)
    for number in range(20):
        store.commit(batch(number))
    before = (tmp_path / "store.db").stat().st_size
    store.checkpoint()  # type: ignore[attr-defined]
    assert (tmp_path / "store.db").stat().st_size > before
    store.commit(batch(20))
    assert whole_batches(store) == list(range(21))
    store.close()


# Postgres --------------------------------------------------------------------------------------------------------


@pytest.mark.external
@pytest.mark.parametrize("value", ["off", "local", "remote_write"])
def test_a_postgres_that_may_lose_commits_is_refused(postgres_url: str, value: str) -> None:
    careless = postgres_url + f"%20-csynchronous_commit%3D{value}"
    with pytest.raises(StoreError, match=f"synchronous_commit is {value}"):
        open_store(careless, clock=lambda: 1)


@pytest.mark.external
def test_a_read_only_postgres_is_told(postgres_url: str) -> None:
    open_store(postgres_url, clock=lambda: 1).close()
    store = open_store(postgres_url + "%20-cdefault_transaction_read_only%3Don", clock=lambda: 1)
    with pytest.raises(StoreReadOnly):
        store.commit(Batch(at=1, records=(write(record()),)))
    assert store.records(["r1"]) == {}
    store.close()


@pytest.mark.external
def test_a_dropped_line_is_unreachable_once_and_then_works_again(postgres_url: str) -> None:
    postgres_store = open_store(postgres_url + "&application_name=line%20under%20test", clock=lambda: 1)
    postgres_store.commit(batch(0))
    with psycopg.connect(postgres_url, autocommit=True) as server:
        killed = server.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'line under test'"
        ).fetchall()
    assert killed
    with pytest.raises(StoreUnreachable):
        postgres_store.commit(batch(1))
    assert whole_batches(postgres_store) == [0]
    postgres_store.commit(batch(1))
    assert whole_batches(postgres_store) == [0, 1]
    postgres_store.close()


@pytest.mark.external
def test_an_absent_server_is_unreachable_and_its_password_stays_secret() -> None:
    with pytest.raises(StoreUnreachable) as caught:
        open_store("postgresql://me:hunter2@127.0.0.1:1/none", clock=lambda: 1)
    assert "hunter2" not in str(caught.value)


def test_an_unwritable_place_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="file"):
        open_store(f"sqlite:///{tmp_path / 'file' / 'store.db'}", clock=lambda: 1)
    assert [one.name for one in tmp_path.iterdir()] == ["file"]
