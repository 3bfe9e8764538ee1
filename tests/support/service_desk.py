"""A service on this machine that takes alerts and tickets: webhooks, Zendesk, Jira, ServiceNow as documented, and mail."""

from __future__ import annotations

import json
import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    path: str
    headers: dict[str, str]
    body: Any


@dataclass(slots=True)
class ServiceDesk:
    """What it was sent, and with which status it answers the next requests (a usual one where there is none left)."""

    address: str = ""
    taken: list[Request] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    made: dict[str, tuple[int, Any]] = field(default_factory=dict)
    on_taken: Callable[[], None] = lambda: None

    def answer(self, request: Request) -> tuple[int, Any]:
        """Zendesk: 201 with the ticket, once a key. Jira: 201 with id, key, self. ServiceNow: 201 with the row."""
        self.taken.append(request)
        self.on_taken()
        if self.statuses:
            return self.statuses.pop(0), {"error": f"the value {request.body} is wrong"}
        number = len(self.taken)
        match request.path:
            case "/api/v2/tickets.json":
                key, body = request.headers["Idempotency-Key"], request.body["ticket"]
                if not (body["subject"] and body["comment"]["body"]):
                    return 422, {"error": "RecordInvalid"}
                return self.made.setdefault(
                    key, (201, {"ticket": {"id": number, "subject": body["subject"]}})
                )
            case "/rest/api/2/issue":
                fields = request.body["fields"]
                if (
                    "key" not in fields["project"]
                    or "name" not in fields["issuetype"]
                    or not fields["summary"]
                ):
                    return 400, {"errors": {"project": "project is required"}}
                key = f"{fields['project']['key']}-{number}"
                return 201, {
                    "id": str(number),
                    "key": key,
                    "self": f"{self.address}/rest/api/2/issue/{number}",
                }
            case "/api/now/table/incident":
                if not request.body["short_description"]:
                    return 400, {"error": {"message": "Bad request"}}
                return 201, {
                    "result": {**request.body, "number": f"INC{number:07d}", "sys_id": f"{number:032x}"}
                }
            case _:
                return 202, {}


@contextmanager
def service_desk() -> Iterator[ServiceDesk]:
    desk = ServiceDesk()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            status, answer = desk.answer(Request(path=self.path, headers=dict(self.headers), body=body))
            sent = json.dumps(answer).encode()
            self.send_response(status)
            if 300 <= status < 400:
                self.send_header("Location", f"{desk.address}/elsewhere")
            self.send_header("Content-Length", str(len(sent)))
            self.end_headers()
            self.wfile.write(sent)

        def log_message(self, format: str, *args: object) -> None:
            """Quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        http.daemon_threads = True
        thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        desk.address = f"http://127.0.0.1:{http.server_address[1]}"
        try:
            yield desk
        finally:
            http.shutdown()
            thread.join()


@dataclass(slots=True)
class MailServer:
    """What it took, as (readers, content); while `refuses` it takes nothing."""

    port: int = 0
    refuses: bool = False
    taken: list[tuple[list[str], str]] = field(default_factory=list)


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """An SMTP server (RFC 5321) that speaks just enough for one mail after another."""
    server = MailServer()

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.wfile.write(b"220 ready\r\n")
            readers: list[str] = []
            while line := self.rfile.readline():
                verb = line[:4].upper()
                if verb == b"RCPT":
                    readers.append(line.decode().strip().partition(":")[2])
                if verb == b"DATA":
                    self.wfile.write(b"354 go on\r\n")
                    server.taken.append((readers, self._content()))
                refused = verb == b"MAIL" and server.refuses
                self.wfile.write(b"554 not today\r\n" if refused else b"250 done\r\n")
                if verb == b"QUIT":
                    return

        def _content(self) -> str:
            lines = []
            while (line := self.rfile.readline()) not in (b".\r\n", b""):
                lines.append(line.decode())
            return "".join(lines)

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as tcp:
        tcp.daemon_threads = True
        thread = threading.Thread(target=tcp.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        server.port = tcp.server_address[1]
        try:
            yield server
        finally:
            tcp.shutdown()
            thread.join()
