"""The store in memory: the reference the databases are compared with, and what simulations run on.

Plain dictionaries under one lock. A batch is checked whole before its first row is applied, so a refused one leaves
nothing behind. Values are frozen and shared, never copied.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from heapq import nsmallest
from itertools import islice
from threading import RLock

from core.advice.decisions import Decision
from core.conflicts import Conflict, ConflictState, Item, ItemKind, ItemState, QueueState, queue_state
from core.contests import ContestKey
from core.errors import LeaseLost, VersionChanged
from core.jobs import Attempt, Cursor, Lease, Pending, Run, RunOutcome, Signal
from core.plans import Plan, PlanItem, PlanItemKind, PlanItemState, PlanState
from core.queue_order import Place, Sort
from core.records import HubRecord, LeftOut, Link, LinkKey, LinkState, ThinLink
from core.standing import ObjectCounts, Stand, Standee, Standing
from core.store import audit as chain
from core.store.activity import fitting
from core.store.base import (
    CONFLICT,
    Activity,
    AuditFault,
    Backlog,
    Batch,
    MatchKey,
    QueueQuery,
    RecordWrite,
    StoredAudit,
)
from core.store.codec import digest_of
from core.store.contested import added_up
from core.store.left_out import last_of
from core.store.memory_measured import MeasuredInMemory
from core.store.memory_standings import Crowd, standing_of
from core.store.queues import Inbox, Outbox, backlog_of, is_runnable
from core.store.shape import (
    attempt_claim,
    by_id,
    conflict_claim,
    item_claim,
    refuse_double_claims,
    refuse_malformed,
)
from core.store.shelf import Shelf
from core.store.texts import refuse_text, refuse_unstorable
from core.store.waiting import by_state, fits, in_order, is_beyond, kind_of, refuse_other


class MemoryStore(MeasuredInMemory):
    """Keeps everything until the process ends; safe to use from several threads."""

    def __init__(self) -> None:
        super().__init__()
        self._lock = RLock()
        self._leases: dict[str, Lease] = {}
        self._records: dict[str, HubRecord] = {}
        self._keys: defaultdict[MatchKey, set[str]] = defaultdict(set)
        self._keys_of: dict[str, tuple[MatchKey, ...]] = {}
        self._links: dict[LinkKey, Link] = {}
        self._links_of: defaultdict[str, dict[LinkKey, None]] = defaultdict(dict)
        self._left_out: dict[LinkKey, LeftOut] = {}
        self._outbox = Outbox()
        self._inbox = Inbox()
        self._attempts: Shelf[Attempt] = Shelf(attempt_claim)
        self._conflicts: Shelf[Conflict] = Shelf(conflict_claim)
        self._items: Shelf[Item] = Shelf(item_claim)
        self._cursors: dict[tuple[str, str, str], Cursor] = {}
        self._runs: dict[str, Run] = {}
        self._plans: dict[str, Plan] = {}
        self._plan_items: defaultdict[str, dict[int, PlanItem]] = defaultdict(dict)
        self._audit: list[StoredAudit] = []
        self._layouts: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {}
        self._notes: dict[str, str] = {}
        self._linked: Counter[tuple[str, str]] = Counter()
        self._live: Counter[str] = Counter()
        self._decisions: dict[str, Decision] = {}
        self._contests: Counter[tuple[int, ContestKey]] = Counter()
        self._indexed = 0

    # leases -------------------------------------------------------------------------------------------------------
    def acquire(self, lane: str, owner: str, *, now: int, ttl: int) -> Lease | None:
        refuse_text("a lease", lane, owner)
        with self._lock:
            former = self._leases.get(lane)
            if former is not None and former.owner != owner and former.until > now:
                return None
            lease = Lease(
                lane=lane, owner=owner, fence=1 if former is None else former.fence + 1, until=now + ttl
            )
            self._leases[lane] = lease
            return lease

    def renew(self, lease: Lease, *, now: int, ttl: int) -> Lease:
        with self._lock:
            self._check_lease(lease)
            self._leases[lease.lane] = renewed = replace(lease, until=now + ttl)
            return renewed

    def release(self, lease: Lease) -> None:
        with self._lock:
            former = self._leases.get(lease.lane)
            if former is not None and (former.owner, former.fence) == (lease.owner, lease.fence):
                self._leases[lease.lane] = replace(former, owner="", until=0)

    def _check_lease(self, lease: Lease) -> None:
        held = self._leases.get(lease.lane)
        if held is None or (held.owner, held.fence) != (lease.owner, lease.fence):
            raise LeaseLost(f"lane {lease.lane}: fence {lease.fence} of {lease.owner} is not the newest")

    # hot reads ------------------------------------------------------------------------------------------------------
    def thin_links(self, connection: str, crm_object: str, crm_ids: Iterable[str]) -> dict[str, ThinLink]:
        return {
            crm_id: ThinLink(
                crm_id=crm_id,
                record_id=link.record_id,
                digest=digest_of(link.base_crm),
                remote_version=link.remote_version,
                state=link.state,
                paused=bool(link.paused),
            )
            for crm_id, link in self.links(connection, crm_object, crm_ids).items()
        }

    def links(self, connection: str, crm_object: str, crm_ids: Iterable[str]) -> dict[str, Link]:
        with self._lock:
            found = {crm_id: self._links.get((connection, crm_object, crm_id)) for crm_id in crm_ids}
        return {crm_id: link for crm_id, link in found.items() if link is not None}

    def links_of(self, record_ids: Iterable[str], connection: str | None = None) -> list[Link]:
        with self._lock:
            keys = [
                key
                for id in set(record_ids)
                for key in self._links_of.get(id, ())
                if connection is None or key[0] == connection
            ]
            return [self._links[key] for key in sorted(keys)]

    def records(self, ids: Iterable[str]) -> dict[str, HubRecord]:
        with self._lock:
            return {id: self._records[id] for id in ids if id in self._records}

    def match(self, object: str, keys: Iterable[tuple[str, str]]) -> dict[tuple[str, str], frozenset[str]]:
        with self._lock:
            found = {key: self._keys.get((object, *key)) for key in keys}
            return {key: frozenset(ids) for key, ids in found.items() if ids}

    def open_conflicts(self, record_ids: Iterable[str], connection: str | None = None) -> list[Conflict]:
        with self._lock:
            found = self._conflicts.open_about(record_ids)
        return [one for one in found if connection is None or one.link[0] == connection]

    def open_items(self, connection: str, object: str, subjects: Iterable[str]) -> list[Item]:
        wanted = set(subjects)
        with self._lock:
            found = self._items.all_open()
        return [
            one
            for one in found
            if one.connection == connection and one.object == object and one.subject in wanted
        ]

    def items_of(self, record_ids: Iterable[str], connection: str | None = None) -> list[Item]:
        with self._lock:
            found = self._items.open_about(record_ids)
        return [one for one in found if connection is None or one.connection == connection]

    def open_attempts(self, connection: str, record_ids: Iterable[str] | None = None) -> list[Attempt]:
        with self._lock:
            found = self._attempts.all_open() if record_ids is None else self._attempts.open_about(record_ids)
        return [one for one in found if one.connection == connection]

    def due_pending(self, connection: str, object: str, *, now: int, limit: int) -> list[Pending]:
        with self._lock:
            due = [
                row
                for row in self._outbox.rows.get(connection, {}).values()
                if row.next_at <= now and row.object == object and is_runnable(row)
            ]
        return nsmallest(limit, due, key=lambda row: (row.next_at, row.record_id))

    def due_overwrites(self, connection: str, object: str, *, now: int, limit: int) -> int:
        with self._lock:
            due = (
                row
                for row in self._outbox.rows.get(connection, {}).values()
                if row.overwrites and row.next_at <= now and row.object == object and is_runnable(row)
            )
            return sum(1 for _ in islice(due, limit))

    def due_signals(self, connection: str, crm_object: str, *, now: int, limit: int) -> list[Signal]:
        with self._lock:
            due = [
                row
                for row in self._inbox.rows.get(connection, {}).values()
                if row.next_at <= now and row.object == crm_object and is_runnable(row)
            ]
        return nsmallest(limit, due, key=lambda row: (row.next_at, row.crm_id))

    def next_due(self, connection: str) -> int | None:
        with self._lock:
            rows: list[Pending | Signal] = [
                *self._outbox.rows.get(connection, {}).values(),
                *self._inbox.rows.get(connection, {}).values(),
            ]
        return min((row.next_at for row in rows if is_runnable(row)), default=None)

    def cursor(self, connection: str, object: str, stream: str) -> Cursor | None:
        with self._lock:
            return self._cursors.get((connection, object, stream))

    def linked_count(self, connection: str, crm_object: str) -> int:
        with self._lock:
            return self._linked[(connection, crm_object)]

    def layout(self, name: str) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
        with self._lock:
            return self._layouts.get(name)

    def left_out(self, connection: str, crm_object: str, crm_ids: Iterable[str]) -> dict[str, LeftOut]:
        with self._lock:
            found = {crm_id: self._left_out.get((connection, crm_object, crm_id)) for crm_id in crm_ids}
        return {crm_id: one for crm_id, one in found.items() if one is not None}

    def left_out_by(
        self, connection: str, crm_object: str, keys: Iterable[tuple[str, str]]
    ) -> dict[tuple[str, str], frozenset[str]]:
        wanted = set(keys)
        found: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        with self._lock:
            for one in self._left_out.values():
                if one.key[:2] == (connection, crm_object):
                    for key in wanted.intersection(one.keys):
                        found[key].add(one.crm_id)
        return {key: frozenset(ids) for key, ids in found.items()}

    def left_out_count(self, connection: str, crm_object: str) -> int:
        with self._lock:
            return sum(key[:2] == (connection, crm_object) for key in self._left_out)

    def held_count(self, connection: str, crm_object: str) -> int:
        with self._lock:
            found = (one for one in self._links.values() if one.paused and one.state is LinkState.LINKED)
            return sum(one.key[:2] == (connection, crm_object) for one in found)

    def list_left_out(
        self, connection: str, crm_object: str, *, after: str | None, limit: int
    ) -> list[LeftOut]:
        with self._lock:
            keys = [
                key
                for key in self._left_out
                if key[:2] == (connection, crm_object) and (after is None or key[2] > after)
            ]
            return [self._left_out[key] for key in nsmallest(limit, keys)]

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

    def save_layout(self, name: str, hub_fields: tuple[str, ...], crm_fields: tuple[str, ...]) -> None:
        refuse_text("a layout", name, *hub_fields, *crm_fields)
        with self._lock:
            self._layouts[name] = (hub_fields, crm_fields)

    # notes ----------------------------------------------------------------------------------------------------------
    def notes(self, prefix: str = "") -> dict[str, str]:
        with self._lock:
            return {name: text for name, text in sorted(self._notes.items()) if name.startswith(prefix)}

    def note(self, name: str) -> str | None:
        with self._lock:
            return self._notes.get(name)

    def set_note(self, name: str, text: str | None) -> None:
        refuse_text("a note", name, text or "")
        with self._lock:
            if text is None:
                self._notes.pop(name, None)
            else:
                self._notes[name] = text

    # slower reads ---------------------------------------------------------------------------------------------------
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

    def list_conflicts(self, *, state: ConflictState | None, after: str | None, limit: int) -> list[Conflict]:
        with self._lock:
            return self._conflicts.page(lambda one: state is None or one.state is state, after, limit)

    def conflict(self, id: str) -> Conflict | None:
        with self._lock:
            return self._conflicts.get(id)

    def list_items(
        self, *, state: ItemState | None, kind: ItemKind | None, after: str | None, limit: int
    ) -> list[Item]:
        with self._lock:
            return self._items.page(
                lambda one: (state is None or one.state is state) and (kind is None or one.kind is kind),
                after,
                limit,
            )

    def item(self, id: str) -> Item | None:
        with self._lock:
            return self._items.get(id)

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

    def search(self, question: Activity) -> list[StoredAudit]:
        with self._lock:
            newest = len(self._audit) if question.before is None else question.before - 1
            entries = self._audit[: max(newest, 0)]
        return list(islice(filter(fitting(question), reversed(entries)), question.limit))

    def audit(self, *, after: int = 0) -> Iterator[StoredAudit]:
        with self._lock:
            return iter(self._audit[after:])

    def verify_audit(self) -> AuditFault | None:
        return chain.verify(self.audit())

    def backlog(self, connection: str) -> Backlog:
        with self._lock:
            return backlog_of(self._outbox, self._inbox, connection)

    def open_counts(self) -> Mapping[str, int]:
        with self._lock:
            counts = Counter(one.kind.value for one in self._items.all_open())
            counts[CONFLICT] = len(self._conflicts.all_open())
        return {name: count for name, count in counts.items() if count}

    def standing(self, *, limit: int) -> Standing:
        with self._lock:
            return standing_of(self._outbox, self._conflicts, self._items, limit=limit)

    def object_counts(self) -> ObjectCounts:
        with self._lock:
            return self._crowd().counts()

    def list_standing(
        self,
        stand: Stand,
        connection: str,
        crm_object: str,
        queues: Collection[str],
        *,
        after: str | None,
        limit: int,
    ) -> list[Standee]:
        with self._lock:
            found = self._crowd().of(stand, connection, crm_object, queues)
        return nsmallest(limit, (one for one in found if one.key > (after or "")), key=lambda one: one.key)

    def _crowd(self) -> Crowd:
        return Crowd(self._outbox, self._conflicts.all_open(), self._links.values(), self._left_out.values())

    def queue(
        self, query: QueueQuery, *, now: int, after: Place | None, limit: int, sort: Sort = Sort.OLDEST
    ) -> list[Conflict | Item]:
        found = [one for one in self._waiting(query, now) if is_beyond(one, after, sort)]
        return in_order(found, sort)[:limit]

    def queue_count(self, query: QueueQuery, *, now: int) -> int:
        return len(self._waiting(query, now))

    def queue_counts(self, *, now: int) -> Mapping[str, Mapping[QueueState, int]]:
        apart: defaultdict[str, Counter[QueueState]] = defaultdict(Counter)
        for one in self._waiting(QueueQuery(), now):
            state = queue_state(one, now)
            if state is not None and state is not QueueState.OPEN:
                apart[kind_of(one)][state] += 1
        return by_state(self.open_counts(), apart)

    def _waiting(self, query: QueueQuery, now: int) -> list[Conflict | Item]:
        with self._lock:
            waiting: list[Conflict | Item] = [*self._conflicts.all_open(), *self._items.all_open()]
        return [one for one in waiting if fits(one, query, now)]

    def contests(
        self,
        *,
        since: int | None = None,
        until: int | None = None,
        connection: str | None = None,
        object: str | None = None,
    ) -> Mapping[ContestKey, int]:
        total: Counter[ContestKey] = Counter()
        with self._lock:
            counted = list(self._contests.items())
        for (day, key), n in counted:
            within = (since is None or day >= since) and (until is None or day <= until)
            if within and connection in (None, key[0]) and object in (None, key[1]):
                total[key] += n
        return {key: n for key, n in total.items() if n}

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

    # what the advisor learns from -----------------------------------------------------------------------------------
    def decisions(
        self, *, object: str | None = None, field: str | None = None, before: str | None, limit: int
    ) -> list[Decision]:
        with self._lock:
            found = [
                one
                for one in self._decisions.values()
                if object in (None, one.object)
                and field in (None, one.field)
                and (before is None or one.id < before)
            ]
        return sorted(found, key=lambda one: one.id, reverse=True)[:limit]

    def decision_on(self, conflict: str) -> Decision | None:
        with self._lock:
            found = [one for one in self._decisions.values() if one.conflict == conflict]
        return max(found, key=lambda one: one.id, default=None)

    def forget_decisions(
        self, *, object: str | None = None, field: str | None = None, by: str | None = None
    ) -> int:
        with self._lock:
            gone = [
                id
                for id, one in self._decisions.items()
                if object in (None, one.object) and field in (None, one.field) and by in (None, one.by)
            ]
            for id in gone:
                del self._decisions[id]
        return len(gone)

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
