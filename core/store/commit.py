"""The one write of `Store`: a batch becomes rows, in one transaction, whole or not at all.

What can be encoded is encoded before the transaction opens. Inside it the head row is taken first, so commits stand in
a row; then everything the batch depends on is read at once, checked, and only then written.
"""

from __future__ import annotations

from collections.abc import Hashable

from core.conflicts import ConflictState
from core.errors import VersionChanged
from core.jobs import Lease
from core.store import audit as chain
from core.store import rows, tables
from core.store.base import Batch
from core.store.codec import decode
from core.store.contested import add_contests
from core.store.counting import Counts, add_counts
from core.store.database import Database, Row, Transaction
from core.store.known import Known, look
from core.store.leases import check_lease
from core.store.left_out import write_left_out
from core.store.prepared import Prepared, prepare
from core.store.queues import Inbox, Outbox
from core.store.shape import (
    attempt_claim,
    conflict_claim,
    item_claim,
    refuse_double_claims,
    refuse_malformed,
)
from core.store.waiting import refuse_changed


class Commits:
    """The `commit` of a database store."""

    _db: Database

    def commit(self, batch: Batch, lease: Lease | None = None) -> int:
        refuse_malformed(batch)
        prepared = prepare(batch)
        with self._db.write() as transaction:
            seq, digest, base = transaction.head()
            if lease is not None:
                check_lease(transaction, lease)
            known = look(transaction, batch, prepared)
            _check_versions(batch, known)
            refuse_changed(transaction, batch.unchanged)
            refuse_double_claims("attempt", prepared.attempts, attempt_claim, known.attempt_holders.get)
            refuse_double_claims("conflict", prepared.conflicts, conflict_claim, known.conflict_holders.get)
            refuse_double_claims("item", prepared.items, item_claim, known.item_holders.get)
            counts: Counts = Counts()
            _write_records(transaction, prepared, known, counts)
            last_base = _write_links(transaction, batch, prepared, known, counts, base)
            write_left_out(transaction, batch, counts)
            _write_outbox(transaction, batch, known, counts)
            _write_inbox(transaction, batch, known, counts)
            _write_questions(transaction, prepared, known, counts)
            transaction.upsert(tables.cursors, [rows.cursor_row(one) for one in prepared.cursors])
            transaction.upsert(tables.runs, [rows.run_row(one) for one in prepared.runs])
            transaction.upsert(tables.plans, prepared.plan_rows)
            transaction.upsert(tables.plan_items, prepared.plan_item_rows)
            entries: list[Row] = []
            for body, row in prepared.audit:
                seq += 1
                digest = chain.chained(digest, body)
                entries.append((seq, *row, digest))
            transaction.insert(tables.audit, entries)
            add_counts(transaction, counts)
            add_contests(transaction, batch.contests)
            transaction.upsert(tables.decisions, prepared.decision_rows)
            transaction.delete(tables.notes, [(name,) for name, text in batch.notes.items() if text is None])
            kept = [(name, text) for name, text in batch.notes.items() if text is not None]
            transaction.upsert(tables.notes, kept)
            if entries or last_base != base:
                transaction.run_many(
                    "UPDATE heads SET seq = ?, digest = ?, base = ? WHERE id = 1", [(seq, digest, last_base)]
                )
        return int(seq)


def _check_versions(batch: Batch, known: Known) -> None:
    for id, version in batch.checks.items():
        if known.version(id) != version:
            raise VersionChanged(f"record {id} is at version {known.version(id)}, not {version}")
    for key, ids in batch.key_checks.items():
        if known.keys.get(key, frozenset()) != ids:
            raise VersionChanged(f"other {key[0]} records have this {key[1]} now")
    for id, state in batch.plan_checks.items():
        if known.plans.get(id) != state.value:
            raise VersionChanged(f"plan {id} is {known.plans.get(id, 'not there')}, not {state.value}")
    for write in batch.records:
        id = write.record.id
        if known.version(id) != write.expected:
            raise VersionChanged(f"record {id} is at version {known.version(id)}, not {write.expected}")


def _write_records(transaction: Transaction, prepared: Prepared, known: Known, counts: Counts) -> None:
    added: list[Row] = []
    changed: list[Row] = []
    keys_gone: list[Row] = []
    keys_new: list[Row] = []
    for row, keys, queue in prepared.records:
        id, object, version = row[0], row[1], row[2]
        former = known.records.get(id)
        (added if former is None else changed).append(row)
        held: dict[tuple[str, str, str], None] = {}
        if former is not None:
            _, former_object, deleted_at, former_keys = former
            if deleted_at is None:
                counts[("live", "", former_object)] -= 1
            if former_keys != row[4] or former_object != object:
                held = {(former_object, field, norm): None for field, norm in decode(former_keys)}
            else:
                held = dict.fromkeys(keys)  # they stay as they are
        if row[9] is None:
            counts[("live", "", object)] += 1
        if queue:  # a record keeps its kind for life, so it was of this one before as well
            lived = former is not None and former[2] is None
            counts[("kind", "", queue)] += (row[9] is None) - lived
        keys_gone += [(*key, id) for key in held if key not in keys]
        keys_new += [(*key, id) for key in keys if key not in held]
        known.written[id] = version
    transaction.insert(tables.records, added)
    transaction.upsert(tables.records, changed)
    transaction.delete(tables.match_keys, keys_gone)
    transaction.insert(tables.match_keys, keys_new)


