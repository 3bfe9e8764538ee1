"""Reads what was: a record's audit entries page by page, and the record as it was at a moment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from core.conflicts import Conflict, conflict_in
from core.errors import Invalid, NotFound
from core.history import Past, Standing, as_of
from core.records import HubRecord, Value
from core.schema import Object
from core.store.base import Activity, AuditEntry, Store, StoredAudit
from core.store.looks import every

_PAGE: Final = 200


def entries_of(store: Store, record_id: str) -> Iterator[StoredAudit]:
    """Every entry about a hub record, newest first."""
    return every(store, Activity(record_id=record_id, limit=_PAGE))


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
    id = conflict_in(entry.cause)
    return store.conflict(id) if entry.kind == "resolve" and id else None


def values_then(
    store: Store, kind: Object, record: HubRecord, names: Sequence[str], at: int
) -> dict[str, Value]:
    """What these fields were at `at`. Raises Invalid naming one that is none, or that cannot be told for certain."""
    strange = [name for name in names if name not in kind.fields]
    if strange:
        raise Invalid(f"{kind.name} has no field {strange[0]!r}", advice=f"It has: {', '.join(kind.fields)}.")
    was = past_of(store, record, at)
    unsure = sorted(set(names) & set(was.gaps))
    if unsure:
        raise Invalid(
            f"a part of the log of record {record.id!r} is missing: {unsure[0]!r} cannot be told for certain",
            advice=f"See what is known with crmsync records history {record.id}, and set it with crmsync records edit.",
        )
    return {name: was.fields.get(name) for name in names}
