"""crmsync status, runs, activity, audit verify, doctor and watch: how things stand and what happened."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from daemon.cli.connections import show_connections, show_parked
from daemon.cli.exits import ExitCode
from daemon.cli.given import connect, time_given
from daemon.cli.looking_on import how_far, look_on
from daemon.cli.output import After, AsJson, Limit, emit_json, moment, more, say, table
from daemon.cli.referred import changes_of, held_by, saying

if TYPE_CHECKING:
    from core.wire.activity import ActivityPage

audit = typer.Typer(help="The tamper-evident log of every change.", no_args_is_help=True)


def status(
    check: Annotated[bool, typer.Option("--check", help="Exit with 4 when somebody is needed.")] = False,
    as_json: AsJson = False,
) -> None:
    """How everything stands."""
    with connect() as client:
        health = client.health()
    if as_json:
        emit_json(health)
    else:
        say(health.sentence)
        if health.connections:
            show_connections(health.connections)
            show_parked(health.connections)
            for one in health.connections:
                if one.allowance is not None and one.allowance.limit is not None:
                    say(f"{one.name}: {one.allowance.sentence}")
        aside = [
            f"{sum(states.get(state, 0) for states in health.waiting.values())} {state}"
            for state in ("open", "snoozed", "escalated")
        ]
        if health.waiting:
            say(f"questions: {', '.join(aside)}")
        if health.conflict_rate is not None:
            say(f"conflict rate: {health.conflict_rate.sentence}")
        for line in health.advisor:
            say(line)
        held = ", ".join(f"{count} {name}" for name, count in sorted(health.records.items()))
        say(f"records: {held or 'none'}; {health.per_minute:g} changes in the last minute")
        if health.latency.p95 is not None:
            say(f"a change takes {health.latency.p50} ms (half of them), {health.latency.p95} ms (19 of 20)")
    if check and health.state in ("attention", "stopped"):
        raise typer.Exit(ExitCode.ATTENTION)


def residency(as_json: AsJson = False) -> None:
    """Every way data can take from here, and whether it stays in the required area; exit code 4 where one does not."""
    with connect() as client:
        page = client.residency()
    if as_json:
        emit_json(page)
    else:
        table(
            ("ROUTE", "HOST", "AREA", "VERDICT", "WHY"),
            [
                (one.name, one.host, one.area, "allowed" if one.allowed else "REFUSED", one.why)
                for one in page.rows
            ],
            empty="There is no route.",
        )
        for one in page.rows:
            if one.advice:
                say(f"{one.name}: {one.advice}")
    if not all(one.allowed for one in page.rows):
        raise typer.Exit(ExitCode.ATTENTION)


def runs(
    id: Annotated[str | None, typer.Argument(help="Show only this run.")] = None,
    limit: Limit = 20,
    after: After = None,
    as_json: AsJson = False,
) -> None:
    """What was done lately, newest first."""
    with connect() as client:
        if id is not None:
            one, following = client.get_run(id), None
            rows = [one]
            if as_json:
                emit_json(one)
                return
        else:
            page = client.list_runs(after=after, limit=limit)
            rows, following = page.rows, page.next
            if as_json:
                emit_json(page)
                return
    table(
        ("ID", "KIND", "CONNECTION", "OBJECT", "STARTED", "OUTCOME", "COUNTS", "REASON"),
        [
            (
                run.id,
                run.kind,
                run.connection or "-",
                run.object or "-",
                moment(run.started),
                run.outcome,
                ", ".join(f"{name} {count}" for name, count in run.counts.items() if count),
                run.reason,
            )
            for run in rows
        ],
        empty="Nothing has run yet.",
    )
    more(following)


def activity(
    text: Annotated[str | None, typer.Argument(help="Looked for in fields, values, notes and names.")] = None,
    record: Annotated[str | None, typer.Option(help="Only this record.")] = None,
    connection: Annotated[str | None, typer.Option(help="Only this connection.")] = None,
    run: Annotated[str | None, typer.Option(help="Only this run.")] = None,
    field: Annotated[str | None, typer.Option(help="Only changes of this field.")] = None,
    kind: Annotated[str | None, typer.Option(help="Such as set, create, delete, push, conflict.")] = None,
    since: Annotated[str | None, typer.Option(help="Such as 2h, 3d or 2026-11-23.")] = None,
    until: Annotated[str | None, typer.Option(help="Such as 2h, 3d or 2026-11-23.")] = None,
    limit: Limit = 50,
    after: After = None,
    as_json: AsJson = False,
) -> None:
    """Search everything that happened, newest first.

    In a long log it goes on until it has found as many as wanted; Ctrl-C stops it and shows what was found.
    """
    earliest, latest = time_given(since), time_given(until)
    with connect() as client:
        page, is_stopped = look_on(
            lambda after, wanted: client.search_activity(
                text=text,
                record=record,
                connection=connection,
                run=run,
                field=field,
                kind=kind,
                since=earliest,
                until=latest,
                after=after,
                limit=wanted,
            ),
            after=after,
            limit=limit,
        )
    if as_json:
        emit_json(page)
    else:
        _tell_activity(page, is_stopped=is_stopped)
    if is_stopped:
        raise typer.Exit(ExitCode.ATTENTION)


def _tell_activity(page: ActivityPage, *, is_stopped: bool) -> None:
    with (
        connect() as client
    ):  # another one: the answer that Ctrl-C did not wait for may still come on the first
        said = saying(client, (held for one in page.rows for held in held_by(one)))
    table(
        ("SEQ", "WHEN", "WHAT", "WHO", "RECORD", "CONNECTION", "CHANGES", "CAUSE"),
        [
            (
                str(one.seq),
                moment(one.at),
                one.kind,
                one.actor,
                one.record_id or "-",
                one.connection or "-",
                changes_of(one, said),
                one.cause,
            )
            for one in page.rows
        ],
        empty="Nothing like that was found yet." if is_stopped else "Nothing like that happened.",
    )
    if is_stopped:
        sys.stderr.write(f"Stopped. {how_far(page)}".rstrip() + "\n")
        if page.next is not None:
            sys.stderr.write(f"Go on: --after {page.next}\n")
    else:
        more(page.next)


@audit.command()
def verify(as_json: AsJson = False) -> None:
    """Recompute the chain of the audit log; exit with 4 where an entry does not fit."""
    with connect() as client:
        verdict = client.verify_audit()
    if as_json:
        emit_json(verdict)
    elif verdict.intact:
        say("The audit log is intact.")
    else:
        say(f"The audit log is broken at entry {verdict.seq}: {verdict.reason}")
    if not verdict.intact:
        raise typer.Exit(ExitCode.ATTENTION)


def doctor(as_json: AsJson = False) -> None:
    """Look at everything this installation depends on; exit with 4 where something needs attention."""
    with connect() as client:
        diagnosis = client.doctor()
    if as_json:
        emit_json(diagnosis)
    else:
        table(
            ("", "CHECK", "FINDING", "WHAT TO DO"),
            [("ok" if one.ok else "!!", one.name, one.finding, one.advice) for one in diagnosis.checks],
            empty="Nothing was checked.",
        )
    if not diagnosis.ok:
        raise typer.Exit(ExitCode.ATTENTION)


def watch(
    count: Annotated[int | None, typer.Option(min=1, help="Stop after so many events.")] = None,
    as_json: AsJson = False,
) -> None:
    """Follow what happens, live."""
    with connect() as client:
        for number, event in enumerate(client.events(patience_s=10.0), start=1):
            if as_json:
                emit_json(event)
            else:
                told = (
                    event.health.sentence
                    if event.health
                    else ", ".join(f"{k} {v}" for k, v in event.body.items())
                )
                say(f"{moment(event.at)}  {event.kind.value}  {event.subject}  {told}")
            if number == count:
                return
