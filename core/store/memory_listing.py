"""The slower reads of the reference store: what `core/store/listing.py` and its neighbours ask of tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from heapq import nsmallest
from itertools import islice

from core.jobs import Attempt, Pending, Run, Signal
from core.plans import Plan, PlanItem, PlanItemKind, PlanItemState, PlanState
from core.records import HubRecord, Link
from core.store import audit as chain
from core.store.activity import fitting
from core.store.base import Activity, AuditFault, Backlog, Found, StoredAudit
from core.store.memory_held import HeldInMemory
from core.store.queues import backlog_of


class ListedInMemory(HeldInMemory):
    def list_records(
        self, object: str, *, after: str | None, limit: int, deleted: bool = False
    ) -> list[HubRecord]:
        with self._lock:
            ids = [
                id
                for id, record in self._records.items()
                if record.object == object
                and (record.deleted_at is not None) is deleted
                and (after is None or id > after)
            ]
            return [self._records[id] for id in nsmallest(limit, ids)]

    def list_links(self, connection: str, crm_object: str, *, after: str | None, limit: int) -> list[Link]:
        with self._lock:
            keys = [
                key
                for key in self._links
                if key[:2] == (connection, crm_object) and (after is None or key[2] > after)
            ]
            return [self._links[key] for key in nsmallest(limit, keys)]

    def list_pending(
        self, *, connection: str | None, after: tuple[str, str] | None, limit: int
    ) -> list[Pending]:
        with self._lock:
            rows = {
                (name, id): row
                for name, lane in self._outbox.rows.items()
                if connection is None or name == connection
                for id, row in lane.items()
                if after is None or (name, id) > after
            }
        return [rows[key] for key in nsmallest(limit, rows)]

    def list_signals(
        self, *, connection: str | None, after: tuple[str, str, str] | None, limit: int
    ) -> list[Signal]:
        with self._lock:
            rows = {
                (name, *key): row
                for name, lane in self._inbox.rows.items()
                if connection is None or name == connection
                for key, row in lane.items()
                if after is None or (name, *key) > after
            }
        return [rows[key] for key in nsmallest(limit, rows)]

    def list_runs(self, *, before: str | None, limit: int) -> list[Run]:
        with self._lock:
            ids = sorted((id for id in self._runs if before is None or id < before), reverse=True)
            return [self._runs[id] for id in ids[:limit]]

    def run(self, id: str) -> Run | None:
        with self._lock:
            return self._runs.get(id)

    def plan(self, id: str) -> Plan | None:
        with self._lock:
            return self._plans.get(id)

    def list_plans(
        self, *, connection: str | None, state: PlanState | None, before: str | None, limit: int
    ) -> list[Plan]:
        with self._lock:
            found = [
                one
                for one in self._plans.values()
                if (connection is None or one.connection == connection)
                and (state is None or one.state is state)
                and (before is None or one.id < before)
            ]
        return sorted(found, key=lambda one: one.id, reverse=True)[:limit]

    def plan_items(
        self,
        plan: str,
        *,
        kind: PlanItemKind | None = None,
        state: PlanItemState | None = None,
        object: str | None = None,
        after: int = 0,
        limit: int,
    ) -> list[PlanItem]:
        with self._lock:
            found = [
                one
                for n, one in self._plan_items.get(plan, {}).items()
                if n > after
                and (kind is None or one.kind is kind)
                and (state is None or one.state is state)
                and (object is None or one.object == object)
            ]
        return nsmallest(limit, found, key=lambda one: one.n)

    def count_plan_items(self, plan: str) -> Mapping[tuple[PlanItemKind, PlanItemState], int]:
        with self._lock:
            return Counter((one.kind, one.state) for one in self._plan_items.get(plan, {}).values())

    def attempts_of(self, record_id: str, *, limit: int = 100) -> list[Attempt]:
        with self._lock:
            return self._attempts.about(record_id)[::-1][:limit]

    def search(self, question: Activity) -> Found:
        """Each entry is a look."""
        with self._lock:
            newest = len(self._audit) if question.before is None else question.before - 1
            entries = self._audit[: max(newest, 0)]
        looked_at = entries[-self._most_looks :]
        found = list(islice(filter(fitting(question), reversed(looked_at)), question.limit))
        is_whole = len(looked_at) == len(entries) or len(found) == question.limit
        return Found(rows=found, down_to=None if is_whole else looked_at[0].seq)

    def audit(self, *, after: int = 0) -> Iterator[StoredAudit]:
        with self._lock:
            return iter(self._audit[after:])

    def verify_audit(self) -> AuditFault | None:
        return chain.verify(self.audit())

    def backlog(self, connection: str) -> Backlog:
        with self._lock:
            return backlog_of(self._outbox, self._inbox, connection)

    def tally(self) -> Mapping[str, int]:
        with self._lock:
            linked = {f"{connection}/{object}": count for (connection, object), count in self._linked.items()}
            return {name: count for name, count in {**self._live, **linked}.items() if count}

    def shared_keys(self, object: str, fields: Sequence[str]) -> tuple[int, int]:
        with self._lock:
            own = (
                {field: norm for name, field, norm in keys if name == object}
                for keys in self._keys_of.values()
            )
            seen = Counter(tuple(one[name] for name in fields) for one in own if one.keys() >= set(fields))
        return seen.total(), sum(n for n in seen.values() if n > 1)
