"""Deletes, restores and merges seen in a CRM, by the mapping's policy. A delete against an edit is a conflict."""

from __future__ import annotations

from collections.abc import Mapping as MappingOf
from dataclasses import replace
from typing import Final, assert_never

from core.conflicts import DELETION, Candidate, ItemKind
from core.mapping import DeletePolicy
from core.records import UNSET, HubRecord, Link, LinkState, RemoteRecord
from core.store.base import Change
from core.sync.books import Books
from core.sync.pair import emptied_bases
from core.translate import Translation
from daemon.answered import close_all, close_item, settle
from daemon.heirs import follow, heirs_in, recall_children
from daemon.joining import come_back, linked_now, settle_stray
from daemon.lane import Lane
from daemon.merges import take_ended, take_merge
from daemon.sight import Sight, laid_out, unsent
from daemon.told_merges import forget_merge

MAKE_ANEW: Final = "anew"  # the option that makes a record anew where it was deleted


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
    books.check(hub)  # a person may be deciding about this very pair
    if hub.merged_into is not None:
        take_ended(lane, translation, sight, link, remote, winners, books, cause=cause)
        return
    if remote is not None and remote.merged_into is not None and not link.paused:
        take_merge(lane, translation, sight, link, remote, winners, books, cause=cause)
        return
    if link.paused and hub.deleted_at is None:
        # Nothing flows between the two, a delete least of all; it will never be in the filter again.
        note = f"{link.crm_id} is gone there, where the filter held the pair: {link.paused}"
        part(lane, sight, link, hub, books, by=lane.actor, cause=cause, note=note)
        books.counts["gone"] += 1
        return
    close_all(sight.items.get(hub.id, ()), lane.connection, link.crm_object, books)
    if hub.deleted_at is not None:
        books.links[link.key] = replace(link, state=LinkState.DELETED, seen=hub.version)
        settle(lane, sight, hub, books)
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
    if sight.deletion(hub.id) is not None:
        # What becomes of the record is asked already; whichever it will be, this one is no more.
        books.links[link.key] = replace(link, state=LinkState.GONE, seen=hub.version)
        note = f"{link.crm_id} is gone there while its end is in question"
        books.note("unlink", hub, by=lane.actor, cause=cause, connection=lane.connection, note=note)
        return
    policy = translation.mapping.delete_policy
    asks = policy not in (DeletePolicy.UNLINK, DeletePolicy.IGNORE)
    if asks and unsent(lane, translation, link, hub):
        if sight.deletion(hub.id) is None:
            open_deletion(lane, translation, link, hub, remote, books, deleted_in="crm", cause=cause)
        return
    match policy:
        case DeletePolicy.PROPAGATE:
            books.links[link.key] = replace(link, state=LinkState.DELETED)
            gone = books.tombstone(hub, by=lane.actor, cause=cause, home=lane.connection)
            settle(lane, sight, gone, books)
        case DeletePolicy.PROPOSE:
            books.links[link.key] = replace(link, state=LinkState.GONE, seen=hub.version)
            settle(lane, sight, hub, books)
            books.open_item(
                ItemKind.DELETION,
                connection=lane.connection,
                object=link.crm_object,
                subject=link.crm_id,
                record_id=hub.id,
                reason="deleted in the CRM",
                advice="Approve to delete it here and in the other CRMs, or dismiss to keep it without this CRM. "
                f"Dismissed with option {MAKE_ANEW!r}, it is made there anew. A restore there settles it too.",
                known=sight.items.get(hub.id, ()),
            )
            books.note(
                "item", hub, by=lane.actor, cause=cause, connection=lane.connection, note="deletion proposed"
            )
        case DeletePolicy.UNLINK:
            part(lane, sight, link, hub, books, by=lane.actor, cause=cause, note=link.crm_id)
        case DeletePolicy.IGNORE:
            books.links[link.key] = replace(link, state=LinkState.GONE, seen=hub.version)
            settle(lane, sight, hub, books)
            books.note(
                "unlink",
                hub,
                by=lane.actor,
                cause=cause,
                connection=lane.connection,
                note=f"{link.crm_id} was deleted there, which this mapping ignores",
            )
        case _:
            assert_never(policy)
    books.counts["gone"] += 1


def part(
    lane: Lane, sight: Sight, link: Link, hub: HubRecord, books: Books, *, by: str, cause: str, note: str
) -> None:
    """The pair is apart for good; both sides keep what they hold."""
    books.check(hub)
    close_all(sight.items.get(hub.id, ()), lane.connection, link.crm_object, books)
    books.links[link.key] = replace(link, state=LinkState.DETACHED, seen=hub.version, paused="")
    settle(lane, sight, hub, books)
    books.note("unlink", hub, by=by, cause=cause, connection=lane.connection, note=note)


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
    if link.state not in (LinkState.GONE, LinkState.DELETED, LinkState.PURGED) or not link.record_id:
        return None  # a twin, or deliberately apart
    hub = sight.records[link.record_id]
    books.check(hub)
    conflict = sight.deletion(hub.id)
    if hub.deleted_at is not None and hub.deleted_by != lane.actor:
        if hub.merged_into is not None and settle_stray(lane, sight, link, books, cause=cause):
            return None  # it lives on in another record, whoever brought it back here
        # Where the record was made anew meanwhile it is that pair which ends; this one stays in question.
        if conflict is None and linked_now(lane, hub.id, books) is None:
            open_deletion(lane, translation, link, hub, remote, books, deleted_in="hub", cause=cause)
        return None
    for item in sight.items.get(hub.id, ()):
        if item.kind is ItemKind.DELETION and (item.connection, item.subject) == (
            lane.connection,
            link.crm_id,
        ):
            close_item(item, books, "restored in the CRM")
    if conflict is not None and conflict.link == link.key and hub.deleted_at is None:
        _close_deletion(sight, hub, books, "restored in the CRM")
        for copy in sight.links.get(hub.id, ()):
            if (
                copy.state is LinkState.LEAVING
            ):  # nobody is asked about it any more: it is a duplicate like any other
                books.links[copy.key] = replace(copy, state=LinkState.LINKED)
    if hub.deleted_at is None and linked_now(lane, hub.id, books) is not None:
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
    was_merged = hub.merged_into is not None
    if hub.deleted_at is not None:
        hub = books.restore(hub, by=lane.actor, cause=cause, home=lane.connection)
        heirs = heirs_in(lane.store, lane.routes.objects[hub.object], hub.fields)
        sight.records[hub.id] = hub = follow(books, hub, heirs, cause=cause)
    books.note(
        "link", hub, by=lane.actor, cause=cause, connection=lane.connection, note="restored in the CRM"
    )
    revived = replace(link, state=LinkState.LINKED)
    books.links[revived.key] = revived
    if was_merged:
        come_back(lane.store, books, hub)
    forget_merge(lane.store, *link.key)
    recall_children(books, hub)
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
    newest = hub.last_edit
    edited, deleted = "edited", "deleted"
    in_hub = deleted_in == "hub"
    conflict = books.open_conflict(
        link.key,
        hub,
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
        # What came back empty with its field was not edited either.
        base_hub, base_crm = emptied_bases(translation, remote.values, base_hub, base_crm)
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
    if not in_hub:
        # Told apart from a pair that stands, so that a restore in the CRM is seen, however little it changes.
        books.links[link.key] = replace(link, state=LinkState.GONE)
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
        books.supersede_conflict(conflict, hub)
        del sight.conflicts[hub.id][DELETION]
        books.note("resolve", hub, by="system", cause=f"conflict:{conflict.id}", note=note)
