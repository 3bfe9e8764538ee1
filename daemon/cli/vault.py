"""crmsync vault: where the sealed secrets and their key lie, and a new key. Works with and without a running daemon."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Any

import typer

from core.errors import NotFound
from daemon.cli.given import connect
from daemon.cli.output import AsJson, emit_json, say, table

if TYPE_CHECKING:
    from core.wire.client import Client
    from core.wire.models import VaultWord

SEALED = "secrets.sealed"

app = typer.Typer(help="The sealed tokens and application secrets.", no_args_is_help=True)


@app.command()
def status(as_json: AsJson = False) -> None:
    """Where the secrets are sealed and where the key lies; nothing secret is shown."""
    found = _reach(lambda client: client.vault(), lambda vault: vault.standing())
    if as_json:
        emit_json(found)
        return
    _tell(found)
    table(
        ("CONNECTION", "SECRET"),
        [(one.connection, one.kind) for one in found.sealed],
        empty="Nothing is sealed yet.",
    )


@app.command()
def rotate(as_json: AsJson = False) -> None:
    """Seal everything anew under a new key, in the best place this machine has for it."""
    found = _reach(lambda client: client.rotate_vault(), lambda vault: vault.rotate())
    if as_json:
        emit_json(found)
        return
    say(f"{len(found.sealed)} secrets are sealed under a new key.")
    _tell(found)


def _tell(found: VaultWord) -> None:
    say(f"sealed in {found.file}; the key {found.key_id} lies in {found.key_place}")
    if found.best_place != found.key_place:
        say(
            f"This machine has a better place for it, {found.best_place}: crmsync vault rotate moves it there."
        )


def _reach(ask: Callable[[Client], VaultWord], do: Callable[[Any], Any]) -> VaultWord:
    """Through the daemon where one runs. Otherwise here, and no daemon can start meanwhile."""
    from core.wire.problems import NoDaemon

    try:
        with connect() as client:
            return ask(client)
    except NoDaemon:
        from core.wire.endpoint import default_places
        from daemon.api.present_setup import vault as word
        from daemon.instance import Instance

        places = default_places()
        if not (places.data / SEALED).exists():
            raise NotFound(
                "nothing is sealed yet",
                advice="Start the daemon and sign in: crmsync connections sign-in NAME.",
            ) from None
        # By name, as the daemon itself: a client-only installation has no vault.
        vaults = import_module("daemon.vault")
        with Instance.acquire(places.data):
            return word(do(vaults.Vault(places.data, key_file=places.keys)))
