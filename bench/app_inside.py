"""One part of the app's figures, measured in the app's own process; its times as one line of JSON.

python -m bench.app_inside switching|queue|canvas|log SOCKET SIZE
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

from bench import app_canvas, app_log, app_queue, app_switching
from bench.app_window import opened
from gui.app import App

_PARTS: Final[dict[str, Callable[[App, int], dict[str, list[float]]]]] = {
    "switching": lambda app, size: app_switching.measure(app, rounds=size),
    "queue": lambda app, size: app_queue.measure(app, keys=size),
    "canvas": lambda app, size: app_canvas.measure(app, frames=size),
    "log": lambda app, size: app_log.measure(app, pages=size),
}


def main() -> None:
    part, socket, size = sys.argv[1:]
    with opened(Path(socket)) as app:
        print(json.dumps(_PARTS[part](app, int(size))))


if __name__ == "__main__":
    main()
