"""Questions, their counts, and what the advisor learns from them, in the reference store."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from heapq import nsmallest

from core.advice.decisions import Decision
from core.conflicts import Conflict, ConflictState, Item, ItemKind, ItemState, QueueState, queue_state
from core.contests import ContestKey
from core.queue_order import Place, Sort
from core.standing import Mapped, ObjectCounts, Stand, Standee, Standing
from core.store.base import CONFLICT, QueueQuery
from core.store.memory_held import HeldInMemory
from core.store.memory_standings import Crowd, standing_of
from core.store.waiting import by_state, fits, in_order, is_beyond, kind_of


class AskedInMemory(HeldInMemory):
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

    def open_counts(self) -> Mapping[str, int]:
        with self._lock:
            counts = Counter(one.kind.value for one in self._items.all_open())
            counts[CONFLICT] = len(self._conflicts.all_open())
        return {name: count for name, count in counts.items() if count}

    def standing(self, *, limit: int) -> Standing:
        with self._lock:
            return standing_of(self._outbox, self._conflicts, self._items, limit=limit)

    def object_counts(self, mapped: Collection[Mapped]) -> Mapping[tuple[str, str], ObjectCounts]:
        with self._lock:
            return self._crowd().counts(mapped)

    def list_standing(self, stand: Stand, mapped: Mapped, *, after: str | None, limit: int) -> list[Standee]:
        with self._lock:
            found = self._crowd().of(stand, mapped)
        return nsmallest(limit, (one for one in found if one.key > (after or "")), key=lambda one: one.key)

    def _crowd(self) -> Crowd:
        return Crowd(
            self._records,
            self._outbox,
            self._conflicts.all_open(),
            self._links.values(),
            self._left_out.values(),
        )

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
