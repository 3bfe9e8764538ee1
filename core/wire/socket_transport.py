"""One request over the daemon's socket, with every way it can fail told apart."""

from __future__ import annotations

import os
import socket
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import httpx
from pydantic import ValidationError

from core.errors import CrmSyncError
from core.wire.endpoint import PROTOCOL, PROTOCOL_HEADER, START_ADVICE
from core.wire.introduction import INTRODUCTION_HEADER, introduce, own_version
from core.wire.problems import AnswerUnreadable, NoDaemon, SocketNotOurs, error_of, mismatch
from core.wire.socket_owner import check_owner
from core.wire.transport import Answer, Query
from core.wire.words import Ask, Problem

_KNOCK_S: Final = 5.0
# A socket of this machine has no TLS; httpx would read every authority's certificate for it, which takes 30 ms.
_NO_TLS: Final = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
_QUIET_S: Final = 45.0  # the daemon says something at least every 15 s


class SocketTransport:
    """Requests to one daemon. Keeps connections open; `close` gives them up. Safe between threads."""

    def __init__(self, path: Path, *, timeout_s: float) -> None:
        self.socket = path
        self._reached = False
        self._http = httpx.Client(
            transport=httpx.HTTPTransport(uds=os.fspath(path), verify=_NO_TLS),
            base_url="http://localhost",
            timeout=timeout_s,
            headers={
                "Accept": "application/json, text/event-stream",
                INTRODUCTION_HEADER: introduce("crmsync").header,
            },
            trust_env=False,
        )

    def close(self) -> None:
        self._http.close()

    def ask(
        self,
        method: str,
        path: str,
        answer: type[Answer],
        *,
        query: Query | None = None,
        body: Ask | None = None,
        headers: Mapping[str, str] | None = None,
        timeout_s: float | None = None,
    ) -> Answer:
        """The answer as a word. Raises the daemon's own error, or what kept it from answering (`core/wire/problems.py`)."""
        sent = {**(headers or {}), **({"Content-Type": "application/json"} if body is not None else {})}
        with self._told_apart():
            response = self._http.request(
                method,
                path,
                params={name: value for name, value in (query or {}).items() if value is not None},
                content=None if body is None else body.model_dump_json(exclude_unset=True),
                headers=sent,
                timeout=httpx.USE_CLIENT_DEFAULT if timeout_s is None else timeout_s,
            )
        self._check(response)
        try:
            return answer.model_validate_json(response.content)
        except ValidationError as strange:
            # The text of a ValidationError quotes the answer, which may hold a customer's values.
            raise AnswerUnreadable(
                f"{method} {path}: {strange.error_count()} parts are not as agreed"
            ) from None

    @contextmanager
    def lines(self, path: str, query: Query) -> Iterator[Iterator[str]]:
        """The lines of an endless answer. Raises like `ask`, also while they are read."""
        with (
            self._told_apart(),
            self._http.stream(
                "GET",
                path,
                params={name: value for name, value in query.items() if value is not None},
                timeout=httpx.Timeout(10.0, read=_QUIET_S),
            ) as response,
        ):
            if response.status_code != httpx.codes.OK:
                response.read()
            self._check(response)
            yield response.iter_lines()

    def _check(self, response: httpx.Response) -> None:
        spoken = response.headers.get(PROTOCOL_HEADER)
        if spoken != str(PROTOCOL):
            raise mismatch(
                str(self.socket), spoken or "", PROTOCOL, asking="client", own_version=own_version()
            )
        if response.is_success:
            return
        try:
            problem = Problem.model_validate_json(response.content)
        except ValidationError:
            raise AnswerUnreadable(f"the daemon answered {response.status_code} without a reason") from None
        raise error_of(problem)

    @contextmanager
    def _told_apart(self) -> Iterator[None]:
        check_owner(self.socket)
        if not self._reached:
            self._knock()
        try:
            yield
        except httpx.TransportError as broken:
            self._reached = False
            raise self._cause_of(broken) from broken

    def _cause_of(self, broken: httpx.TransportError) -> CrmSyncError:
        if isinstance(broken, httpx.ConnectError):
            return NoDaemon("the daemon is not running", advice=START_ADVICE)
        if isinstance(broken, httpx.TimeoutException):
            return AnswerUnreadable(f"the daemon at {self.socket} does not answer in time")
        return AnswerUnreadable(f"the daemon at {self.socket} broke off")

    def _knock(self) -> None:
        """Connect once by hand: the system's own error tells a dead socket from a forbidden one; httpx would not."""
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
            line.settimeout(_KNOCK_S)
            try:
                line.connect(os.fspath(self.socket))
            except PermissionError as forbidden:
                raise SocketNotOurs(f"{self.socket} may not be opened by this user") from forbidden
            except OSError as dead:
                raise NoDaemon("the daemon is not running", advice=START_ADVICE) from dead
        self._reached = True
