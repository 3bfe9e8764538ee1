"""Merges seen in a CRM: the pair goes on under the id that is left, or two hub records become one (`daemon/joining.py`).

What the winner and the loser hold otherwise was for whoever merged to choose, as far as the CRM showed it. A value that
it did not show is asked about.
"""

from __future__ import annotations

from collections.abc import Mapping as MappingOf
from dataclasses import replace

from core.conflicts import ItemKind
from core.jobs import AttemptKind
from core.records import UNSET, HubRecord, Link, LinkState, RemoteRecord, Value
from core.store.base import Store
from core.sync.books import Books
from core.translate import Translation
from daemon.answered import close_all, close_item, settle
from daemon.heirs import heirs_of
from daemon.joining import (
    LOSERS_VALUES,
    VALUES,
    ask_in_hub,
    close_proposal,
    hand_over,
    linked_now,
    merge_records,
    propose,
)
from daemon.lane import Lane
from daemon.sight import Sight, unsent
from daemon.waiting import tell


def take_merge(
    lane: Lane,
    translation: Translation,
    sight: Sight,
    link: Link,
    remote: RemoteRecord,
    winners: MappingOf[str, Link],
    books: Books,
    *,
    cause: str,
) -> None:
    """The CRM record of a link was merged into another: the link follows, or its hub record is merged as well."""
    winner_id = remote.merged_into or ""
    # Where a merge makes a new record, winner and loser come in one batch: whoever came first has the new id.
    other = books.links.get((link.connection, link.crm_object, winner_id)) or winners.get(winner_id)
    hub = sight.records[link.record_id]
    if other is None and _is_being_made(lane, translation):
        # The winner may be a create of ours that we have not heard of; whose it is must be known first.
        tell(lane, books, link.crm_object, link.crm_id, at=books.at + lane.pace.retry_least, why="a merge")
        return
    books.counts["merged"] += 1
    tell(lane, books, link.crm_object, winner_id, at=books.at, why="the winner of a merge")
    if other is None or other.state is LinkState.ORPHAN or not other.record_id:
        _follow_link(lane, link, hub, winner_id, books, cause=cause)
        return
    if hub.deleted_at is None and _same(lane.store, other.record_id, hub.id):
        # What was merged away in the hub is what stays in this CRM: its record is this one's now.
        _follow_link(lane, link, hub, winner_id, books, cause=cause, fresh=True)
        return
    kept = _living(lane.store, sight, other.record_id)
    linked = kept is not None and other.state is LinkState.LINKED and kept.id == other.record_id
    contested = sight.deletion(hub.id) is not None or (
        kept is not None and sight.deletion(kept.id) is not None
    )
    asks = hub.deleted_at is None and (not linked or contested)
    close_all(sight.items.get(hub.id, ()), lane.connection, link.crm_object, books)
    state = LinkState.GONE if asks else LinkState.DELETED
    books.links[link.key] = replace(link, state=state, seen=hub.version)
    settle(lane, sight, hub, books)
    books.note(
        "unlink",
        hub,
        by=lane.actor,
        cause=cause,
        connection=lane.connection,
        note=f"{link.crm_id} was merged into {winner_id}",
    )
    if hub.deleted_at is not None:
        return
    if asks or kept is None:
        ask_in_hub(lane.store, books, link, hub.id, other.record_id, known=sight.items.get(hub.id, ()))
        return
    unseen = _unseen(lane, translation, link, hub, kept)
    kept = merge_records(
        lane.store, books, hub, kept, by=lane.actor, cause=cause, where=lane.connection, skip=link
    )
    sight.records[kept.id] = kept
    sight.records[hub.id] = books.records[hub.id].record
    if unseen:
        _ask_values(lane.store, books, link, hub, kept, unseen)


def take_ended(
    lane: Lane,
    translation: Translation,
    sight: Sight,
    link: Link,
    remote: RemoteRecord | None,
    winners: MappingOf[str, Link],
    books: Books,
    *,
    cause: str,
) -> None:
    """A record whose hub record was merged away has ended in this CRM too: by a merge, ours or another, or a delete."""
    hub = sight.records[link.record_id]
    into = remote.merged_into if remote is not None else None
    other = books.links.get((link.connection, link.crm_object, into or "")) or winners.get(into or "")
    if into is not None and other is None and _is_being_made(lane, translation):
        tell(lane, books, link.crm_object, link.crm_id, at=books.at + lane.pace.retry_least, why="a merge")
        return
    books.check(hub)
    books.links[link.key] = replace(link, state=LinkState.DELETED, seen=hub.version)
    how = f"merged into {into}" if into is not None else "deleted"
    close_proposal(lane.store, link, books, f"{how} there")
    books.note(
        "unlink",
        hub,
        by=lane.actor,
        cause=cause,
        connection=lane.connection,
        note=f"{link.crm_id} was {how}",
    )
    if into is None:
        return
    tell(lane, books, link.crm_object, into, at=books.at, why="the winner of a merge")
    heir = heirs_of(lane.store, [hub.id]).get(hub.id)
    if other is None and heir is not None and heir.deleted_at is None:
        # It was merged with a stranger, or into a new id: what is left is still a second record of the heir's.
        _still_two(lane, link, hub, heir, into, books)
    if other is None or heir is None or other.state is not LinkState.LINKED:
        return
    kept = _living(lane.store, sight, other.record_id)
    if kept is not None and heir.deleted_at is None and kept.id != heir.id:
        # Two merges that contradict each other: the same record went into one here and into another elsewhere.
        ask_in_hub(
            lane.store,
            books,
            link,
            heir.id,
            kept.id,
            reason=f"{hub.id} was merged into this record elsewhere, and into {kept.id} in {link.connection}",
        )


