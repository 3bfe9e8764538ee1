"""One reader of live events: snapshot first, then numbered increments, as server-sent events."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable
from functools import partial
from typing import Any, Final

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from core.wire.events import Event, EventKind
from daemon.api import present
from daemon.api.border import CLIENT
from daemon.api.peer import ABORT
from daemon.api.surface import Service
from daemon.api.waited_for import until_gone
from daemon.events import Subscription
from daemon.serving import Receive, Scope, Send

_HEARTBEAT_S: Final = 15.0
_STUCK_S: Final = 10.0
_EVENTS_A_WRITE: Final = 256


class EventStream(Response):
    """An answer that does not end by itself. A reader that takes nothing for ten seconds is cut off."""

    media_type = "text/event-stream"

    def __init__(self, service: Service, after: str | None) -> None:
        self.background = None
        self.status_code = 200
        self._service = service
        self._after = after

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        loop = asyncio.get_running_loop()
        woken = asyncio.Event()

        def wake() -> None:
            # A publisher may be about to wake a reader whose loop just ended with the server: nobody reads any more.
            with contextlib.suppress(RuntimeError):
                loop.call_soon_threadsafe(woken.set)

        reader = self._service.events.subscribe(wake, self._after)
        leaving = asyncio.create_task(until_gone(receive, woken.set))
        attached, asking = self._service.attached, scope[CLIENT]
        try:
            with attached.following(asking, partial(self._service.events.cut, reader)):
                await run_in_threadpool(attached.announce, asking)
                await send(_START)
                if not reader.resumed:
                    await _write(send, _frame(await run_in_threadpool(self._snapshot, reader)))
                await _pump(reader, leaving, woken, send)
                await _write(send, b"", last=True)
        except TimeoutError:
            _abort(scope)()
        finally:
            reader.close()
            leaving.cancel()

    def _snapshot(self, reader: Subscription) -> Event:
        return Event(
            id=self._service.events.id_of(reader.number),
            number=reader.number,
            kind=EventKind.SNAPSHOT,
            at=time.time_ns() // 1_000_000,
            health=present.health(self._service),
        )


_START: Final[dict[str, Any]] = {
    "type": "http.response.start",
    "status": 200,
    "headers": [(b"content-type", b"text/event-stream; charset=utf-8"), (b"cache-control", b"no-store")],
}


async def _pump(reader: Subscription, leaving: asyncio.Task[None], woken: asyncio.Event, send: Send) -> None:
    while not (leaving.done() or reader.dropped):
        woken.clear()
        waiting = reader.take()
        for start in range(0, len(waiting), _EVENTS_A_WRITE):
            await _write(send, b"".join(_frame(event) for event in waiting[start : start + _EVENTS_A_WRITE]))
        if waiting:
            continue
        try:
            await asyncio.wait_for(woken.wait(), _HEARTBEAT_S)
        except TimeoutError:
            await _write(send, b": still here\n\n")


async def _write(send: Send, body: bytes, *, last: bool = False) -> None:
    """Raises TimeoutError when the reader has not made room in time."""
    await asyncio.wait_for(
        send({"type": "http.response.body", "body": body, "more_body": not last}), _STUCK_S
    )


def _frame(event: Event) -> bytes:
    return f"id: {event.id}\nevent: {event.kind.value}\ndata: {event.model_dump_json()}\n\n".encode()


def _abort(scope: Scope) -> Callable[[], None]:
    extension = scope.get("extensions", {}).get(ABORT)
    return extension["abort"] if extension else lambda: None
