"""Two hub records become one, wherever that was decided, and the same is proposed to every CRM that still has both.

The loser becomes a tombstone that names the winner and keeps its values. Where the winner lacks a value the loser's
fills it. A CRM that knows only the loser keeps its record, which is the winner's from then on.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Final

from core.conflicts import Item, ItemKind, ItemState
from core.jobs import Signal
from core.records import UNSET, HubRecord, Link, LinkState
from core.store.base import Store
from core.sync.books import Books, Edit
from daemon.answered import close_item
from daemon.heirs import heirs_of, move_children, recall_children
from daemon.lane import Lane
from daemon.sight import Sight
from daemon.waiting import tell

# What an item of kind MERGE asks, in `detail["ask"]`.
IN_HUB: Final = "hub"  # merge the two hub records as well?
IN_CRM: Final = "crm"  # merge the two CRM records as well?
VALUES: Final = "values"  # the records are one; which of these values?
LOSERS_VALUES: Final = "loser"  # the option that takes the loser's
APART: Final = (LinkState.MERGED, LinkState.MERGING)


def merge_records(
    store: Store,
    books: Books,
    loser: HubRecord,
    winner: HubRecord,
    *,
    by: str,
    cause: str,
    where: str | None = None,
    skip: Link | None = None,
) -> HubRecord:
    """Merge one living hub record into another; the winner as it is afterwards.

    `where` is the CRM that showed the merge, `skip` the loser's link there, which its lane has dealt with.
    """
    written = books.records.get(winner.id)
    winner = written.record if written is not None else winner
    written = books.records.get(loser.id)
    loser = written.record if written is not None else loser
    fills = {
        name: Edit(value=value, by=by, at=books.at)
        for name, value in loser.fields.items()
        if value is not None and winner.fields.get(name) is None and value != winner.id
    }
    kept = books.change(winner, fills, by=by, cause=cause, note=f"merged with {loser.id}")
    _part_links(store, books, loser, kept, by=by, where=where, skip=skip)
    _close_questions(store, books, loser, kept, by=by)
    gone = books.tombstone(loser, by=by, cause=cause, home=where, merged_into=kept.id)
    move_children(books, gone)
    return kept


def _part_links(
    store: Store,
    books: Books,
    loser: HubRecord,
    winner: HubRecord,
    *,
    by: str,
    where: str | None,
    skip: Link | None,
) -> None:
    linked = links_now(store, [loser.id, winner.id], books)
    served = {one.connection: one for one in linked if one.record_id == winner.id}
    for link in linked:
        if link.record_id != loser.id or (skip is not None and link.key == skip.key):
            continue
        theirs = served.get(link.connection)
        if theirs is None:
            hand_over(books, link, winner)
            continue
        books.links[link.key] = replace(link, state=LinkState.MERGED)
        propose(store, books, link, theirs, loser, winner, where=where or by)


def hand_over(books: Books, link: Link, winner: HubRecord) -> None:
    """A CRM that knows only the loser keeps its record, which is the winner's from now on."""
    books.links[link.key] = replace(
        link,
        state=LinkState.LINKED,
        record_id=winner.id,
        base_hub=(UNSET,) * len(link.base_hub),
        base_crm=(UNSET,) * len(link.base_crm),
        seen=0,
    )
    books.touch(winner, connection=link.connection)
    recall_children(books, winner)
    books.note(
        "link",
        winner,
        by="system",
        cause=f"run:{books.run}",
        connection=link.connection,
        note=f"{link.crm_id} belonged to a record that was merged into this one",
    )


def settle_stray(lane: Lane, sight: Sight, link: Link, books: Books, *, cause: str) -> bool:
    """A link of a record that was merged away: the heir's, or a proposal; False where the heir is deleted too."""
    hub = sight.records[link.record_id]
    heir = heirs_of(lane.store, [hub.id]).get(hub.id)
    if heir is None or heir.deleted_at is not None:
        return False
    books.check(hub)
    books.check(heir)
    served = linked_now(lane, heir.id, books)
    if served is not None:
        books.links[link.key] = replace(link, state=LinkState.MERGED, seen=hub.version)
        propose(lane.store, books, link, served, hub, heir, where=hub.deleted_by or "")
        books.note(
            "unlink",
            hub,
            by="system",
            cause=cause,
            connection=lane.connection,
            note=f"it lives on in {heir.id}",
        )
    else:
        hand_over(books, link, heir)
        tell(lane, books, link.crm_object, link.crm_id, at=books.at, why="its record was merged into another")
    return True


def links_now(store: Store, record_ids: Collection[str], books: Books) -> list[Link]:
    """The standing links of these records once these books are committed."""
    known = {link.key: link for link in store.links_of(record_ids)} | books.links
    return [one for one in known.values() if one.record_id in record_ids and one.state is LinkState.LINKED]


