"""Who and what is kept out of the local API: other users, browsers, large bodies, impostors, two daemons."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from socketserver import UnixStreamServer

import pytest

from core.errors import AlreadyRunning, CannotStart, CrmSyncError
from core.wire.client import Client
from core.wire.endpoint import default_places
from core.wire.events import EventKind
from core.wire.problems import (
    STATUS,
    AnswerUnreadable,
    Busy,
    NoDaemon,
    ProtocolMismatch,
    SocketNotOurs,
    error_of,
    problem_of,
)
from daemon.api.server import serve
from daemon.instance import Instance
from tests.support.small_daemon import SmallDaemon, served

Served = tuple[SmallDaemon, Client]


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Served]:
    with served(tmp_path) as (daemon, _, client):
        yield daemon, client


def speak(path: Path, request: bytes) -> bytes:
    """What comes back for these bytes until the other side closes or the answer is whole."""
    with socket.socket(socket.AF_UNIX) as line:
        line.settimeout(15)
        line.connect(os.fspath(path))
        try:
            line.sendall(request)
            return line.recv(65_536)
        except (BrokenPipeError, ConnectionResetError):
            return b""


@pytest.mark.parametrize(
    "host", ["localhost", "localhost:80", "LOCALHOST", "127.0.0.1:7", "[::1]", "crmsync"]
)
def test_local_hosts_are_taken(running: Served, host: str) -> None:
    answer = speak(running[1].socket, f"GET /v1/hello HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
    assert answer.startswith(b"HTTP/1.1 200 ")
    assert b"crmsync-protocol: 1" in answer


@pytest.mark.parametrize(
    "headers",
    [
        "Host: evil.example",
        "Host: localhost.evil.example",
        "Host: 127.0.0.1.evil.example:80",
        "Host: localhost@evil.example",
        "Host: ",
        "Accept: */*",
        "Host: localhost\r\nHost: evil.example",
        "Host: localhost\r\nOrigin: http://localhost",
        "Host: localhost\r\nOrigin: null",
    ],
)
def test_browsers_and_strange_hosts_are_refused(running: Served, headers: str) -> None:
    answer = speak(running[1].socket, f"GET /v1/hello HTTP/1.1\r\n{headers}\r\n\r\n".encode())
    assert b"200 OK" not in answer
    assert answer.startswith((b"HTTP/1.1 403 ", b"HTTP/1.1 400 "))


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ("Content-Type: text/plain", 415),
        ("Content-Type: application/x-www-form-urlencoded", 415),
        ("Accept: */*", 415),
        ("Content-Type: application/json\r\nContent-Encoding: gzip", 415),
        ("Content-Type: application/json; charset=utf-8", 422),
    ],
)
def test_only_plain_json_is_taken(running: Served, headers: str, status: int) -> None:
    request = f"POST /v1/records HTTP/1.1\r\nHost: localhost\r\n{headers}\r\nContent-Length: 2\r\n\r\n{{}}"
    assert speak(running[1].socket, request.encode()).startswith(f"HTTP/1.1 {status} ".encode())


def test_body_declared_too_large_is_refused_unread(running: Served) -> None:
    request = (
        b"POST /v1/records HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        b"Content-Length: 1048577\r\n\r\n"
    )
    assert speak(running[1].socket, request).startswith(b"HTTP/1.1 413 ")


def test_body_that_grows_too_large_is_refused(running: Served) -> None:
    head = (
        b"POST /v1/records HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        b"Transfer-Encoding: chunked\r\n\r\n"
    )
    chunks = (b"10000\r\n" + b" " * 65_536 + b"\r\n") * 17
    answer = speak(running[1].socket, head + chunks + b"0\r\n\r\n")
    # Who goes on sending after the refusal may lose the answer with the connection; a record it never makes.
    assert answer.startswith(b"HTTP/1.1 413 ") or answer == b""
    assert running[1].list_records("contact").rows == []


def test_too_many_at_once_are_told_to_wait_and_the_rest_go_on(running: Served) -> None:
    daemon, client = running
    with contextlib.ExitStack() as held:
        for _ in range(64):
            line = held.enter_context(socket.socket(socket.AF_UNIX))
            line.settimeout(15)
            line.connect(os.fspath(client.socket))
            line.sendall(b"GET /v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
            assert b"200 OK" in line.recv(100)
        with pytest.raises(Busy):
            client.health()
    deadline = time.monotonic() + 10
    while daemon.events.readers and time.monotonic() < deadline:
        time.sleep(0.02)
    assert client.hello().protocol == 1


def test_reader_resumes_by_the_standard_header(running: Served) -> None:
    daemon, client = running
    for number in range(3):
        daemon.events.publish(EventKind.ITEM, str(number))
    after = daemon.events.id_of(2)
    with socket.socket(socket.AF_UNIX) as line:
        line.settimeout(15)
        line.connect(os.fspath(client.socket))
        line.sendall(f"GET /v1/events HTTP/1.1\r\nHost: localhost\r\nLast-Event-ID: {after}\r\n\r\n".encode())
        told = b""
        while b"\n\n" not in told:
            told += line.recv(65_536)
    assert f"id: {daemon.events.id_of(3)}\nevent: item\n".encode() in told
    assert b"snapshot" not in told


def test_socket_and_folder_are_private(running: Served) -> None:
    path = running[1].socket
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


@pytest.mark.skipif(os.geteuid() != 0 or shutil.which("runuser") is None, reason="needs root and runuser")
def test_another_user_is_refused_even_where_the_files_would_let_it_in() -> None:
    folder = Path(tempfile.mkdtemp(prefix="crmsync-peer-"))
    script = (
        "import socket, sys; s = socket.socket(socket.AF_UNIX); s.settimeout(10); s.connect(sys.argv[1])\n"
        "try:\n"
        "    s.sendall(b'GET /v1/hello HTTP/1.1\\r\\nHost: localhost\\r\\n\\r\\n'); print(s.recv(100))\n"
        "except OSError as refused:\n"
        "    print(type(refused).__name__)\n"
    )
    python = shutil.which("python3", path="/usr/bin:/bin") or sys.executable

    def as_nobody() -> str:
        command = ["runuser", "-u", "nobody", "--", python, "-c", script, os.fspath(client.socket)]
        return subprocess.run(
            command, capture_output=True, text=True, timeout=30, cwd="/", check=False
        ).stdout

    try:
        with served(folder) as (_, _, client):
            for opened in (folder, client.socket.parent):
                opened.chmod(0o755)
            client.socket.chmod(0o666)
            answer = as_nobody()
            assert "200" not in answer
            assert answer.strip() in ("b''", "ConnectionResetError", "BrokenPipeError")
            assert client.hello().protocol == 1
    finally:
        shutil.rmtree(folder)


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root to give a socket to another user")
def test_client_asks_nothing_of_a_socket_of_another_user(tmp_path: Path) -> None:
    path = tmp_path / "api.sock"
    with socket.socket(socket.AF_UNIX) as impostor:
        impostor.bind(os.fspath(path))
        impostor.listen()
        os.chown(path, 65_534, 65_534)
        with Client(path) as client, pytest.raises(SocketNotOurs):
            client.hello()
        impostor.setblocking(False)
        with pytest.raises(BlockingIOError):
            impostor.accept()


def test_missing_daemon_is_told_with_how_to_start_it(tmp_path: Path) -> None:
    with Client(tmp_path / "api.sock") as client, pytest.raises(NoDaemon) as caught:
        client.hello()
    assert "crmsync daemon" in caught.value.advice


def test_dead_socket_is_a_missing_daemon(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as dead:
        dead.bind(os.fspath(tmp_path / "api.sock"))
    with Client(tmp_path / "api.sock") as client, pytest.raises(NoDaemon):
        client.hello()


@pytest.mark.parametrize(
    ("header", "body", "error"),
    [("2", b"{}", ProtocolMismatch), (None, b"{}", ProtocolMismatch), ("1", b"{}", AnswerUnreadable)],
)
def test_other_protocols_and_strange_answers_are_told_apart(
    tmp_path: Path, header: str | None, body: bytes, error: type[CrmSyncError]
) -> None:
    class Other(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            if header is not None:
                self.send_header("crmsync-protocol", header)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Quiet."""

    with UnixStreamServer(os.fspath(tmp_path / "s"), Other) as server:
        # The handler names its client by address; a Unix socket has none.
        server.get_request = lambda: (server.socket.accept()[0], ("local", 0))  # type: ignore[method-assign]
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        with Client(tmp_path / "s") as client, pytest.raises(error):
            client.hello()
        server.shutdown()
        thread.join()


