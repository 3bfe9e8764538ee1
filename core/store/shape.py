"""What a batch must look like before any store takes it. Pure; a breach is a programming error.

Nothing may be named twice where the order would matter, and the open rows of attempts, conflicts and items must stay
unique once the whole batch is applied.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import TypeVar

from core.conflicts import Conflict, ConflictState, Item, ItemState
from core.errors import StoreError
from core.jobs import Attempt
from core.store.base import Batch

Row = TypeVar("Row")


def refuse_malformed(batch: Batch) -> None:
    """Raises StoreError for a record named twice or a version that does not rise."""
    if len(batch.records) > 1 and len({write.record.id for write in batch.records}) < len(batch.records):
        raise StoreError("a batch names one record twice")
    for write in batch.records:
        if write.record.version <= write.expected:
            raise StoreError(
                f"record {write.record.id}: version {write.record.version} does not follow {write.expected}"
            )


def attempt_claim(row: Attempt) -> Hashable | None:
    """What an open attempt keeps to itself: its (connection, record)."""
    return (row.connection, row.record_id) if row.outcome.is_open else None


def conflict_claim(row: Conflict) -> Hashable | None:
    return (row.link, row.rule) if row.state is ConflictState.OPEN else None


def item_claim(row: Item) -> Hashable | None:
    return (row.kind, row.connection, row.object, row.subject) if row.state is ItemState.OPEN else None


def refuse_double_claims(
    what: str,
    rows: Mapping[str, Row],
    claim: Callable[[Row], Hashable | None],
    holder: Callable[[Hashable], str | None],
) -> None:
    """Raises StoreError where two open rows would stand for one thing.

    `rows` are the batch's rows by id; `holder` says which stored row's id holds a claim now.
    """
    taken: dict[Hashable, str] = {}
    for id, row in rows.items():
        wanted = claim(row)
        if wanted is None:
            continue
        former = holder(wanted)
        if wanted in taken or (former is not None and former not in rows):
            raise StoreError(f"{what} {id}: {taken.get(wanted, former)} is already open for the same thing")
        taken[wanted] = id


def by_id(rows: Iterable[Row], id_of: Callable[[Row], str]) -> dict[str, Row]:
    """Rows by id; of two with one id the later one."""
    return {id_of(row): row for row in rows}
