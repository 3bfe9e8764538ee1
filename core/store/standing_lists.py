"""Which records stand so with one mapped object, as a database lists them, page by page."""

from __future__ import annotations

from collections import defaultdict
from typing import Final

from core.records import HubRecord
from core.standing import ENDING, Mapped, Stand, Standee
from core.store import rows
from core.store.database import Reader, Row
from core.store.standing_counts import (
    ALIVE,
    ASIDE,
    FAILS,
    FROZEN,
    IDLE_LINK,
    ONLY_THERE_STATES,
    REASON,
    SIBLING,
    contested,
    queued,
)

_STEP: Final = 500  # records looked at in one statement, where their kind is told by their fields
_OUTBOX: Final = (
    "SELECT p.record_id, p.reason, p.since FROM pending p WHERE p.connection = ? AND p.object = ANY(?) AND p.record_id > ? "
    f"AND {{0}} {ALIVE.format('p')} AND {{1}} ORDER BY p.record_id LIMIT ?"
)
_PENDING: Final = _OUTBOX.format("", f"NOT {FAILS} AND NOT {contested('p.record_id', 'p.connection')}")
_FAILING: Final = _OUTBOX.format("", FAILS)
_ENDING: Final = _OUTBOX.format("NOT", "1 = 1")
_FROZEN: Final = (
    "SELECT c.record_id, min(c.crm_id), min(c.rule), count(*), min(c.opened_at) FROM conflicts c "
    f"WHERE c.connection = ? AND c.crm_object = ? AND c.record_id > ? AND {FROZEN} "
    "GROUP BY c.record_id ORDER BY c.record_id LIMIT ?"
)
_IN_SYNC: Final = (
    "SELECT l.crm_id, l.record_id FROM links l WHERE l.connection = ? AND l.crm_object = ? AND l.crm_id > ? "
    f"AND l.state = 'linked' AND l.paused = '' AND {ALIVE.format('l')} AND {IDLE_LINK} ORDER BY l.crm_id LIMIT ?"
)
_EXCLUDED: Final = (
    f"SELECT {rows.RECORD} FROM records x WHERE x.object = ? AND x.deleted_at IS NULL AND x.id > ? "
    f"AND NOT {queued('x.id', '?')} AND NOT {contested('x.id', '?')} "
    "AND NOT EXISTS (SELECT 1 FROM links l WHERE l.record_id = x.id AND l.connection || '' = ? AND l.crm_object = ? "
    "AND l.state = 'linked' AND l.paused = '') ORDER BY x.id LIMIT ?"
)
_LINKS: Final = (
    "EACH SELECT l.record_id, l.crm_id, l.state, l.paused FROM links l "
    "WHERE l.record_id = w.value AND l.connection || '' = ? AND l.crm_object = ?"
)
_LEFT_OUT: Final = (
    "SELECT crm_id, reason, since FROM left_out WHERE connection = ? AND crm_object = ? AND crm_id > ? "
    "ORDER BY crm_id LIMIT ?"
)
_ONLY_THERE: Final = (
    "SELECT l.crm_id, l.record_id, l.state FROM links l WHERE l.connection = ? AND l.crm_object = ? AND l.crm_id > ? "
    f"AND {ASIDE} AND {ONLY_THERE_STATES} AND (NOT {ALIVE.format('l')} OR {SIBLING}) ORDER BY l.crm_id LIMIT ?"
)


def listed(reader: Reader, stand: Stand, mapped: Mapped, after: str, limit: int) -> list[Standee]:
    """At most `limit` that stand so, from beyond the key `after`, in the order of the keys."""
    place = mapped.place
    match stand:
        case Stand.PENDING:
            return _queued(reader, _PENDING, mapped, after, limit)
        case Stand.FAILING:
            return _queued(reader, _FAILING, mapped, after, limit)
        case Stand.FROZEN:
            return [_frozen(row) for row in reader.read(_FROZEN, *place, after, limit)]
        case Stand.IN_SYNC:
            return [
                Standee(key=crm_id, record_id=id, crm_id=crm_id, reason="", since=None)
                for crm_id, id in reader.read(_IN_SYNC, *place, after, limit)
            ]
        case Stand.EXCLUDED:
            return _excluded(reader, mapped, after, limit)
        case Stand.ONLY_THERE:
            return _only_there(reader, mapped, after, limit)


def _queued(reader: Reader, sql: str, mapped: Mapped, after: str, limit: int) -> list[Standee]:
    return [
        Standee(key=id, record_id=id, crm_id=None, reason=reason, since=since)
        for id, reason, since in reader.read(sql, mapped.connection, sorted(mapped.queues), after, limit)
    ]


def _frozen(row: Row) -> Standee:
    id, crm_id, rule, n, since = row
    return Standee(key=id, record_id=id, crm_id=crm_id, reason=frozen_by(rule, n), since=since)


def frozen_by(rule: str, conflicts: int) -> str:
    """Which field is frozen, of how many."""
    return rule if conflicts == 1 else f"{rule} and {conflicts - 1} more"


def _excluded(reader: Reader, mapped: Mapped, after: str, limit: int) -> list[Standee]:
    found: list[HubRecord] = []
    step = max(limit, _STEP) if mapped.kinds else limit
    while len(found) < limit:
        page = reader.read(
            _EXCLUDED,
            mapped.hub_object,
            after,
            mapped.connection,
            mapped.connection,
            *mapped.place,
            step,
        )
        records = [rows.record_of(row) for row in page]
        found += [one for one in records if mapped.takes(one)]
        if len(page) < step:
            break
        after = records[-1].id
    return _explained(reader, mapped, [one.id for one in found[:limit]])


def _explained(reader: Reader, mapped: Mapped, ids: list[str]) -> list[Standee]:
    held: dict[str, tuple[str, str]] = {}
    apart: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for id, crm_id, state, paused in reader.read(_LINKS, ids, *mapped.place):
        if state == "linked":
            held[id] = (crm_id, paused)
        elif state in REASON:
            apart[id].append((state, crm_id))
    found = []
    for id in ids:
        crm_id, reason = held.get(id, (None, ""))
        if crm_id is None and id in apart:
            state, crm_id = max(apart[id])
            reason = REASON[state]
        found.append(Standee(key=id, record_id=id, crm_id=crm_id, reason=reason, since=None))
    return found


def _only_there(reader: Reader, mapped: Mapped, after: str, limit: int) -> list[Standee]:
    place = (*mapped.place, after, limit)
    left, parted = reader.read_all([(_LEFT_OUT, place), (_ONLY_THERE, place)])
    found = [
        Standee(key=crm_id, record_id=None, crm_id=crm_id, reason=reason, since=since)
        for crm_id, reason, since in left
    ]
    found += [
        Standee(key=crm_id, record_id=id or None, crm_id=crm_id, reason=REASON[state], since=None)
        for crm_id, id, state in parted
    ]
    for one in _queued(reader, _ENDING, mapped, after, limit):
        reason = f"{ENDING}: {one.reason}" if one.reason else ENDING
        found.append(
            Standee(key=one.key, record_id=one.record_id, crm_id=None, reason=reason, since=one.since)
        )
    return sorted(found, key=lambda one: one.key)[:limit]
