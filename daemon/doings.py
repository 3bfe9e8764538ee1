"""What is done to a connection or to the vault, as an entry of the audit log: who, what, which connection, when.

Changes of records are explained by `core.sync.books`; these entries stand beside them in the same chain. A note is our own
words and counts: no secret, no address that somebody pasted, no answer of a CRM.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeAlias

from core.store.base import AuditEntry, Batch, Store

DAEMON: Final = "system"
Noted: TypeAlias = Callable[[str, str, str, str], None]  # kind, actor, connection ("" for the vault), note


def not_noted(kind: str, by: str, connection: str, note: str) -> None:
    """For parts that are tried alone."""


def attachment_noted_in(store: Store, clock: Callable[[], int]) -> Noted:
    """As `noted_in`, about who is attached: the third part is the attachment's id."""

    def note(kind: str, by: str, id: str, note: str) -> None:
        at = clock()
        entry = AuditEntry(at=at, kind=kind, actor=by, cause=f"attachment:{id}", run="", note=note)
        store.commit(Batch(at=at, audit=(entry,)))

    return note


def noted_in(store: Store, clock: Callable[[], int]) -> Noted:
    """What makes such an entry durable; `clock` tells ms. The made function raises a StoreError."""

    def note(kind: str, by: str, connection: str, note: str) -> None:
        at = clock()
        cause = f"connection:{connection}" if connection else "vault"
        entry = AuditEntry(at=at, kind=kind, actor=by, cause=cause, run="", connection=connection, note=note)
        store.commit(Batch(at=at, audit=(entry,)))

    return note
