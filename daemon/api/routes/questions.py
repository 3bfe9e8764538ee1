"""What waits for a person: conflicts and items, and what the person decided."""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

from fastapi import APIRouter

from core.answers import Verdict
from core.conflicts import Choice, Conflict, ConflictState, Item, ItemKind, ItemState, QueueState
from core.errors import Invalid, NotFound
from core.queue_order import Sort
from core.store.base import CONFLICT, QueueQuery
from core.wire.models import (
    ConflictStory,
    ConflictWord,
    DecideItem,
    ItemWord,
    OutcomeWord,
    Page,
    ResolveConflict,
    ReversalWord,
)
from daemon.api import present, present_advice, present_outcomes, present_questions
from daemon.api.access import Caller, Daemon, core_fields
from daemon.api.documents import problems
from daemon.api.named import merged_in, names_of
from daemon.api.paging import After, Limit, key_of, page
from daemon.api.selecting import place_in, token_in
from daemon.api.surface import Service

router = APIRouter(tags=["questions"])

ConflictStates: TypeAlias = Literal["open", "snoozed", "escalated", "resolved", "superseded"]
ItemStates: TypeAlias = Literal["open", "snoozed", "escalated", "approved", "dismissed", "superseded"]
WAITING: Final = frozenset(one.value for one in QueueState)


@router.get("/conflicts", operation_id="list_conflicts", responses=problems())
def list_conflicts(
    daemon: Daemon,
    state: ConflictStates | None = None,
    sort: Sort | None = None,
    after: After = None,
    limit: Limit = 100,
) -> Page[ConflictWord]:
    """Conflicts that wait in one state, in an order (oldest first if none is named), or all by id."""
    now = daemon.desk.now()
    if state in WAITING:
        query, order = QueueQuery(kinds=frozenset({CONFLICT}), state=QueueState(state)), sort or Sort.OLDEST
        place = place_in(after, order)
        found = daemon.store.queue(query, now=now, after=place, limit=limit + 1, sort=order)
        conflicts = [one for one in found if isinstance(one, Conflict)]
        return page(conflicts, limit, lambda one: present_questions.conflict(one, now), token_in(order))
    if sort is not None:
        raise Invalid("only what waits has an order", advice="Name a state: open, snoozed or escalated.")
    key = key_of(after, 1)
    rows = daemon.store.list_conflicts(
        state=ConflictState(state) if state else None, after=key[0] if key else None, limit=limit + 1
    )
    return page(rows, limit, lambda one: present_questions.conflict(one, now), lambda row: (row.id,))


@router.get("/conflicts/{id}", operation_id="get_conflict", responses=problems(404))
def get_conflict(daemon: Daemon, caller: Caller, id: str) -> ConflictStory:
    """One conflict, with its record and, while it is open, what the advisor suggests and what each choice would do."""
    return _story(daemon, _conflict(daemon, id), caller)


@router.post("/conflicts/{id}/second-opinion", operation_id="second_opinion", responses=problems(404, 409))
def second_opinion(daemon: Daemon, caller: Caller, id: str) -> ConflictStory:
    """Ask the language model that is set up, in placeholders: its opinion beside the suggestion. It decides nothing."""
    found = _conflict(daemon, id)
    said = present_advice.second_opinion(daemon.model.ask(found, by=caller))
    return _story(daemon, found, caller).model_copy(update={"second_opinion": said})


def _conflict(daemon: Service, id: str) -> Conflict:
    found = daemon.store.conflict(id)
    if found is None:
        raise NotFound(f"there is no conflict {id!r}", advice="crmsync conflicts list shows the open ones.")
    return found


def _story(daemon: Service, found: Conflict, by: str) -> ConflictStory:
    record = daemon.store.records([found.record_id]).get(found.record_id)
    now = daemon.desk.now()
    advice = daemon.advisor.notes.shown(found) if found.state is ConflictState.OPEN else None
    return ConflictStory(
        conflict=present_questions.conflict(found, now),
        record=present.record(record) if record is not None else None,
        suggestion=present_advice.suggestion(advice.suggestion) if advice is not None else None,
        outcomes=present_outcomes.of_conflict(daemon, found, by),
    )


