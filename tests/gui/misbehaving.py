"""A server on a Unix socket that answers a request with whatever bytes it was given, or with silence."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

HEAD = b"HTTP/1.1 200 OK\r\ncrmsync-protocol: 1\r\ncontent-type: application/json\r\n"


def whole(body: bytes, *, head: bytes = HEAD) -> bytes:
    return head + b"content-length: %d\r\n\r\n" % len(body) + body


@dataclass(slots=True)
class Misbehaving:
    """`answers` are taken in order, the last one again and again; None is silence. After `hang_up` it closes the line."""

    path: Path
    answers: list[bytes | None]
    hang_up: bool = True
    asked: list[bytes] = field(default_factory=list)


@contextmanager
def misbehaving(path: Path, *answers: bytes | None, hang_up: bool = True) -> Iterator[Misbehaving]:
    server = Misbehaving(path, list(answers), hang_up)
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(str(path))
    listener.listen()
    lines: list[socket.socket] = []

    def serve() -> None:
        with suppress(OSError):
            while True:
                line, _ = listener.accept()
                lines.append(line)
                threading.Thread(target=_answer, args=(line, server), daemon=True).start()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(5)  # it may have taken one more line meanwhile
        for line in lines:
            line.close()
        path.unlink(missing_ok=True)


def _answer(line: socket.socket, server: Misbehaving) -> None:
    with suppress(OSError):
        while asked := line.recv(65_536):
            server.asked.append(asked)
            answer = server.answers.pop(0) if len(server.answers) > 1 else server.answers[0]
            if answer is None:
                continue
            line.sendall(answer)
            if server.hang_up:
                line.shutdown(socket.SHUT_RDWR)
                return


class Between:
    """Stands between an app and a real daemon, and spoils answers: `spoils` says which paths, `answer` what comes instead.

    Everything else is passed on. None is silence.
    """

    def __init__(self, path: Path, daemon: Path) -> None:
        self.path, self._daemon = path, daemon
        self.spoils: Callable[[str], bool] = lambda path: False
        self.answer: bytes | None = None
        self._lines: list[socket.socket] = []
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(path))
        self._listener.listen()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for line in self._lines:
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
        self._thread.join(5)
        self.path.unlink(missing_ok=True)

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                line, _ = self._listener.accept()
                self._lines.append(line)
                threading.Thread(target=self._pass_on, args=(line,), daemon=True).start()

    def _pass_on(self, line: socket.socket) -> None:
        """One request a line: both sides close it afterwards."""
        with suppress(OSError), line:
            asked = b""
            while b"\r\n\r\n" not in asked:
                if not (more := line.recv(65_536)):
                    return
                asked += more
            path = asked.split(b" ", 2)[1].decode("latin-1")
            if self.spoils(path):
                if self.answer is None:
                    line.recv(1)  # until the app gives up
                else:
                    line.sendall(self.answer)
                return
            self._relay(line, asked)

    def _relay(self, line: socket.socket, asked: bytes) -> None:
        head, _, body = asked.partition(b"\r\n\r\n")
        kept = [one for one in head.split(b"\r\n") if not one.lower().startswith(b"connection:")]
        with socket.socket(socket.AF_UNIX) as there:
            there.connect(str(self._daemon))
            there.sendall(b"\r\n".join([*kept, b"connection: close"]) + b"\r\n\r\n" + body)
            there.setblocking(True)
            threading.Thread(target=_pump, args=(line, there), daemon=True).start()
            _pump(there, line)


def _pump(begin: socket.socket, end: socket.socket) -> None:
    with suppress(OSError):
        while came := begin.recv(65_536):
            end.sendall(came)
        end.shutdown(socket.SHUT_WR)
