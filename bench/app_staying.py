"""The app, left open: on a page, until its input is closed. What it costs is read from outside.

    python -m bench.app_staying SOCKET

Says "ready"; a line with a page's key on its input opens that page and is answered by the key, once it has settled.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QSocketNotifier, QTimer

from bench.app_window import opened, rest

_SETTLES_MS = 2_000


def main() -> None:
    with opened(Path(sys.argv[1])) as app:
        rest(_SETTLES_MS / 1_000)

        def heard() -> None:
            key = sys.stdin.readline().strip()
            if not key:
                app.qt.quit()
                return
            app.window.go_to(key)
            QTimer.singleShot(_SETTLES_MS, app.qt, lambda: say(key))

        reads = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)
        reads.activated.connect(heard)
        say("ready")
        app.qt.exec()


def say(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    main()
