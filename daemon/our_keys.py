"""What our creates have made where the CRM keeps no key of ours: in objects that have no room for it.

Elsewhere the CRM tells the key itself. Without it what a lost create has made would come in with the changes as a stranger's
record, and the hub would have it twice; and it could not be looked up before the create is repeated. Such a record is known
by an id that follows from our key (`Abilities.unmarked`), or by what it holds (`Abilities.by_content`, core/sync/alike.py).
"""

from __future__ import annotations

from collections.abc import Mapping as MappingOf
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from adapters.base import TellsLately, WriteOutcome
from core.jobs import Attempt, AttemptKind
from core.records import RemoteRecord
from core.sync.alike import claims, may_be
from core.translate import Translation
from daemon.adopt import not_others
from daemon.lane import Lane

MARGIN_MS: Final = 15 * 60_000  # our clock and the CRM's may go at different speeds while a create is unknown


def with_our_keys(
    lane: Lane, translation: Translation, remotes: Sequence[RemoteRecord]
) -> Sequence[RemoteRecord]:
    """The records, with our key on those that an open create of ours has made."""
    crm_object, abilities = translation.mapping.crm_object, lane.adapter.abilities
    if crm_object not in abilities.unmarked | abilities.by_content:
        return remotes
    creates = open_creates(lane, crm_object)
    if not creates:
        return remotes
    if crm_object in abilities.by_content:
        made = claims(translation, creates, _unknown(lane, crm_object, remotes))
        markers = {one.op: one.marker for one in creates}
        keys = {remote.id: markers[op] for op, remote in made.items()}
    else:
        keys = {
            remote.id: one.marker
            for one in creates
            for remote in remotes
            if not remote.deleted and lane.adapter.is_of(crm_object, remote, one)
        }
    return [replace(one, marker=keys[one.id]) if one.id in keys else one for one in remotes]


@dataclass(frozen=True, slots=True)
class Made:
    """What creates have made, by op; `doubtful` are records that may be of some of the others, by CRM id."""

    by: MappingOf[str, tuple[RemoteRecord, ...]]
    doubtful: MappingOf[str, tuple[Attempt, ...]] = field(default_factory=dict)


def made_by(lane: Lane, translation: Translation, creates: Sequence[Attempt], *, at: int) -> Made:
    """What these creates have made as far as the CRM shows it at `at` (our clock, ms). Raises RemoteError."""
    mapping, adapter = translation.mapping, lane.adapter
    if mapping.crm_object in adapter.abilities.by_content and isinstance(adapter, TellsLately):
        within = at - min(one.started for one in creates) + MARGIN_MS
        lately = adapter.lately(mapping.crm_object, mapping.crm_fields, within)
        # Those that are still held choose too, or one of these might take what is theirs.
        every = {one.op: one for one in (*creates, *open_creates(lane, mapping.crm_object))}
        unknown = _unknown(lane, mapping.crm_object, lately)
        made = claims(translation, every.values(), unknown)
        taken = {one.id for one in made.values()}
        left = [one for one in creates if one.op not in made]
        doubtful = {one.id: suspects(translation, left, one) for one in unknown if one.id not in taken}
        return Made(
            {one.op: (made[one.op],) for one in creates if one.op in made},
            {id: some for id, some in doubtful.items() if some},
        )
    found = adapter.find(mapping.crm_object, mapping.crm_fields, [one.marker for one in creates])
    ours = {one.op: not_others(lane, one, found.get(one.marker, ())) for one in creates}
    return Made({op: records for op, records in ours.items() if records})


def made_before(
    lane: Lane, translation: Translation, taken: Sequence[tuple[Attempt, WriteOutcome]]
) -> dict[str, tuple[RemoteRecord, ...]]:
    """By op, the records in the way of these creates, which are earlier tries of ours. Raises RemoteError."""
    mapping, adapter = translation.mapping, lane.adapter
    found: dict[str, tuple[RemoteRecord, ...]]
    if mapping.crm_object in adapter.abilities.by_content:
        ids = {attempt.op: outcome.crm_id or "" for attempt, outcome in taken}
        there = adapter.fetch(mapping.crm_object, mapping.crm_fields, [id for id in ids.values() if id])
        found = {one.marker: (there[ids[one.op]],) for one, _ in taken if ids[one.op] in there}
    else:
        markers = [one.marker for one, _ in taken]
        found = adapter.find(mapping.crm_object, mapping.crm_fields, markers)
    ours = {one.op: not_others(lane, one, found.get(one.marker, ())) for one, _ in taken}
    return {op: records for op, records in ours.items() if records}


def suspects(
    translation: Translation, creates: Sequence[Attempt], remote: RemoteRecord
) -> tuple[Attempt, ...]:
    """The creates of which one may have made this record, which a person has edited since."""
    return tuple(one for one in creates if may_be(translation, one, remote))


def open_creates(lane: Lane, crm_object: str) -> list[Attempt]:
    """Creates of this object of which nobody knows what became of them."""
    return [
        one
        for one in lane.store.open_attempts(lane.connection)
        if one.kind is AttemptKind.CREATE and one.object == crm_object
    ]


def _unknown(lane: Lane, crm_object: str, remotes: Sequence[RemoteRecord]) -> list[RemoteRecord]:
    """Those that have never been a pair with a hub record."""
    links = lane.store.links(lane.connection, crm_object, [one.id for one in remotes])
    return [one for one in remotes if one.id not in links]