def _write_links(
    transaction: Transaction, batch: Batch, prepared: Prepared, known: Known, counts: Counts, base: int
) -> int:
    """Returns the last base id given out."""
    links_new: list[Row] = []
    links_changed: list[Row] = []
    bases_new: list[Row] = []
    bases_changed: list[Row] = []
    for key in set(batch.unlinked):
        if key in known.links and key not in prepared.links:
            state, former_base, paused = known.links[key]
            transaction.delete(tables.links, [key])
            transaction.delete(tables.bases, [(former_base,)])
            if state == "linked":
                counts[("linked", *key[:2])] -= 1
            counts[("held", *key[:2])] -= state == "linked" and paused != ""
    for key, (row, hub, crm) in prepared.links.items():
        former = known.links.get(key)
        if former is None:
            base += 1
            links_new.append((*row[:10], base, *row[10:]))
            bases_new.append((base, hub, crm))
        else:
            links_changed.append((*row[:10], former[1], *row[10:]))
            bases_changed.append((former[1], hub, crm))
            if former[0] == "linked":
                counts[("linked", *key[:2])] -= 1
            counts[("held", *key[:2])] -= former[0] == "linked" and former[2] != ""
        if row[6] == "linked":
            counts[("linked", *key[:2])] += 1
        counts[("held", *key[:2])] += row[6] == "linked" and row[10] != ""
    transaction.insert(tables.bases, bases_new)
    transaction.insert(tables.links, links_new)
    transaction.upsert(tables.bases, bases_changed)
    transaction.upsert(tables.links, links_changed)
    return base


def _write_outbox(transaction: Transaction, batch: Batch, known: Known, counts: Counts) -> None:
    outbox = Outbox()
    for row in known.pending.values():
        outbox.put(row)
    outbox.touched.clear()
    for settled in batch.settled:
        outbox.settle(settled, known.version_now(settled.record_id))
    for postponed in batch.postponed:
        outbox.postpone(postponed, known.version_now(postponed.pending.record_id))
    for pending in batch.pending:
        outbox.add(pending)
    for connection, record_id in batch.wake_records:
        outbox.wake(connection, record_id, batch.at)
    added: list[Row] = []
    changed: list[Row] = []
    gone: list[Row] = []
    for key in sorted(outbox.touched):
        former, now = known.pending.get(key), outbox.get(*key)
        if former is not None:
            counts.pending(former, -1)
        if now is not None:
            counts.pending(now, 1)
            (added if former is None else changed).append(rows.pending_row(now))
        elif former is not None:
            gone.append(key)
    transaction.delete(tables.pending, gone)
    transaction.insert(tables.pending, added)
    transaction.upsert(tables.pending, changed)


def _write_inbox(transaction: Transaction, batch: Batch, known: Known, counts: Counts) -> None:
    inbox = Inbox()
    for row in known.signals.values():
        inbox.put(row)
    inbox.touched.clear()
    for signal in batch.handled:
        inbox.handle(signal)
    for signal in batch.put_off:
        inbox.put_off(signal)
    for signal in batch.signals:
        inbox.add(signal)
    for connection, object, crm_id in batch.wake_crm:
        inbox.wake(connection, object, crm_id, batch.at)
    added: list[Row] = []
    changed: list[Row] = []
    gone: list[Row] = []
    for key in sorted(inbox.touched):
        former, now = known.signals.get(key), inbox.rows[key[0]].get(key[1:])
        if former is not None:
            counts[("signal", former.connection, former.object)] -= 1
        if now is not None:
            counts[("signal", now.connection, now.object)] += 1
            (added if former is None else changed).append(rows.signal_row(now))
        elif former is not None:
            gone.append(key)
    transaction.delete(tables.signals, gone)
    transaction.insert(tables.signals, added)
    transaction.upsert(tables.signals, changed)


def _write_questions(transaction: Transaction, prepared: Prepared, known: Known, counts: Counts) -> None:
    """Attempts, conflicts and items. Where an open place changes hands inside the batch it is vacated first."""
    if moved := _moved(
        known.attempt_holders, {id: attempt_claim(row) for id, row in prepared.attempts.items()}
    ):
        transaction.run("UPDATE attempts SET is_open = 0 WHERE op = ANY(?)", moved)
    if moved := _moved(
        known.conflict_holders, {id: conflict_claim(row) for id, row in prepared.conflicts.items()}
    ):
        transaction.run("UPDATE conflicts SET state = 'moved' WHERE id = ANY(?)", moved)
    if moved := _moved(known.item_holders, {id: item_claim(row) for id, row in prepared.items.items()}):
        transaction.run("UPDATE items SET state = 'moved' WHERE id = ANY(?)", moved)
    transaction.upsert(tables.attempts, prepared.attempt_rows)
    transaction.upsert(tables.conflicts, prepared.conflict_rows)
    transaction.upsert(tables.items, prepared.item_rows)
    for id, conflict in prepared.conflicts.items():
        counts[("conflict", "", "")] += (conflict.state is ConflictState.OPEN) - (id in known.open_conflicts)
    for id, item in prepared.items.items():
        if id in known.open_items:
            counts[("item", "", known.open_items[id])] -= 1
        if item_claim(item) is not None:
            counts[("item", "", item.kind.value)] += 1


def _moved(holders: dict[Hashable, str], claims: dict[str, Hashable | None]) -> list[str]:
    """The ids in the batch that hold a place which another row of the batch takes."""
    return sorted(
        {holders[claim] for id, claim in claims.items() if claim is not None and holders.get(claim, id) != id}
    )
