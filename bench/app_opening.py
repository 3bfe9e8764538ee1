"""The app's start, as `crmsync-gui` does it, with a stamp after each part; one line of JSON.

    python -m bench.app_opening SOCKET FOLDER

Stamps are seconds of the monotonic clock, which the process that started this one shares; `pause` is how long the event
loop stood still at most in the three seconds afterwards.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

BEGIN = time.monotonic()
_AFTERWARDS_S = 3.0
os.environ["QT_QPA_PLATFORM"] = "offscreen"


def main() -> None:
    stamps = {"python": BEGIN}
    from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop
    from PySide6.QtWidgets import QApplication

    stamps["Qt loaded"] = time.monotonic()
    from gui.app import build
    from gui.client import Place
    from gui.context import Context
    from gui.memory import Memory
    from gui.widgets.states import Stack

    stamps["app loaded"] = time.monotonic()
    qt = QApplication(sys.argv[:1])
    context = Context(name="local", host="bench", place=Place(socket=Path(sys.argv[1])))
    app = build(qt, context, memory=Memory(Path(sys.argv[2]) / "app.ini"), language="en")
    stamps["built"] = time.monotonic()
    app.window.show()
    handle = app.window.windowHandle()
    while not handle.isExposed():
        qt.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 5)
    QCoreApplication.sendEvent(app.window, QEvent(QEvent.Type.UpdateRequest))
    stamps["window shown"] = time.monotonic()
    page = app.window.page
    while not (isinstance(page, Stack) and page.shows_content):
        qt.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 5)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
    QCoreApplication.sendEvent(app.window, QEvent(QEvent.Type.UpdateRequest))
    stamps["first data"] = time.monotonic()
    print(json.dumps({"stamps": stamps, "pause": _longest_pause()}))
    app.window.close()


def _longest_pause() -> float:
    """ms, while the charts and the other pages' modules are loaded."""
    from bench.app_window import Beat, rest

    beat = Beat()
    rest(_AFTERWARDS_S)
    return beat.longest


if __name__ == "__main__":
    main()
