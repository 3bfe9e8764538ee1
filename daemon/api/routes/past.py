"""What was: a record at a moment, its history, and fields brought back."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response

from core.errors import NotFound
from core.record_names import name_of
from core.records import HubRecord
from core.store.base import Activity
from core.wire.models import Page, RecordWord
from core.wire.past import BringBack, HistoryWord, PastWord
from daemon.api import present, present_past
from daemon.api.access import Caller, Daemon
from daemon.api.documents import problems
from daemon.api.paging import After, Limit, page_of_log, seq_of
from daemon.api.surface import Service
from daemon.past import past_of, settled_by, values_then

router = APIRouter(prefix="/records", tags=["past"])


def _found(daemon: Service, id: str) -> HubRecord:
    record = daemon.store.records([id]).get(id)
    if record is None:
        raise NotFound(f"there is no record {id!r}")
    return record


@router.get("/{id}/at", operation_id="get_record_at", responses=problems(404))
def get_record_at(
    daemon: Daemon, id: str, at: Annotated[int, Query(description="Milliseconds since 1970 UTC.")]
) -> PastWord:
    """One record as it was at a moment, deleted and merged states included."""
    record = _found(daemon, id)
    return present_past.past(record, past_of(daemon.store, record, at), at)


@router.get("/{id}/history", operation_id="record_history", responses=problems(404))
def record_history(daemon: Daemon, id: str, after: After = None, limit: Limit = 100) -> Page[HistoryWord]:
    """Everything that happened to one record, newest first: who, why, and the values that did not win.

    A page may be short, or empty, and have a `next`: only a page without it is the last one.
    """
    record, store = _found(daemon, id), daemon.store
    names = {record.id: name_of(record.fields)}
    found = store.search(Activity(record_id=id, before=seq_of(after), limit=limit + 1))
    return page_of_log(
        found, limit, lambda row: present_past.history(row, settled_by(store, row.entry), names)
    )


@router.post("/{id}/bring-back", operation_id="bring_back", responses=problems(404, 409))
def bring_back(daemon: Daemon, caller: Caller, id: str, ask: BringBack, response: Response) -> RecordWord:
    """Set chosen fields to what they were at a moment: an edit of this person like any other, which travels."""
    record = _found(daemon, id)
    values = values_then(daemon.store, daemon.hub[record.object], record, ask.fields, ask.at)
    note = f"as it was at {ask.at}"
    record = daemon.desk.edit(id, values, expected=ask.expected, by=caller, note=note)
    response.headers["ETag"] = f'"{record.version}"'
    return present.record(record)
