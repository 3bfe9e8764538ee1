"""What charts are drawn from."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from core.errors import Invalid
from core.metrics import HOUR_MS, KEPT_MS, MINUTE_MS, points, step_for
from core.wire.metrics import MetricsWord
from daemon.api import present_metrics
from daemon.api.access import Daemon, refuse_unknown
from daemon.api.documents import problems

router = APIRouter(tags=["standing"])


@router.get("/metrics", operation_id="metrics", responses=problems(404))
def metrics(
    daemon: Daemon,
    since: Annotated[int | None, Query(description="ms; an hour ago if left out.")] = None,
    until: Annotated[int | None, Query(description="ms; now if left out.")] = None,
    step: Annotated[
        int | None, Query(ge=MINUTE_MS, description="ms; made coarser where it would be too fine.")
    ] = None,
    connection: str | None = None,
) -> MetricsWord:
    """Changes by direction, how long they took, and how conflicts came and ended, step by step; kept for 100 days."""
    refuse_unknown(daemon, connection)
    now = daemon.desk.now()
    last = min(now, until) if until is not None else now
    first = max(since if since is not None else last - HOUR_MS, now - KEPT_MS)
    if first >= last:
        raise Invalid("since lies behind until", advice="Give an earlier time for since.")
    wide = step_for(first, last, now, step)
    first -= first % wide
    found = daemon.store.metrics(since=first, until=last, connection=connection)
    drawn = points(found, since=first, until=last, step=wide)
    return MetricsWord(
        since=first, until=last, step=wide, points=[present_metrics.point(one) for one in drawn]
    )
