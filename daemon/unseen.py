"""Values that a person wrote in a CRM and that our own write overwrote unseen, as the CRM's history shows them."""

from __future__ import annotations

from collections.abc import Mapping as MappingOf
from collections.abc import Sequence
from dataclasses import replace

from core.conflicts import Candidate
from core.jobs import Attempt, AttemptKind, HistoryEntry
from core.records import UNSET, BaseValue, HubRecord, Link, Value
from core.store.base import Change
from core.sync.books import Books
from core.translate import Rule, Translation

Lost = list[tuple[Rule, HistoryEntry]]


def overwritten(
    translation: Translation,
    attempt: Attempt,
    history: Sequence[HistoryEntry],
    before: MappingOf[str, BaseValue],
) -> Lost:
    """People's entries that stand between our last look and our own entry, newest per rule.

    `before` are the CRM's values at our last look: an entry at that very moment with that value was seen.
    """
    found: dict[str, tuple[Rule, HistoryEntry]] = {}
    for rule in translation.rules:
        if rule.name not in attempt.rules:
            continue
        for name in rule.rule.crm:
            if name not in attempt.sent:
                continue
            entries = [
                one for one in history if one.field == name and is_new(one, attempt, before.get(name, UNSET))
            ]
            ours = max((at for at, one in enumerate(entries) if one.by_us), default=None)
            if ours is None:
                continue
            unseen = [one for one in entries[:ours] if not one.by_us and one.value != entries[ours].value]
            if unseen:
                found[rule.name] = (rule, unseen[-1])
    return list(found.values())


def replaced_by(translation: Translation, attempt: Attempt, link: Link | None) -> tuple[Change, ...]:
    """What this write has changed: each field with what the CRM held when we last looked, None where that is not known."""
    held: dict[str, BaseValue] = {}
    mapping = translation.mapping
    if link is not None and attempt.kind is AttemptKind.UPDATE:
        if link.layout == mapping.layout:
            held.update(zip(mapping.crm_fields, link.base_crm, strict=True))
        if link.owed is not None:
            held.update({name: now for name, now, _ in link.owed.changes})
    return tuple((name, _known(held.get(name)), value) for name, value in attempt.sent.items())


def is_new(entry: HistoryEntry, attempt: Attempt, before: BaseValue) -> bool:
    """Whether the entry was made after our last look: one of that very moment with that very value was seen."""
    if entry.at == attempt.position:
        return before is not UNSET and entry.value != before
    return entry.at > attempt.position


def open_lost(
    translation: Translation, link: Link, record: HubRecord, attempt: Attempt, lost: Lost, books: Books
) -> Link:
    """Open a conflict with both values for each, and take the rule's hub base away, so that either choice is written."""
    base_hub = list(link.base_hub)
    for rule, entry in lost:
        for at in rule.hub_at:
            base_hub[at] = UNSET
        now = dict(zip(translation.mapping.crm_fields, link.base_crm, strict=True))
        values = tuple(entry.value if name == entry.field else _known(now[name]) for name in rule.rule.crm)
        theirs = Candidate(values=values, at=entry.at, by=entry.by)
        newest = max((record.edit_of(name) for name in rule.rule.hub), key=lambda edit: edit.version)
        conflict = books.open_conflict(
            link.key,
            record,
            rule.name,
            hub_fields=rule.rule.hub,
            crm_fields=rule.rule.crm,
            hub=Candidate(
                values=tuple(attempt.hub.get(name) for name in rule.rule.hub), at=newest.at, by=newest.by
            ),
            crm=theirs,
            lost=(theirs,),
        )
        books.note(
            "conflict",
            record,
            by="system",
            cause=f"attempt:{attempt.op}",
            connection=link.connection,
            changes=((entry.field, entry.value, None),),
            note=f"{rule.name}: written in the CRM while we were writing (conflict {conflict.id})",
        )
    return replace(link, base_hub=tuple(base_hub)) if lost else link


def _known(value: BaseValue) -> Value:
    return None if value is UNSET else value


def keep_beside(
    translation: Translation,
    books: Books,
    record: HubRecord,
    attempt: Attempt,
    history: Sequence[HistoryEntry],
) -> None:
    """Keep in the audit log what people wrote unseen in fields of this write that no rule holds: nobody is asked then."""
    beside = attempt.sent.keys() - set(translation.mapping.crm_fields)
    unseen = [one for one in history if one.field in beside and one.value != attempt.sent[one.field]]
    if unseen:
        keep_unseen(books, record, attempt, unseen, "written in the CRM while we were setting a value back")


def keep_unseen(
    books: Books, record: HubRecord, attempt: Attempt, history: Sequence[HistoryEntry], note: str
) -> None:
    """Keep in the audit log what people wrote since our last look: nothing else will tell it any more."""
    left = [one for one in history if not one.by_us and one.at > attempt.position]
    while left:
        # An entry of the log names a field once; what was written over meanwhile comes in an entry of its own.
        first = {one.field: one for one in reversed(left)}
        left = [one for one in left if first[one.field] is not one]
        books.note(
            "drop",
            record,
            by="system",
            cause=f"attempt:{attempt.op}",
            connection=attempt.connection,
            changes=tuple((name, one.value, None) for name, one in first.items()),
            note=note,
        )
