"""Serves one sandboxed CRM on loopback: an ASGI application over a System, and the thread that runs it.

The application is plain ASGI on uvicorn: no framework sits between a request and its handler, because one
core has to serve thousands of records a second. Faults that concern the connection are played here.
"""

from __future__ import annotations

import asyncio
import re
import socket
import threading
import time
from collections import Counter
from collections.abc import Awaitable, Callable, MutableMapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from adapters.sandbox.calls import Answer, BadBody, Call, Route
from adapters.sandbox.control import Control
from adapters.sandbox.rivals import Rivals
from adapters.sandbox.system import Options, Refusal, Refused, System, load_system
from adapters.sandbox.tls import Certificates, make_certificates

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

_PROXY_PAGE = b"""<!DOCTYPE html>
<html lang="en-US"><head><title>%s | cloudflare</title></head>
<body><h1>%s</h1><p>The web server reported an error. Ray ID: 8f0c0ffee0000001</p></body></html>
"""
_LAST_TURNS = 5
_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_VOLATILE = re.compile(r"/(?:\d+|[0-9A-Za-z]{15}|[0-9A-Za-z]{18})(?=/|$)")


class PortInUse(OSError):
    """Nobody can listen on the port asked for; the message says which."""


class Statistics:
    """What was asked and answered so far."""

    def __init__(self) -> None:
        self.requests: Counter[str] = Counter()
        self.statuses: Counter[int] = Counter()
        self.records = 0

    def table(self) -> dict[str, Any]:
        """The counts as one table for the control route."""
        return {
            "requests": sum(self.requests.values()),
            "requests_by_route": dict(sorted(self.requests.items())),
            "answers_by_status": {str(status): n for status, n in sorted(self.statuses.items())},
            "throttled": self.statuses[429],
            "records_served": self.records,
        }


