"""Where the browser comes back to after a sign-in: one answer on one path of this machine (RFC 8252 section 7.3)."""

from __future__ import annotations

import secrets
import socket
import threading
import time
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final, Self
from urllib.parse import parse_qs, urlsplit

from core.errors import PortInUse

_POLL_S: Final = 0.05
_PAGE: Final = (
    "<!doctype html><html><head><meta charset='utf-8'><title>CRM Sync</title></head>"
    "<body style='font-family:sans-serif;margin:4em'><h1>{title}</h1><p>{text}</p></body></html>"
)


class _Server(ThreadingHTTPServer):
    daemon_threads = True  # a browser that holds its connection open keeps nobody waiting

    def handle_error(self, request: object, client_address: object) -> None:
        """Silent: a trace would hold the request, and with it the code."""


class _Server6(_Server):
    address_family = socket.AF_INET6


class Listener:
    """Takes exactly one answer; every other path, and every later one, is told nothing.

    Without a port the address is http://127.0.0.1:{any}/cb/{nonce}. Vendors that compare addresses letter by letter need a
    fixed one: http://localhost:{port}/cb. That name may mean ::1 to a browser, so a fixed port is held on both, and nobody
    else can sit on the other one. Raises PortInUse.
    """

    def __init__(self, port: int) -> None:
        self._path = "/cb" if port else f"/cb/{secrets.token_urlsafe(24)}"
        self._answer: dict[str, str] | None = None
        self._taking, self._answered = threading.Lock(), threading.Event()
        self._servers: list[_Server] = []
        try:
            self._servers.append(_Server(("127.0.0.1", port), self._handler()))
            if port and _has_ipv6():
                self._servers.append(_Server6(("::1", port), self._handler()))
        except OSError:
            self._close()
            raise PortInUse(
                f"port {port}, where the sign-in is to come back, is taken",
                advice="Stop the program that uses it, or sign in with --paste.",
            ) from None
        host = "localhost" if port else "127.0.0.1"
        self.url = f"http://{host}:{self._servers[0].server_port}{self._path}"

    def wait(self, timeout_s: float, over: threading.Event) -> Mapping[str, str] | None:
        """The answer's query; None where none came in time, or `over` was set."""
        end = time.monotonic() + timeout_s
        while not over.is_set() and (left := end - time.monotonic()) > 0:
            if self._answered.wait(min(left, 0.25)):
                return self._answer
        return None

    def __enter__(self) -> Self:
        for server in self._servers:
            threading.Thread(target=server.serve_forever, args=(_POLL_S,), daemon=True).start()
        return self

    def __exit__(self, *why: object) -> None:
        for server in self._servers:
            server.shutdown()
        self._close()

    def _close(self) -> None:
        for server in self._servers:
            server.server_close()

    def _take(self, target: str) -> bool | None:
        """Whether the answer brings a code; None for what is not our answer."""
        parts = urlsplit(target)
        if not secrets.compare_digest(parts.path.encode(), self._path.encode()):
            return None
        with self._taking:
            if self._answer is not None:
                return None
            self._answer = {name: values[0] for name, values in parse_qs(parts.query).items()}
        return "code" in self._answer

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        listener = self

        class Handler(BaseHTTPRequestHandler):
            timeout = 5

            def do_GET(self) -> None:
                good = listener._take(self.path)
                page = _PAGE.format(
                    title="Almost done" if good else "Nothing happened",
                    text="CRM Sync goes on by itself. You can close this window."
                    if good
                    else "Start the sign-in again in CRM Sync.",
                ).encode()
                self.send_response(404 if good is None else 200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(page)))
                self.send_header("Referrer-Policy", "no-referrer")
                self.send_header("Cache-Control", "no-store")
                self.end_headers()
                self.wfile.write(page)
                self.wfile.flush()
                if good is not None:
                    listener._answered.set()

            def log_message(self, format: str, *args: object) -> None:
                """Silent: the request line holds the code."""

        return Handler


def _has_ipv6() -> bool:
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind(("::1", 0))
    except OSError:
        return False
    return True
