"""The thread that serves the local API on its Unix sockets: the daemon's own, and one for those who only look on."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import uvicorn

from core.errors import CannotStart
from core.wire.endpoint import read_door_of
from daemon.api.application import build
from daemon.api.doors import Bound, Door, bind
from daemon.api.peer import GroupProtocol, PeerCheckedProtocol, can_tell_peers
from daemon.api.surface import Service
from daemon.instance import Instance
from daemon.serving import Asgi, quiet_server, serve_to_the_end

_START_DEADLINE_S: Final = 10.0
_STOP_DEADLINE_S: Final = 10.0
_ROUND_S: Final = 0.1


class Server:
    """A serving thread; `stop` ends it and removes its sockets."""

    def __init__(self, service: Service, own: Bound, read: Bound) -> None:
        self.socket_path, self.read_path = own.door.path, read.door.path
        self._service = service
        self._doors = [
            (_server(app, one.door), one) for app, one in zip(build(service), (own, read), strict=True)
        ]
        self._thread = threading.Thread(target=self._run, name="api", daemon=True)

    def start(self) -> None:
        """Raises CannotStart when it does not come up."""
        self._thread.start()
        waiting = threading.Event()
        for _ in range(int(_START_DEADLINE_S / 0.01)):
            if all(inner.started for inner, _ in self._doors):
                return
            if not self._thread.is_alive():
                break
            waiting.wait(0.01)
        raise CannotStart(f"the local interface at {self.socket_path} did not start")

    def stop(self) -> None:
        """Answer what is being answered, end every event stream, and leave no socket behind."""
        for inner, _ in self._doors:
            inner.should_exit = True
        end = time.monotonic() + _STOP_DEADLINE_S
        while self._thread.is_alive() and time.monotonic() < end:
            # Again and again: a request that had just come may begin to read after the others were sent away.
            self._service.events.drop_readers()
            self._thread.join(_ROUND_S)
        for _, bound in self._doors:
            bound.door.path.unlink(missing_ok=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _run(self) -> None:
        serve_to_the_end(*((inner, one.listener) for inner, one in self._doors))


def _server(app: Asgi, door: Door) -> uvicorn.Server:
    protocol = PeerCheckedProtocol if door.group is None else GroupProtocol
    return quiet_server(app, protocol, timeout_graceful_shutdown=3)


def serve(service: Service, socket_path: Path, *, held: Instance, read: Door | None = None) -> Server:
    """Serve the local API until `stop`. `held` is the lock of the data folder: only its holder may clear a stale socket.

    The socket is 0600 in a 0700 folder of ours. Beside it, or at `read`, is another one by which nothing can be changed.
    Raises AlreadyRunning where somebody answers there, CannotStart where the folder is not ours alone or the system cannot
    tell who connects.
    """
    if not held.is_held:
        raise CannotStart("the local interface is served only while the data folder's lock is held")
    if not can_tell_peers():
        raise CannotStart(
            "this system does not tell who connects to a Unix socket",
            advice="Run the daemon on Linux; other systems are not supported yet.",
        )
    own = bind(Door(path=socket_path))
    try:
        looking = bind(read or Door(path=read_door_of(socket_path)))
    except CannotStart:
        own.listener.close()
        socket_path.unlink(missing_ok=True)
        raise
    server = Server(service, own, looking)
    server.start()
    return server
