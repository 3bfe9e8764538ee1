"""The hot reads of `Store`: one statement a batch, ids sorted so that neighbours come from the same page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from core.conflicts import Conflict, Item
from core.jobs import Attempt, Cursor, Pending, Signal
from core.records import HubRecord, Link, ThinLink
from core.store import rows
from core.store.codec import decode
from core.store.database import Database

LINKS = f"SELECT {rows.LINK} FROM links l JOIN bases b ON b.id = l.base WHERE "
EACH_LINK = f"EACH {LINKS}"
# The empty text keeps both planners off the primary key, which begins with the connection and would be read whole.
_OF_CONNECTION = "l.record_id = w.value AND l.connection || '' = ?"
_DUE = "connection = ? AND object = ? AND parked = 0 AND waiting_for IS NULL AND next_at <= ?"
_MATCHES = (
    "EACH SELECT field, norm, record_id FROM match_keys WHERE object = ? AND field = ? AND norm = w.value"
)
_EARLIEST = """SELECT min(earliest) FROM (
    SELECT (SELECT min(p.next_at) FROM pending p WHERE p.connection = c.connection AND p.object = c.object
            AND p.parked = 0 AND p.waiting_for IS NULL) AS earliest
    FROM counters c WHERE c.kind = 'pending' AND c.connection = ? AND c.n > 0
    UNION ALL
    SELECT (SELECT min(s.next_at) FROM signals s WHERE s.connection = c.connection AND s.object = c.object
            AND s.parked = 0 AND s.waiting_for IS NULL) AS earliest
    FROM counters c WHERE c.kind = 'signal' AND c.connection = ? AND c.n > 0
) AS lanes"""


class HotReads:
    """What the cycle asks before it decides."""

    _db: Database

    def thin_links(self, connection: str, crm_object: str, crm_ids: Iterable[str]) -> dict[str, ThinLink]:
        found = self._db.read(
            "EACH SELECT crm_id, record_id, digest, remote_version, state, paused FROM links "
            "WHERE connection = ? AND crm_object = ? AND crm_id = w.value",
            sorted(crm_ids),
            connection,
            crm_object,
        )
        return {row[0]: rows.thin_link_of(row) for row in found}

    def links(self, connection: str, crm_object: str, crm_ids: Iterable[str]) -> dict[str, Link]:
        found = self._db.read(
            EACH_LINK + "l.connection = ? AND l.crm_object = ? AND l.crm_id = w.value",
            sorted(crm_ids),
            connection,
            crm_object,
        )
        return {row[2]: rows.link_of(row) for row in found}

    def links_of(self, record_ids: Iterable[str], connection: str | None = None) -> list[Link]:
        ids = sorted(set(record_ids))
        if connection is None:
            found = self._db.read(EACH_LINK + "l.record_id = w.value", ids)
        else:
            found = self._db.read(EACH_LINK + _OF_CONNECTION, ids, connection)
        return sorted((rows.link_of(row) for row in found), key=lambda link: link.key)

    def records(self, ids: Iterable[str]) -> dict[str, HubRecord]:
        found = self._db.read(f"EACH SELECT {rows.RECORD} FROM records WHERE id = w.value", sorted(ids))
        return {row[0]: rows.record_of(row) for row in found}

    def match(self, object: str, keys: Iterable[tuple[str, str]]) -> dict[tuple[str, str], frozenset[str]]:
        by_field: defaultdict[str, set[str]] = defaultdict(set)
        for field, norm in keys:
            by_field[field].add(norm)
        answers = self._db.read_all(
            [
                (
                    _MATCHES,
                    (sorted(norms), object, field),
                )
                for field, norms in sorted(by_field.items())
            ]
        )
        found: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        for answer in answers:
            for field, norm, record_id in answer:
                found[(field, norm)].add(record_id)
        return {key: frozenset(ids) for key, ids in found.items()}

    def open_conflicts(self, record_ids: Iterable[str], connection: str | None = None) -> list[Conflict]:
        found = self._db.read(
            "EACH SELECT id, connection, body FROM conflicts WHERE state = 'open' AND record_id = w.value",
            sorted(set(record_ids)),
        )
        return [rows.conflict_of(body) for _, name, body in sorted(found) if connection in (None, name)]

    def open_items(self, connection: str, object: str, subjects: Iterable[str]) -> list[Item]:
        found = self._db.read(
            "EACH SELECT id, body FROM items WHERE state = 'open' AND connection = ? AND object = ? "
            "AND subject = w.value",
            sorted(set(subjects)),
            connection,
            object,
        )
        return [rows.item_of(body) for _, body in sorted(found)]

    def items_of(self, record_ids: Iterable[str], connection: str | None = None) -> list[Item]:
        found = self._db.read(
            "EACH SELECT id, connection, body FROM items WHERE state = 'open' AND record_id = w.value",
            sorted(set(record_ids)),
        )
        return [rows.item_of(body) for _, name, body in sorted(found) if connection in (None, name)]

    def open_attempts(self, connection: str, record_ids: Iterable[str] | None = None) -> list[Attempt]:
        sql = "SELECT op, body FROM attempts WHERE is_open = 1 AND connection = ?"
        if record_ids is None:
            found = self._db.read(sql, connection)
        else:
            found = self._db.read(f"EACH {sql} AND record_id = w.value", sorted(set(record_ids)), connection)
        return [rows.attempt_of(body) for _, body in sorted(found)]

    def due_pending(self, connection: str, object: str, *, now: int, limit: int) -> list[Pending]:
        found = self._db.read(
            f"SELECT {rows.PENDING} FROM pending WHERE {_DUE} ORDER BY next_at, record_id LIMIT ?",
            connection,
            object,
            now,
            limit,
        )
        return [rows.pending_of(row) for row in found]

    def due_overwrites(self, connection: str, object: str, *, now: int, limit: int) -> int:
        found = self._db.read(
            f"SELECT count(*) FROM (SELECT 1 FROM pending WHERE {_DUE} AND overwrites = 1 LIMIT ?) AS due",
            connection,
            object,
            now,
            limit,
        )
        return int(found[0][0])

    def due_signals(self, connection: str, crm_object: str, *, now: int, limit: int) -> list[Signal]:
        found = self._db.read(
            f"SELECT {rows.SIGNAL} FROM signals WHERE {_DUE} ORDER BY next_at, crm_id LIMIT ?",
            connection,
            crm_object,
            now,
            limit,
        )
        return [rows.signal_of(row) for row in found]

    def next_due(self, connection: str) -> int | None:
        found = self._db.read(_EARLIEST, connection, connection)
        return None if found[0][0] is None else int(found[0][0])

    def cursor(self, connection: str, object: str, stream: str) -> Cursor | None:
        found = self._db.read(
            "SELECT position, at FROM cursors WHERE connection = ? AND object = ? AND stream = ?",
            connection,
            object,
            stream,
        )
        return (
            Cursor(connection=connection, object=object, stream=stream, position=found[0][0], at=found[0][1])
            if found
            else None
        )

    def linked_count(self, connection: str, crm_object: str) -> int:
        found = self._db.read(
            "SELECT n FROM counters WHERE kind = 'linked' AND connection = ? AND object = ?",
            connection,
            crm_object,
        )
        return int(found[0][0]) if found else 0

    def layout(self, name: str) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
        found = self._db.read("SELECT hub, crm FROM layouts WHERE name = ?", name)
        return (tuple(decode(found[0][0])), tuple(decode(found[0][1]))) if found else None
