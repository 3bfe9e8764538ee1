"""The slower reads of `Store`, all paged by the last key seen, and the kept counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from core.conflicts import Conflict, ConflictState, Item, ItemKind, ItemState
from core.jobs import Attempt, Pending, Run, Signal
from core.records import HubRecord, Link
from core.store import audit as chain
from core.store import rows
from core.store.base import AuditFault, Backlog, StoredAudit
from core.store.database import Database, Reader, Row
from core.store.reads import LINKS

_AUDIT_PAGE = 1_000


class Listing:
    """What people and monitors ask."""

    _db: Database

    def list_records(
        self, object: str, *, after: str | None, limit: int, deleted: bool = False
    ) -> list[HubRecord]:
        found = self._db.read(
            f"SELECT {rows.RECORD} FROM records WHERE object = ? AND id > ? "
            f"AND deleted_at IS {'NOT NULL' if deleted else 'NULL'} ORDER BY id LIMIT ?",
            object,
            after or "",
            limit,
        )
        return [rows.record_of(row) for row in found]

    def list_links(self, connection: str, crm_object: str, *, after: str | None, limit: int) -> list[Link]:
        found = self._db.read(
            LINKS + "l.connection = ? AND l.crm_object = ? AND l.crm_id > ? ORDER BY l.crm_id LIMIT ?",
            connection,
            crm_object,
            after or "",
            limit,
        )
        return [rows.link_of(row) for row in found]

    def list_pending(
        self, *, connection: str | None, after: tuple[str, str] | None, limit: int
    ) -> list[Pending]:
        page = self._page(rows.PENDING, "pending", ("connection", "record_id"), connection, after, limit)
        return [rows.pending_of(row) for row in page]

    def list_signals(
        self, *, connection: str | None, after: tuple[str, str, str] | None, limit: int
    ) -> list[Signal]:
        key = ("connection", "object", "crm_id")
        return [
            rows.signal_of(row) for row in self._page(rows.SIGNAL, "signals", key, connection, after, limit)
        ]

    def _page(
        self,
        columns: str,
        table: str,
        key: Sequence[str],
        connection: str | None,
        after: Sequence[str] | None,
        limit: int,
    ) -> list[Row]:
        names = ", ".join(key)
        sql = f"SELECT {columns} FROM {table} WHERE ({names}) > ({', '.join('?' * len(key))})"
        values: list[Any] = [*(after or [""] * len(key))]
        if connection is not None:
            sql += " AND connection = ?"
            values.append(connection)
        return self._db.read(f"{sql} ORDER BY {names} LIMIT ?", *values, limit)

    def list_conflicts(self, *, state: ConflictState | None, after: str | None, limit: int) -> list[Conflict]:
        given = {"state": None if state is None else state.value}
        return [rows.conflict_of(body) for (body,) in self._bodies("conflicts", given, after, limit)]

    def conflict(self, id: str) -> Conflict | None:
        found = self._db.read("SELECT body FROM conflicts WHERE id = ?", id)
        return rows.conflict_of(found[0][0]) if found else None

    def list_items(
        self, *, state: ItemState | None, kind: ItemKind | None, after: str | None, limit: int
    ) -> list[Item]:
        given = {
            "state": None if state is None else state.value,
            "kind": None if kind is None else kind.value,
        }
        return [rows.item_of(body) for (body,) in self._bodies("items", given, after, limit)]

    def _bodies(
        self, table: str, given: Mapping[str, str | None], after: str | None, limit: int
    ) -> list[Row]:
        wanted = {name: value for name, value in given.items() if value is not None}
        where = "".join(f" AND {name} = ?" for name in wanted)
        return self._db.read(
            f"SELECT body FROM {table} WHERE id > ?{where} ORDER BY id LIMIT ?",
            after or "",
            *wanted.values(),
            limit,
        )

    def item(self, id: str) -> Item | None:
        found = self._db.read("SELECT body FROM items WHERE id = ?", id)
        return rows.item_of(found[0][0]) if found else None

    def list_runs(self, *, before: str | None, limit: int) -> list[Run]:
        if before is None:
            found = self._db.read("SELECT body FROM runs ORDER BY id DESC LIMIT ?", limit)
        else:
            found = self._db.read(
                "SELECT body FROM runs WHERE id < ? ORDER BY id DESC LIMIT ?", before, limit
            )
        return [rows.run_of(body) for (body,) in found]

    def run(self, id: str) -> Run | None:
        found = self._db.read("SELECT body FROM runs WHERE id = ?", id)
        return rows.run_of(found[0][0]) if found else None

    def attempts_of(self, record_id: str, *, limit: int = 100) -> list[Attempt]:
        found = self._db.read(
            "SELECT body FROM attempts WHERE record_id = ? ORDER BY op DESC LIMIT ?", record_id, limit
        )
        return [rows.attempt_of(body) for (body,) in found]

    # notes ----------------------------------------------------------------------------------------------------------
    def notes(self, prefix: str = "") -> dict[str, str]:
        found = self._db.read("SELECT name, text FROM notes WHERE name >= ? ORDER BY name", prefix)
        return {name: text for name, text in found if name.startswith(prefix)}

    def note(self, name: str) -> str | None:
        found = self._db.read("SELECT text FROM notes WHERE name = ?", name)
        return found[0][0] if found else None

    # the audit log --------------------------------------------------------------------------------------------------
    def audit(self, *, after: int = 0) -> Iterator[StoredAudit]:
        """Page by page, so that a long look at the log holds up nobody."""
        newest = self._db.read("SELECT seq FROM heads WHERE id = 1")[0][0]
        for row in _audit_rows(self._db, after):
            if row[0] > newest:
                return
            yield rows.audit_of(row)

    def verify_audit(self) -> AuditFault | None:
        with self._db.snapshot() as reader:
            seq, digest = reader.read("SELECT seq, digest FROM heads WHERE id = 1")[0]
            last = 0
            unreadable: AuditFault | None = None

            def readable() -> Iterator[StoredAudit]:
                nonlocal last, unreadable
                for row in _audit_rows(reader, -(2**62)):
                    last += 1
                    try:
                        stored = rows.audit_of(row)
                    except (ValueError, TypeError, msgspec.MsgspecError):
                        unreadable = AuditFault(seq=last, reason=f"entry {last} cannot be read")
                        return
                    yield stored

            fault = chain.verify(readable(), head=(seq, bytes(digest)))
        return unreadable or fault

    # kept counts ----------------------------------------------------------------------------------------------------
    def backlog(self, connection: str) -> Backlog:
        counted, pending, signals = self._db.read_all(
            [
                ("SELECT kind, n FROM counters WHERE connection = ?", (connection,)),
                ("SELECT min(since) FROM pending WHERE connection = ?", (connection,)),
                ("SELECT min(since) FROM signals WHERE connection = ?", (connection,)),
            ]
        )
        counts: Counter[str] = Counter()
        for kind, n in counted:
            counts[kind] += n
        oldest = [row[0] for row in (*pending, *signals) if row[0] is not None]
        return Backlog(
            pending=counts["pending"],
            parked=counts["parked"],
            waiting=counts["waiting"],
            signals=counts["signal"],
            oldest=min(oldest, default=None),
        )

    def open_counts(self) -> Mapping[str, int]:
        found = self._db.read(
            "SELECT kind, object, n FROM counters WHERE kind IN ('conflict', 'item') AND n > 0"
        )
        return {object if kind == "item" else kind: n for kind, object, n in found}

    def tally(self) -> Mapping[str, int]:
        found = self._db.read(
            "SELECT kind, connection, object, n FROM counters WHERE kind IN ('live', 'linked') AND n > 0"
        )
        return {
            object if kind == "live" else f"{connection}/{object}": n for kind, connection, object, n in found
        }

    def shared_keys(self, object: str, fields: Sequence[str]) -> tuple[int, int]:
        first, *others = fields
        joins = "".join(
            f" JOIN match_keys k{at} ON k{at}.object = k.object AND k{at}.record_id = k.record_id AND k{at}.field = ?"
            for at in range(len(others))
        )
        groups = ", ".join(["k.norm", *(f"k{at}.norm" for at in range(len(others)))])
        [(records, shared)] = self._db.read(
            "SELECT COALESCE(SUM(n), 0), COALESCE(SUM(CASE WHEN n > 1 THEN n ELSE 0 END), 0) FROM "
            f"(SELECT COUNT(*) AS n FROM match_keys k{joins} WHERE k.object = ? AND k.field = ? GROUP BY {groups}) g",
            *others,
            object,
            first,
        )
        return int(records), int(shared)


def _audit_rows(reader: Reader, after: int) -> Iterator[Row]:
    while page := reader.read(
        f"SELECT {rows.AUDIT} FROM audit WHERE seq > ? ORDER BY seq LIMIT ?", after, _AUDIT_PAGE
    ):
        yield from page
        after = page[-1][0]
