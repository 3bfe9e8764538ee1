"""crmsync alerts: what is wrong now, and whether a target hears of it."""

from __future__ import annotations

from typing import Annotated

import typer

from daemon.cli.given import connect
from daemon.cli.output import AsJson, emit_json, moment, say, table

app = typer.Typer(help="What is wrong now, and the messages about it.", invoke_without_command=True)


@app.callback()
def alerts(
    context: typer.Context,
    ended: Annotated[bool, typer.Option("--ended", help="Also those that are over.")] = False,
    as_json: AsJson = False,
) -> None:
    """What is wrong now, since when, and what to do about it."""
    if context.invoked_subcommand is not None:
        return
    with connect() as client:
        page = client.list_alerts(ended=ended)
    if as_json:
        emit_json(page)
        return
    table(
        ("SINCE", "STATE", "KIND", "WHAT", "TO DO"),
        [(moment(one.since), one.state, one.kind, one.what, one.advice) for one in page.rows],
        empty="Nothing is wrong.",
    )


@app.command("test")
def send_test(
    target: Annotated[str, typer.Argument(help="A target of alerts, by its name in crmsync.toml.")],
    as_json: AsJson = False,
) -> None:
    """Send a target a message that means nothing."""
    with connect() as client:
        done = client.test_target(target)
    emit_json(done) if as_json else say(f"{target} took it.")
