"""Reads what was: a record's audit entries page by page, and the record as it was at a moment."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from core.conflicts import Conflict
from core.errors import NotFound
from core.history import Past, Standing, as_of
from core.records import HubRecord
from core.store.base import Activity, AuditEntry, Store, StoredAudit

_PAGE: Final = 200


def entries_of(store: Store, record_id: str) -> Iterator[StoredAudit]:
    """Every entry about a hub record, newest first."""
    before: int | None = None
    while page := store.search(Activity(record_id=record_id, before=before, limit=_PAGE)):
        yield from page
        if len(page) < _PAGE:
            return
        before = page[-1].seq


def past_of(store: Store, record: HubRecord, at: int) -> Past:
    """The record as it was at `at` (ms). Raises NotFound where it was not there yet."""
    told = as_of(record, entries_of(store, record.id), at)
    if told.standing is Standing.UNBORN:
        raise NotFound(
            f"record {record.id!r} was not there yet at that time",
            advice=f"See when it was created: crmsync records history {record.id}",
        )
    return told


def settled_by(store: Store, entry: AuditEntry) -> Conflict | None:
    """The conflict that an entry settles."""
    source, _, id = entry.cause.partition(":")
    return store.conflict(id) if entry.kind == "resolve" and source == "conflict" else None