class Application:
    """The ASGI application of one system."""

    def __init__(self, system: System) -> None:
        self.system = system
        self.statistics = Statistics()
        self.control = Control(system, self.statistics.table)
        self.control.mount(system.router)
        self._rivals = Rivals(system)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request."""
        if scope["type"] != "http":
            return
        call = await _read_call(scope, receive, self.system.base_url)
        route, call.params, known = self.system.router.match(call.method, call.path)
        line = f"{call.method} {call.path}"
        call.draw = self.system.faults.draw(line)
        control = call.path.startswith("/_sandbox/")
        if not control:
            self.statistics.requests[f"{call.method} {route.template if route else _blur(call.path)}"] += 1
            wait = self.system.faults.wait_s(line)
            if wait > 0:
                await asyncio.sleep(wait)
            if call.draw.strikes("drop_request"):
                _hang_up(send)
                return
        before = self.system.world.ledger.last_seq
        answer = self._answer(call, route, known, control)
        if not control:
            self.statistics.statuses[answer.status] += 1
            if self.system.world.ledger.last_seq > before and call.draw.strikes("lose_answer"):
                _hang_up(send)
                return
            answer = _spoil(call, answer)
            self.statistics.records += answer.records
        await _write(send, answer)

    def _answer(self, call: Call, route: Route | None, known: bool, control: bool) -> Answer:
        system = self.system
        with system.world.lock:
            if not control:
                trouble = self._trouble(call)
                if trouble is not None:
                    return trouble
            if route is None:
                return system.refuse(Refusal.WRONG_METHOD if known else Refusal.NOT_FOUND, call)
            try:
                if not route.open:
                    refusal = system.authorize(call)
                    if refusal is not None:
                        return system.finish(call, refusal)
                    self._rivals.meddle(call)
                answer = route.handler(call)
            except Refused as refused:
                answer = refused.answer
            except BadBody as error:
                answer = system.refuse(Refusal.BAD_BODY, call, detail=str(error))
            return answer if control else system.finish(call, answer)

    def _trouble(self, call: Call) -> Answer | None:
        draw, refuse = call.draw, self.system.refuse
        if draw is None:
            return None
        if draw.strikes("html_403"):
            return _proxy_page(403, b"Attention Required!")
        if draw.strikes("html_502"):
            return _proxy_page(502, b"502 Bad Gateway")
        if draw.strikes("server_error"):
            return refuse(Refusal.SERVER_ERROR, call)
        if draw.strikes("unavailable"):
            return refuse(Refusal.UNAVAILABLE, call)
        if draw.strikes("throttle"):
            return refuse(Refusal.THROTTLED, call)
        if draw.strikes("throttle_with_retry_after"):
            return refuse(Refusal.THROTTLED, call, retry_after_s=draw.amount("retry_after_s"))
        if draw.strikes("unauthorized"):
            return refuse(Refusal.UNAUTHORIZED, call)
        return None


class Sandbox:
    """A running sandbox, served by a thread of this process. Use it as a context manager, or call `stop`."""

    def __init__(
        self,
        name: str | System,
        options: Options | None = None,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        tls_folder: Path | None = None,
    ) -> None:
        if host not in _LOOPBACK:
            raise ValueError(f"a sandbox serves loopback only; {host!r} is not 127.0.0.1, ::1 or localhost")
        self.certificates: Certificates | None = make_certificates(tls_folder) if tls_folder else None
        self._socket = _listen(host, port)
        self.port = int(self._socket.getsockname()[1])
        scheme = "https" if self.certificates else "http"
        self.url = f"{scheme}://{'[::1]' if host == '::1' else host}:{self.port}"
        try:
            self.system = load_system(name, options or Options()) if isinstance(name, str) else name
        except BaseException:
            self._socket.close()
            raise
        self.system.base_url = self.url
        self.world = self.system.world
        self.faults = self.system.faults
        self.application = Application(self.system)
        self.control = self.application.control
        config = uvicorn.Config(
            self.application,
            http=HttpToolsProtocol,
            ws="none",
            lifespan="off",
            access_log=False,
            log_config=None,
            proxy_headers=False,
            server_header=False,
            timeout_keep_alive=65,
            timeout_graceful_shutdown=2,
            ssl_certfile=str(self.certificates.chain) if self.certificates else None,
            ssl_keyfile=str(self.certificates.key) if self.certificates else None,
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._run, name=f"sandbox-{self.system.name}", daemon=True)

    def start(self) -> Sandbox:
        """Serves; returns once requests are answered."""
        self._thread.start()
        while not self._server.started:
            if not self._thread.is_alive():
                raise RuntimeError(f"the sandbox at {self.url} did not start; see its log")
            time.sleep(0.005)
        self.system.start()
        return self

    def wait(self, timeout_s: float | None = None) -> bool:
        """Waits until the sandbox has stopped; false when the time ran out first."""
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def stop(self) -> None:
        """Stops serving and waits for it."""
        self._server.should_exit = True
        if self._thread.ident is not None:
            self._thread.join(10)
        self.system.stop()
        self._socket.close()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _run(self) -> None:
        # uvicorn's own run() would install signal handlers, which only the main thread may do.
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        await self._server.serve(sockets=[self._socket])
        # A TLS connection waits half a minute for the other side's farewell; an idle client never says it. One taken at
        # the last moment needs some turns of the loop until it is a connection.
        for _ in range(_LAST_TURNS):
            for one in list(self._server.server_state.connections):
                one.transport.abort()
            await asyncio.sleep(0)


def serve(
    name: str, options: Options | None = None, *, port: int = 0, tls_folder: Path | None = None
) -> Sandbox:
    """Starts the sandbox of a CRM ("hubspot", "salesforce") in a thread; raises PortInUse, ValueError."""
    return Sandbox(name, options, port=port, tls_folder=tls_folder).start()


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if host == "::1" else socket.AF_INET
    # asyncio switches Nagle off only where the protocol is named; without it every answer waits 40 ms
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(512)  # a second listener on the port is refused here, not at bind
    except OSError as error:
        listener.close()
        raise PortInUse(
            f"port {port} on {host} cannot be used ({error.strerror}): pick another with --port"
        ) from error
    return listener


async def _read_call(scope: Scope, receive: Receive, base_url: str) -> Call:
    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
    body = b""
    if scope["method"] not in ("GET", "HEAD") or "content-length" in headers:
        parts: list[bytes] = []
        while True:
            message = await receive()
            if message["type"] != "http.request":
                break
            parts.append(message.get("body", b""))
            if not message.get("more_body"):
                break
        body = b"".join(parts)
    return Call(
        method=scope["method"],
        path=scope["raw_path"].split(b"?")[0].decode("latin-1"),
        query_string=scope["query_string"].decode("latin-1"),
        headers=headers,
        body=body,
        base_url=base_url,
    )


async def _write(send: Send, answer: Answer) -> None:
    headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in answer.headers]
    headers.append((b"content-length", str(len(answer.body)).encode()))
    if answer.body:
        headers.append((b"content-type", answer.content_type.encode()))
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": answer.body})


def _hang_up(send: Send) -> None:
    # ASGI has no word for closing without an answer; uvicorn's cycle object holds the transport. The cycle is
    # marked finished so that uvicorn does not try to send a 500 into the closed connection.
    cycle: Any = getattr(send, "__self__")  # noqa: B009 - a bound method's owner, unknown to the type checker
    cycle.transport.close()
    cycle.disconnected = True
    cycle.response_started = cycle.response_complete = True


def _spoil(call: Call, answer: Answer) -> Answer:
    if call.draw is None or answer.status >= 300:
        return answer
    if call.draw.strikes("non_json"):
        return Answer(status=answer.status, body=b"upstream connect error or disconnect/reset before headers")
    if answer.body and call.draw.strikes("truncated_json"):
        return Answer(status=answer.status, body=answer.body[: len(answer.body) // 2], headers=answer.headers)
    return answer


def _proxy_page(status: int, title: bytes) -> Answer:
    return Answer(status=status, body=_PROXY_PAGE % (title, title), content_type="text/html; charset=UTF-8")


def _blur(path: str) -> str:
    return _VOLATILE.sub("/{id}", path)
