"""The store's one seam: what is asked of it, and the one batch in which everything is written.

Three implementations pass one suite (`tests/store`): memory (the reference), SQLite and Postgres. Words used here:

    lane     the work of one connection; whoever commits for it holds its lease
    fence    a number that rises whenever a lane changes owner; a commit under an older fence fails with `LeaseLost`
    batch    everything one step decided; it becomes durable whole or not at all

Every method raises a `StoreError` leaf (unreachable, read-only, full, newer, damaged) where the database fails.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol, TypeAlias

from core.advice.decisions import Decision
from core.conflicts import Conflict, ConflictState, Item, ItemKind, ItemState, QueueState
from core.contests import ContestCount, ContestKey
from core.jobs import Attempt, Cursor, Lease, Pending, Run, Signal
from core.metrics import Metric
from core.plans import Plan, PlanItem, PlanItemKind, PlanItemState, PlanState
from core.queue_order import Place, Sort
from core.records import HubRecord, LeftOut, Link, LinkKey, ThinLink, Value
from core.standing import Mapped, ObjectCounts, Stand, Standee, Standing

MatchKey: TypeAlias = tuple[str, str, str]  # (hub object, hub field, normalised value)
Change: TypeAlias = tuple[str, Value, Value]  # (hub field, before, after)

CONFLICT: Final = "conflict"  # the queue's word for a conflict, beside the kinds of items


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """One thing that happened, with its cause. The store adds the sequence number and the chain's hash.

    `kind` is set, create, delete, restore, merge (these replay to the hub's state); link, unlink, push, conflict,
    resolve, settle, drop, refuse, item, brake, plan, connection, rules, reversal, advice, advisor, alert, ticket, and
    `daemon.doings`' sign-in, sign-out, prepare, webhooks, key, mapping, attach, detach (these explain). `actor` is
    "person:anna", "person:anna@laptop (as crm)" from elsewhere, "connection:hs", "rule:newest", "advisor", "system".
    `cause` names what asked for it: "run:ID", "signal:crm id",
    "conflict:ID" and "item:ID" (or "conflict:ID plan:ID"), "attempt:ID", "undo:plan ID". `changes` are the changed
    fields, each exactly once.
    """

    at: int
    kind: str
    actor: str
    cause: str
    run: str
    object: str = ""
    record_id: str = ""
    connection: str = ""
    changes: tuple[Change, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredAudit:
    """An audit entry as kept: `digest` is SHA-256 over the previous digest and the entry's canonical bytes."""

    seq: int
    entry: AuditEntry
    digest: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditFault:
    """The first entry that does not fit the chain, and how."""

    seq: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordWrite:
    """A hub record as it shall be. `expected` is the version that was read (0: must not exist yet).

    `keys` are all (field, normalised value) pairs it can be matched by; they replace the former ones. A tombstone has none.
    `queue` is the outbox's word for it (`Object.queue`), which tells its kind where its object comes in kinds; "" where
    it comes in none.
    """

    record: HubRecord
    expected: int
    keys: tuple[tuple[str, str], ...] = ()
    queue: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Postponed:
    """Puts an existing pending row off. Ignored where the record is newer than `version`: new work is never put off."""

    pending: Pending
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """Removes a pending row, unless the record is newer than `version`.

    `since` (ms) is when the change that arrived was made, where something was sent: latency is measured by it, and
    the store ignores it.
    """

    connection: str
    record_id: str
    version: int
    since: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Everything one step decided. Applied in the order of the fields below, in one transaction.

    `checks`, `unchanged` (questions as they were read) and `RecordWrite.expected` must hold or `VersionChanged` is
    raised; `key_checks` likewise say which live
    records a match key was seen to have (this is what keeps two lanes from creating the same customer twice).
    `pending` rows coalesce with what is there: the older `since` stays, `overwrites` is or-ed, everything else is
    replaced, so a parked or waiting row becomes due. `signals` coalesce likewise and raise `seq` by one. `handled`
    signals go, and `put_off` signals are replaced, only where `seq` is still the one that was read.
    `links` are upserted by key; `unlinked` rows are removed first. `attempts`, `conflicts`, `items`, `runs`, `decisions`
    are upserted by id; `cursors` by (connection, object, stream). `wake_records` makes pending rows of (connection) that
    wait for that record due at `at`; `wake_crm` does so for signals that wait for (connection, object, crm id).
    `left_out` are upserted by key, and replace the keys a record is found by; `let_in` are removed first.
    `plan_checks` name plans and the states they must be in, or `VersionChanged` is raised; `plans` are upserted by id,
    `plan_items` by (plan, n). `notes` are set by name; None removes one.
    """

    at: int
    checks: Mapping[str, int] = field(default_factory=dict)
    key_checks: Mapping[MatchKey, frozenset[str]] = field(default_factory=dict)
    plan_checks: Mapping[str, PlanState] = field(default_factory=dict)
    records: tuple[RecordWrite, ...] = ()
    unlinked: tuple[LinkKey, ...] = ()
    links: tuple[Link, ...] = ()
    let_in: tuple[LinkKey, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    settled: tuple[Settled, ...] = ()
    postponed: tuple[Postponed, ...] = ()
    pending: tuple[Pending, ...] = ()
    handled: tuple[Signal, ...] = ()
    put_off: tuple[Signal, ...] = ()
    signals: tuple[Signal, ...] = ()
    attempts: tuple[Attempt, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    items: tuple[Item, ...] = ()
    cursors: tuple[Cursor, ...] = ()
    runs: tuple[Run, ...] = ()
    wake_records: tuple[tuple[str, str], ...] = ()
    wake_crm: tuple[tuple[str, str, str], ...] = ()
    plans: tuple[Plan, ...] = ()
    plan_items: tuple[PlanItem, ...] = ()
    audit: tuple[AuditEntry, ...] = ()
    unchanged: tuple[Conflict | Item, ...] = ()
    contests: tuple[ContestCount, ...] = ()
    decisions: tuple[Decision, ...] = ()
    notes: Mapping[str, str | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """A question to the audit log. Every given part must hold; `text` is looked for in field names, values, notes
    and the name of who did it.

    Newest first; `before` is the seq of the last entry already seen, or looked at (keyset paging).
    """

    record_id: str | None = None
    connection: str | None = None
    run: str | None = None
    field: str | None = None
    kind: str | None = None
    text: str | None = None
    since: int | None = None
    until: int | None = None
    before: int | None = None
    limit: int = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What answers an `Activity`, newest first. No search looks at more than so much of the log (`core/store/looks.py`).

    `down_to` is the entry at which that was spent: all from it on were looked at, none before it. None: there are `limit`
    rows, or no more than these.
    """

    rows: list[StoredAudit]
    down_to: int | None = None

    def go_on(self, limit: int) -> int | None:
        """The `before` to go on with, where `limit` were asked for. None: there is nothing to come."""
        if self.down_to is not None:
            return self.down_to
        return self.rows[-1].seq if self.rows and len(self.rows) >= limit else None


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueQuery:
    """Which unanswered questions are asked for; every given part must hold.

    `kinds` are `CONFLICT` and values of `ItemKind`; `objects` are CRM objects. A time is ms; `state` is as of the moment
    that goes with the query. `surest` and `doubtful` are of a thousand: at least so sure; less sure, or nothing said at all.
    """

    kinds: frozenset[str] | None = None
    connection: str | None = None
    objects: frozenset[str] | None = None
    rules: frozenset[str] | None = None
    state: QueueState | None = None
    assigned_to: str | None = None
    opened_before: int | None = None
    opened_since: int | None = None
    surest: int | None = None
    doubtful: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Backlog:
    """How much waits for one connection: rows due or not, and `oldest` since when (ms), None when empty."""

    pending: int
    parked: int
    waiting: int
    signals: int
    oldest: int | None


class Store(Protocol):
    """The hub's database. Read methods see only committed batches."""

    # leases -------------------------------------------------------------------------------------------------------
    def acquire(self, lane: str, owner: str, *, now: int, ttl: int) -> Lease | None:
        """The lane's lease with a higher fence, or None while another owner's is still running (`ttl` in ms)."""

    def renew(self, lease: Lease, *, now: int, ttl: int) -> Lease:
        """The same fence, running until `now + ttl`. Raises LeaseLost."""

    def release(self, lease: Lease) -> None: ...

    # hot reads, each one statement a batch --------------------------------------------------------------------------
    def thin_links(self, connection: str, crm_object: str, crm_ids: Iterable[str]) -> dict[str, ThinLink]: ...
    def links(self, connection: str, crm_object: str, crm_ids: Iterable[str]) -> dict[str, Link]: ...
    def links_of(self, record_ids: Iterable[str], connection: str | None = None) -> list[Link]: ...
    def records(self, ids: Iterable[str]) -> dict[str, HubRecord]: ...
    def match(self, object: str, keys: Iterable[tuple[str, str]]) -> dict[tuple[str, str], frozenset[str]]:
        """Live records of `object` by (field, normalised value); keys without any are left out."""

    def open_conflicts(self, record_ids: Iterable[str], connection: str | None = None) -> list[Conflict]: ...
    def open_items(self, connection: str, object: str, subjects: Iterable[str]) -> list[Item]: ...
    def items_of(self, record_ids: Iterable[str], connection: str | None = None) -> list[Item]:
        """Open items about these hub records."""

    def open_attempts(self, connection: str, record_ids: Iterable[str] | None = None) -> list[Attempt]: ...
    def due_pending(self, connection: str, object: str, *, now: int, limit: int) -> list[Pending]:
        """Runnable rows (not parked, not waiting, next_at <= now), oldest `next_at` first."""

    def due_overwrites(self, connection: str, object: str, *, now: int, limit: int) -> int:
        """How many runnable rows are marked `overwrites`, counted up to `limit`."""

    def due_signals(self, connection: str, crm_object: str, *, now: int, limit: int) -> list[Signal]: ...
    def next_due(self, connection: str) -> int | None:
        """The earliest `next_at` of runnable pending rows and signals, in ms; None when there are none."""

    def cursor(self, connection: str, object: str, stream: str) -> Cursor | None: ...
    def linked_count(self, connection: str, crm_object: str) -> int:
        """Links in state LINKED, from a kept counter or an index: cheap at a million."""

    def layout(self, name: str) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
        """(hub fields, crm fields) of a layout that was saved, for re-laying bases after a mapping changed."""

    def left_out(self, connection: str, crm_object: str, crm_ids: Iterable[str]) -> dict[str, LeftOut]:
        """CRM records without a link that a filter leaves out."""

    def left_out_by(
        self, connection: str, crm_object: str, keys: Iterable[tuple[str, str]]
    ) -> dict[tuple[str, str], frozenset[str]]:
        """The same by what they would be matched by: CRM ids by (field, normalised value)."""

    def left_out_count(self, connection: str, crm_object: str) -> int:
        """How many there are, from a kept counter."""

    def held_count(self, connection: str, crm_object: str) -> int:
        """Likewise, how many pairs a filter holds (`Link.paused`)."""

    # the one write ----------------------------------------------------------------------------------------------------
    def commit(self, batch: Batch, lease: Lease | None = None) -> int:
        """Make the batch durable, whole or not at all; returns the audit log's newest seq.

        Raises VersionChanged, LeaseLost (only if a lease is given), or another StoreError; nothing is written then.
        """

    def save_layout(self, name: str, hub_fields: tuple[str, ...], crm_fields: tuple[str, ...]) -> None: ...

    # settings that must live with the data: connections' state and the like -----------------------------------------
    def notes(self, prefix: str = "") -> dict[str, str]: ...
    def note(self, name: str) -> str | None: ...
    def set_note(self, name: str, text: str | None) -> None: ...

    # slower reads, all keyset-paged: `after` is the last id (or seq) already seen -------------------------------------
    def list_records(
        self, object: str, *, after: str | None, limit: int, deleted: bool = False
    ) -> list[HubRecord]: ...
    def list_links(self, connection: str, crm_object: str, *, after: str | None, limit: int) -> list[Link]:
        """All states, by crm id."""

    def list_left_out(
        self, connection: str, crm_object: str, *, after: str | None, limit: int
    ) -> list[LeftOut]: ...
    def list_pending(
        self, *, connection: str | None, after: tuple[str, str] | None, limit: int
    ) -> list[Pending]: ...
    def list_signals(
        self, *, connection: str | None, after: tuple[str, str, str] | None, limit: int
    ) -> list[Signal]: ...
    def list_conflicts(
        self, *, state: ConflictState | None, after: str | None, limit: int
    ) -> list[Conflict]: ...
    def conflict(self, id: str) -> Conflict | None: ...
    def list_items(
        self, *, state: ItemState | None, kind: ItemKind | None, after: str | None, limit: int
    ) -> list[Item]: ...
    def item(self, id: str) -> Item | None: ...
    def list_runs(self, *, before: str | None, limit: int) -> list[Run]:
        """Newest first."""

    def run(self, id: str) -> Run | None: ...
    def attempts_of(self, record_id: str, *, limit: int = 100) -> list[Attempt]: ...
    def search(self, question: Activity) -> Found:
        """Up to `limit` rows, or fewer where it would take too long; whoever needs all: `core.store.looks.every`."""

    def audit(self, *, after: int = 0) -> Iterator[StoredAudit]:
        """The whole chain, oldest first."""

    def verify_audit(self) -> AuditFault | None:
        """Recompute the chain; the first entry that does not fit, or None where all do."""

    # plans ------------------------------------------------------------------------------------------------------------
    def plan(self, id: str) -> Plan | None: ...
    def list_plans(
        self, *, connection: str | None, state: PlanState | None, before: str | None, limit: int
    ) -> list[Plan]:
        """Newest first, by id."""

    def plan_items(
        self,
        plan: str,
        *,
        kind: PlanItemKind | None = None,
        state: PlanItemState | None = None,
        object: str | None = None,
        after: int = 0,
        limit: int,
    ) -> list[PlanItem]:
        """In the order of applying; `after` is the `n` of the last one already seen."""

    def count_plan_items(self, plan: str) -> Mapping[tuple[PlanItemKind, PlanItemState], int]:
        """How many items of each kind are in which state. Counted, so not for a hot path."""

    def backlog(self, connection: str) -> Backlog: ...
    def open_counts(self) -> Mapping[str, int]:
        """Open conflicts and open items by kind: {"conflict": 3, "ambiguous": 1, ...}, cheap at any size."""

    def standing(self, *, limit: int) -> Standing:
        """What holds records up, and what is asked; at most `limit` causes. It reads the whole outbox."""

    def object_counts(self, mapped: Collection[Mapped]) -> Mapping[tuple[str, str], ObjectCounts]:
        """How many records of these objects stand how, by `Mapped.place`. It reads the outbox, the open conflicts, what is
        left out and what is deleted; what lives and is in step is not read but taken from kept counters.
        """

    def list_standing(self, stand: Stand, mapped: Mapped, *, after: str | None, limit: int) -> list[Standee]:
        """Those of one object that stand so, in the order of `Standee.key`."""

    def queue(
        self, query: QueueQuery, *, now: int, after: Place | None, limit: int, sort: Sort = Sort.OLDEST
    ) -> list[Conflict | Item]:
        """Unanswered conflicts and items; `after` is the place of the last one already seen."""

    def queue_count(self, query: QueueQuery, *, now: int) -> int: ...
    def queue_counts(self, *, now: int) -> Mapping[str, Mapping[QueueState, int]]:
        """What waits by kind and state, from kept counters and the few that are set aside: {"conflict": {OPEN: 3}}."""

    def contests(
        self,
        *,
        since: int | None = None,
        until: int | None = None,
        connection: str | None = None,
        object: str | None = None,
    ) -> Mapping[ContestKey, int]:
        """Sums over these days (both included, counted from 1970), without those that are nought."""

    def metrics(self, *, since: int, until: int, connection: str | None = None) -> list[Metric]:
        """What was counted from `since` on and before `until` (ms), oldest first."""

    def tally(self) -> Mapping[str, int]:
        """Live records by hub object and links by "connection/object", from kept counters or indexes."""

    def shared_keys(self, object: str, fields: Sequence[str]) -> tuple[int, int]:
        """How many live records have match keys of all these fields, and how many of them share all of them with another.

        Grouped in the database over every record, so not for a hot path.
        """

    # what the advisor learns from ----------------------------------------------------------------------------------------
    def decisions(
        self, *, object: str | None = None, field: str | None = None, before: str | None, limit: int
    ) -> list[Decision]:
        """Newest first, by id."""

    def decision_on(self, conflict: str) -> Decision | None:
        """The newest decision on this conflict."""

    def forget_decisions(
        self, *, object: str | None = None, field: str | None = None, by: str | None = None
    ) -> int:
        """Remove the decisions for which every given part holds; how many."""

    # upkeep ---------------------------------------------------------------------------------------------------------------
    def index_activity(self, *, limit: int) -> int:
        """Bring the search index up to date by at most `limit` entries, off the hot path; how many were worked on, none
        where there is nothing left to do."""

    def add_metrics(self, metrics: Iterable[Metric]) -> None:
        """Add to what is counted; durable when this returns."""

    def roll_metrics(self, *, before: int, forget: int) -> int:
        """Put minutes that lie before the hour of `before` together by the hour, and remove what lies before `forget`
        (ms); how many rows were put together."""

    def prune(self, *, before: int) -> Mapping[str, int]:
        """Remove closed attempts, ended runs without changes, closed items and closed plans with their items, where they
        are older than `before`; counts by table."""

    def close(self) -> None: ...
