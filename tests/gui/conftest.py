"""Qt without a screen, a small real daemon on a real socket, and the app attached to it."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QLocale, QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from core.wire.client import Client
from daemon.api.server import Server
from gui.app import App, build, speak
from gui.client import Place
from gui.context import Context
from gui.guide.window import GuideWindow
from gui.main_window import MainWindow
from gui.memory import Memory
from gui.theme import Mode
from tests.support.shuffled import SEED, Held, late_answers
from tests.support.small_daemon import SmallDaemon, served


@dataclass(slots=True)
class Running:
    daemon: SmallDaemon
    server: Server
    client: Client

    @property
    def context(self) -> Context:
        return Context(name="local", host="here", place=Place(socket=self.server.socket_path))


@pytest.fixture(autouse=True)
def _collected_here() -> Iterator[None]:
    """Python's collector may run in any thread, and Qt's objects die only in theirs: the daemon of a test has threads.

    The app itself has one thread.
    """
    gc.disable()
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    gc.collect()
    gc.enable()


class PatientBot(QtBot):
    """Waits long for what will come: how fast this machine is just now is no test's subject."""

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = 60_000) -> None:  # noqa: N802 - theirs
        super().waitUntil(callback, timeout=max(timeout, 60_000))


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    return PatientBot(request)


@pytest.fixture(autouse=True)
def late() -> Iterator[list[Held]]:
    """Answers to the app that come late: those of `make shuffled`, and what a test puts here."""
    with late_answers(SEED) as held:
        yield held


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    with served(tmp_path) as (daemon, server, client):
        yield Running(daemon, server, client)


@pytest.fixture
def first_page() -> str | None:
    """The page the app opens on, as if it had been left there; a file about another page than the first has its own."""
    return None


MEANT = ("QSystemTrayIconSys", "of a test")


class StrayWindows(QObject):
    """Windows that nobody meant: a part that is shown before it has its place flashes up as one, on a real screen."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - theirs
        if event.type() is QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            is_meant = isinstance(watched, MainWindow | GuideWindow) or watched.objectName() in MEANT
            if (
                watched.parentWidget() is None
                and watched.windowType() is Qt.WindowType.Window
                and not is_meant
            ):
                self.seen.append(f"{type(watched).__module__}.{type(watched).__name__}")
        return False


@pytest.fixture
def open_app(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, first_page: str | None
) -> Iterator[Callable[[Context], App]]:
    """Opens the app on a context, in English (unless told otherwise) and light; closed at the end."""
    opened: list[App] = []
    strays = StrayWindows()
    qapp.installEventFilter(strays)

    def opening(context: Context, language: str = "en") -> App:
        memory = Memory(tmp_path / "app.ini")
        if first_page is not None:
            memory.page = first_page
        app = build(qapp, context, memory=memory, mode=Mode.LIGHT, language=language)
        opened.append(app)
        app.window.show()
        qtbot.waitExposed(app.window)
        return app

    yield opening
    qapp.removeEventFilter(strays)
    for app in opened:
        app.window.close()
        app.window.deleteLater()
        app.session.deleteLater()
        app.theme.deleteLater()
    speak(qapp, "en")
    QLocale.setDefault(QLocale.system())
    assert not strays.seen
