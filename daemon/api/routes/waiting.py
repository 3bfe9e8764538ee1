"""Pairs and queues: links of a connection, what must be written (pending) and what must be read (signals)."""

from __future__ import annotations

from fastapi import APIRouter

from core.wire.models import LinkWord, Page, PendingWord, SignalWord
from daemon.api import present
from daemon.api.access import Daemon, refuse_unknown
from daemon.api.documents import problems
from daemon.api.paging import After, Limit, key_of, page

router = APIRouter(tags=["waiting"])


@router.get("/links", operation_id="list_links", responses=problems(404))
def list_links(
    daemon: Daemon, connection: str, object: str, after: After = None, limit: Limit = 100
) -> Page[LinkWord]:
    """The pairs of one CRM object by CRM id, in every state."""
    refuse_unknown(daemon, connection)
    key = key_of(after, 1)
    rows = daemon.store.list_links(connection, object, after=key[0] if key else None, limit=limit + 1)
    versions = {id: one.version for id, one in daemon.store.records([row.record_id for row in rows]).items()}
    return page(
        rows, limit, lambda row: present.link(row, versions.get(row.record_id)), lambda row: (row.crm_id,)
    )


@router.get("/pending", operation_id="list_pending", responses=problems(404))
def list_pending(
    daemon: Daemon, connection: str | None = None, after: After = None, limit: Limit = 100
) -> Page[PendingWord]:
    """Records that may have to be written, and why they have not been."""
    refuse_unknown(daemon, connection)
    key = key_of(after, 2)
    start = (key[0], key[1]) if key else None
    rows = daemon.store.list_pending(connection=connection, after=start, limit=limit + 1)
    return page(rows, limit, present.pending, lambda row: (row.connection, row.record_id))


@router.get("/signals", operation_id="list_signals", responses=problems(404))
def list_signals(
    daemon: Daemon, connection: str | None = None, after: After = None, limit: Limit = 100
) -> Page[SignalWord]:
    """CRM records that may have changed, and why they have not been read."""
    refuse_unknown(daemon, connection)
    key = key_of(after, 3)
    start = (key[0], key[1], key[2]) if key else None
    rows = daemon.store.list_signals(connection=connection, after=start, limit=limit + 1)
    return page(rows, limit, present.signal, lambda row: (row.connection, row.object, row.crm_id))
