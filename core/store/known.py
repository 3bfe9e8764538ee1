"""Everything the store holds that a batch depends on, read in one go inside its transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from core.conflicts import ItemKind
from core.jobs import Pending, Signal
from core.records import LinkKey
from core.store import rows
from core.store.base import Batch, MatchKey
from core.store.database import Row, Statement, Transaction
from core.store.prepared import Prepared
from core.store.queues import PendingKey, SignalKey

Key = TypeVar("Key", bound=Hashable)


@dataclass(slots=True)
class Known:
    """`records`: (version, object, deleted_at, keys as JSON) by id; `links`: (state, base id, paused) by key.

    `*_holders` say which id holds an open place; `plans` the states of plans the batch is bound to; `written` gets the
    versions this batch writes.
    """

    records: dict[str, tuple[int, str, int | None, str]] = field(default_factory=dict)
    written: dict[str, int] = field(default_factory=dict)
    keys: dict[MatchKey, set[str]] = field(default_factory=dict)
    links: dict[LinkKey, tuple[str, int, str]] = field(default_factory=dict)
    pending: dict[PendingKey, Pending] = field(default_factory=dict)
    signals: dict[SignalKey, Signal] = field(default_factory=dict)
    attempt_holders: dict[Hashable, str] = field(default_factory=dict)
    conflict_holders: dict[Hashable, str] = field(default_factory=dict)
    item_holders: dict[Hashable, str] = field(default_factory=dict)
    plans: dict[str, str] = field(default_factory=dict)
    open_conflicts: set[str] = field(default_factory=set)
    open_items: dict[str, str] = field(default_factory=dict)

    def version(self, id: str) -> int:
        """The version before this batch; 0 where there is none."""
        return self.records[id][0] if id in self.records else 0

    def version_now(self, id: str) -> int:
        """The version once this batch's records are written."""
        return self.written.get(id) or self.version(id)


class _Questions:
    """Statements to be sent together, each with what to do with its answer."""

    def __init__(self) -> None:
        self.statements: list[Statement] = []
        self.takers: list[Callable[[list[Row]], None]] = []

    def ask(self, take: Callable[[list[Row]], None], sql: str, *values: object) -> None:
        self.statements.append((sql, values))
        self.takers.append(take)

    def send(self, transaction: Transaction) -> None:
        if self.statements:
            for take, answer in zip(self.takers, transaction.read_all(self.statements), strict=True):
                take(answer)


def look(transaction: Transaction, batch: Batch, prepared: Prepared) -> Known:
    """Read what this batch needs to know."""
    known = Known()
    questions = _Questions()
    _ask_records(questions, batch, known)
    _ask_links(questions, batch, prepared, known)
    _ask_queues(questions, batch, known)
    _ask_questions(questions, prepared, known)
    if batch.plan_checks:
        questions.ask(
            known.plans.update,
            "EACH SELECT id, state FROM plans WHERE id = w.value",
            sorted(batch.plan_checks),
        )
    questions.send(transaction)
    return known


def _ask_records(questions: _Questions, batch: Batch, known: Known) -> None:
    ids = {
        *batch.checks,
        *(write.record.id for write in batch.records),
        *(one.record_id for one in batch.settled),
        *(one.pending.record_id for one in batch.postponed),
    }
    if ids:
        questions.ask(
            lambda answer: known.records.update({row[0]: row[1:] for row in answer}),
            "EACH SELECT id, version, object, deleted_at, keys FROM records WHERE id = w.value",
            sorted(ids),
        )

    def take_keys(answer: list[Row]) -> None:
        for object, name, norm, record_id in answer:
            known.keys.setdefault((object, name, norm), set()).add(record_id)

    for (object, name), norms in _grouped(((o, f), n) for o, f, n in batch.key_checks).items():
        questions.ask(
            take_keys,
            "EACH SELECT object, field, norm, record_id FROM match_keys "
            "WHERE object = ? AND field = ? AND norm = w.value",
            norms,
            object,
            name,
        )


def _ask_links(questions: _Questions, batch: Batch, prepared: Prepared, known: Known) -> None:
    def take(answer: list[Row]) -> None:
        for connection, crm_object, crm_id, state, base, paused in answer:
            known.links[(connection, crm_object, crm_id)] = (state, base, paused)

    keys = (((one[0], one[1]), one[2]) for one in (*prepared.links, *batch.unlinked))
    for (connection, crm_object), crm_ids in _grouped(keys).items():
        questions.ask(
            take,
            "EACH SELECT connection, crm_object, crm_id, state, base, paused FROM links "
            "WHERE connection = ? AND crm_object = ? AND crm_id = w.value",
            crm_ids,
            connection,
            crm_object,
        )