@router.post("/conflicts/{id}/resolve", operation_id="resolve_conflict", responses=problems(404, 409, 412))
def resolve_conflict(daemon: Daemon, caller: Caller, id: str, ask: ResolveConflict) -> ConflictWord:
    """Settle a conflict: keep the hub's side, take the CRM's, or set a value."""
    choice = Choice(ask.choice)
    if (choice is Choice.VALUE) != bool(ask.values):
        raise Invalid('give `values` with the choice "value", and only with it')
    values = core_fields(ask.values) if ask.values else None
    return present_questions.conflict(
        daemon.desk.resolve(id, choice, values=values, by=caller), daemon.desk.now()
    )


@router.get("/items", operation_id="list_items", responses=problems())
def list_items(
    daemon: Daemon,
    state: ItemStates | None = None,
    kind: ItemKind | None = None,
    after: After = None,
    limit: Limit = 100,
) -> Page[ItemWord]:
    """Every other question to a person: in one state, oldest first, or all by id."""
    now = daemon.desk.now()
    if state in WAITING:
        kinds = frozenset({kind.value}) if kind else frozenset(one.value for one in ItemKind)
        query = QueueQuery(kinds=kinds, state=QueueState(state))
        place = place_in(after, Sort.OLDEST)
        found = daemon.store.queue(query, now=now, after=place, limit=limit + 1)
        items = [one for one in found if isinstance(one, Item)]
        return page(items, limit, lambda one: present_questions.item(one, now), token_in(Sort.OLDEST))
    key = key_of(after, 1)
    rows = daemon.store.list_items(
        state=ItemState(state) if state else None,
        kind=kind,
        after=key[0] if key else None,
        limit=limit + 1,
    )
    return page(rows, limit, lambda one: present_questions.item(one, now), lambda row: (row.id,))


@router.get("/items/{id}", operation_id="get_item", responses=problems(404))
def get_item(daemon: Daemon, id: str) -> ItemWord:
    """One question."""
    found = _item(daemon, id)
    return present_questions.item(found, daemon.desk.now(), names_of(daemon.store, [merged_in(found)]))


@router.get("/items/{id}/outcome", operation_id="item_outcome", responses=problems(404))
def item_outcome(
    daemon: Daemon, caller: Caller, id: str, approve: bool, option: str | None = None
) -> OutcomeWord:
    """What an answer to a question would write where, now. Nothing is answered."""
    return present_outcomes.of_item(
        daemon, _item(daemon, id), Verdict(approve=approve, option=option), caller
    )


def _item(daemon: Service, id: str) -> Item:
    found = daemon.store.item(id)
    if found is None:
        raise NotFound(f"there is no item {id!r}", advice="crmsync items list shows the open ones.")
    return found


@router.post("/items/{id}/decide", operation_id="decide_item", responses=problems(404, 409, 412))
def decide_item(daemon: Daemon, caller: Caller, id: str, ask: DecideItem) -> ItemWord:
    """Approve or dismiss what a question proposes; `option` picks one of several where there are several."""
    decided = daemon.desk.decide(id, approve=ask.approve, by=caller, option=ask.option)
    return present_questions.item(decided, daemon.desk.now())


@router.get("/conflicts/{id}/undo", operation_id="undo_outcome", responses=problems(404, 409))
def undo_outcome(daemon: Daemon, caller: Caller, id: str) -> ReversalWord:
    """What taking a resolution back would do now, and what would not come back as it was. Nothing is taken back."""
    return present_questions.reversal(daemon.desk.foretell_take_back(id, by=caller))


@router.post("/conflicts/{id}/undo", operation_id="undo_resolution", responses=problems(404, 409, 412))
def undo_resolution(daemon: Daemon, caller: Caller, id: str) -> ConflictWord:
    """Take a resolution back: what it did is undone, as far as nobody has gone on since, and the conflict is open again."""
    return present_questions.conflict(daemon.desk.take_back(id, by=caller), daemon.desk.now())


@router.post("/items/{id}/undo", operation_id="undo_decision", responses=problems(404, 409, 412))
def undo_decision(daemon: Daemon, caller: Caller, id: str) -> ItemWord:
    """Take an answer back, where it set nothing in motion that could not be."""
    return present_questions.item(daemon.desk.take_back_item(id, by=caller), daemon.desk.now())
