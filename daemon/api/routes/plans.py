"""Plans: made, looked at, approved, applied."""

from __future__ import annotations

from fastapi import APIRouter

from core.errors import Invalid
from core.plans import PlanItemKind, PlanItemState, PlanKind, PlanState
from core.wire.plans import ApplyPlan, ExcludeItems, MakePlan, PlanItemWord, PlanStory, PlanWord
from core.wire.words import Page
from daemon.api import present_plans as present
from daemon.api.access import Caller, Daemon, refuse_unknown
from daemon.api.documents import problems
from daemon.api.named import names_of
from daemon.api.paging import After, Limit, key_of, page
from daemon.bulk_applying import apply_answers
from daemon.promises import promises_in

router = APIRouter(tags=["plans"])


@router.post("/plans", operation_id="make_plan", responses=problems(404, 409, 422))
def make_plan(daemon: Daemon, caller: Caller, ask: MakePlan) -> PlanWord:
    """Begin a plan of everything that syncing a connection would do now; nothing else is written."""
    return present.plan(daemon.plans.make(ask.connection, ask.object, by=caller, mapping=ask.mapping))


@router.get("/plans", operation_id="list_plans", responses=problems(404))
def list_plans(
    daemon: Daemon,
    connection: str | None = None,
    state: PlanState | None = None,
    after: After = None,
    limit: Limit = 100,
) -> Page[PlanWord]:
    """Plans, the newest first."""
    refuse_unknown(daemon, connection)
    key = key_of(after, 1)
    rows = daemon.store.list_plans(
        connection=connection, state=state, before=key[0] if key else None, limit=limit + 1
    )
    return page(rows, limit, present.plan, lambda row: (row.id,))


@router.get("/plans/{id}", operation_id="get_plan", responses=problems(404))
def get_plan(daemon: Daemon, id: str) -> PlanStory:
    """One plan, with how far its items are."""
    return present.story(daemon.plans.get(id), daemon.store.count_plan_items(id))


@router.get("/plans/{id}/items", operation_id="list_plan_items", responses=problems(404))
def list_plan_items(
    daemon: Daemon,
    id: str,
    kind: PlanItemKind | None = None,
    state: PlanItemState | None = None,
    object: str | None = None,
    after: After = None,
    limit: Limit = 100,
) -> Page[PlanItemWord]:
    """Its items, field by field, in the order of applying."""
    key = key_of(after, 1)
    if key is not None and not key[0].isdecimal():
        raise Invalid("after: not a page token of this list")
    daemon.plans.get(id)
    rows = daemon.store.plan_items(
        id, kind=kind, state=state, object=object, after=int(key[0]) if key else 0, limit=limit + 1
    )
    parents = [id for row in rows for id in promises_in(row.changes).values()]
    names = names_of(daemon.store, [*(row.record_id for row in rows), *parents])
    return page(rows, limit, lambda row: present.item(row, names), lambda row: (str(row.n),))


@router.post("/plans/{id}/approve", operation_id="approve_plan", responses=problems(404, 409))
def approve_plan(daemon: Daemon, caller: Caller, id: str) -> PlanWord:
    """Say that exactly this may be done."""
    return present.plan(daemon.plans.approve(id, by=caller))


@router.post("/plans/{id}/apply", operation_id="apply_plan", responses=problems(404, 409, 422))
def apply_plan(daemon: Daemon, caller: Caller, id: str, ask: ApplyPlan | None = None) -> PlanWord:
    """Do what an approved plan says: the connection's lane works it off, and stops for a look after the first records where
    that is asked for; a bulk decision is made before this answers, and always whole."""
    first = ask.first if ask is not None else None
    if daemon.plans.get(id).kind is PlanKind.BULK:
        if first is not None:
            raise Invalid(
                "a bulk decision is made as a whole",
                advice="Leave items out of it first, or apply all of it.",
            )
        return present.plan(apply_answers(daemon.desk.bulk(caller), id))
    return present.plan(daemon.plans.apply(id, by=caller, first=first))


@router.post("/plans/{id}/stop", operation_id="stop_plan", responses=problems(404, 409))
def stop_plan(daemon: Daemon, caller: Caller, id: str) -> PlanWord:
    """End the applying: what is done stays, the plan is approved as before, and applying it again goes on with the rest."""
    return present.plan(daemon.plans.stop(id, by=caller))


@router.post("/plans/{id}/discard", operation_id="discard_plan", responses=problems(404, 409))
def discard_plan(daemon: Daemon, caller: Caller, id: str) -> PlanWord:
    """Do nothing more by it; what was applied stays."""
    return present.plan(daemon.plans.discard(id, by=caller))


@router.post("/plans/{id}/exclude", operation_id="exclude_plan_items", responses=problems(404, 409))
def exclude_plan_items(daemon: Daemon, caller: Caller, id: str, ask: ExcludeItems) -> PlanWord:
    """Leave some items of a draft out."""
    return present.plan(daemon.plans.exclude(id, ask.items, by=caller))
