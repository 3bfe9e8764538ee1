"""Whether anybody still waits for an answer: what reads long asks on its way, and ends soon after its client has gone."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Annotated, TypeAlias

from fastapi import Depends, Request

from core.errors import CrmSyncError
from daemon.serving import Receive


@dataclass(frozen=True, slots=True)
class Waiting:
    """Called from the thread that reads: raises CrmSyncError once the client has given its request up."""

    _gone: threading.Event

    def __call__(self) -> None:
        if self._gone.is_set():
            raise CrmSyncError("nobody waits for this answer any more")


async def _waiting(request: Request) -> AsyncIterator[Waiting]:
    gone = threading.Event()
    watching = asyncio.create_task(until_gone(request.receive, gone.set))
    try:
        yield Waiting(gone)
    finally:
        watching.cancel()


async def until_gone(receive: Receive, tell: Callable[[], None]) -> None:
    """Wait until the client hangs up, then tell."""
    while (await receive())["type"] != "http.disconnect":
        pass
    tell()


WaitedFor: TypeAlias = Annotated[Waiting, Depends(_waiting)]
