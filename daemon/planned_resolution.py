"""What settling one conflict would write: the item of a plan, and the records each connection would be sent for it."""

from __future__ import annotations

from collections.abc import Mapping as MappingOf
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING, Final, TypeAlias

import msgspec

from core.answers import Resolution, told_of
from core.conflicts import DELETION, Choice, Conflict, ConflictState
from core.errors import Conflicting, Invalid, NotFound
from core.mapping import Direction
from core.plans import Change, PlanItem, PlanItemKind, PlanItemState
from core.records import Fields, HubRecord, LinkState
from daemon.answering import choice_of, trial
from daemon.crm_side import crm_side, sent_there
from daemon.endings import ends

if TYPE_CHECKING:
    from daemon.desk import Desk

Reach: TypeAlias = MappingOf[tuple[str, str], frozenset[str]]  # by (connection, kind of call), the records
FETCH: Final = "fetch"  # a call that reads; every other kind sends a record
_CALLS: Final = {
    PlanItemKind.DELETE_HUB: "delete",
    PlanItemKind.DELETE_CRM: "delete",
    PlanItemKind.RESTORE_HUB: "create",
    PlanItemKind.CREATE_CRM: "create",
}


def planned_resolution(
    desk: Desk, conflict: Conflict, resolution: Resolution, by: str
) -> tuple[PlanItem, Reach]:
    """What settling this conflict so would do now, as an item that belongs to no plan yet.

    Its `op` is the conflict, its `digest` is of both sides as they are. SKIPPED, with the reason, where it cannot be.
    """
    record = desk.store.records([conflict.record_id]).get(conflict.record_id)
    connection, crm_object, crm_id = conflict.link
    item = PlanItem(
        plan="",
        n=0,
        kind=PlanItemKind.CONFLICT,
        object=crm_object,
        record_id=conflict.record_id,
        crm_id=crm_id,
        hub_version=record.version if record is not None else 0,
        digest=_digest(conflict),
        op=conflict.id,
        note=f"conflict {conflict.id}, {conflict.rule} of {connection}: {told_of(resolution)}",
    )
    try:
        if record is None:
            raise Conflicting("its record is gone")
        if conflict.state is not ConflictState.OPEN:
            raise Conflicting(f"it is {conflict.state.value} already")
        if connection not in desk.lanes:
            raise Conflicting(f"{connection!r} is not connected")
        choice, values = choice_of(desk, conflict, resolution, desk.now())
        if choice is Choice.VALUE:
            trial(desk, conflict, Resolution(choice=choice, values=values), by)
        kind, changes = _effect(desk, conflict, record, choice, values)
    except (Conflicting, Invalid, NotFound) as error:
        return replace(item, state=PlanItemState.SKIPPED, note=f"{item.note}; left alone: {error}"), {}
    if resolution.choice is None:
        item = replace(item, note=f"{item.note}: {told_of(Resolution(choice=choice, values=values))}")
    item = replace(item, kind=kind, changes=changes)
    call = _CALLS.get(kind, "update")
    reached = _reached(desk, conflict, record, item, choice)
    return item, {(name, call): frozenset({record.id}) for name in reached}


def _effect(
    desk: Desk, conflict: Conflict, record: HubRecord, choice: Choice, values: Fields
) -> tuple[PlanItemKind, tuple[Change, ...]]:
    if conflict.rule == DELETION:
        return _deletion(desk, conflict, record, choice), ()
    if record.deleted_at is not None:
        raise Conflicting("its record is deleted")
    match choice:
        case Choice.HUB:
            wanted: Fields = {}
        case Choice.CRM:
            wanted = crm_side(desk.lanes, conflict, record)
        case Choice.VALUE:
            wanted = desk.given(conflict, record, values)
    taken = tuple(
        (name, record.fields.get(name), value)
        for name, value in wanted.items()
        if record.fields.get(name) != value
    )
    if taken:
        return PlanItemKind.UPDATE_HUB, taken
    changes = () if choice is Choice.CRM else sent_there(desk.lanes, conflict, record.fields)
    return (PlanItemKind.UPDATE_CRM if changes else PlanItemKind.SETTLE), changes


def _deletion(desk: Desk, conflict: Conflict, record: HubRecord, choice: Choice) -> PlanItemKind:
    if ends(conflict, choice):
        return PlanItemKind.DELETE_HUB if record.deleted_at is None else PlanItemKind.DELETE_CRM
    if record.deleted_at is not None:
        return PlanItemKind.RESTORE_HUB
    return PlanItemKind.SETTLE if _lives_there(desk, conflict, record) else PlanItemKind.CREATE_CRM


def _lives_there(desk: Desk, conflict: Conflict, record: HubRecord) -> bool:
    """Whether a copy of it rests there because an answer was taken back."""
    links = desk.store.links_of([record.id], conflict.link[0])
    return any(one.state in (LinkState.LINKED, LinkState.LEAVING) for one in links)


def _digest(conflict: Conflict) -> str:
    sides = (conflict.rule, conflict.hub.values, conflict.crm.values)
    return sha256(msgspec.json.encode(sides)).hexdigest()[:16]


def _reached(desk: Desk, conflict: Conflict, record: HubRecord, item: PlanItem, choice: Choice) -> set[str]:
    """The connections that are sent the record because of this item."""
    home, routes = conflict.link[0], desk.routes
    match item.kind:
        case PlanItemKind.UPDATE_CRM | PlanItemKind.CREATE_CRM | PlanItemKind.DELETE_CRM:
            return {home}
        case PlanItemKind.DELETE_HUB if _lives_there(desk, conflict, record):
            return set(routes.connections(record))
        case PlanItemKind.RESTORE_HUB | PlanItemKind.DELETE_HUB:
            return set(routes.connections(record)) - {home}
        case PlanItemKind.UPDATE_HUB:
            fields = {name for name, _, _ in item.changes}
            sending = {
                one.connection
                for one in routes.mappings.get(record.object, ())
                for rule in one.rules
                if fields.intersection(rule.hub) and rule.direction is not Direction.TO_HUB
            }
            told = sending & set(routes.connections(record))
            return told if choice is Choice.VALUE else told - {home}
        case _:
            return set()
