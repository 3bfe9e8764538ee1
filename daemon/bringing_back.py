"""Records that a CRM's bin still holds: which of them a push asks back, and what their pair remembers then.

Brought back, a record keeps its id there, and with it its activities and history; made anew it would lose them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from core.jobs import Attempt
from core.records import UNMERGED, UNSET, BaseValue, HubRecord, Link, LinkState, RemoteRecord
from core.sync.books import Books
from core.translate import Translation, ids_in
from daemon.heirs import recall_children
from daemon.joining import linked_now
from daemon.lane import Lane
from daemon.sight import Sight, laid_out
from daemon.waiting import tell


def may_lie_in_bin(links: Sequence[Link]) -> Link | None:
    """Of one record's pairs in one CRM, the one whose CRM record may be asked back; None where it lives or never was."""
    if any(one.state is LinkState.LINKED for one in links):
        return None
    own = [one for one in links if one.generation > 0 and one.crm_id]
    last = max(own, key=lambda one: (one.generation, one.seen, one.remote_version), default=None)
    return last if last is not None and last.state is LinkState.DELETED else None


def in_bins(lane: Lane, translation: Translation, sight: Sight) -> dict[str, Link]:
    """By living hub record, the pair to be asked back instead of being made anew."""
    if not lane.adapter.abilities.restores:
        return {}
    crm_object = translation.mapping.crm_object
    found: dict[str, Link] = {}
    for id, record in sight.records.items():
        # A merge that was taken back here leaves the CRM's record to the winner.
        if record.deleted_at is None and UNMERGED not in record.edits:
            link = may_lie_in_bin([one for one in sight.links.get(id, ()) if one.crm_object == crm_object])
            if link is not None:
                found[id] = link
    return found


def take_back_pair(
    lane: Lane,
    translation: Translation,
    attempt: Attempt,
    record: HubRecord,
    link: Link,
    remote: RemoteRecord,
    books: Books,
) -> None:
    """It lives there again: the pair goes on as it was, and what both sides hold now is compared."""
    tell(lane, books, link.crm_object, link.crm_id, at=books.at, why="brought back from the bin")
    books.touch(record, connection=lane.connection)
    is_ours = link.state is LinkState.DELETED and link.record_id == record.id
    if not is_ours or linked_now(lane, record.id, books) is not None:
        return  # somebody was faster; the signal brings to light what there is
    base_hub, base_crm = _bases(lane, translation, link, remote)
    books.links[link.key] = replace(
        link,
        layout=translation.mapping.layout,
        base_hub=base_hub,
        base_crm=base_crm,
        state=LinkState.LINKED,
    )
    books.note(
        "link",
        record,
        by="system",
        cause=f"attempt:{attempt.op}",
        connection=lane.connection,
        note=f"{link.crm_id} was brought back from the bin",
    )
    books.wake_records.append((lane.connection, record.id))
    books.wake_crm.append(link.key)
    recall_children(books, record)
    books.counts["restored_remote"] += 1


def not_to_be_had(
    lane: Lane, attempt: Attempt, record: HubRecord, link: Link, why: str, books: Books
) -> None:
    """Its bin does not give it back: from now on it is made anew."""
    if link.state is LinkState.DELETED:
        books.links[link.key] = replace(link, state=LinkState.PURGED)
    books.note(
        "settle",
        record,
        by="system",
        cause=f"attempt:{attempt.op}",
        connection=lane.connection,
        note=f"{link.crm_id} is not to be had back there ({why}); it is made anew",
    )


def _bases(
    lane: Lane, translation: Translation, link: Link, remote: RemoteRecord
) -> tuple[tuple[BaseValue, ...], tuple[BaseValue, ...]]:
    """As they were, but for references that went with their parents: nobody has taken those away, so they are sent again."""
    base_hub, base_crm = (list(one) for one in laid_out(lane, translation, link))
    for rule in translation.rules:
        if rule.parent is None:
            continue
        for at in rule.crm_at:
            now, before = remote.values[at], base_crm[at]
            if before is not UNSET and set(ids_in(now)) < set(ids_in(before)):
                base_crm[at] = now
                for ours in rule.hub_at:
                    base_hub[ours] = None
    return tuple(base_hub), tuple(base_crm)
