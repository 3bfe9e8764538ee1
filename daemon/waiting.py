"""News that cannot be taken in yet is kept as a signal that says what it waits for."""

from __future__ import annotations

from dataclasses import replace

from core.jobs import Signal
from core.sync.books import Books
from core.translate import CrmKey, Translation
from daemon.lane import Lane


def wait(
    lane: Lane,
    translation: Translation,
    books: Books,
    crm_id: str,
    signal: Signal | None,
    *,
    until: int,
    why: str,
    parent: CrmKey | None = None,
) -> None:
    """Keep the news about this CRM record: the signal that caused the look is put off, or a new one is made.

    With `parent` it waits until that CRM record is linked, and the parent itself is looked at now.
    """
    crm_object = translation.mapping.crm_object
    at = max(until, books.at + 1)
    if signal is not None:
        books.put_off.append(
            replace(signal, next_at=at, attempts=signal.attempts + 1, reason=why, waiting_for=parent)
        )
    else:
        tell(lane, books, crm_object, crm_id, at=at, why=why, parent=parent)
    if parent is not None and (lane.connection, *parent) not in books.signals:
        tell(lane, books, *parent, at=books.at, why="a child waits for it")


def tell(
    lane: Lane, books: Books, crm_object: str, crm_id: str, *, at: int, why: str, parent: CrmKey | None = None
) -> None:
    """Note that this CRM record must be looked at."""
    books.signals[(lane.connection, crm_object, crm_id)] = Signal(
        connection=lane.connection,
        object=crm_object,
        crm_id=crm_id,
        since=books.at,
        next_at=at,
        reason=why,
        waiting_for=parent,
    )
