"""The greeting, health as a whole, the doctor, the audit chain's state, and live events."""

from __future__ import annotations

import os
from typing import Annotated

from fastapi import APIRouter, Header, Query
from starlette.responses import Response

from core.standing import Stand
from core.wire.endpoint import PROTOCOL
from core.wire.models import (
    AuditVerdict,
    Diagnosis,
    Health,
    Hello,
    Page,
    RouteWord,
    StandeeWord,
    StandingWord,
)
from daemon.api import present, present_setup, present_standing
from daemon.api.access import Caller, Daemon
from daemon.api.documents import problems
from daemon.api.paging import After, Limit, key_of, page
from daemon.api.stream import EventStream

router = APIRouter(tags=["standing"])


@router.get("/hello", operation_id="hello", responses=problems())
def hello(daemon: Daemon, caller: Caller) -> Hello:
    """Which protocol is spoken here, by which version, in which process, and whom the caller is taken for."""
    return Hello(
        protocol=PROTOCOL,
        version=daemon.version,
        pid=os.getpid(),
        started_at=daemon.started_at,
        you=caller.partition(":")[2],
    )


@router.get("/health", operation_id="health", responses=problems())
def health(daemon: Daemon) -> Health:
    """How everything stands, derived by the daemon."""
    return present.health(daemon)


@router.get("/standing", operation_id="standing", responses=problems())
def standing(daemon: Daemon) -> StandingWord:
    """What holds records up, object by object and cause by cause; asked for by who looks, not with every event."""
    return present_standing.standing(daemon)


@router.get("/standing/records", operation_id="list_standing", responses=problems(404))
def list_standing(
    daemon: Daemon,
    connection: str,
    object: Annotated[str, Query(description="A CRM object, or the hub object that one is mapped to.")],
    standing: Stand,
    after: After = None,
    limit: Limit = 100,
) -> Page[StandeeWord]:
    """The records of one object that are in step, on their way, failing, frozen, left out or only in the CRM, and why."""
    key = key_of(after, 1)
    mapping = present_standing.mapping_of(daemon, connection, object)
    mapped = present_standing.mapped(daemon, mapping)
    rows = daemon.store.list_standing(standing, mapped, after=key[0] if key else None, limit=limit + 1)
    told = present_standing.Standees(daemon, mapping, rows[:limit])
    return page(rows, limit, lambda row: told.word(row, standing), lambda row: (row.key,))


@router.get("/doctor", operation_id="doctor", responses=problems())
def doctor(daemon: Daemon) -> Diagnosis:
    """Look at everything this installation depends on."""
    checks = daemon.doctor()
    return Diagnosis(ok=all(one.ok for one in checks), checks=[present.check(one) for one in checks])


@router.get("/residency", operation_id="residency", responses=problems())
def residency(daemon: Daemon) -> Page[RouteWord]:
    """Every way data can take from here, and whether it stays in the required area; there are few, so one page."""
    return Page(rows=[present_setup.route(one) for one in daemon.routes()])


@router.post("/audit/verify", operation_id="verify_audit", responses=problems())
def verify_audit(daemon: Daemon) -> AuditVerdict:
    """Recompute the whole hash chain; takes seconds for millions of entries."""
    fault = daemon.store.verify_audit()
    if fault is None:
        return AuditVerdict(intact=True)
    return AuditVerdict(intact=False, seq=fault.seq, reason=fault.reason)


@router.get(
    "/events",
    operation_id="events",
    response_class=Response,
    responses={
        **problems(),
        200: {
            "description": "A snapshot, then numbered events; or only the events after the one named.",
            "content": {"text/event-stream": {"schema": {"$ref": "#/components/schemas/Event"}}},
        },
    },
)
async def events(
    daemon: Daemon,
    after: Annotated[str | None, Query(max_length=64, description="The id of the last event seen.")] = None,
    last_event_id: Annotated[str | None, Header(alias="Last-Event-ID", max_length=64)] = None,
) -> Response:
    """Live events. A reader that comes back in time gets what it missed, else a new snapshot."""
    return EventStream(daemon, after or last_event_id)
