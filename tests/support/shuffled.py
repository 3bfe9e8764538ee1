"""A daemon whose answers overtake one another: each one to the app may leave later than it was made.

The answer is made at once and told late, as on a busy machine: what it says may be old when it comes. Only the app waits
(Qt's requests are known by their User-Agent); a test's own client, which waits for each answer anyway, does not.
"""

from __future__ import annotations

import asyncio
import os
import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import daemon.api.server
from daemon.api.surface import Service
from daemon.serving import Asgi, Message, Receive, Scope, Send

SEED: Final = os.environ.get("CRMSYNC_SHUFFLED", "")
LONGEST_S: Final = 0.3
NOW_AND_THEN_S: Final = 1.0
_NOW_AND_THEN: Final = 0.05
_ROUND_S: Final = 0.01
_MOST_LATE: Final = 200  # of a daemon: who asks a thousand times measures something else


class Held:
    """One answer that is made and not told yet."""

    def __init__(self, path: str, query: str) -> None:
        self._path, self._query = path, query
        self.made, self.let_go, self.told = threading.Event(), threading.Event(), threading.Event()

    def is_for(self, scope: Scope) -> bool:
        asked = f"{scope['path']}?{scope['query_string'].decode()}"
        return not self.made.is_set() and scope["path"].startswith(self._path) and self._query in asked


class Shuffled:
    """The ASGI layer that waits; live events stay in their order, since they are one answer."""

    def __init__(self, app: Asgi, seed: str, held: list[Held]) -> None:
        self._app, self._held = app, held
        self._chance = random.Random(seed) if seed else None
        self._late = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def later(message: Message) -> None:
            if message["type"] == "http.response.start":
                held = next((one for one in self._held if one.is_for(scope)), None)
                if held is not None:
                    held.made.set()
                    # A thread that waits in its stead would hold up a server that ends.
                    while not held.let_go.is_set():  # noqa: ASYNC110 - it is set by another thread
                        await asyncio.sleep(_ROUND_S)
                    held.told.set()
            await self._wait(message)
            await send(message)

        await self._app(scope, receive, later if _is_app(scope) else send)

    async def _wait(self, message: Message) -> None:
        if self._chance is None or self._late == _MOST_LATE:
            return
        # Were every event late by as much again, they would fall behind ever further: some come at once.
        is_event = message.get("more_body", False) and self._chance.random() < 0.5
        if message["type"] == "http.response.start" or is_event:
            self._late += 1
            rare = self._chance.random() < _NOW_AND_THEN
            await asyncio.sleep(NOW_AND_THEN_S if rare else self._chance.uniform(0, LONGEST_S))


@contextmanager
def late_answers(seed: str = "") -> Iterator[list[Held]]:
    """Every daemon served meanwhile answers so. With a `seed` each answer waits as drawn from it and the test's name; what
    is put into the list yielded holds the first answer it is for.
    """
    server = vars(daemon.api.server)
    build = server["build"]
    held: list[Held] = []

    def built(service: Service) -> tuple[Asgi, Asgi]:
        drawn = f"{seed} {os.environ.get('PYTEST_CURRENT_TEST', '')}" if seed else ""
        own, read = build(service)
        return Shuffled(own, drawn, held), Shuffled(read, drawn, held)

    server["build"] = built
    try:
        yield held
    finally:
        for one in held:
            one.let_go.set()
        server["build"] = build


def _is_app(scope: Scope) -> bool:
    return any(
        name == b"user-agent" and value.startswith(b"Mozilla") for name, value in scope.get("headers", ())
    )
