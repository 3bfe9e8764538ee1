"""A WHERE condition as a predicate over rows: case does not matter in text, `!=` holds for unset fields."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from adapters.sandbox.rows import Row
from adapters.sandbox.salesforce.cells import Cell
from adapters.sandbox.salesforce.ids import normal_id
from adapters.sandbox.salesforce.schema import TEXT_KINDS, Kind, SField, SObject
from adapters.sandbox.salesforce.soql_ast import (
    And,
    Comparator,
    Comparison,
    Condition,
    FieldPath,
    Like,
    Literal,
    Membership,
    Not,
    Or,
    Selection,
)
from adapters.sandbox.salesforce.soql_names import Names, Resolved

Predicate = Callable[[Row], bool]
_DEEPEST = 60
_ORDERED: Mapping[Comparator, Callable[[Any, Any], Any]] = {
    Comparator.LT: operator.lt,
    Comparator.LE: operator.le,
    Comparator.GT: operator.gt,
    Comparator.GE: operator.ge,
}


def predicate(names: Names, object: SObject, condition: Condition, depth: int = 0) -> Predicate:
    """Raises SalesforceError for unknown fields and literals of the wrong type."""
    if depth > _DEEPEST:
        raise names.fault(0, "QUERY_TOO_COMPLICATED", f"conditions are nested deeper than {_DEEPEST}")
    match condition:
        case And(terms=terms):
            return _all([predicate(names, object, term, depth + 1) for term in terms])
        case Or(terms=terms):
            return _any([predicate(names, object, term, depth + 1) for term in terms])
        case Not(term=term):
            inner = predicate(names, object, term, depth + 1)
            return lambda row: not inner(row)
        case Comparison():
            return _comparison(names, object, condition)
        case Membership():
            return _membership(names, object, condition)
        case Like():
            return _like(names, object, condition)
        case Selection():
            return _selection(names, object, condition)


def converted(names: Names, field: SField, value: Literal, at: int) -> Any:
    """A literal in the form `comparable` reads the field. Raises INVALID_FIELD when the type is wrong."""
    if value is None:
        return None
    kind = field.kind
    if kind in (Kind.ID, Kind.REFERENCE):
        if value == "":
            return None
        normal = normal_id(value) if isinstance(value, str) else None
        if normal is None:
            raise names.fault(at, "INVALID_QUERY_FILTER_OPERATOR", f"invalid ID field: {value}")
        return normal
    if kind is Kind.BOOLEAN and isinstance(value, bool):
        return value
    if kind in (Kind.WHOLE, Kind.NUMBER) and isinstance(value, int | Decimal) and not isinstance(value, bool):
        return value if isinstance(value, int) else float(value)
    if kind is Kind.DATE and isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    if kind is Kind.DATETIME and isinstance(value, datetime):
        return int(value.timestamp() * 1000)
    if kind in TEXT_KINDS and isinstance(value, str):
        return (value if field.case_sensitive else value.casefold()) or None
    raise names.fault(
        at,
        "INVALID_FIELD",
        f"value of filter criterion for field '{field.name}' must be of type {_wanted(kind)}",
    )


def comparable(names: Names, object: SObject, found: Resolved) -> Cell:
    """A reader of the field in the form literals are compared in."""

    def make(owner: SObject, field: SField) -> Cell:
        stamp = names.cells.stamp(owner, field)
        if stamp is not None:
            return stamp
        cell = names.cells.cell(owner, field)
        if field.kind in TEXT_KINDS and not field.case_sensitive:
            return lambda row: None if (text := cell(row)) is None else text.casefold()
        if field.kind is Kind.DATETIME:
            return lambda row: None if (text := cell(row)) is None else _text_ms(text)
        return cell

    return names.reader(object, found, make)


def filterable(names: Names, object: SObject, path: FieldPath) -> Resolved:
    """The field a condition names. Raises INVALID_FIELD when it is unknown or may not be filtered."""
    found = names.field(object, path)
    if not found.field.filterable or found.field.kind is Kind.COMPOUND:
        raise names.fault(
            path.at, "INVALID_FIELD", f"field '{found.field.name}' can not be filtered in a query call"
        )
    return found


def _comparison(names: Names, object: SObject, condition: Comparison) -> Predicate:
    found = filterable(names, object, condition.field)
    read = comparable(names, object, found)
    value = converted(names, found.field, condition.value, condition.field.at)
    comparator = condition.comparator
    if comparator is Comparator.EQ:
        return lambda row: bool(read(row) == value)
    if comparator is Comparator.NE:
        return lambda row: bool(read(row) != value)
    if value is None or found.field.kind in (Kind.BOOLEAN, Kind.MULTI):
        raise names.fault(
            condition.field.at,
            "INVALID_QUERY_FILTER_OPERATOR",
            f"invalid operator '{comparator.value}' on field '{found.field.name}'",
        )
    holds = _ORDERED[comparator]

    def test(row: Row) -> bool:
        held = read(row)
        return held is not None and bool(holds(held, value))

    return test


def _membership(names: Names, object: SObject, condition: Membership) -> Predicate:
    found = filterable(names, object, condition.field)
    read = comparable(names, object, found)
    values = frozenset(converted(names, found.field, value, condition.field.at) for value in condition.values)
    if condition.negated:
        return lambda row: read(row) not in values
    return lambda row: read(row) in values


def _like(names: Names, object: SObject, condition: Like) -> Predicate:
    found = filterable(names, object, condition.field)
    if found.field.kind not in TEXT_KINDS or found.field.kind is Kind.MULTI:
        raise names.fault(
            condition.field.at,
            "INVALID_QUERY_FILTER_OPERATOR",
            f"invalid operator LIKE on field '{found.field.name}'",
        )
    read = comparable(names, object, found)
    flags = re.DOTALL if found.field.case_sensitive else re.DOTALL | re.IGNORECASE
    matches = re.compile(condition.pattern, flags).fullmatch
    return lambda row: (text := read(row)) is not None and matches(text) is not None


def _selection(names: Names, object: SObject, condition: Selection) -> Predicate:
    found = filterable(names, object, condition.field)
    if found.field.kind is not Kind.MULTI:
        raise names.fault(
            condition.field.at,
            "INVALID_QUERY_FILTER_OPERATOR",
            f"includes/excludes operator only valid for multi-picklists, not for field '{found.field.name}'",
        )
    read = comparable(names, object, found)
    wanted = []
    for value in condition.values:
        text = converted(names, found.field, value, condition.field.at)
        wanted.append(frozenset((text or "").split(";")))

    def includes(row: Row) -> bool:
        held = frozenset((read(row) or "").split(";"))
        return any(choices <= held for choices in wanted)

    return (lambda row: not includes(row)) if condition.negated else includes


def _all(tests: Sequence[Predicate]) -> Predicate:
    if len(tests) == 2:
        one, two = tests
        return lambda row: one(row) and two(row)
    return lambda row: all(test(row) for test in tests)


def _any(tests: Sequence[Predicate]) -> Predicate:
    if len(tests) == 2:
        one, two = tests
        return lambda row: one(row) or two(row)
    return lambda row: any(test(row) for test in tests)


def _text_ms(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp() * 1000)


def _wanted(kind: Kind) -> str:
    match kind:
        case Kind.BOOLEAN:
            return "boolean and should not be enclosed in quotes"
        case Kind.WHOLE | Kind.NUMBER:
            return "double and should not be enclosed in quotes"
        case Kind.DATE:
            return "date and should not be enclosed in quotes"
        case Kind.DATETIME:
            return "dateTime and should not be enclosed in quotes"
        case _:
            return "string and should be enclosed in quotes"
