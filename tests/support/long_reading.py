"""A long reading of the daemon, held where it asks whether anybody still waits for it."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field

import pytest

from core.errors import CrmSyncError
from daemon.api.waited_for import Waiting

LIMIT_S = 60.0


@dataclass(slots=True)
class LongReading:
    """Goes on once it is `released`; `given_up` is set where it ended because nobody waits any more."""

    reached: threading.Event = field(default_factory=threading.Event)
    released: threading.Event = field(default_factory=threading.Event)
    given_up: threading.Event = field(default_factory=threading.Event)

    def hold(self, patch: pytest.MonkeyPatch) -> None:
        ask = Waiting.__call__

        def held(waiting: Waiting) -> None:
            self.reached.set()
            until = time.monotonic() + LIMIT_S
            while True:
                try:
                    ask(waiting)
                except CrmSyncError:
                    self.given_up.set()
                    raise
                if self.released.wait(0.01) or time.monotonic() > until:
                    return

        patch.setattr(Waiting, "__call__", held)
