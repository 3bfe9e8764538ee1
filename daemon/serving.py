"""Serving until told to end, with no connection left behind."""

from __future__ import annotations

import asyncio
import socket
from typing import Final

import uvicorn

_TURNS: Final = 5  # of the loop: a connection taken at the last moment needs some until it is one


def serve_to_the_end(*served: tuple[uvicorn.Server, socket.socket]) -> None:
    """Serve each listener by its server, in this thread, until all of them should exit.

    uvicorn leaves a connection open where it came while the server closed, or where its answer outlasted the deadline.
    """

    async def all_of_them() -> None:
        await asyncio.gather(*(_serve(server, listener) for server, listener in served))

    asyncio.run(all_of_them())


async def _serve(server: uvicorn.Server, listener: socket.socket) -> None:
    await server.serve(sockets=[listener])
    for _ in range(_TURNS):
        for one in list(server.server_state.connections):
            one.transport.abort()
        await asyncio.sleep(0)
