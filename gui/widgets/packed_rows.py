"""Rows in their order, of which only those that were looked at last are objects; the others lie packed.

A hundred thousand rows as objects take most of a gigabyte, and stop the window for a second whenever Python's collector
walks them.
"""

from __future__ import annotations

import zlib
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Iterable, MutableSequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final, Generic, TypeVar, overload

from pydantic import TypeAdapter

from core.wire.words import Word

Row = TypeVar("Row", bound=Word)
TOGETHER: Final = 200  # rows that are packed and taken out as one
KEPT: Final = 20  # portions that are objects: 4,000 rows


@dataclass(eq=False, slots=True)
class _Portion(Generic[Row]):
    """So many rows, as objects or packed; both where they were taken out and nothing was changed since."""

    count: int
    rows: list[Row] | None
    packed: bytes | None = None


class PackedRows(MutableSequence[Row]):
    """A list of rows of one kind. One by one, or by a slice to read; going through all of it takes all of it out."""

    def __init__(self, kind: type[Row], rows: Iterable[Row] = (), *, kept: int = KEPT) -> None:
        self._words: TypeAdapter[list[Row]] = TypeAdapter(list[kind])  # type: ignore[valid-type]
        self._kept = kept
        self._portions: list[_Portion[Row]] = []
        self._ends: list[int] = []
        self._out: OrderedDict[_Portion[Row], None] = OrderedDict()
        self.extend(rows)

    def __len__(self) -> int:
        return self._ends[-1] if self._ends else 0

    @overload
    def __getitem__(self, at: int) -> Row: ...
    @overload
    def __getitem__(self, at: slice) -> list[Row]: ...
    def __getitem__(self, at: int | slice) -> Row | list[Row]:
        if isinstance(at, slice):
            return [self[one] for one in range(*at.indices(len(self)))]
        rows, within = self._found(at)
        return rows[within]

    @overload
    def __setitem__(self, at: int, row: Row) -> None: ...
    @overload
    def __setitem__(self, at: slice, row: Iterable[Row]) -> None: ...
    def __setitem__(self, at: int | slice, row: Row | Iterable[Row]) -> None:
        if isinstance(at, slice) or not isinstance(row, Word):
            raise TypeError("rows are replaced one by one")
        rows, within = self._found(at, changes=True)
        rows[within] = row

    def __delitem__(self, at: int | slice) -> None:
        if isinstance(at, slice):
            raise TypeError("rows are dropped one by one")
        rows, within = self._found(at, changes=True)
        del rows[within]
        self._count()

    def insert(self, at: int, row: Row) -> None:
        at = min(max(0, at), len(self))
        if at == len(self):
            self.extend((row,))
            return
        rows, within = self._found(at, changes=True)
        rows.insert(within, row)
        self._count()

    def extend(self, rows: Iterable[Row]) -> None:
        some = list(rows)
        for begin in range(0, len(some), TOGETHER):
            fresh = some[begin : begin + TOGETHER]
            last = self._portions[-1] if self._portions else None
            if last is not None and last.count + len(fresh) <= TOGETHER:
                self._taken_out(last, changes=True).extend(fresh)
            else:
                made = _Portion(count=len(fresh), rows=fresh)
                self._portions.append(made)
                self._look_at(made)
            self._count()

    # inside -------------------------------------------------------------------------------------------------------------
    def _found(self, at: int, *, changes: bool = False) -> tuple[list[Row], int]:
        """The portion as objects, and the place within it. Raises IndexError."""
        size = len(self)
        at = at + size if at < 0 else at
        if not 0 <= at < size:
            raise IndexError(at)
        number = bisect_right(self._ends, at)
        return self._taken_out(self._portions[number], changes=changes), at - (
            self._ends[number - 1] if number else 0
        )

    def _taken_out(self, one: _Portion[Row], *, changes: bool = False) -> list[Row]:
        if one.rows is None:
            one.rows = self._words.validate_json(zlib.decompress(one.packed or b""))
        if changes:
            one.packed = None
        self._look_at(one)
        return one.rows

    def _look_at(self, one: _Portion[Row]) -> None:
        self._out[one] = None
        self._out.move_to_end(one)
        while len(self._out) > self._kept:
            self._pack(self._out.popitem(last=False)[0])

    def _pack(self, one: _Portion[Row]) -> None:
        if one.packed is None and one.rows is not None:
            one.packed = zlib.compress(self._words.dump_json(one.rows), 1)
        one.rows = None

    def _count(self) -> None:
        for one in self._out:
            one.count = len(one.rows or ())
        gone = [one for one in self._out if not one.count]
        for one in gone:
            del self._out[one]
            self._portions.remove(one)
        self._ends = list(accumulate(one.count for one in self._portions))
