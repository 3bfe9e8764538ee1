"""Values that would run in a circle: a hub field computed from another over one connection, and back over a second one.

Each turn of such a circle changes the hub again, so it would never come to rest.
"""

from __future__ import annotations

from collections.abc import Iterable
from graphlib import CycleError, TopologicalSorter

from core.mapping import Direction, Mapping


def circle_in(mappings: Iterable[Mapping]) -> tuple[str, ...]:
    """The hub fields of one circle in order, as "object.field", the first one again at the end; empty where there is none.

    A field follows another where one rule of a mapping writes a CRM field from the one, and another rule of it reads that
    field into the other. A rule's own way back is no circle: it is the same value.
    """
    follows: dict[str, set[str]] = {}
    for mapping in mappings:
        for source in mapping.rules:
            if source.direction is Direction.TO_HUB:
                continue
            for target in mapping.rules:
                if target is source or target.direction is Direction.TO_CRM:
                    continue
                if not set(source.crm) & set(target.crm):
                    continue
                for name in target.hub:
                    earlier = {f"{mapping.hub_object}.{one}" for one in source.hub if one != name}
                    follows.setdefault(f"{mapping.hub_object}.{name}", set()).update(earlier)
    try:
        TopologicalSorter(follows).prepare()
    except CycleError as error:
        found: list[str] = error.args[1]
        return tuple(found)
    return ()
