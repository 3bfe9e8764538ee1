"""Which daemon a window is about: its place, whose it is, and what may be done there."""

from __future__ import annotations

import socket
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path

from core.wire.endpoint import OWN_SOCKET, default_places, read_door_of
from gui.client import Place
from gui.ssh.host import SshHost


class LinkState(Enum):
    """How the window stands to its daemon.

    connecting     asked, no answer yet
    live           events come
    reconnecting   was live; tries again by itself, what is shown may be old
    absent         nobody listens there, and nobody has since the window was attached
    refused        somebody listens who must not be spoken to: another user's socket, another version
    """

    CONNECTING = "connecting"
    LIVE = "live"
    RECONNECTING = "reconnecting"
    ABSENT = "absent"
    REFUSED = "refused"


class Role(Enum):
    """What the person at this window is to the daemon. Whoever only views gets no control that writes."""

    VIEWER = "viewer"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """One daemon as a person knows it. `host` is the machine it runs on; `is_own` whether it is this user's usual one.

    Over SSH the place is known once the socket was brought here (gui/ssh/tunnel.py).
    """

    name: str
    place: Place
    host: str = ""
    role: Role = Role.ADMIN
    is_own: bool = True
    ssh: SshHost | None = None

    @property
    def key(self) -> str:
        """What is remembered of this daemon is remembered under this."""
        return str(self.place) if self.ssh is None else self.ssh.key

    @property
    def read_only(self) -> bool:
        return self.role is Role.VIEWER

    @property
    def door(self) -> Place:
        """Where it is spoken to: who only looks on takes the daemon's socket by which nothing can be changed."""
        socket = self.place.socket
        if self.ssh is None and self.read_only and socket is not None and socket.name == OWN_SOCKET:
            door = read_door_of(socket)
            return replace(self.place, socket=door) if door.exists() else self.place
        return self.place

    def looking_only(self) -> Context:
        return replace(self, role=Role.VIEWER)

    def allowed_to_change(self) -> Context:
        return replace(self, role=Role.ADMIN)


def local_context() -> Context:
    """The daemon of this user, where the environment says it is."""
    return Context(name="local", place=Place(socket=default_places().socket), host=socket.gethostname())


def context_of_socket(path: Path, *, name: str = "") -> Context:
    """Any other socket, such as a forwarded one: read-only until a person asks for more."""
    if path == default_places().socket:
        return local_context()
    return Context(
        name=name or path.parent.parent.name or str(path),
        place=Place(socket=path),
        host=socket.gethostname(),
        role=Role.VIEWER,
        is_own=False,
    )


def context_of_host(host: SshHost) -> Context:
    """A daemon on another host, over SSH: read-only until a person asks for more."""
    return Context(
        name=host.name,
        place=Place(label=host.words),
        host=host.words,
        role=Role.VIEWER,
        is_own=False,
        ssh=host,
    )
