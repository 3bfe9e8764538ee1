"""Deep polls that were asked for: a CRM said that its own events have a gap, so anything of an object may have changed.

An ask is a number kept in the store's notes, and so is the last number that was answered; nothing is ever taken back, so
an ask that comes in while another is being answered is not lost.
"""

from __future__ import annotations

from core.store.base import Store


def ask_deep(store: Store, connection: str, crm_object: str, *, at: int) -> None:
    """Durable when this returns. Raises StoreError."""
    name = _asked(connection, crm_object)
    store.set_note(name, str(max(at, int(store.note(name) or 0) + 1)))


def deep_asked(store: Store, connection: str, crm_object: str) -> str | None:
    """The newest ask that was not answered."""
    asked = store.note(_asked(connection, crm_object))
    return None if asked is None or asked == store.note(_done(connection, crm_object)) else asked


def deep_answered(store: Store, connection: str, crm_object: str, ask: str) -> None:
    store.set_note(_done(connection, crm_object), ask)


def _asked(connection: str, crm_object: str) -> str:
    return f"deep-asked/{connection}/{crm_object}"


def _done(connection: str, crm_object: str) -> str:
    return f"deep-done/{connection}/{crm_object}"
