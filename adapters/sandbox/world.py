"""One CRM's whole state: tables, links and the ledger; every write of API and people goes through here.

It knows no vendor: what is valid, unique or allowed is decided by the system before it writes.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Mapping

from adapters.sandbox.ledger import Actor, ActorKind, Entry, Ledger, Op, Value
from adapters.sandbox.links import Links, Types
from adapters.sandbox.rows import Change, Row, Table

SEEDER = Actor(kind=ActorKind.USER, id="1")


def now_ms() -> int:
    """Wall clock, ms since 1970."""
    return time.time_ns() // 1_000_000


class World:
    """State plus writes. Hold `lock` around anything done from another thread than the server's."""

    def __init__(self, *, clock: Callable[[], int] = now_ms, ledger_bound: int = 200_000) -> None:
        self.lock = threading.RLock()
        self.clock = clock
        self.tables: dict[str, Table] = {}
        self.links = Links()
        self.ledger = Ledger(ledger_bound)
        self.listeners: list[Callable[[Entry], None]] = []
        self.stamp_step = 1  # modified times are cut to a multiple of this many ms

    def add_table(self, name: str, *, make_id: Callable[[int], str], columns: Iterable[str] = ()) -> Table:
        """Adds an object; its name must be new."""
        if name in self.tables:
            raise ValueError(f"there is a table {name} already")
        self.tables[name] = Table(name, make_id=make_id, columns=tuple(columns))
        return self.tables[name]

    def now(self) -> int:
        """The stamp a write made now gets, ms."""
        now = self.clock()
        return now - now % self.stamp_step if self.stamp_step > 1 else now

    def create(
        self,
        object: str,
        values: Mapping[str, Value],
        *,
        by: Actor,
        trace: str | None = None,
        at: int | None = None,
        id: str | None = None,
    ) -> Row:
        """Adds a record; `id` where the client chose it. Raises KeyError for an unknown column."""
        table, now = self.tables[object], self.now() if at is None else at
        row = Row(id or table.new_id(), table.tuple_with((), values), now, now, by)
        table.insert(row)
        self._log(Op.CREATE, object, row.id, by, values, trace=trace, at=now)
        return row

    def update(
        self,
        object: str,
        row: Row,
        changes: Mapping[str, Value],
        *,
        by: Actor,
        trace: str | None = None,
        at: int | None = None,
    ) -> Mapping[str, Value]:
        """Writes the fields that differ and returns them; a write that changes nothing leaves no trace at all."""
        table, now = self.tables[object], self.now() if at is None else at
        real = {c: v for c, v in changes.items() if table.value(row, c) != v}
        if not real:
            return real
        if row.history is None:
            row.history = {}
        for column, value in real.items():
            past = row.history.setdefault(column, [])
            if not past:
                past.append(Change(value=table.value(row, column), at=row.created, actor=row.author))
            past.insert(0, Change(value=value, at=now, actor=by))
            del past[20:]
        row.editor = by
        table.change(row, table.tuple_with(row.values, real), max(now, row.modified) if at is None else now)
        self._log(Op.UPDATE, object, row.id, by, real, trace=trace, at=now)
        return real

    def touch(self, object: str, rows: Iterable[Row], at: int) -> int:
        """Gives many rows one modified time without changing a field, as a CRM's nightly batch job does."""
        table, count = self.tables[object], 0
        for row in rows:
            table.change(row, row.values, at)
            count += 1
        return count

    def delete(self, object: str, row: Row, *, by: Actor, trace: str | None = None) -> None:
        """Archives a live record (recycle bin); links stay until it is purged. An archived one is left alone."""
        if row.archived_at is None:
            now = self.now()
            row.editor = by
            self.tables[object].archive(row, now)
            self._log(Op.DELETE, object, row.id, by, {}, trace=trace, at=now)

    def restore(self, object: str, row: Row, *, by: Actor) -> None:
        """Brings an archived record back; a live one is left alone."""
        if row.archived_at is not None:
            now = self.now()
            row.editor = by
            self.tables[object].restore(row, now)
            self._log(Op.RESTORE, object, row.id, by, {}, at=now)

    def purge(self, object: str, row: Row, *, by: Actor) -> None:
        """Removes a record for good."""
        self.tables[object].purge(row)
        self.links.forget(object, row.id)
        self._log(Op.PURGE, object, row.id, by, {})

    def merge(self, object: str, winner: Row, loser: Row, *, by: Actor, new_id: bool = False) -> Row:
        """The winner takes the loser's values where its own are unset, and all its links.

        With `new_id` the result is a new record and both old ids lead to it (HubSpot); otherwise the winner
        stays and only the loser's id leads to it. Returns the resulting record.
        """
        table, now = self.tables[object], self.now()
        filled = {c: v for c, v in table.record(loser).items() if table.value(winner, c) is None}
        merged = table.tuple_with(winner.values, filled)
        target = winner
        if new_id:
            target = Row(table.new_id(), (), winner.created, now, winner.author)
            table.archive(winner, now, merged_into=target.id)
            self._move_links(object, winner.id, target.id)
        table.archive(loser, now, merged_into=target.id)
        self._move_links(object, loser.id, target.id)
        target.editor = by
        if new_id:
            target.values = merged
            table.insert(target)
        else:
            table.change(target, merged, now)
        self._log(
            Op.MERGE,
            object,
            target.id,
            by,
            filled,
            other_object=object,
            other=loser.id,
            kept=winner.id,
            at=now,
        )
        return target

    def log_merge(
        self, object: str, winner: Row, loser: Row, changes: Mapping[str, Value], *, by: Actor
    ) -> None:
        """Notes a merge after which the loser lives on (Dataverse deactivates it); the rows are already written."""
        self._log(
            Op.MERGE, object, winner.id, by, changes, other_object=object, other=loser.id, kept=winner.id
        )

    def link(
        self,
        object: str,
        id: str,
        to_object: str,
        to_id: str,
        *,
        types: Types,
        back: Types,
        by: Actor,
        trace: str | None = None,
    ) -> bool:
        """Links two records; false (and no ledger entry) when the link was there already."""
        added = self.links.put(object, id, to_object, to_id, types, back)
        if added:
            self._log(Op.ASSOCIATE, object, id, by, {}, trace=trace, other_object=to_object, other=to_id)
        return added

    def unlink(
        self,
        object: str,
        id: str,
        to_object: str,
        to_id: str,
        *,
        types: Types = (),
        back: Types = (),
        by: Actor,
        trace: str | None = None,
    ) -> bool:
        """Unlinks two records, or takes some types off their link; false when there was none."""
        removed = self.links.drop(object, id, to_object, to_id, types, back)
        if removed:
            self._log(Op.DISSOCIATE, object, id, by, {}, trace=trace, other_object=to_object, other=to_id)
        return removed

    def _move_links(self, object: str, id: str, to: str) -> None:
        for other_object, other, types in list(self.links.everything_of(object, id)):
            back = self.links.types(other_object, other, object, id)
            self.links.drop(object, id, other_object, other)
            if (other_object, other) != (object, to):
                self.links.put(object, to, other_object, other, types, back)

    def _log(
        self,
        op: Op,
        object: str,
        id: str,
        by: Actor,
        changes: Mapping[str, Value],
        *,
        trace: str | None = None,
        other_object: str | None = None,
        other: str | None = None,
        kept: str | None = None,
        at: int | None = None,
    ) -> None:
        entry = Entry(
            seq=self.ledger.last_seq + 1,
            at=self.now() if at is None else at,
            written=self.clock(),
            actor=by,
            op=op,
            object=object,
            id=id,
            changes=dict(changes),
            trace=trace,
            other_object=other_object,
            other=other,
            kept=kept,
        )
        self.ledger.append(entry)
        for listener in self.listeners:
            listener(entry)
