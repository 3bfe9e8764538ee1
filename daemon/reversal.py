"""Taking a decision back: the question is open again, with the values it was about, as far as the world still allows."""

from __future__ import annotations

from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from core.conflicts import DELETION, Conflict, ConflictState, Settlement
from core.contests import ContestOutcome
from core.errors import Conflicting
from core.records import HubRecord, Link, LinkState
from core.store.base import Store
from core.sync.books import Books, Edit
from daemon.ending_reversal import EndReversal
from daemon.lane import Lane

REVERSAL = "reversal"  # the audit entry's kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Reversal:
    """A resolution that is taken back: the conflict as it is then, what is undone, and what cannot be had back as it was."""

    conflict: Conflict
    does: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()


def take_back(
    store: Store, lanes: MappingOf[str, Lane], books: Books, conflict: Conflict, *, by: str
) -> Reversal:
    """Book the reversal of a resolution: the hub's fields return to what they held, and both values are offered again.

    What became of a record that was deleted on one side and edited on the other is undone likewise. Raises Conflicting
    where the conflict is not resolved, another is open, the pair is no more, or somebody changed a field since.
    """
    _refuse_unsettled(conflict)
    if conflict.rule == DELETION:
        return _take_end_back(store, lanes, books, conflict, by)
    settled = _settlement(conflict)
    record = _still_paired(store, lanes, conflict)
    for name, after in zip(conflict.hub_fields, settled.after, strict=True):
        if record.fields.get(name) != after:
            edit = record.edit_of(name)
            raise Conflicting(
                f"{name!r} was changed since, by {edit.by} at {_moment(edit.at)}",
                advice="Edit the record instead: taking the resolution back would lose that change.",
            )
    before = dict(zip(conflict.hub_fields, settled.before, strict=True))
    edits = {
        name: Edit(value=value, by=by, at=books.at)
        for name, value in before.items()
        if record.fields.get(name) != value
    }
    cause, told = f"conflict:{conflict.id}", _told(conflict)
    # The version rises even where no field changes: a lane that is looking at the pair must look again.
    books.change(record, edits, by=by, cause=cause, kind="resolve", note=told)
    books.note(REVERSAL, record, by=by, cause=cause, connection=conflict.link[0], note=told)
    lost = conflict.lost if conflict.crm in conflict.lost else (*conflict.lost, conflict.crm)
    # Our own write may have overwritten the CRM's value there: a choice is a choice only while it is kept here.
    offered = replace(conflict, hub=replace(conflict.hub, values=settled.before), lost=lost)
    changes = ", ".join(f"{name}: {value}" for name, value in before.items() if name in edits)
    does = (f"the hub's fields return to what they held ({changes})",) if changes else ()
    return Reversal(conflict=_reopen(books, conflict, offered, record), does=does)


def _take_end_back(
    store: Store, lanes: MappingOf[str, Lane], books: Books, conflict: Conflict, by: str
) -> Reversal:
    record, link = _once_paired(store, lanes, conflict)
    work = EndReversal(store=store, lanes=lanes, books=books, conflict=conflict, by=by)
    record = work.undo(record, link)
    told = "; ".join((_told(conflict), *work.does, *work.lost))
    cause = f"conflict:{conflict.id}"
    books.note(REVERSAL, record, by=by, cause=cause, connection=conflict.link[0], note=told)
    reopened = _reopen(books, conflict, conflict, record)
    return Reversal(conflict=reopened, does=tuple(work.does), lost=tuple(work.lost))


def _told(conflict: Conflict) -> str:
    choice = conflict.resolution.value if conflict.resolution else ""
    return f"{conflict.rule}: {choice} by {conflict.resolved_by or ''} was taken back"


def _reopen(books: Books, conflict: Conflict, offered: Conflict, record: HubRecord) -> Conflict:
    reopened = replace(
        offered,
        state=ConflictState.OPEN,
        refreshed_at=books.at,
        resolution=None,
        resolved_by=None,
        resolved_at=None,
        settled=None,
        snoozed_until=None,
        assigned_to=None,
        assigned_by=None,
        note="",
    )
    books.replace_conflict(conflict, reopened)
    books.count_resolved(conflict, record, conflict.resolved_by or "", n=-1)
    books.count_conflict(ContestOutcome.REVERSED, conflict, record)
    return reopened


def _refuse_unsettled(conflict: Conflict) -> None:
    if conflict.state is not ConflictState.RESOLVED:
        raise Conflicting(
            f"conflict {conflict.id!r} is {conflict.state.value}: there is no resolution to take back",
            advice="crmsync conflicts list --state resolved shows those there are.",
        )


def _settlement(conflict: Conflict) -> Settlement:
    if conflict.settled is None:
        raise Conflicting(
            f"conflict {conflict.id!r} was settled by an earlier version, which did not keep what it wrote",
            advice=f"crmsync activity --record {conflict.record_id} shows the values; edit the record.",
        )
    return conflict.settled


def _still_paired(store: Store, lanes: MappingOf[str, Lane], conflict: Conflict) -> HubRecord:
    record = store.records([conflict.record_id]).get(conflict.record_id)
    connection, crm_object, crm_id = conflict.link
    link = store.links(connection, crm_object, [crm_id]).get(crm_id)
    if record is None or record.deleted_at is not None:
        raise Conflicting(
            f"record {conflict.record_id!r} is deleted",
            advice=f"crmsync records restore {conflict.record_id} first.",
        )
    if link is None or link.state is not LinkState.LINKED or link.record_id != record.id:
        raise Conflicting(
            f"the record is not linked to {crm_object} {crm_id} of {connection} any more",
            advice="Edit the record instead.",
        )
    lane = lanes.get(connection)
    translation = lane.translations.get(crm_object) if lane is not None else None
    if translation is None or all(one.name != conflict.rule for one in translation.every_rule):
        raise Conflicting(
            f"the mapping has no rule {conflict.rule!r} any more", advice="Edit the record instead."
        )
    for one in store.open_conflicts([record.id], connection):
        if (one.link, one.rule) == (conflict.link, conflict.rule):
            raise Conflicting(
                f"a newer conflict about {conflict.rule!r} is open",
                advice=f"Answer conflict {one.id} instead.",
            )
    return record


def _once_paired(store: Store, lanes: MappingOf[str, Lane], conflict: Conflict) -> tuple[HubRecord, Link]:
    """The record whose end was decided, living or not, and the pair that was asked about."""
    record = store.records([conflict.record_id]).get(conflict.record_id)
    connection, crm_object, crm_id = conflict.link
    link = store.links(connection, crm_object, [crm_id]).get(crm_id)
    if record is None or record.merged_into is not None or link is None or link.record_id != record.id:
        raise Conflicting(
            f"{crm_object} {crm_id} of {connection} and the record are no pair any more",
            advice=f"crmsync records history {conflict.record_id} shows what became of it.",
        )
    lane = lanes.get(connection)
    if lane is None or crm_object not in lane.translations:
        raise Conflicting(
            f"{connection!r} is not connected, or does not map {crm_object!r} any more",
            advice=f"Look at it: crmsync connections show {connection}",
        )
    asked = [one for one in store.open_conflicts([record.id]) if one.rule == DELETION]
    if asked:
        raise Conflicting(
            "a question about the record's end is open", advice=f"Answer conflict {asked[0].id!r}."
        )
    return record, link


def _moment(at: int) -> str:
    return f"{datetime.fromtimestamp(at / 1_000, UTC):%Y-%m-%d %H:%M:%S} UTC"
