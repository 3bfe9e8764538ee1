"""A warm parent that forks our programs: what a test runs or kills is a real process, without paying for its imports.

Run as a program it reads one JSON command a line, answers each with one JSON value, and ends with its input; no child
outlives it.
"""

from __future__ import annotations

import atexit
import gc
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
STORE_URL = "CRMSYNC_STORE_URL"
LONGEST_END_S = 60.0


class WarmDaemons:
    """Daemons under one `CRMSYNC_HOME`, one at a time. `kill` is SIGKILL; `stop` is SIGTERM, and waits.

    What they say goes to HOME/daemon.log.
    """

    def __init__(self, home: Path, environment: dict[str, str]) -> None:
        self.log = home / "daemon.log"
        self._home = home
        self._environment = environment
        self.pid = 0

    def start(self, *arguments: str) -> None:
        """Run `crmsync daemon`, with further arguments where some are given."""
        self.pid = _parent().ask(
            start={
                "arguments": ["daemon", *arguments],
                "environment": {**self._environment, "CRMSYNC_HOME": str(self._home)},
                "streams": [os.devnull, str(self.log), str(self.log)],
            }
        )

    def kill(self) -> None:
        self._end(signal.SIGKILL)

    def stop(self) -> int | None:
        """The exit code, negative where a signal ended it; None where it was gone already."""
        return self._end(signal.SIGTERM)

    def wait(self, limit_s: float = 90.0) -> int | None:
        """The exit code of a daemon that ends by itself; None where it still runs after `limit_s`."""
        found: int | None = _parent().ask(wait=[self.pid, limit_s])
        return found

    def said(self) -> str:
        """Everything its daemons wrote to standard output and standard error."""
        return self.log.read_text(encoding="utf-8", errors="replace") if self.log.exists() else ""

    def close(self) -> None:
        if self.pid:
            self.kill()

    def _end(self, number: signal.Signals) -> int | None:
        code: int | None = _parent().ask(end=[self.pid, number.value])
        return code


def run(
    arguments: Sequence[str], environment: Mapping[str, str], typed: str = "", *, limit_s: float = 60.0
) -> subprocess.CompletedProcess[str]:
    """`crmsync ARGUMENTS` as a process of its own, to its end. Raises subprocess.TimeoutExpired."""
    with tempfile.TemporaryDirectory() as folder:
        streams = [Path(folder) / name for name in ("stdin", "stdout", "stderr")]
        streams[0].write_text(typed, encoding="utf-8")
        pid = _parent().ask(
            start={
                "arguments": list(arguments),
                "environment": dict(environment),
                "streams": [str(one) for one in streams],
            }
        )
        code = _parent().ask(wait=[pid, limit_s])
        if code is None:
            _parent().ask(end=[pid, signal.SIGKILL.value])
            raise subprocess.TimeoutExpired(list(arguments), limit_s)
        _, out, err = (one.read_text(encoding="utf-8") for one in streams)
    return subprocess.CompletedProcess(list(arguments), code, out, err)


class _Parent:
    """The process that has imported everything. Safe between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        # A session of its own: Ctrl-C reaches the tests alone, which then end it.
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.support.warm"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def ask(self, **command: Any) -> Any:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with self._lock:
            self._process.stdin.write(json.dumps(command) + "\n")
            self._process.stdin.flush()
            return json.loads(self._process.stdout.readline())

    def close(self) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait(30)


@cache
def _parent() -> _Parent:
    parent = _Parent()
    atexit.register(parent.close)
    return parent


# the other process ----------------------------------------------------------------------------------------------------
def serve() -> None:
    _load()
    children: set[int] = set()
    for line in sys.stdin:
        match json.loads(line):
            case {"start": asked}:
                child = _fork(**asked)
                children.add(child)
                answer: int | None = child
            case {"end": [pid, number]}:
                answer = _end(pid, number) if pid in children else None
                children.discard(pid)
            case {"wait": [pid, limit_s]}:
                answer = _ended(pid, limit_s)
                if answer is not None:
                    children.discard(pid)
            case strange:
                raise ValueError(f"unknown command {strange!r}")
        sys.stdout.write(f"{json.dumps(answer)}\n")
        sys.stdout.flush()
    for pid in children:
        os.kill(pid, signal.SIGKILL)


def _load() -> None:
    """What the parent is there for: everything our programs load, and what they load only once it is needed."""
    for late in (
        "daemon.foreground",
        "daemon.cli.root",
        "core.wire.client",
        "httpcore",
        "anyio._backends._asyncio",
        "uvicorn.lifespan.off",
        "keyring.backends.chainer",
        "keyring.backends.SecretService",
        "typer._click.decorators",
        "typer._adapters",
    ):
        import_module(late)
    import typer.main

    from core.store.sql import open_store
    from daemon.cli.root import app

    commands = typer.main.get_command(app)  # putting them together is most of what a short command takes
    vars(typer.main)["get_command"] = lambda _: commands
    # The first migration loads Alembic, and compiles what every later one uses again.
    with tempfile.TemporaryDirectory() as folder:
        open_store(f"sqlite:///{folder}/warm.db", clock=lambda: 0).close()
    assert threading.active_count() == 1, "a fork takes no other thread along"
    gc.freeze()  # or every child would look through all of this for what nobody needs


def _end(pid: int, number: int) -> int:
    os.kill(pid, number)
    code = _ended(pid, LONGEST_END_S)
    return _end(pid, signal.SIGKILL) if code is None else code


def _ended(pid: int, limit_s: float) -> int | None:
    end = time.monotonic() + limit_s
    while True:
        found, status = os.waitpid(pid, os.WNOHANG)
        if found:
            return os.waitstatus_to_exitcode(status)
        if time.monotonic() > end:
            return None
        time.sleep(0.005)


def _fork(arguments: list[str], environment: dict[str, str], streams: list[str]) -> int:
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        os.dup2(os.open(streams[0], os.O_RDONLY), 0)
        for number in (1, 2):
            os.dup2(os.open(streams[number], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), number)
        sys.stdin = os.fdopen(0, encoding="utf-8", closefd=False)  # nothing of what the parent has read
        os.environ.pop(STORE_URL, None)
        os.environ.update(environment)
        code = _command_line(arguments)
    except BaseException:  # noqa: BLE001 - a child must never return into the parent's loop
        traceback.print_exc()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def _command_line(arguments: list[str]) -> int:
    from daemon.cli.root import run

    sys.argv = ["crmsync", *arguments]
    try:
        run()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    return 0


if __name__ == "__main__":
    serve()
