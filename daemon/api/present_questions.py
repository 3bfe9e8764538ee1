"""What waits for a person in the words of the local API: conflicts, items, the queue of both."""

from __future__ import annotations

from collections.abc import Mapping

from core.conflicts import Candidate, Conflict, Item, queue_state, shown_state
from core.store.base import CONFLICT
from core.wire import models as words
from core.wire.words import wire_value
from daemon.api import present
from daemon.api.named import NO_NAMES, name_in, reason_of
from daemon.bulk import Left, Outcome
from daemon.reversal import Reversal


def candidate(one: Candidate) -> words.CandidateWord:
    return words.CandidateWord(values=[wire_value(value) for value in one.values], at=one.at, by=one.by)


def conflict(one: Conflict, now: int) -> words.ConflictWord:
    connection, crm_object, crm_id = one.link
    return words.ConflictWord(
        id=one.id,
        connection=connection,
        crm_object=crm_object,
        crm_id=crm_id,
        record_id=one.record_id,
        rule=one.rule,
        hub_fields=list(one.hub_fields),
        crm_fields=list(one.crm_fields),
        hub=candidate(one.hub),
        crm=candidate(one.crm),
        lost=[candidate(lost) for lost in one.lost],
        base=None if one.base is None else [wire_value(value) for value in one.base],
        state=shown_state(one, now),
        opened_at=one.opened_at,
        run=one.run,
        resolution=one.resolution.value if one.resolution else None,
        resolved_by=one.resolved_by,
        resolved_at=one.resolved_at,
        refreshed_at=one.refreshed_at,
        first_sight=one.first_sight,
        snoozed_until=one.snoozed_until,
        assigned_to=one.assigned_to,
        assigned_by=one.assigned_by,
        note=one.note,
    )


def item(one: Item, now: int, names: Mapping[str, str] = NO_NAMES) -> words.ItemWord:
    return words.ItemWord(
        id=one.id,
        kind=one.kind.value,
        connection=one.connection,
        object=one.object,
        subject=one.subject,
        record_id=one.record_id,
        reason=reason_of(one, names),
        advice=one.advice,
        detail=present.fields(one.detail),
        state=shown_state(one, now),
        opened_at=one.opened_at,
        run=one.run,
        decided_by=one.decided_by,
        decided_at=one.decided_at,
        refreshed_at=one.refreshed_at,
        snoozed_until=one.snoozed_until,
        assigned_to=one.assigned_to,
        assigned_by=one.assigned_by,
        note=one.note,
    )


def question(one: Conflict | Item, now: int, names: Mapping[str, str]) -> words.QueueWord:
    """A row of the queue; `names` are those of records, by id."""
    if isinstance(one, Conflict):
        connection, object, subject = one.link
        kind = CONFLICT
    else:
        connection, object, subject = one.connection, one.object, one.subject
        kind = one.kind.value
    state = queue_state(one, now)
    return words.QueueWord(
        id=one.id,
        kind=kind,
        state=one.state.value if state is None else state.value,
        connection=connection,
        object=object,
        subject=subject,
        field=one.rule,
        record_id=one.record_id,
        record_name=name_in(one, names),
        opened_at=one.opened_at,
        snoozed_until=one.snoozed_until,
        assigned_to=one.assigned_to,
        note=one.note,
        confidence=_confidence(one),
        conflict=conflict(one, now) if isinstance(one, Conflict) else None,
        item=item(one, now, names) if isinstance(one, Item) else None,
    )


def _confidence(one: Conflict | Item) -> float | None:
    said = one.confidence if isinstance(one, Conflict) else None
    return None if said is None else said / 1_000


def bulk(one: Outcome, as_of: int, following: str | None) -> words.BulkWord:
    return words.BulkWord(
        count=len(one.done),
        as_of=as_of,
        run=one.run,
        done=one.done,
        stale=[left(some) for some in one.stale],
        refused=[left(some) for some in one.refused],
        next=following,
    )


def reversal(one: Reversal) -> words.ReversalWord:
    return words.ReversalWord(id=one.conflict.id, does=list(one.does), lost=list(one.lost))


def left(one: Left) -> words.LeftWord:
    return words.LeftWord(id=one.id, reason=one.reason, advice=one.advice)
