"""What every route takes from its request: the daemon, the person who asks, and the version they read."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Annotated, TypeAlias, cast

from fastapi import Depends, Header, Request

from core.errors import Invalid, NotFound
from core.records import Value
from core.wire.introduction import INTRODUCTION_HEADER, Introduction, introduced
from core.wire.problems import ReadOnly
from core.wire.reading import only_looks
from core.wire.words import WireFields, core_value
from daemon.api.border import CLIENT, LOOKS_ON
from daemon.api.peer import account_of
from daemon.api.surface import Service
from daemon.attached import Attached, actor_of
from daemon.serving import Scope


def _service(request: Request) -> Service:
    return cast(Service, request.app.state.service)


def _account(scope: Scope) -> str:
    client = scope.get("client")
    return account_of(client[0] if client else None)


def _said(scope: Scope) -> Introduction | None:
    given = [value for name, value in scope["headers"] if name == INTRODUCTION_HEADER.encode()]
    return introduced(given[0].decode("latin-1")) if given else None


def admit(attached: Attached, scope: Scope, *, read_only: bool = False) -> None:
    """Let a request in and keep in mind who asks; the stream takes its id from there. Raises AttachmentEnded.

    `read_only`: it came by the socket for those who only look on, whatever its client says.
    """
    account = _account(scope)
    said = _said(scope) or Introduction(id=f"account-{account}", program="?")
    said = replace(said, read_only=read_only or said.read_only)
    scope[CLIENT] = said.id
    scope[LOOKS_ON] = read_only
    attached.hear(said, account)


def refuse_change(request: Request) -> None:
    """Nothing that came by the read-only socket may change anything. Raises ReadOnly."""
    if not request.scope.get(LOOKS_ON):
        return
    operation = str(getattr(request.scope.get("route"), "operation_id", None))
    if not only_looks(request.method, operation):
        raise ReadOnly(
            "this came by the daemon's read-only socket, which changes nothing",
            advice="Use the daemon's own socket, if you may: in the app, untick Only look on in the menu of daemons.",
        )


def _caller(request: Request) -> str:
    return actor_of(_said(request.scope), _account(request.scope))


def _client(request: Request) -> str:
    return str(request.scope[CLIENT])


Daemon: TypeAlias = Annotated[Service, Depends(_service)]
Caller: TypeAlias = Annotated[str, Depends(_caller)]
ClientId: TypeAlias = Annotated[str, Depends(_client)]
IfMatch: TypeAlias = Annotated[
    str | None, Header(alias="If-Match", description='The version that was read, as "7"; `*` for any.')
]


def refuse_unknown(daemon: Service, connection: str | None) -> None:
    """A name that no connection has is said, not answered by an empty list. Raises NotFound."""
    if connection is None:
        return
    known = sorted(one.name for one in daemon.connections())
    if connection not in known:
        raise NotFound(
            f"there is no connection {connection!r}",
            advice=f"There are: {', '.join(known) or 'none; add one to crmsync.toml'}.",
        )


def expected_version(if_match: str | None, given: int | None) -> int | None:
    """The version the caller read, from the header or from the request itself. Raises Invalid where both differ."""
    if if_match is None or if_match.strip() == "*":
        return given
    found = re.fullmatch(r'"?(\d{1,15})"?', if_match.strip())
    if found is None:
        raise Invalid("If-Match: not a version of a record")
    version = int(found[1])
    if given is not None and given != version:
        raise Invalid("If-Match and `expected` name different versions")
    return version


def core_fields(values: WireFields) -> dict[str, Value]:
    return {name: core_value(value) for name, value in values.items()}
