"""crmsync tickets: a redacted diagnosis, shown, then raised as a ticket."""

from __future__ import annotations

from typing import Annotated, TypeAlias

import typer

from daemon.cli.given import connect
from daemon.cli.output import AsJson, emit_json, say

app = typer.Typer(
    help="A ticket with a diagnosis of this installation, without values.", no_args_is_help=True
)

Named: TypeAlias = Annotated[
    str, typer.Argument(metavar="TARGET", help="A target of tickets, by its name in crmsync.toml.")
]


@app.command()
def preview(target: Named, as_json: AsJson = False) -> None:
    """Exactly what would leave, and where to. Nothing is sent."""
    with connect() as client:
        shown = client.preview_ticket(target)
    if as_json:
        emit_json(shown)
        return
    say(f"POST {shown.address}")
    for line in shown.body.splitlines():
        say(line)
    say("as people read it:")
    for line in shown.text.splitlines():
        say(line)


@app.command()
def draft(as_json: AsJson = False) -> None:
    """The diagnosis alone, to be sent by hand: crmsync tickets draft > diagnosis.txt"""
    with connect() as client:
        made = client.draft_ticket()
    if as_json:
        emit_json(made)
        return
    say(made.title)
    say("")
    for line in made.text.splitlines():
        say(line)


@app.command("raise")
def raise_ticket(
    target: Named,
    key: Annotated[
        str | None, typer.Option("--key", help="Send the preview with this key, word for word.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Send it."""
    with connect() as client:
        made = client.raise_ticket(target, key=key)
    emit_json(made) if as_json else say(f"{target} made ticket {made.number}: {made.link}")
