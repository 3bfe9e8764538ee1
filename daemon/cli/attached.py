"""crmsync attached: who speaks to the daemon, and the way to end one."""

from __future__ import annotations

from typing import Annotated

import typer

from daemon.cli.given import connect
from daemon.cli.output import AsJson, emit_json, moment, say, table

app = typer.Typer(help="Who is attached to the daemon; end one.", no_args_is_help=True)


@app.command("list")
def list_attached(as_json: AsJson = False) -> None:
    """Every program that speaks to the daemon, those from elsewhere first."""
    with connect() as client:
        page = client.list_attached()
    if as_json:
        emit_json(page)
        return
    table(
        ("ID", "WHO", "ACCOUNT", "FROM", "PROGRAM", "MAY", "SINCE", "LAST HEARD"),
        [
            (
                one.id,
                f"{one.person} (you)" if one.is_you else one.person,
                one.account,
                f"{one.machine} (elsewhere)" if one.way == "attached" else one.machine or "-",
                f"{one.program} {one.version}".strip(),
                "look" if one.read_only else "change",
                moment(one.since),
                "live" if one.live else moment(one.heard_at),
            )
            for one in page.rows
        ],
        empty="Nobody is attached.",
    )


@app.command()
def end(
    id: Annotated[str, typer.Argument(help="As the list shows it.")],
    as_json: AsJson = False,
) -> None:
    """Cut a program off, which is told by whom."""
    with connect() as client:
        one = client.end_attached(id)
    emit_json(one) if as_json else say(f"The attachment of {one.person} at {one.machine or '?'} is ended.")
