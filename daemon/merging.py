"""Merges that a person wants a CRM to make: which two records, and what becomes of the question when it cannot be."""

from __future__ import annotations

from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, replace

from core.conflicts import ItemKind
from core.records import HubRecord, Link, LinkState, RemoteRecord
from core.sync.books import Books
from core.translate import Translation
from daemon.answered import close_item
from daemon.heirs import heirs_of
from daemon.joining import IN_CRM, VALUES, propose_again
from daemon.lane import Lane
from daemon.merges import take_ended
from daemon.sight import Sight
from daemon.waiting import tell


@dataclass(frozen=True, slots=True, kw_only=True)
class Merging:
    """The CRM record that goes and the one that stays; `winner` None where the heir has no record in this CRM."""

    loser: Link
    winner: Link | None


def mergings(lane: Lane, sight: Sight) -> dict[str, Merging]:
    """By the loser's hub record, every merge of these records that this CRM is to be asked for."""
    losers = {
        record_id: link
        for record_id, links in sight.links.items()
        for link in links
        if link.state is LinkState.MERGING
    }
    if not losers:
        return {}
    heirs = heirs_of(lane.store, losers)
    linked = {
        link.record_id: link
        for link in lane.store.links_of([one.id for one in heirs.values()], lane.connection)
        if link.state is LinkState.LINKED
    }
    return {
        id: Merging(loser=link, winner=linked.get(heirs[id].id) if id in heirs else None)
        for id, link in losers.items()
    }


def waits_for_another(sight: Sight, link: Link) -> bool:
    """Whether the record has a further CRM record that is to be merged: one attempt at a time."""
    return any(
        one.state is LinkState.MERGING and one.key != link.key for one in sight.links.get(link.record_id, ())
    )


def may_merge(
    lane: Lane,
    translation: Translation,
    sight: Sight,
    merging: Merging,
    remotes: MappingOf[str, RemoteRecord],
    books: Books,
    *,
    cause: str,
) -> RemoteRecord | int | None:
    """The loser as it was just read, if the CRM is to be asked now; when to look again (ms); None where it is settled.

    What the loser alone holds is kept in the log before the CRM is asked.
    """
    link, winner = merging.loser, merging.winner
    record, remote = sight.records[link.record_id], remotes.get(link.crm_id)
    if remote is None or remote.deleted:
        winners: dict[str, Link] = {}
        if remote is not None and remote.merged_into is not None:
            winners = lane.store.links(link.connection, link.crm_object, [remote.merged_into])
        take_ended(lane, translation, sight, link, remote, winners, books, cause=cause)
        if waits_for_another(sight, link):
            books.touch(record, connection=lane.connection)
        else:
            books.settle(lane.connection, record)
        return None
    if winner is None:
        give_up(lane, link, record, books, "the record to merge it into is not in this CRM any more")
        return None
    kept = remotes.get(winner.crm_id)
    if kept is None or kept.deleted:
        tell(lane, books, winner.crm_object, winner.crm_id, at=books.at, why="gone while merging")
        return books.at + lane.pace.retry_least
    books.note(
        "drop",
        record,
        by="system",
        cause=cause,
        connection=lane.connection,
        changes=tuple(
            (name, lost, held)
            for name, lost, held in zip(
                translation.mapping.crm_fields, remote.values, kept.values, strict=True
            )
            if lost is not None and lost != held
        ),
        note=f"{link.crm_id} is being merged into {winner.crm_id}",
    )
    return remote


def close_moot(sight: Sight, record: HubRecord, books: Books) -> None:
    """Into a record that is deleted nothing is merged any more."""
    if record.deleted_at is None or record.merged_into is not None:
        return
    for item in sight.items.get(record.id, ()):
        if item.kind is ItemKind.MERGE and item.detail.get("ask") in (IN_CRM, VALUES):
            close_item(item, books, "the record that was left was deleted")


def give_up(lane: Lane, link: Link, record: HubRecord, books: Books, why: str) -> None:
    """The CRM will not merge the two, or cannot any more: they stay as they are, and the question is open again."""
    books.links[link.key] = replace(link, state=LinkState.MERGED, seen=record.version)
    books.settle(lane.connection, record)
    propose_again(lane.store, books, link, record, why)
