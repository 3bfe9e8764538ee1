"""Who is at the other end of a Unix socket connection: the kernel says so, and only our own user and root may stay."""

from __future__ import annotations

import asyncio
import os
import pwd
import socket
import struct
from typing import Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from core.logs import logger

_UCRED: Final = struct.Struct("3i")
_PREFIX: Final = "uid:"

ABORT: Final = "crmsync.abort"

_log = logger("api")


def can_tell_peers() -> bool:
    """Whether this system names the peer of a Unix socket the way this module asks for it."""
    return hasattr(socket, "SO_PEERCRED")


def peer_uid(connected: socket.socket) -> int:
    """The user at the other end, as it was when it connected."""
    raw = connected.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _UCRED.size)
    _, uid, _ = _UCRED.unpack(raw)
    return int(uid)


def account_of(client_host: str | None) -> str:
    """ "anna" for the address this protocol put in place of a network client's."""
    digits = (client_host or "").removeprefix(_PREFIX)
    try:
        return pwd.getpwuid(int(digits)).pw_name
    except (KeyError, ValueError):
        return digits or "unknown"


class PeerCheckedProtocol(HttpToolsProtocol):
    """HTTP for our own user and root; a connection of anybody else is cut before its first byte is read."""

    admits_others = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        uid = peer_uid(transport.get_extra_info("socket"))
        super().connection_made(transport)
        if not self.admits_others and uid not in (os.geteuid(), 0):
            _log.warning("connection of another user refused", uid=uid)
            transport.abort()
            return
        self.client = (f"{_PREFIX}{uid}", 0)

    def data_received(self, data: bytes) -> None:
        if not self.transport.is_closing():
            super().data_received(data)

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self.scope["extensions"] = {ABORT: {"abort": self.transport.abort}}


class GroupProtocol(PeerCheckedProtocol):
    """HTTP for whoever the socket's own rights let in: our user, root, and the members of its group."""

    admits_others = True
