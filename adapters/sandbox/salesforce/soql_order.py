"""ORDER BY: rows sorted by several fields, unset values first unless the query says last."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from adapters.sandbox.rows import Row
from adapters.sandbox.salesforce.cells import Cell
from adapters.sandbox.salesforce.schema import Kind, SObject
from adapters.sandbox.salesforce.soql_ast import Ordering
from adapters.sandbox.salesforce.soql_filter import comparable
from adapters.sandbox.salesforce.soql_names import Names

Arrange = Callable[[list[Row]], list[Row]]


def sorter(names: Names, object: SObject, order: Sequence[Ordering]) -> Arrange:
    """Sorts rows given in Id order. Raises INVALID_FIELD for fields that are unknown or may not be sorted."""
    keys: list[tuple[Callable[[Row], Any], bool]] = []
    for each in reversed(order):
        found = names.field(object, each.field)
        if not found.field.sortable or found.field.kind is Kind.COMPOUND:
            raise names.fault(
                each.field.at,
                "INVALID_FIELD",
                f"field '{found.field.name}' can not be sorted in a query call",
            )
        keys.append((_key(comparable(names, object, found), each), each.descending))

    def arrange(rows: list[Row]) -> list[Row]:
        for key, descending in keys:
            rows = sorted(rows, key=key, reverse=descending)
        return rows

    return arrange


def _key(read: Cell, ordering: Ordering) -> Callable[[Row], Any]:
    # Sorting backwards also turns the place of unset values round, so it is turned here first.
    unset_low = ordering.nulls_last == ordering.descending

    def key(row: Row) -> tuple[bool, Any]:
        value = read(row)
        if value is None:
            return (not unset_low, 0)
        return (unset_low, value)

    return key
