"""crmsync connections sign-in and sign-out. No secret is ever taken as an argument."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from core.errors import Invalid, SignInNeeded
from daemon.cli.given import connect
from daemon.cli.output import AsJson, emit_json, say

if TYPE_CHECKING:
    from core.wire.client import Client

_ASK_EVERY_S: Final = 0.5


def sign_in(
    name: str,
    client_id: Annotated[str | None, typer.Option(help="The application's id at the CRM.")] = None,
    secret_stdin: Annotated[
        bool, typer.Option("--secret-stdin", help="Read the application's secret from standard input.")
    ] = False,
    key_file: Annotated[
        Path | None, typer.Option(help="A server's private key (PEM, mode 0600); it is sealed in the vault.")
    ] = None,
    paste: Annotated[
        bool,
        typer.Option("--paste", help="The browser runs on another machine: paste the address it ends at."),
    ] = False,
    wait: Annotated[bool, typer.Option(help="Wait until the sign-in is done.")] = True,
    browser: Annotated[bool, typer.Option(help="Open the browser here.")] = True,
    as_json: AsJson = False,
) -> None:
    """Sign in through the browser; by a code where the connection's flow is device; by a server's own secret or key where
    it is jwt or application.

    A secret is asked for or read from standard input, never taken as an argument.
    """
    secret = _secret(client_id, secret_stdin)
    key = _key(key_file)
    with connect() as client:
        started = client.sign_in(name, client_id, secret, key=key, paste=paste)
        if as_json:
            emit_json(started)
        elif started.url:
            say("Open this address and allow the access:")
            say(started.url)
            if started.code:
                say(f"and type this code there: {started.code}")
        sys.stdout.flush()
        if started.url and paste and not started.code:
            _paste(client, name)
        elif started.url and browser and sys.stdout.isatty() and not as_json:
            import webbrowser

            webbrowser.open(started.url)
        if wait or paste:
            _wait(client, name, as_json=as_json)


def sign_out(name: str, as_json: AsJson = False) -> None:
    """Take the tokens back at the CRM and forget them here; changes are kept until somebody signs in again."""
    with connect() as client:
        ended = client.sign_out(name)
    if as_json:
        emit_json(ended)
        return
    say(f"{name} is signed out{' here and at the CRM' if ended.revoked else ''}.")
    if ended.note:
        say(ended.note)


def _paste(client: Client, name: str) -> None:
    """Asks until what is pasted is an address with an answer in it. Standard input need not be a terminal."""
    if sys.stdin.isatty():
        say(
            "The browser will end at an address that does not answer. Copy that whole address and paste it here."
        )
    while True:
        address = (
            typer.prompt("Address", prompt_suffix=": ")
            if sys.stdin.isatty()
            else sys.stdin.readline().strip()
        )
        try:
            client.answer_sign_in(name, address)
            return
        except Invalid as wrong:
            if not sys.stdin.isatty():
                raise
            say(f"{wrong}. {wrong.advice}")


def _secret(client_id: str | None, from_stdin: bool) -> str | None:
    if from_stdin:
        secret = sys.stdin.readline().strip()
        if not secret:
            raise Invalid("standard input held no secret", advice="Write: crmsync ... --secret-stdin < file")
        return secret
    if client_id is not None and sys.stdin.isatty():
        return (
            str(
                typer.prompt(
                    "Client secret (empty for none)", hide_input=True, default="", show_default=False
                )
            )
            or None
        )
    return None


def _key(path: Path | None) -> str | None:
    if path is None:
        return None
    from daemon.private_files import read_private

    return read_private(path.expanduser())


def _wait(client: Client, name: str, *, as_json: bool) -> None:
    while (now := client.sign_in_status(name)).status == "waiting":
        time.sleep(_ASK_EVERY_S)
    if as_json:
        emit_json(now)
    if now.status != "done":
        raise SignInNeeded(f"the sign-in of {name} ended: {now.status}")
    if not as_json:
        say(f"{name} is signed in.")
