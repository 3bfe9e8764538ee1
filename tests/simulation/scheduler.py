"""A seeded scheduler on a virtual clock: the only source of time, chance and order in a simulation.

Tasks are greenlets, so the product's own synchronous code runs unchanged; it gives way wherever one of its doors
(wire, store, bus) calls `sleep`. Ties are broken by the seed.
"""

from __future__ import annotations

import heapq
import random
from collections.abc import Callable
from dataclasses import dataclass, field

from greenlet import getcurrent, greenlet


class Killed(BaseException):
    """The simulated process died. Nothing in the product may catch this."""


@dataclass(order=True)
class _Due:
    at: int
    tie: float
    seq: int
    run: Callable[[], None] = field(compare=False)


class Scheduler:
    """`now` in virtual ms. `spawn` starts a task, `at` schedules a call, `sleep` gives way."""

    def __init__(self, seed: int, start: int = 1_700_000_000_000) -> None:
        self.rng = random.Random(seed)
        self.now = start
        self.start = start
        self.events = 0
        self._heap: list[_Due] = []
        self._seq = 0
        self._hub = getcurrent()

    def clock(self) -> int:
        return self.now

    def at(self, when: int, run: Callable[[], None]) -> None:
        self._seq += 1
        heapq.heappush(self._heap, _Due(max(when, self.now), self.rng.random(), self._seq, run))

    def spawn(self, work: Callable[[], None], delay: int = 0) -> None:
        def run() -> None:
            try:
                work()
            except Killed:
                return

        task = greenlet(run, parent=self._hub)
        self.at(self.now + delay, lambda: self._switch(task))

    def sleep(self, ms: int) -> None:
        """Give way for so many virtual ms. Outside any task (set-up, checks) time simply passes."""
        task = getcurrent()
        if task is self._hub:
            self.now += ms
            return
        self.at(self.now + ms, lambda: self._switch(task))
        self._hub.switch()

    def park(self) -> Callable[[], None]:
        """For a task that waits for somebody: call the returned function to wake it, after calling `wait`."""
        task = getcurrent()
        return lambda: self.at(self.now, lambda: self._switch(task))

    def wait(self) -> None:
        self._hub.switch()

    def run(self, until: int) -> None:
        while self._heap and self._heap[0].at <= until:
            due = heapq.heappop(self._heap)
            self.now = due.at
            self.events += 1
            due.run()
        self.now = max(self.now, until)

    def _switch(self, task: greenlet) -> None:
        if not task.dead:
            task.switch()
