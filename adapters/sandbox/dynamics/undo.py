"""A transaction over the org: what was written since it began can be taken back, ledger and all.

Ledger entries and webhooks wait until the transaction holds, so nobody hears of a write that never was.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from adapters.sandbox.dynamics.table import DataverseTable
from adapters.sandbox.ledger import Entry
from adapters.sandbox.world import World


@dataclass(slots=True)
class Watch:
    """One transaction; `undo` ends it as if nothing had been written."""

    failed: bool = False
    entries: list[Entry] = field(default_factory=list)

    def undo(self) -> None:
        self.failed = True


class Undo:
    """Keeps what rows were before they were written."""

    def __init__(self, world: World) -> None:
        self._world = world

    @contextmanager
    def watching(self) -> Iterator[Watch]:
        """Holds back the world's listeners; on `undo`, or on an exception, puts every touched row back."""
        watch = Watch()
        world = self._world
        tables = [table for table in world.tables.values() if isinstance(table, DataverseTable)]
        listeners, world.listeners = world.listeners, [watch.entries.append]
        first = world.ledger.last_seq
        for table in tables:
            table.begin()
        try:
            yield watch
        except BaseException:
            watch.failed = True
            raise
        finally:
            world.listeners = listeners
            for table in tables:
                table.end(keep=not watch.failed)
            if watch.failed:
                world.ledger.forget_after(first)
            else:
                for entry in watch.entries:
                    for listener in listeners:
                        listener(entry)
