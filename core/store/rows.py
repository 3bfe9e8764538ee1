"""Between frozen values and table rows, in the column order of `tables`."""

from __future__ import annotations

from typing import Any

import msgspec

from core.advice.decisions import Decision
from core.conflicts import Conflict, Item, ItemState
from core.jobs import Attempt, Cursor, Lease, Pending, Run, RunOutcome, Signal
from core.plans import Plan, PlanItem
from core.queue_order import doubt_of
from core.records import FieldEdit, HubRecord, Link, LinkState, Owed, ThinLink
from core.store.base import AuditEntry, RecordWrite, StoredAudit
from core.store.codec import decode, decode_base, decode_fields, decode_twin, encode, value_of
from core.store.database import Row

RECORD = "id, object, version, fields, created_version, created_at, created_by, edits, deleted_at, deleted_by, merged_into"
PENDING = "connection, record_id, object, since, next_at, attempts, reason, waiting_for, parked, overwrites"
SIGNAL = (
    "connection, object, crm_id, since, next_at, seq, attempts, reason, waiting_object, waiting_for, parked"
)
AUDIT = "seq, at, kind, actor, cause, run, object, record_id, connection, changes, note, digest"
LINK = (
    "l.connection, l.crm_object, l.crm_id, l.record_id, l.layout, b.hub, b.crm, l.remote_version, l.seen, "
    "l.generation, l.state, l.paused, l.owed"
)

_STATES = {state.value: state for state in LinkState}


def _plain(value: Any) -> Any:
    return dict(value)  # a Mapping that is no dict, such as a mappingproxy


_encode_body = msgspec.json.Encoder(enc_hook=_plain).encode
_attempt = msgspec.json.Decoder(Attempt).decode
_conflict = msgspec.json.Decoder(Conflict).decode
_item = msgspec.json.Decoder(Item).decode
_run = msgspec.json.Decoder(Run).decode
_decision = msgspec.json.Decoder(Decision).decode
_plan = msgspec.json.Decoder(Plan).decode
_plan_item = msgspec.json.Decoder(PlanItem).decode
_owed = msgspec.json.Decoder(Owed).decode


def encode_body(value: Any) -> str:
    """A frozen value of plain parts as JSON."""
    return _encode_body(value).decode()


def attempt_of(body: str) -> Attempt:
    return _attempt(body)


def conflict_of(body: str) -> Conflict:
    return _conflict(body)


def item_of(body: str) -> Item:
    return _item(body)


def decision_of(body: str) -> Decision:
    return _decision(body)


def decision_row(one: Decision) -> Row:
    return (one.id, one.at, one.object, one.field, one.connection, one.conflict, one.by, encode_body(one))


def run_of(body: str) -> Run:
    return _run(body)


def plan_of(body: str) -> Plan:
    return _plan(body)


def plan_item_of(body: str) -> PlanItem:
    return _plan_item(body)


def record_row(write: RecordWrite) -> Row:
    record, created = write.record, write.record.created
    fields = record.fields if record.fields.__class__ is dict else dict(record.fields)
    edits = {name: (edit.version, edit.at, edit.by) for name, edit in record.edits.items()}
    return (
        record.id,
        record.object,
        record.version,
        encode(fields).decode(),
        encode(write.keys if record.deleted_at is None else ()).decode(),
        created.version,
        created.at,
        created.by,
        encode(edits).decode() if edits else None,
        record.deleted_at,
        record.deleted_by,
        record.merged_into,
    )


def record_of(row: Row) -> HubRecord:
    id, object, version, fields, created_version, at, by, edits, deleted_at, deleted_by, merged_into = row
    return HubRecord(
        id=id,
        object=object,
        fields=decode_fields(fields),
        version=version,
        created=FieldEdit(version=created_version, at=at, by=by),
        edits={}
        if edits is None
        else {name: FieldEdit(version=v, at=t, by=b) for name, (v, t, b) in decode(edits).items()},
        deleted_at=deleted_at,
        deleted_by=deleted_by,
        merged_into=merged_into,
    )


