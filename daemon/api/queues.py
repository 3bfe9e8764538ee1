"""What waits for one record, found through the keyset lists: a row's key is reached by starting just before it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from core.jobs import Pending, Signal
from core.records import Link, LinkKey
from core.store.base import Store

_PAGE: Final = 64
_MOST_PAGES: Final = (
    4  # ids that share all but their last character are few; a strange id must not cost a scan
)


def pending_of(store: Store, record_id: str, connections: Iterable[str]) -> list[Pending]:
    """The outbox rows of one record in these connections."""
    found = []
    for connection in connections:
        after = (connection, record_id[:-1])
        for _ in range(_MOST_PAGES):
            rows = store.list_pending(connection=connection, after=after, limit=_PAGE)
            found += [row for row in rows if row.record_id == record_id]
            if len(rows) < _PAGE or not rows[-1].record_id.startswith(record_id[:-1]):
                break
            after = (connection, rows[-1].record_id)
    return found


def signals_of(store: Store, links: Sequence[Link]) -> list[Signal]:
    """The inbox rows of the CRM records these links tie."""
    return signals_about(store, [link.key for link in links])


def signals_about(store: Store, keys: Sequence[LinkKey]) -> list[Signal]:
    """The inbox rows of these CRM records."""
    found = []
    for connection, crm_object, crm_id in keys:
        start = crm_id[:-1]
        after = (connection, crm_object, start)
        for _ in range(_MOST_PAGES):
            rows = store.list_signals(connection=connection, after=after, limit=_PAGE)
            found += [row for row in rows if (row.object, row.crm_id) == (crm_object, crm_id)]
            if len(rows) < _PAGE or rows[-1].object != crm_object or not rows[-1].crm_id.startswith(start):
                break
            after = (connection, rows[-1].object, rows[-1].crm_id)
    return found
