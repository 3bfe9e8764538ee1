"""What holds records up, in the words of the local API: object by object, and cause by cause."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from collections.abc import Mapping as MappingOf
from typing import Final

from core.conflicts import Item, ItemState
from core.errors import NotFound
from core.mapping import Mapping
from core.records import HubRecord
from core.standing import Held, Hold, Standee, Standing
from core.wire.models import CauseWord, ObjectStandingWord, StandeeWord, StandingWord
from daemon.api import present
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
    tally, counts = service.store.tally(), service.store.object_counts()
    by_place = {(one.connection, one.crm_object): one for one in service.mappings}

    def queued(numbers: MappingOf[tuple[str, str], int], connection: str, crm_object: str) -> int:
        mapping = by_place.get((connection, crm_object))
        queues = queues_of(service, mapping) if mapping is not None else ()
        return sum(numbers.get((connection, queue), 0) for queue in queues)

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
            in_sync=max(0, counts.in_sync.get((one.name, part.crm_object), 0)),
            pending=queued(counts.pending, one.name, part.crm_object),
            failing=queued(counts.failing, one.name, part.crm_object),
            frozen=counts.frozen.get((one.name, part.crm_object), 0),
            excluded=dict(counts.excluded.get((one.name, part.crm_object), {})),
        )
        for one in service.connections()
        for part in one.objects
    ]


def mapping_of(service: Service, connection: str, object: str) -> Mapping:
    """The mapping of a CRM object, or the first one of a hub object. Raises NotFound."""
    found = [one for one in service.mappings if one.connection == connection]
    for name in ("crm_object", "hub_object"):
        for one in found:
            if getattr(one, name) == object:
                return one
    raise NotFound(
        f"{connection!r} has no mapping for {object!r}", advice="crmsync mappings list shows them."
    )


def queues_of(service: Service, mapping: Mapping) -> tuple[str, ...]:
    """The outbox's words for the hub records this mapping sends."""
    hub = service.hub[mapping.hub_object]
    if hub.kind_field is None:
        return (hub.queue(None),)
    return tuple(hub.queue(kind) for kind in mapping.kinds or hub.kinds)


def standee(one: Standee, mapping: Mapping, records: MappingOf[str, HubRecord]) -> StandeeWord:
    record = records.get(one.record_id or "")
    return StandeeWord(
        connection=mapping.connection,
        crm_object=mapping.crm_object,
        crm_id=one.crm_id,
        record_id=one.record_id,
        reason=one.reason,
        since=one.since,
        record=present.record(record) if record is not None else None,
    )


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
