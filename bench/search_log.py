"""The log that searches are measured on: some of its people, addresses, fields and errors are everywhere, some rare."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Final

from core.store.base import AuditEntry, Batch, Change, Store

_AT_ONCE: Final = 10_000
_RUN: Final = 500  # entries
_SECOND_MS: Final = 1_000
_RECORDS: Final = 1_000_000
_STEP: Final = 7_919  # prime: every record comes up, and neighbours in the log are about different ones
_FIRST: Final = (
    "anna", "ben", "clara", "david", "eva", "felix", "greta", "hugo", "ida", "jan", "karla", "leo", "maria", "nils",
    "olga", "paul", "rosa", "simon", "tina", "uwe",
)  # fmt: skip
_LAST: Final = (
    "berg", "meyer", "okafor", "weber", "silva", "kaya", "novak", "rossi", "dubois", "jensen", "kowalski", "haas", "lind",
    "moreau", "santos", "vogel", "winter", "young", "zeller", "arnold",
)  # fmt: skip
_DOMAINS: Final = ("example.com", "example.com", "example.com", "mail.example.org")
_TITLES: Final = ("Head of Sales", "Chief of Staff", "Buyer", "Engineer", "Managing Director", "Clerk")
_ACTORS: Final = ("person:anna", "connection:hs", "person:ben", "connection:sf", "rule:newest")
_ERROR: Final = "400 PROPERTY_DOESNT_EXIST: property job_title does not exist"


def fill(store: Store, *, entries: int) -> None:
    """So many entries of the log, one a second, by the store's own commits; then all of them in the search index."""
    log = (entry(number) for number in range(entries))
    while some := tuple(islice(log, _AT_ONCE)):
        store.commit(Batch(at=some[-1].at, audit=some))
    while store.index_activity(limit=_AT_ONCE):
        pass


def entry(number: int) -> AuditEntry:
    """What happened as number so, counted from 0; about a record that others of the million are about as well."""
    record = number * _STEP % _RECORDS
    refused = number % 997 == 0
    return AuditEntry(
        at=number * _SECOND_MS,
        kind="refuse" if refused else ("push" if number % 3 else "set"),
        actor=_ACTORS[number % len(_ACTORS)],
        cause=f"run:run-{number // _RUN}",
        run=f"run-{number // _RUN}",
        object="contact",
        record_id=record_id(record),
        connection="hs" if number % 2 else "sf",
        changes=tuple(_changes(number, record)),
        note=_ERROR if refused else "",
    )


def _changes(number: int, record: int) -> Iterator[Change]:
    yield ("email", None, address(record))
    if number % 4 == 0:
        yield ("phone", None, f"+49 30 {record:07d}")
    if number % 5:
        yield ("title", _TITLES[number % len(_TITLES)], _TITLES[(number + 1) % len(_TITLES)])
    if number % 10_007 == 5_003:
        yield ("budget_code", None, f"K-{record}")


def address(record: int) -> str:
    """An e-mail address; its names are in one of 20 entries each, its domain's words in nearly all, its number in few."""
    first, last = _FIRST[record % len(_FIRST)], _LAST[record // len(_FIRST) % len(_LAST)]
    number = record // (len(_FIRST) * len(_LAST))
    return f"{first}.{last}{number}@{_DOMAINS[record % len(_DOMAINS)]}"


def record_id(record: int) -> str:
    return f"r{record:07d}"
