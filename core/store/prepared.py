"""A batch as rows, before any transaction is open: encoding is the dear part, and it needs no lock.

Text no database can keep is found here, while it costs a glance at bytes that are at hand anyway.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import msgspec

from core.conflicts import Conflict, Item
from core.jobs import Attempt, Cursor, Run
from core.records import Link, LinkKey
from core.store import rows
from core.store.base import AuditEntry, Batch, MatchKey, RecordWrite
from core.store.codec import digest_of_encoded, encode, encode_base, encode_twin
from core.store.database import Row
from core.store.shape import by_id
from core.store.texts import is_storable, refuse_unstorable

_NUL: Final = "\\u0000"


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """`records` are (row, keys, queue); `links` (row around its base id, hub base, CRM base) by key; `audit` (canonical
    bytes, row without ends)."""

    records: list[tuple[Row, tuple[MatchKey, ...], str]]
    links: dict[LinkKey, tuple[Row, str, str]]
    attempts: dict[str, Attempt]
    attempt_rows: list[Row]
    conflicts: dict[str, Conflict]
    conflict_rows: list[Row]
    items: dict[str, Item]
    item_rows: list[Row]
    decision_rows: list[Row]
    cursors: Sequence[Cursor]
    runs: Sequence[Run]
    plan_rows: list[Row]
    plan_item_rows: list[Row]
    audit: list[tuple[bytes, Row]]


def prepare(batch: Batch) -> Prepared:
    """Raises StoreError, naming record and field, for text that cannot be kept."""
    try:
        prepared = _encoded(batch)
        clean = _is_clean(batch, prepared)
    except UnicodeEncodeError:
        clean = False
    if not clean:
        refuse_unstorable(batch)
        prepared = _encoded(batch)  # a false alarm: the text says \u0000 in so many letters
    return prepared


def _encoded(batch: Batch) -> Prepared:
    attempts = by_id(batch.attempts, lambda row: row.op)
    conflicts = by_id(batch.conflicts, lambda row: row.id)
    items = by_id(batch.items, lambda row: row.id)
    return Prepared(
        records=[(rows.record_row(write), _keys(write), write.queue) for write in batch.records],
        links={link.key: _link(link) for link in batch.links},
        attempts=attempts,
        attempt_rows=[rows.attempt_row(row) for row in attempts.values()],
        conflicts=conflicts,
        conflict_rows=[rows.conflict_row(row) for row in conflicts.values()],
        items=items,
        item_rows=[rows.item_row(row) for row in items.values()],
        decision_rows=[rows.decision_row(one) for one in {one.id: one for one in batch.decisions}.values()],
        cursors=list({(one.connection, one.object, one.stream): one for one in batch.cursors}.values()),
        runs=list({one.id: one for one in batch.runs}.values()),
        plan_rows=[rows.plan_row(one) for one in {one.id: one for one in batch.plans}.values()],
        plan_item_rows=[
            rows.plan_item_row(one) for one in {(one.plan, one.n): one for one in batch.plan_items}.values()
        ],
        audit=[_audit(entry) for entry in batch.audit],
    )


def _keys(write: RecordWrite) -> tuple[MatchKey, ...]:
    if write.record.deleted_at is not None:
        return ()
    object = write.record.object
    return tuple((object, field, norm) for field, norm in dict.fromkeys(write.keys))


def _link(link: Link) -> tuple[Row, str, str]:
    crm = encode_base(link.base_crm)
    row = (
        link.connection,
        link.crm_object,
        link.crm_id,
        link.record_id,
        digest_of_encoded(crm),
        link.remote_version,
        link.state.value,
        link.seen,
        link.layout,
        link.generation,
        link.paused,
        rows.encode_body(link.owed) if link.owed is not None else "",
    )
    return row, encode_twin(link.base_hub, link.base_crm).decode(), crm.decode()


def _audit(entry: AuditEntry) -> tuple[bytes, Row]:
    changes = encode(entry.changes)
    front = (
        entry.at,
        entry.kind,
        entry.actor,
        entry.cause,
        entry.run,
        entry.object,
        entry.record_id,
        entry.connection,
    )
    # The same bytes as `audit.canonical`, without writing the changes twice.
    return encode((*front, msgspec.Raw(changes), entry.note)), (*front, changes.decode(), entry.note)


def _is_clean(batch: Batch, prepared: Prepared) -> bool:
    return (
        not any(_NUL in row[3] or _NUL in row[4] or _NUL in (row[8] or "") for row, *_ in prepared.records)
        and not any(
            _NUL in hub or _NUL in crm or _NUL in row[11] for row, hub, crm in prepared.links.values()
        )
        and not any(b"\\u0000" in body for body, _ in prepared.audit)
        and is_storable(
            (
                [(row[0], row[1], row[7], row[10], row[11], queue) for row, _, queue in prepared.records],
                [(*row[:4], row[8], row[10]) for row, _, _ in prepared.links.values()],
                batch.left_out,
                batch.let_in,
                batch.unlinked,
                batch.settled,
                batch.postponed,
                batch.pending,
                batch.handled,
                batch.put_off,
                batch.signals,
                batch.attempts,
                batch.conflicts,
                batch.items,
                batch.cursors,
                batch.runs,
                batch.plans,
                batch.plan_items,
                batch.wake_records,
                batch.wake_crm,
                [(one.connection, one.object, one.rule) for one in batch.contests],
                batch.decisions,
                list(batch.notes.items()),
            )
        )
    )
