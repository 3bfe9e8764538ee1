"""The queue of everything that waits for a person: listed, set aside, answered many at once; and how contests ended."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from core.answers import Answer, Verdict
from core.conflicts import Conflict, Item, ItemKind, QueueState
from core.contests import day_of, report
from core.errors import Invalid, NotFound
from core.queue_order import Sort
from core.store.base import CONFLICT
from core.wire.comparing import ComparisonWord
from core.wire.models import (
    BulkWord,
    ConflictStats,
    DecideItems,
    EscalateQuestions,
    Page,
    PlanDecisions,
    PlanResolutions,
    PlanWord,
    QueueWord,
    ResolveConflicts,
    SnoozeQuestions,
    UndoDecisions,
    UndoResolutions,
    WakeQuestions,
    Where,
)
from core.wire.queued import MOST_LOOKED, QUEUE_STATE, Many
from daemon.api import present_comparing, present_contests, present_outcomes, present_plans, present_questions
from daemon.api.access import Caller, Daemon, refuse_unknown
from daemon.api.documents import problems
from daemon.api.named import about, merged_in, names_of
from daemon.api.paging import After, Limit, page, token_of
from daemon.api.selecting import place_in, query_of, resolution_of, run_place, selection_of, token_in
from daemon.api.surface import Service
from daemon.aside import Wish
from daemon.bulk import Bulk, Place, Selection
from daemon.bulk_looking import look, total_of
from daemon.bulk_planning import plan_answers
from daemon.comparing import compare
from daemon.foretelling import foretold_of_many
from daemon.foretelling_undo import losses_of

router = APIRouter(tags=["queue"])

CONFLICTS = frozenset({CONFLICT})
ITEMS = frozenset(one.value for one in ItemKind)
_SHOWN = 8  # outcomes of a preview


@router.get("/queue", operation_id="list_queue", responses=problems(404))
def list_queue(
    daemon: Daemon,
    kind: Annotated[str | None, Query(description="One kind, or several with commas between.")] = None,
    connection: str | None = None,
    object: Annotated[str | None, Query(description="A CRM object or a hub object.")] = None,
    field: Annotated[str | None, Query(description="A rule or a hub field.")] = None,
    state: QUEUE_STATE | None = None,
    assigned_to: str | None = None,
    opened_before: int | None = None,
    opened_since: int | None = None,
    surest: Annotated[float | None, Query(ge=0, le=1, description="The advisor is at least so sure.")] = None,
    doubtful: Annotated[float | None, Query(ge=0, le=1, description="It is less sure, or silent.")] = None,
    sort: Sort = Sort.OLDEST,
    after: After = None,
    limit: Limit = 100,
) -> Page[QueueWord]:
    """Every unanswered question, in the order that is asked for."""
    where = Where(
        kinds=[one.strip() for one in kind.split(",") if one.strip()] if kind else None,
        connection=connection,
        object=object,
        field=field,
        state=state,
        assigned_to=assigned_to,
        opened_before=opened_before,
        opened_since=opened_since,
        surest=surest,
        doubtful=doubtful,
    )
    now, place = daemon.desk.now(), place_in(after, sort)
    rows = daemon.store.queue(query_of(daemon, where), now=now, after=place, limit=limit + 1, sort=sort)
    merged = [merged_in(one) for one in rows if isinstance(one, Item)]
    names = names_of(daemon.store, [*(id for one in rows for id in about(one)), *merged])
    return page(rows, limit, lambda one: present_questions.question(one, now, names), token_in(sort))


@router.get("/queue/{id}/records", operation_id="compare_records", responses=problems(404))
def compare_records(daemon: Daemon, id: str) -> ComparisonWord:
    """The records a question is about, side by side; those of the CRM are read there for it, as they are now."""
    found = daemon.store.conflict(id) or daemon.store.item(id)
    if found is None:
        raise NotFound(f"there is no question {id!r}", advice="crmsync items list shows the open ones.")
    return present_comparing.comparison(compare(daemon.laboratory, found), daemon.desk.now())


@router.post("/queue/snooze", operation_id="snooze_questions", responses=problems(404, 409, 412))
def snooze_questions(daemon: Daemon, caller: Caller, ask: SnoozeQuestions) -> Page[QueueWord]:
    """Set questions aside until a time; they come back by themselves, and their fields stay frozen meanwhile."""
    return _waiting(daemon, ask.ids, Wish(state=QueueState.SNOOZED, until=ask.until), caller)


@router.post("/queue/escalate", operation_id="escalate_questions", responses=problems(404, 409, 412))
def escalate_questions(daemon: Daemon, caller: Caller, ask: EscalateQuestions) -> Page[QueueWord]:
    """Assign questions to somebody, with a note."""
    return _waiting(daemon, ask.ids, Wish(state=QueueState.ESCALATED, to=ask.to, note=ask.note), caller)


@router.post("/queue/wake", operation_id="wake_questions", responses=problems(404, 409, 412))
def wake_questions(daemon: Daemon, caller: Caller, ask: WakeQuestions) -> Page[QueueWord]:
    """End a snooze or an assignment now: the questions are open, and anybody's."""
    return _waiting(daemon, ask.ids, Wish(state=QueueState.OPEN), caller)


