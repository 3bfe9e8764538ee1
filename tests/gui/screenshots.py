"""`make screenshots`: every page of the app, light and dark, on the real daemon with the demo's data.

    python -m tests.gui.screenshots [--only health] [--records 300] [--into docs/images]

For each page in `gui.pages.PAGES`: as it is (PAGE-light, PAGE-dark), and in small (PAGE-small). Then the states every page
shares: read-only, no daemon, a lost daemon, nothing connected yet. A page with more to show names it in POSES.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget
from rich.console import Console

from daemon.demo.ledgers import Ledgers
from daemon.demo.parts import chosen
from daemon.demo.play import Play
from daemon.demo.stage import Stage
from daemon.demo.view import View
from gui.app import App, build
from gui.client import Place
from gui.context import Context, LinkState, context_of_socket
from gui.memory import Memory
from gui.pages import PAGES
from gui.theme import Mode
from tests.support.small_daemon import served
from tests.test_layout import REPOSITORY

Pose = Callable[[App, QWidget], object]

SIZE, SMALL = (1440, 900), (1024, 700)
SETTLES_MS = 1_500

# What else a page can show: PAGE -> name of the picture -> what brings the page there.
POSES: Mapping[str, Mapping[str, Pose]] = {
    "health": {"lower": lambda app, page: scroll_down(page)},
}


def scroll_down(page: QWidget) -> None:
    area = page.findChild(QScrollArea)
    if area is not None:
        area.verticalScrollBar().setValue(area.verticalScrollBar().maximum())


def pause(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


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
def opened(qt: QApplication, context: Context, mode: Mode) -> Iterator[App]:
    with tempfile.TemporaryDirectory() as folder:
        app = build(qt, context, memory=Memory(Path(folder) / "app.ini"), mode=mode, language="en")
        app.window.resize(*SIZE)
        app.window.show()
        try:
            yield app
        finally:
            app.window.close()
            app.window.deleteLater()
            app.session.deleteLater()
            app.theme.deleteLater()


def wait_for(app: App, *links: LinkState) -> None:
    for _ in range(200):
        if app.session.link in links:
            break
        pause(50)
    pause(SETTLES_MS)


class Camera:
    def __init__(self, into: Path) -> None:
        self._into = into
        into.mkdir(parents=True, exist_ok=True)

    def take(self, app: App, name: str) -> None:
        picture = app.window.grab()
        painter = QPainter(picture)
        for over in app.qt.topLevelWidgets():  # menus and dialogs are windows of their own
            if over.isVisible() and over is not app.window:
                painter.drawPixmap(app.window.mapFromGlobal(over.pos()), over.grab())
        painter.end()
        picture.save(str(self._into / f"{name}.png"), "PNG", 0)  # 0: the smallest file
        sys.stdout.write(f"{name}\n")


def pages(camera: Camera, qt: QApplication, context: Context, only: str) -> None:
    for mode in (Mode.LIGHT, Mode.DARK):
        with opened(qt, context, mode) as app:
            wait_for(app, LinkState.LIVE)
            for entry in PAGES:
                if only in ("", entry.key):
                    app.window.go_to(entry.key)
                    pause(SETTLES_MS)
                    camera.take(app, f"{entry.key}-{mode.value}")
                    if mode is Mode.LIGHT:
                        app.window.resize(*SMALL)
                        pause(500)
                        camera.take(app, f"{entry.key}-small")
                        app.window.resize(*SIZE)
                    for name, pose in POSES.get(entry.key, {}).items():
                        pose(app, app.window.page)
                        pause(SETTLES_MS)
                        camera.take(app, f"{entry.key}-{name}-{mode.value}")


def states(camera: Camera, qt: QApplication, stage: Stage, context: Context) -> None:
    """What can befall any page; told on the first one."""
    with opened(qt, context_of_socket(stage.client.socket, name="acme-prod"), Mode.LIGHT) as app:
        wait_for(app, LinkState.LIVE)
        camera.take(app, "read-only")
        app.window.open_commands()
        pause(200)
        camera.take(app, "commands")
    with opened(qt, Context(name="local", place=Place(socket=Path("/nowhere/api.sock"))), Mode.LIGHT) as app:
        wait_for(app, LinkState.ABSENT)
        camera.take(app, "first-start")
    with tempfile.TemporaryDirectory() as folder, served(Path(folder)) as (daemon, server, _client):
        daemon.mappings = ()
        daemon.connections = list  # type: ignore[method-assign]
        with opened(qt, Context(name="local", place=Place(socket=server.socket_path)), Mode.LIGHT) as app:
            wait_for(app, LinkState.LIVE)
            for entry in PAGES:
                app.window.go_to(entry.key)
                pause(SETTLES_MS)
                camera.take(app, f"{entry.key}-empty")
    with opened(qt, context, Mode.DARK) as app:
        wait_for(app, LinkState.LIVE)
        stage.stop()
        wait_for(app, LinkState.RECONNECTING)
        camera.take(app, "lost")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.gui.screenshots")
    parser.add_argument("--only", default="", help="one page")
    parser.add_argument("--records", type=int, default=300)
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--into", type=Path, default=REPOSITORY / "docs" / "images")
    parser.add_argument("--attach", type=Path, help="the socket of a daemon that runs, instead of a new demo")
    given = parser.parse_args()
    qt = QApplication([])
    camera = Camera(given.into)
    if given.attach is not None:
        pages(camera, qt, Context(name="local", host="demo", place=Place(socket=given.attach)), given.only)
        return 0
    with demo(given.records, given.seconds) as stage:
        context = Context(name="local", host="revops-1", place=Place(socket=stage.client.socket))
        pages(camera, qt, context, given.only)
        if not given.only:
            states(camera, qt, stage, context)
    return 0


if __name__ == "__main__":
    sys.exit(main())
