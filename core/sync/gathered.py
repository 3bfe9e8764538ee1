"""What one step decided, gathered, and closed into the one batch that the store commits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from core.advice.decisions import Decision
from core.conflicts import Conflict, Item
from core.contests import ContestCount
from core.jobs import Attempt, Cursor, Pending, Run, Signal
from core.plans import Plan, PlanItem, PlanState
from core.records import HubRecord, LeftOut, Link, LinkKey
from core.store.base import AuditEntry, Batch, Change, MatchKey, Postponed, RecordWrite, Settled
from core.sync.routes import Routes


@dataclass(slots=True)
class Gathered:
    """One step's decisions. `run` is the run every entry belongs to; `ids` makes a fresh id at each call."""

    at: int
    run: str
    ids: Callable[[], str]
    routes: Routes
    counts: Counter[str] = field(default_factory=Counter)
    checks: dict[str, int] = field(default_factory=dict)
    key_checks: dict[MatchKey, frozenset[str]] = field(default_factory=dict)
    plan_checks: dict[str, PlanState] = field(default_factory=dict)
    records: dict[str, RecordWrite] = field(default_factory=dict)
    unlinked: list[LinkKey] = field(default_factory=list)
    links: dict[LinkKey, Link] = field(default_factory=dict)
    let_in: list[LinkKey] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    settled: list[Settled] = field(default_factory=list)
    postponed: list[Postponed] = field(default_factory=list)
    pending: dict[tuple[str, str], Pending] = field(default_factory=dict)
    handled: list[Signal] = field(default_factory=list)
    put_off: list[Signal] = field(default_factory=list)
    signals: dict[tuple[str, str, str], Signal] = field(default_factory=dict)
    attempts: dict[str, Attempt] = field(default_factory=dict)
    conflicts: dict[str, Conflict] = field(default_factory=dict)
    items: dict[str, Item] = field(default_factory=dict)
    cursors: list[Cursor] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    wake_records: list[tuple[str, str]] = field(default_factory=list)
    wake_crm: list[tuple[str, str, str]] = field(default_factory=list)
    plans: list[Plan] = field(default_factory=list)
    plan_items: list[PlanItem] = field(default_factory=list)
    audit: list[AuditEntry] = field(default_factory=list)
    unchanged: list[Conflict | Item] = field(default_factory=list)
    contests: list[ContestCount] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    notes: dict[str, str | None] = field(default_factory=dict)

    def batch(self) -> Batch:
        return Batch(
            at=self.at,
            checks=self.checks,
            key_checks=self.key_checks,
            plan_checks=self.plan_checks,
            records=tuple(self.records.values()),
            unlinked=tuple(self.unlinked),
            links=tuple(self.links.values()),
            let_in=tuple(self.let_in),
            left_out=tuple(self.left_out),
            settled=tuple(self.settled),
            postponed=tuple(self.postponed),
            pending=tuple(self.pending.values()),
            handled=tuple(self.handled),
            put_off=tuple(self.put_off),
            signals=tuple(self.signals.values()),
            attempts=tuple(self.attempts.values()),
            conflicts=tuple(self.conflicts.values()),
            items=tuple(self.items.values()),
            cursors=tuple(self.cursors),
            runs=tuple(self.runs),
            wake_records=tuple(self.wake_records),
            wake_crm=tuple(self.wake_crm),
            plans=tuple(self.plans),
            plan_items=tuple(self.plan_items),
            audit=tuple(self.audit),
            unchanged=tuple(self.unchanged),
            contests=tuple(self.contests),
            decisions=tuple(self.decisions),
            notes=self.notes,
        )

    @property
    def is_empty(self) -> bool:
        """Whether committing would change nothing."""
        return not (
            self.records
            or self.unlinked
            or self.links
            or self.let_in
            or self.left_out
            or self.settled
            or self.postponed
            or self.pending
            or self.handled
            or self.put_off
            or self.signals
            or self.attempts
            or self.conflicts
            or self.items
            or self.cursors
            or self.runs
            or self.wake_records
            or self.wake_crm
            or self.plans
            or self.plan_items
            or self.audit
            or self.notes
        )

    # explaining ---------------------------------------------------------------------------------------------------------
    def note(
        self,
        kind: str,
        record: HubRecord | None = None,
        *,
        by: str,
        cause: str,
        connection: str = "",
        object: str = "",
        changes: tuple[Change, ...] = (),
        note: str = "",
    ) -> None:
        """One audit entry."""
        self.audit.append(
            AuditEntry(
                at=self.at,
                kind=kind,
                actor=by,
                cause=cause,
                run=self.run,
                object=record.object if record is not None else object,
                record_id=record.id if record is not None else "",
                connection=connection,
                changes=changes,
                note=note,
            )
        )
