"""A seeded scheduler on a virtual clock: the only source of time, chance and order in a simulation.

Tasks are greenlets, so the product's own synchronous code runs unchanged; it gives way wherever one of its doors
(wire, store, bus) calls `sleep`. Ties are broken by the seed.
"""

from __future__ import annotations

import heapq
import random
from collections.abc import Callable

from greenlet import getcurrent, greenlet


class Killed(BaseException):
    """The simulated process died. Nothing in the product may catch this."""


class Task(greenlet):
    """A task and the incarnation of the process it belongs to; None where it is of the outside world."""

    born: int | None = None


class Scheduler:
    """`now` in virtual ms. `spawn` starts a task, `at` schedules a call, `sleep` gives way."""

    def __init__(self, seed: int, start: int = 1_700_000_000_000) -> None:
        self.rng = random.Random(seed)
        self.now = start
        self.events = 0
        self._heap: list[tuple[int, float, int, Callable[[], None]]] = []
        self._seq = 0
        self._hub = getcurrent()

    def clock(self) -> int:
        return self.now

    def at(self, when: int, run: Callable[[], None]) -> None:
        self._seq += 1
        heapq.heappush(self._heap, (max(when, self.now), self.rng.random(), self._seq, run))

    def spawn(self, work: Callable[[], None], *, delay: int = 0, born: int | None = None) -> None:
        def run() -> None:
            try:
                work()
            except Killed:
                return

        task = Task(run, parent=self._hub)
        task.born = born
        self.at(self.now + delay, lambda: self._switch(task))

    def born(self) -> int | None:
        """The incarnation the running task belongs to."""
        task = getcurrent()
        return task.born if isinstance(task, Task) else None

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
        while self._heap and self._heap[0][0] <= until:
            at, _, _, run = heapq.heappop(self._heap)
            self.now = at
            self.events += 1
            run()
        self.now = max(self.now, until)

    def _switch(self, task: greenlet) -> None:
        if not task.dead:
            task.switch()
