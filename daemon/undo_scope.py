"""Which entries of the audit log an undo is about: those of a run, some records, a connection, or a mapping's version."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final, TypeAlias

from core.errors import Invalid, NotFound
from core.history import REPLAYED
from core.store.base import Activity, Store, StoredAudit
from core.store.looks import every
from core.withdrawal import makes
from daemon.past import entries_of

MOST: Final = 100_000  # records in one plan
CLOCKS_MS: Final = 600_000  # how far the stamps of entries that follow one another may be out of order
_PAGE: Final = 500
_TOLD: Final = REPLAYED | {"settle", "drop", "unlink"}


Span: TypeAlias = tuple[
    int, int | None
]  # after one seq, up to and with another (None: to the end of the log)


@dataclass(frozen=True, slots=True, kw_only=True)
class MappingEffect:
    """What a lane did by one version of a mapping: its entries about this object within `spans` of the audit log."""

    connection: str
    crm_object: str
    hub_object: str
    version: int
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What to undo: exactly one of `run`, `records`, `connection` and `mapping`.

    `since` and `until` (ms) bound records and connections.
    """

    run: str | None = None
    records: tuple[str, ...] = ()
    connection: str | None = None
    mapping: MappingEffect | None = None
    since: int | None = None
    until: int | None = None

    @property
    def words(self) -> str:
        if self.run is not None:
            return f"run {self.run}"
        if self.mapping is not None:
            one = self.mapping
            return f"version {one.version} of the mapping {one.connection}/{one.crm_object}"
        until = f" until {self.until}" if self.until is not None else ""
        if self.connection is not None:
            return f"what {self.connection} changed since {self.since}{until}"
        if len(self.records) == 1:
            return f"1 record since {self.since}{until}"
        return f"{len(self.records)} records since {self.since}{until}"

    def holds(self, at: int) -> bool:
        return (self.since is None or at >= self.since) and (self.until is None or at <= self.until)


def entries_in(store: Store, scope: Scope) -> dict[str, set[int]]:
    """The seqs of the entries an undo is about, by hub record. Raises Invalid, NotFound."""
    given = [
        scope.run is not None,
        bool(scope.records),
        scope.connection is not None,
        scope.mapping is not None,
    ]
    if sum(given) != 1:
        raise Invalid(
            "an undo is about a run, some records, a connection or a mapping",
            advice="Name exactly one of them.",
        )
    if scope.run is None and scope.mapping is None and scope.since is None:
        raise Invalid(
            "an undo of records or of a connection needs a time", advice="Give --since, such as 2h."
        )
    if scope.run is not None:
        if store.run(scope.run) is None:
            raise NotFound(f"there is no run {scope.run!r}", advice="crmsync runs lists the latest.")
        found = _of_run(store, scope.run)
    elif scope.mapping is not None:
        found = _of_mapping(store, scope.mapping)
    elif scope.connection is not None:
        found = _of_connection(store, scope)
    else:
        found = _of_records(store, scope)
    # What was sent follows from what is undone; a run may have done nothing else. What came from a connection was not
    # made there.
    kinds = _TOLD | {"push"} if scope.run is not None else _TOLD
    makes_count = scope.connection is None
    by_record: dict[str, set[int]] = {}
    for stored in found:
        entry = stored.entry
        if entry.record_id and (entry.kind in kinds or (makes_count and makes(entry))):
            by_record.setdefault(stored.entry.record_id, set()).add(stored.seq)
            if len(by_record) > MOST:
                raise Invalid(
                    f"that is about more than {MOST} records",
                    advice="Undo it in parts: by run, or by a shorter time with --since and --until.",
                )
    return by_record


def _of_run(store: Store, run: str) -> Iterator[StoredAudit]:
    return every(store, Activity(run=run, limit=_PAGE))


def _of_records(store: Store, scope: Scope) -> Iterator[StoredAudit]:
    known = store.records(scope.records)
    for id in scope.records:
        if id not in known:
            raise NotFound(f"there is no record {id!r}")
        yield from (one for one in entries_of(store, id) if scope.holds(one.entry.at))


def _of_mapping(store: Store, effect: MappingEffect) -> Iterator[StoredAudit]:
    run_of = cache(store.run)
    for after, end in effect.spans:
        for stored in store.audit(after=after):
            if end is not None and stored.seq > end:
                break
            entry = stored.entry
            run = run_of(entry.run)
            if run is None or run.connection != effect.connection or entry.actor.startswith("person:"):
                continue
            if entry.kind == "push" and not makes(entry):
                continue  # an edit of somebody, sent as by any version
            if run.object == effect.crm_object or (run.object is None and entry.object == effect.hub_object):
                yield stored


def _of_connection(store: Store, scope: Scope) -> Iterator[StoredAudit]:
    @cache
    def connection_of(run: str) -> str | None:
        found = store.run(run)
        return found.connection if found is not None else None

    first = seq_before(store, (scope.since or 0) - CLOCKS_MS)
    for stored in store.audit(after=first):
        entry = stored.entry
        if scope.holds(entry.at) and (
            entry.actor == f"connection:{scope.connection}"
            or (not entry.actor.startswith("person:") and connection_of(entry.run) == scope.connection)
        ):
            yield stored


def seq_before(store: Store, at: int) -> int:
    """The seq of an entry before which everything is older than `at`: stamps rise with seq, but for clocks that differ."""
    newest = store.search(Activity(limit=1)).rows
    low, high = 0, newest[0].seq if newest else 0
    while low < high:
        middle = (low + high + 1) // 2
        found = store.search(Activity(before=middle + 1, limit=1)).rows
        if found and found[0].entry.at < at:
            low = middle
        else:
            high = middle - 1
    return low
