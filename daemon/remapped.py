"""A mapping that has changed meets every record once: what was compared by the old one is compared whole by the new.

What a comparison went by is remembered in the store and only renewed when one has come to its end, so that a daemon that
dies in between compares again.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from core.mapping_files import dump_mapping
from core.store.base import Store
from daemon.cycle import Cycle
from daemon.mapping_versions import digest_of
from daemon.pull import LIVE, phase


@dataclass(slots=True)
class Remapped:
    """Of one connection. `begin` with each new cycle, `settle` between its turns."""

    store: Store
    _owed: dict[str, tuple[str, int]] = field(default_factory=dict)

    def begin(self, cycle: Cycle) -> None:
        """Ask for a comparison of every CRM object whose mapping is another than when it was last compared."""
        self._owed = {}
        lane = cycle.lane
        for crm_object, translation in lane.translations.items():
            digest = digest_of(dump_mapping(translation.mapping))
            known = self.store.note(_name(lane.connection, crm_object))
            if known == digest:
                continue
            if known is None or phase(lane, crm_object) != LIVE:
                self.store.set_note(
                    _name(lane.connection, crm_object), digest
                )  # its first reading goes by it
                continue
            cycle.sweeps.add(crm_object)
            self._owed[crm_object] = (digest, lane.world.clock())

    def settle(self, cycle: Cycle) -> None:
        """Remember what a comparison that has ended went by."""
        for crm_object, (digest, since) in list(self._owed.items()):
            if cycle.lane.swept.get(crm_object, 0) >= since:
                self.store.set_note(_name(cycle.lane.connection, crm_object), digest)
                del self._owed[crm_object]


def _name(connection: str, crm_object: str) -> str:
    return f"compared/{connection}/{crm_object}"
