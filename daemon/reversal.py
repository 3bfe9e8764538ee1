"""Taking a decision back: the question is open again, with the values it was about, as far as the world still allows."""

from __future__ import annotations

from collections.abc import Mapping as MappingOf
from dataclasses import replace
from datetime import UTC, datetime

from core.conflicts import DELETION, Conflict, ConflictState, Settlement
from core.contests import ContestOutcome
from core.errors import Conflicting
from core.records import HubRecord, LinkState
from core.store.base import Store
from core.sync.books import Books, Edit
from daemon.lane import Lane

REVERSAL = "reversal"  # the audit entry's kind


def take_back(
    store: Store, lanes: MappingOf[str, Lane], books: Books, conflict: Conflict, *, by: str
) -> Conflict:
    """Book the reversal of a resolution: the hub's fields return to what they held, and both values are offered again.

    Raises Conflicting where the conflict is not resolved, another is open, the pair is no more, or somebody changed a
    field since.
    """
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
    cause, resolver = f"conflict:{conflict.id}", conflict.resolved_by or ""
    told = f"{conflict.rule}: {conflict.resolution.value if conflict.resolution else ''} by {resolver} was taken back"
    # The version rises even where no field changes: a lane that is looking at the pair must look again.
    books.change(record, edits, by=by, cause=cause, kind="resolve", note=told)
    books.note(REVERSAL, record, by=by, cause=cause, connection=conflict.link[0], note=told)
    lost = conflict.lost if conflict.crm in conflict.lost else (*conflict.lost, conflict.crm)
    reopened = replace(
        conflict,
        state=ConflictState.OPEN,
        hub=replace(conflict.hub, values=settled.before),
        lost=lost,  # our own write may have overwritten it there: a choice is a choice only while it is kept here
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
    books.count_resolved(conflict, record, resolver, n=-1)
    books.count_conflict(ContestOutcome.REVERSED, conflict, record)
    return reopened


def _settlement(conflict: Conflict) -> Settlement:
    if conflict.state is not ConflictState.RESOLVED:
        raise Conflicting(
            f"conflict {conflict.id!r} is {conflict.state.value}: there is no resolution to take back",
            advice="crmsync conflicts list --state resolved shows those there are.",
        )
    if conflict.rule == DELETION:
        raise Conflicting(
            "a decision about a delete is not taken back like a value",
            advice=f"crmsync records restore {conflict.record_id}, or delete the record again.",
        )
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


def _moment(at: int) -> str:
    return f"{datetime.fromtimestamp(at / 1_000, UTC):%Y-%m-%d %H:%M:%S} UTC"
