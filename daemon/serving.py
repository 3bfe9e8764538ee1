"""Serving until told to end, with no connection left behind."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Final, TypeAlias

import uvicorn

Scope: TypeAlias = MutableMapping[str, Any]
Message: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Message]]
Send: TypeAlias = Callable[[Message], Awaitable[None]]
Asgi: TypeAlias = Callable[[Scope, Receive, Send], Awaitable[None]]

_TURNS: Final = 5  # of the loop: a connection taken at the last moment needs some until it is one


def quiet_server(app: Asgi, http: type[asyncio.Protocol], **limits: int) -> uvicorn.Server:
    """A server that tells nobody what it is and logs nothing by itself; `limits` are uvicorn's own."""
    return uvicorn.Server(
        uvicorn.Config(
            app,
            http=http,
            ws="none",
            loop="asyncio",
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            date_header=False,
            proxy_headers=False,
            timeout_keep_alive=30,
            **limits,  # type: ignore[arg-type]
        )
    )


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
