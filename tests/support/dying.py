"""A store whose process dies at a commit: what a kill at every effect is played with."""

from __future__ import annotations

from core.jobs import Lease
from core.store.base import Batch
from core.store.memory import MemoryStore


class Dying(MemoryStore):
    """Dies before or after the commit of number `left`, counted from when that is set."""

    left: int | None = None
    after = False

    def commit(self, batch: Batch, lease: Lease | None = None) -> int:
        if self.left is not None:
            self.left -= 1
            if self.left == 0 and not self.after:
                raise KeyboardInterrupt
        seq = super().commit(batch, lease)
        if self.left == 0:
            raise KeyboardInterrupt
        return seq
