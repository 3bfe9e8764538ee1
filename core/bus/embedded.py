"""The bus of a single process: one event a lane."""

from __future__ import annotations

import threading
from collections import defaultdict


class EmbeddedBus:
    """Hints within one process. Hints that nobody waits for coalesce into one."""

    def __init__(self) -> None:
        self._events: defaultdict[str, threading.Event] = defaultdict(threading.Event)

    def hint(self, lane: str) -> None:
        self._events[lane].set()

    def wait(self, lane: str, timeout_s: float) -> bool:
        event = self._events[lane]
        heard = event.wait(timeout_s)
        event.clear()
        return heard
