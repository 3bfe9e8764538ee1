"""A gate before a real daemon: a second socket that passes on what is asked, holds it back, refuses it, or is shut.

So the states of waiting and failing are those that a slow, broken or dead daemon makes, and no page is told to pose.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import Enum
from pathlib import Path

_CHUNK = 65_536
_WAIT_S = 0.05
_EVENTS, _HELLO, _HEALTH = b" /v1/events", b" /v1/hello", b" /v1/health"
_USUAL = (_EVENTS, _HELLO, _HEALTH)
_BODY = (
    b'{"type":"about:blank","title":"store_error","status":500,"kind":"store_error",'
    b'"detail":"the store could not be read: disk I/O error",'
    b'"advice":"Look at the disk the store lies on and at the daemon\'s log, then try again."}'
)
_REFUSAL = (
    b"HTTP/1.1 500 Internal Server Error\r\ncrmsync-protocol: 1\r\ncontent-type: application/problem+json\r\n"
    b"content-length: %d\r\n\r\n" % len(_BODY)
) + _BODY


class Way(Enum):
    """What becomes of a request that comes from now on.

    open      it is passed on
    slow      it waits until the gate opens; live events go on, so that only the page waits
    silent    as slow, and the state of everything waits too: nothing is known yet
    failing   it is answered with an error, but for the tie itself
    shut      nobody listens any more, and every line is cut
    """

    OPEN = "open"
    SLOW = "slow"
    SILENT = "silent"
    FAILING = "failing"
    SHUT = "shut"


class Gate:
    def __init__(self, path: Path, behind: Path) -> None:
        self.path, self._behind = path, behind
        self._way = Way.OPEN
        self._lines: list[socket.socket] = []
        self._listener: socket.socket | None = None
        self._listen()

    @property
    def way(self) -> Way:
        return self._way

    def turn(self, way: Way) -> None:
        before, self._way = self._way, way
        if way is Way.SHUT:
            self._close()
        elif before is Way.SHUT:
            self._listen()

    def _listen(self) -> None:
        self.path.unlink(missing_ok=True)
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(self.path))
        self._listener.listen()
        threading.Thread(target=self._accept, args=(self._listener,), daemon=True).start()

    def _accept(self, listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                line, _ = listener.accept()
                self._lines.append(line)
                threading.Thread(target=self._serve, args=(line,), daemon=True).start()

    def _serve(self, line: socket.socket) -> None:
        with suppress(OSError), socket.socket(socket.AF_UNIX) as inner:
            inner.connect(str(self._behind))
            threading.Thread(target=_pass_on, args=(inner, line), daemon=True).start()
            while asked := line.recv(_CHUNK):
                if self._refuses(asked):
                    line.sendall(_REFUSAL)
                    continue
                while self._holds(asked):
                    threading.Event().wait(_WAIT_S)
                if self._way is not Way.SHUT:  # what was held back is not done once the picture is taken
                    inner.sendall(asked)

    def _refuses(self, asked: bytes) -> bool:
        return self._way is Way.FAILING and not any(one in asked for one in _USUAL)

    def _holds(self, asked: bytes) -> bool:
        if self._way is Way.SILENT:
            return True
        return self._way is Way.SLOW and not any(one in asked for one in _USUAL)

    def _close(self) -> None:
        if self._listener is not None:
            with suppress(OSError):
                self._listener.shutdown(socket.SHUT_RDWR)
            self._listener.close()
            self._listener = None
        self.path.unlink(missing_ok=True)
        for line in self._lines:
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
            line.close()
        self._lines.clear()


def _pass_on(inner: socket.socket, line: socket.socket) -> None:
    with suppress(OSError):
        while answer := inner.recv(_CHUNK):
            line.sendall(answer)


@contextmanager
def gated(path: Path, behind: Path) -> Iterator[Gate]:
    gate = Gate(path, behind)
    try:
        yield gate
    finally:
        gate.turn(Way.SHUT)
