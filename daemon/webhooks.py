"""Takes webhooks over TCP: proves who sent them, commits which records they name, and only then answers 200.

    POST /webhooks/{connection}/{secret segment}

A webhook is a hint, never data: its CRM's `Hooks` prove it and read it for ids, and it is thrown away. Our own trouble is
503 with Retry-After (the CRM comes again), never a 4xx, which HubSpot takes as final and Pipedrive counts towards a ban.
4xx is for what will never be right: no proof (401), a malformed body (400, 413, 415). Duplicates are harmless: signals
are a set.

TLS and the public name are the business of a reverse proxy; this listens on loopback unless told otherwise.
"""

from __future__ import annotations

import asyncio
import hmac
import socket
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from adapters.hooks import MOST_BYTES, Delivery, Hooks, Reply, Target
from core.errors import CannotStart, Invalid, PortInUse
from daemon.serving import Receive, Scope, Send, quiet_server, serve_to_the_end
from daemon.webhook_commit import Committer, Named, RecordSignals
from daemon.webhook_protocol import HurriedProtocol

_MOST_CONNECTIONS: Final = 1_000  # each may hold a whole body for as long as a sender is given
_BODY_DEADLINE_S: Final = 4.0  # HubSpot gives up after 5 s
_START_DEADLINE_S: Final = 10.0
_RETRY_AFTER_S: Final = 5
_EMPTY: Final = Reply()


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """Where one connection's webhooks arrive; the last part of `target.url` is the segment nobody can guess."""

    connection: str
    target: Target = field(repr=False)
    hooks: Hooks

    @property
    def segment(self) -> str:
        return self.target.url.rpartition("/")[2]


class Application:
    """The ASGI application; plain ASGI, because one core must take a thousand deliveries a second."""

    def __init__(self, endpoints: Iterable[Endpoint], committer: Committer, now: Callable[[], int]) -> None:
        self.take(endpoints)
        self._committer = committer
        self._now = now

    def take(self, endpoints: Iterable[Endpoint]) -> None:
        self._endpoints: Mapping[str, Endpoint] = {one.connection: one for one in endpoints}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        status, close, reply = await self._answer(scope, receive)
        headers = [(b"content-length", str(len(reply.body)).encode())]
        if reply.content_type:
            headers.append((b"content-type", reply.content_type.encode()))
        if status == 503:
            headers.append((b"retry-after", str(_RETRY_AFTER_S).encode()))
        if close:
            headers.append((b"connection", b"close"))
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": reply.body})

    async def _answer(self, scope: Scope, receive: Receive) -> tuple[int, bool, Reply]:
        """The status, whether the connection must be closed because a body was left unread, and what to say."""
        endpoint = self._endpoint(scope["path"])
        if endpoint is None:
            return 404, True, _EMPTY
        if scope["method"] != "POST":
            return 405, True, _EMPTY
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        if headers.get("content-encoding", "identity").lower() != "identity":
            return 415, True, _EMPTY
        declared = headers.get("content-length", "0")
        if declared.isascii() and declared.isdigit() and int(declared) > MOST_BYTES:
            return 413, True, _EMPTY
        try:
            body = await asyncio.wait_for(_read(receive), _BODY_DEADLINE_S)
        except TimeoutError:
            return 503, True, _EMPTY
        if body is None:
            return 413, True, _EMPTY
        delivery = Delivery(
            method=scope["method"], url=endpoint.target.url, headers=headers, body=body, now_ms=self._now()
        )
        try:
            if not endpoint.hooks.genuine(delivery, endpoint.target):
                return 401, False, _EMPTY
            hints = endpoint.hooks.hints(body)
        except Invalid:
            return 400, False, _EMPTY
        named: tuple[Named, ...] = tuple(
            dict.fromkeys(
                (one.object, one.crm_id)
                if one.merged_into is None
                else (one.object, one.crm_id, one.merged_into)
                for one in hints
            )
        )
        if named and not await self._committer.keep(endpoint.connection, named):
            return 503, False, _EMPTY
        return 200, False, endpoint.hooks.reply()

    def _endpoint(self, path: str) -> Endpoint | None:
        parts = path.split("/")
        if len(parts) != 4 or parts[0] or parts[1] != "webhooks":
            return None
        endpoint = self._endpoints.get(parts[2])
        if endpoint is None or not hmac.compare_digest(parts[3].encode(), endpoint.segment.encode()):
            return None
        return endpoint


class WebhookListener:
    """Listens for the webhooks of these connections; `start` returns once it does, `stop` ends it.

    `record_signals(connection, [(crm object, crm id), ...])` returns after the durable commit and raises where there was
    none; an id None stands for any record of the object. `port` 0 takes a free one; `port` tells which. `now` is ms since
    1970.
    """

    def __init__(
        self,
        *,
        endpoints: Iterable[Endpoint],
        record_signals: RecordSignals,
        host: str = "127.0.0.1",
        port: int = 0,
        now: Callable[[], int] = lambda: time.time_ns() // 1_000_000,
    ) -> None:
        self.host = host
        self.port = port
        self._committer = Committer(record_signals)
        self._application = Application(endpoints, self._committer, now)
        self._inner = quiet_server(
            self._application,
            HurriedProtocol,
            limit_concurrency=_MOST_CONNECTIONS,
            timeout_graceful_shutdown=5,
        )
        self._thread = threading.Thread(target=self._run, name="webhooks", daemon=True)
        self._listener: socket.socket | None = None

    def start(self) -> None:
        """Raises PortInUse, CannotStart."""
        self._listener = _listen(self.host, self.port)
        self.port = self._listener.getsockname()[1]
        self._committer.start()
        self._thread.start()
        waiting = threading.Event()
        for _ in range(int(_START_DEADLINE_S / 0.01)):
            if self._inner.started:
                return
            waiting.wait(0.01)
        raise CannotStart(f"the webhook listener on {self.host}:{self.port} did not start")

    def take(self, endpoints: Iterable[Endpoint]) -> None:
        """Serve these from the next delivery on. The socket stays open: no CRM is refused meanwhile."""
        self._application.take(endpoints)

    def stop(self) -> None:
        """Take no more; answer what is being answered first."""
        if self._listener is None:
            return
        self._inner.should_exit = True
        self._thread.join(15)
        self._committer.stop()
        self._listener = None

    def _run(self) -> None:
        if self._listener is not None:
            serve_to_the_end((self._inner, self._listener))


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(1_024)
    except OSError as problem:
        listener.close()
        raise PortInUse(f"webhooks cannot listen on {host}:{port}: {problem.strerror}") from problem
    listener.setblocking(False)
    return listener


async def _read(receive: Receive) -> bytes | None:
    """The raw body, or None where it is too large."""
    body = bytearray()
    more = True
    while more:
        message = await receive()
        body += message.get("body", b"")
        if len(body) > MOST_BYTES:
            return None
        more = message["type"] == "http.request" and message.get("more_body", False)
    return bytes(body)
