"""Collects what one step decided, and closes it into the one batch that the store commits.

Every change of the hub goes through here, so that each changed field gets its version, its audit entry and its pending
rows in the same breath. Pure: the moment, the run and fresh ids come in as arguments.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field, replace
from itertools import repeat
from typing import TypeAlias

from core.advice.decisions import Decision
from core.conflicts import Candidate, Conflict, ConflictState, Item, ItemKind
from core.contests import ContestCount, ContestOutcome, day_of, outcome_of
from core.jobs import Attempt, Cursor, Pending, Run, Signal
from core.mapping import Mapping
from core.plans import Plan, PlanItem, PlanState
from core.records import UNMERGED, FieldEdit, Fields, HubRecord, LeftOut, Link, LinkKey, Value
from core.schema import Object
from core.store.base import AuditEntry, Batch, Change, MatchKey, Postponed, RecordWrite, Settled
from core.sync.match import Key, keys_of

RouteTable: TypeAlias = dict[str, tuple[Mapping, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Routes:
    """Where a hub change must travel: every mapping by hub object, and the schema that match keys are made by.

    Whoever owns the table may exchange the mappings of an object while others read it.
    """

    mappings: MappingOf[str, tuple[Mapping, ...]]
    objects: MappingOf[str, Object]
    region: str = ""

    def connections(self, record: HubRecord) -> tuple[str, ...]:
        """The connections that hold records of this one's object and kind."""
        kind = self.objects[record.object].kind_of(record.fields)
        return tuple(one.connection for one in self.mappings.get(record.object, ()) if one.takes(kind))


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """A new value of one hub field, with the editor and the editor's own time (ms)."""

    value: Value
    by: str
    at: int


