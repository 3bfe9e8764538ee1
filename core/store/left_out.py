"""CRM records that a mapping's filter leaves out: counted, explained, and found by their keys.

A hub record that one of them matches must not be created in that CRM: it is there already.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from core.records import LeftOut, LinkKey
from core.store import tables
from core.store.base import Batch
from core.store.codec import decode, encode
from core.store.counting import Counts
from core.store.database import Database, Row, Transaction

_COLUMNS = "connection, crm_object, crm_id, reason, since, keys"


class LeftOutReads:
    """What a database store knows of them."""

    _db: Database

    def left_out(self, connection: str, crm_object: str, crm_ids: Iterable[str]) -> dict[str, LeftOut]:
        found = self._db.read(
            f"EACH SELECT {_COLUMNS} FROM left_out "
            "WHERE connection = ? AND crm_object = ? AND crm_id = w.value",
            sorted(crm_ids),
            connection,
            crm_object,
        )
        return {row[2]: _of(row) for row in found}

    def left_out_by(
        self, connection: str, crm_object: str, keys: Iterable[tuple[str, str]]
    ) -> dict[tuple[str, str], frozenset[str]]:
        wanted: defaultdict[str, set[str]] = defaultdict(set)
        for name, norm in keys:
            wanted[name].add(norm)
        found: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        for name, norms in wanted.items():
            for norm, crm_id in self._db.read(
                "EACH SELECT norm, crm_id FROM left_out_keys "
                "WHERE connection = ? AND crm_object = ? AND field = ? AND norm = w.value",
                sorted(norms),
                connection,
                crm_object,
                name,
            ):
                found[(name, norm)].add(crm_id)
        return {key: frozenset(ids) for key, ids in found.items()}

    def left_out_count(self, connection: str, crm_object: str) -> int:
        return self._counted("left_out", connection, crm_object)

    def held_count(self, connection: str, crm_object: str) -> int:
        return self._counted("held", connection, crm_object)

    def _counted(self, kind: str, connection: str, crm_object: str) -> int:
        found = self._db.read(
            "SELECT n FROM counters WHERE kind = ? AND connection = ? AND object = ?",
            kind,
            connection,
            crm_object,
        )
        return int(found[0][0]) if found else 0

    def list_left_out(
        self, connection: str, crm_object: str, *, after: str | None, limit: int
    ) -> list[LeftOut]:
        found = self._db.read(
            f"SELECT {_COLUMNS} FROM left_out WHERE connection = ? AND crm_object = ? AND crm_id > ? "
            "ORDER BY crm_id LIMIT ?",
            connection,
            crm_object,
            after or "",
            limit,
        )
        return [_of(row) for row in found]


def _of(row: Row) -> LeftOut:
    connection, crm_object, crm_id, reason, since, keys = row
    return LeftOut(
        connection=connection,
        crm_object=crm_object,
        crm_id=crm_id,
        reason=reason,
        since=since,
        keys=tuple((name, norm) for name, norm in decode(keys)),
    )


def write_left_out(transaction: Transaction, batch: Batch, counts: Counts) -> None:
    """Rows as `Batch.left_out` and `Batch.let_in` have them, with the keys they are found by."""
    now = last_of(batch)
    if not now:
        return
    ids: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for connection, crm_object, crm_id in now:
        ids[(connection, crm_object)].append(crm_id)
    former: dict[LinkKey, LeftOut] = {}
    for (connection, crm_object), some in ids.items():
        for row in transaction.read(
            f"EACH SELECT {_COLUMNS} FROM left_out "
            "WHERE connection = ? AND crm_object = ? AND crm_id = w.value",
            sorted(some),
            connection,
            crm_object,
        ):
            former[row[:3]] = _of(row)
    for key, one in now.items():
        held = former.get(key)
        counts[("left_out", *key[:2])] += (one is not None) - (held is not None)
    kept = [one for one in now.values() if one is not None]
    transaction.delete(tables.left_out_keys, [row for one in former.values() for row in _key_rows(one)])
    transaction.delete(tables.left_out, [key for key, one in now.items() if one is None and key in former])
    transaction.upsert(
        tables.left_out,
        [(*one.key, one.reason, one.since, encode(one.keys).decode()) for one in kept],
    )
    transaction.insert(tables.left_out_keys, [row for one in kept for row in _key_rows(one)])


def last_of(batch: Batch) -> dict[LinkKey, LeftOut | None]:
    """What becomes of each record: as it is left out, or None where it is in, or no more."""
    return {**dict.fromkeys(batch.let_in), **{one.key: one for one in batch.left_out}}


def _key_rows(one: LeftOut) -> list[Row]:
    connection, crm_object, crm_id = one.key
    return [(connection, crm_object, name, norm, crm_id) for name, norm in dict.fromkeys(one.keys)]
