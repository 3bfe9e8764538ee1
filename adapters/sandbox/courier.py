"""Carries what a sandbox sends by itself to where it goes: a queue by due time and the threads that empty it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

import requests

from adapters.sandbox.faults import FaultBox

Item = TypeVar("Item")


class Courier(Generic[Item]):
    """`deliver` gets everything that is due at once, on the courier's thread; what fails it may `send` again.

    With `at_once` above 1 there are as many threads, and each delivers one item at a time, as a CRM does that has a request
    for every event. The fault `webhook_reorder` strikes here. `timeout_s` is how long one request of `deliver` may take.
    """

    def __init__(
        self,
        name: str,
        faults: FaultBox,
        deliver: Callable[[requests.Session, list[Item]], None],
        *,
        timeout_s: float,
        at_once: int = 1,
    ) -> None:
        self._faults, self._deliver, self._timeout_s = faults, deliver, timeout_s
        self._wake = threading.Condition()
        self._waiting: list[tuple[float, Item]] = []
        self._stopping = False
        self._most = None if at_once == 1 else 1
        self._threads = [threading.Thread(target=self._run, name=name, daemon=True) for _ in range(at_once)]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Stops delivering; what is waiting is dropped."""
        with self._wake:
            self._stopping = True
            self._wake.notify_all()
        for thread in self._threads:
            if thread.ident is not None:
                thread.join(2 * self._timeout_s)

    def send(self, items: Sequence[Item], *, wait_s: float = 0.0) -> None:
        """Puts items on their way in `wait_s` seconds."""
        due = time.monotonic() + wait_s
        with self._wake:
            self._waiting.extend((due, item) for item in items)
            self._wake.notify(len(items))

    def _run(self) -> None:
        with requests.Session() as session:
            session.trust_env = False  # a proxy of this machine has no business with loopback
            while (ready := self._ready()) is not None:
                self._deliver(session, ready)

    def _ready(self) -> list[Item] | None:
        with self._wake:
            while not self._stopping:
                now = time.monotonic()
                ready = [one for one in self._waiting if one[0] <= now]
                if ready:
                    if self._faults.strikes("webhook_reorder", "webhook"):
                        self._faults.shuffle(ready)
                    later = [one for one in self._waiting if one[0] > now]
                    self._waiting = ready[self._most :] + later if self._most else later
                    return [item for _due, item in ready[: self._most]]
                due = min((due for due, _item in self._waiting), default=now + 60)
                self._wake.wait(max(0.001, due - now))
            return None
