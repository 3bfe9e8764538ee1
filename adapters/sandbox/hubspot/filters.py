"""Search filters: the operators HubSpot documents, compiled to predicates over (modified, values, row)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from adapters.sandbox.hubspot.errors import invalid
from adapters.sandbox.hubspot.fields import ObjectType, read_time
from adapters.sandbox.hubspot.render import Renderer
from adapters.sandbox.ledger import Value
from adapters.sandbox.rows import Row, Table

MAX_GROUPS, MAX_FILTERS, MAX_TOTAL = 6, 6, 18
FOREVER = 1 << 60
Predicate = Callable[[Row, int, tuple[Value, ...]], bool]
_MODIFIED = ("lastmodifieddate", "hs_lastmodifieddate")


@dataclass(slots=True, kw_only=True)
class Group:
    """Filters that must all hold. Bounds on id and modified time are kept apart, they choose the way to search.

    `exact` holds look-ups (column, values) an index can answer; `rest` all other predicates. `never` means a
    filter nothing can meet, such as one on the other objects' modified time.
    """

    low: int = 0
    high: int = FOREVER
    above: str = ""
    below: str = "~"
    ids: set[str] | None = None
    exact: list[tuple[str, list[str]]]
    rest: list[Predicate]
    never: bool = False

    def matches(self, row: Row, modified: int, values: tuple[Value, ...]) -> bool:
        """Whether a version of a row meets every filter, `exact` ones excepted."""
        if not (self.low <= modified <= self.high and self.above < row.id < self.below):
            return False
        if self.ids is not None and row.id not in self.ids:
            return False
        return all(predicate(row, modified, values) for predicate in self.rest)


def read_groups(body: dict[str, Any], object: ObjectType, table: Table, renderer: Renderer) -> list[Group]:
    """The filter groups of a search body; raises Problem. No groups means everything."""
    given = body.get("filterGroups")
    if given is None:
        given = [{"filters": body["filters"]}] if body.get("filters") else []
    if len(given) > MAX_GROUPS or sum(len(g.get("filters") or ()) for g in given) > MAX_TOTAL:
        raise invalid(f"Too many filters: at most {MAX_GROUPS} filterGroups and {MAX_TOTAL} filters in all")
    groups = []
    for entry in given:
        filters = entry.get("filters") or []
        if len(filters) > MAX_FILTERS:
            raise invalid(f"Too many filters in a group: at most {MAX_FILTERS}")
        group = Group(exact=[], rest=[])
        for filter in filters:
            _add(group, filter, object, table, renderer)
        groups.append(group)
    return groups or [Group(exact=[], rest=[])]


def _add(group: Group, filter: dict[str, Any], object: ObjectType, table: Table, renderer: Renderer) -> None:
    name, operator = filter.get("propertyName"), filter.get("operator")
    if not isinstance(name, str) or not isinstance(operator, str):
        raise invalid("Each filter needs propertyName and operator")
    if name in _MODIFIED and name != object.modified:
        # The index answers nothing, and no error, for the modified property of other objects (CRM_FACTS 1.2).
        group.never = True
        return
    if name not in object.properties:
        raise invalid(f"There was a problem with the request: property {name} does not exist")
    if operator in ("HAS_PROPERTY", "NOT_HAS_PROPERTY"):
        read = _reader(name, object, table, renderer)
        wanted = operator == "HAS_PROPERTY"
        group.rest.append(lambda row, modified, values: (read(row, modified, values) is not None) is wanted)
        return
    operands = _operands(filter, operator)
    if name == object.modified and _bound_time(group, operator, operands):
        return
    if name == "hs_object_id" and _bound_id(group, operator, operands):
        return
    definition = object.properties[name]
    texts = (
        definition.type in ("string", "phone_number", "enumeration") and definition.field_type != "checkbox"
    )
    if operator in ("EQ", "IN") and texts and name in table.columns:
        group.exact.append((name, operands))
        return
    group.rest.append(_compare(name, operator, operands, object, table, renderer))


def _operands(filter: dict[str, Any], operator: str) -> list[str]:
    if operator in ("IN", "NOT_IN"):
        values = filter.get("values")
        if not isinstance(values, list) or not values:
            raise invalid(f"Operator {operator} needs 'values'")
        return [str(value) for value in values]
    if filter.get("value") is None:
        raise invalid(f"Operator {operator} needs 'value'")
    if operator == "BETWEEN":
        if filter.get("highValue") is None:
            raise invalid("Operator BETWEEN needs 'highValue'")
        return [str(filter["value"]), str(filter["highValue"])]
    return [str(filter["value"])]


def _time(text: str) -> int:
    stamp = read_time(text)
    if stamp is None:
        raise invalid(f"{text!r} is not a date time: use ms since 1970 or ISO 8601")
    return stamp


def _bound_time(group: Group, operator: str, operands: list[str]) -> bool:
    low, high = 0, FOREVER
    match operator:
        case "GTE":
            low = _time(operands[0])
        case "GT":
            low = _time(operands[0]) + 1
        case "LTE":
            high = _time(operands[0])
        case "LT":
            high = _time(operands[0]) - 1
        case "EQ":
            low = high = _time(operands[0])
        case "BETWEEN":
            low, high = _time(operands[0]), _time(operands[1])
        case _:
            return False
    group.low, group.high = max(group.low, low), min(group.high, high)
    return True


def _bound_id(group: Group, operator: str, operands: list[str]) -> bool:
    if not all(operand.isdigit() for operand in operands):
        raise invalid(f"hs_object_id takes whole numbers, not {operands}")
    match operator:
        case "GT":
            group.above = max(group.above, _wide(int(operands[0])))
        case "GTE":
            group.above = max(group.above, _wide(int(operands[0]) - 1))
        case "LT":
            group.below = min(group.below, _wide(int(operands[0])))
        case "LTE":
            group.below = min(group.below, _wide(int(operands[0]) + 1))
        case "EQ" | "IN":
            wanted = {_wide(int(operand)) for operand in operands}
            group.ids = wanted if group.ids is None else group.ids & wanted
        case _:
            return False
    return True


def _wide(number: int) -> str:
    """A number as an id of this sandbox, all of which have twelve digits."""
    if number < 0:
        return ""
    return f"{number:012d}" if number < 10**12 else "~"


_Reader = Callable[[Row, int, tuple[Value, ...]], Value]


def _reader(name: str, object: ObjectType, table: Table, renderer: Renderer) -> _Reader:
    at = table.columns.get(name)
    if at is not None:
        column = at
        return lambda row, modified, values: values[column] if column < len(values) else None
    if name == object.modified:
        return lambda row, modified, values: modified
    if name == "createdate":
        return lambda row, modified, values: row.created
    getter = renderer.getter(object, name)
    return lambda row, modified, values: getter(row)


def _compare(
    name: str, operator: str, operands: list[str], object: ObjectType, table: Table, renderer: Renderer
) -> Predicate:
    read = _reader(name, object, table, renderer)
    kind = object.properties[name].type
    if operator in ("CONTAINS_TOKEN", "NOT_CONTAINS_TOKEN"):
        pattern = _token_pattern(operands[0])
        wanted = operator == "CONTAINS_TOKEN"
        return lambda row, modified, values: (
            bool(pattern.search(str(read(row, modified, values) or ""))) is wanted
        )
    key = _key_for(kind)
    wants = [key(operand) for operand in operands]
    if any(want is None for want in wants):
        raise invalid(f"Filter on {name}: {operands} does not fit its type {kind}")

    def test(row: Row, modified: int, values: tuple[Value, ...]) -> bool:
        value = read(row, modified, values)
        if value is None:
            return operator in ("NEQ", "NOT_IN")
        return _holds(operator, key(value), wants)

    if operator not in ("EQ", "NEQ", "IN", "NOT_IN", "LT", "LTE", "GT", "GTE", "BETWEEN"):
        raise invalid(f"Unknown operator {operator!r}")
    return test


def _holds(operator: str, value: Any, wants: list[Any]) -> bool:
    match operator:
        case "EQ" | "IN":
            return value in wants
        case "NEQ" | "NOT_IN":
            return value not in wants
        case "LT":
            return bool(value < wants[0])
        case "LTE":
            return bool(value <= wants[0])
        case "GT":
            return bool(value > wants[0])
        case "GTE":
            return bool(value >= wants[0])
        case _:
            return bool(wants[0] <= value <= wants[1])


def _key_for(kind: str) -> Callable[[Any], Any]:
    match kind:
        case "number":
            return _number
        case "date" | "datetime":
            return lambda value: value if isinstance(value, int) else read_time(str(value))
        case _:
            return lambda value: str(value).casefold()


def _number(value: object) -> float | None:
    try:
        return float(str(value))
    except ValueError:
        return None


def _token_pattern(text: str) -> re.Pattern[str]:
    start = "" if text.startswith("*") else r"(?<!\w)"
    end = "" if text.endswith("*") else r"(?!\w)"
    body = r"\w*".join(re.escape(part) for part in text.strip("*").split("*"))
    return re.compile(start + body + end, re.IGNORECASE)
