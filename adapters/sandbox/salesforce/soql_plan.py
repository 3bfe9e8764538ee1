"""Where the rows of a query can be, before any is read: by exact values, or a slice of (stamp, Id) order.

A Window is the set of sort keys a condition can hold for. It is `exact` when being inside it is all the
condition asks, so a keyset page over a million rows is one slice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from adapters.sandbox.rows import Row
from adapters.sandbox.salesforce.cells import is_stored
from adapters.sandbox.salesforce.ids import normal_id, serial_of
from adapters.sandbox.salesforce.keys import SERIAL_BITS
from adapters.sandbox.salesforce.schema import Kind, SObject
from adapters.sandbox.salesforce.soql_ast import (
    And,
    Comparator,
    Comparison,
    Condition,
    Literal,
    Membership,
    Or,
)
from adapters.sandbox.salesforce.soql_filter import filterable
from adapters.sandbox.salesforce.soql_names import Names

TOP = 1 << 62
_SECOND = 1 << SERIAL_BITS


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Keys in [low, high) whose serial is in [first, last); `deleted` None means rows of either state."""

    low: int = 0
    high: int = TOP
    first: int = 0
    last: int = _SECOND
    deleted: bool | None = None
    exact: bool = True

    @property
    def any_serial(self) -> bool:
        return self.first <= 0 and self.last >= _SECOND

    @property
    def bounds_time(self) -> bool:
        return self.low > 0 or self.high < TOP


ANYWHERE = Window(exact=False)


def window(names: Names, object: SObject, condition: Condition | None) -> Window:
    """Where a condition can hold."""
    match condition:
        case None:
            return Window()
        case And(terms=terms):
            found = Window()
            for term in terms:
                found = _both(found, window(names, object, term))
            return found
        case Or(terms=terms):
            parts = sorted((window(names, object, term) for term in terms), key=lambda each: each.low)
            found = parts[0]
            for part in parts[1:]:
                found = _either(found, part)
            return found
        case Comparison(value=value, comparator=comparator):
            return _leaf(names, object, condition, comparator, value)
        case _:
            return ANYWHERE


def _leaf(
    names: Names, object: SObject, condition: Comparison, comparator: Comparator, value: Literal
) -> Window:
    found = filterable(names, object, condition.field)
    if found.lookup is not None:
        return ANYWHERE
    field = found.field
    if field.name == "IsDeleted" and isinstance(value, bool) and comparator in (Comparator.EQ, Comparator.NE):
        return Window(deleted=value == (comparator is Comparator.EQ))
    if field.kind is Kind.DATETIME and isinstance(value, datetime):
        ms = int(value.timestamp() * 1000)
        if field.name == "SystemModstamp":
            return _stamp_window(comparator, ms)
        if field.name == "LastModifiedDate" and comparator in (Comparator.GT, Comparator.GE, Comparator.EQ):
            # The stamp is never older than the last edit, so an edit since then implies a stamp since then.
            return Window(low=-(-ms // 1000) << SERIAL_BITS, exact=False)
    if field.kind is Kind.ID and isinstance(value, str):
        normal = normal_id(value)
        if normal is not None:
            return _id_window(comparator, normal, object.prefix)
    return ANYWHERE


def _stamp_window(comparator: Comparator, ms: int) -> Window:
    down, up = ms // 1000 << SERIAL_BITS, -(-ms // 1000) << SERIAL_BITS
    match comparator:
        case Comparator.GE:
            return Window(low=up)
        case Comparator.GT:
            return Window(low=down + _SECOND)
        case Comparator.LE:
            return Window(high=down + _SECOND)
        case Comparator.LT:
            return Window(high=up)
        case Comparator.EQ:
            return Window(low=down, high=down + _SECOND if down == up else down)
        case Comparator.NE:
            return ANYWHERE


def _id_window(comparator: Comparator, id: str, prefix: str) -> Window:
    """Serial bounds; an id that is not one of ours sorts before or after all of them, or between two."""
    ours = prefix + "5g00000"
    if id[:10] != ours:
        place = 0 if id[:10] < ours else _SECOND
        met = False
    else:
        place, met = serial_of(id), True
    match comparator:
        case Comparator.GT:
            return Window(first=place + met)
        case Comparator.GE:
            return Window(first=place)
        case Comparator.LT:
            return Window(last=place)
        case Comparator.LE:
            return Window(last=place + met)
        case Comparator.EQ:
            return Window(first=place, last=place + met)
        case Comparator.NE:
            return ANYWHERE


def _both(one: Window, two: Window) -> Window:
    deleted = one.deleted if two.deleted is None else two.deleted
    if one.deleted is not None and two.deleted is not None and one.deleted != two.deleted:
        return Window(high=0)
    found = Window(
        low=max(one.low, two.low),
        high=min(one.high, two.high),
        first=max(one.first, two.first),
        last=min(one.last, two.last),
        deleted=deleted,
        exact=one.exact and two.exact,
    )
    if not found.any_serial and found.low % _SECOND == 0 and found.high == found.low + _SECOND:
        # Within one second the keys are in Id order, so Id bounds become key bounds.
        low = found.low + max(found.first, 0)
        high = found.low + min(found.last, _SECOND)
        return replace(found, low=low, high=max(low, high), first=0, last=_SECOND)
    return found


def _either(one: Window, two: Window) -> Window:
    joined = (
        one.exact
        and two.exact
        and one.any_serial
        and two.any_serial
        and one.deleted == two.deleted
        and two.low <= one.high
    )
    return Window(
        low=min(one.low, two.low),
        high=max(one.high, two.high),
        first=min(one.first, two.first),
        last=max(one.last, two.last),
        deleted=one.deleted if one.deleted == two.deleted else None,
        exact=joined,
    )


def candidates(names: Names, object: SObject, condition: Condition | None) -> list[Row] | None:
    """Live rows that can match, by an index over exact values; None when no index helps."""
    match condition:
        case And(terms=terms):
            best: list[Row] | None = None
            for term in terms:
                found = candidates(names, object, term)
                if found is not None and (best is None or len(found) < len(best)):
                    best = found
            return best
        case Or(terms=terms):
            merged: dict[str, Row] = {}
            for term in terms:
                found = candidates(names, object, term)
                if found is None:
                    return None
                merged.update((row.id, row) for row in found)
            return list(merged.values())
        case Comparison(comparator=Comparator.EQ, field=field, value=value):
            return _by_values(names, object, Membership(field=field, negated=False, values=(value,)))
        case Membership(negated=False):
            return _by_values(names, object, condition)
        case _:
            return None


def _by_values(names: Names, object: SObject, condition: Membership) -> list[Row] | None:
    resolved = filterable(names, object, condition.field)
    field, values = resolved.field, condition.values
    if resolved.lookup is not None or not _all_text(values):
        return None
    table = names.cells.table(object.name)
    found: dict[str, Row] = {}
    if field.kind is Kind.ID:
        for value in values:
            row = table.get(str(value))
            if row is not None:
                found[row.id] = row
        return list(found.values())
    indexed = (
        field.unique or field.external_id or field.id_lookup or field.kind in (Kind.EMAIL, Kind.REFERENCE)
    )
    if not is_stored(object, field) or not (indexed or field.described["nameField"]):
        return None
    for value in map(str, values):
        key = normal_id(value) or value if field.kind is Kind.REFERENCE else value
        for row in table.find(field.name, key):
            found[row.id] = row
    return list(found.values())


def _all_text(values: Sequence[Literal]) -> bool:
    return all(isinstance(value, str) and value for value in values)
