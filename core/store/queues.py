"""The outbox and the inbox as sets of rows: how rows coalesce, are put off, settled and woken.

Memory keeps one of each; a database store fills them with the rows a batch touches and writes back what changed. So the
rules stand here once.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import TypeAlias

from core.jobs import Pending, Signal
from core.store.base import Backlog, Postponed, Settled

PendingKey: TypeAlias = tuple[str, str]  # (connection, record id)
SignalKey: TypeAlias = tuple[str, str, str]  # (connection, crm object, crm id)


class Outbox:
    """Pending rows by connection and record. `touched` collects the keys that were set or removed."""

    def __init__(self) -> None:
        self.rows: defaultdict[str, dict[str, Pending]] = defaultdict(dict)
        self.waiting: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        self.touched: set[PendingKey] = set()

    def get(self, connection: str, record_id: str) -> Pending | None:
        return self.rows[connection].get(record_id)

    def put(self, row: Pending) -> None:
        """Set the row as it is."""
        self.remove(row.connection, row.record_id)
        self.rows[row.connection][row.record_id] = row
        self.touched.add((row.connection, row.record_id))
        if row.waiting_for is not None:
            self.waiting[(row.connection, row.waiting_for)].add(row.record_id)

    def remove(self, connection: str, record_id: str) -> None:
        former = self.rows[connection].pop(record_id, None)
        if former is None:
            return
        self.touched.add((connection, record_id))
        if former.waiting_for is not None:
            self.waiting[(connection, former.waiting_for)].discard(record_id)

    def add(self, row: Pending) -> None:
        """New work: the older `since` stays, `overwrites` is or-ed, everything else is replaced."""
        former = self.get(row.connection, row.record_id)
        if former is not None and (former.since < row.since or former.overwrites > row.overwrites):
            row = replace(
                row, since=min(former.since, row.since), overwrites=former.overwrites or row.overwrites
            )
        self.put(row)

    def settle(self, settled: Settled, version: int) -> None:
        if version <= settled.version:
            self.remove(settled.connection, settled.record_id)

    def postpone(self, postponed: Postponed, version: int) -> None:
        row = postponed.pending
        if version <= postponed.version and self.get(row.connection, row.record_id) is not None:
            self.put(row)

    def wake(self, connection: str, record_id: str, at: int) -> None:
        """Rows that wait for this record are due at `at`."""
        for waiter in sorted(self.waiting.get((connection, record_id), ())):
            self.put(replace(self.rows[connection][waiter], waiting_for=None, parked=False, next_at=at))


class Inbox:
    """Signals by connection, CRM object and CRM id. `touched` collects the keys that were set or removed."""

    def __init__(self) -> None:
        self.rows: defaultdict[str, dict[tuple[str, str], Signal]] = defaultdict(dict)
        self.waiting: defaultdict[SignalKey, set[tuple[str, str]]] = defaultdict(set)
        self.touched: set[SignalKey] = set()

    def get(self, row: Signal) -> Signal | None:
        return self.rows[row.connection].get((row.object, row.crm_id))

    def put(self, row: Signal) -> None:
        """Set the row as it is."""
        self.remove(row)
        self.rows[row.connection][(row.object, row.crm_id)] = row
        self.touched.add((row.connection, row.object, row.crm_id))
        if row.waiting_for is not None:
            self.waiting[(row.connection, *row.waiting_for)].add((row.object, row.crm_id))

    def remove(self, row: Signal) -> None:
        former = self.rows[row.connection].pop((row.object, row.crm_id), None)
        if former is None:
            return
        self.touched.add((row.connection, row.object, row.crm_id))
        if former.waiting_for is not None:
            self.waiting[(row.connection, *former.waiting_for)].discard((row.object, row.crm_id))

    def handle(self, row: Signal) -> None:
        if (former := self.get(row)) is not None and former.seq == row.seq:
            self.remove(row)

    def put_off(self, row: Signal) -> None:
        if (former := self.get(row)) is not None and former.seq == row.seq:
            self.put(row)

    def add(self, row: Signal) -> None:
        """A repeat raises `seq` by one; the older `since` stays, everything else is replaced."""
        if (former := self.get(row)) is not None:
            row = replace(row, since=min(former.since, row.since), seq=former.seq + 1)
        self.put(row)

    def wake(self, connection: str, object: str, crm_id: str, at: int) -> None:
        """Signals that wait for this CRM record are due at `at`."""
        for waiter in sorted(self.waiting.get((connection, object, crm_id), ())):
            self.put(replace(self.rows[connection][waiter], waiting_for=None, parked=False, next_at=at))


def is_runnable(row: Pending | Signal) -> bool:
    return not row.parked and row.waiting_for is None


@dataclass(slots=True)
class Waiting:
    """How many rows wait for one connection; the outbox in three disjoint classes."""

    pending: int = 0
    parked: int = 0
    waiting: int = 0

    def count(self, row: Pending, by: int = 1) -> None:
        if row.parked:
            self.parked += by
        elif row.waiting_for is not None:
            self.waiting += by
        else:
            self.pending += by


def backlog_of(outbox: Outbox, inbox: Inbox, connection: str) -> Backlog:
    """Counted row by row."""
    pending = outbox.rows.get(connection, {})
    signals = inbox.rows.get(connection, {})
    waiting = Waiting()
    for row in pending.values():
        waiting.count(row)
    oldest = min(map(attrgetter("since"), (*pending.values(), *signals.values())), default=None)
    return Backlog(
        pending=waiting.pending,
        parked=waiting.parked,
        waiting=waiting.waiting,
        signals=len(signals),
        oldest=oldest,
    )
