"""What holds records up, in the words of the local API: object by object, and cause by cause."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Final

from core.conflicts import Item, ItemState
from core.standing import Held, Hold, Standing
from core.wire.models import CauseWord, ObjectStandingWord, StandingWord
from daemon.api.surface import Service

_MOST_CAUSES: Final = 200
_MOST_QUESTIONS: Final = 2_000
_ADVICE: Final = {
    Hold.LATER: "Nothing has to be done: it is tried again by itself.",
    Hold.WAITS: "It goes on by itself once the record it waits for is in step; trace the record to see which one.",
}


def standing(service: Service) -> StandingWord:
    """The connections' objects, and what stands in the way of their records. Reads the whole outbox once."""
    found = service.store.standing(limit=_MOST_CAUSES)
    questions = service.store.list_items(state=ItemState.OPEN, kind=None, after=None, limit=_MOST_QUESTIONS)
    return StandingWord(
        objects=_objects(service, found),
        causes=sorted(
            [*_held(service, found.held), *_asked(questions)],
            key=lambda one: (-one.count, one.connection, one.object, one.reason),
        ),
    )


def _objects(service: Service, found: Standing) -> list[ObjectStandingWord]:
    held: Counter[tuple[str, str, Hold]] = Counter()
    for one in found.held:
        held[(one.connection, one.object, one.hold)] += one.count
    tally = service.store.tally()
    return [
        ObjectStandingWord(
            connection=one.name,
            hub_object=part.hub_object,
            crm_object=part.crm_object,
            phase=part.phase.value,
            linked=tally.get(f"{one.name}/{part.crm_object}", 0),
            due=held[(one.name, part.hub_object, Hold.LATER)],
            waits=held[(one.name, part.hub_object, Hold.WAITS)],
            parked=held[(one.name, part.hub_object, Hold.PARKED)],
            asked={
                kind: count
                for (connection, object, kind), count in sorted(found.asked.items())
                if (connection, object) == (one.name, part.crm_object)
            },
        )
        for one in service.connections()
        for part in one.objects
    ]


def _held(service: Service, held: Iterable[Held]) -> Iterable[CauseWord]:
    """What goes on by itself; what is parked has a question, which tells more."""
    names = {one.name for one in service.connections()}
    for one in held:
        if one.connection in names and one.reason and one.hold is not Hold.PARKED:
            yield CauseWord(
                connection=one.connection,
                object=one.object,
                kind=one.hold.value,
                reason=one.reason,
                advice=_ADVICE[one.hold],
                count=one.count,
                since=one.since,
                record_id=one.record_id,
                item=None,
            )


def _asked(questions: Iterable[Item]) -> Iterable[CauseWord]:
    alike: defaultdict[tuple[str, str, str, str, str], list[Item]] = defaultdict(list)
    for one in questions:
        alike[(one.connection, one.object, one.kind.value, one.reason, one.advice)].append(one)
    for (connection, object, kind, reason, advice), items in alike.items():
        first = min(items, key=lambda one: (one.opened_at, one.id))
        yield CauseWord(
            connection=connection,
            object=object,
            kind=kind,
            reason=reason,
            advice=advice,
            count=len(items),
            since=first.opened_at,
            record_id=first.record_id,
            item=first.id,
        )
