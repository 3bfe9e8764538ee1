"""Who is making a plan holds a lease on it: so what a dead daemon left half made is told from what a living one makes.

The lease is the maker's right to add items as well: once another daemon has taken it over, nothing more is added.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Self

from core.errors import Conflicting
from core.jobs import Lease
from core.store.base import Store
from daemon.lane import World

MAKING_MS: Final = 300_000  # longer than any call to a CRM, with its tries, keeps silent


@dataclass(slots=True)
class Making:
    """The right to make one plan."""

    store: Store
    world: World
    _lease: Lease

    @classmethod
    def begin(cls, store: Store, world: World, plan: str) -> Self:
        """Take the right to make a plan that nobody else knows of yet. Raises Conflicting where its id is not fresh."""
        found = cls.take_over(store, world, plan)
        if found is None:
            raise Conflicting(f"plan {plan} is being made already", advice="crmsync plans list shows it.")
        return found

    @classmethod
    def take_over(cls, store: Store, world: World, plan: str) -> Self | None:
        """Take the right to a plan whose maker is dead; None while it lives.

        What this data folder's own daemon held is taken over at once: there is never more than one.
        """
        lease = store.acquire(f"making/{plan}", world.owner, now=world.clock(), ttl=MAKING_MS)
        return cls(store, world, lease) if lease is not None else None

    def lease(self) -> Lease:
        """The lease to commit under, with enough time left. Raises LeaseLost where it was taken over."""
        now = self.world.clock()
        if self._lease.until - now < MAKING_MS * 2 // 3:
            self._lease = self.store.renew(self._lease, now=now, ttl=MAKING_MS)
        return self._lease

    def end(self) -> None:
        self.store.release(self._lease)
