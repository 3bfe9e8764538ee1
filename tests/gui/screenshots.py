"""`make screenshots`: every page of the app in every state, light and dark, on the real daemon with the demo's data.

    python -m tests.gui.screenshots [--only health] [--state busy] [--mode dark] [--attach SOCKET] [--into FOLDER]

PAGE-light, PAGE-dark and PAGE-POSE-light are the pages of `gui.pages.PAGES` as they are and in their poses;
PAGE-STATE-light is one of the states of `tests/gui/shots/states.py`. What the documentation shows goes into docs/images,
everything else into build/screenshots; with `--into` all goes there. `--hold` makes the demo and keeps it for `--attach`.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import threading
from pathlib import Path

from PySide6.QtWidgets import QApplication

from gui.pages import PAGES
from gui.theme import Mode
from tests.gui.shots.camera import Camera
from tests.gui.shots.stage import Look, demo
from tests.gui.shots.states import STATES, Shooting
from tests.gui.shots.wizard import walk
from tests.test_layout import REPOSITORY

DOCS, BESIDE = REPOSITORY / "docs" / "images", REPOSITORY / "build" / "screenshots"

# What README and docs/ show, by the name of the picture: what the file is called there.
KEPT = {
    **{f"{page}-{look}": f"{page}-{look}" for page in ("health", "conflicts", "settings") for look in ("light", "dark")},
    **{
        f"{name}-light": f"{name}-light"
        for name in (
            "health-lower", "conflicts-conflict", "conflicts-match", "conflicts-many", "conflicts-edit", "mappings-editor",
            "mappings-suggestions", "mappings-problems", "activity-story", "activity-run", "rules-trial", "plans-plan",
            "plans-undo",
        )
    },
    "activity-story-dark": "activity-story-dark",
    "first-start-light": "first-start",
    "commands-light": "commands",
}  # fmt: skip


def shoot(qt: QApplication, camera: Camera, socket: Path, given: argparse.Namespace) -> None:
    for mode in [one for one in (Mode.LIGHT, Mode.DARK) if given.mode in ("", one.value)]:
        look = Look(mode=mode, language=given.language, size=given.size, settles_ms=given.settles)
        for name, state in STATES.items():
            if given.state in ("", name):
                state(Shooting(qt, camera, socket, look, given.only))
        if given.state in ("", "wizard") and given.only in ("", "connections"):
            walk(qt, camera, look)


def offscreen(folder: Path) -> str:
    """Qt's platform with a screen that dialogs fit on; its own has 800 x 800 pixels."""
    file = folder / "screens.json"
    screen = {"name": "one", "x": 0, "y": 0, "width": 3840, "height": 2160, "logicalDpi": 96, "dpr": 1}
    file.write_text(json.dumps({"screens": [screen]}), encoding="utf-8")
    return f"offscreen:configfile={file}"


def size(text: str) -> tuple[int, int]:
    width, _, height = text.partition("x")
    return int(width), int(height)


def asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.gui.screenshots")
    parser.add_argument("--only", default="", choices=["", *(one.key for one in PAGES)], help="one page")
    parser.add_argument("--state", default="", choices=["", *STATES, "wizard"], help="one state")
    parser.add_argument("--mode", default="", choices=["", "light", "dark"])
    parser.add_argument("--language", default="en", choices=["en", "de"])
    parser.add_argument("--size", type=size, default=(1440, 900), help="of the window, such as 3840x2160")
    parser.add_argument("--settles", type=int, default=1_200, help="milliseconds a page has to come to rest")
    parser.add_argument("--records", type=int, default=300)
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--into", type=Path, help="everything goes into this folder")
    parser.add_argument("--attach", type=Path, help="the socket of a daemon that runs, instead of a new demo")
    parser.add_argument(
        "--hold", action="store_true", help="make the demo, say its socket, and keep it until Ctrl-C"
    )
    return parser.parse_args()


def main() -> int:
    given = asked()
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("QT_QPA_PLATFORM", offscreen(Path(folder)))
        qt = QApplication([])
    camera = Camera(given.into) if given.into is not None else Camera(BESIDE, DOCS, KEPT)
    if given.attach is not None:
        shoot(qt, camera, given.attach, given)
        return 0
    with demo(given.records, given.seconds) as stage:
        if given.hold:
            sys.stdout.write(f"{stage.client.socket}\n")
            sys.stdout.flush()
            threading.Event().wait()
        shoot(qt, camera, stage.client.socket, given)
    return 0


if __name__ == "__main__":
    sys.exit(main())
