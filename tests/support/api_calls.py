"""The local API asked by hand: any request over its socket, and every operation its document names."""

from __future__ import annotations

import http.client
import json
import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from core.wire.client import Client
from daemon.api.application import routes_of
from tests.support.small_daemon import SmallDaemon


class UnixConnection(http.client.HTTPConnection):
    """Plain HTTP over the socket, to send what the client never would."""

    def __init__(self, path: Path) -> None:
        super().__init__("localhost", timeout=20)
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect(os.fspath(self._path))


def raw(
    client: Client, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None
) -> tuple[int, dict[str, str], bytes]:
    connection = UnixConnection(client.socket)
    try:
        connection.request(
            method, path, body, headers or ({"Content-Type": "application/json"} if body else {})
        )
        answer = connection.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
    finally:
        connection.close()


def document(daemon: SmallDaemon) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(json.dumps(routes_of(daemon).openapi()))
    return made


def operations(made: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in made["paths"].items():
        for method, operation in methods.items():
            yield method.upper(), path, operation
