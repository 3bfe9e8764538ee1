"""How many records stand how with each mapped object, as a database counts them.

What lives and is in step is most of a hub, and is never read: it is what the kept counters say, less the few that are
busy, held, apart or dead.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Final, TypeAlias

from core.records import LinkState
from core.standing import APART, ENDING, ONLY_THERE, Mapped, ObjectCounts, Stand
from core.store.database import Reader, Row

Place: TypeAlias = tuple[str, str]
Reasons: TypeAlias = defaultdict[Place, Counter[str]]

FAILS: Final = "(p.parked = 1 OR (p.waiting_for IS NULL AND p.attempts > 0))"
ASIDE: Final = "(l.state <> 'linked' OR l.paused <> '')"  # as the index `links_aside` has it
# The empty texts keep the planners off the primary key (see `reads`) and off the index of records; CROSS JOIN keeps SQLite
# to the order in which few lead to few.
SIBLING: Final = (
    "EXISTS (SELECT 1 FROM links s WHERE s.record_id = l.record_id AND s.connection || '' = l.connection "
    "AND s.crm_object = l.crm_object AND s.state = 'linked')"
)
APART_STATES: Final = f"l.state IN ({', '.join(repr(one.value) for one in APART)})"
ONLY_THERE_STATES: Final = f"l.state IN ({', '.join(repr(one.value) for one in ONLY_THERE)})"
ALIVE: Final = "EXISTS (SELECT 1 FROM records r WHERE r.id = {0}.record_id AND r.deleted_at IS NULL)"
REASON: Final[Mapping[str, str]] = {state.value: reason for state, reason in APART.items()}


def queued(record: str, connection: str) -> str:
    """That something of this record waits in the outbox for this connection."""
    return f"EXISTS (SELECT 1 FROM pending p WHERE p.connection = {connection} AND p.record_id = {record})"


def contested(record: str, connection: str) -> str:
    """That a conflict about this record is open with this connection."""
    return (
        f"EXISTS (SELECT 1 FROM conflicts c WHERE c.state = 'open' AND c.record_id = {record} "
        f"AND c.connection = {connection})"
    )


IDLE_LINK: Final = (
    f"NOT {queued('l.record_id', 'l.connection')} AND NOT {contested('l.record_id', 'l.connection')}"
)
_COUNTERS: Final = (
    "SELECT kind, connection, object, n FROM counters WHERE kind IN ('live', 'kind', 'linked', 'held')"
)
_OUTBOX: Final = (
    f"SELECT p.connection, p.object, CASE WHEN r.id IS NULL THEN '{Stand.ONLY_THERE.value}' "
    f"WHEN {FAILS} THEN '{Stand.FAILING.value}' WHEN {contested('p.record_id', 'p.connection')} "
    f"THEN '{Stand.FROZEN.value}' ELSE '{Stand.PENDING.value}' END, count(*) FROM pending p "
    "LEFT JOIN records r ON r.id = p.record_id AND r.deleted_at IS NULL GROUP BY 1, 2, 3"
)
FROZEN: Final = (
    f"c.state = 'open' AND {ALIVE.format('c')} AND NOT EXISTS (SELECT 1 FROM pending p "
    f"WHERE p.connection = c.connection AND p.record_id = c.record_id AND {FAILS})"
)
_FROZEN: Final = (
    "SELECT c.connection, c.crm_object, count(DISTINCT c.record_id) FROM conflicts c "
    f"WHERE {FROZEN} GROUP BY 1, 2"
)
_LEFT_OUT: Final = "SELECT connection, crm_object, reason, count(*) FROM left_out GROUP BY 1, 2, 3"
_HELD: Final = (
    "SELECT l.connection, l.crm_object, l.paused, count(*) FROM links l "
    f"WHERE {ASIDE} AND l.state = 'linked' GROUP BY 1, 2, 3"
)
_BUSY: Final = (
    "SELECT l.connection, l.crm_object, l.paused, count(*) FROM "
    "(SELECT connection, record_id FROM pending UNION SELECT connection, record_id FROM conflicts WHERE state = 'open') b "
    "CROSS JOIN links l WHERE l.record_id = b.record_id AND l.connection || '' = b.connection "
    "AND l.state = 'linked' GROUP BY 1, 2, 3"
)
_DEAD: Final = (
    "SELECT l.connection, l.crm_object, l.paused, count(*) FROM records d CROSS JOIN links l "
    f"WHERE l.record_id = d.id AND d.deleted_at IS NOT NULL AND l.state = 'linked' AND {IDLE_LINK} GROUP BY 1, 2, 3"
)
_APART: Final = (
    "SELECT connection, crm_object, state, count(*) FROM ("
    "SELECT l.connection, l.crm_object, l.record_id || '' AS id, max(l.state) AS state FROM links l "
    f"WHERE {ASIDE} AND {APART_STATES} AND {ALIVE.format('l')} AND NOT {SIBLING} AND {IDLE_LINK} GROUP BY 1, 2, 3"
    ") a GROUP BY 1, 2, 3"
)
_ONLY_THERE: Final = (
    "SELECT l.connection, l.crm_object, l.state, count(*) FROM links l "
    f"WHERE {ASIDE} AND {ONLY_THERE_STATES} AND (NOT {ALIVE.format('l')} OR {SIBLING}) GROUP BY 1, 2, 3"
)


def counted(reader: Reader, mapped: Collection[Mapped]) -> dict[Place, ObjectCounts]:
    """By place, of one moment."""
    statements = (_COUNTERS, _OUTBOX, _FROZEN, _LEFT_OUT, _HELD, _BUSY, _DEAD, _APART, _ONLY_THERE)
    kept, outbox, frozen, left, held, busy, dead, apart, only_there = reader.read_all(
        [(sql, ()) for sql in statements]
    )
    counters = {(kind, connection, object): n for kind, connection, object, n in kept}
    waiting = {(connection, queue, stand): n for connection, queue, stand, n in outbox}
    contested = {(connection, object): n for connection, object, n in frozen}
    still = _summed([(held, 1), (busy, -1), (dead, -1)])
    excluded = _summed([(_worded(apart), 1)])
    beyond = _summed([(left, 1), (_worded(only_there), 1)])
    found: dict[Place, ObjectCounts] = {}
    for one in mapped:

        def queue_sum(stand: Stand, one: Mapped = one) -> int:
            return sum(waiting.get((one.connection, queue, stand.value), 0) for queue in one.queues)

        living = (
            sum(counters.get(("kind", "", queue), 0) for queue in one.queues)
            if one.kinds
            else counters.get(("live", "", one.hub_object), 0)
        )
        pairs = counters.get(("linked", *one.place), 0) - counters.get(("held", *one.place), 0)
        in_sync = pairs + still[one.place].pop("", 0)
        out = still[one.place] + excluded[one.place]
        ending = queue_sum(Stand.ONLY_THERE)
        pending, failing = queue_sum(Stand.PENDING), queue_sum(Stand.FAILING)
        contests = contested.get(one.place, 0)
        rest = living - in_sync - pending - failing - contests - out.total()
        found[one.place] = ObjectCounts(
            records=living,
            in_sync=in_sync,
            pending=pending,
            failing=failing,
            frozen=contests,
            excluded=dict(out),
            unpaired=rest,
            only_there=dict(beyond[one.place] + Counter({ENDING: ending})),
        )
    return found


def _summed(parts: Iterable[tuple[Iterable[Row], int]]) -> Reasons:
    """Rows of (connection, object, reason, n) by place and reason, each part added or taken away."""
    found: Reasons = defaultdict(Counter)
    for answered, sign in parts:
        for connection, object, reason, n in answered:
            found[(connection, object)][reason] += sign * n
    return found


def _worded(states: Iterable[Row]) -> list[Row]:
    return [(connection, object, APART[LinkState(state)], n) for connection, object, state, n in states]
