"""Signing in to a connection and out of it, and preparing the CRM behind it."""

from __future__ import annotations

from fastapi import APIRouter
from pydantic import SecretStr

from core.wire.models import (
    AnswerSignIn,
    Done,
    NeedWord,
    Page,
    SignedOutWord,
    SignInStatus,
    SignInWord,
    StartSignIn,
)
from daemon.api import present_setup
from daemon.api.access import Caller, Daemon
from daemon.api.documents import problems

router = APIRouter(prefix="/connections", tags=["signing in"])


@router.post("/{name}/sign-in", operation_id="sign_in", status_code=202, responses=problems(404, 409, 502))
def sign_in(daemon: Daemon, caller: Caller, name: str, ask: StartSignIn) -> SignInWord:
    """Start a sign-in and answer the address a person must open; one that was waiting ends."""
    started = daemon.sign_in(
        name, ask.client_id, _shown(ask.client_secret), key=_shown(ask.key), paste=ask.paste, by=caller
    )
    return SignInWord(url=started.url, state=started.state, code=started.code)


@router.get("/{name}/sign-in", operation_id="sign_in_status", responses=problems(404))
def sign_in_status(daemon: Daemon, name: str) -> SignInStatus:
    """How the sign-in of this connection stands: none, waiting, done, or failed and why."""
    return SignInStatus(status=daemon.sign_in_status(name))


@router.post(
    "/{name}/sign-in/answer", operation_id="answer_sign_in", status_code=202, responses=problems(404, 409)
)
def answer_sign_in(daemon: Daemon, name: str, ask: AnswerSignIn) -> Done:
    """The address a browser on another machine ended at; the daemon checks it and fetches the tokens."""
    daemon.answer_sign_in(name, ask.address.get_secret_value())
    return Done()


@router.delete("/{name}/sign-in", operation_id="sign_out", responses=problems(404))
def sign_out(daemon: Daemon, caller: Caller, name: str) -> SignedOutWord:
    """Take the tokens back at the CRM and forget them; changes are kept until somebody signs in again."""
    ended = daemon.sign_out(name, caller)
    return SignedOutWord(revoked=ended.revoked, note=ended.note)


@router.get("/{name}/needs", operation_id="list_needs", responses=problems(404, 409, 502))
def list_needs(daemon: Daemon, name: str) -> Page[NeedWord]:
    """What this connection needs in the CRM before anything is created there. Asks the CRM, changes nothing."""
    return Page(rows=[present_setup.need(one) for one in daemon.needs(name)])


@router.post("/{name}/prepare", operation_id="prepare_connection", responses=problems(404, 409, 502))
def prepare_connection(daemon: Daemon, caller: Caller, name: str) -> Page[NeedWord]:
    """Create in the CRM what is missing there, and say what could not be."""
    return Page(rows=[present_setup.need(one) for one in daemon.prepare(name, caller)])


def _shown(secret: SecretStr | None) -> str | None:
    return None if secret is None else secret.get_secret_value()