def test_stale_socket_is_replaced_and_a_live_one_is_not(tmp_path: Path) -> None:
    path = tmp_path / "run" / "api.sock"
    path.parent.mkdir(mode=0o700)
    with socket.socket(socket.AF_UNIX) as dead:
        dead.bind(os.fspath(path))
    first, second = SmallDaemon(tmp_path / "one"), SmallDaemon(tmp_path / "two")
    try:
        with (
            Instance.acquire(tmp_path / "one") as held,
            serve(first, path, held=held),
            Client(path) as client,
        ):
            assert client.hello().protocol == 1
            with Instance.acquire(tmp_path / "two") as other, pytest.raises(AlreadyRunning):
                serve(second, path, held=other)
            assert client.hello().protocol == 1
        assert not path.exists()
        with pytest.raises(CannotStart, match="lock"):
            serve(first, path, held=held)
    finally:
        first.events.close()
        second.events.close()


def test_folder_open_to_others_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "run"
    folder.mkdir()
    folder.chmod(0o755)
    daemon = SmallDaemon(tmp_path / "d")
    try:
        with Instance.acquire(tmp_path / "d") as held:
            with pytest.raises(CannotStart, match="open to other users") as caught:
                serve(daemon, folder / "api.sock", held=held)
            assert "chmod 700" in caught.value.advice
            (tmp_path / "link").symlink_to(folder)
            with pytest.raises(CannotStart):
                serve(daemon, tmp_path / "link" / "api.sock", held=held)
    finally:
        daemon.events.close()


