"""What is refused before any route sees it: browsers, other media, bodies that are too large, and too many at once.

A page in a browser can make requests to a local port or (through a forwarded socket) to this one; it cannot avoid sending
`Origin`, nor choose `Host`. Both are checked on every request, and a body must be plain JSON.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from typing import Final

from core.errors import CrmSyncError, Invalid
from core.logs import logger
from core.wire.endpoint import PROTOCOL, PROTOCOL_HEADER
from core.wire.problems import Busy, Forbidden, TooLarge, WrongMediaType, problem_of
from daemon.serving import Asgi, Message, Receive, Scope, Send

CLIENT: Final = "crmsync.client"  # in the scope: the id of the attachment that asks
LOOKS_ON: Final = "crmsync.looks_on"  # in the scope: whether it came by the socket for those who only look on
MOST_BODY: Final = 1024 * 1024
_BODY_DEADLINE_S: Final = 10
_LOCAL_HOST: Final = re.compile(rb"(localhost|crmsync|127\.0\.0\.1|\[::1\])(:\d{1,5})?")
_JSON: Final = re.compile(rb"application/json\s*(;\s*charset\s*=\s*\"?utf-8\"?\s*)?", re.IGNORECASE)

_log = logger("api")


class Border:
    """The outermost ASGI layer; at most `most_requests` are inside at once, event streams included.

    `admit` may refuse who asks, by raising a CrmSyncError.
    """

    def __init__(
        self, app: Asgi, *, most_requests: int = 64, admit: Callable[[Scope], None] = lambda _: None
    ) -> None:
        self._app = app
        self._admit = admit
        self._most = most_requests
        self._inside = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = False

        async def greeted(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                headers = [*message.get("headers", []), (PROTOCOL_HEADER.encode(), str(PROTOCOL).encode())]
                message = {**message, "headers": headers}
            await send(message)

        self._inside += 1
        try:
            if self._inside > self._most:
                raise Busy(f"{self._most} requests are being answered already")
            _check_headers(scope["headers"])
            self._admit(scope)
            body = await asyncio.wait_for(_read_body(scope["headers"], receive), _BODY_DEADLINE_S)
            await self._app(scope, _replay(body, receive), greeted)
        except TimeoutError:
            await refuse(greeted, Invalid("the request's body did not arrive in time"), close=True)
        except CrmSyncError as refused:
            if not started:
                await refuse(greeted, refused, close=True)
        except Exception as broken:
            # The class and the place are enough to find the cause; the message may hold a customer's value.
            _log.error(
                "request failed", route=_route(scope), method=scope["method"], error=type(broken).__name__
            )
            if not started:
                await refuse(greeted, CrmSyncError("the daemon could not answer this request"), close=True)
        finally:
            self._inside -= 1


async def refuse(send: Send, error: CrmSyncError, *, close: bool = False) -> None:
    """Answer with the problem document of `error`; `close` where an unread body would be taken for the next request."""
    problem = problem_of(error)
    body = problem.model_dump_json().encode()
    headers = [(b"content-type", b"application/problem+json"), (b"content-length", str(len(body)).encode())]
    if close:
        headers.append((b"connection", b"close"))
    await send({"type": "http.response.start", "status": problem.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _check_headers(headers: list[tuple[bytes, bytes]]) -> None:
    hosts = [value for name, value in headers if name == b"host"]
    if len(hosts) != 1 or not _LOCAL_HOST.fullmatch(hosts[0].lower()):
        raise Forbidden("Host is not localhost")
    if any(name == b"origin" for name, _ in headers):
        raise Forbidden("a browser's page asked (Origin is set)")
    if any(name == b"content-encoding" and value.lower() != b"identity" for name, value in headers):
        raise WrongMediaType("the body is compressed")


async def _read_body(headers: list[tuple[bytes, bytes]], receive: Receive) -> bytes:
    declared = next((value for name, value in headers if name == b"content-length"), b"0")
    if declared.isdigit() and int(declared) > MOST_BODY:
        raise TooLarge(f"the body has {int(declared)} bytes")
    body = bytearray()
    more = True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            break
        body += message.get("body", b"")
        if len(body) > MOST_BODY:
            raise TooLarge(f"the body has more than {MOST_BODY} bytes")
        more = message.get("more_body", False)
    media = next((value for name, value in headers if name == b"content-type"), b"")
    if body and not _JSON.fullmatch(media.strip()):
        raise WrongMediaType("the body is not declared as JSON")
    return bytes(body)


def _replay(body: bytes, receive: Receive) -> Receive:
    given = False

    async def again() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again


def _route(scope: Scope) -> str:
    """The route's pattern: the path itself may hold ids a person chose."""
    return str(getattr(scope.get("route"), "path", "?"))
