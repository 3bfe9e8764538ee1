"""crmsync targets: where alerts and tickets go, and their secrets."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from core.errors import Invalid
from daemon.cli.given import connect
from daemon.cli.output import AsJson, emit_json, say, table

app = typer.Typer(help="Where alerts and tickets go, and their secrets.", no_args_is_help=True)


@app.command("list")
def list_targets(as_json: AsJson = False) -> None:
    """Every target of the settings, and how it stands."""
    with connect() as client:
        page = client.list_targets()
    if as_json:
        emit_json(page)
        return
    table(
        ("NAME", "KIND", "FOR", "HOST", "ROUTE", "SECRET", "WAITING", "TROUBLE"),
        [
            (
                one.name,
                one.kind,
                one.use,
                one.host,
                "allowed" if one.allowed else f"REFUSED: {one.why}",
                "kept" if one.secret else "none",
                str(one.waiting),
                one.trouble or "-",
            )
            for one in page.rows
        ],
        empty="There is no target. docs/alerts.md says how to add one.",
    )


@app.command()
def secret(
    target: Annotated[str, typer.Argument(help="A target, by its name in crmsync.toml.")],
    from_stdin: Annotated[bool, typer.Option("--stdin", help="Read it from standard input.")] = False,
    remove: Annotated[bool, typer.Option("--remove", help="Remove the one that is kept.")] = False,
    as_json: AsJson = False,
) -> None:
    """Give the daemon a target's token, password or secret address. Kept sealed, never an argument."""
    if remove:
        with connect() as client:
            gone = client.forget_target_secret(target)
        emit_json(gone) if as_json else say("Removed." if gone.removed else "There was none.")
        return
    given = sys.stdin.readline() if from_stdin else str(typer.prompt("Secret", hide_input=True))
    if not given.strip():
        raise Invalid("no secret was given", advice="Write: crmsync targets secret NAME --stdin < file")
    with connect() as client:
        done = client.keep_target_secret(target, given.strip())
    emit_json(done) if as_json else say("Kept; it is sent to that target's host alone.")