def _ask_queues(questions: _Questions, batch: Batch, known: Known) -> None:
    def take_pending(answer: list[Row]) -> None:
        for row in answer:
            known.pending[(row[0], row[1])] = rows.pending_of(row)

    def take_signals(answer: list[Row]) -> None:
        for row in answer:
            known.signals[(row[0], row[1], row[2])] = rows.signal_of(row)

    pending = f"EACH SELECT {rows.PENDING} FROM pending WHERE "
    named = (
        *((one.connection, one.record_id) for one in batch.settled),
        *((one.pending.connection, one.pending.record_id) for one in batch.postponed),
        *((one.connection, one.record_id) for one in batch.pending),
    )
    for connection, ids in _grouped(named).items():
        questions.ask(take_pending, pending + "record_id = w.value AND connection = ?", ids, connection)
    for connection, ids in _grouped(batch.wake_records).items():
        questions.ask(
            take_pending, pending + "waiting_for = w.value AND connection || '' = ?", ids, connection
        )
    # The empty text keeps the planner off the primary key, which begins with the connection.
    signal = f"EACH SELECT {rows.SIGNAL} FROM signals WHERE connection"
    signals = (
        ((one.connection, one.object), one.crm_id) for one in (*batch.handled, *batch.put_off, *batch.signals)
    )
    for (connection, object), ids in _grouped(signals).items():
        questions.ask(
            take_signals, signal + " = ? AND object = ? AND crm_id = w.value", ids, connection, object
        )
    for (connection, object), ids in _grouped(((c, o), i) for c, o, i in batch.wake_crm).items():
        questions.ask(
            take_signals,
            signal + " || '' = ? AND waiting_object = ? AND waiting_for = w.value",
            ids,
            connection,
            object,
        )


def _ask_questions(questions: _Questions, prepared: Prepared, known: Known) -> None:
    if prepared.attempts:
        questions.ask(
            lambda answer: known.attempt_holders.update({(row[0], row[1]): row[2] for row in answer}),
            "EACH SELECT connection, record_id, op FROM attempts "
            "WHERE is_open = 1 AND connection = ANY(?) AND record_id = w.value",
            sorted({one.record_id for one in prepared.attempts.values()}),
            sorted({one.connection for one in prepared.attempts.values()}),
        )
    _ask_conflicts(questions, prepared, known)
    _ask_items(questions, prepared, known)


def _ask_conflicts(questions: _Questions, prepared: Prepared, known: Known) -> None:
    def take(answer: list[Row]) -> None:
        known.conflict_holders.update({(row[:3], row[3]): row[4] for row in answer})

    links = ((one.link[:2], one.link[2]) for one in prepared.conflicts.values())
    for (connection, crm_object), crm_ids in _grouped(links).items():
        questions.ask(
            take,
            "EACH SELECT connection, crm_object, crm_id, rule, id FROM conflicts "
            "WHERE state = 'open' AND connection = ? AND crm_object = ? AND crm_id = w.value",
            crm_ids,
            connection,
            crm_object,
        )
    if prepared.conflicts:
        questions.ask(
            lambda answer: known.open_conflicts.update(id for id, state in answer if state == "open"),
            "EACH SELECT id, state FROM conflicts WHERE id = w.value",
            sorted(prepared.conflicts),
        )


def _ask_items(questions: _Questions, prepared: Prepared, known: Known) -> None:
    def take(answer: list[Row]) -> None:
        known.item_holders.update({(ItemKind(row[0]), *row[1:4]): row[4] for row in answer})

    subjects = (((one.connection, one.object), one.subject) for one in prepared.items.values())
    for (connection, object), names in _grouped(subjects).items():
        questions.ask(
            take,
            "EACH SELECT kind, connection, object, subject, id FROM items "
            "WHERE state = 'open' AND connection = ? AND object = ? AND subject = w.value",
            names,
            connection,
            object,
        )
    if prepared.items:
        questions.ask(
            lambda answer: known.open_items.update(
                {id: kind for id, kind, state in answer if state == "open"}
            ),
            "EACH SELECT id, kind, state FROM items WHERE id = w.value",
            sorted(prepared.items),
        )


def _grouped(pairs: Iterable[tuple[Key, str]]) -> dict[Key, list[str]]:
    """Second parts by first part, sorted and without repeats."""
    groups: defaultdict[Key, set[str]] = defaultdict(set)
    for key, member in pairs:
        groups[key].add(member)
    return {key: sorted(members) for key, members in groups.items()}
