"""Rows of one kind by id, with the open ones and the record each is about at hand: attempts, conflicts, items."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from heapq import nsmallest
from typing import Generic, Protocol, TypeVar


class AboutRecord(Protocol):
    @property
    def record_id(self) -> str | None: ...


Row = TypeVar("Row", bound=AboutRecord)


class Shelf(Generic[Row]):
    """`claim` says what an open row keeps to itself, None for a closed one; no two rows may hold one claim."""

    def __init__(self, claim: Callable[[Row], Hashable | None]) -> None:
        self._claim = claim
        self._rows: dict[str, Row] = {}
        self._holders: dict[Hashable, str] = {}
        self._about: defaultdict[str, set[str]] = defaultdict(set)

    def get(self, id: str) -> Row | None:
        return self._rows.get(id)

    def holder(self, claim: Hashable) -> str | None:
        """The id of the open row that holds this claim."""
        return self._holders.get(claim)

    def put(self, rows: Mapping[str, Row]) -> None:
        """Upsert; the caller has made sure that claims stay unique."""
        for id in rows:
            self._remove(id)
        for id, row in rows.items():
            self._rows[id] = row
            if row.record_id is not None:
                self._about[row.record_id].add(id)
            claim = self._claim(row)
            if claim is not None:
                self._holders[claim] = id

    def _remove(self, id: str) -> None:
        former = self._rows.pop(id, None)
        if former is None:
            return
        if former.record_id is not None:
            self._about[former.record_id].discard(id)
        claim = self._claim(former)
        if claim is not None:
            del self._holders[claim]

    def about(self, record_id: str) -> list[Row]:
        """Every row about this record, by id."""
        return [self._rows[id] for id in sorted(self._about.get(record_id, ()))]

    def all_open(self) -> list[Row]:
        return [self._rows[id] for id in sorted(self._holders.values())]

    def open_about(self, record_ids: Iterable[str]) -> list[Row]:
        """Open rows about these records, by id."""
        ids = {id for record_id in record_ids for id in self._about.get(record_id, ())}
        return [row for id in sorted(ids) if self._claim(row := self._rows[id]) is not None]

    def page(self, wanted: Callable[[Row], bool], after: str | None, limit: int) -> list[Row]:
        """The next rows by id."""
        ids = (id for id, row in self._rows.items() if (after is None or id > after) and wanted(row))
        return [self._rows[id] for id in nsmallest(limit, ids)]

    def drop(self, wanted: Callable[[Row], bool]) -> int:
        """Remove the rows that are wanted gone; how many."""
        ids = [id for id, row in self._rows.items() if wanted(row)]
        for id in ids:
            self._remove(id)
        return len(ids)
