"""What a delete takes along: rows that belong to the deleted one go with it, other look-ups to it are emptied.

The relationships are parental where Dataverse's own are: contacts and opportunities of an account (or a contact), activities
and notes of what they regard.
"""

from __future__ import annotations

from adapters.sandbox.dynamics.definitions import Attribute, Entity
from adapters.sandbox.dynamics.org import Org
from adapters.sandbox.ledger import Actor, Value
from adapters.sandbox.rows import Row

_PARENTAL = {("contact", "parentcustomerid"), ("opportunity", "customerid"), ("annotation", "objectid")}


def parental(entity: Entity, lookup: Attribute) -> bool:
    """Whether a row goes when the one its look-up leads to is deleted."""
    return (entity.name, lookup.name) in _PARENTAL or (entity.activity and lookup.name == "regardingobjectid")


class Deleting:
    """`cascade`: whether the org's relationships are as they come, or only empty look-ups."""

    def __init__(self, org: Org, *, cascade: bool) -> None:
        self._org, self._cascade = org, cascade

    def delete(self, entity: Entity, row: Row, by: Actor, trace: str | None = None) -> None:
        """Deletes a live row and all that hangs on it."""
        world = self._org.world
        self._org.table(entity.name).remember(row.id)
        world.delete(entity.name, row, by=by, trace=trace)
        for other in self._org.entities.values():
            table = self._org.table(other.name)
            lookups = [
                one for one in other.lookups if entity.name in one.targets and one.name in table.columns
            ]
            for lookup in sorted(lookups, key=lambda one: not parental(other, one)):
                kind = self._org.target_cell(other, lookup)
                for each in [one for one in table.find(lookup.name, row.id) if kind(one) == entity.name]:
                    if self._cascade and parental(other, lookup):
                        self.delete(other, each, by, trace)
                        continue
                    empty: dict[str, Value] = {lookup.name: None}
                    if lookup.type_column is not None:
                        empty[lookup.type_column] = None
                    table.remember(each.id)
                    world.update(other.name, each, empty, by=by, trace=trace)