def family(root: type[CrmSyncError]) -> Iterator[type[CrmSyncError]]:
    yield root
    for child in root.__subclasses__():
        yield from family(child)


def test_every_error_class_crosses_the_wire_and_comes_back_as_itself() -> None:
    classes = list(family(CrmSyncError))
    assert set(STATUS) <= set(classes)
    for cls in classes:
        back = error_of(problem_of(cls("what", advice="do this")))
        assert (type(back), str(back), back.advice) == (cls, "what", "do this")
        assert 400 <= problem_of(cls("what")).status < 600
    strange = problem_of(CrmSyncError("what")).model_copy(update={"kind": "of_tomorrow"})
    assert error_of(strange).kind == "of_tomorrow"


def test_places_follow_the_environment(tmp_path: Path) -> None:
    home = default_places({"CRMSYNC_HOME": os.fspath(tmp_path)})
    assert (home.config, home.data, home.socket) == (
        tmp_path / "config",
        tmp_path / "data",
        tmp_path / "run" / "api.sock",
    )
    xdg = default_places({"HOME": "/home/a", "XDG_RUNTIME_DIR": "/run/user/1", "XDG_DATA_HOME": "/d"})
    assert (xdg.config, xdg.data) == (Path("/home/a/.config/crmsync"), Path("/d/crmsync"))
    assert xdg.socket == Path("/run/user/1/crmsync/api.sock")
