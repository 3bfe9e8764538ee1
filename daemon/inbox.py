"""Commits what webhooks say: that some CRM records may have changed. Never what they changed to."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from core.jobs import Signal
from core.store.base import Batch, Store


def record_signals(
    store: Store,
    connection: str,
    changed: Iterable[tuple[str, str]],
    *,
    at: int,
    committed: Callable[[Batch], None],
) -> None:
    """Make these (crm object, crm id) hints durable; only then may the webhook be acknowledged. Raises StoreError."""
    signals = tuple(
        Signal(
            connection=connection, object=crm_object, crm_id=crm_id, since=at, next_at=at, reason="webhook"
        )
        for crm_object, crm_id in dict.fromkeys(changed)
    )
    if signals:
        batch = Batch(at=at, signals=signals)
        store.commit(batch)
        committed(batch)
