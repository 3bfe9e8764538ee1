"""What is wrong now, as causes of alerts: from how connections stand and how much disk is free. Names and numbers only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from adapters.allowance import Urgency
from core.alerting import AlertKind, Cause
from daemon.health import Circuit, ConnectionState, ConnectionStatus, Phase

LOW_SHARE = 0.1  # of the allowance
LEAST_FREE = 512 * 1024 * 1024
_AT_WORK = (ConnectionState.CONNECTED, ConnectionState.PREPARE_NEEDED)


def causes_of(connections: Iterable[ConnectionStatus], free_bytes: int) -> tuple[Cause, ...]:
    """Every cause there is. A connection that a person has paused is as somebody wants it."""
    found = [
        cause
        for one in connections
        if one.state is not ConnectionState.PAUSED
        for cause in _of_connection(one)
    ]
    if free_bytes < LEAST_FREE:
        found.append(Cause(kind=AlertKind.DISK_LOW, count=free_bytes // (1024 * 1024)))
    return tuple(found)


def _of_connection(one: ConnectionStatus) -> Iterator[Cause]:
    name = one.name
    match one.state:
        case ConnectionState.SIGN_IN_NEEDED:
            yield Cause(kind=AlertKind.SIGN_IN_NEEDED, connection=name)
        case ConnectionState.STOPPED:
            yield Cause(kind=AlertKind.STOPPED, connection=name)
        case _ if one.circuit is not Circuit.CLOSED or (one.state is ConnectionState.NEW and one.reason):
            yield Cause(kind=AlertKind.UNREACHABLE, connection=name)
    for part in one.objects:
        if part.phase is Phase.BRAKED:
            yield Cause(kind=AlertKind.BRAKE, connection=name, object=part.crm_object)
    for crm_object in sorted({part.crm_object for part in one.parked}):
        rules = {rule for part in one.parked if part.crm_object == crm_object for rule in part.rules}
        yield Cause(
            kind=AlertKind.FIELDS_CHANGED, connection=name, object=crm_object, rules=tuple(sorted(rules))
        )
    if one.real_time.lost and one.state in _AT_WORK:
        yield Cause(kind=AlertKind.WEBHOOKS_SILENT, connection=name)
    if _is_short(one):
        yield Cause(kind=AlertKind.QUOTA_LOW, connection=name, count=round(100 * max(0.0, one.quota or 0.0)))
    if one.backlog.parked:
        yield Cause(kind=AlertKind.PUT_ASIDE, connection=name, count=one.backlog.parked)


def _is_short(one: ConnectionStatus) -> bool:
    held: Sequence[Urgency] = [part.lane for part in one.ledger.held] if one.ledger is not None else []
    return Urgency.LIVE in held or (one.quota is not None and one.quota < LOW_SHARE)
