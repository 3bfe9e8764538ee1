"""Commits what webhooks and event streams say: that some CRM records may have changed. Never what they changed to."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from core.jobs import Cursor, Signal
from core.store.base import Batch, Store
from daemon.deep_looks import ask_deep
from daemon.told_merges import note_merge


def record_signals(
    store: Store,
    connection: str,
    changed: Iterable[tuple[str, str | None] | tuple[str, str | None, str]],
    *,
    at: int,
    committed: Callable[[Batch], None],
    cursor: Cursor | None = None,
    reason: str = "webhook",
) -> None:
    """Make these (crm object, crm id) hints durable; only then may the webhook be acknowledged. Raises StoreError.

    An id None asks for a deep poll of the object. A third part tells what the record was merged into. `cursor`, where the
    stream stands after them, moves with them.
    """
    signals = []
    for crm_object, crm_id, *into in dict.fromkeys(changed):
        if crm_id is None:
            ask_deep(store, connection, crm_object, at=at)
        else:
            if into:
                note_merge(store, connection, crm_object, crm_id, into[0])
            signals.append(
                Signal(
                    connection=connection,
                    object=crm_object,
                    crm_id=crm_id,
                    since=at,
                    next_at=at,
                    reason=reason,
                )
            )
    if signals or cursor is not None:
        batch = Batch(at=at, signals=tuple(signals), cursors=() if cursor is None else (cursor,))
        store.commit(batch)
        committed(batch)
