"""The app in the measuring process, without a screen: opened on a daemon, turned by hand, and painted for certain."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import QCoreApplication, QElapsedTimer, QEvent, QEventLoop, QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from gui.app import App, build
from gui.client import Place
from gui.context import Context, LinkState
from gui.memory import Memory
from gui.theme import Mode

SIZE: Final = (1440, 900)
_PATIENCE_S: Final = 60.0


@contextmanager
def opened(socket: Path) -> Iterator[App]:
    """The app on the daemon at `socket`, live, with its first page drawn."""
    qt = QApplication([])
    with tempfile.TemporaryDirectory(prefix="crmsync-bench-app-") as folder:
        context = Context(name="local", host="bench", place=Place(socket=socket))
        app = build(qt, context, memory=Memory(Path(folder) / "app.ini"), mode=Mode.LIGHT, language="en")
        app.window.resize(*SIZE)
        app.window.show()
        wait(lambda: app.session.link is LinkState.LIVE and app.session.health is not None)
        rest(1.0)
        yield app
        app.window.close()


def frame(window: QWidget) -> None:
    """Everything that waits to be laid out and painted is, now, and not at the next beat of the screen."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
    QCoreApplication.sendEvent(window, QEvent(QEvent.Type.UpdateRequest))


def wait(done: Callable[[], bool]) -> None:
    """Lets events come until `done`. Raises TimeoutError."""
    end = time.monotonic() + _PATIENCE_S
    while not done():
        if time.monotonic() > end:
            raise TimeoutError("the app did not get there")
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 5)


def rest(seconds: float) -> None:
    """Lets events come for so long."""
    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1_000), loop.quit)
    loop.exec()


def ms_of(act: Callable[[], object]) -> float:
    begin = time.perf_counter()
    act()
    return (time.perf_counter() - begin) * 1_000


class Beat(QObject):
    """Beats as often as the event loop lets it: `longest` is the longest pause (ms) since `reset`."""

    def __init__(self) -> None:
        super().__init__()
        self.longest = 0.0
        self._clock = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._beat)
        self._clock.start()
        self._timer.start(1)

    def reset(self) -> None:
        self.longest = 0.0
        self._clock.restart()

    def _beat(self) -> None:
        self.longest = max(self.longest, self._clock.nsecsElapsed() / 1_000_000)
        self._clock.restart()
