"""Takes webhooks over TCP: proves who sent them, commits which records they name, and only then answers 200.

    POST /webhooks/{connection}/{secret segment}

A webhook is a hint, never data: its body is checked, parsed for ids and thrown away. Many deliveries that arrive together
are committed together by one thread. Our own trouble is 503 with Retry-After (the CRM comes again), never a 4xx, which
HubSpot takes as final. 4xx is for what will never be right: a bad signature (401), a malformed body (400, 413, 415).
Duplicates are harmless: signals are a set.

TLS and the public name are the business of a reverse proxy; this listens on loopback unless told otherwise.
"""

from __future__ import annotations

import asyncio
import contextlib
import hmac
import socket
import threading
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

import uvicorn

from adapters.hooks import Delivery, Hooks, Reply, Target
from core.errors import CannotStart, CrmSyncError, Invalid, PortInUse
from core.logs import logger

Scope: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send: TypeAlias = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Named: TypeAlias = tuple[str, str]  # (crm object, crm id)
RecordSignals: TypeAlias = Callable[[str, Sequence[Named]], object]

_MOST_BODY: Final = 1024 * 1024
_MOST_WAITING: Final = 5_000
_MOST_A_COMMIT: Final = 20_000
_BODY_DEADLINE_S: Final = 4.0  # HubSpot gives up after 5 s
_COMMIT_DEADLINE_S: Final = 4.0
_START_DEADLINE_S: Final = 10.0
_RETRY_AFTER_S: Final = 5

_log = logger("webhooks")


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """Where one connection's webhooks arrive: `segment` is the unguessable last part of the path, `target` what the CRM
    was told, `hooks` how its deliveries are proven and read.
    """

    connection: str
    segment: str = field(repr=False)
    hooks: Hooks
    target: Target


@dataclass(slots=True)
class _Delivery:
    connection: str
    named: tuple[Named, ...]
    loop: asyncio.AbstractEventLoop
    done: asyncio.Future[bool]


class _Committer:
    """The thread that makes what waits durable: all of a connection's deliveries in one call of `record_signals`."""

    def __init__(self, record_signals: RecordSignals) -> None:
        self._record = record_signals
        self._waiting: list[_Delivery] = []
        self._some = threading.Condition()
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="webhook-commit", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        with self._some:
            self._stopping = True
            self._some.notify()
        self._thread.join(10)

    def offer(self, delivery: _Delivery) -> bool:
        """False where too many wait already."""
        with self._some:
            if self._stopping or len(self._waiting) >= _MOST_WAITING:
                return False
            self._waiting.append(delivery)
            self._some.notify()
            return True

    def _run(self) -> None:
        while True:
            with self._some:
                while not self._waiting and not self._stopping:
                    self._some.wait()
                taken, self._waiting = self._waiting, []
                stopping = self._stopping
            for connection in dict.fromkeys(one.connection for one in taken):
                self._commit(connection, [one for one in taken if one.connection == connection])
            if stopping and not taken:
                return

    def _commit(self, connection: str, deliveries: list[_Delivery]) -> None:
        for group in _groups(deliveries):
            named = tuple(dict.fromkeys(one for delivery in group for one in delivery.named))
            kept = True
            try:
                self._record(connection, named)
            except CrmSyncError as trouble:
                kept = False
                _log.warning(
                    "webhooks not kept", connection=connection, error=trouble.kind, deliveries=len(group)
                )
            except Exception as trouble:
                # Whatever broke, these deliveries are not durable: say so to the CRM and keep the thread for the next.
                kept = False
                _log.error("webhooks not kept", connection=connection, error=type(trouble).__name__)
            for delivery in group:
                _tell(delivery, kept)


