"""`updated` and `deleted`: which rows changed or went in a span of time (vendor: getUpdated, getDeleted).

Seconds are ignored. `latestDateCovered` is the next start; it holds back while writes commit late.
"""

from __future__ import annotations

from adapters.sandbox.calls import Answer, Call, Router, json_answer
from adapters.sandbox.salesforce.cells import Cells
from adapters.sandbox.salesforce.errors import SalesforceError, not_found
from adapters.sandbox.salesforce.ids import make_id
from adapters.sandbox.salesforce.keys import pack, serial_in
from adapters.sandbox.salesforce.schema import SObject
from adapters.sandbox.salesforce.stamps import stamp_ms, stamp_text

MOST_IDS = 600_000
_MINUTE_MS = 60_000
_DAY_MS = 86_400_000
_UPDATED_DAYS = 30
_DELETED_DAYS = 15


class Replication:
    """The two replication endpoints."""

    def __init__(self, cells: Cells) -> None:
        self._cells = cells

    def mount(self, router: Router, base: str) -> None:
        router.add("GET", f"{base}/sobjects/{{object}}/updated", self.updated)
        router.add("GET", f"{base}/sobjects/{{object}}/deleted", self.deleted)

    def updated(self, call: Call) -> Answer:
        """Ids of rows created or changed in the span that are still live."""
        object, start, end, covered = self._span(call, _UPDATED_DAYS)
        keys = self._cells.table(object.name).live.between(pack(start, 0), pack(min(end, covered), 0))
        _check_count(len(keys))
        ids = [make_id(object.prefix, serial_in(key)) for key in keys]
        return json_answer({"ids": ids, "latestDateCovered": stamp_text(covered)}, records=len(ids))

    def deleted(self, call: Call) -> Answer:
        """Ids and times of rows put in the bin in the span, merged ones included."""
        object, start, end, covered = self._span(call, _DELETED_DAYS)
        table = self._cells.table(object.name)
        keys = table.bin.between(pack(start, 0), pack(min(end, covered), 0))
        _check_count(len(keys))
        gone = [row for row in (table.at(serial_in(key)) for key in keys) if row is not None]
        earliest = self._cells.world.clock() - _DELETED_DAYS * _DAY_MS
        return json_answer(
            {
                "deletedRecords": [
                    {"id": row.id, "deletedDate": stamp_text(row.archived_at or row.modified)} for row in gone
                ],
                "earliestDateAvailable": stamp_text(earliest - earliest % _MINUTE_MS),
                "latestDateCovered": stamp_text(covered),
            },
            records=len(gone),
        )

    def _span(self, call: Call, days: int) -> tuple[SObject, int, int, int]:
        """Start, end, latest date covered, ms. Raises INVALID_REPLICATION_DATE or MISSING_ARGUMENT."""
        object = self._cells.schema.find(call.params["object"])
        if object is None:
            raise not_found()
        start, end = (_moment(call, name) for name in ("start", "end"))
        now = self._cells.world.clock()
        if end - start < _MINUTE_MS:
            raise _bad_date("endDate must be at least one minute greater than startDate")
        if start < now - days * _DAY_MS - _MINUTE_MS:
            raise _bad_date(f"startDate must be within the last {days} days")
        lag = 0 if call.draw is None else int(call.draw.amount("index_lag_ms"))
        known = now - lag
        covered = min(end, known - known % _MINUTE_MS)
        return object, start, end, max(covered, start)


def _moment(call: Call, name: str) -> int:
    # A plus sign that the caller did not escape arrives as a blank.
    text = call.arg(name).replace(" ", "+")
    if not text:
        raise SalesforceError(400, "MISSING_ARGUMENT", f"The '{name}' parameter is required")
    ms = stamp_ms(text)
    if ms is None:
        raise _bad_date(f"The '{name}' parameter is not an ISO 8601 date: {text[:60]}")
    return ms - ms % _MINUTE_MS


def _bad_date(message: str) -> SalesforceError:
    return SalesforceError(400, "INVALID_REPLICATION_DATE", message)


def _check_count(count: int) -> None:
    if count > MOST_IDS:
        raise SalesforceError(
            400, "EXCEEDED_ID_LIMIT", f"more than {MOST_IDS} ids in this span: ask for a shorter one"
        )
