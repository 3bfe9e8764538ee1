"""A CRM that answers by script: each request gets the next reply, byte for byte, or a broken connection."""

from __future__ import annotations

import socket
import threading
from collections.abc import Sequence
from typing import Self

HANG_UP = b""


def reply(status: int, body: bytes | str = b"{}", **headers: str) -> bytes:
    """A reply that closes its connection; header names are written with _ for -."""
    content = body.encode() if isinstance(body, str) else body
    lines = [f"HTTP/1.1 {status} X", f"Content-Length: {len(content)}", "Connection: close"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + content


class Scripted:
    """Serves the replies in order; the last one for ever. `requests` are the raw requests so far."""

    def __init__(self, *replies: bytes) -> None:
        self.replies: Sequence[bytes] = replies
        self.requests: list[bytes] = []
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    @property
    def count(self) -> int:
        return len(self.requests)

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            with connection:
                request = _read(connection)
                if request:
                    self.requests.append(request)
                    connection.sendall(self.replies[min(self.count, len(self.replies)) - 1])

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *why: object) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join(5)


def _read(connection: socket.socket) -> bytes:
    request = b""
    while b"\r\n\r\n" not in request:
        part = connection.recv(65_536)
        if not part:
            return request
        request += part
    head, _, body = request.partition(b"\r\n\r\n")
    length = next(
        (
            int(line.split(b":")[1])
            for line in head.split(b"\r\n")
            if line.lower().startswith(b"content-length:")
        ),
        0,
    )
    while len(body) < length:
        body += connection.recv(65_536)
    return head + b"\r\n\r\n" + body
