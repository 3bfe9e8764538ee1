"""Small values for store tests, with everything a test does not care about filled in."""

from __future__ import annotations

from core.conflicts import Candidate, Conflict, ConflictState, Item, ItemKind, ItemState
from core.jobs import Attempt, AttemptKind, Outcome, Pending, Run, RunKind, RunOutcome, Signal
from core.plans import Forecast, Plan, PlanItem, PlanItemKind, PlanItemState, PlanKind, PlanState
from core.records import BaseValue, FieldEdit, HubRecord, Link, LinkState, Value
from core.store.base import AuditEntry, RecordWrite


def record(
    id: str = "r1",
    *,
    version: int = 1,
    object: str = "contact",
    deleted: bool = False,
    **fields: Value,
) -> HubRecord:
    return HubRecord(
        id=id,
        object=object,
        fields=fields,
        version=version,
        created=FieldEdit(version=1, at=5, by="person:anna"),
        deleted_at=7 if deleted else None,
        deleted_by="system" if deleted else None,
    )


def write(kept: HubRecord, expected: int | None = None, **keys: str) -> RecordWrite:
    """`expected` is the version before, unless told otherwise."""
    return RecordWrite(
        record=kept,
        expected=kept.version - 1 if expected is None else expected,
        keys=tuple(keys.items()),
    )


def link(
    crm_id: str = "c1",
    record_id: str = "r1",
    *,
    connection: str = "hs",
    crm_object: str = "contacts",
    hub: tuple[BaseValue, ...] = ("Anna", None),
    crm: tuple[BaseValue, ...] = ("anna", None),
    state: LinkState = LinkState.LINKED,
    seen: int = 1,
    generation: int = 1,
) -> Link:
    return Link(
        connection=connection,
        crm_object=crm_object,
        crm_id=crm_id,
        record_id=record_id,
        layout="l1",
        base_hub=hub,
        base_crm=crm,
        remote_version=9,
        seen=seen,
        generation=generation,
        state=state,
    )


def pending(
    record_id: str = "r1",
    *,
    connection: str = "sf",
    object: str = "contact",
    since: int = 10,
    next_at: int = 10,
    attempts: int = 0,
    waiting_for: str | None = None,
    parked: bool = False,
    overwrites: bool = False,
) -> Pending:
    return Pending(
        connection=connection,
        object=object,
        record_id=record_id,
        since=since,
        next_at=next_at,
        attempts=attempts,
        waiting_for=waiting_for,
        parked=parked,
        overwrites=overwrites,
    )


def signal(
    crm_id: str = "c1",
    *,
    connection: str = "hs",
    object: str = "contacts",
    since: int = 10,
    next_at: int = 10,
    seq: int = 1,
    waiting_for: tuple[str, str] | None = None,
    parked: bool = False,
) -> Signal:
    return Signal(
        connection=connection,
        object=object,
        crm_id=crm_id,
        since=since,
        next_at=next_at,
        seq=seq,
        waiting_for=waiting_for,
        parked=parked,
    )


def attempt(
    op: str = "op1",
    record_id: str = "r1",
    *,
    connection: str = "hs",
    outcome: Outcome = Outcome.PENDING,
    started: int = 10,
) -> Attempt:
    return Attempt(
        op=op,
        connection=connection,
        object="contacts",
        record_id=record_id,
        crm_id=None,
        kind=AttemptKind.CREATE,
        marker="m",
        rules=("name",),
        sent={"firstname": "Anna", "tags": ("a", "b"), "optin": True},
        hub={"first_name": "Anna", "gone": None},
        hub_version=1,
        started=started,
        outcome=outcome,
        run="run1",
    )


def conflict(
    id: str = "x1",
    *,
    crm_id: str = "c1",
    record_id: str = "r1",
    rule: str = "phone",
    connection: str = "hs",
    state: ConflictState = ConflictState.OPEN,
    lost: tuple[Candidate, ...] = (),
    opened_at: int = 4,
    snoozed_until: int | None = None,
    assigned_to: str | None = None,
) -> Conflict:
    return Conflict(
        id=id,
        link=(connection, "contacts", crm_id),
        record_id=record_id,
        rule=rule,
        hub_fields=("phone",),
        crm_fields=("phone", "mobile"),
        base=("0",),
        hub=Candidate(values=("1",), at=3, by="person:anna"),
        crm=Candidate(values=("2", None)),
        lost=lost,
        state=state,
        opened_at=opened_at,
        run="run1",
        snoozed_until=snoozed_until,
        assigned_to=assigned_to,
    )


def item(
    id: str = "i1",
    *,
    kind: ItemKind = ItemKind.REFUSED,
    subject: str = "c1",
    record_id: str | None = "r1",
    connection: str = "hs",
    state: ItemState = ItemState.OPEN,
    decided_at: int | None = None,
    opened_at: int = 4,
    snoozed_until: int | None = None,
    assigned_to: str | None = None,
) -> Item:
    return Item(
        id=id,
        kind=kind,
        connection=connection,
        object="contacts",
        subject=subject,
        record_id=record_id,
        reason="too long",
        advice="shorten it",
        detail={"rule": "phone", "values": ("a", "b")},
        state=state,
        opened_at=opened_at,
        run="run1",
        decided_at=decided_at,
        snoozed_until=snoozed_until,
        assigned_to=assigned_to,
    )


def run(
    id: str = "run1",
    *,
    ended: int | None = None,
    outcome: RunOutcome = RunOutcome.RUNNING,
    **counts: int,
) -> Run:
    return Run(
        id=id,
        kind=RunKind.POLL,
        connection="hs",
        object=None,
        started=1,
        ended=ended,
        counts=counts,
        outcome=outcome,
    )


def plan(
    id: str = "p1",
    *,
    connection: str = "hs",
    state: PlanState = PlanState.DRAFT,
    ended_at: int | None = None,
    reason: str = "",
) -> Plan:
    return Plan(
        id=id,
        kind=PlanKind.FIRST_SYNC,
        connection=connection,
        objects=("contacts",),
        made_at=3,
        by="person:anna",
        state=state,
        reason=reason,
        counts={"create_hub": 2},
        forecast=Forecast(calls={"fetch": 1}, share=0.5, seconds=2, spreads={"sf": 2}),
        positions={"contacts": "7"},
        ended_at=ended_at,
    )


def plan_item(
    n: int = 1,
    *,
    plan: str = "p1",
    kind: PlanItemKind = PlanItemKind.CREATE_HUB,
    state: PlanItemState = PlanItemState.PLANNED,
    object: str = "contacts",
    record_id: str | None = "r1",
    changes: tuple[tuple[str, Value, Value], ...] = (("name", None, "Anna"),),
) -> PlanItem:
    return PlanItem(
        plan=plan,
        n=n,
        kind=kind,
        state=state,
        object=object,
        record_id=record_id,
        crm_id=f"c{n}",
        changes=changes,
    )


def entry(
    record_id: str = "r1",
    *changes: tuple[str, Value, Value],
    at: int = 10,
    kind: str = "set",
    run: str = "run1",
    connection: str = "",
    note: str = "",
) -> AuditEntry:
    return AuditEntry(
        at=at,
        kind=kind,
        actor="person:anna",
        cause="run:run1",
        run=run,
        object="contact",
        record_id=record_id,
        connection=connection,
        changes=changes,
        note=note,
    )
