"""``$expand``, one level: the row a lookup leads to, or the rows that lead here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from adapters.sandbox.dynamics.definitions import Attribute, Entity
from adapters.sandbox.dynamics.errors import no_property
from adapters.sandbox.dynamics.options import Expand
from adapters.sandbox.dynamics.org import Org
from adapters.sandbox.dynamics.render import Preferences, Renderer
from adapters.sandbox.rows import Row

_KNOWN = {
    ("contact", "parentcustomerid", "account"): "contact_customer_accounts",
    ("contact", "parentcustomerid", "contact"): "contact_customer_contacts",
    ("opportunity", "customerid", "account"): "opportunity_customer_accounts",
    ("opportunity", "customerid", "contact"): "opportunity_customer_contacts",
    ("opportunity", "parentaccountid", "account"): "opportunity_parent_account",
    ("opportunity", "parentcontactid", "contact"): "opportunity_parent_contact",
    ("account", "parentaccountid", "account"): "account_parent_account",
    ("account", "primarycontactid", "contact"): "account_primary_contact",
}


def reverse_name(entity: Entity, lookup: Attribute, target: str) -> str:
    """The navigation property of `target` that leads to the rows whose lookup leads to it."""
    known = _KNOWN.get((entity.name, lookup.name, target))
    if known is not None:
        return known
    if entity.activity and lookup.name == "regardingobjectid":
        return f"{target.capitalize()}_{entity.schema}s"
    if entity.name == "annotation" and lookup.name == "objectid":
        return f"{target.capitalize()}_Annotation"
    return f"{entity.name}_{lookup.name}_{target}"


class Expander:
    """Puts related rows into shown rows."""

    def __init__(self, org: Org, renderer: Renderer) -> None:
        self._org, self._renderer = org, renderer

    def reverse(self, entity: Entity, name: str) -> tuple[Entity, Attribute] | None:
        """The table and lookup behind a collection-valued navigation property of `entity`."""
        for other in self._org.entities.values():
            for lookup in other.lookups:
                if entity.name in lookup.targets and reverse_name(other, lookup, entity.name) == name:
                    return other, lookup
        return None

    def pointing(self, other: Entity, lookup: Attribute, entity: Entity, row: Row) -> list[Row]:
        """Live rows of `other` whose lookup leads to `row`, in id order."""
        table = self._org.table(other.name)
        kind = self._org.target_cell(other, lookup)
        found = [one for one in table.find(lookup.name, row.id) if kind(one) == entity.name]
        return sorted(found, key=lambda one: one.id)

    def put(
        self,
        entity: Entity,
        expand: Expand,
        rows: Sequence[Row],
        shown: Sequence[dict[str, Any]],
        prefer: Preferences,
    ) -> None:
        """Raises 400 for a name that is no navigation property."""
        way = entity.navigation(expand.name)
        if way is not None:
            self._one(entity, way[0], way[1], expand, rows, shown, prefer)
            return
        back = self.reverse(entity, expand.name)
        if back is None:
            raise no_property(expand.name, entity.name)
        other, lookup = back
        shape = self._renderer.shape(other, expand.select, prefer)
        for row, out in zip(rows, shown, strict=True):
            found = self.pointing(other, lookup, entity, row)
            out[expand.name] = shape.show_all(found[: expand.top])

    def _one(
        self,
        entity: Entity,
        lookup: Attribute,
        target: str | None,
        expand: Expand,
        rows: Sequence[Row],
        shown: Sequence[dict[str, Any]],
        prefer: Preferences,
    ) -> None:
        kind, cell = self._org.target_cell(entity, lookup), self._org.cell(entity, lookup)
        kinds = [target] if target is not None else list(lookup.targets)
        shapes = {
            name: self._renderer.shape(self._org.entities[name], expand.select, prefer)
            for name in kinds
            if target is not None or name == "systemuser"
        }
        for row, out in zip(rows, shown, strict=True):
            id, name = cell(row), kind(row)
            other = self._org.table(name).get(id) if id is not None and name in shapes else None
            live = other is not None and other.archived_at is None
            out[expand.name] = shapes[str(name)].show(other) if live and other is not None else None
