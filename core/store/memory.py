"""The store in memory: the reference the databases are compared with, and what simulations run on.

Plain dictionaries under one lock. A batch is checked whole before its first row is applied, so a refused one leaves
nothing behind. Values are frozen and shared, never copied.
"""

from __future__ import annotations

from collections.abc import Mapping

from core.conflicts import Conflict, ItemState
from core.errors import VersionChanged
from core.jobs import Lease, RunOutcome
from core.records import LinkKey, LinkState
from core.store import audit as chain
from core.store.base import Batch, RecordWrite
from core.store.contested import added_up
from core.store.left_out import last_of
from core.store.memory_listing import ListedInMemory
from core.store.memory_measured import MeasuredInMemory
from core.store.memory_questions import AskedInMemory
from core.store.memory_reads import ReadInMemory
from core.store.shape import (
    attempt_claim,
    by_id,
    conflict_claim,
    item_claim,
    refuse_double_claims,
    refuse_malformed,
)
from core.store.texts import refuse_unstorable
from core.store.waiting import refuse_other


class MemoryStore(ReadInMemory, ListedInMemory, AskedInMemory, MeasuredInMemory):
    """Keeps everything until the process ends; safe to use from several threads."""

    # the one write --------------------------------------------------------------------------------------------------
    def commit(self, batch: Batch, lease: Lease | None = None) -> int:
        refuse_malformed(batch)
        refuse_unstorable(batch)
        attempts = by_id(batch.attempts, lambda row: row.op)
        conflicts = by_id(batch.conflicts, lambda row: row.id)
        items = by_id(batch.items, lambda row: row.id)
        with self._lock:
            if lease is not None:
                self._check_lease(lease)
            self._check_versions(batch)
            self._check_questions(batch)
            refuse_double_claims("attempt", attempts, attempt_claim, self._attempts.holder)
            refuse_double_claims("conflict", conflicts, conflict_claim, self._conflicts.holder)
            refuse_double_claims("item", items, item_claim, self._items.holder)
            last = self._audit[-1] if self._audit else None
            added = chain.append(
                batch.audit, seq=len(self._audit), digest=last.digest if last is not None else chain.GENESIS
            )
            # Nothing below this line can fail.
            for write in batch.records:
                self._write_record(write)
            self._write_links(batch)
            for key, left in last_of(batch).items():
                self._left_out.pop(key, None)
                if left is not None:
                    self._left_out[key] = left
            self._write_queues(batch)
            self._attempts.put(attempts)
            self._conflicts.put(conflicts)
            self._items.put(items)
            for cursor in batch.cursors:
                self._cursors[(cursor.connection, cursor.object, cursor.stream)] = cursor
            for run in batch.runs:
                self._runs[run.id] = run
            for plan in batch.plans:
                self._plans[plan.id] = plan
            for one in batch.plan_items:
                self._plan_items[one.plan][one.n] = one
            for connection, record_id in batch.wake_records:
                self._outbox.wake(connection, record_id, batch.at)
            for connection, object, crm_id in batch.wake_crm:
                self._inbox.wake(connection, object, crm_id, batch.at)
            self._contests.update(added_up(batch.contests))
            for decision in batch.decisions:
                self._decisions[decision.id] = decision
            for name, text in batch.notes.items():
                self._keep_note(name, text)
            self._audit.extend(added)
            return len(self._audit)

    def _check_versions(self, batch: Batch) -> None:
        for id, version in batch.checks.items():
            if self._version(id) != version:
                raise VersionChanged(f"record {id} is at version {self._version(id)}, not {version}")
        for key, ids in batch.key_checks.items():
            if self._keys.get(key, frozenset()) != ids:
                raise VersionChanged(f"other {key[0]} records have this {key[1]} now")
        for id, state in batch.plan_checks.items():
            if (plan := self._plans.get(id)) is None or plan.state is not state:
                found = plan.state.value if plan is not None else "not there"
                raise VersionChanged(f"plan {id} is {found}, not {state.value}")
        for write in batch.records:
            if self._version(write.record.id) != write.expected:
                raise VersionChanged(
                    f"record {write.record.id} is at version {self._version(write.record.id)}, not {write.expected}"
                )

    def _check_questions(self, batch: Batch) -> None:
        for one in batch.unchanged:
            shelf = self._conflicts if isinstance(one, Conflict) else self._items
            refuse_other({one.id: shelf.get(one.id)}, {one.id: one})

    def _version(self, id: str) -> int:
        record = self._records.get(id)
        return 0 if record is None else record.version

    def _write_record(self, write: RecordWrite) -> None:
        record = write.record
        former = self._records.get(record.id)
        if former is not None and former.deleted_at is None:
            self._live[former.object] -= 1
        for key in self._keys_of.pop(record.id, ()):
            self._keys[key].discard(record.id)
            if not self._keys[key]:
                del self._keys[key]
        self._records[record.id] = record
        if record.deleted_at is None:
            self._live[record.object] += 1
            self._keys_of[record.id] = keys = tuple(
                (record.object, *key) for key in dict.fromkeys(write.keys)
            )
            for key in keys:
                self._keys[key].add(record.id)

    def _write_links(self, batch: Batch) -> None:
        for key in batch.unlinked:
            self._remove_link(key)
        for link in batch.links:
            self._remove_link(link.key)
            self._links[link.key] = link
            self._links_of[link.record_id][link.key] = None
            if link.state is LinkState.LINKED:
                self._linked[(link.connection, link.crm_object)] += 1

    def _remove_link(self, key: LinkKey) -> None:
        former = self._links.pop(key, None)
        if former is not None:
            del self._links_of[former.record_id][key]
            if former.state is LinkState.LINKED:
                self._linked[key[:2]] -= 1

    def _write_queues(self, batch: Batch) -> None:
        outbox, inbox = self._outbox, self._inbox
        for settled in batch.settled:
            outbox.settle(settled, self._version(settled.record_id))
        for postponed in batch.postponed:
            outbox.postpone(postponed, self._version(postponed.pending.record_id))
        for pending in batch.pending:
            outbox.add(pending)
        for signal in batch.handled:
            inbox.handle(signal)
        for signal in batch.put_off:
            inbox.put_off(signal)
        for signal in batch.signals:
            inbox.add(signal)
        outbox.touched.clear()
        inbox.touched.clear()

    # upkeep ---------------------------------------------------------------------------------------------------------
    def index_activity(self, *, limit: int) -> int:
        with self._lock:
            added = min(limit, len(self._audit) - self._indexed)
            self._indexed += added
            return added

    def prune(self, *, before: int) -> Mapping[str, int]:
        with self._lock:
            runs = [
                run.id
                for run in self._runs.values()
                if run.outcome is not RunOutcome.RUNNING
                and run.ended is not None
                and run.ended < before
                and not any(run.counts.values())
            ]
            for id in runs:
                del self._runs[id]
            attempts = self._attempts.drop(lambda one: not one.outcome.is_open and one.started < before)
            items = self._items.drop(
                lambda one: one.state is not ItemState.OPEN and (one.decided_at or one.opened_at) < before
            )
            plans = [
                one.id for one in self._plans.values() if one.ended_at is not None and one.ended_at < before
            ]
            for id in plans:
                del self._plans[id]
                self._plan_items.pop(id, None)
        return {"attempt": attempts, "run": len(runs), "item": items, "plan": len(plans)}

    def close(self) -> None:
        """Nothing to close; the content stays readable."""
