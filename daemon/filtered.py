"""What a mapping's filter does: pairs are held, let go on or parted; CRM records without one are left out until they are in.

Leaving a filter never deletes anything on either side.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from core.filtering import Out
from core.mapping import Creates, Leave
from core.records import HubRecord, LeftOut, Link, LinkState, RemoteRecord
from core.sync.books import Books
from core.sync.match import Key, marks_of
from core.translate import Translation
from core.withdrawal import LEFT_FILTER
from daemon.answered import settle
from daemon.gone import part
from daemon.lane import Lane
from daemon.runs import Running
from daemon.sight import Sight

PAGE = 500  # records looked at in one transaction


def admitted(
    lane: Lane,
    translation: Translation,
    sight: Sight,
    link: Link,
    hub: HubRecord,
    remote: RemoteRecord,
    books: Books,
    *,
    cause: str,
) -> Link | None:
    """The link of a pair whose sides follow each other; None where the filter holds or parts it, which is booked."""
    sieve = translation.sieve
    if sieve.is_open and not link.paused:
        return link
    out = sieve.pair_out(hub.fields, remote.values)
    if out is None or sieve.leave is Leave.KEEP:
        return _resumed(lane, link, hub, books, cause=cause) if link.paused else link
    if sieve.leave is Leave.UNLINK and not out.doubt and not link.paused:
        note = f"{link.crm_id} {LEFT_FILTER}: {out.reason}"
        part(lane, sight, link, hub, books, by="system", cause=cause, note=note)
        books.counts["parted"] += 1
        return None
    if link.paused != out.reason:
        hold(lane, link, hub, out, books, cause=cause)
    settle(lane, sight, hub, books)
    return None


def flows(translation: Translation, hub: HubRecord, remote: RemoteRecord) -> bool:
    """Whether the pair's sides follow each other, without booking anything."""
    sieve = translation.sieve
    return sieve.is_open or sieve.leave is Leave.KEEP or sieve.pair_out(hub.fields, remote.values) is None


def hold(lane: Lane, link: Link, hub: HubRecord, out: Out, books: Books, *, cause: str) -> Link:
    """Nothing flows between the two from here on; what is known of them stays as it is."""
    held = replace(link, paused=out.reason)
    books.links[held.key] = held
    books.check(hub)  # a person may be deciding about this very pair
    note = f"{link.crm_id}: {out.reason}"
    books.note("pause", hub, by="system", cause=cause, connection=lane.connection, note=note)
    books.counts["held"] += 1
    return held


def _resumed(lane: Lane, link: Link, hub: HubRecord, books: Books, *, cause: str) -> Link:
    free = replace(link, paused="")
    books.links[free.key] = free
    books.check(hub)
    note = f"{link.crm_id} is in the filter again; it was held: {link.paused}"
    books.note("resume", hub, by="system", cause=cause, connection=lane.connection, note=note)
    books.counts["let_go_on"] += 1
    if hub.deleted_at is not None:
        books.touch(hub, connection=lane.connection)  # a delete waited too
    return free


# CRM records without a pair --------------------------------------------------------------------------------------------
def left_out_among(lane: Lane, translation: Translation, crm_ids: Iterable[str]) -> dict[str, LeftOut]:
    """Those of these CRM records that were left out when they were last seen."""
    crm_object = translation.mapping.crm_object
    if not lane.store.left_out_count(lane.connection, crm_object):
        return {}
    return lane.store.left_out(lane.connection, crm_object, crm_ids)


def leave_out(
    lane: Lane,
    crm_object: str,
    crm_id: str,
    out: Out,
    marks: tuple[Key, ...],
    held: LeftOut | None,
    books: Books,
) -> None:
    """Note that this CRM record is neither matched nor taken in, and by what it would be known. `held`: as it was."""
    books.counts["excluded"] += 1
    now = LeftOut(
        connection=lane.connection,
        crm_object=crm_object,
        crm_id=crm_id,
        reason=out.reason,
        since=held.since if held is not None else books.at,
        keys=marks,
    )
    if now == held:
        return
    books.left_out.append(now)
    if held is not None and held.keys != marks:
        books.wake_records.append((lane.connection, waits_for_twin(crm_object, crm_id)))


def let_in(lane: Lane, held: LeftOut, books: Books) -> None:
    """It is in now, or no more: what waited for it goes on."""
    books.let_in.append(held.key)
    books.wake_records.append((lane.connection, waits_for_twin(held.crm_object, held.crm_id)))


def waits_for_twin(crm_object: str, crm_id: str) -> str:
    """What a pending create waits for while the CRM has that record, left out there; no record has such an id."""
    return f"left-out:{crm_object}:{crm_id}"


def forget(lane: Lane, translation: Translation, run: Running, crm_ids: Iterable[str]) -> None:
    """These CRM records are gone: whoever waited for one that was left out goes on."""
    gone = left_out_among(lane, translation, crm_ids)
    if gone:
        books = lane.books(run)
        for one in gone.values():
            let_in(lane, one, books)
        lane.commit(books, run)


def forget_unlisted(lane: Lane, translation: Translation, run: Running, listed: set[str]) -> None:
    """Likewise for those that a list of everything has not shown; they are fetched first."""
    crm_object = translation.mapping.crm_object
    after: str | None = None
    step = lane.adapter.abilities.read_batch
    while page := lane.store.list_left_out(lane.connection, crm_object, after=after, limit=PAGE):
        after = page[-1].crm_id
        unlisted = [one.crm_id for one in page if one.crm_id not in listed]
        for at in range(0, len(unlisted), step):
            some = unlisted[at : at + step]
            there = lane.adapter.fetch(crm_object, translation.mapping.crm_fields, some)
            forget(lane, translation, run, [one for one in some if one not in there or there[one].deleted])


def twins_left_out(lane: Lane, translation: Translation, records: Iterable[HubRecord]) -> dict[str, str]:
    """By hub record, the CRM record that it would be matched with if the filter let that in."""
    mapping = translation.mapping
    if not lane.store.left_out_count(lane.connection, mapping.crm_object):
        return {}
    marks = {
        one.id: marks_of(mapping.match, translation.hub, one.fields, region=translation.region)
        for one in records
    }
    wanted = sorted({mark for some in marks.values() for mark in some})
    found = lane.store.left_out_by(lane.connection, mapping.crm_object, wanted)
    hits = {id: sorted(twin for mark in some for twin in found.get(mark, ())) for id, some in marks.items()}
    return {id: some[0] for id, some in hits.items() if some}


# a filter that has changed ----------------------------------------------------------------------------------------------
def unpaired(lane: Lane, translation: Translation, records: Iterable[HubRecord]) -> list[HubRecord]:
    """Those of these hub records that the mapping may create in the CRM, and that have no pair there: none that stands, and
    none that is kept apart."""
    mapping = translation.mapping
    if mapping.creates not in (Creates.BOTH, Creates.CRM):
        return []
    mine = [one for one in records if mapping.takes(translation.hub.kind_of(one.fields))]
    known = lane.store.links_of([one.id for one in mine], lane.connection)
    paired = {one.record_id for one in known if one.state not in (LinkState.DELETED, LinkState.PURGED)}
    return [one for one in mine if one.id not in paired]


def wake_unpaired(lane: Lane, translation: Translation, run: Running) -> None:
    """Have every hub record without a pair looked at: the filter may let it in now."""
    after: str | None = None
    while page := lane.store.list_records(translation.hub.name, after=after, limit=PAGE):
        after = page[-1].id
        books = lane.books(run)
        for record in unpaired(lane, translation, page):
            books.touch(record, connection=lane.connection)
        lane.commit(books, run)
