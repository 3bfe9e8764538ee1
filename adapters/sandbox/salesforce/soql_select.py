"""The select list as one function from a row to the JSON object a query answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from adapters.sandbox.rows import Row
from adapters.sandbox.salesforce.cells import Cell
from adapters.sandbox.salesforce.schema import SField, SObject
from adapters.sandbox.salesforce.soql_ast import FieldPath, Query
from adapters.sandbox.salesforce.soql_filter import predicate
from adapters.sandbox.salesforce.soql_names import Names
from adapters.sandbox.salesforce.soql_order import sorter

Render = Callable[[Row], dict[str, Any]]


def renderer(names: Names, object: SObject, query: Query, version: str) -> Render:
    """Raises SalesforceError for unknown fields and relationships, or a field named twice."""
    plain: list[tuple[str, Cell]] = []
    parents: dict[str, tuple[SField, list[FieldPath]]] = {}
    seen: set[str] = set()
    for item in query.select:
        if isinstance(item, Query):
            plain.append(_children(names, object, item, version))
            continue
        found = names.field(object, item)
        full = f"{found.lookup.name if found.lookup else ''}.{found.field.name}"
        if full in seen:
            raise names.fault(item.at, "INVALID_FIELD", f"duplicate field selected: {item.text}")
        seen.add(full)
        if found.lookup is None:
            plain.append((found.field.name, names.cells.cell(object, found.field)))
        else:
            parents.setdefault(found.lookup.relationship or found.lookup.name, (found.lookup, []))[1].append(
                item
            )
    for relationship, (lookup, paths) in parents.items():
        plain.append((relationship, _parent(names, object, lookup, paths, version)))
    return _row_renderer(object, plain, version)


def _row_renderer(object: SObject, cells: list[tuple[str, Cell]], version: str) -> Render:
    prefix = f"/services/data/{version}/sobjects/{object.name}/"
    type_name = object.name

    def render(row: Row) -> dict[str, Any]:
        shown: dict[str, Any] = {"attributes": {"type": type_name, "url": prefix + row.id}}
        for name, cell in cells:
            shown[name] = cell(row)
        return shown

    return render


def _parent(names: Names, object: SObject, lookup: SField, paths: list[FieldPath], version: str) -> Cell:
    follow = names.parent_row(object, lookup)
    renders: dict[str, Render] = {}
    for target in (names.cells.schema.find(name) for name in lookup.references):
        if target is not None:
            fields = [each for each in (target.find(path.names[-1]) for path in paths) if each is not None]
            cells = [(each.name, names.cells.cell(target, each)) for each in fields]
            renders[target.prefix] = _row_renderer(target, cells, version)

    def read(row: Row) -> dict[str, Any] | None:
        parent = follow(row)
        return None if parent is None else renders[parent.id[:3]](parent)

    return read


def _children(names: Names, object: SObject, query: Query, version: str) -> tuple[str, Cell]:
    relation = object.child(query.object_name)
    child = names.cells.schema.find(relation.child) if relation else None
    if relation is None or child is None or query.is_count:
        raise names.fault(
            query.object_at,
            "INVALID_TYPE",
            f"Didn't understand relationship '{query.object_name}' in FROM part of query call. If you are "
            "attempting to use a custom relationship, be sure to append the '__r' after the custom "
            "relationship name. Please reference your WSDL or the describe call for the appropriate names.",
        )
    if any(isinstance(item, Query) for item in query.select):
        raise names.fault(query.object_at, "MALFORMED_QUERY", "sub-selects go one level deep")
    render = renderer(names, child, query, version)
    test = predicate(names, child, query.where) if query.where else None
    arrange = sorter(names, child, query.order)
    table, column = names.cells.table(child.name), relation.field

    def read(row: Row) -> dict[str, Any] | None:
        rows = sorted(table.find(column, row.id), key=lambda each: each.id)
        found = arrange([each for each in rows if test is None or test(each)])
        page = found[query.offset :][: query.limit]
        if not page:
            return None
        return {"totalSize": len(page), "done": True, "records": [render(each) for each in page]}

    return relation.name, read
