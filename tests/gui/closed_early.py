"""`python -W error -m tests.gui.closed_early FOLDER SOCKET`: the app, its window closed while modules are loaded.

The daemon is another process, as in life: a thread of it here might run Python's collector, which would take parts of Qt
that belong to Qt's own thread, and the process would crash as it never does elsewhere.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QMessageLogContext, QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from gui.app import App, build
from gui.client import Place
from gui.context import Context
from gui.loading import Loading
from gui.memory import Memory


def watch(app: App) -> QTimer:
    """Closes the window as soon as something is being loaded."""
    looks = QTimer(app.qt)

    def look() -> None:
        if app.qt.findChildren(Loading):
            looks.stop()
            sys.stdout.write("closed while loading\n")
            app.window.close()

    looks.timeout.connect(look)
    looks.start(1)
    return looks


def complain(kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
    if kind is not QtMsgType.QtDebugMsg and "This plugin does not support" not in text:
        sys.stderr.write(f"Warning of Qt: {text}\n")


def main() -> int:
    folder = Path(sys.argv[1])
    qInstallMessageHandler(complain)
    context = Context(name="local", host="here", place=Place(socket=Path(sys.argv[2])))
    qt = QApplication([])
    app = build(qt, context, memory=Memory(folder / "app.ini"))
    app.window.show()
    _looks = watch(app)
    return qt.exec()


if __name__ == "__main__":
    sys.exit(main())
