"""Runs a parsed query: finds the rows by the cheapest way that is right, and hands out pages of them.

A result keeps only row numbers. Its pages show the rows as they are when the page is asked for, each once,
whatever happened to their stamps meanwhile; rows deleted since the query began are left out.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from adapters.sandbox.rows import Row
from adapters.sandbox.salesforce.cells import Cells
from adapters.sandbox.salesforce.ids import serial_of
from adapters.sandbox.salesforce.keys import serial_in
from adapters.sandbox.salesforce.schema import SObject
from adapters.sandbox.salesforce.soql_ast import Ordering, Query
from adapters.sandbox.salesforce.soql_filter import Predicate, predicate
from adapters.sandbox.salesforce.soql_names import Names
from adapters.sandbox.salesforce.soql_order import sorter
from adapters.sandbox.salesforce.soql_parse import parse
from adapters.sandbox.salesforce.soql_plan import candidates, window
from adapters.sandbox.salesforce.soql_select import Render, renderer
from adapters.sandbox.salesforce.table import SalesforceTable

LARGEST_OFFSET = 2000
Hidden = Callable[[Row], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """Rows found, as keys whose low bits are serial numbers, and how to show them."""

    table: SalesforceTable
    keys: array[int]
    render: Render
    with_deleted: bool
    is_count: bool

    def page(self, start: int, size: int) -> list[dict[str, Any]]:
        """The JSON of the rows at start .. start + size."""
        at, render = self.table.at, self.render
        shown = []
        for key in self.keys[start : start + size]:
            row = at(serial_in(key))
            if row is not None and (self.with_deleted or row.archived_at is None):
                shown.append(render(row))
        return shown


def run(cells: Cells, text: str, *, version: str, with_deleted: bool, hidden: Hidden | None = None) -> Result:
    """Runs a query text. `hidden` tells rows that time-ordered reads must not see yet.

    Raises SalesforceError 400 for whatever is wrong with the text.
    """
    query = parse(text)
    names = Names(cells, text)
    object = names.object(query.object_name, query.object_at)
    if query.offset > LARGEST_OFFSET:
        raise names.fault(0, "NUMBER_OUTSIDE_VALID_RANGE", f"Maximum SOQL offset allowed is {LARGEST_OFFSET}")
    render = renderer(names, object, query, version)
    search = _Search(names, object, query, with_deleted, hidden)
    found = search.keys()
    return Result(
        table=search.table,
        keys=found,
        render=render,
        with_deleted=with_deleted,
        is_count=query.is_count,
    )


class _Search:
    def __init__(
        self, names: Names, object: SObject, query: Query, with_deleted: bool, hidden: Hidden | None
    ) -> None:
        self.names = names
        self.object = object
        self.query = query
        self.table = names.cells.table(object.name)
        self.test: Predicate | None = predicate(names, object, query.where) if query.where else None
        self.arrange = sorter(names, object, query.order)
        self.window = window(names, object, query.where)
        self.with_deleted = with_deleted
        self.hidden = hidden

    def keys(self) -> array[int]:
        if not self.with_deleted and self.window.deleted:
            return array("q")
        direction = _stamp_direction(self.names, self.object, self.query.order)
        by_time = direction is not None or self.window.bounds_time
        rows = candidates(self.names, self.object, self.query.where)
        if rows is not None:
            return self._cut(self._sorted(self._matching(self._in_id_order(rows))))
        if by_time and self._window_is_enough(direction):
            return self._slice(descending=direction == -1)
        if direction == 1:
            return self._cut(array("q", islice(self._numbers(self._matching(self._timed())), self._last())))
        if by_time:
            return self._cut(self._sorted(sorted(self._matching(self._timed()), key=lambda row: row.id)))
        stream = self._matching(self._numbered())
        if _is_id_order(self.names, self.object, self.query.order):
            return self._cut(array("q", islice(self._numbers(stream), self._last())))
        return self._cut(self._sorted(list(stream)))

    def _window_is_enough(self, direction: int | None) -> bool:
        """Whether the rows are exactly a slice of the key order, in an order the query allows."""
        plain = self.window.exact and self.window.any_serial and self.hidden is None
        return plain and direction is not None

    def _slice(self, *, descending: bool) -> array[int]:
        window, last = self.window, self._last()
        low, high = window.low, window.high
        if self.with_deleted and window.deleted is None:
            merged = array(
                "q", sorted([*self.table.live.between(low, high), *self.table.bin.between(low, high)])
            )
            return self._cut(merged[::-1] if descending else merged)
        keys = self.table.bin if window.deleted else self.table.live
        if descending:
            return self._cut(keys.between(low, high)[::-1])
        return self._cut(keys.between(low, high) if last is None else keys.first(low, high, last))

    def _timed(self) -> Iterator[Row]:
        """Rows of the window in (stamp, Id) order."""
        window = self.window
        if not self.with_deleted or window.deleted is False:
            keys = self.table.live.between(window.low, window.high)
        elif window.deleted:
            keys = self.table.bin.between(window.low, window.high)
        else:
            live, bin = (side.between(window.low, window.high) for side in (self.table.live, self.table.bin))
            keys = array("q", sorted([*live, *bin]))
        for key in keys:
            row = self.table.at(serial_in(key))
            if row is not None and (self.hidden is None or not self.hidden(row)):
                yield row

    def _numbered(self) -> Iterator[Row]:
        """Rows of the window in Id order."""
        for serial in range(max(self.window.first, 1), min(self.window.last, self.table.end)):
            row = self.table.at(serial)
            if row is not None:
                yield row

    def _in_id_order(self, rows: list[Row]) -> list[Row]:
        """Index hits plus, for queryAll, the whole bin, which no index covers."""
        found = {row.id: row for row in rows}
        if self.with_deleted:
            found.update((row.id, row) for row in self.table.after(archived=True))
        return [found[id] for id in sorted(found)]

    def _matching(self, rows: Iterator[Row] | list[Row]) -> Iterator[Row]:
        test, with_deleted = self.test, self.with_deleted
        for row in rows:
            if (with_deleted or row.archived_at is None) and (test is None or test(row)):
                yield row

    def _sorted(self, rows: Iterator[Row] | list[Row]) -> array[int]:
        return array("q", self._numbers(iter(self.arrange(list(rows)))))

    def _numbers(self, rows: Iterator[Row]) -> Iterator[int]:
        return (serial_of(row.id) for row in rows)

    def _last(self) -> int | None:
        """How many rows are needed before OFFSET is taken off; None for all."""
        return None if self.query.limit is None else self.query.offset + self.query.limit

    def _cut(self, keys: array[int]) -> array[int]:
        if self.query.limit is None and self.query.offset == 0:
            return keys
        return keys[self.query.offset : self._last()]


def _stamp_direction(names: Names, object: SObject, order: tuple[Ordering, ...]) -> int | None:
    """1 for ORDER BY SystemModstamp[, Id], -1 for the same backwards, None for any other order."""
    fields = [names.field(object, each.field).field.name for each in order if len(each.field.names) == 1]
    if len(fields) != len(order) or fields not in (["SystemModstamp"], ["SystemModstamp", "Id"]):
        return None
    directions = {each.descending for each in order}
    if len(directions) > 1:
        return None
    return -1 if directions == {True} else 1


def _is_id_order(names: Names, object: SObject, order: tuple[Ordering, ...]) -> bool:
    """Whether plain Id order is what the query asks for, or will do."""
    if not order:
        return True
    first = order[0]
    return (
        not first.descending
        and len(first.field.names) == 1
        and names.field(object, first.field).field.name == "Id"
    )
