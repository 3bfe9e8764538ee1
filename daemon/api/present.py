"""The core's values as the words of the wire, and how everything stands as one word. Nothing is decided here."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping

from core.jobs import Attempt, Pending, Run, Signal
from core.mapping import Direction
from core.mapping import Mapping as FieldMapping
from core.records import FieldEdit, Fields, HubRecord, Link, LinkState
from core.schema import Field, Object
from core.store.base import Backlog, Store, StoredAudit
from core.wire import models as words
from core.wire.words import WireFields, wire_value
from daemon.api import present_contests
from daemon.api.present_quota import allowance
from daemon.api.surface import Service
from daemon.drift_notes import DriftNotes
from daemon.health import Check, ConnectionStatus, ObjectStatus, Renewal, TokenStatus, judge


def fields(values: Fields) -> WireFields:
    return {name: wire_value(value) for name, value in values.items()}


def field(one: Field) -> words.FieldWord:
    return words.FieldWord(
        name=one.name,
        type=one.type.value,
        label=one.label,
        required=one.required,
        read_only=one.read_only,
        choices=[words.ChoiceWord(value=choice.value, label=choice.label) for choice in one.choices],
        references=one.references,
        max_length=one.max_length,
        scale=one.scale,
        unique=one.unique,
        key=one.key,
        custom=one.custom,
        once=one.once,
        open=one.open,
    )


def object_(one: Object, tally: Mapping[str, int]) -> words.ObjectWord:
    return words.ObjectWord(
        name=one.name,
        label=one.label,
        plural=one.plural,
        fields=[field(part) for part in one.fields.values()],
        records=tally.get(one.name, 0),
    )


def mapping(one: FieldMapping, store: Store) -> words.MappingWord:
    seen = DriftNotes(store, one.connection, one.crm_object).fingerprint
    return words.MappingWord(
        connection=one.connection,
        hub_object=one.hub_object,
        crm_object=one.crm_object,
        rules=[
            words.RuleWord(
                name=rule.name,
                hub=list(rule.hub),
                crm=list(rule.crm),
                lens=rule.lens,
                options=dict(rule.options),
                direction=rule.direction.value,
                policy=rule.policy.value,
            )
            for rule in one.rules
        ],
        match=[list(keys) for keys in one.match],
        kinds=list(one.kinds),
        delete_policy=one.delete_policy.value,
        creates=one.creates.value,
        brake_share=one.brake.share,
        brake_least=one.brake.least,
        brake_most=one.brake.most,
        filter_hub=one.filter.hub,
        filter_crm=one.filter.crm,
        leave=one.filter.leave.value,
        version=one.version,
        links=store.linked_count(one.connection, one.crm_object),
        crm_types={name: field.type.value for name, field in seen.fields.items()} if seen is not None else {},
    )


def edit(one: FieldEdit) -> words.EditWord:
    return words.EditWord(version=one.version, at=one.at, by=one.by)


def record(one: HubRecord) -> words.RecordWord:
    return words.RecordWord(
        id=one.id,
        object=one.object,
        fields=fields(one.fields),
        version=one.version,
        created=edit(one.created),
        edits={name: edit(last) for name, last in one.edits.items()},
        deleted_at=one.deleted_at,
        deleted_by=one.deleted_by,
        merged_into=one.merged_into,
    )


def link(one: Link, version: int | None = None) -> words.LinkWord:
    """`version` is the record's, where it is known."""
    return words.LinkWord(
        connection=one.connection,
        crm_object=one.crm_object,
        crm_id=one.crm_id,
        record_id=one.record_id,
        state=one.state.value,
        seen=one.seen,
        remote_version=one.remote_version,
        generation=one.generation,
        behind=None if version is None else one.seen < version,
        held=one.paused,
    )


def one_way(mappings: Iterable[FieldMapping], links: Iterable[Link]) -> list[words.OneWayWord]:
    """The fields that only come from a CRM, with how old what we know of them is."""
    by_place = {(one.connection, one.crm_object): one for one in links if one.state is LinkState.LINKED}
    return [
        words.OneWayWord(
            field=name, connection=mapping.connection, crm_fields=list(rule.crm), as_of=link.remote_version
        )
        for mapping in mappings
        if (link := by_place.get((mapping.connection, mapping.crm_object))) is not None
        for rule in mapping.rules
        if rule.direction is Direction.TO_HUB
        for name in rule.hub
    ]


def pending(one: Pending) -> words.PendingWord:
    return words.PendingWord(
        connection=one.connection,
        object=one.object,
        record_id=one.record_id,
        since=one.since,
        next_at=one.next_at,
        attempts=one.attempts,
        reason=one.reason,
        waiting_for=one.waiting_for,
        parked=one.parked,
        overwrites=one.overwrites,
        state="parked" if one.parked else "waiting" if one.waiting_for else "due",
    )


def signal(one: Signal) -> words.SignalWord:
    return words.SignalWord(
        connection=one.connection,
        object=one.object,
        crm_id=one.crm_id,
        since=one.since,
        next_at=one.next_at,
        attempts=one.attempts,
        reason=one.reason,
        waiting_for=list(one.waiting_for) if one.waiting_for else None,
        parked=one.parked,
        state="parked" if one.parked else "waiting" if one.waiting_for else "due",
    )