@dataclass(slots=True)
class Books:
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
        )

    # the hub ------------------------------------------------------------------------------------------------------------
    def create(
        self,
        object: str,
        fields: Fields,
        *,
        by: str,
        edited_at: int,
        cause: str,
        home: str | None = None,
        keys: tuple[Key, ...] | None = None,
        id: str | None = None,
    ) -> HubRecord:
        """A new hub record, to be sent to every connection but `home`, where it came from.

        `keys` are what it can be matched by, where the caller has worked them out already; `id` is the one that a plan
        promised it.
        """
        kept = dict(fields)
        if None in kept.values():
            kept = {name: value for name, value in kept.items() if value is not None}
        record = HubRecord(
            id=id or self.ids(),
            object=object,
            fields=kept,
            version=1,
            created=FieldEdit(version=1, at=edited_at, by=by),
        )
        self._write(record, 0, keys)
        self._spread(record, home=home, overwrites=False)
        changes = tuple(zip(kept, repeat(None), kept.values()))
        self.note("create", record, by=by, cause=cause, changes=changes)
        self.counts["created"] += 1
        return record

    def change(
        self,
        record: HubRecord,
        edits: MappingOf[str, Edit],
        *,
        by: str,
        cause: str,
        home: str | None = None,
        note: str = "",
        kind: str = "set",
        weighs: bool = True,
    ) -> HubRecord:
        """The record with these edits, one version on. Only edits that change something may come in.

        `weighs`: whether values that are replaced count for the brake of the lanes it is sent by.
        """
        version = record.version + 1
        fields = dict(record.fields)
        changes: list[Change] = []
        overwrites = False
        for name, edit in edits.items():
            before = fields.get(name)
            changes.append((name, before, edit.value))
            overwrites = weighs and (overwrites or before is not None)
            if edit.value is None:
                fields.pop(name, None)
            else:
                fields[name] = edit.value
        stamps = {name: FieldEdit(version=version, at=edit.at, by=edit.by) for name, edit in edits.items()}
        changed = replace(record, fields=fields, version=version, edits={**record.edits, **stamps})
        self._write(changed, record.version)
        self._spread(changed, home=home, overwrites=overwrites)
        self.note(kind, changed, by=by, cause=cause, changes=tuple(changes), note=note)
        self.counts["changed"] += 1
        if edits and kind == "set" and by != "system":
            self.count_contest(ContestOutcome.CHANGED, home or "", record.object)
        return changed

    def tombstone(
        self,
        record: HubRecord,
        *,
        by: str,
        cause: str,
        home: str | None = None,
        merged_into: str | None = None,
    ) -> HubRecord:
        changed = replace(
            record, version=record.version + 1, deleted_at=self.at, deleted_by=by, merged_into=merged_into
        )
        self._write(changed, record.version)
        self._spread(changed, home=home, overwrites=True)
        self.note("merge" if merged_into else "delete", changed, by=by, cause=cause, note=merged_into or "")
        self.counts["deleted"] += 1
        if merged_into is None:
            self.count_contest(ContestOutcome.CHANGED, home or "", record.object)
        return changed

    def restore(self, record: HubRecord, *, by: str, cause: str, home: str | None = None) -> HubRecord:
        edits = record.edits
        if record.merged_into is not None:
            stamp = FieldEdit(version=record.version + 1, at=self.at, by=by)
            edits = {**edits, UNMERGED: stamp}
        changed = replace(
            record,
            version=record.version + 1,
            edits=edits,
            deleted_at=None,
            deleted_by=None,
            merged_into=None,
        )
        self._write(changed, record.version)
        self._spread(changed, home=home, overwrites=False)
        self.note("restore", changed, by=by, cause=cause)
        self.counts["restored"] += 1
        return changed

    def touch(self, record: HubRecord, *, overwrites: bool = False, connection: str | None = None) -> None:
        """Make the record due again for one connection, or for all, without changing it."""
        for name in self.routes.connections(record):
            if connection in (None, name):
                self._pend(record, name, overwrites)

    def check(self, record: HubRecord) -> None:
        """Commit only while the record is as it was read."""
        if record.id not in self.records:
            self.checks.setdefault(record.id, record.version)

    def settle(self, connection: str, record: HubRecord, *, since: int | None = None) -> None:
        """Nothing of this version is left to send there. `since`: when the change that was just sent was made."""
        self.pending.pop((connection, record.id), None)
        self.settled.append(
            Settled(connection=connection, record_id=record.id, version=record.version, since=since)
        )

    def _write(self, record: HubRecord, expected: int, keys: tuple[Key, ...] | None = None) -> None:
        former = self.records.get(record.id)
        if record.deleted_at is not None:
            keys = ()
        elif keys is None:
            keys = keys_of(self.routes.objects[record.object], record.fields, region=self.routes.region)
        self.records[record.id] = RecordWrite(
            record=record, expected=former.expected if former is not None else expected, keys=keys
        )

    def _spread(self, record: HubRecord, *, home: str | None, overwrites: bool) -> None:
        for name in self.routes.connections(record):
            if name != home:
                self._pend(record, name, overwrites)

    def _pend(self, record: HubRecord, connection: str, overwrites: bool) -> None:
        self.pending[(connection, record.id)] = Pending(
            connection=connection,
            object=self._queue(record),
            record_id=record.id,
            since=self.at,
            next_at=self.at,
            overwrites=overwrites,
        )

    def _queue(self, record: HubRecord) -> str:
        object = self.routes.objects[record.object]
        return object.queue(object.kind_of(record.fields))

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

    # questions ----------------------------------------------------------------------------------------------------------
    def open_conflict(
        self,
        link: LinkKey,
        record: HubRecord,
        rule: str,
        *,
        hub_fields: tuple[str, ...],
        crm_fields: tuple[str, ...],
        hub: Candidate,
        crm: Candidate,
        lost: tuple[Candidate, ...] = (),
        first_sight: bool = False,
        base: tuple[Value, ...] | None = None,
    ) -> Conflict:
        conflict = Conflict(
            id=self.ids(),
            link=link,
            record_id=record.id,
            rule=rule,
            hub_fields=hub_fields,
            crm_fields=crm_fields,
            hub=hub,
            crm=crm,
            lost=lost,
            opened_at=self.at,
            run=self.run,
            first_sight=first_sight,
            base=base,
        )
        self.conflicts[conflict.id] = conflict
        self.counts["conflicts"] += 1
        self.count_conflict(ContestOutcome.OPENED, conflict, record)
        return conflict

    def refresh_conflict(self, conflict: Conflict, *, hub: Candidate, crm: Candidate) -> None:
        """Newer edits: the conflict stays, however it waits, and shows both sides as they are now."""
        self.replace_conflict(conflict, replace(conflict, hub=hub, crm=crm, refreshed_at=self.at))

    def supersede_conflict(self, conflict: Conflict, record: HubRecord, *, by: str = "system") -> None:
        """It answered itself: there is nothing left to decide."""
        closed = replace(conflict, state=ConflictState.SUPERSEDED, resolved_at=self.at, resolved_by=by)
        self.replace_conflict(conflict, closed)
        self.count_conflict(ContestOutcome.SUPERSEDED, conflict, record)

    def replace_conflict(self, read: Conflict, now: Conflict) -> None:
        """The conflict as it shall be; the commit fails where somebody has changed it since it was read."""
        if read.id not in self.conflicts:
            self.unchanged.append(read)
        self.conflicts[now.id] = now

    def replace_item(self, read: Item, now: Item) -> None:
        """Likewise for an item."""
        if read.id not in self.items:
            self.unchanged.append(read)
        self.items[now.id] = now

    def count_conflict(
        self, outcome: ContestOutcome, conflict: Conflict, record: HubRecord, *, n: int = 1
    ) -> None:
        """Count what became of a conflict, for the day it was opened on."""
        self.count_contest(
            outcome,
            conflict.link[0],
            record.object,
            conflict.rule,
            at=conflict.opened_at,
            first_sight=conflict.first_sight,
            n=n,
        )

    def count_resolved(self, conflict: Conflict, record: HubRecord, by: str, *, n: int = 1) -> None:
        self.count_conflict(outcome_of(by), conflict, record, n=n)

    def count_contest(
        self,
        outcome: ContestOutcome,
        connection: str,
        object: str,
        rule: str = "",
        *,
        at: int | None = None,
        first_sight: bool = False,
        n: int = 1,
    ) -> None:
        """Count one contested field, or with CHANGED one changed record. `at` (ms): when it began, if not now."""
        self.contests.append(
            ContestCount(
                day=day_of(self.at if at is None else at),
                connection=connection,
                object=object,
                rule=rule,
                outcome=outcome,
                first_sight=first_sight,
                n=n,
            )
        )

    def open_item(
        self,
        kind: ItemKind,
        *,
        connection: str,
        object: str,
        subject: str,
        reason: str,
        advice: str,
        record_id: str | None = None,
        detail: MappingOf[str, Value] | None = None,
        known: Iterable[Item] = (),
    ) -> Item:
        """A question for the queue; one that is open already (`known`) is brought up to date instead of doubled."""
        for item in known:
            if (item.kind, item.connection, item.object, item.subject) == (kind, connection, object, subject):
                fresh = replace(
                    item, reason=reason, advice=advice, detail=dict(detail or {}), record_id=record_id
                )
                if fresh != item:
                    self.items[fresh.id] = fresh
                return fresh
        item = Item(
            id=self.ids(),
            kind=kind,
            connection=connection,
            object=object,
            subject=subject,
            record_id=record_id,
            reason=reason,
            advice=advice,
            detail=dict(detail or {}),
            opened_at=self.at,
            run=self.run,
        )
        self.items[item.id] = item
        self.counts[f"items_{kind.value}"] += 1
        return item


def written(values: tuple[Value, ...]) -> str:
    """Hub values as one text, for an item that must remember exactly which values were refused."""
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))
