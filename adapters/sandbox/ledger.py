"""The sandbox's own record of every write: who, when, which record, which fields.

Tests read it to see what a sync really did to a CRM; it is bounded, oldest entries go first.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

Value: TypeAlias = str | int | float | bool | None


class ActorKind(StrEnum):
    """Who can write: a person in the CRM's own screens, or an app over the API."""

    USER = "user"
    INTEGRATION = "integration"


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """The acting party: `id` is the user id or the app id."""

    kind: ActorKind
    id: str


class Op(StrEnum):
    """What a write did."""

    CREATE = "create"
    UPDATE = "update"
    DELETE = "delete"
    PURGE = "purge"
    RESTORE = "restore"
    MERGE = "merge"
    ASSOCIATE = "associate"
    DISSOCIATE = "dissociate"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One write. `at` is ms as the CRM stamps it, often cut to whole seconds, and `written` when it really was.

    For links `other` is the other end (of `other_object`).

    For merges `id` is the result, `other` the loser, and `kept` the winner's id from before.
    """

    seq: int
    at: int
    written: int
    actor: Actor
    op: Op
    object: str
    id: str
    changes: Mapping[str, Value]
    trace: str | None = None
    other_object: str | None = None
    other: str | None = None
    kept: str | None = None


class Ledger:
    """Append-only entries numbered from 1; at least the newest `bound` are kept."""

    def __init__(self, bound: int = 200_000) -> None:
        self._bound = bound
        self._entries: list[Entry] = []
        self._first = 1

    @property
    def last_seq(self) -> int:
        """The number of the newest entry, 0 when nothing was written."""
        return self._first + len(self._entries) - 1

    @property
    def first_seq(self) -> int:
        """The number of the oldest entry still kept."""
        return self._first

    def append(self, entry: Entry) -> None:
        """Adds an entry whose `seq` is `last_seq + 1`."""
        self._entries.append(entry)
        if len(self._entries) > 2 * self._bound:
            drop = len(self._entries) - self._bound
            del self._entries[:drop]
            self._first += drop

    def forget_after(self, seq: int) -> None:
        """Takes back the entries above `seq`: their transaction failed, so they never were."""
        del self._entries[max(0, seq - self._first + 1) :]

    def after(self, seq: int, limit: int) -> list[Entry]:
        """Up to `limit` entries numbered above `seq`, oldest first."""
        start = max(0, seq - self._first + 1)
        return self._entries[start : start + limit]
