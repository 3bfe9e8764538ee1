"""What holds records up, in the words of the local API: object by object, and cause by cause."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from core.conflicts import Item, ItemState
from core.errors import NotFound
from core.filtering import hub_half
from core.mapping import Creates, Mapping
from core.records import HubRecord
from core.standing import Held, Hold, Mapped, ObjectCounts, Stand, Standee, Standing
from core.wire.models import CauseWord, ObjectStandingWord, StandeeWord, StandingWord
from daemon.api import present
from daemon.api.access import refuse_unknown
from daemon.api.named import merged_in, names_of, reason_of
from daemon.api.surface import Service
from daemon.health import ObjectStatus, Phase

_MOST_CAUSES: Final = 200
_MOST_QUESTIONS: Final = 2_000
_NONE: Final = ObjectCounts(
    records=0, in_sync=0, pending=0, failing=0, frozen=0, excluded={}, unpaired=0, only_there={}
)
OUTSIDE: Final = "outside the filter"
NOT_MET: Final = "not met by this mapping yet"
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
            [*_held(service, found.held), *_asked(service, questions)],
            key=lambda one: (-one.count, one.connection, one.object, one.reason),
        ),
    )


def _objects(service: Service, found: Standing) -> list[ObjectStandingWord]:
    held: Counter[tuple[str, str, Hold]] = Counter()
    for one in found.held:
        held[(one.connection, one.object, one.hold)] += one.count
    tally = service.store.tally()
    mappings = {(one.connection, one.crm_object): one for one in service.mappings}
    counts = service.store.object_counts([mapped(service, one) for one in mappings.values()])

    def word(connection: str, part: ObjectStatus) -> ObjectStandingWord:
        place = (connection, part.crm_object)
        n, mapping = counts.get(place, _NONE), mappings.get(place)
        excluded = Counter(n.excluded)
        if mapping is not None and n.unpaired > 0:
            excluded[why_unpaired(mapping, part.phase)] += n.unpaired
        return ObjectStandingWord(
            connection=connection,
            hub_object=part.hub_object,
            crm_object=part.crm_object,
            phase=part.phase.value,
            linked=tally.get("/".join(place), 0),
            due=held[(connection, part.hub_object, Hold.LATER)],
            waits=held[(connection, part.hub_object, Hold.WAITS)],
            parked=held[(connection, part.hub_object, Hold.PARKED)],
            asked={kind: n for (*at, kind), n in sorted(found.asked.items()) if tuple(at) == place},
            records=n.records,
            in_sync=n.in_sync,
            pending=n.pending,
            failing=n.failing,
            frozen=n.frozen,
            excluded=dict(excluded),
            only_there=dict(n.only_there),
        )

    return [word(one.name, part) for one in service.connections() for part in one.objects]


def why_unpaired(mapping: Mapping, phase: Phase | None) -> str:
    """Why hub records have no pair and none is on its way: what the mapping as a whole says of them."""
    if mapping.creates not in (Creates.BOTH, Creates.CRM):
        return f"the mapping does not create records in {mapping.connection}"
    if phase is Phase.PLAN_NEEDED:
        return "waits for the plan of the first sync to be approved"
    if phase is Phase.BACKFILL:
        return "the first sync has not come to it yet"
    return OUTSIDE if mapping.filter.hub else NOT_MET


def mapped(service: Service, mapping: Mapping) -> Mapped:
    """The mapped object as the store counts it."""
    hub = service.hub[mapping.hub_object]
    kinds: tuple[str | None, ...] = (mapping.kinds if hub.kinds else ()) or (None, *hub.kinds)
    return Mapped(
        connection=mapping.connection,
        crm_object=mapping.crm_object,
        hub_object=mapping.hub_object,
        queues=tuple(hub.queue(kind) for kind in kinds),
        kind_field=hub.kind_field,
        kinds=mapping.kinds if hub.kind_field is not None else (),
    )


def mapping_of(service: Service, connection: str, object: str) -> Mapping:
    """The mapping of a CRM object, or the first one of a hub object. Raises NotFound."""
    refuse_unknown(service, connection)
    found = [one for one in service.mappings if one.connection == connection]
    for name in ("crm_object", "hub_object"):
        for one in found:
            if getattr(one, name) == object:
                return one
    raise NotFound(
        f"{connection!r} has no mapping for {object!r}", advice="crmsync mappings list shows them."
    )


class Standees:
    """Records of one object that stand alike, with their values; why the mapping leaves one out, it is asked for each."""

    def __init__(self, service: Service, mapping: Mapping, rows: Iterable[Standee]) -> None:
        self._mapping = mapping
        self._records = service.store.records([row.record_id for row in rows if row.record_id])
        self._half = hub_half(mapping, service.hub[mapping.hub_object])
        self._phase = _phase_of(service, mapping)

    def word(self, one: Standee, stand: Stand) -> StandeeWord:
        record = self._records.get(one.record_id or "")
        unpaired = stand is Stand.EXCLUDED and not one.reason
        return StandeeWord(
            connection=self._mapping.connection,
            crm_object=self._mapping.crm_object,
            crm_id=one.crm_id,
            record_id=one.record_id,
            reason=self._why(record) if unpaired else one.reason,
            since=one.since,
            record=present.record(record) if record is not None else None,
        )

    def _why(self, record: HubRecord | None) -> str:
        told = why_unpaired(self._mapping, self._phase)
        if told != OUTSIDE or self._half is None or record is None:
            return told
        out = self._half.out_of(record.fields)
        return f"{OUTSIDE}: {out.reason}" if out is not None else NOT_MET


def _phase_of(service: Service, mapping: Mapping) -> Phase | None:
    for one in service.connections():
        for part in one.objects:
            if (one.name, part.crm_object) == (mapping.connection, mapping.crm_object):
                return part.phase
    return None


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


def _asked(service: Service, questions: Sequence[Item]) -> Iterable[CauseWord]:
    names = names_of(service.store, map(merged_in, questions))
    alike: defaultdict[tuple[str, str, str, str, str], list[Item]] = defaultdict(list)
    for one in questions:
        alike[(one.connection, one.object, one.kind.value, one.reason, one.advice)].append(one)
    for (connection, object, kind, _, advice), items in alike.items():
        first = min(items, key=lambda one: (one.opened_at, one.id))
        yield CauseWord(
            connection=connection,
            object=object,
            kind=kind,
            reason=reason_of(first, names),
            advice=advice,
            count=len(items),
            since=first.opened_at,
            record_id=first.record_id,
            item=first.id,
        )
