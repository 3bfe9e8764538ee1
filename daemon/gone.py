"""Deletes, restores and merges seen in a CRM, by the mapping's policy. A delete against an edit is a conflict."""

from __future__ import annotations

from collections.abc import Mapping as MappingOf
from dataclasses import replace

from core.conflicts import DELETION, Candidate, ConflictState, ItemKind
from core.jobs import AttemptKind
from core.mapping import DeletePolicy
from core.records import UNSET, HubRecord, Link, LinkState, RemoteRecord
from core.store.base import Change
from core.sync.books import Books
from core.translate import Translation
from daemon.answered import close_all, close_item
from daemon.lane import Lane
from daemon.sight import Sight, laid_out
from daemon.waiting import tell


def take_gone(
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
    """The CRM record of a link is deleted, merged away, or nowhere to be found (`remote` None)."""
    hub = sight.records[link.record_id]
    if remote is not None and remote.merged_into is not None:
        _take_merge(lane, sight, link, hub, remote.merged_into, winners, books, cause=cause)
        return
    close_all(sight.items.get(hub.id, ()), lane.connection, link.crm_object, books)
    if hub.deleted_at is not None:
        books.links[link.key] = replace(link, state=LinkState.DELETED, seen=hub.version)
        books.settle(lane.connection, hub)
        _close_deletion(sight, hub, books, "both sides deleted it")
        books.note(
            "unlink",
            hub,
            by=lane.actor,
            cause=cause,
            connection=lane.connection,
            note="deleted on both sides",
        )
        return
    policy = translation.mapping.delete_policy
    if policy is not DeletePolicy.UNLINK and _hub_is_newer(lane, translation, link, hub):
        if sight.deletion(hub.id) is None:
            open_deletion(lane, translation, link, hub, remote, books, deleted_in="crm", cause=cause)
        return
    match policy:
        case DeletePolicy.PROPAGATE:
            books.links[link.key] = replace(link, state=LinkState.DELETED)
            gone = books.tombstone(hub, by=lane.actor, cause=cause, home=lane.connection)
            books.settle(lane.connection, gone)
        case DeletePolicy.PROPOSE:
            books.links[link.key] = replace(link, state=LinkState.DETACHED, seen=hub.version)
            books.settle(lane.connection, hub)
            books.open_item(
                ItemKind.DELETION,
                connection=lane.connection,
                object=link.crm_object,
                subject=link.crm_id,
                record_id=hub.id,
                reason="deleted in the CRM",
                advice="Approve to delete it here and in the other CRMs, or dismiss to keep it, unlinked.",
                known=sight.items.get(hub.id, ()),
            )
            books.note(
                "item", hub, by=lane.actor, cause=cause, connection=lane.connection, note="deletion proposed"
            )
        case DeletePolicy.UNLINK:
            books.links[link.key] = replace(link, state=LinkState.DETACHED, seen=hub.version)
            books.settle(lane.connection, hub)
            books.note(
                "unlink", hub, by=lane.actor, cause=cause, connection=lane.connection, note=link.crm_id
            )
    books.counts["gone"] += 1


def take_restored(
    lane: Lane,
    translation: Translation,
    sight: Sight,
    link: Link,
    remote: RemoteRecord,
    books: Books,
    *,
    cause: str,
) -> Link | None:
    """A live CRM record whose link is not: restored, or edited after we deleted it. The revived link, or None."""
    if link.state is LinkState.ORPHAN or not link.record_id:
        return None
    hub = sight.records[link.record_id]
    if link.state is LinkState.DETACHED:
        proposals = [
            item
            for item in sight.items.get(hub.id, ())
            if item.kind is ItemKind.DELETION and item.subject == link.crm_id
        ]
        if not proposals or hub.deleted_at is not None:
            return None  # deliberately apart
        for item in proposals:
            close_item(item, books, "restored in the CRM")
    elif hub.deleted_at is not None and hub.deleted_by != lane.actor:
        if sight.deletion(hub.id) is None:
            open_deletion(lane, translation, link, hub, remote, books, deleted_in="hub", cause=cause)
        return None
    if hub.deleted_at is None and sight.linked(hub.id) is not None:
        books.open_item(
            ItemKind.AMBIGUOUS,
            connection=lane.connection,
            object=link.crm_object,
            subject=link.crm_id,
            reason="restored in the CRM, where the record was created anew meanwhile: a duplicate there",
            advice="Merge the two in the CRM, approve with option 'separate' to keep both, or dismiss to leave it out.",
            detail={"candidates": (hub.id,), "by": ()},
            known=lane.store.open_items(lane.connection, link.crm_object, [link.crm_id]),
        )
        return None
    if hub.deleted_at is not None:
        sight.records[hub.id] = hub = books.restore(hub, by=lane.actor, cause=cause, home=lane.connection)
    books.note(
        "link", hub, by=lane.actor, cause=cause, connection=lane.connection, note="restored in the CRM"
    )
    revived = replace(link, state=LinkState.LINKED)
    books.links[revived.key] = revived
    return revived


def open_deletion(
    lane: Lane,
    translation: Translation,
    link: Link,
    hub: HubRecord,
    remote: RemoteRecord | None,
    books: Books,
    *,
    deleted_in: str,
    cause: str,
) -> None:
    """A delete on one side against an edit on the other becomes a conflict; nothing of the pair moves meanwhile."""
    newest = max([hub.created, *hub.edits.values()], key=lambda edit: edit.version)
    edited, deleted = "edited", "deleted"
    in_hub = deleted_in == "hub"
    conflict = books.open_conflict(
        link.key,
        hub.id,
        DELETION,
        hub_fields=(DELETION,),
        crm_fields=(DELETION,),
        hub=Candidate(
            values=(deleted if in_hub else edited,),
            at=hub.deleted_at if in_hub else newest.at,
            by=hub.deleted_by if in_hub else newest.by,
        ),
        crm=Candidate(
            values=(edited if in_hub else deleted,), at=remote.modified if remote is not None else None
        ),
    )
    changes: tuple[Change, ...] = ()
    if remote is not None and in_hub:
        # The edit counts as seen: only a newer one may question the decision again, and the log keeps it whatever
        # the decision is.
        base_hub, base_crm = laid_out(lane, translation, link)
        changes = tuple(
            (name, None if before is UNSET else before, after)
            for name, before, after in zip(
                translation.mapping.crm_fields, base_crm, remote.values, strict=True
            )
            if before != after
        )
        # Where the CRM was edited the hub's base is given up: should the record be kept, that edit is taken in.
        edited_there = {
            at
            for rule in translation.rules
            if any(remote.values[one] != base_crm[one] for one in rule.crm_at)
            for at in rule.hub_at
        }
        # What has never met and is empty there was not edited: should the record be kept, the hub's value is sent.
        unmet = {
            at
            for rule in translation.rules
            if all(base_crm[one] is UNSET and remote.values[one] is None for one in rule.crm_at)
            for at in rule.hub_at
        }
        books.links[link.key] = replace(
            link,
            base_hub=tuple(
                None if at in unmet else UNSET if at in edited_there else base
                for at, base in enumerate(base_hub)
            ),
            base_crm=remote.values,
            layout=translation.mapping.layout,
            remote_version=remote.modified,
            state=LinkState.LINKED,
        )
    books.note(
        "conflict",
        hub,
        by="system",
        cause=cause,
        connection=link.connection,
        changes=changes,
        note=f"deleted in the {deleted_in}, edited on the other side (conflict {conflict.id})",
    )


def _close_deletion(sight: Sight, hub: HubRecord, books: Books, note: str) -> None:
    conflict = sight.deletion(hub.id)
    if conflict is not None:
        books.conflicts[conflict.id] = replace(
            conflict, state=ConflictState.SUPERSEDED, resolved_by="system", resolved_at=books.at
        )
        books.note("resolve", hub, by="system", cause=f"conflict:{conflict.id}", note=note)


def _hub_is_newer(lane: Lane, translation: Translation, link: Link, hub: HubRecord) -> bool:
    """Whether the hub holds something for this CRM record that the CRM was never told.

    A rule without a base was never sent, or is contested. References are left out: where one has no base, its parent
    is not to be had there.
    """
    base_hub, _ = laid_out(lane, translation, link)
    now = translation.hub_values(hub.fields)
    return any(
        now[at] is not None and rule.parent is None if base_hub[at] is UNSET else base_hub[at] != now[at]
        for rule in translation.every_rule
        for at in rule.hub_at
    )


def _take_merge(
    lane: Lane,
    sight: Sight,
    link: Link,
    hub: HubRecord,
    winner: str,
    winners: MappingOf[str, Link],
    books: Books,
    *,
    cause: str,
) -> None:
    """The loser's id answers with the winner's now: the link follows, or two hub records want merging."""
    # Where a merge makes a new record, winner and loser come in one batch: whoever came first has the new id.
    other = books.links.get((link.connection, link.crm_object, winner)) or winners.get(winner)
    creating = [one for one in lane.store.open_attempts(lane.connection) if one.kind is AttemptKind.CREATE]
    if other is None and any(one.object == link.crm_object for one in creating):
        # The winner may be a create of ours that we have not heard of; whose it is must be known first.
        tell(lane, books, link.crm_object, link.crm_id, at=books.at + lane.pace.retry_least, why="a merge")
        return
    if other is None:
        books.unlinked.append(link.key)
        for item in lane.store.open_items(lane.connection, link.crm_object, [winner]):
            if item.kind is ItemKind.AMBIGUOUS:
                close_item(item, books, "a merge has told which record it is")
        moved = replace(link, crm_id=winner, remote_version=0)
        books.links[moved.key] = moved
        books.note(
            "link", hub, by=lane.actor, cause=cause, connection=lane.connection, note=f"merged into {winner}"
        )
    else:
        books.links[link.key] = replace(link, state=LinkState.DETACHED, seen=hub.version)
        books.settle(lane.connection, hub)
        if other.record_id != hub.id:
            books.open_item(
                ItemKind.MERGE,
                connection=lane.connection,
                object=link.crm_object,
                subject=link.crm_id,
                record_id=hub.id,
                reason="two records were merged in the CRM, and the hub still has both",
                advice="Approve to merge them here too, or dismiss to keep both.",
                detail={"into": other.record_id, "winner": winner},
                known=sight.items.get(hub.id, ()),
            )
        books.note(
            "unlink",
            hub,
            by=lane.actor,
            cause=cause,
            connection=lane.connection,
            note=f"merged into {winner}",
        )
    books.counts["merged"] += 1
    tell(lane, books, link.crm_object, winner, at=books.at, why="the winner of a merge")
