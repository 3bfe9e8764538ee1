"""A record as it was: its history read backwards from now, out of the audit log.

Only some kinds of entry replay to the hub's state (`REPLAYED`); a record's entries follow one another without a gap, so
that the state at any moment is what is there now, with every later change taken back. The moment is by the hub's clock.
Where that clock was set back, a moment means the newest entry stamped at or before it: a state that truly was.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Final

from core.records import Fields, HubRecord, Value
from core.store.base import AuditEntry, StoredAudit

CHANGING: Final = frozenset(
    {"create", "set", "resolve"}
)  # kinds whose changes are changes of the hub's fields
ENDS: Final = frozenset({"delete", "merge"})
BEGINNINGS: Final = frozenset({"create", "restore"})
REPLAYED: Final = CHANGING | ENDS | BEGINNINGS


class Standing(Enum):
    UNBORN = "unborn"  # not created yet
    LIVING = "living"
    DELETED = "deleted"
    MERGED = "merged"  # merged into another record


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """A record as it was. `last` names, by field, the entry that had set it; fields without one were never changed.

    `ended` is the entry that had deleted or merged it. `gaps` are fields whose entries do not follow one another (a part
    of the log is missing): their value is the best that can be told. A tombstone keeps its fields.
    """

    standing: Standing
    fields: Fields
    version: int
    last: Mapping[str, StoredAudit] = field(default_factory=dict)
    ended: StoredAudit | None = None
    gaps: tuple[str, ...] = ()

    @property
    def merged_into(self) -> str | None:
        return self.ended.entry.note if self.standing is Standing.MERGED and self.ended is not None else None


def is_version(entry: AuditEntry) -> bool:
    """Whether the record's version rose with this entry. A conflict that answered itself only tells so."""
    return entry.kind in REPLAYED and not (entry.kind == "resolve" and entry.actor == "system")


def as_of(record: HubRecord, newest_first: Iterable[StoredAudit], at: int) -> Past:
    """The record as it was at `at` (ms), from all its audit entries, newest first; no more are read than needed."""
    fields: dict[str, Value] = dict(record.fields)
    version = record.version
    gaps: list[str] = []
    later: StoredAudit | None = None  # the oldest beginning or end after the moment
    born_later = False
    standing: Standing | None = None
    ended: StoredAudit | None = None
    last: dict[str, StoredAudit] = {}
    reached = False
    for stored in newest_first:
        entry = stored.entry
        if entry.kind not in REPLAYED:
            continue
        reached = reached or entry.at <= at
        if not reached:
            version -= is_version(entry)
            born_later = born_later or entry.kind == "create"
            if entry.kind in ENDS | BEGINNINGS:
                later = stored
            if entry.kind in CHANGING:
                for name, before, after in entry.changes:
                    if fields.get(name) != after:
                        gaps.append(name)
                    _put(fields, name, before)
            continue
        if standing is None and entry.kind in ENDS | BEGINNINGS:
            standing = _standing(entry)
            ended = stored if entry.kind in ENDS else None
        if entry.kind in CHANGING:
            for name, _, after in entry.changes:
                if name not in last and fields.get(name) != after:
                    gaps.append(name)
                    _put(fields, name, after)
                last.setdefault(name, stored)
        if standing is not None and fields.keys() <= last.keys():
            break
    if standing is None:
        standing = _without_beginning(record, later, born_later)
    unborn = standing is Standing.UNBORN
    return Past(
        standing=standing,
        fields={} if unborn else fields,
        version=0 if unborn else version,
        last={name: last[name] for name in fields if name in last},
        ended=ended,
        gaps=tuple(sorted(set(gaps))),
    )


def replayed(oldest_first: Iterable[AuditEntry]) -> tuple[dict[str, Value], Standing]:
    """What a record's entries come to when they are played forwards."""
    fields: dict[str, Value] = {}
    standing = Standing.UNBORN
    for entry in oldest_first:
        if entry.kind in CHANGING:
            for name, _, after in entry.changes:
                _put(fields, name, after)
        if entry.kind in ENDS | BEGINNINGS:
            standing = _standing(entry)
    return fields, standing


def _put(fields: dict[str, Value], name: str, value: Value) -> None:
    if value is None:
        fields.pop(name, None)
    else:
        fields[name] = value


def _standing(entry: AuditEntry) -> Standing:
    match entry.kind:
        case "delete":
            return Standing.DELETED
        case "merge":
            return Standing.MERGED
        case _:
            return Standing.LIVING


def _without_beginning(record: HubRecord, later: StoredAudit | None, born_later: bool) -> Standing:
    """No entry up to the moment tells: it was not there yet, or the log does not reach back so far."""
    if born_later:
        return Standing.UNBORN
    if later is None:
        return _of(record)
    return Standing.LIVING if later.entry.kind in ENDS else Standing.DELETED


def _of(record: HubRecord) -> Standing:
    if record.deleted_at is None:
        return Standing.LIVING
    return Standing.DELETED if record.merged_into is None else Standing.MERGED
