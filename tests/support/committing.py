"""A process that commits until it is killed, and tells which batches were acknowledged."""

from __future__ import annotations

import os
import time

from core.store.base import Batch, Store
from core.store.sql import open_store
from tests.support.stored import entry, link, pending, record, write

SIZE = 12


def batch(number: int) -> Batch:
    """Batch `number`: SIZE records, each with a link, a pending row and an audit entry."""
    ids = [f"{number:06d}-{n:02d}" for n in range(SIZE)]
    return Batch(
        at=1,
        records=tuple(write(record(id, name=f"name {id}"), email=id) for id in ids),
        links=tuple(link(id, id) for id in ids),
        pending=tuple(pending(id) for id in ids),
        audit=tuple(entry(id, ("name", None, f"name {id}"), run=str(number)) for id in ids),
    )


def commit_until_killed(url: str, first: int, acknowledged: str) -> None:
    """Commits `batch(first)`, `batch(first + 1)`, ... and appends each number to the file once it is durable."""
    store = open_store(url, clock=lambda: int(time.time() * 1000))
    told = os.open(acknowledged, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
    number = first
    while True:
        store.commit(batch(number))
        os.write(told, f"{number}\n".encode())
        number += 1


def whole_batches(store: Store) -> list[int]:
    """The numbers of the batches the store holds. Raises AssertionError where one is there in part."""
    rows: dict[str, set[str]] = {"record": set(), "link": set(), "pending": set(), "audit": set()}
    after = None
    while page := store.list_records("contact", after=after, limit=1_000):
        rows["record"].update(one.id for one in page)
        after = page[-1].id
    after = None
    while linked := store.list_links("hs", "contacts", after=after, limit=1_000):
        rows["link"].update(one.record_id for one in linked)
        after = linked[-1].crm_id
    place = None
    while waiting := store.list_pending(connection="sf", after=place, limit=1_000):
        rows["pending"].update(one.record_id for one in waiting)
        place = (waiting[-1].connection, waiting[-1].record_id)
    rows["audit"].update(one.entry.record_id for one in store.audit())
    for name, ids in rows.items():
        assert ids == rows["record"], f"{name} rows do not belong to the same batches"
    counts: dict[int, int] = {}
    for id in rows["record"]:
        counts[int(id[:6])] = counts.get(int(id[:6]), 0) + 1
    assert set(counts.values()) <= {SIZE}, "a batch is there in part"
    assert store.tally().get("contact", 0) == len(rows["record"])
    assert store.backlog("sf").pending == len(rows["record"])
    return sorted(counts)
