"""Finds out what became of writes whose answer was lost, by us dying or by the wire (RELIABILITY 2.5).

Never repeats blindly: waits until a late landing is impossible, then looks, by our marker for creates (by what they hold
where there is no room for it) and by history, last editor or value for the rest. Only then is the pair free again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from core.jobs import Attempt, AttemptKind, HistoryEntry, Outcome
from core.records import UNSET, BaseValue, Link, LinkState, RemoteRecord
from core.sync.books import Books
from core.translate import Translation
from daemon.adopt import adopt, is_in_doubt
from daemon.bringing_back import take_back_pair
from daemon.doubts import ask_whose
from daemon.lane import Lane
from daemon.our_keys import made_by
from daemon.runs import Running
from daemon.sight import Sight, laid_out, look
from daemon.unseen import is_new, keep_unseen, open_lost, overwritten
from daemon.waiting import tell
from daemon.withdrawing import state_without


def hold_orphaned(lane: Lane, run: Running, attempts: Sequence[Attempt]) -> None:
    """Attempts still pending belong to a worker that died: their outcome is unknown from now on."""
    books = lane.books(run)
    # Its last call may have left just before it died, however long ago the attempt was written.
    until = books.at + lane.pace.hold
    for attempt in attempts:
        books.attempts[attempt.op] = replace(attempt, outcome=Outcome.AMBIGUOUS, hold_until=until)
    lane.commit(books, run)


def resolve(lane: Lane, translation: Translation, run: Running, attempts: Sequence[Attempt]) -> None:
    """Settle these ambiguous attempts of one object, whose hold is over. Raises RemoteError with nothing changed."""
    sight = look(lane, [attempt.record_id for attempt in attempts])
    creates = [one for one in attempts if one.kind is AttemptKind.CREATE]
    others = [one for one in attempts if one.kind is not AttemptKind.CREATE]
    books = lane.books(run)
    _resolve_creates(lane, translation, sight, creates, books)
    if others:
        _resolve_others(lane, translation, sight, others, books)
    lane.commit(books, run)


def _resolve_creates(
    lane: Lane, translation: Translation, sight: Sight, attempts: Sequence[Attempt], books: Books
) -> None:
    if not attempts:
        return
    made = made_by(lane, translation, attempts, at=books.at)
    ask_whose(lane, translation, made.doubtful, books)
    for attempt in attempts:
        if attempt.op in made.by:
            adopt(lane, translation, sight, attempt, made.by[attempt.op], books)
        else:
            _free(lane, sight, attempt, books, "it never happened")


def _resolve_others(
    lane: Lane, translation: Translation, sight: Sight, attempts: Sequence[Attempt], books: Books
) -> None:
    mapping = translation.mapping
    ids = [one.crm_id for one in attempts if one.crm_id is not None]
    now = lane.adapter.fetch(mapping.crm_object, mapping.crm_fields, ids)
    history = {}
    if lane.adapter.abilities.history:
        since = min(one.position for one in attempts)
        history = dict(lane.adapter.history(mapping.crm_object, mapping.crm_fields, ids, since))
    links = lane.store.links(lane.connection, mapping.crm_object, ids)
    for attempt in attempts:
        crm_id = attempt.crm_id or ""
        remote, link = now.get(crm_id), links.get(crm_id)
        gone = remote is None or remote.deleted
        if link is None:
            _free(lane, sight, attempt, books, "its link is gone")
        elif attempt.kind is AttemptKind.RESTORE:
            if remote is not None and not gone:
                record = sight.records[attempt.record_id]
                take_back_pair(lane, translation, attempt, record, link, remote, books)
            _free(lane, sight, attempt, books, "it never happened" if gone else "it lives there again")
        elif attempt.kind is AttemptKind.DELETE and gone:
            state = state_without(translation, sight, sight.records[attempt.record_id], link)
            books.links[link.key] = replace(link, state=state, seen=attempt.hub_version)
            _drop(sight, attempt, history.get(crm_id, ()), books)
            _free(lane, sight, attempt, books, "it was deleted")
        elif attempt.kind is AttemptKind.MERGE:
            if gone:
                _drop(sight, attempt, history.get(crm_id, ()), books)
                books.links[link.key] = replace(link, state=LinkState.DELETED, seen=attempt.hub_version)
                for one in {
                    attempt.into or "",
                    (remote.merged_into if remote is not None else None) or crm_id,
                }:
                    tell(lane, books, attempt.object, one, at=books.at, why="a merge of ours was looked up")
            _free(lane, sight, attempt, books, _ending(remote) if gone else "it never happened")
        elif gone:
            _drop(sight, attempt, history.get(crm_id, ()), books)
            _free(lane, sight, attempt, books, "the record is gone")
            tell(lane, books, attempt.object, crm_id, at=books.at, why="gone while its write was unknown")
        elif attempt.kind is AttemptKind.DELETE:
            _free(lane, sight, attempt, books, "it never happened")
            tell(lane, books, attempt.object, crm_id, at=books.at, why="a delete that never happened")
        elif link.record_id != attempt.record_id:
            # A merge gave the pair to another hub record meanwhile, and everything is compared anew.
            _drop(sight, attempt, history.get(crm_id, ()), books)
            _free(lane, sight, attempt, books, "its record was merged into another")
            tell(lane, books, attempt.object, crm_id, at=books.at, why="its record was merged into another")
        elif remote is not None:
            _resolve_update(lane, translation, sight, attempt, link, remote, history.get(crm_id), books)


def _resolve_update(
    lane: Lane,
    translation: Translation,
    sight: Sight,
    attempt: Attempt,
    link: Link,
    remote: RemoteRecord,
    history: Sequence[HistoryEntry] | None,
    books: Books,
) -> None:
    """Move the bases of what landed, field by field; everything else is compared anew by the next push."""
    # Another version of the mapping may be in use than the one that was asked to write.
    base_hub, base_crm = (list(one) for one in laid_out(lane, translation, link))
    before = dict(zip(translation.mapping.crm_fields, base_crm, strict=True))
    for rule in translation.rules:
        if rule.name not in attempt.rules or is_in_doubt(translation, attempt, rule):
            continue
        landed = [
            (at, base)
            for at, name in zip(rule.crm_at, rule.rule.crm, strict=True)
            if name in attempt.sent
            and (base := _landed(attempt, name, before[name], remote.values[at], remote, history))
            is not UNSET
        ]
        for at, base in landed:
            base_crm[at] = base
        if len(landed) == sum(name in attempt.sent for name in rule.rule.crm):
            for at, name in zip(rule.hub_at, rule.rule.hub, strict=True):
                base_hub[at] = attempt.hub.get(name)
    layout = translation.mapping.layout
    moved = replace(link, layout=layout, base_hub=tuple(base_hub), base_crm=tuple(base_crm))
    lost = overwritten(translation, attempt, history or (), before)
    moved = open_lost(translation, moved, sight.records[attempt.record_id], attempt, lost, books)
    if moved != link:
        books.links[moved.key] = moved
    _free(lane, sight, attempt, books, "looked up")
    tell(lane, books, attempt.object, link.crm_id, at=books.at, why="a write of ours was looked up")


def _landed(
    attempt: Attempt,
    name: str,
    before: BaseValue,
    value: BaseValue,
    remote: RemoteRecord,
    history: Sequence[HistoryEntry] | None,
) -> BaseValue:
    """What the CRM made of our value, if it took it; UNSET where nothing proves that it did.

    With history our own entry is the proof, and the base is that entry: what anybody wrote afterwards shows as a
    change. Without, the value we sent proves it, and the last editor of the whole record does where he is us.
    """
    if history is not None:
        ours = [
            one.value for one in history if one.field == name and one.by_us and is_new(one, attempt, before)
        ]
        if ours:
            return ours[-1]
    if value == attempt.sent[name]:
        return attempt.sent[name]
    # A record that we edited last proves nothing about a field that still holds what it held before: a write may land
    # in part, as where a CRM keeps associations outside the record.
    if history is None and remote.by_us and remote.modified > attempt.position and value != before:
        return value
    return UNSET


def _free(lane: Lane, sight: Sight, attempt: Attempt, books: Books, note: str) -> None:
    record = sight.records[attempt.record_id]
    books.attempts[attempt.op] = replace(attempt, outcome=Outcome.RESOLVED)
    books.touch(record, connection=lane.connection)
    books.note(
        "settle",
        record,
        by="system",
        cause=f"attempt:{attempt.op}",
        connection=lane.connection,
        note=f"unanswered {attempt.kind.value}: {note}",
    )
    books.counts["resolved"] += 1


def _ending(remote: RemoteRecord | None) -> str:
    into = remote.merged_into if remote is not None else None
    return f"it is {into} now" if into is not None else "it is gone there, merged or deleted"


def _drop(sight: Sight, attempt: Attempt, history: Sequence[HistoryEntry], books: Books) -> None:
    """Keep in the audit log what people wrote between our last look and the end of the record (R2)."""
    keep_unseen(
        books,
        sight.records[attempt.record_id],
        attempt,
        history,
        "written in the CRM while a write of ours was under way, whose record has ended",
    )
