"""Brakes at work: a stopped run leaves a question, and nothing of its kind runs until a person has answered it."""

from __future__ import annotations

from collections.abc import Mapping as MappingOf
from collections.abc import Sequence

from core.conflicts import ItemKind
from core.jobs import RunOutcome
from core.records import RemoteRecord
from core.sync.guard import Stop, guard
from core.sync.pair import plan_pair
from core.translate import Translation
from daemon.filtered import flows
from daemon.lane import Lane
from daemon.runs import Running
from daemon.sight import look, pair_of, references_for

PULL, PUSH = "pull", "push"
CHUNK = 200  # records looked at together


def braked(lane: Lane, translation: Translation, direction: str = PULL) -> bool:
    """Whether a question of a stopped run is still open."""
    return bool(_open(lane, translation, direction))


def set_brake(
    lane: Lane,
    translation: Translation,
    run: Running,
    *,
    overwrites: int,
    deletes: int,
    direction: str = PULL,
) -> bool:
    """Stop this run if it would change too much and nobody has allowed it; True if it is stopped."""
    mapping = translation.mapping
    if overwrites + deletes <= mapping.brake.least:
        return False
    linked = lane.store.linked_count(lane.connection, mapping.crm_object)
    stop = guard(mapping.brake, linked=linked, overwrites=overwrites, deletes=deletes)
    if stop is None or lane.store.note(allowance(lane.connection, mapping.crm_object, direction)) is not None:
        return False
    counted = {"overwrites": str(overwrites), "deletes": str(deletes)}
    _ask(lane, translation, run, stop, direction, counted)
    return True


def overwrites_of(lane: Lane, translation: Translation, remotes: Sequence[RemoteRecord]) -> int:
    """How many of these linked records, which differ from what is known, would overwrite something in the hub.

    A record may differ for ever without changing anything: its parent is not to be had, or a value does not convert.
    """
    found = 0
    for at in range(0, len(remotes), CHUNK):
        chunk = remotes[at : at + CHUNK]
        links = lane.store.links(lane.connection, translation.mapping.crm_object, [one.id for one in chunk])
        sight = look(lane, [link.record_id for link in links.values()])
        references = references_for(lane, translation, remotes=chunk, records=sight.records.values())
        for remote in chunk:
            link = links.get(remote.id)
            hub = sight.records.get(link.record_id) if link is not None else None
            if link is not None and hub is not None and flows(translation, hub, remote):
                pair = pair_of(lane, translation, sight, link, remote, references)
                found += plan_pair(translation, pair).hub_overwrites > 0
    return found


def release_brake(lane: Lane, translation: Translation, direction: str = PULL) -> None:
    """A run went through: what a person allowed was for that one run."""
    name = allowance(lane.connection, translation.mapping.crm_object, direction)
    if lane.store.note(name) is not None:
        lane.store.set_note(name, None)


def allowance(connection: str, crm_object: str, direction: str) -> str:
    """The note by which a person lets one run pass."""
    return f"brake-allowed/{connection}/{crm_object}/{direction}"


def _open(lane: Lane, translation: Translation, direction: str) -> list[object]:
    crm_object = translation.mapping.crm_object
    return [
        item
        for item in lane.store.open_items(lane.connection, crm_object, [f"brake:{direction}"])
        if item.kind is ItemKind.BRAKE
    ]


def _ask(
    lane: Lane,
    translation: Translation,
    run: Running,
    stop: Stop,
    direction: str,
    counted: MappingOf[str, str],
) -> None:
    books = lane.books(run)
    crm_object = translation.mapping.crm_object
    subject = f"brake:{direction}"
    books.open_item(
        ItemKind.BRAKE,
        connection=lane.connection,
        object=crm_object,
        subject=subject,
        reason=stop.reason,
        advice="Look at what changed in the CRM, field by field where you like: crmsync plans make "
        f"{lane.connection}. Approve to let this one run pass; dismiss to try again as it is then.",
        detail={"direction": direction, "planned": str(stop.planned), "limit": str(stop.limit), **counted},
        known=lane.store.open_items(lane.connection, crm_object, [subject]),
    )
    books.note(
        "brake",
        by="system",
        cause=f"run:{run.id}",
        connection=lane.connection,
        object=crm_object,
        note=stop.reason,
    )
    lane.commit(books, run, RunOutcome.STOPPED, stop.reason)
