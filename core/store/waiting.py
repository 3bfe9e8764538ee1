"""The queue of questions as a list, a count and a guard: conflicts and items together, oldest first."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, Final

from core.conflicts import Conflict, Item, QueueState, queue_state
from core.errors import VersionChanged
from core.store import rows
from core.store.base import CONFLICT, QueueQuery
from core.store.database import Database, Statement, Transaction

# Ranges, so that the few that are set aside are found by their own index: "any name" is at least the empty text.
_SNOOZED: Final = "state = 'open' AND snoozed_until > ?"
_ESCALATED: Final = "state = 'open' AND assigned_to >= '' AND (snoozed_until IS NULL OR snoozed_until <= ?)"


def kind_of(one: Conflict | Item) -> str:
    """The queue's word for what is asked: "conflict", or the item's kind."""
    return CONFLICT if isinstance(one, Conflict) else one.kind.value


def place_of(one: Conflict | Item) -> tuple[int, str]:
    """Where it stands in the queue: by when it was opened, then by id."""
    return (one.opened_at, one.id)


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
    )


class WaitingLists:
    """The queue in a database."""

    _db: Database

    def queue(
        self, query: QueueQuery, *, now: int, after: tuple[int, str] | None, limit: int
    ) -> list[Conflict | Item]:
        found: list[Conflict | Item] = []
        for table in _tables(query):
            sql, values = _where(table, query, now)
            if after is not None:
                sql += " AND (opened_at, id) > (?, ?)"
                values += after
            answer = self._db.read(
                f"SELECT body FROM {table} WHERE {sql} ORDER BY opened_at, id LIMIT ?", *values, limit
            )
            decode = rows.conflict_of if table == "conflicts" else rows.item_of
            found += [decode(body) for (body,) in answer]
        return sorted(found, key=place_of)[:limit]

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
    return [*tables, "items"] if kinds is None or kinds - {CONFLICT} else tables


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
    match query.state:
        case QueueState.OPEN:
            add("assigned_to IS NULL AND (snoozed_until IS NULL OR snoozed_until <= ?)", now)
        case QueueState.SNOOZED:
            add("snoozed_until > ?", now)
        case QueueState.ESCALATED:
            add("assigned_to >= '' AND (snoozed_until IS NULL OR snoozed_until <= ?)", now)
    return " AND ".join(parts), values