def _waiting(daemon: Service, ids: list[str], wish: Wish, by: str) -> Page[QueueWord]:
    now = daemon.desk.now()
    changed: list[Conflict | Item] = daemon.desk.wait(ids, wish, by=by)
    names = names_of(daemon.store, (id for one in changed for id in about(one)))
    return Page(rows=[present_questions.question(one, now, names) for one in changed])


@router.post("/conflicts/resolve", operation_id="resolve_conflicts", responses=problems(404, 409, 412))
def resolve_conflicts(daemon: Daemon, caller: Caller, ask: ResolveConflicts) -> BulkWord:
    """Settle many conflicts one way, in one run; what changed meanwhile is told and left alone."""
    selection = selection_of(daemon, ask, kinds=CONFLICTS, alike=ask.alike)
    return _many(daemon, caller, ask, selection, resolution_of(ask))


@router.post("/conflicts/plan", operation_id="plan_resolutions", responses=problems(404, 409, 412))
def plan_resolutions(daemon: Daemon, caller: Caller, ask: PlanResolutions) -> PlanWord:
    """Plan what settling many conflicts one way would write and send; nothing is settled."""
    selection = selection_of(daemon, Many(ids=ask.ids, where=ask.where), kinds=CONFLICTS, alike=ask.alike)
    return present_plans.plan(plan_answers(daemon.desk.bulk(caller), selection, resolution_of(ask)))


@router.post("/items/decide", operation_id="decide_items", responses=problems(404, 409, 412))
def decide_items(daemon: Daemon, caller: Caller, ask: DecideItems) -> BulkWord:
    """Approve or dismiss many items, in one run."""
    selection = selection_of(daemon, ask, kinds=ITEMS, alike=ask.alike)
    return _many(daemon, caller, ask, selection, Verdict(approve=ask.approve, option=ask.option))


@router.post("/items/plan", operation_id="plan_decisions", responses=problems(404, 409, 412))
def plan_decisions(daemon: Daemon, caller: Caller, ask: PlanDecisions) -> PlanWord:
    """Plan what answering many items one way would do, where and by how many calls; nothing is answered."""
    selection = selection_of(daemon, Many(ids=ask.ids, where=ask.where), kinds=ITEMS, alike=ask.alike)
    verdict = Verdict(approve=ask.approve, option=ask.option)
    return present_plans.plan(plan_answers(daemon.desk.bulk(caller), selection, verdict))