def _still_two(lane: Lane, link: Link, hub: HubRecord, heir: HubRecord, into: str, books: Books) -> None:
    moved = replace(link, crm_id=into, remote_version=0, state=LinkState.MERGED)
    served = linked_now(lane, heir.id, books)
    if served is None:
        hand_over(books, moved, heir)
        return
    books.links[moved.key] = moved
    propose(lane.store, books, moved, served, hub, heir, where=lane.connection)


def _is_being_made(lane: Lane, translation: Translation) -> bool:
    return any(
        one.kind is AttemptKind.CREATE and one.object == translation.mapping.crm_object
        for one in lane.store.open_attempts(lane.connection)
    )


def _follow_link(
    lane: Lane,
    link: Link,
    hub: HubRecord,
    winner: str,
    books: Books,
    *,
    cause: str,
    fresh: bool = False,
) -> None:
    """The pair goes on under the id that is left. The old id stays known: should it come back, it is no stranger."""
    books.check(hub)
    books.links[link.key] = replace(link, state=LinkState.DELETED)
    for item in lane.store.open_items(lane.connection, link.crm_object, [winner]):
        if item.kind in (ItemKind.AMBIGUOUS, ItemKind.MERGE):
            close_item(item, books, "a merge has told which record it is")
    moved = replace(link, crm_id=winner, remote_version=0, state=LinkState.LINKED)
    if fresh:
        unset_hub, unset_crm = (UNSET,) * len(link.base_hub), (UNSET,) * len(link.base_crm)
        moved = replace(moved, base_hub=unset_hub, base_crm=unset_crm, seen=0)
    books.links[moved.key] = moved
    for item in lane.store.items_of([hub.id], lane.connection):
        if (
            item.kind is ItemKind.MERGE
            and item.detail.get("winner") == link.crm_id
            and item.id not in books.items
        ):
            books.items[item.id] = replace(item, detail={**item.detail, "winner": winner})
    for conflict in lane.store.open_conflicts([hub.id], lane.connection):
        if conflict.link == link.key:
            books.replace_conflict(conflict, replace(conflict, link=moved.key))
    books.touch(hub, connection=lane.connection)
    books.note(
        "link",
        hub,
        by=lane.actor,
        cause=cause,
        connection=lane.connection,
        note=f"{link.crm_id} was merged into {winner}",
    )


def _same(store: Store, id: str, record_id: str) -> bool:
    heir = heirs_of(store, [id]).get(id)
    return (heir.id if heir is not None else id) == record_id


def _living(store: Store, sight: Sight, id: str) -> HubRecord | None:
    """The record as this step knows it, or the one it was merged into; None where that is deleted."""
    record = sight.records.get(id) or store.records([id]).get(id)
    if record is not None and record.merged_into is not None:
        record = heirs_of(store, [id]).get(id)
    return record if record is not None and record.deleted_at is None else None


def _unseen(
    lane: Lane, translation: Translation, link: Link, loser: HubRecord, winner: HubRecord
) -> dict[str, tuple[Value, Value]]:
    """Values of the loser that the winner has otherwise and that whoever merged in the CRM cannot have seen there."""
    shown = set(translation.mapping.hub_fields) - unsent(lane, translation, link, loser)
    return {
        name: (held, value)
        for name, value in loser.fields.items()
        if value is not None
        and name not in shown
        and (held := winner.fields.get(name)) is not None
        and held != value
        and not translation.hub.fields[name].type.is_reference
    }


def _ask_values(
    store: Store,
    books: Books,
    link: Link,
    loser: HubRecord,
    winner: HubRecord,
    unseen: MappingOf[str, tuple[Value, Value]],
) -> None:
    detail: dict[str, Value] = {"ask": VALUES, "from": loser.id, "fields": tuple(sorted(unseen))}
    for name, (kept, lost) in unseen.items():
        detail[f"kept.{name}"] = kept
        detail[f"lost.{name}"] = lost
    books.open_item(
        ItemKind.MERGE,
        connection=link.connection,
        object=link.crm_object,
        subject=link.crm_id,
        record_id=winner.id,
        reason=f"merged with {loser.id}, which had values this CRM was never told: {', '.join(sorted(unseen))}",
        advice=f"Approve with option {LOSERS_VALUES!r} to take those, or dismiss to keep the record as it is.",
        detail=detail,
        known=store.open_items(link.connection, link.crm_object, [link.crm_id]),
    )
