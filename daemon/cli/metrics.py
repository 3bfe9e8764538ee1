"""crmsync metrics: how many changes went which way, how long they took, and how conflicts came and ended."""

from __future__ import annotations

from typing import Annotated

import typer

from core.errors import Invalid
from daemon.cli.given import connect, span_given, time_given
from daemon.cli.output import AsJson, emit_json, moment, table


def metrics(
    since: Annotated[str, typer.Option(help="Such as 1h, 7d or 2026-11-23.")] = "1h",
    until: Annotated[str | None, typer.Option(help="Such as 1h or 2026-11-23.")] = None,
    step: Annotated[str | None, typer.Option(help="Such as 5m or 1h; what fits by default.")] = None,
    connection: Annotated[str | None, typer.Option(help="Only this connection.")] = None,
    as_json: AsJson = False,
) -> None:
    """What happened over time; steps in which nothing happened are left out of the table."""
    begin = time_given(since)
    if begin is None:
        raise Invalid("since is empty", advice="Give for example --since 1h.")
    with connect() as client:
        found = client.metrics(
            since=begin,
            until=time_given(until),
            step=None if step is None else span_given(step),
            connection=connection,
        )
    if as_json:
        emit_json(found)
        return
    table(
        (
            "FROM",
            "TO HUB",
            "TO CRM",
            "REFUSED",
            "P50 MS",
            "P95 MS",
            "OPENED",
            "BY PERSON",
            "BY ADVISOR",
            "BY RULE",
        ),
        [
            (
                moment(one.at),
                *(str(n) for n in (one.to_hub, one.to_crm, one.refused)),
                *("-" if n is None else str(n) for n in (one.latency.p50, one.latency.p95)),
                *(str(n) for n in (one.opened, one.person, one.advisor, one.rule)),
            )
            for one in found.points
            if one.to_hub or one.to_crm or one.refused or one.opened or one.person or one.advisor or one.rule
        ],
        empty="Nothing happened in this time.",
    )
