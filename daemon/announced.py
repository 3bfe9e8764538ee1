"""Tells whether a CRM's webhooks went silent: polls bring news that no webhook announced, again and again.

Nobody decides by it what is true; it only says that the registration at the CRM should be looked at. Safe between threads.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import Final

GRACE_MS: Final = 90_000  # webhooks are slower than polls at times, and are sent again
TIMES: Final = 3  # a single webhook may always get lost


@dataclass(slots=True)
class Announced:
    """One connection's. `noticed`, `told` and `silent` get the time in ms."""

    grace: int = GRACE_MS
    times: int = TIMES
    _told: dict[str, int] = field(default_factory=dict)
    _noticed: dict[str, list[int]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def told(self, crm_object: str, now: int) -> None:
        """A webhook spoke of this object, so its subscription lives."""
        with self._lock:
            self._told[crm_object] = now
            self._noticed.pop(crm_object, None)

    def noticed(self, crm_object: str, now: int) -> None:
        """A poll found changes of this object."""
        with self._lock:
            if now - self._told.get(crm_object, now - self.grace) < self.grace:
                return
            seen = self._noticed.setdefault(crm_object, [])
            if len(seen) < self.times and (not seen or now - seen[-1] >= self.grace // self.times):
                seen.append(now)  # what comes at one stroke counts once

    def silent(self, now: int) -> tuple[str, ...]:
        """The objects of which polls found changes `times` in a row while no webhook came within the grace."""
        with self._lock:
            return tuple(
                name
                for name, seen in self._noticed.items()
                if len(seen) == self.times and now - seen[-1] >= self.grace
            )

    def forget(self) -> None:
        """The registration was looked at: start anew."""
        with self._lock:
            self._noticed.clear()
