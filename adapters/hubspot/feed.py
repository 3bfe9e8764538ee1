"""Reading what HubSpot holds: the backfill by list, the change feed by search, the recycle bin for tombstones."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import msgspec

from adapters.base import Page
from adapters.hubspot import wire
from adapters.hubspot.api import MOST_SEARCH_TEXT, HubSpotApi
from adapters.hubspot.associations import Associations
from adapters.hubspot.cursor import Position, parse_position
from adapters.hubspot.payloads import Reader
from core.records import RemoteRecord, Value

SEARCH_PAGE: Final = 200
READ_BATCH: Final = 100
_LONGEST_QUERY: Final = 6_000  # of a list's properties in the address line


class Feed:
    """`overlap` and `deep_overlap` are milliseconds every pass reads again, because searches see writes late."""

    def __init__(
        self, api: HubSpotApi, associations: Associations, *, overlap: int, deep_overlap: int
    ) -> None:
        self._api, self._associations = api, associations
        self._overlap, self._deep_overlap = overlap, deep_overlap

    def now(self, reader: Reader) -> str:
        """The newest visible modified time, or HubSpot's clock where that is earlier or nothing is there."""
        newest = self._search(reader, [], 1, newest_first=True).results
        told = [reader.modified(row) for row in newest]
        if self._api.rest.clock_ms is not None:
            told.append(self._api.rest.clock_ms)
        # With neither, everything since 1970 is the safe answer: the table is empty anyway.
        return Position(seen=min(told, default=0)).text()

    def backfill(self, reader: Reader, position: str | None) -> Page:
        facts = reader.facts
        others = tuple(facts.linked[name] for name in reader.linked)
        if len(",".join(reader.properties)) > _LONGEST_QUERY:
            page = self._api.page(facts.name, [facts.modified], position, associations=others)
            page.results = self._completed(reader, page.results)
        else:
            page = self._api.page(facts.name, reader.properties, position, associations=others)
        after = page.paging.next.after if page.paging is not None and page.paging.next is not None else None
        total = None
        if position is None and after is not None:
            total = self._search(reader, [], 1).total
        return Page(
            records=self._with_inline(reader, page.results),
            position=after or position or "",
            more=after is not None,
            total=total,
        )

    def changes(self, reader: Reader, position: str, *, deep: bool) -> Page:
        at = parse_position(position)
        match at.stage:
            case "start":
                return self._start(reader, at, deep)
            case "ids":
                return self._by_id(reader, at, deep)
            case "archived":
                return self._archived(reader, at)

    def _start(self, reader: Reader, at: Position, deep: bool) -> Page:
        low = max(0, at.seen - (self._deep_overlap if deep else self._overlap))
        page = self._search(reader, [_from(reader, low)], SEARCH_PAGE, newest_first=True)
        if not page.results:
            return self._finish(reader, [], Position(seen=at.seen, low=low, high=at.seen), deep)
        high = max(at.seen, reader.modified(page.results[0]))
        whole = (page.total or 0) <= len(page.results)
        window = Position(seen=at.seen, stage="ids", low=low, high=high)
        if whole:
            return self._finish(reader, page.results, window, deep)
        return self._by_id(reader, window, deep)

    def _by_id(self, reader: Reader, at: Position, deep: bool) -> Page:
        filters = [_between(reader, at.low, at.high)]
        if at.after:
            filters.append({"propertyName": "hs_object_id", "operator": "GT", "value": at.after})
        page = self._search(reader, filters, SEARCH_PAGE)
        if len(page.results) < SEARCH_PAGE:
            return self._finish(reader, page.results, at, deep)
        following = Position(seen=at.seen, stage="ids", low=at.low, high=at.high, after=page.results[-1].id)
        return Page(records=self._changed(reader, page.results), position=following.text(), more=True)

    def _finish(self, reader: Reader, rows: Sequence[wire.Record], at: Position, deep: bool) -> Page:
        """The window is read: the pass is over, or goes on to the recycle bin."""
        if deep:
            bin = Position(seen=at.seen, stage="archived", low=at.low, high=at.high)
            return Page(records=self._changed(reader, rows), position=bin.text(), more=True)
        return Page(records=self._changed(reader, rows), position=Position(seen=at.high).text(), more=False)

    def _archived(self, reader: Reader, at: Position) -> Page:
        """The bin has no filter: every page is looked through, only what went in since the window began is told."""
        page = self._api.page(reader.facts.name, reader.properties, at.after or None, archived=True)
        records = tuple(reader.record(row) for row in page.results if reader.modified(row) >= at.low)
        if page.paging is None or page.paging.next is None:
            return Page(records=records, position=Position(seen=at.high).text(), more=False)
        following = Position(
            seen=at.seen, stage="archived", low=at.low, high=at.high, after=page.paging.next.after
        )
        return Page(records=records, position=following.text(), more=True)

    def _search(
        self, reader: Reader, filters: Sequence[dict[str, Any]], limit: int, *, newest_first: bool = False
    ) -> wire.RecordPage:
        facts = reader.facts
        sort = facts.modified if newest_first else "hs_object_id"
        direction = "DESCENDING" if newest_first else "ASCENDING"
        body: dict[str, Any] = {
            "filterGroups": [{"filters": list(filters)}] if filters else [],
            "sorts": [{"propertyName": sort, "direction": direction}],
            "properties": reader.properties,
            "limit": limit,
        }
        if limit == 1 or len(msgspec.json.encode(body)) > MOST_SEARCH_TEXT:
            body["properties"] = [facts.modified]
        return self._api.search(facts.name, body)

    def _completed(self, reader: Reader, rows: Sequence[wire.Record]) -> list[wire.Record]:
        """The same records with all their properties, for field lists too long to ask for in one go."""
        full: dict[str, wire.Record] = {}
        for start in range(0, len(rows), READ_BATCH):
            ids = [row.id for row in rows[start : start + READ_BATCH]]
            full |= {row.id: row for row in self._api.read(reader.facts.name, reader.properties, ids).results}
        for row in rows:
            if row.id in full:
                full[row.id].associations = row.associations
        return [full[row.id] for row in rows if row.id in full]

    def _changed(self, reader: Reader, rows: Sequence[wire.Record]) -> tuple[RemoteRecord, ...]:
        if not all(reader.holds(row) for row in rows):
            rows = self._completed(reader, rows)
        links = self._associations.read(reader.facts, [row.id for row in rows], reader.linked)
        records = [reader.record(row, links[row.id]) for row in rows]
        return tuple(records) + tuple(loser for row in rows for loser in reader.losers(row))

    def _with_inline(self, reader: Reader, rows: Sequence[wire.Record]) -> tuple[RemoteRecord, ...]:
        found: dict[str, dict[str, Value]] = {}
        cut = []
        for row in rows:
            links = self._associations.inline(reader.facts, row, reader.linked)
            if links is None:
                cut.append(row.id)
            else:
                found[row.id] = links
        if cut:
            found |= self._associations.read(reader.facts, cut, reader.linked)
        return tuple(reader.record(row, found[row.id]) for row in rows)


def _from(reader: Reader, low: int) -> dict[str, Any]:
    return {"propertyName": reader.facts.modified, "operator": "GTE", "value": str(low)}


def _between(reader: Reader, low: int, high: int) -> dict[str, Any]:
    return {
        "propertyName": reader.facts.modified,
        "operator": "BETWEEN",
        "value": str(low),
        "highValue": str(high),
    }
