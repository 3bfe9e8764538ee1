"""The hub's records: list, the whole story of one, create, edit, delete, restore, merge."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response

from core.errors import NotFound
from core.records import HubRecord
from core.wire.models import CreateRecord, EditRecord, LinkWord, MergeRecord, Page, RecordStory, RecordWord
from daemon.api import present, present_questions
from daemon.api.access import Caller, Daemon, IfMatch, core_fields, expected_version
from daemon.api.documents import problems
from daemon.api.paging import After, Limit, key_of, page
from daemon.api.queues import pending_of, signals_of
from daemon.api.surface import Service

router = APIRouter(prefix="/records", tags=["records"])


def _found(daemon: Service, id: str) -> HubRecord:
    record = daemon.store.records([id]).get(id)
    if record is None:
        raise NotFound(f"there is no record {id!r}")
    return record


def _answer(record: HubRecord, response: Response) -> RecordWord:
    response.headers["ETag"] = f'"{record.version}"'
    return present.record(record)


@router.get("", operation_id="list_records", responses=problems())
def list_records(
    daemon: Daemon, object: str, after: After = None, limit: Limit = 100, deleted: bool = False
) -> Page[RecordWord]:
    """Records of one hub object by id; with `deleted`, its tombstones as well."""
    key = key_of(after, 1)
    rows = daemon.store.list_records(object, after=key[0] if key else None, limit=limit + 1, deleted=deleted)
    return page(rows, limit, present.record, lambda row: (row.id,))


@router.post("", operation_id="create_record", status_code=201, responses=problems())
def create_record(daemon: Daemon, caller: Caller, ask: CreateRecord, response: Response) -> RecordWord:
    """Create a record; it travels to the CRMs by the mappings."""
    record = daemon.desk.create(ask.object, core_fields(ask.fields), by=caller)
    response.headers["Location"] = f"/v1/records/{record.id}"
    return _answer(record, response)


@router.get("/{id}", operation_id="get_record", responses=problems(404))
def get_record(daemon: Daemon, id: str, response: Response) -> RecordStory:
    """One record with its pairs, what is open about it, what waits, and the last writes that were tried."""
    store, record = daemon.store, _found(daemon, id)
    links = store.links_of([id])
    _answer(record, response)
    connections = [one.connection for one in daemon.mappings if one.hub_object == record.object]
    return RecordStory(
        record=present.record(record),
        links=[present.link(one, record.version) for one in links],
        one_way=present.one_way(daemon.mappings, links),
        conflicts=[present_questions.conflict(one, daemon.desk.now()) for one in store.open_conflicts([id])],
        items=[present_questions.item(one, daemon.desk.now()) for one in store.items_of([id])],
        pending=[present.pending(one) for one in pending_of(store, id, dict.fromkeys(connections))],
        signals=[present.signal(one) for one in signals_of(store, links)],
        attempts=[present.attempt(one) for one in store.attempts_of(id, limit=20)],
    )


@router.patch("/{id}", operation_id="edit_record", responses=problems(404, 409, 412))
def edit_record(
    daemon: Daemon, caller: Caller, id: str, ask: EditRecord, response: Response, if_match: IfMatch = None
) -> RecordWord:
    """Change some fields. With If-Match or `expected`, only if nobody was faster."""
    expected = expected_version(if_match, ask.expected)
    return _answer(daemon.desk.edit(id, core_fields(ask.fields), expected=expected, by=caller), response)


@router.delete("/{id}", operation_id="delete_record", responses=problems(404, 409, 412))
def delete_record(
    daemon: Daemon,
    caller: Caller,
    id: str,
    response: Response,
    if_match: IfMatch = None,
    expected: Annotated[int | None, Query(description="The version that was read.")] = None,
) -> RecordWord:
    """Delete a record here and, as the mappings allow, in the CRMs; answers its tombstone."""
    version = expected_version(if_match, expected)
    return _answer(daemon.desk.delete(id, expected=version, by=caller), response)


@router.post("/{id}/restore", operation_id="restore_record", responses=problems(404, 409))
def restore_record(daemon: Daemon, caller: Caller, id: str, response: Response) -> RecordWord:
    """Take a delete or a merge back: the record lives again, and comes back where it was deleted."""
    return _answer(daemon.desk.restore(id, by=caller), response)


@router.post("/{id}/merge", operation_id="merge_record", responses=problems(404, 409))
def merge_record(daemon: Daemon, caller: Caller, id: str, ask: MergeRecord, response: Response) -> RecordWord:
    """Merge another record into this one, which stays. CRMs that have both are asked about, not changed."""
    return _answer(daemon.desk.merge(id, ask.loser, by=caller), response)


@router.get("/{id}/links", operation_id="links_of", responses=problems(404))
def links_of(daemon: Daemon, id: str) -> Page[LinkWord]:
    """The pairs of one record, over all connections."""
    record = _found(daemon, id)
    return Page(rows=[present.link(one, record.version) for one in daemon.store.links_of([id])])
