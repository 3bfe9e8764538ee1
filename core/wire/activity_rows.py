"""Entries of the log as rows of a table program: one row a changed field, or one without a field."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

from core.wire.activity import ActivityWord
from core.wire.csv_cells import cell

COLUMNS: Final = (
    "seq", "time_utc", "kind", "by", "cause", "run", "connection", "object", "record", "field", "before", "after", "note",
)  # fmt: skip


def rows_of(one: ActivityWord) -> Iterator[tuple[str, ...]]:
    at = datetime.fromtimestamp(one.at / 1000, tz=UTC).isoformat(timespec="milliseconds")
    told = (one.kind, one.actor, one.cause, one.run, one.connection, one.object, one.record_id)
    front = (str(one.seq), at, *map(cell, told))
    if not one.changes:
        yield (*front, "", "", "", cell(one.note))
    for change in one.changes:
        yield (*front, cell(change.field), cell(change.before), cell(change.after), cell(one.note))
