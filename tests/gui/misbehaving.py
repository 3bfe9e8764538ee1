"""A server on a Unix socket that answers a request with whatever bytes it was given, or with silence."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
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
        for line in lines:
            line.close()
        thread.join(5)
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
