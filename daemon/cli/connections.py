"""crmsync connections: list, show, pause, resume, developer-key, webhooks."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from core.errors import Invalid
from daemon.cli import preparing, signing_in
from daemon.cli.given import connect
from daemon.cli.output import AsJson, emit_json, moment, say, table

if TYPE_CHECKING:
    from core.wire.models import ConnectionWord, QuotaWord

app = typer.Typer(help="The CRM accounts that are kept in step.", no_args_is_help=True)
app.command("sign-in")(signing_in.sign_in)
app.command("sign-out")(signing_in.sign_out)
app.command("prepare")(preparing.prepare)


@app.command("list")
def list_(as_json: AsJson = False) -> None:
    """How each connection stands."""
    with connect() as client:
        page = client.list_connections()
    if as_json:
        emit_json(page)
        return
    show_connections(page.rows)


def show_connections(rows: list[ConnectionWord]) -> None:
    table(
        ("NAME", "SYSTEM", "STATE", "CIRCUIT", "WAITING", "ASIDE", "LAST SUCCESS", "REASON"),
        [
            (
                one.name,
                one.system,
                one.state,
                one.circuit,
                str(one.backlog.pending + one.backlog.signals),
                str(one.backlog.parked),
                moment(one.last_success_at),
                one.reason,
            )
            for one in rows
        ],
        empty="No connection is set up yet.",
    )


def show_parked(rows: list[ConnectionWord]) -> None:
    """What waits because a CRM's fields have changed: since when, why, and what to do."""
    for one in rows:
        for part in one.parked:
            what = f"rules {', '.join(part.rules)}" if part.rules else "creates"
            say(f"{one.name} {part.crm_object}: {what} parked since {moment(part.since)}: {part.reason}.")
            say(f"  {part.advice} The question: crmsync items show {part.item}")


def show_allowance(one: QuotaWord) -> None:
    """The allowance of a day: a sentence, the forecast, the lanes, and what calls cost."""
    say(one.sentence)
    if one.limit is not None:
        ends = "lasts" if one.runs_out_at is None else f"runs out {moment(one.runs_out_at)}"
        anew = "counted over 24 hours" if one.resets_at is None else f"starts anew {moment(one.resets_at)}"
        say(f"at the rate of the last minutes it {ends}; {anew}")
        table(
            ("LANE", "USED", "STOPS AT", "HELD BACK UNTIL", "WHY"),
            [
                (lane.lane, str(lane.used), str(lane.line), moment(lane.held_until), lane.reason)
                for lane in one.lanes
            ],
            empty="",
        )
    if one.costs:
        costs = ", ".join(f"{cost.kind} {cost.mean:g} ({cost.calls} calls)" for cost in one.costs)
        say(f"{one.unit} a call: {costs}")


@app.command()
def show(name: str, as_json: AsJson = False) -> None:
    """Everything about one connection."""
    with connect() as client:
        one = client.get_connection(name)
    if as_json:
        emit_json(one)
        return
    show_connections([one])
    quota = "not told" if one.quota is None else f"{one.quota:.0%} left"
    if one.allowance is not None:
        show_allowance(one.allowance)
    say(
        f"calls {one.calls}, throttled {one.throttled}, failed {one.failed}, quota {quota}, looks every {one.pace_s:g} s"
    )
    heard = one.real_time
    say(f"hears of changes: {heard.sentence}; last webhook or event {moment(heard.last_at)}")
    for advice in filter(None, (one.advice, heard.advice)):
        say(advice)
    table(
        ("OBJECT", "IN THE CRM", "PHASE", "PROGRESS", "PAIRS", "LAST LOOK"),
        [
            (
                part.hub_object,
                part.crm_object,
                part.phase,
                "-" if part.done is None else f"{part.done}/{'?' if part.total is None else part.total}",
                str(part.links) + _by_filter(part.held, part.left_out),
                moment(part.last_poll_at),
            )
            for part in one.objects
        ],
        empty="No object is mapped.",
    )
    show_parked([one])


@app.command()
def pause(name: str, as_json: AsJson = False) -> None:
    """Stop working on a connection; changes are kept."""
    with connect() as client:
        one = client.pause_connection(name)
    emit_json(one) if as_json else say(f"{name} is {one.state}.")


@app.command()
def resume(name: str, as_json: AsJson = False) -> None:
    """Go on with a paused connection."""
    with connect() as client:
        one = client.resume_connection(name)
    emit_json(one) if as_json else say(f"{name} is {one.state}.")


@app.command("developer-key")
def developer_key(
    name: str,
    from_stdin: Annotated[bool, typer.Option("--stdin", help="Read it from standard input.")] = False,
    as_json: AsJson = False,
) -> None:
    """Give the daemon HubSpot's developer key, so that it registers webhooks itself. Kept sealed, never an argument."""
    key = sys.stdin.readline() if from_stdin else str(typer.prompt("Developer key", hide_input=True))
    if not key.strip():
        raise Invalid(
            "no key was given", advice=f"Write: crmsync connections developer-key {name} --stdin < file"
        )
    with connect() as client:
        done = client.keep_developer_key(name, key.strip())
    emit_json(done) if as_json else say(f"{name}: kept; its webhooks are registered within seconds.")


@app.command()
def webhooks(
    name: str,
    remove: Annotated[bool, typer.Option("--remove", help="Take them away, and make no new ones.")] = False,
    as_json: AsJson = False,
) -> None:
    """Register a connection's webhooks now, or take them away: before it is taken out of the settings."""
    with connect() as client:
        if remove:
            gone = client.remove_webhooks(name)
            emit_json(gone) if as_json else say(f"{name}: {gone.removed} taken away; it is polled.")
            return
        done = client.restore_webhooks(name)
    emit_json(done) if as_json else say(f"{name}: its webhooks are registered within seconds.")


def _by_filter(held: int, left_out: int) -> str:
    told = [f"{n} {what} by the filter" for n, what in ((held, "held"), (left_out, "more left out")) if n]
    return f" ({', '.join(told)})" if told else ""
