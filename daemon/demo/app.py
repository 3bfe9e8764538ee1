"""The desktop app beside a running demo, where there is a screen to show it on. It is a process like the others."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping


def has_screen(environment: Mapping[str, str], platform: str = sys.platform) -> bool:
    """Whether a window can be shown: always on Windows and macOS, elsewhere where a display is named."""
    if platform in ("win32", "darwin"):
        return True
    return bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))


def wanted(asked: bool | None, *, json: bool) -> bool:
    """Whether to open it: as asked, else where a person looks on and there is a screen."""
    return asked if asked is not None else not json and has_screen(os.environ)


def wait_until_closed(app: subprocess.Popen[bytes]) -> None:
    """The demo goes on until the person closes the window, or presses Ctrl-C."""
    app.wait()
