"""Work to do and work under way: the outbox, the inbox, write-ahead attempts, cursors, runs and leases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from core.records import Fields, LinkKey, Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """The outbox: this record may have to be written to this connection. One row per (connection, record).

    `since` is when the oldest unsent change was made (latency is measured from it). `waiting_for` names a hub record
    that must be linked first. `parked` rows wait for a person or a newer version and are not due.
    `overwrites` tells the brake that the change replaces a non-empty value or deletes.
    """

    connection: str
    object: str  # hub object, with the record's kind where it comes in kinds (`Object.queue`)
    record_id: str
    since: int
    next_at: int
    attempts: int = 0
    reason: str = ""
    waiting_for: str | None = None
    parked: bool = False
    overwrites: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """The inbox: this CRM record may have changed. One row per (connection, crm object, crm id), never data.

    `seq` rises with every repeat; a signal is removed only if it still has the seq that was read.
    `waiting_for` is (crm object, crm id) of a parent that must be linked first.
    """

    connection: str
    object: str  # crm object
    crm_id: str
    since: int
    next_at: int
    seq: int = 1
    attempts: int = 0
    reason: str = ""
    waiting_for: tuple[str, str] | None = None
    parked: bool = False


class AttemptKind(Enum):
    CREATE = "create"
    UPDATE = "update"
    DELETE = "delete"
    MERGE = "merge"
    RESTORE = "restore"  # out of the CRM's bin


class Outcome(Enum):
    PENDING = "pending"  # written ahead; the call may be under way
    AMBIGUOUS = "ambiguous"  # the answer was lost, or we died: look, never repeat blindly
    UNCHECKED = "unchecked"  # applied; the history since `position` is not read yet
    OK = "ok"
    REJECTED = "rejected"
    RESOLVED = "resolved"  # was ambiguous; what happened is known now

    @property
    def is_open(self) -> bool:
        """An open attempt keeps its link to itself: nothing else reads or writes that pair."""
        return self in (Outcome.PENDING, Outcome.AMBIGUOUS, Outcome.UNCHECKED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """Written ahead of every write to a CRM. At most one is open per (connection, record).

    `sent` are CRM field names and values; `hub` what the hub held for the rules concerned (becomes base_hub).
    `position` is the CRM's modification time when we last read the record: later history is unseen (RELIABILITY R1).
    `hold_until`: no further write to this link before then, so that a late landing is impossible (R6).
    `into` is the CRM record that a merge lets stay; `crm_id` is the one that goes.
    """

    op: str
    connection: str
    object: str  # crm object
    record_id: str
    crm_id: str | None
    kind: AttemptKind
    marker: str
    rules: tuple[str, ...]
    sent: Fields
    hub: Fields
    hub_version: int
    precondition: str | None = None
    position: int = 0
    started: int
    hold_until: int = 0
    outcome: Outcome = Outcome.PENDING
    run: str
    into: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cursor:
    """Where a change feed stands. `position` is the adapter's own opaque text."""

    connection: str
    object: str
    stream: str  # "changes" or "backfill" or "sweep"
    position: str
    at: int


class RunKind(Enum):
    BACKFILL = "backfill"
    POLL = "poll"
    SIGNALS = "signals"
    PUSH = "push"
    SWEEP = "sweep"
    API = "api"
    RESOLVE = "resolve"
    SCHEMA = "schema"
    UNDO = "undo"
    PLAN = "plan"


class RunOutcome(Enum):
    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"  # by a brake or a shutdown
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Every write belongs to a run. `counts` are plain totals such as created, accepted, pushed, conflicts."""

    id: str
    kind: RunKind
    connection: str | None
    object: str | None
    started: int
    ended: int | None = None
    counts: Mapping[str, int] = field(default_factory=dict)
    outcome: RunOutcome = RunOutcome.RUNNING
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """The right to commit for a lane until `until`. `fence` rises with every change of owner."""

    lane: str
    owner: str
    fence: int
    until: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryEntry:
    """One past value of one CRM field. `by_us` is whether our integration wrote it; `at` is the CRM's clock, ms."""

    field: str
    value: Value
    at: int
    by_us: bool
    by: str | None = None


__all__ = [
    "Attempt",
    "AttemptKind",
    "Cursor",
    "HistoryEntry",
    "Lease",
    "LinkKey",
    "Outcome",
    "Pending",
    "Run",
    "RunKind",
    "RunOutcome",
    "Signal",
]