def link_of(row: Row) -> Link:
    (connection, crm_object, crm_id, record_id, layout, hub, crm, version, seen, generation, *more) = row
    state, paused, owed = more
    base_crm = decode_base(crm)
    return Link(
        connection=connection,
        crm_object=crm_object,
        crm_id=crm_id,
        record_id=record_id,
        layout=layout,
        base_hub=decode_twin(hub, base_crm),
        base_crm=base_crm,
        remote_version=version,
        seen=seen,
        generation=generation,
        state=_STATES[state],
        paused=paused,
        owed=_owed(owed) if owed else None,
    )


def thin_link_of(row: Row) -> ThinLink:
    crm_id, record_id, digest, remote_version, state, paused = row
    return ThinLink(
        crm_id=crm_id,
        record_id=record_id,
        digest=digest,
        remote_version=remote_version,
        state=_STATES[state],
        paused=bool(paused),
    )


def pending_row(row: Pending) -> Row:
    return (
        row.connection,
        row.record_id,
        row.object,
        row.since,
        row.next_at,
        row.attempts,
        row.reason,
        row.waiting_for,
        int(row.parked),
        int(row.overwrites),
    )


def pending_of(row: Row) -> Pending:
    connection, record_id, object, since, next_at, attempts, reason, waiting_for, parked, overwrites = row
    return Pending(
        connection=connection,
        record_id=record_id,
        object=object,
        since=since,
        next_at=next_at,
        attempts=attempts,
        reason=reason,
        waiting_for=waiting_for,
        parked=bool(parked),
        overwrites=bool(overwrites),
    )


def signal_row(row: Signal) -> Row:
    waiting_object, waiting_for = row.waiting_for or (None, None)
    return (
        row.connection,
        row.object,
        row.crm_id,
        row.since,
        row.next_at,
        row.seq,
        row.attempts,
        row.reason,
        waiting_object,
        waiting_for,
        int(row.parked),
    )


def signal_of(row: Row) -> Signal:
    connection, object, crm_id, since, next_at, seq, attempts, reason, waiting_object, waiting_for, parked = (
        row
    )
    return Signal(
        connection=connection,
        object=object,
        crm_id=crm_id,
        since=since,
        next_at=next_at,
        seq=seq,
        attempts=attempts,
        reason=reason,
        waiting_for=None if waiting_for is None else (waiting_object, waiting_for),
        parked=bool(parked),
    )


def attempt_row(row: Attempt) -> Row:
    return (
        row.op,
        row.connection,
        row.record_id,
        int(row.outcome.is_open),
        row.started,
        encode_body(row),
    )


def conflict_row(row: Conflict) -> Row:
    return (
        row.id,
        *row.link,
        row.rule,
        row.record_id,
        row.state.value,
        encode_body(row),
        row.opened_at,
        row.snoozed_until,
        row.assigned_to,
        doubt_of(row),
    )


def item_row(row: Item) -> Row:
    closed_at = None if row.state is ItemState.OPEN else row.decided_at or row.opened_at
    return (
        row.id,
        row.kind.value,
        row.connection,
        row.object,
        row.subject,
        row.record_id,
        row.state.value,
        closed_at,
        encode_body(row),
        row.rule or "",
        row.opened_at,
        row.snoozed_until,
        row.assigned_to,
    )


def run_row(row: Run) -> Row:
    idle = row.outcome is not RunOutcome.RUNNING and not any(row.counts.values())
    return (row.id, row.ended, int(idle), encode_body(row))


def plan_row(row: Plan) -> Row:
    return (row.id, row.connection, row.state.value, row.ended_at, encode_body(row))


def plan_item_row(row: PlanItem) -> Row:
    return (row.plan, row.n, row.kind.value, row.state.value, row.object, encode_body(row))


def cursor_row(row: Cursor) -> Row:
    return (row.connection, row.object, row.stream, row.position, row.at)


def lease_of(row: Row) -> Lease:
    lane, owner, fence, until = row
    return Lease(lane=lane, owner=owner, fence=fence, until=until)


def audit_of(row: Row) -> StoredAudit:
    seq, at, kind, actor, cause, run, object, record_id, connection, changes, note, digest = row
    return StoredAudit(
        seq=seq,
        entry=AuditEntry(
            at=at,
            kind=kind,
            actor=actor,
            cause=cause,
            run=run,
            object=object,
            record_id=record_id,
            connection=connection,
            changes=tuple((name, value_of(was), value_of(now)) for name, was, now in decode(changes)),
            note=note,
        ),
        digest=bytes(digest),
    )
