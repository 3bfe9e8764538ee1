"""What holds records up, counted in the reference store."""

from __future__ import annotations

from collections import Counter, defaultdict

from core.conflicts import Conflict, Item
from core.jobs import Pending
from core.standing import Held, Hold, Standing, hold_of
from core.store.queues import Outbox
from core.store.shelf import Shelf
from core.store.waiting import kind_of


def standing_of(outbox: Outbox, conflicts: Shelf[Conflict], items: Shelf[Item], *, limit: int) -> Standing:
    """What `core/store/standings.py` reads from tables."""
    groups: defaultdict[tuple[str, str, str, Hold], list[Pending]] = defaultdict(list)
    for rows in outbox.rows.values():
        for row in rows.values():
            groups[(row.connection, row.object, row.reason, hold_of(row.parked, row.waiting_for))].append(row)
    held = [
        Held(
            connection=connection,
            object=object,
            reason=reason,
            hold=hold,
            count=len(rows),
            since=min(row.since for row in rows),
            record_id=min(row.record_id for row in rows),
        )
        for (connection, object, reason, hold), rows in groups.items()
    ]
    held.sort(key=lambda one: (-one.count, one.connection, one.object, one.reason, one.hold.value))
    asked: Counter[tuple[str, str, str]] = Counter()
    for conflict in conflicts.all_open():
        asked[(conflict.link[0], conflict.link[1], kind_of(conflict))] += 1
    for item in items.all_open():
        asked[(item.connection, item.object, kind_of(item))] += 1
    return Standing(held=tuple(held[:limit]), asked=dict(asked))