def linked_now(lane: Lane, record_id: str, books: Books) -> Link | None:
    """The record's standing link in this CRM once these books are committed."""
    known = links_now(lane.store, [record_id], books)
    return next((one for one in known if one.connection == lane.connection), None)


def propose(
    store: Store,
    books: Books,
    loser: Link,
    winner: Link,
    gone: HubRecord,
    kept: HubRecord,
    *,
    where: str,
    trouble: str = "",
) -> None:
    """Ask whether two CRM records shall become one, as their hub records did."""
    books.open_item(
        ItemKind.MERGE,
        connection=loser.connection,
        object=loser.crm_object,
        subject=loser.crm_id,
        record_id=kept.id,
        reason=f"two records were merged by {where}, and {loser.connection} still has both"
        + (f"; {trouble}" if trouble else ""),
        advice="Approve to merge them there as well, or dismiss to keep both there. Merging them there by hand settles "
        "it too.",
        detail={"ask": IN_CRM, "from": gone.id, "loser": loser.crm_id, "winner": winner.crm_id},
        known=store.open_items(loser.connection, loser.crm_object, [loser.crm_id]),
    )


def propose_again(store: Store, books: Books, link: Link, gone: HubRecord, why: str) -> None:
    """A merge that was wanted in the CRM did not come about: the question is open again, and says why."""
    heir = heirs_of(store, [gone.id]).get(gone.id)
    served = [
        one
        for one in store.links_of([heir.id] if heir is not None else [], link.connection)
        if one.state is LinkState.LINKED
    ]
    if heir is not None and heir.deleted_at is None and served:
        propose(store, books, link, served[0], gone, heir, where="a decision", trouble=why)
    books.note(
        "item",
        gone,
        by="system",
        cause=f"run:{books.run}",
        connection=link.connection,
        note=f"not merged: {why}",
    )


def ask_in_hub(
    store: Store,
    books: Books,
    link: Link,
    loser: str,
    winner: str,
    *,
    known: Collection[Item] = (),
    reason: str = "two records were merged in the CRM, and the hub still has both",
) -> None:
    """Ask whether two hub records shall become one, where the CRM's merge alone does not decide it."""
    books.open_item(
        ItemKind.MERGE,
        connection=link.connection,
        object=link.crm_object,
        subject=link.crm_id,
        record_id=loser,
        reason=reason,
        advice="Approve to merge them here too, or dismiss to keep both.",
        detail={"ask": IN_HUB, "into": winner},
        known=(*known, *store.open_items(link.connection, link.crm_object, [link.crm_id])),
    )


def _close_questions(store: Store, books: Books, loser: HubRecord, winner: HubRecord, *, by: str) -> None:
    """What was asked about the loser is moot, or is about the winner now."""
    for conflict in store.open_conflicts([loser.id]):
        books.supersede_conflict(conflict, loser, by=by)
        books.note(
            "resolve",
            loser,
            by="system",
            cause=f"conflict:{conflict.id}",
            connection=conflict.link[0],
            note=f"{conflict.rule}: the record was merged into {winner.id}",
        )
    for item in store.items_of([loser.id]):
        if item.id in books.items and books.items[item.id].state is not ItemState.OPEN:
            continue
        if item.kind is ItemKind.MERGE:
            books.items[item.id] = replace(item, record_id=winner.id)
        else:
            close_item(item, books, f"the record was merged into {winner.id}")


def close_proposal(store: Store, link: Link, books: Books, note: str) -> None:
    for item in store.open_items(link.connection, link.crm_object, [link.crm_id]):
        if item.kind is ItemKind.MERGE and item.detail.get("ask") == IN_CRM and item.id not in books.items:
            close_item(item, books, note)


def come_back(store: Store, books: Books, record: HubRecord) -> None:
    """A merged-away record lives again: where its CRM record is still there, they are a pair again.

    Where a CRM has several of its records, one is its pair; the lane looks at the others and asks about each.
    """
    taken = {(one.connection, one.crm_object) for one in links_now(store, [record.id], books)}
    known = {link.key: link for link in store.links_of([record.id])} | books.links
    apart = [one for one in known.values() if one.record_id == record.id and one.state in APART]
    for link in sorted(apart, key=lambda one: (one.generation, one.seen, one.remote_version), reverse=True):
        close_proposal(store, link, books, "the merge was undone")
        if (link.connection, link.crm_object) in taken:
            books.links[link.key] = replace(link, state=LinkState.DELETED)
            books.signals[link.key] = Signal(
                connection=link.connection,
                object=link.crm_object,
                crm_id=link.crm_id,
                since=books.at,
                next_at=books.at,
                reason="its record lives again, with another pair there",
            )
        else:
            taken.add((link.connection, link.crm_object))
            books.links[link.key] = replace(link, state=LinkState.LINKED)
            recall_children(books, record)
            books.note(
                "link",
                record,
                by="system",
                cause=f"run:{books.run}",
                connection=link.connection,
                note=f"{link.crm_id}: the merge was undone",
            )
