"""The part of the typed client that looks back: a record at a moment, its history, fields brought back."""

from __future__ import annotations

from collections.abc import Sequence

from core.wire.past import BringBack, HistoryWord, PastWord
from core.wire.records import RecordWord
from core.wire.tracing import TraceWord
from core.wire.transport import Transport, path_of
from core.wire.words import Page


class PastCalls:
    """Methods of `core.wire.client.Client`. Times are in ms since 1970 UTC."""

    _wire: Transport

    def get_record_at(self, id: str, at: int) -> PastWord:
        return self._wire.ask("GET", path_of("records", id, "at"), PastWord, query={"at": at})

    def record_history(self, id: str, *, after: str | None = None, limit: int = 100) -> Page[HistoryWord]:
        query = {"after": after, "limit": limit}
        return self._wire.ask("GET", path_of("records", id, "history"), Page[HistoryWord], query=query)

    def bring_back(
        self, id: str, fields: Sequence[str], at: int, *, expected: int | None = None
    ) -> RecordWord:
        ask = BringBack(fields=list(fields), at=at, expected=expected)
        return self._wire.ask("POST", path_of("records", id, "bring-back"), RecordWord, body=ask)

    def find_records(self, what: str) -> Page[RecordWord]:
        """All that `what` may name; it is as for `trace_record`."""
        return self._wire.ask("GET", path_of("meant"), Page[RecordWord], query={"what": what})

    def trace_record(self, what: str) -> TraceWord:
        """`what` is a record's id, a CRM's (or CONNECTION:ID, CONNECTION:OBJECT/ID) or its link there, an e-mail address."""
        return self._wire.ask("GET", path_of("trace"), TraceWord, query={"what": what})
