"""A store whose process dies at a chosen effect: what a kill leaves behind is what the store holds then."""

from __future__ import annotations

from core.jobs import Lease
from core.store.base import Batch
from core.store.memory import MemoryStore


class Killed(BaseException):
    """The process dies here."""


class MortalStore(MemoryStore):
    """Dies just before or just after write number `at`, counted by halves from 1; never where it is 0."""

    at = 0
    seen = 0

    def commit(self, batch: Batch, lease: Lease | None = None) -> int:
        self._pass_by()
        seq = super().commit(batch, lease)
        self._pass_by()
        return seq

    def set_note(self, name: str, text: str | None) -> None:
        self._pass_by()
        super().set_note(name, text)
        self._pass_by()

    def _pass_by(self) -> None:
        self.seen += 1
        if self.seen == self.at:
            raise Killed
