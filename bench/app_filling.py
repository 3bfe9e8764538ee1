"""The store that the app is measured on: questions that wait, and a long log; written by the store's own commits."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Final

from core.conflicts import Candidate, Conflict
from core.records import FieldEdit, HubRecord, Link
from core.store.base import AuditEntry, Batch, RecordWrite, Store
from tests.support.small_daemon import CONNECTION, MAPPING

_AT_ONCE: Final = 10_000
_SECOND_MS: Final = 1_000
_PEOPLE: Final = ("person:anna", "person:ben", f"connection:{CONNECTION}", "rule:newest")
_TITLES: Final = ("Head of Sales", "Chief of Staff", "Buyer", "Engineer", "Managing Director", "Clerk")
_KINDS: Final = ("set", "push", "set", "link", "create", "resolve")


def fill(store: Store, *, questions: int, entries: int, now: int) -> None:
    """So many open conflicts, each about another record, and so many entries of the log, one a second until `now` (ms)."""
    store.save_layout(MAPPING.layout, MAPPING.hub_fields, MAPPING.crm_fields)
    _commit_questions(store, questions, now)
    _commit_log(store, entries, now)
    while store.index_activity(limit=_AT_ONCE):
        pass


def record_id(number: int) -> str:
    return f"r{number:07d}"


def _commit_questions(store: Store, questions: int, now: int) -> None:
    for begin in range(0, questions, _AT_ONCE):
        some = range(begin, min(begin + _AT_ONCE, questions))
        store.commit(
            Batch(
                at=now,
                records=tuple(RecordWrite(record=_record(n, now), expected=0) for n in some),
                links=tuple(_link(n) for n in some),
                conflicts=tuple(_conflict(n, now) for n in some),
            )
        )


def _record(number: int, now: int) -> HubRecord:
    fields = {
        "name": f"Person {number}",
        "email": f"p{number}@example.com",
        "title": f"{_title(number)} of ours",
    }
    made = FieldEdit(version=1, at=now - 86_400_000, by=_PEOPLE[0])
    edited = {"title": FieldEdit(version=1, at=now - number * _SECOND_MS, by=_PEOPLE[number % 2])}
    return HubRecord(
        id=record_id(number), object="contact", fields=fields, version=1, created=made, edits=edited
    )


def _link(number: int) -> Link:
    base = (f"Person {number}", f"p{number}@example.com", _title(number))
    return Link(
        connection=CONNECTION,
        crm_object=MAPPING.crm_object,
        crm_id=f"{number}",
        record_id=record_id(number),
        layout=MAPPING.layout,
        base_hub=base,
        base_crm=base,
        remote_version=1,
        seen=1,
    )


def _conflict(number: int, now: int) -> Conflict:
    title = _title(number)
    return Conflict(
        id=f"c{number:07d}",
        link=_link(number).key,
        record_id=record_id(number),
        rule="title",
        hub_fields=("title",),
        crm_fields=("t",),
        hub=Candidate(values=(f"{title} of ours",), at=now - number * _SECOND_MS, by=_PEOPLE[number % 2]),
        crm=Candidate(values=(f"{title} at {number} theirs",), at=now - number * 900, by=_PEOPLE[2]),
        opened_at=now - number * _SECOND_MS,
        run="run-0",
        base=(title,),
    )


def _title(number: int) -> str:
    return _TITLES[number % len(_TITLES)]


def _commit_log(store: Store, entries: int, now: int) -> None:
    log = (_entry(number, now - (entries - number) * _SECOND_MS) for number in range(entries))
    for some in _batches(log):
        store.commit(Batch(at=now, audit=some))


def _entry(number: int, at: int) -> AuditEntry:
    before, after = _title(number), _title(number + 1)
    return AuditEntry(
        at=at,
        kind=_KINDS[number % len(_KINDS)],
        actor=_PEOPLE[number % len(_PEOPLE)],
        cause=f"run:run-{number // 500}",
        run=f"run-{number // 500}",
        object="contact",
        record_id=record_id(number % 100_000),
        connection=CONNECTION,
        changes=(
            ("title", before, f"{after} {number}"),
            ("email", f"p{number}@example.com", f"p{number}@example.org"),
        ),
    )


def _batches(log: Iterator[AuditEntry]) -> Iterator[tuple[AuditEntry, ...]]:
    while some := tuple(islice(log, _AT_ONCE)):
        yield some
