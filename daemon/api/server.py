"""The thread that serves the local API on its Unix socket."""

from __future__ import annotations

import os
import socket
import stat
import threading
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import uvicorn

from core.errors import AlreadyRunning, CannotStart
from daemon.api.application import build
from daemon.api.peer import PeerCheckedProtocol, can_tell_peers
from daemon.api.surface import Service
from daemon.instance import Instance
from daemon.serving import serve_to_the_end

_LONGEST_PATH: Final = 100
_START_DEADLINE_S: Final = 10.0
_STOP_DEADLINE_S: Final = 10.0


class Server:
    """A serving thread; `stop` ends it and removes the socket."""

    def __init__(self, service: Service, listener: socket.socket, socket_path: Path) -> None:
        self.socket_path = socket_path
        self._service = service
        self._inner = uvicorn.Server(
            uvicorn.Config(
                build(service),
                http=PeerCheckedProtocol,
                loop="asyncio",
                lifespan="off",
                log_config=None,
                access_log=False,
                server_header=False,
                date_header=False,
                proxy_headers=False,
                timeout_keep_alive=30,
                timeout_graceful_shutdown=3,
            )
        )
        self._thread = threading.Thread(target=self._run, args=(listener,), name="api", daemon=True)

    def start(self) -> None:
        """Raises CannotStart when it does not come up."""
        self._thread.start()
        waiting = threading.Event()
        for _ in range(int(_START_DEADLINE_S / 0.01)):
            if self._inner.started:
                return
            if not self._thread.is_alive():
                break
            waiting.wait(0.01)
        raise CannotStart(f"the local interface at {self.socket_path} did not start")

    def stop(self) -> None:
        """Answer what is being answered, end every event stream, and leave no socket behind."""
        self._inner.should_exit = True
        self._service.events.drop_readers()
        self._thread.join(_STOP_DEADLINE_S)
        self.socket_path.unlink(missing_ok=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _run(self, listener: socket.socket) -> None:
        serve_to_the_end(self._inner, listener)


def serve(service: Service, socket_path: Path, *, held: Instance) -> Server:
    """Serve the local API until `stop`. `held` is the lock of the data folder: only its holder may clear a stale socket.

    The socket is 0600 in a 0700 folder of ours. Raises AlreadyRunning where somebody answers there, CannotStart where
    the folder is not ours alone or the system cannot tell who connects.
    """
    if not held.is_held:
        raise CannotStart("the local interface is served only while the data folder's lock is held")
    if not can_tell_peers():
        raise CannotStart(
            "this system does not tell who connects to a Unix socket",
            advice="Run the daemon on Linux; other systems are not supported yet.",
        )
    listener = _listen(socket_path)
    server = Server(service, listener, socket_path)
    server.start()
    return server


def _listen(path: Path) -> socket.socket:
    if len(os.fsencode(path)) > _LONGEST_PATH:
        raise CannotStart(
            f"{path}: the path of a socket may have at most {_LONGEST_PATH} bytes",
            advice="Set CRMSYNC_HOME or XDG_RUNTIME_DIR to a shorter path.",
        )
    _check_folder(path.parent)
    _clear_stale(path)
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        listener.bind(os.fspath(path))
        path.chmod(0o600)
        listener.listen(128)
        listener.setblocking(False)
    except OSError as problem:
        listener.close()
        raise CannotStart(
            f"{path}: {problem.strerror}", advice="Check the rights of its folder."
        ) from problem
    return listener


def _check_folder(folder: Path) -> None:
    """Make the folder, or make sure that an existing one is really ours alone."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        facts = folder.lstat()
    except OSError as problem:
        raise CannotStart(
            f"{folder}: {problem.strerror}", advice="Check the rights of the folder above."
        ) from problem
    if not stat.S_ISDIR(facts.st_mode) or facts.st_uid != os.geteuid():
        raise CannotStart(
            f"{folder} is not a folder of this user",
            advice="Remove it, or set CRMSYNC_HOME to another place.",
        )
    if facts.st_mode & 0o077:
        raise CannotStart(f"{folder} is open to other users", advice=f"Close it: chmod 700 {folder}")


def _clear_stale(path: Path) -> None:
    try:
        facts = path.lstat()
    except FileNotFoundError:
        return
    if not stat.S_ISSOCK(facts.st_mode):
        raise CannotStart(f"{path} is in the way and not a socket", advice="Move it somewhere else.")
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        probe.settimeout(2)
        try:
            probe.connect(os.fspath(path))
        except (ConnectionRefusedError, FileNotFoundError):
            path.unlink(missing_ok=True)
            return
        except OSError as problem:
            raise CannotStart(f"{path}: {problem.strerror}") from problem
    raise AlreadyRunning(f"another daemon, of another data folder, answers at {path}")
