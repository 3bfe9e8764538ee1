"""What our creates have made where the CRM keeps no key of ours: in objects that have no room for it.

Elsewhere the CRM tells the key itself. Without it what a lost create has made would come in with the changes as a stranger's
record, and the hub would have it twice; and it could not be looked up before the create is repeated. Such a record is known
by an id that follows from our key (`Abilities.unmarked`), or by what it holds (`Abilities.by_content`, core/sync/alike.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from adapters.base import TellsLately, WriteOutcome
from core.jobs import Attempt, AttemptKind
from core.records import RemoteRecord
from core.sync.alike import claims
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
    creates = _open_creates(lane, crm_object)
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


def made_by(
    lane: Lane, translation: Translation, creates: Sequence[Attempt], *, at: int
) -> dict[str, tuple[RemoteRecord, ...]]:
    """By op, what these creates have made as far as the CRM shows it at `at` (our clock, ms). Raises RemoteError."""
    mapping, adapter = translation.mapping, lane.adapter
    if mapping.crm_object in adapter.abilities.by_content and isinstance(adapter, TellsLately):
        within = at - min(one.started for one in creates) + MARGIN_MS
        lately = adapter.lately(mapping.crm_object, mapping.crm_fields, within)
        # Those that are still held choose too, or one of these might take what is theirs.
        every = {one.op: one for one in (*creates, *_open_creates(lane, mapping.crm_object))}
        made = claims(translation, every.values(), _unknown(lane, mapping.crm_object, lately))
        return {one.op: (made[one.op],) for one in creates if one.op in made}
    found = adapter.find(mapping.crm_object, mapping.crm_fields, [one.marker for one in creates])
    ours = {one.op: not_others(lane, one, found.get(one.marker, ())) for one in creates}
    return {op: records for op, records in ours.items() if records}


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


def _open_creates(lane: Lane, crm_object: str) -> list[Attempt]:
    return [
        one
        for one in lane.store.open_attempts(lane.connection)
        if one.kind is AttemptKind.CREATE and one.object == crm_object
    ]


def _unknown(lane: Lane, crm_object: str, remotes: Sequence[RemoteRecord]) -> list[RemoteRecord]:
    """Those that have never been a pair with a hub record."""
    links = lane.store.links(lane.connection, crm_object, [one.id for one in remotes])
    return [one for one in remotes if one.id not in links]