def attempt(one: Attempt) -> words.AttemptWord:
    return words.AttemptWord(
        op=one.op,
        connection=one.connection,
        object=one.object,
        record_id=one.record_id,
        crm_id=one.crm_id,
        kind=one.kind.value,
        fields=sorted(one.sent),
        hub_version=one.hub_version,
        started=one.started,
        hold_until=one.hold_until,
        outcome=one.outcome.value,
        run=one.run,
    )


def run(one: Run) -> words.RunWord:
    return words.RunWord(
        id=one.id,
        kind=one.kind.value,
        connection=one.connection,
        object=one.object,
        started=one.started,
        ended=one.ended,
        counts=dict(one.counts),
        outcome=one.outcome.value,
        reason=one.reason,
    )


def activity(one: StoredAudit, names: Mapping[str, str]) -> words.ActivityWord:
    """`names` are those of records, by id."""
    entry = one.entry
    return words.ActivityWord(
        seq=one.seq,
        at=entry.at,
        kind=entry.kind,
        actor=entry.actor,
        cause=entry.cause,
        run=entry.run,
        object=entry.object,
        record_id=entry.record_id,
        record_name=names.get(entry.record_id, ""),
        connection=entry.connection,
        changes=[
            words.ChangeWord(field=name, before=wire_value(before), after=wire_value(after))
            for name, before, after in entry.changes
        ],
        note=entry.note,
        digest=one.digest.hex(),
    )


def backlog(one: Backlog) -> words.BacklogWord:
    return words.BacklogWord(
        pending=one.pending, parked=one.parked, waiting=one.waiting, signals=one.signals, oldest=one.oldest
    )


def connection(one: ConnectionStatus, store: Store) -> words.ConnectionWord:
    def synced(part: ObjectStatus) -> words.SyncedObject:
        return words.SyncedObject(
            hub_object=part.hub_object,
            crm_object=part.crm_object,
            phase=part.phase.value,
            done=part.done,
            total=part.total,
            last_poll_at=part.last_poll_at,
            links=store.linked_count(one.name, part.crm_object),
            left_out=store.left_out_count(one.name, part.crm_object),
            held=store.held_count(one.name, part.crm_object),
        )

    return words.ConnectionWord(
        name=one.name,
        system=one.system,
        state=one.state.value,
        flow=one.flow,
        circuit=one.circuit.value,
        reason=one.reason,
        advice=one.advice,
        last_success_at=one.last_success_at,
        calls=one.calls,
        throttled=one.throttled,
        failed=one.failed,
        quota=one.quota,
        allowance=allowance(one.ledger) if one.ledger is not None else None,
        pace_s=one.pace_s,
        real_time=words.RealTimeWord(
            means=one.real_time.means.value,
            latency_s=one.real_time.latency_s,
            sentence=one.real_time.sentence,
            advice=one.real_time.advice,
            last_at=one.real_time.last_at,
            expires_at=one.real_time.expires_at,
        ),
        backlog=backlog(one.backlog),
        objects=[synced(part) for part in one.objects],
        parked=[
            words.ParkedWord(
                crm_object=part.crm_object,
                rules=list(part.rules),
                since=part.since,
                reason=part.reason,
                advice=part.advice,
                item=part.item,
            )
            for part in one.parked
        ],
        token=_token(one.token),
    )


def _token(one: TokenStatus | None) -> words.TokenWord | None:
    if one is None:
        return None
    sentences = {
        Renewal.REFRESH: "it is renewed by itself before it ends, as long as the CRM takes the refresh token",
        Renewal.KEY: "it is renewed by itself: the connection signs in by its own key or secret",
        Renewal.NOTHING: "nothing renews it: sign in again before it ends",
    }
    sentence = sentences[one.renewal]
    if one.lacking:
        sentence = f"{sentence}; not granted: {', '.join(one.lacking)}"
    return words.TokenWord(
        ends_at=one.ends_at, renewal=one.renewal.value, sentence=sentence, lacking=list(one.lacking)
    )


def health(service: Service) -> words.Health:
    """How everything stands now."""
    connections = service.connections()
    waiting = service.store.queue_counts(now=service.desk.now())
    state, sentence = judge(connections, waiting)
    latency = service.latencies.percentiles()
    tally = service.store.tally()
    return words.Health(
        state=state.value,
        sentence=sentence,
        connections=[connection(one, service.store) for one in connections],
        open={kind: sum(states.values()) for kind, states in waiting.items()},
        waiting={kind: {one.value: n for one, n in states.items()} for kind, states in waiting.items()},
        conflict_rate=present_contests.rate(service),
        advisor=service.advisor.lines(),
        visitors=service.attached.visitors(),
        records={name: tally.get(name, 0) for name in service.hub},
        latency=words.LatencyWord(p50=latency.p50, p95=latency.p95, p99=latency.p99, count=latency.count),
        per_minute=service.latencies.per_minute(),
        started_at=service.started_at,
        version=service.version,
        at=time.time_ns() // 1_000_000,
    )


def check(one: Check) -> words.CheckWord:
    return words.CheckWord(name=one.name, ok=one.ok, finding=one.finding, advice=one.advice)
