"""Does what an approved plan says, and nothing else.

Item by item, both sides are read once more and the engine decides anew. Where that comes to the very same thing, it is
committed and sent by the engine's own ways, and the item's state becomes durable with it; where it does not, the world has
moved: the item is stale, and nothing is written for it. What a plan is doing lives in the store alone, so a lane that dies
anywhere goes on where its last commit ended; a write to the CRM whose answer was lost is looked up like any other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from collections.abc import Mapping as MappingOf
from dataclasses import replace
from typing import Final, TypeAlias, TypeVar, assert_never

from core.conflicts import ItemKind
from core.errors import VersionChanged
from core.jobs import Attempt, AttemptKind, Outcome, Pending, RunKind
from core.plans import WRITES_CRM, Change, Plan, PlanItem, PlanItemKind, PlanItemState, PlanKind, PlanState
from core.records import LinkState, RemoteRecord
from core.sync.books import Books
from core.translate import Translation, ids_in
from daemon.effects import Effect, Key, effects_of
from daemon.first_plan import go_live
from daemon.intake import Intake
from daemon.intent import Intent
from daemon.lane import Lane
from daemon.looking import due_now
from daemon.promises import PLANNED, resolved
from daemon.push import commit_intent, considered, perform
from daemon.runs import Running
from daemon.sorting import sort_page

T = TypeVar("T")
Effects: TypeAlias = MappingOf[Key, Effect]

PATIENCE: Final = 5  # how often a chunk is decided anew because somebody committed first
CHUNK: Final = 200  # items in one transaction
TRIES: Final = 8  # how often a CRM may say "not just now" to one item
MOVED: Final = "the world has moved since the plan was made: plan again"
BY_FILTER: Final = frozenset({PlanItemKind.PAUSE, PlanItemKind.RESUME, PlanItemKind.UNLINK})
OWN_WAYS: Final = frozenset({PlanKind.UNDO, PlanKind.BULK})  # applied by another part


def applying(lane: Lane) -> Plan | None:
    """The plan that this lane is to apply: the oldest of those under way."""
    found = lane.store.list_plans(
        connection=lane.connection, state=PlanState.APPLYING, before=None, limit=100
    )
    ours = [one for one in found if one.kind not in OWN_WAYS]
    return ours[-1] if ours else None


def apply_some(lane: Lane, plan: Plan) -> bool:
    """Work off the next items; True if there may be more at once. Raises a RemoteError with nothing half recorded.

    False with the plan still under way: it waits for the outcome of a write that nobody knows yet.
    """
    _settle_sending(lane, plan)
    if lane.store.plan_items(plan.id, state=PlanItemState.SENDING, limit=1):
        return False  # what comes after it may build on it
    left = lane.store.plan_items(plan.id, state=PlanItemState.PLANNED, limit=CHUNK)
    items = [one for one in left if not plan.until or one.n <= plan.until]
    if not items:
        _stop_for_a_look(lane, plan) if left else _finish(lane, plan)
        return True
    some = _alike(items)
    translation = lane.translations.get(some[0].object)
    if translation is None:
        _mark(lane, plan, some, PlanItemState.STALE, "no mapping has this object any more: plan again")
    elif some[0].kind in WRITES_CRM:
        _send(lane, translation, plan, some[: lane.adapter.abilities.write_batch])
    else:
        _take(lane, translation, plan, some)
    return True


def settle_stopped(lane: Lane) -> None:
    """What became of writes that a plan had begun when somebody stopped it: its items are to tell."""
    for plan in lane.store.list_plans(
        connection=lane.connection, state=PlanState.APPROVED, before=None, limit=100
    ):
        if plan.until and plan.kind not in OWN_WAYS:
            _settle_sending(lane, plan)


def _alike(items: Sequence[PlanItem]) -> list[PlanItem]:
    """The first items that are done in one way: they belong to one object, and to one direction."""
    first = items[0]
    found: list[PlanItem] = []
    for one in items:
        if one.object != first.object or (one.kind in WRITES_CRM) != (first.kind in WRITES_CRM):
            break
        found.append(one)
    return found


# deciding anew -------------------------------------------------------------------------------------------------------
def _judge(
    items: Sequence[PlanItem], decide: Callable[[Sequence[PlanItem]], tuple[T, Effects]], lane: Lane
) -> tuple[Sequence[PlanItem], list[PlanItem], T | None]:
    """(the items that were judged, those of them that still come to the same, and what was decided for just these)."""
    judged, some = items, list(items)
    while some:
        decision, effects = decide(some)
        there = _kept_promises(lane, some)
        same = [one for one in some if _is_same(one, effects.get(_key(one)), there)]
        if len(same) < len(some):
            some = same
        elif effects.keys() <= {_key(one) for one in some}:
            return judged, some, decision
        elif len(some) == 1:
            break  # it would do something to another record besides
        else:
            judged = some = some[: len(some) // 2]
    return judged, [], None


def _key(item: PlanItem) -> Key:
    return ("record", item.record_id) if item.record_id is not None else ("crm", item.crm_id or "")


def _is_same(item: PlanItem, effect: Effect | None, there: MappingOf[str, str]) -> bool:
    if effect is None or effect.kind is not item.kind or item.crm_id != effect.crm_id:
        return False
    planned: tuple[Change, ...] = tuple(
        (name, resolved(before, there), resolved(after, there)) for name, before, after in item.changes
    )
    return planned == effect.shown()


def _kept_promises(lane: Lane, items: Sequence[PlanItem]) -> dict[str, str]:
    """By hub record, the CRM records that stand where the plan could only promise one."""
    named = {
        one.removeprefix(PLANNED)
        for item in items
        for _, *values in item.changes
        for value in values
        for one in ids_in(value)
        if one.startswith(PLANNED)
    }
    if not named:
        return {}
    links = lane.store.links_of(sorted(named), lane.connection)
    return {one.record_id: one.crm_id for one in links if one.state is LinkState.LINKED}


def _book_states(
    books: Books, plan: Plan, judged: Sequence[PlanItem], done: MappingOf[int, PlanItem]
) -> None:
    """The items' states, in the very commit that does what they say."""
    books.plan_checks[plan.id] = PlanState.APPLYING
    for item in judged:
        stale = replace(item, state=PlanItemState.STALE, note=MOVED)
        books.plan_items.append(done.get(item.n, stale))
    books.counts["stale"] += len(judged) - len(done)


