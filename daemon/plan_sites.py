"""What making a plan needs of its surroundings: a connection with an adapter of one's own, and threads to work on."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Protocol

from adapters.base import Adapter
from core.bus.base import Bus
from daemon.cycle import Cycle


class Site(Protocol):
    """One connection as a plan needs it: its cycle once it is connected, an adapter of one's own, a way to wake it."""

    @property
    def bus(self) -> Bus: ...
    @property
    def cycle(self) -> Cycle | None: ...
    def visit(self) -> AbstractContextManager[Adapter]: ...


@dataclass(slots=True)
class Threads:
    """Starts work on threads of its own, and waits for them in the end."""

    _running: list[threading.Thread] = field(default_factory=list)

    def __call__(self, work: Callable[[], None]) -> None:
        thread = threading.Thread(target=work, name="plan", daemon=True)
        self._running = [one for one in self._running if one.is_alive()] + [thread]
        thread.start()

    def join(self) -> None:
        for thread in self._running:
            thread.join()
