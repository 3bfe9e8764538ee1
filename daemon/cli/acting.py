"""crmsync pause, resume and sync over one or all connections; crmsync daemon and crmsync demo, which run in this process."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from daemon.cli.given import connect
from daemon.cli.output import AsJson, emit_json, say

if TYPE_CHECKING:
    from core.wire.client import Client
    from core.wire.models import ConnectionWord

OneOrAll: TypeAlias = Annotated[str | None, typer.Argument(help="A connection; all where left out.")]


def pause(name: OneOrAll = None, as_json: AsJson = False) -> None:
    """Stop working on one or all connections; changes are kept."""
    _each(name, lambda client, one: client.pause_connection(one), as_json)


def resume(name: OneOrAll = None, as_json: AsJson = False) -> None:
    """Go on with one or all connections."""
    _each(name, lambda client, one: client.resume_connection(one), as_json)


def _each(name: str | None, act: Callable[[Client, str], ConnectionWord], as_json: bool) -> None:
    from core.wire.models import ConnectionWord, Page

    with connect() as client:
        names = [name] if name is not None else [one.name for one in client.list_connections().rows]
        changed = [act(client, one) for one in names]
    if as_json:
        emit_json(Page[ConnectionWord](rows=changed))
        return
    for one in changed:
        say(f"{one.name} is {one.state}.")


def sync(
    name: OneOrAll = None,
    object: Annotated[str | None, typer.Option(help="Only this hub object.")] = None,
    full: Annotated[bool, typer.Option("--full", help="Compare everything, not only what changed.")] = False,
    as_json: AsJson = False,
) -> None:
    """Look for changes now instead of at the next poll."""
    from core.wire.models import Done

    with connect() as client:
        names = [name] if name is not None else [one.name for one in client.list_connections().rows]
        for one in names:
            client.sync_connection(one, object, full=full)
    emit_json(Done()) if as_json else say(
        f"Asked for: {', '.join(names) or 'nothing, there is no connection'}."
    )


def daemon(
    config: Annotated[Path | None, typer.Option(help="The configuration folder.")] = None,
    data: Annotated[Path | None, typer.Option(help="The data folder.")] = None,
) -> None:
    """Run the daemon in the foreground."""
    from core.wire.endpoint import default_places

    places = default_places()
    # Imported by name: client commands must not load the engine, and it is not there in a client-only installation.
    import_module("daemon.foreground").main(config or places.config, data or places.data)


def demo(
    as_json: AsJson = False,
    records: Annotated[int, typer.Option(min=50, help="About how many contacts to invent, each.")] = 2_000,
    seconds: Annotated[float, typer.Option(min=2, help="How long people keep editing.")] = 60.0,
    seed: Annotated[int, typer.Option(help="The same seed plays the same edits.")] = 1,
    keep: Annotated[Path | None, typer.Option(help="Leave everything in this folder afterwards.")] = None,
    crms: Annotated[
        str, typer.Option(help="Which CRMs: hubspot, salesforce, pipedrive, dynamics.")
    ] = "hubspot,salesforce,pipedrive,dynamics",
    app: Annotated[
        bool | None,
        typer.Option(
            "--app/--no-app", help="Open the desktop app on it; by default where there is a screen."
        ),
    ] = None,
) -> None:
    """Try everything without credentials: sandboxed CRMs, seeded data, edits on all sides."""
    code = import_module("daemon.demo").main(
        json=as_json, records=records, seconds=seconds, seed=seed, keep=keep, crms=crms, app=app
    )
    raise typer.Exit(code)
