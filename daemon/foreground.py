"""The daemon in the foreground: put together, run until it is told to stop, and begun anew when it asks for it."""

from __future__ import annotations

import os
import signal
import threading
from pathlib import Path
from types import FrameType

from core.logs import configure_logs, logger
from core.settings import LogFormat, load_settings
from core.wire.endpoint import default_places
from daemon.app import build
from daemon.memory import settle
from daemon.seclusion import seclude

log = logger(__name__)


def main(config: Path | None = None, data: Path | None = None, socket: Path | None = None) -> None:
    """Run in the foreground until SIGTERM or SIGINT, beginning anew whenever the configuration asks for it."""
    places = default_places()
    config, data, socket = config or places.config, data or places.data, socket or places.socket
    settings = load_settings(config, dict(os.environ))
    as_json = True if settings.log.format is LogFormat.JSON else None
    configure_logs(level=settings.log.level.value.upper(), as_json=as_json)
    seclude()
    stopping, turning = threading.Event(), threading.Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        stopping.set()
        turning.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    while True:
        turning.clear()
        if stopping.is_set():
            return
        daemon = build(config, data, socket, places.keys, turning.set)
        settle()
        try:
            daemon.start()
            turning.wait()
        finally:
            daemon.stop()
        if not stopping.is_set():
            log.info("beginning anew")
