"""The queue of questions as a list, a count and a guard: conflicts and items together."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, Final

from core.conflicts import Conflict, Item, QueueState, queue_state
from core.errors import VersionChanged
from core.queue_order import UNSAID, Place, Sort, doubt_of, place_of
from core.store import rows
from core.store.base import CONFLICT, QueueQuery
from core.store.database import Database, Statement, Transaction

# Ranges, so that the few that are set aside are found by their own index: "any name" is at least the empty text.
_SNOOZED: Final = "state = 'open' AND snoozed_until > ?"
_ESCALATED: Final = "state = 'open' AND assigned_to >= '' AND (snoozed_until IS NULL OR snoozed_until <= ?)"


def kind_of(one: Conflict | Item) -> str:
    """The queue's word for what is asked: "conflict", or the item's kind."""
    return CONFLICT if isinstance(one, Conflict) else one.kind.value


def fits(one: Conflict | Item, query: QueueQuery, now: int) -> bool:
    """Whether this is one of the questions asked for."""
    state = queue_state(one, now)
    connection, object = (
        (one.link[0], one.link[1]) if isinstance(one, Conflict) else (one.connection, one.object)
    )
    return (
        state is not None
        and query.state in (None, state)
        and (query.kinds is None or kind_of(one) in query.kinds)
        and query.connection in (None, connection)
        and (query.objects is None or object in query.objects)
        and (query.rules is None or one.rule in query.rules)
        and query.assigned_to in (None, one.assigned_to)
        and (query.opened_before is None or one.opened_at < query.opened_before)
        and (query.opened_since is None or one.opened_at >= query.opened_since)
        and (query.surest is None or doubt_of(one) <= 1_000 - query.surest)
        and (query.doubtful is None or doubt_of(one) > 1_000 - query.doubtful)
    )


class WaitingLists:
    """The queue in a database."""

    _db: Database

    def queue(
        self, query: QueueQuery, *, now: int, after: Place | None, limit: int, sort: Sort = Sort.OLDEST
    ) -> list[Conflict | Item]:
        found: list[Conflict | Item] = []
        for table in _tables(query):
            sql, values = _where(table, query, now)
            columns, beyond = _order(table, sort, after)
            if beyond is not None:
                sign = "<" if sort is Sort.NEWEST else ">"
                sql += f" AND ({', '.join(columns)}) {sign} ({', '.join('?' * len(columns))})"
                values += beyond
            by = ", ".join(f"{one} DESC" if sort is Sort.NEWEST else one for one in columns)
            answer = self._db.read(
                f"SELECT body FROM {table} WHERE {sql} ORDER BY {by} LIMIT ?", *values, limit
            )
            decode = rows.conflict_of if table == "conflicts" else rows.item_of
            found += [decode(body) for (body,) in answer]
        return in_order(found, sort)[:limit]

    def queue_count(self, query: QueueQuery, *, now: int) -> int:
        total = 0
        for table in _tables(query):
            sql, values = _where(table, query, now)
            total += self._db.read(f"SELECT count(*) FROM {table} WHERE {sql}", *values)[0][0]
        return total

    def queue_counts(self, *, now: int) -> Mapping[str, Mapping[QueueState, int]]:
        asked: list[Statement] = [
            ("SELECT kind, object, n FROM counters WHERE kind IN ('conflict', 'item') AND n > 0", ())
        ]
        for aside in (_SNOOZED, _ESCALATED):
            asked.append((f"SELECT '{CONFLICT}', count(*) FROM conflicts WHERE {aside}", (now,)))
            asked.append((f"SELECT kind, count(*) FROM items WHERE {aside} GROUP BY kind", (now,)))
        kept, *found = self._db.read_all(asked)
        apart: defaultdict[str, Counter[QueueState]] = defaultdict(Counter)
        states = (QueueState.SNOOZED, QueueState.SNOOZED, QueueState.ESCALATED, QueueState.ESCALATED)
        for state, answer in zip(states, found, strict=True):
            for kind, n in answer:
                apart[kind][state] += n
        whole = {object if kind == "item" else kind: n for kind, object, n in kept}
        return by_state(whole, apart)


def in_order(found: Iterable[Conflict | Item], sort: Sort) -> list[Conflict | Item]:
    """All of them as the queue tells them."""
    return sorted(found, key=lambda one: place_of(one, sort), reverse=sort is Sort.NEWEST)


def is_beyond(one: Conflict | Item, after: Place | None, sort: Sort) -> bool:
    """Whether it comes later than this place."""
    if after is None:
        return True
    place = place_of(one, sort)
    return place < after if sort is Sort.NEWEST else place > after


def by_state(
    whole: Mapping[str, int], apart: Mapping[str, Mapping[QueueState, int]]
) -> dict[str, dict[QueueState, int]]:
    """All that wait by kind, parted into states; what is neither snoozed nor escalated is open."""
    counts: dict[str, dict[QueueState, int]] = {}
    for kind, n in whole.items():
        aside = apart.get(kind, {})
        states = {QueueState.OPEN: max(0, n - sum(aside.values())), **aside}
        counts[kind] = {state: count for state, count in states.items() if count}
    return {kind: states for kind, states in counts.items() if states}


def refuse_changed(transaction: Transaction, unchanged: Iterable[Conflict | Item]) -> None:
    """Raises VersionChanged where a question is not as it was read any more."""
    for table, decode, read in (
        ("conflicts", rows.conflict_of, {one.id: one for one in unchanged if isinstance(one, Conflict)}),
        ("items", rows.item_of, {one.id: one for one in unchanged if isinstance(one, Item)}),
    ):
        if read:
            stored = transaction.read(f"EACH SELECT id, body FROM {table} WHERE id = w.value", sorted(read))
            refuse_other({id: decode(body) for id, body in stored}, read)


def refuse_other(stored: Mapping[str, Any], read: Mapping[str, Any]) -> None:
    for id, one in read.items():
        if stored.get(id) != one:
            raise VersionChanged(f"question {id} has changed meanwhile")


def _tables(query: QueueQuery) -> list[str]:
    kinds = query.kinds
    tables = ["conflicts"] if kinds is None or CONFLICT in kinds else []
    if query.surest is not None:
        return tables  # nothing is said about items
    return [*tables, "items"] if kinds is None or kinds - {CONFLICT} else tables


def _order(table: str, sort: Sort, after: Place | None) -> tuple[list[str], Place | None]:
    """The columns of an index that runs in this order, and their values at the last one already seen."""
    since = ["opened_at", "id"]
    match sort:
        case Sort.OLDEST | Sort.NEWEST:
            return since, after
        case Sort.FIELD:
            return ["rule", *since], after
        case Sort.OBJECT:
            return ["crm_object" if table == "conflicts" else "object", *since], after
        case Sort.SUREST if table == "conflicts":
            return ["doubt", *since], after
        case (
            Sort.SUREST
        ):  # nothing is said about any item: they all stand behind what something is said about
            return since, after[1:] if after is not None and after[0] == UNSAID else None


def _where(table: str, query: QueueQuery, now: int) -> tuple[str, list[Any]]:
    parts: list[str] = ["state = 'open'"]
    values: list[Any] = []

    def add(part: str, *given: Any) -> None:
        parts.append(part)
        values.extend(given)

    if query.connection is not None:
        add("connection = ?", query.connection)
    if query.objects is not None:
        add(f"{'crm_object' if table == 'conflicts' else 'object'} = ANY(?)", sorted(query.objects))
    if query.rules is not None:
        add("rule = ANY(?)", sorted(query.rules))
    if query.kinds is not None and table == "items":
        add("kind = ANY(?)", sorted(query.kinds - {CONFLICT}))
    if query.assigned_to is not None:
        add("assigned_to = ?", query.assigned_to)
    if query.opened_before is not None:
        add("opened_at < ?", query.opened_before)
    if query.opened_since is not None:
        add("opened_at >= ?", query.opened_since)
    if query.surest is not None:
        add("doubt <= ?", 1_000 - query.surest)
    if query.doubtful is not None and table == "conflicts":
        add("doubt > ?", 1_000 - query.doubtful)
    match query.state:
        case QueueState.OPEN:
            add("assigned_to IS NULL AND (snoozed_until IS NULL OR snoozed_until <= ?)", now)
        case QueueState.SNOOZED:
            add("snoozed_until > ?", now)
        case QueueState.ESCALATED:
            add("assigned_to >= '' AND (snoozed_until IS NULL OR snoozed_until <= ?)", now)
    return " AND ".join(parts), values
