"""query, queryAll and the locators their further pages are fetched by."""

from __future__ import annotations

import re
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any
from zlib import crc32

from adapters.sandbox.calls import Answer, Call, Router, json_answer
from adapters.sandbox.rows import Row
from adapters.sandbox.salesforce.cells import Cells
from adapters.sandbox.salesforce.errors import SalesforceError, invalid_query_locator
from adapters.sandbox.salesforce.ids import make_id
from adapters.sandbox.salesforce.soql_run import Hidden, Result, run

LARGEST_PAGE = 2000
SMALLEST_PAGE = 200
LONGEST_ADDRESS = 16_384
_BATCH = re.compile(r"batchSize\s*=\s*(\d+)", re.IGNORECASE)
_LOCATOR = re.compile(r"(01g[0-9A-Za-z]{15})-(\d+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cursor:
    result: Result
    size: int


class Queries:
    """The query endpoints. Only the newest `open_cursors` locators live, as one user may hold ten."""

    def __init__(self, cells: Cells, *, open_cursors: int = 10) -> None:
        self._cells = cells
        self._open = open_cursors
        self._cursors: OrderedDict[str, _Cursor] = OrderedDict()
        self._made = 0

    def mount(self, router: Router, base: str) -> None:
        for name in ("query", "queryAll"):
            router.add("GET", f"{base}/{name}", self.query)
            router.add("GET", f"{base}/{name}/{{locator}}", self.more)

    def query(self, call: Call) -> Answer:
        """First page of a query text."""
        if len(call.path) + len(call.query_string) > LONGEST_ADDRESS:
            raise SalesforceError(414, "URI_TOO_LONG", f"the address is longer than {LONGEST_ADDRESS} bytes")
        text = call.arg("q")
        if not text:
            raise SalesforceError(400, "MALFORMED_QUERY", "SOQL statements can not be empty or null")
        version = call.params["version"]
        with_deleted = call.path.rstrip("/").lower().endswith("queryall")
        result = run(self._cells, text, version=version, with_deleted=with_deleted, hidden=self._late(call))
        if call.draw is not None and call.draw.strikes("empty_lists"):
            return json_answer({"totalSize": 0, "done": True, "records": []})
        if result.is_count:
            return json_answer({"totalSize": len(result.keys), "done": True, "records": []})
        size = page_size(call)
        if len(result.keys) <= size:
            return _page(result, 0, size, None)
        self._made += 1
        locator = make_id("01g", self._made)
        self._cursors[locator] = _Cursor(result=result, size=size)
        while len(self._cursors) > self._open:
            self._cursors.popitem(last=False)
        return _page(result, 0, size, f"/services/data/{version}/query/{locator}")

    def more(self, call: Call) -> Answer:
        """A further page. Raises 400 INVALID_QUERY_LOCATOR when the cursor was closed."""
        found = _LOCATOR.fullmatch(call.params["locator"])
        cursor = self._cursors.get(found.group(1)) if found else None
        if found is None or cursor is None:
            raise invalid_query_locator()
        locator, start = found.group(1), int(found.group(2))
        self._cursors.move_to_end(locator)
        size = page_size(call) if "sforce-query-options" in call.headers else cursor.size
        url = f"/services/data/{call.params['version']}/query/{locator}"
        return _page(cursor.result, start, size, url)

    def _late(self, call: Call) -> Hidden | None:
        """Rows that commit late: time-ordered reads miss each write for its own part of the lag."""
        lag = 0.0 if call.draw is None else call.draw.amount("index_lag_ms")
        if lag <= 0:
            return None
        now = self._cells.world.clock()

        def hidden(row: Row) -> bool:
            share = crc32(f"{row.id}{row.modified}".encode()) % 1000 / 1000
            return now < row.modified + lag * share

        return hidden


def page_size(call: Call) -> int:
    """Rows a page, from Sforce-Query-Options, kept within what the vendor allows."""
    found = _BATCH.search(call.headers.get("sforce-query-options", ""))
    return min(max(int(found.group(1)), SMALLEST_PAGE), LARGEST_PAGE) if found else LARGEST_PAGE


def _page(result: Result, start: int, size: int, url: str | None) -> Answer:
    records = result.page(start, size)
    total, end = len(result.keys), start + size
    body: dict[str, Any] = {"totalSize": total, "done": end >= total}
    if end < total:
        body["nextRecordsUrl"] = f"{url}-{end}"
    body["records"] = records
    return json_answer(body, records=len(records))
