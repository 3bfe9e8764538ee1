"""Random batches: the databases answer every question exactly as memory does, refusals included."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.errors import StoreError
from core.store.base import Batch, Store
from core.store.memory import MemoryStore
from core.store.sql import open_store
from tests.support.batches import CONNECTIONS, IDS, batches, everything
from tests.support.databases import emptied_postgres

histories = st.lists(st.tuples(batches, st.sampled_from([True] * 5 + [False])), min_size=1, max_size=6)


def outcome(store: Store, batch: Batch) -> int | type[StoreError]:
    try:
        return store.commit(batch)
    except StoreError as error:
        return type(error)


def fitting(batch: Batch, memory: Store) -> Batch:
    """The batch as somebody would send it who has read the store: versions and keys as they are, open places free."""
    versions = {id: one.version for id, one in memory.records(IDS).items()}
    writes = {one.record.id: one for one in batch.records}
    open_attempts = {
        (one.connection, one.record_id): one.op for name in CONNECTIONS for one in memory.open_attempts(name)
    }
    return replace(
        batch,
        checks={id: versions.get(id, 0) for id in batch.checks},
        key_checks={
            key: memory.match(key[0], [key[1:]]).get(key[1:], frozenset()) for key in batch.key_checks
        },
        records=tuple(
            replace(
                one,
                record=replace(one.record, version=versions.get(id, 0) + 1),
                expected=versions.get(id, 0),
            )
            for id, one in writes.items()
        ),
        attempts=tuple(
            one
            for one in batch.attempts[:1]
            if open_attempts.get((one.connection, one.record_id), one.op) == one.op
        ),
        conflicts=batch.conflicts[:1],
        items=batch.items[:1],
        plan_checks={id: one.state for id in batch.plan_checks if (one := memory.plan(id)) is not None},
    )


def compare(store: Store, history: list[tuple[Batch, bool]], index_after: int) -> None:
    memory = MemoryStore()
    for number, (drawn, fits) in enumerate(history):
        batch = fitting(drawn, memory) if fits else drawn
        assert outcome(store, batch) == outcome(memory, batch)
        if number == index_after:
            assert store.index_activity(limit=3) == memory.index_activity(limit=3)
        expected, found = everything(memory), everything(store)
        for name, answer in expected.items():
            assert found[name] == answer, name
    assert store.prune(before=15) == memory.prune(before=15)
    assert everything(store) == everything(memory)


@pytest.fixture(scope="module")
def empty_file() -> Path:
    path = Path(tempfile.mkdtemp(prefix="crmsync-empty-")) / "store.db"
    open_store(f"sqlite:///{path}", clock=lambda: 1).close()
    return path


@given(history=histories, index_after=st.integers(0, 5))
@settings(max_examples=100)
def test_sqlite_answers_as_memory_does(
    empty_file: Path, history: list[tuple[Batch, bool]], index_after: int
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(empty_file, Path(folder) / "store.db")
        store = open_store(f"sqlite:///{folder}/store.db", clock=lambda: 1, synchronous="OFF")
        try:
            compare(store, history, index_after)
        finally:
            store.close()


@pytest.mark.external
@given(history=histories, index_after=st.integers(0, 5))
@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
def test_postgres_answers_as_memory_does(history: list[tuple[Batch, bool]], index_after: int) -> None:
    with emptied_postgres() as url:
        store = open_store(url, clock=lambda: 1)
        try:
            compare(store, history, index_after)
        finally:
            store.close()
