"""A merge as Dataverse does it: the subordinate is deactivated and points to its master, what pointed to it moves over."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from adapters.sandbox.dynamics.definitions import Entity
from adapters.sandbox.dynamics.errors import invalid_argument
from adapters.sandbox.dynamics.org import Org
from adapters.sandbox.dynamics.writing import Writing
from adapters.sandbox.ledger import Actor, Value
from adapters.sandbox.rows import Row


class Merging:
    def __init__(self, org: Org, writing: Writing) -> None:
        self._org, self._writing = org, writing

    def merge(self, entity: Entity, winner: Row, loser: Row, content: Mapping[str, Any], by: Actor) -> None:
        """`content` is the body that changes the winner (UpdateContent). Raises 400 before anything is written."""
        if not entity.merges:
            raise invalid_argument(f"Rows of {entity.name} cannot be merged.")
        if winner is loser:
            raise invalid_argument("A row cannot be merged with itself.")
        table, world = self._org.table(entity.name), self._org.world
        for row in (winner, loser):
            if table.value(row, "statecode") != 0:
                raise invalid_argument(f"{entity.label} {row.id} is inactive and cannot be merged.")
        values = self._writing.columns_of(entity, content, new=False)
        checked = self._writing.checked(entity, values, winner, by) if values else {}
        for row in (winner, loser):
            table.remember(row.id)
        changed = world.update(entity.name, winner, checked, by=by) if checked else {}
        self._reparent(entity, winner, loser, by)
        gone: dict[str, Value] = {"masterid": winner.id, "merged": True, "statecode": 1, "statuscode": 2}
        if entity.name == "lead":
            gone |= {"statecode": 2, "statuscode": 7}
        world.update(entity.name, loser, gone, by=by)
        world.log_merge(entity.name, winner, loser, changed, by=by)

    def _reparent(self, entity: Entity, winner: Row, loser: Row, by: Actor) -> None:
        for other in self._org.entities.values():
            table = self._org.table(other.name)
            for lookup in other.lookups:
                if (
                    entity.name not in lookup.targets
                    or lookup.name not in table.columns
                    or lookup.name == "masterid"
                ):
                    continue
                kind = self._org.target_cell(other, lookup)
                for row in list(table.find(lookup.name, loser.id)):
                    if kind(row) == entity.name and row not in (winner, loser):
                        table.remember(row.id)
                        self._org.world.update(other.name, row, {lookup.name: winner.id}, by=by)
