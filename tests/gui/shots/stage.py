"""The real daemons that pictures are taken of: the demo with all four CRMs, an empty one, and an app upon them."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QApplication
from rich.console import Console

from core.wire.client import Client
from daemon.demo.ledgers import Ledgers
from daemon.demo.parts import chosen
from daemon.demo.play import Play
from daemon.demo.stage import Stage
from daemon.demo.view import View
from gui.app import App, build
from gui.client import Place
from gui.context import Context, LinkState
from gui.memory import Memory
from gui.theme import Mode
from tests.gui.shots.camera import pause, wait_until
from tests.support.staging import bare_home, wait_until_it_answers

HOST = "revops-1"
_START_S = 180.0  # a machine that takes pictures is busy


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How a window is opened. `size` is in pixels before scaling."""

    mode: Mode = Mode.LIGHT
    language: str = "en"
    size: tuple[int, int] = (1440, 900)
    settles_ms: int = 1_200


@contextmanager
def demo(records: int, seconds: float) -> Iterator[Stage]:
    """The demo as far as it goes before its checks: read in, edited on all sides, with conflicts that wait."""
    parts = chosen("hubspot,salesforce,pipedrive,dynamics")
    with (
        Stage(records=records, seed=1, keep=None, parts=parts) as stage,
        View(plain=True, console=Console(stderr=True)) as view,
    ):
        play = Play(stage=stage, view=view, seconds=seconds, seed=1)
        play._connect()
        play._read_in()
        ledgers = Ledgers(boxes=stage.boxes)
        ledgers.start()
        play._people_at_work(ledgers)
        yield stage


@contextmanager
def empty() -> Iterator[Path]:
    """The socket of a daemon that has no connection, no mapping, and to which nothing has happened."""
    with tempfile.TemporaryDirectory() as folder:
        socket = bare_home(Path(folder), 'region = "DE"\n').socket
        environment = {**os.environ, "CRMSYNC_HOME": folder}
        daemon = subprocess.Popen(
            [sys.executable, "-m", "daemon", "daemon"],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            with Client(socket) as client:
                wait_until_it_answers(client, _START_S)
            yield socket
        finally:
            daemon.terminate()
            daemon.wait()


@contextmanager
def opened(qt: QApplication, context: Context, look: Look, memory: Memory | None = None) -> Iterator[App]:
    with tempfile.TemporaryDirectory() as folder:
        memory = memory or Memory(Path(folder) / "app.ini")
        app = build(qt, context, memory=memory, mode=look.mode, language=look.language)
        app.window.resize(*look.size)
        app.window.show()
        try:
            yield app
        finally:
            app.window.close()
            app.window.deleteLater()
            app.session.deleteLater()
            app.theme.deleteLater()


def of_socket(socket: Path) -> Context:
    return Context(name="local", host=HOST, place=Place(socket=socket))


def wait_for(app: App, look: Look, *links: LinkState) -> None:
    wait_until(lambda: app.session.link in links, 10_000)
    pause(look.settles_ms)
