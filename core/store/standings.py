"""What holds records up and how those of an object stand, as a database counts and lists them: not for a hot path."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from typing import Any, Final

from core.standing import APART, Held, Hold, ObjectCounts, Stand, Standee, Standing
from core.store.base import CONFLICT
from core.store.database import Database, Row

_HOLD: Final = (
    f"CASE WHEN parked = 1 THEN '{Hold.PARKED.value}' WHEN waiting_for IS NULL THEN '{Hold.LATER.value}' "
    f"ELSE '{Hold.WAITS.value}' END"
)
_HELD: Final = (
    f"SELECT connection, object, reason, {_HOLD}, count(*), min(since), min(record_id) FROM pending "
    "GROUP BY 1, 2, 3, 4 ORDER BY 5 DESC, 1, 2, 3, 4 LIMIT ?"
)
_CONFLICTS: Final = (
    f"SELECT connection, crm_object, '{CONFLICT}', count(*) FROM conflicts WHERE state = 'open' GROUP BY 1, 2"
)
_ITEMS: Final = "SELECT connection, object, kind, count(*) FROM items WHERE state = 'open' GROUP BY 1, 2, 3"

_FAILING: Final = "(parked = 1 OR (waiting_for IS NULL AND attempts > 0))"
_ASIDE: Final = "(state <> 'linked' OR paused <> '')"  # word for word as the index `links_aside` has it
_APART: Final = f"(paused <> '' OR state IN ({', '.join(repr(one.value) for one in APART)}))"
_OUTBOX: Final = f"SELECT connection, object, CASE WHEN {_FAILING} THEN 1 ELSE 0 END, count(*) FROM pending GROUP BY 1, 2, 3"
_FROZEN: Final = (
    "SELECT connection, crm_object, count(DISTINCT crm_id) FROM conflicts WHERE state = 'open' GROUP BY 1, 2"
)
_LEFT_OUT: Final = "SELECT connection, crm_object, reason, count(*) FROM left_out GROUP BY 1, 2, 3"
_PARTED: Final = (
    "SELECT connection, crm_object, state, paused, count(*) FROM links "
    f"WHERE {_ASIDE} AND {_APART} GROUP BY 1, 2, 3, 4"
)
# From the few that are busy to their pairs. The empty text keeps the planners off the primary key; see `reads`.
_BUSY: Final = (
    "SELECT l.connection, l.crm_object, count(DISTINCT l.crm_id) FROM "
    "(SELECT connection, record_id FROM pending UNION SELECT connection, record_id FROM conflicts WHERE state = 'open') b "
    "JOIN links l ON l.record_id = b.record_id AND l.connection || '' = b.connection "
    "WHERE l.state = 'linked' AND l.paused = '' GROUP BY 1, 2"
)
_STANDING: Final = (
    "SELECT connection, object, n FROM counters WHERE kind = 'linked'",
    "SELECT connection, object, n FROM counters WHERE kind = 'held'",
)


class Standings:
    """The counts in a database."""

    _db: Database

    def standing(self, *, limit: int) -> Standing:
        held, conflicts, items = self._db.read_all([(_HELD, (limit,)), (_CONFLICTS, ()), (_ITEMS, ())])
        return Standing(
            held=tuple(
                Held(
                    connection=connection,
                    object=object,
                    reason=reason,
                    hold=Hold(hold),
                    count=count,
                    since=since,
                    record_id=record_id,
                )
                for connection, object, reason, hold, count, since, record_id in held
            ),
            asked={
                (connection, object, kind): count for connection, object, kind, count in (*conflicts, *items)
            },
        )

    def object_counts(self) -> ObjectCounts:
        outbox, frozen, left, parted, busy, linked, held = self._db.read_all(
            [(sql, ()) for sql in (_OUTBOX, _FROZEN, _LEFT_OUT, _PARTED, _BUSY, *_STANDING)]
        )
        excluded: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        for connection, object, reason, n in left:
            excluded[(connection, object)][reason] += n
        for connection, object, state, paused, n in parted:
            excluded[(connection, object)][paused or APART_BY_VALUE[state]] += n
        in_sync: Counter[tuple[str, str]] = Counter()
        for rows, sign in ((linked, 1), (held, -1), (busy, -1)):
            for connection, object, n in rows:
                in_sync[(connection, object)] += sign * n
        return ObjectCounts(
            pending={(connection, queue): n for connection, queue, failing, n in outbox if not failing},
            failing={(connection, queue): n for connection, queue, failing, n in outbox if failing},
            frozen={(connection, object): n for connection, object, n in frozen},
            excluded=excluded,
            in_sync=in_sync,
        )

    def list_standing(
        self,
        stand: Stand,
        connection: str,
        crm_object: str,
        queues: Collection[str],
        *,
        after: str | None,
        limit: int,
    ) -> list[Standee]:
        place = (connection, crm_object, after or "")
        match stand:
            case Stand.PENDING | Stand.FAILING:
                sql = (
                    "SELECT record_id, reason, since FROM pending WHERE connection = ? AND object = ANY(?) "
                    f"AND record_id > ? AND {'' if stand is Stand.FAILING else 'NOT '}{_FAILING} "
                    "ORDER BY record_id LIMIT ?"
                )
                found = self._db.read(sql, connection, sorted(queues), after or "", limit)
                return [
                    Standee(record_id=id, crm_id=None, reason=reason, since=since)
                    for id, reason, since in found
                ]
            case Stand.FROZEN:
                found = self._db.read(
                    "SELECT crm_id, min(record_id), min(rule), count(*), min(opened_at) FROM conflicts "
                    "WHERE state = 'open' AND connection = ? AND crm_object = ? AND crm_id > ? "
                    "GROUP BY crm_id ORDER BY crm_id LIMIT ?",
                    *place,
                    limit,
                )
                return [
                    Standee(record_id=id, crm_id=crm_id, reason=frozen_by(rule, n), since=since)
                    for crm_id, id, rule, n, since in found
                ]
            case Stand.IN_SYNC:
                return [_paired(row) for row in self._in_sync(place, limit)]
            case Stand.EXCLUDED:
                return self._excluded(place, limit)

    def _in_sync(self, place: tuple[str, str, str], limit: int) -> list[Row]:
        return self._db.read(
            "SELECT l.crm_id, l.record_id FROM links l "
            "WHERE l.connection = ? AND l.crm_object = ? AND l.crm_id > ? AND l.state = 'linked' AND l.paused = '' "
            "AND NOT EXISTS (SELECT 1 FROM pending p WHERE p.connection = l.connection AND p.record_id = l.record_id) "
            "AND NOT EXISTS (SELECT 1 FROM conflicts c WHERE c.state = 'open' AND c.record_id = l.record_id "
            "AND c.connection = l.connection) ORDER BY l.crm_id LIMIT ?",
            *place,
            limit,
        )

    def _excluded(self, place: tuple[str, str, str], limit: int) -> list[Standee]:
        beyond = "connection = ? AND crm_object = ? AND crm_id > ?"
        end = f"{beyond} ORDER BY crm_id LIMIT ?"
        left_out = f"SELECT crm_id, reason, since FROM left_out WHERE {end}"
        apart = f"SELECT crm_id, record_id, state, paused FROM links WHERE {_ASIDE} AND {_APART} AND {end}"
        left, parted = self._db.read_all([(left_out, (*place, limit)), (apart, (*place, limit))])
        found = [
            Standee(record_id=None, crm_id=crm_id, reason=reason, since=since)
            for crm_id, reason, since in left
        ]
        found += [
            Standee(record_id=id or None, crm_id=crm_id, reason=paused or APART_BY_VALUE[state], since=None)
            for crm_id, id, state, paused in parted
        ]
        return sorted(found, key=lambda one: one.key)[:limit]


APART_BY_VALUE: Final[Mapping[str, str]] = {state.value: reason for state, reason in APART.items()}


def frozen_by(rule: str, conflicts: int) -> str:
    """Which field is frozen, of how many."""
    return rule if conflicts == 1 else f"{rule} and {conflicts - 1} more"


def _paired(row: Any) -> Standee:
    crm_id, record_id = row
    return Standee(record_id=record_id, crm_id=crm_id, reason="", since=None)