# into the hub --------------------------------------------------------------------------------------------------------
def _take(lane: Lane, translation: Translation, plan: Plan, items: Sequence[PlanItem]) -> None:
    mapping = translation.mapping
    ids = [one.crm_id for one in items if one.crm_id is not None]
    remotes: dict[str, RemoteRecord] = {}
    step = lane.adapter.abilities.read_batch
    for at in range(0, len(ids), step):
        remotes |= lane.adapter.fetch(mapping.crm_object, mapping.crm_fields, ids[at : at + step])
    run = _start(lane, plan, mapping.crm_object)

    def decide(some: Sequence[PlanItem]) -> tuple[Books, Effects]:
        books = lane.books(run)
        asked = [one.crm_id for one in some if one.crm_id is not None]
        there = [remotes[id] for id in asked if id in remotes]
        # What has only left the filter, or come into it, has not changed.
        found = sort_page(
            lane, translation, there, current=True, whole=any(one.kind in BY_FILTER for one in some)
        )
        promised = {
            one.crm_id: one.record_id
            for one in some
            if one.kind is PlanItemKind.CREATE_HUB and one.crm_id is not None and one.record_id is not None
        }
        intake = Intake(
            lane=lane, translation=translation, books=books, cause=f"plan:{plan.id}", promised=promised
        )
        intake.take(found.work, [id for id in asked if id not in remotes])
        return books, effects_of(translation, books)

    for patience in range(PATIENCE):
        judged, agreed, decided = _judge(items, decide, lane)
        books = decided if decided is not None else lane.books(run)
        done = {one.n: replace(one, state=PlanItemState.APPLIED) for one in agreed}
        _book_states(books, plan, judged, done)
        try:
            lane.commit(books, run)
        except VersionChanged:
            if patience == PATIENCE - 1:
                raise
            continue
        return


# to the CRM ----------------------------------------------------------------------------------------------------------
def _send(lane: Lane, translation: Translation, plan: Plan, items: Sequence[PlanItem]) -> None:
    run = _start(lane, plan, translation.mapping.crm_object)

    def decide(some: Sequence[PlanItem]) -> tuple[Intent, Effects]:
        due = _rows(lane, some)
        intent = considered(lane, translation, run, due)
        attempts = intent.writes.attempts.values()
        return intent, effects_of(translation, intent.books, attempts, intent.remotes)

    for patience in range(PATIENCE):
        judged, agreed, intent = _judge(items, decide, lane)
        try:
            if intent is None:
                books = lane.books(run)
                _book_states(books, plan, judged, {})
                lane.commit(books, run)
                return
            ops = {one.record_id: op for op, one in intent.writes.attempts.items()}
            done = {
                one.n: replace(one, state=PlanItemState.SENDING, op=ops[one.record_id or ""])
                for one in agreed
            }
            _book_states(intent.books, plan, judged, done)
            commit_intent(lane, run, intent)
        except VersionChanged:
            if patience == PATIENCE - 1:
                raise
            continue
        perform(lane, translation, run, intent.sight, intent.writes, _rows(lane, agreed))
        _settle_sending(lane, plan)
        return


def _rows(lane: Lane, items: Sequence[PlanItem]) -> list[Pending]:
    """As if the records had just become due. Where one really is, the receipt settles that row."""
    records = lane.store.records([one.record_id for one in items if one.record_id is not None])
    return due_now(lane, records.values())


