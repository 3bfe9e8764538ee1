"""What letting go does: the run that a brake stopped, or the rules whose fields have changed. Nothing is read from the CRM.

The answer itself writes a note and no record. What it sets in motion is told as far as the store knows it: every record
that is held back and how it will be sent, what was counted when the run was stopped, which rules go on and by which fields.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from core.answers import Verdict
from core.conflicts import Item, ItemKind
from core.drift import renamed
from core.errors import Conflicting
from core.jobs import Signal
from core.plans import Change, PlanItemKind
from core.records import HubRecord, Link, LinkState
from core.translate import Translation
from daemon.brakes import PULL, PUSH
from daemon.drift import waits_for_schema
from daemon.drift_notes import DriftNotes, accepted_by
from daemon.drift_words import names_of
from daemon.lane import Lane

if TYPE_CHECKING:
    from daemon.desk import Desk

_PAGE: Final = 500
_CALLS: Final = ("create", "update", "delete", "merge")


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """`held` are the records that will be sent, by kind of call; `bound` is what it was all told by."""

    kind: PlanItemKind
    note: str
    changes: tuple[Change, ...] = ()
    held: dict[str, frozenset[str]] = field(default_factory=dict)
    bound: tuple[object, ...] = ()


def release_of(desk: Desk, item: Item, verdict: Verdict) -> Release:
    """What this answer to a brake or to a changed field would do now. Raises Conflicting, Invalid."""
    lane = desk.lanes[item.connection]
    translation = lane.translations.get(item.object)
    if translation is None:
        raise Conflicting(f"{item.connection!r} does not map {item.object!r} any more")
    if item.kind is ItemKind.BRAKE:
        return _brake(lane, translation, item, verdict)
    return _changed_field(desk, lane, translation, item, verdict)


def call_for(record: HubRecord, states: set[LinkState]) -> str | None:
    """What a record that is due comes to in a CRM, by the states of its pairs there; None where nothing is sent."""
    if LinkState.MERGING in states:
        return "merge"
    if LinkState.LEAVING in states:
        return "delete"
    if record.deleted_at is not None:
        return "delete" if LinkState.LINKED in states else None
    if LinkState.LINKED in states:
        return "update"
    return None if states & {LinkState.DETACHED, LinkState.GONE} else "create"


# brakes ---------------------------------------------------------------------------------------------------------------
def _brake(lane: Lane, translation: Translation, item: Item, verdict: Verdict) -> Release:
    if not verdict.approve:
        note = "nothing is let go: the run is tried again as things are then, and stops again where it is still too much"
        return Release(kind=PlanItemKind.SETTLE, note=note)
    direction = str(item.detail.get("direction"))
    held = _held(lane, translation, None)
    signals = sorted(
        one.crm_id
        for one in _signals(lane)
        if one.object == item.object and not one.parked and one.waiting_for is None
    )
    other = PULL if direction == PUSH else PUSH
    stopped = lane.store.open_items(item.connection, item.object, [f"brake:{other}"])
    told = [_counted_then(item, direction)]
    if direction == PULL and signals:
        told.append(f"{len(signals)} records of {item.object} are known to wait for a look")
    if direction == PULL:
        told.append(f"record by record: crmsync plans make {item.connection}")
    if any(one.kind is ItemKind.BRAKE for one in stopped):
        told.append(f"what is to be sent waits on: a brake on the other way (brake:{other}) is open")
        held = {}
    elif sending := _counts(held):
        told.append(f"sent to {item.connection} then: {sending}")
    return Release(
        kind=PlanItemKind.RELEASE,
        note="; ".join(told),
        held=held,
        bound=(item.refreshed_at, signals, _listed(held)),
    )


def _counted_then(item: Item, direction: str) -> str:
    """What the run would have written when it was stopped."""
    planned, limit = item.detail.get("planned"), item.detail.get("limit")
    overwrites, deletes = item.detail.get("overwrites"), item.detail.get("deletes")
    parts = f"{overwrites} overwritten, {deletes} deleted" if overwrites is not None else f"{planned} in all"
    where = f"in {item.connection}" if direction == PUSH and deletes in (None, "0") else "in the hub"
    return f"one run passes that was stopped: {parts} {where}, where the mapping allows {limit}"


# changed fields -------------------------------------------------------------------------------------------------------
def _changed_field(desk: Desk, lane: Lane, translation: Translation, item: Item, verdict: Verdict) -> Release:
    rules = item.detail.get("rules")
    parked = rules if isinstance(rules, tuple) else ()
    told = DriftNotes(desk.store, item.connection, item.object).told
    if item.subject not in told:
        raise Conflicting("it has settled itself meanwhile")
    others = sorted(
        {rule for key, one in told.items() if key != item.subject for rule in one.rules} & set(parked)
    )
    mapping = translation.mapping
    bound = (mapping.version, mapping.layout, item.refreshed_at, others)
    if not verdict.approve:
        note = f"{names_of(parked)} goes on waiting, and nobody asks again"
        return Release(kind=PlanItemKind.SETTLE, note=note, bound=bound)
    taken = accepted_by(desk.store, item, verdict.option)
    free = tuple(rule for rule in parked if rule not in others)
    if taken.new is not None:
        version = renamed(mapping, ((taken.field, taken.new),)).version
        words = [
            f"{taken.new!r} is used in place of {taken.field!r}; the mapping in effect is version {version} then"
        ]
        changes: tuple[Change, ...] = ((taken.field, taken.field, taken.new),)
    else:
        words = [f"{taken.field!r} is taken as it is now; the mapping stays at version {mapping.version}"]
        before, after = item.detail.get("before"), item.detail.get("after")
        changes = ((taken.field, before, after),) if (before, after) != (None, None) else ()
    if free or not parked:
        words.append(f"{names_of(free)} goes on, unless it does not fit the field as the CRM has it then")
    if others:
        words.append(f"{names_of(others)} waits on, for another change")
    linked = lane.store.linked_count(item.connection, item.object)
    words.append(f"all {linked} pairs of {item.object} are compared once")
    # While anything else is parked, what waits is looked at and waits on.
    held = _held(lane, translation, waits_for_schema(item.object)) if not others else {}
    if sending := _counts(held):
        words.append(f"sent to {item.connection} then: {sending}")
    return Release(
        kind=PlanItemKind.RELEASE,
        note="; ".join(words),
        changes=changes,
        held=held,
        bound=(*bound, taken.note, _listed(held)),
    )


# what waits -----------------------------------------------------------------------------------------------------------
def _held(lane: Lane, translation: Translation, waiting_for: str | None) -> dict[str, frozenset[str]]:
    """The records that wait to be sent there, for this very reason, by how they will be."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    after: tuple[str, str] | None = None
    while page := lane.store.list_pending(connection=lane.connection, after=after, limit=_PAGE):
        after = (page[-1].connection, page[-1].record_id)
        ids = [
            one.record_id
            for one in page
            if one.object in translation.queues and not one.parked and one.waiting_for == waiting_for
        ]
        links: defaultdict[str, list[Link]] = defaultdict(list)
        for link in lane.store.links_of(ids, lane.connection):
            links[link.record_id].append(link)
        for id, record in lane.store.records(ids).items():
            call = call_for(record, {one.state for one in links[id]})
            if call is not None:
                found[call].add(id)
    return {call: frozenset(ids) for call, ids in found.items()}


def _signals(lane: Lane) -> Iterator[Signal]:
    after: tuple[str, str, str] | None = None
    while page := lane.store.list_signals(connection=lane.connection, after=after, limit=_PAGE):
        yield from page
        after = (page[-1].connection, page[-1].object, page[-1].crm_id)


def _counts(held: dict[str, frozenset[str]]) -> str:
    return ", ".join(f"{call} {len(held[call])}" for call in _CALLS if held.get(call))


def _listed(held: dict[str, frozenset[str]]) -> list[tuple[str, list[str]]]:
    return sorted((call, sorted(ids)) for call, ids in held.items())
