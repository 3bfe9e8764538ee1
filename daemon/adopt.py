"""What a pair remembers once a write of ours is known to have landed, heard of at once or found out later."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from core.jobs import Attempt, Outcome
from core.records import UNSET, BaseValue, Link, LinkState, RemoteRecord
from core.sync.books import Books
from core.translate import Rule, Translation
from core.withdrawal import FOUND
from daemon.heirs import recall_children
from daemon.lane import Lane
from daemon.sight import Sight
from daemon.waiting import tell


def is_in_doubt(translation: Translation, attempt: Attempt, rule: Rule) -> bool:
    """Whether this attempt may have sent a value of the rule under a name that its field has no more."""
    known = attempt.sent.keys() <= set(translation.mapping.crm_fields)
    return not known and any(name not in attempt.sent for name in rule.rule.crm)


def bases_after(
    translation: Translation,
    attempt: Attempt,
    record: RemoteRecord | None,
    base_hub: Sequence[BaseValue],
    base_crm: Sequence[BaseValue],
) -> tuple[tuple[BaseValue, ...], tuple[BaseValue, ...]]:
    """The bases once this attempt is known to have landed.

    `record` is given only where it is provably our own write's result; otherwise the base is what we sent, so that any
    difference found later counts as somebody's edit. A rule whose field was called otherwise then is compared anew.
    """
    hub, crm = list(base_hub), list(base_crm)
    for rule in translation.every_rule:  # one may have been parked while its write was under way
        if rule.name not in attempt.rules or is_in_doubt(translation, attempt, rule):
            continue
        for at, name in zip(rule.hub_at, rule.rule.hub, strict=True):
            hub[at] = attempt.hub.get(name)
        for at, name in zip(rule.crm_at, rule.rule.crm, strict=True):
            if name in attempt.sent:
                unread = record is None or name in translation.unread
                crm[at] = attempt.sent[name] if unread or record is None else record.values[at]
            elif crm[at] is UNSET:
                crm[at] = None
    for at in translation.watched_at:
        crm[at] = record.values[at] if record is not None else crm[at]
    return tuple(hub), tuple(crm)


def not_others(lane: Lane, attempt: Attempt, found: Sequence[RemoteRecord]) -> tuple[RemoteRecord, ...]:
    """Records found by our marker, without those that are a pair with another hub record by now."""
    links = lane.store.links(lane.connection, attempt.object, [one.id for one in found])
    taken = {
        crm_id
        for crm_id, link in links.items()
        if link.state is LinkState.LINKED and link.record_id != attempt.record_id
    }
    return tuple(one for one in found if one.id not in taken)


def adopt(
    lane: Lane,
    translation: Translation,
    sight: Sight,
    attempt: Attempt,
    found: Sequence[RemoteRecord],
    books: Books,
) -> None:
    """Our own marker was found: an earlier create of ours. Link the oldest; later twins become orphans.

    The base is what we sent, or what the CRM holds where it says that nobody else has edited the record since; so
    anything a person typed meanwhile shows as that person's change and survives.
    """
    record = sight.records[attempt.record_id]
    books.check(record)  # a person may have given it another record of this CRM while we looked
    oldest, *twins = sorted(found, key=lambda one: (one.modified, one.id))
    linked = sight.home(record.id)
    if linked is not None:
        # The record found another home meanwhile: ours came too late.
        twins = [one for one in found if one.id != linked.crm_id]
    ours = oldest if oldest.by_us else None
    base_hub, base_crm = bases_after(translation, attempt, ours, *translation.unset())
    link = Link(
        connection=lane.connection,
        crm_object=attempt.object,
        crm_id=oldest.id,
        record_id=record.id,
        layout=translation.mapping.layout,
        base_hub=base_hub,
        base_crm=base_crm,
        remote_version=0,
        seen=0,
        generation=int(attempt.marker.rpartition(":g")[2]),
    )
    if linked is None:
        books.links[link.key] = link
        if sight.links.get(record.id):
            recall_children(books, record)
    for twin in twins:
        orphan = replace(link, crm_id=twin.id, state=LinkState.ORPHAN, generation=0)
        books.links[orphan.key] = orphan
        books.note(
            "drop",
            record,
            by="system",
            cause=f"attempt:{attempt.op}",
            connection=lane.connection,
            changes=tuple(
                (name, value, None)
                for name, value in zip(translation.mapping.crm_fields, twin.values, strict=True)
            ),
            note=f"twin {twin.id} of our own create",
        )
    books.attempts[attempt.op] = replace(attempt, outcome=Outcome.RESOLVED, crm_id=oldest.id)
    books.wake_records.append((lane.connection, record.id))
    books.wake_crm.append(link.key)
    books.touch(record, connection=lane.connection)
    books.note(
        "link",
        record,
        by="system",
        cause=f"attempt:{attempt.op}",
        connection=lane.connection,
        note=f"{oldest.id} {FOUND}",
    )
    tell(lane, books, attempt.object, oldest.id, at=books.at, why="found by our key")
