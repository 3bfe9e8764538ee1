"""HTTP for webhooks: whoever does not finish a request's head in time is hung up on.

uvicorn gives a head all the time there is, so that a thousand senders who drip theirs would leave no connection for a CRM.
"""

from __future__ import annotations

import asyncio
from typing import Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEAD_DEADLINE_S: Final = 4.0


class HurriedProtocol(HttpToolsProtocol):
    """A head has `HEAD_DEADLINE_S` from the connection's start or its first byte; bodies have their own deadline."""

    _waiting: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._wait()

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._wait()

    def on_headers_complete(self) -> None:
        self._done()
        super().on_headers_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        self._done()
        super().connection_lost(exc)

    def _wait(self) -> None:
        self._done()
        self._waiting = self.loop.call_later(HEAD_DEADLINE_S, self.transport.close)

    def _done(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None
