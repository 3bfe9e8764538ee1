"""The audit log: its order, its chain, and that no tampering goes unseen."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.engine import make_url

from core.store import audit as chain
from core.store.base import Batch, Store
from core.store.sql import open_store
from tests.support.stored import entry

ENTRIES = tuple(
    entry(f"r{n}", ("phone", None, str(n)), ("tags", ("a",), None), ("optin", True, False), note=f"note {n}")
    for n in range(10)
)


_DOUBLED = (
    "INSERT INTO audit SELECT 11, at, kind, actor, cause, run, object, record_id, connection, changes, note, digest "
    "FROM audit WHERE seq = 10"
)


def statement_on(url: str) -> Callable[[str], None]:
    """Runs SQL behind the store's back."""

    def run(sql: str) -> None:
        if url.startswith("sqlite"):
            with closing(sqlite3.connect(make_url(url).database or "")) as connection, connection:
                connection.execute(sql)
        else:
            with psycopg.connect(url) as server:
                server.execute(sql.encode())

    return run


def test_entries_get_rising_numbers_and_a_chained_digest(store: Store) -> None:
    assert store.commit(Batch(at=1, audit=ENTRIES[:4])) == 4
    assert store.commit(Batch(at=1)) == 4
    assert store.commit(Batch(at=1, audit=ENTRIES[4:])) == 10
    kept = list(store.audit())
    assert [one.seq for one in kept] == list(range(1, 11))
    assert [one.entry for one in kept] == list(ENTRIES)
    assert [one.seq for one in store.audit(after=7)] == [8, 9, 10]
    assert store.verify_audit() is None


def test_the_digest_is_sha_256_over_the_former_digest_and_the_documented_json(store: Store) -> None:
    store.commit(Batch(at=1, audit=(entry("r1", ("name", None, "Änne"), note="n"),)))
    body = [10, "set", "person:anna", "run:run1", "run1", "contact", "r1", "", [["name", None, "Änne"]], "n"]
    written = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
    assert next(store.audit()).digest == hashlib.sha256(bytes(32) + written).digest()


def test_an_empty_log_verifies(store: Store) -> None:
    assert store.verify_audit() is None


@given(place=st.integers(0, 9), what=st.sampled_from(["at", "kind", "note", "record_id"]))
def test_a_changed_entry_is_named(place: int, what: str) -> None:
    kept = chain.append(ENTRIES, seq=0, digest=chain.GENESIS)
    changed = {"at": 11, "kind": "create", "note": "x", "record_id": "r99"}[what]
    forged = type(kept[place])(
        seq=kept[place].seq,
        digest=kept[place].digest,
        entry=entry(**{**_parts(place), what: changed}),  # type: ignore[arg-type]
    )
    fault = chain.verify([*kept[:place], forged, *kept[place + 1 :]])
    assert fault is not None and fault.seq == place + 1


def _parts(place: int) -> dict[str, object]:
    one = ENTRIES[place]
    return {"record_id": one.record_id, "note": one.note, "at": one.at, "kind": one.kind}


@pytest.mark.parametrize(
    ("sql", "seq"),
    [
        ("UPDATE audit SET changes = replace(changes, '\"3\"', '\"4\"') WHERE seq = 4", 4),
        ("UPDATE audit SET actor = 'person:mallory' WHERE seq = 1", 1),
        ("UPDATE audit SET note = '' WHERE seq = 10", 10),
        ("UPDATE audit SET changes = 'nonsense' WHERE seq = 6", 6),
        ("UPDATE audit SET changes = '[]' WHERE seq = 2", 2),
        ("DELETE FROM audit WHERE seq = 5", 5),
        ("DELETE FROM audit WHERE seq = 1", 1),
        ("DELETE FROM audit WHERE seq >= 9", 9),
        ("DELETE FROM audit", 1),
        ("UPDATE audit SET seq = 11 WHERE seq = 3", 3),
        ("UPDATE audit SET digest = (SELECT digest FROM audit WHERE seq = 7) WHERE seq = 8", 8),
        ("UPDATE audit SET seq = -seq WHERE seq = 4", 1),
        (
            _DOUBLED,
            11,
        ),
    ],
)
def test_tampering_in_the_database_is_found_and_named(sql_url: str, sql: str, seq: int) -> None:
    store = open_store(sql_url, clock=lambda: 1)
    store.commit(Batch(at=1, audit=ENTRIES))
    assert store.verify_audit() is None
    statement_on(sql_url)(sql)
    fault = store.verify_audit()
    assert fault is not None and fault.seq == seq
    store.close()


def test_two_swapped_entries_are_found(sql_url: str) -> None:
    store = open_store(sql_url, clock=lambda: 1)
    store.commit(Batch(at=1, audit=ENTRIES))
    run = statement_on(sql_url)
    for sql in ("SET seq = 99 WHERE seq = 4", "SET seq = 4 WHERE seq = 7", "SET seq = 7 WHERE seq = 99"):
        run(f"UPDATE audit {sql}")
    fault = store.verify_audit()
    assert fault is not None and fault.seq == 4
    store.close()
