"""A mapping that has changed meets every record once: what was compared by the old one is compared whole by the new.

What a comparison went by is remembered in the store and only renewed when one has come to its end, so that a daemon that
dies in between compares again. Where the filter is another one, the comparison looks at every pair and at every hub record
without one, because what has not changed on either side may be in or out now.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from core.mapping import NO_FILTER, Mapping
from core.mapping_files import dump_mapping
from core.store.base import Store
from daemon.brakes import braked
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
        cycle.whole.clear()
        lane = cycle.lane
        for crm_object, translation in lane.translations.items():
            digest = digest_of(dump_mapping(translation.mapping))
            known = self.store.note(_name(lane.connection, crm_object))
            if known == digest:
                continue
            if known is None or phase(lane, crm_object) != LIVE:
                self._remember(lane.connection, crm_object, digest, filter_of(translation.mapping))
                continue  # its first reading goes by it
            if filter_is_new(self.store, translation.mapping):
                cycle.whole.add(crm_object)
            cycle.sweeps.add(crm_object)
            self._owed[crm_object] = (digest, lane.world.clock())

    def settle(self, cycle: Cycle) -> None:
        """Remember what a comparison that has ended went by."""
        lane = cycle.lane
        for crm_object, (digest, since) in list(self._owed.items()):
            translation = lane.translations[crm_object]
            if lane.swept.get(crm_object, 0) >= since:
                self._remember(lane.connection, crm_object, digest, filter_of(translation.mapping))
                cycle.whole.discard(crm_object)
                del self._owed[crm_object]
            elif crm_object not in cycle.sweeps and not braked(lane, translation):
                cycle.sweeps.add(crm_object)  # a brake had stopped it, and was answered

    def _remember(self, connection: str, crm_object: str, digest: str, filter: str) -> None:
        """The filter first: a crash in between compares again, and asks no less than it must."""
        self.store.set_note(_filter_name(connection, crm_object), filter)
        self.store.set_note(_name(connection, crm_object), digest)


def filter_of(mapping: Mapping) -> str:
    """A name for what the mapping's filter says; "" where it has none."""
    one = mapping.filter
    return digest_of(f"{one.hub}\x1f{one.crm}\x1f{one.leave.value}") if one != NO_FILTER else ""


def filter_is_new(store: Store, mapping: Mapping) -> bool:
    """Whether everything was last compared by another filter than this mapping's."""
    known = store.note(_filter_name(mapping.connection, mapping.crm_object))
    return (known or "") != filter_of(mapping)


def _filter_name(connection: str, crm_object: str) -> str:
    return f"filtered/{connection}/{crm_object}"


def _name(connection: str, crm_object: str) -> str:
    return f"compared/{connection}/{crm_object}"
