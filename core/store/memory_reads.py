"""The hot reads of the reference store: what `core/store/reads.py` asks of tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from heapq import nsmallest
from itertools import islice

from core.conflicts import Conflict, Item
from core.jobs import Attempt, Cursor, Pending, Signal
from core.records import HubRecord, LeftOut, Link, LinkState, ThinLink
from core.store.codec import digest_of
from core.store.memory_held import HeldInMemory
from core.store.queues import is_runnable


class ReadInMemory(HeldInMemory):
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
