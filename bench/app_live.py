"""The app beside a busy daemon: what it takes of a core at 200 events a second, and its memory after an hour of events."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

from bench.processes import ROOT, cpu_seconds, resident_mb
from bench.table import Figure

RATE: Final = 200
_PAGES: Final = ("health", "conflicts", "activity")
_MOST_SHARE: Final = 25.0
_MOST_MB: Final = 250.0
_RATE_LONG: Final = 1_000  # events a second where only their number counts
_SOME: Final = 10_000


class Talk:
    """A program that answers a line with a line."""

    def __init__(self, module: str, *arguments: str) -> None:
        self._module = module
        self.process = subprocess.Popen(
            [sys.executable, "-m", module, *arguments],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def hear(self) -> str:
        """Its next line. Raises RuntimeError where it has ended."""
        line = _pipe(self.process.stdout).readline()
        if not line:
            raise RuntimeError(f"{self._module} has ended: {self.process.poll()}")
        return line.strip()

    def ask(self, line: str) -> str:
        inlet = _pipe(self.process.stdin)
        inlet.write(f"{line}\n")
        inlet.flush()
        return self.hear()

    def close(self) -> None:
        _pipe(self.process.stdin).close()
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()


def _pipe(pipe: IO[str] | None) -> IO[str]:
    assert pipe is not None
    return pipe


@contextmanager
def serving(folder: Path, *, questions: int, entries: int) -> Iterator[tuple[Talk, Path]]:
    """The daemon of bench/app_daemon.py, and its socket."""
    daemon = Talk("bench.app_daemon", str(folder), "--questions", str(questions), "--entries", str(entries))
    try:
        yield daemon, Path(daemon.hear().partition("unix:")[2])
    finally:
        daemon.close()


def measure(
    daemon: Talk, socket: Path, *, seconds: int, events: int, tell: Callable[[str], None]
) -> list[Figure]:
    app = Talk("bench.app_staying", str(socket))
    try:
        app.hear()
        figures = [_share(app, daemon, page, seconds) for page in _PAGES]
        tell("app: measured under 200 events a second")
        return [*figures, *_memory(app, daemon, events)]
    finally:
        app.close()


def _share(app: Talk, daemon: Talk, page: str, seconds: int) -> Figure:
    """Percent of a core that the app's process takes meanwhile, its threads included."""
    app.ask(page)
    idle = _spent(app, lambda: time.sleep(3))
    busy = _spent(app, lambda: daemon.ask(f"{RATE} {RATE * seconds}"))
    return Figure(
        name=f"app CPU at 200 events/s, {page}",
        value=busy,
        unit="%",
        target=_MOST_SHARE,
        note=f"{idle:.1f} % without events; {seconds} s",
    )


def _spent(app: Talk, meanwhile: Callable[[], object]) -> float:
    begin, before = time.monotonic(), cpu_seconds(app.process.pid)
    meanwhile()
    return 100 * (cpu_seconds(app.process.pid) - before) / (time.monotonic() - begin)


def _memory(app: Talk, daemon: Talk, events: int) -> list[Figure]:
    """After every page was open; events in portions, so that growth shows."""
    pid = app.process.pid
    for page in ("mappings", "connections", "rules", "plans", "settings", *_PAGES):
        app.ask(page)
    begin = resident_mb(pid)
    sizes = []
    for _ in range(max(1, events // _SOME)):
        daemon.ask(f"{_RATE_LONG} {_SOME}")
        time.sleep(2)
        sizes.append(resident_mb(pid))
    half = sizes[len(sizes) // 2 :]
    growth = (half[-1] - half[0]) / max(1, len(half) - 1)
    return [
        Figure(name="app memory, every page opened", value=begin, unit="MB"),
        Figure(
            name=f"app memory after {len(sizes) * _SOME:,} events",
            value=sizes[-1],
            unit="MB",
            target=_MOST_MB,
            note=f"largest {max(sizes):.0f}",
        ),
        Figure(name="  growth for 10,000 events, second half", value=growth, unit="MB"),
    ]
