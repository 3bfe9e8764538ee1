"""What waits for a person: conflicts and items, and what the person decided."""

from __future__ import annotations

from fastapi import APIRouter

from core.conflicts import Choice, ConflictState, ItemKind, ItemState
from core.errors import Invalid, NotFound
from core.wire.models import ConflictStory, ConflictWord, DecideItem, ItemWord, Page, ResolveConflict
from daemon.api import present
from daemon.api.access import Caller, Daemon, core_fields
from daemon.api.documents import problems
from daemon.api.paging import After, Limit, key_of, page

router = APIRouter(tags=["questions"])


@router.get("/conflicts", operation_id="list_conflicts", responses=problems())
def list_conflicts(
    daemon: Daemon, state: ConflictState | None = None, after: After = None, limit: Limit = 100
) -> Page[ConflictWord]:
    """Conflicts by id, in one state or all."""
    key = key_of(after, 1)
    rows = daemon.store.list_conflicts(state=state, after=key[0] if key else None, limit=limit + 1)
    return page(rows, limit, present.conflict, lambda row: (row.id,))


@router.get("/conflicts/{id}", operation_id="get_conflict", responses=problems(404))
def get_conflict(daemon: Daemon, id: str) -> ConflictStory:
    """One conflict, with the record it is about."""
    found = daemon.store.conflict(id)
    if found is None:
        raise NotFound(f"there is no conflict {id!r}", advice="crmsync conflicts list shows the open ones.")
    record = daemon.store.records([found.record_id]).get(found.record_id)
    return ConflictStory(
        conflict=present.conflict(found), record=present.record(record) if record is not None else None
    )


@router.post("/conflicts/{id}/resolve", operation_id="resolve_conflict", responses=problems(404, 409, 412))
def resolve_conflict(daemon: Daemon, caller: Caller, id: str, ask: ResolveConflict) -> ConflictWord:
    """Settle a conflict: keep the hub's side, take the CRM's, or set a value."""
    choice = Choice(ask.choice)
    if (choice is Choice.VALUE) != bool(ask.values):
        raise Invalid('give `values` with the choice "value", and only with it')
    values = core_fields(ask.values) if ask.values else None
    return present.conflict(daemon.desk.resolve(id, choice, values=values, by=caller))


@router.get("/items", operation_id="list_items", responses=problems())
def list_items(
    daemon: Daemon,
    state: ItemState | None = None,
    kind: ItemKind | None = None,
    after: After = None,
    limit: Limit = 100,
) -> Page[ItemWord]:
    """Every other question to a person, by id."""
    key = key_of(after, 1)
    rows = daemon.store.list_items(state=state, kind=kind, after=key[0] if key else None, limit=limit + 1)
    return page(rows, limit, present.item, lambda row: (row.id,))


@router.get("/items/{id}", operation_id="get_item", responses=problems(404))
def get_item(daemon: Daemon, id: str) -> ItemWord:
    """One question."""
    found = daemon.store.item(id)
    if found is None:
        raise NotFound(f"there is no item {id!r}", advice="crmsync items list shows the open ones.")
    return present.item(found)


@router.post("/items/{id}/decide", operation_id="decide_item", responses=problems(404, 409, 412))
def decide_item(daemon: Daemon, caller: Caller, id: str, ask: DecideItem) -> ItemWord:
    """Approve or dismiss what a question proposes; `option` picks one of several where there are several."""
    return present.item(daemon.desk.decide(id, approve=ask.approve, by=caller, option=ask.option))