def _many(daemon: Service, by: str, ask: Many, selection: Selection, answer: Answer) -> BulkWord:
    bulk, as_of = daemon.desk.bulk(by), ask.as_of or daemon.desk.now()
    if ask.preview and ask.looks is not None and ask.after is not None:
        return _looked(bulk, ask, selection, answer, as_of)
    if ask.preview:
        part = _looked(bulk, ask, selection, answer, as_of) if ask.looks is not None else None
        some, places = foretold_of_many(bulk, selection, answer)
        shown = [one for one in some if not one.refused][:_SHOWN]
        names = names_of(daemon.store, (id for one in shown for id in about(one.question)))
        whole = part or BulkWord(
            count=bulk.count(selection),
            as_of=as_of,
            refused=[present_questions.left(one) for one in bulk.refused(selection, answer)],
        )
        outcomes = [present_outcomes.outcome(one, answer, names) for one in shown]
        return whole.model_copy(update={"outcomes": outcomes, "places": places, "foretold": len(some)})
    outcome = bulk.answer(selection, answer, run=ask.run, after=run_place(ask.after), most=ask.limit)
    return present_questions.bulk(outcome, as_of, _next(outcome.next))


def _looked(bulk: Bulk, ask: Many, selection: Selection, answer: Answer, as_of: int) -> BulkWord:
    """The next part of a preview; the first one tells how many are to be looked through."""
    after = run_place(ask.after)
    part = look(bulk, selection, answer, after=after, before=ask.looked, most=ask.looks or MOST_LOOKED)
    return BulkWord(
        count=part.count,
        as_of=as_of,
        refused=[present_questions.left(one) for one in part.refused],
        next=_next(part.next),
        looked=part.looked,
        total=total_of(bulk, selection) if after is None else None,
    )


@router.post("/conflicts/undo", operation_id="undo_resolutions", responses=problems(404, 409, 412))
def undo_resolutions(daemon: Daemon, caller: Caller, ask: UndoResolutions) -> BulkWord:
    """Take back every resolution of a run that still stands; a preview only tells what would be lost by it."""
    bulk, now = daemon.desk.bulk(caller), daemon.desk.now()
    if ask.preview:
        losses = losses_of(bulk, ask.run, after=run_place(ask.after), most=ask.limit)
        lossy = [present_questions.reversal(one) for one in losses.lossy]
        return BulkWord(
            count=losses.count, as_of=now, lossy=lossy, next=_next(losses.next), looked=losses.looked
        )
    outcome = bulk.take_back(ask.run, into=ask.into, after=run_place(ask.after), most=ask.limit)
    return present_questions.bulk(outcome, now, _next(outcome.next))


@router.post("/items/undo", operation_id="undo_decisions", responses=problems(404, 409, 412))
def undo_decisions(daemon: Daemon, caller: Caller, ask: UndoDecisions) -> BulkWord:
    """Take back every answer to an item of a run that still stands."""
    outcome = daemon.desk.bulk(caller).take_back_items(
        ask.run, into=ask.into, after=run_place(ask.after), most=ask.limit
    )
    return present_questions.bulk(outcome, daemon.desk.now(), _next(outcome.next))


def _next(place: Place | None) -> str | None:
    return token_of(str(place[0]), place[1]) if place is not None else None


@router.get("/conflicts/stats", operation_id="conflict_stats", responses=problems(404))
def conflict_stats(
    daemon: Daemon,
    since: int | None = None,
    until: int | None = None,
    connection: str | None = None,
    object: Annotated[str | None, Query(description="A hub object.")] = None,
    field: Annotated[
        str | None, Query(description="A rule; the records changed are those of all rules.")
    ] = None,
) -> ConflictStats:
    """How contests ended that began within these moments, by whole UTC days."""
    refuse_unknown(daemon, connection)
    now = daemon.desk.now()
    last = now if until is None else until
    if since is not None and since > last:
        raise Invalid("since lies behind until", advice="Give an earlier time for since.")
    counts = daemon.store.contests(
        since=None if since is None else day_of(since),
        until=day_of(last),
        connection=connection,
        object=object,
    )
    return present_contests.contests(report(counts, rule=field), since, last)