def _settle_sending(lane: Lane, plan: Plan) -> None:
    """What became of writes that were begun, as far as that is known: their attempts tell."""
    after = 0
    while items := lane.store.plan_items(plan.id, state=PlanItemState.SENDING, after=after, limit=CHUNK):
        after = items[-1].n
        settled = [one for item in items if (one := _settled(lane, item)) is not None]
        if settled:
            run = _start(lane, plan, None)
            books = lane.books(run)
            books.plan_checks[plan.id] = plan.state
            books.plan_items += settled
            lane.commit(books, run)


def _settled(lane: Lane, item: PlanItem) -> PlanItem | None:
    """The item as its attempt ended; None while that is open."""
    attempts = lane.store.attempts_of(item.record_id or "")
    attempt = next((one for one in attempts if one.op == item.op), None)
    if attempt is not None and attempt.outcome.is_open:
        return None
    if attempt is not None and (attempt.outcome is Outcome.OK or _has_landed(lane, attempt)):
        return replace(item, state=PlanItemState.APPLIED, crm_id=attempt.crm_id or item.crm_id)
    asked = lane.store.items_of([item.record_id or ""], lane.connection)
    if any(one.kind is ItemKind.REFUSED for one in asked):
        return replace(item, state=PlanItemState.FAILED, note="the CRM refused it; see the queue")
    if item.tries + 1 >= TRIES:
        return replace(item, state=PlanItemState.FAILED, note="the CRM did not take it, time and again")
    return replace(item, state=PlanItemState.PLANNED, op="", tries=item.tries + 1)


def _has_landed(lane: Lane, attempt: Attempt) -> bool:
    """Whether a write whose answer was lost was found there when it was looked up."""
    if attempt.outcome is not Outcome.RESOLVED:
        return False
    links = [
        one
        for one in lane.store.links_of([attempt.record_id], lane.connection)
        if one.crm_object == attempt.object and attempt.crm_id in (None, one.crm_id)
    ]
    match attempt.kind:
        case AttemptKind.CREATE | AttemptKind.RESTORE:
            generation = attempt.marker.rpartition(":g")[2]
            return any(one.state is LinkState.LINKED and str(one.generation) == generation for one in links)
        case AttemptKind.DELETE | AttemptKind.MERGE:
            return any(one.state is LinkState.DELETED for one in links)
        case AttemptKind.UPDATE:
            fields = lane.translations[attempt.object].mapping.crm_fields
            held = [dict(zip(fields, one.base_crm, strict=False)) for one in links]
            return any(all(one.get(name) == value for name, value in attempt.sent.items()) for one in held)
    assert_never(attempt.kind)


# the end -------------------------------------------------------------------------------------------------------------
def _stop_for_a_look(lane: Lane, plan: Plan) -> None:
    """What was asked for is done; the rest stays planned and approved, until a person goes on or discards it."""
    run = _start(lane, plan, None)
    told = _told(lane, plan)
    stopped = replace(plan, state=PlanState.APPROVED, reason=told)
    _commit_head(lane, run, lane.books(run), stopped, f"stopped for a look: {told}")


def _finish(lane: Lane, plan: Plan) -> None:
    run = _start(lane, plan, None)
    books = lane.books(run)
    told = _told(lane, plan) or "nothing was to be done"
    left = go_live(lane, plan, books)
    if left:
        told = f"{told}; {left}"
    applied = replace(plan, state=PlanState.APPLIED, ended_at=books.at, reason=told)
    _commit_head(lane, run, books, applied, f"applied: {told}")


def _told(lane: Lane, plan: Plan) -> str:
    """How many items are in which state."""
    counts = Counter[str]()
    for (_, state), n in lane.store.count_plan_items(plan.id).items():
        counts[state.value] += n
    return ", ".join(f"{n} {name}" for name, n in sorted(counts.items()))


def _commit_head(lane: Lane, run: Running, books: Books, plan: Plan, note: str) -> None:
    books.plan_checks[plan.id] = PlanState.APPLYING
    books.plans.append(plan)
    books.note("plan", by="system", cause=f"plan:{plan.id}", connection=lane.connection, note=note)
    lane.commit(books, run)


def _mark(lane: Lane, plan: Plan, items: Sequence[PlanItem], state: PlanItemState, note: str) -> None:
    run = _start(lane, plan, None)
    books = lane.books(run)
    books.plan_checks[plan.id] = PlanState.APPLYING
    books.plan_items += [replace(one, state=state, note=note) for one in items]
    lane.commit(books, run)


def _start(lane: Lane, plan: Plan, crm_object: str | None) -> Running:
    run = lane.start(RunKind.PLAN, crm_object)
    return Running(run=replace(run.run, reason=f"plan:{plan.id}"))