class Application:
    """The ASGI application; plain ASGI, because one core must take a thousand deliveries a second."""

    def __init__(
        self, endpoints: Mapping[str, Endpoint], committer: _Committer, now: Callable[[], int]
    ) -> None:
        self._endpoints = endpoints
        self._committer = committer
        self._now = now

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
        """The status, whether the connection must be closed because a body was left unread, and what is said."""
        endpoint = self._endpoint(scope["path"])
        if endpoint is None:
            return 404, True, Reply()
        status, close = await self._take(endpoint, scope, receive)
        return status, close, endpoint.hooks.reply() if status == 200 else Reply()

    async def _take(self, endpoint: Endpoint, scope: Scope, receive: Receive) -> tuple[int, bool]:
        if scope["method"] != "POST":
            return 405, True
        headers: dict[bytes, bytes] = dict(scope["headers"])
        if headers.get(b"content-encoding", b"identity").lower() != b"identity":
            return 415, True
        declared = headers.get(b"content-length", b"0")
        if declared.isdigit() and int(declared) > _MOST_BODY:
            return 413, True
        try:
            body = await asyncio.wait_for(_read(receive), _BODY_DEADLINE_S)
        except TimeoutError:
            return 503, True
        if body is None:
            return 413, True
        delivery = Delivery(
            method=scope["method"],
            url=endpoint.target.url,
            headers={
                name.decode("latin-1").lower(): value.decode("latin-1") for name, value in headers.items()
            },
            body=body,
            now_ms=self._now(),
        )
        if not endpoint.hooks.genuine(delivery, endpoint.target):
            return 401, False
        try:
            hints = endpoint.hooks.hints(body)
        except Invalid:
            return 400, False
        named = tuple(dict.fromkeys((one.object, one.crm_id) for one in hints if one.crm_id is not None))
        return (200 if not named or await self._keep(endpoint.connection, named) else 503), False

    def _endpoint(self, path: str) -> Endpoint | None:
        parts = path.split("/")
        if len(parts) != 4 or parts[0] or parts[1] != "webhooks":
            return None
        endpoint = self._endpoints.get(parts[2])
        if endpoint is None or not hmac.compare_digest(parts[3].encode(), endpoint.segment.encode()):
            return None
        return endpoint

    async def _keep(self, connection: str, named: tuple[Named, ...]) -> bool:
        loop = asyncio.get_running_loop()
        done: asyncio.Future[bool] = loop.create_future()
        if not self._committer.offer(_Delivery(connection, named, loop, done)):
            return False
        try:
            return await asyncio.wait_for(done, _COMMIT_DEADLINE_S)
        except TimeoutError:
            return False


class WebhookListener:
    """Listens for the webhooks of these connections; `start` returns once it does, `stop` ends it.

    `record_signals(connection, [(crm object, crm id), ...])` returns after the durable commit and raises where there was
    none. `port` 0 takes a free one; `port` tells which. `now` is ms since 1970.
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
        self._committer = _Committer(record_signals)
        application = Application({one.connection: one for one in endpoints}, self._committer, now)
        self._inner = uvicorn.Server(
            uvicorn.Config(
                application,
                http="httptools",
                ws="none",
                loop="asyncio",
                lifespan="off",
                log_config=None,
                access_log=False,
                server_header=False,
                date_header=False,
                proxy_headers=False,
                timeout_keep_alive=30,
                timeout_graceful_shutdown=5,
            )
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
            asyncio.run(self._inner.serve(sockets=[self._listener]))


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
        if len(body) > _MOST_BODY:
            return None
        more = message["type"] == "http.request" and message.get("more_body", False)
    return bytes(body)


def _groups(deliveries: Sequence[_Delivery]) -> Iterable[list[_Delivery]]:
    """Deliveries in commits of a bounded size."""
    group: list[_Delivery] = []
    size = 0
    for delivery in deliveries:
        group.append(delivery)
        size += len(delivery.named)
        if size >= _MOST_A_COMMIT:
            yield group
            group, size = [], 0
    if group:
        yield group


def _tell(delivery: _Delivery, kept: bool) -> None:
    def settle() -> None:
        if not delivery.done.done():
            delivery.done.set_result(kept)

    # The listener may have ended meanwhile: then nobody waits, and the CRM sends it again.
    with contextlib.suppress(RuntimeError):
        delivery.loop.call_soon_threadsafe(settle)
