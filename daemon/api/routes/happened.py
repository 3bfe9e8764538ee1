"""What happened: runs, and the audit log as a searchable activity list."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from core.errors import NotFound
from core.store.base import Activity
from core.wire.models import ActivityPage, Page, RunWord
from daemon.api import present
from daemon.api.access import Daemon
from daemon.api.documents import problems
from daemon.api.named import names_of
from daemon.api.paging import After, Limit, key_of, page, page_of_log, seq_of

router = APIRouter(tags=["happened"])


@router.get("/runs", operation_id="list_runs", responses=problems())
def list_runs(daemon: Daemon, after: After = None, limit: Limit = 100) -> Page[RunWord]:
    """Runs, newest first."""
    key = key_of(after, 1)
    rows = daemon.store.list_runs(before=key[0] if key else None, limit=limit + 1)
    return page(rows, limit, present.run, lambda row: (row.id,))


@router.get("/runs/{id}", operation_id="get_run", responses=problems(404))
def get_run(daemon: Daemon, id: str) -> RunWord:
    """One run; its changes are the activity of that run."""
    run = daemon.store.run(id)
    if run is None:
        raise NotFound(f"there is no run {id!r}", advice="crmsync runs lists the latest.")
    return present.run(run)


@router.get("/activity", operation_id="search_activity", responses=problems())
def search_activity(
    daemon: Daemon,
    record: str | None = None,
    connection: str | None = None,
    run: str | None = None,
    field: str | None = None,
    kind: str | None = None,
    text: Annotated[
        str | None, Query(max_length=200, description="In field names, values, notes and names.")
    ] = None,
    since: Annotated[int | None, Query(description="Milliseconds since 1970 UTC.")] = None,
    until: Annotated[int | None, Query(description="Milliseconds since 1970 UTC.")] = None,
    after: After = None,
    limit: Limit = 100,
) -> ActivityPage:
    """Audit entries for which every given part holds, newest first.

    One answer looks at no more than so much of the log. So a page may be short, or empty, and have a `next`: go on with it,
    only a page without `next` is the last one. `reached` and `unseen` then tell how far it looked.
    """
    store = daemon.store
    found = store.search(
        Activity(
            record_id=record,
            connection=connection,
            run=run,
            field=field,
            kind=kind,
            text=text,
            since=since,
            until=until,
            before=seq_of(after),
            limit=limit + 1,
        )
    )
    names = names_of(store, (row.entry.record_id for row in found.rows))
    told = page_of_log(found, limit, lambda row: present.activity(row, names))
    if found.down_to is None:
        return ActivityPage(rows=told.rows, next=told.next)
    last = store.search(Activity(before=found.down_to + 1, limit=1)).rows
    return ActivityPage(
        rows=told.rows,
        next=told.next,
        reached=last[0].entry.at if last else None,
        unseen=found.down_to - 1,
    )
