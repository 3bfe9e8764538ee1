"""Where a hub change must travel."""

from __future__ import annotations

from collections.abc import Mapping as MappingOf
from dataclasses import dataclass
from typing import TypeAlias

from core.mapping import Mapping
from core.records import HubRecord
from core.schema import Object

RouteTable: TypeAlias = dict[str, tuple[Mapping, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Routes:
    """Where a hub change must travel: every mapping by hub object, and the schema that match keys are made by.

    Whoever owns the table may exchange the mappings of an object while others read it.
    """

    mappings: MappingOf[str, tuple[Mapping, ...]]
    objects: MappingOf[str, Object]
    region: str = ""

    def connections(self, record: HubRecord) -> tuple[str, ...]:
        """The connections that hold records of this one's object and kind."""
        kind = self.objects[record.object].kind_of(record.fields)
        return tuple(one.connection for one in self.mappings.get(record.object, ()) if one.takes(kind))
