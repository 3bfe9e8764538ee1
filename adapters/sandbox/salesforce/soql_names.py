"""Finding what the names in a query stand for, and saying what is wrong with the others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from adapters.sandbox.rows import Row
from adapters.sandbox.salesforce.cells import Cell, Cells
from adapters.sandbox.salesforce.errors import SalesforceError
from adapters.sandbox.salesforce.schema import SField, SObject
from adapters.sandbox.salesforce.soql_ast import FieldPath
from adapters.sandbox.salesforce.soql_parse import fault_at

_REFER = "Please reference your WSDL or the describe call for the appropriate names."


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """A field of the queried object (`lookup` None) or of the row its look-up field points at."""

    object: SObject
    field: SField
    lookup: SField | None


class Names:
    """Resolves the names of one query text."""

    def __init__(self, cells: Cells, text: str) -> None:
        self.cells = cells
        self.text = text

    def fault(self, at: int, code: str, message: str) -> SalesforceError:
        return fault_at(self.text, at, code, message)

    def object(self, name: str, at: int) -> SObject:
        """Raises 400 INVALID_TYPE."""
        found = self.cells.schema.find(name)
        if found is None:
            raise self.fault(
                at,
                "INVALID_TYPE",
                f"sObject type '{name}' is not supported. If you are attempting to use a custom object, be "
                f"sure to append the '__c' after the entity name. {_REFER}",
            )
        return found

    def field(self, object: SObject, path: FieldPath) -> Resolved:
        """Raises 400 INVALID_FIELD."""
        names = path.names
        if len(names) > 1 and names[0].lower() == object.name.lower():
            names = names[1:]
        if len(names) == 1:
            return Resolved(object=object, field=self._column(object, names[0], path.at), lookup=None)
        lookup = object.parent(names[0])
        if lookup is None or len(names) > 2:
            raise self.fault(
                path.at,
                "INVALID_FIELD",
                f"Didn't understand relationship '{names[0] if lookup is None else names[1]}' in field path. "
                "If you are attempting to use a custom relationship, be sure to append the '__r' after the "
                f"custom relationship name. {_REFER}",
            )
        parents = [p for p in (self.cells.schema.find(name) for name in lookup.references) if p is not None]
        parent = next((p for p in parents if p.find(names[1]) is not None), parents[0])
        return Resolved(object=parent, field=self._column(parent, names[1], path.at), lookup=lookup)

    def reader(self, object: SObject, found: Resolved, make: Callable[[SObject, SField], Cell]) -> Cell:
        """A reader of the resolved field from a row of `object`, following the look-up."""
        cell = make(found.object, found.field)
        if found.lookup is None:
            return cell
        follow = self.parent_row(object, found.lookup)

        def read(row: Row) -> Any:
            parent = follow(row)
            return None if parent is None else cell(parent)

        return read

    def parent_row(self, object: SObject, lookup: SField) -> Callable[[Row], Row | None]:
        """Follows a look-up field to the row it names."""
        pointer = self.cells.cell(object, lookup)
        tables = {
            each.prefix: self.cells.table(each.name)
            for each in (self.cells.schema.find(name) for name in lookup.references)
            if each is not None
        }

        def follow(row: Row) -> Row | None:
            target = pointer(row)
            table = tables.get(target[:3]) if target else None
            return None if table is None else table.get(target)

        return follow

    def _column(self, object: SObject, name: str, at: int) -> SField:
        found = object.find(name)
        if found is None:
            raise self.fault(
                at,
                "INVALID_FIELD",
                f"No such column '{name}' on entity '{object.name}'. If you are attempting to use a custom "
                f"field, be sure to append the '__c' after the custom field name. {_REFER}",
            )
        return found
