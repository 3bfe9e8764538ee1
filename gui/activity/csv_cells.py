"""The log as lines of a spreadsheet: one a changed field, and no cell that a spreadsheet would run as a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Final

from core.wire.activity import ActivityWord
from core.wire.words import WireValue

HEAD: Final = (
    "seq", "time_utc", "kind", "by", "cause", "run", "connection", "object", "record", "field", "before", "after", "note",
)  # fmt: skip
_NUMBER: Final = re.compile(r"[+-]?\d+(?:[.,]\d+)?")
_STARTS: Final = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20", "\t", "\r", "\n")


def safe(text: str) -> str:
    """As it is, but with an apostrophe before what a spreadsheet would take for a formula. A plain number is none."""
    if _NUMBER.fullmatch(text):
        return text
    dangerous = text.startswith(_STARTS) or text.lstrip().startswith(_STARTS)
    return f"'{text}" if dangerous else text


def lines_of(entries: Sequence[ActivityWord]) -> str:
    """RFC 4180: commas, quotes where needed, CR LF."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(
        [safe(cell) for cell in cells] for entry in entries for cells in _rows(entry)
    )
    return out.getvalue()


def head() -> str:
    return ",".join(HEAD) + "\r\n"


def _rows(one: ActivityWord) -> Iterator[tuple[str, ...]]:
    at = datetime.fromtimestamp(one.at / 1000, tz=UTC).isoformat(timespec="milliseconds")
    begin = (
        str(one.seq),
        at,
        one.kind,
        one.actor,
        one.cause,
        one.run,
        one.connection,
        one.object,
        one.record_id,
    )
    if not one.changes:
        yield (*begin, "", "", "", one.note)
    for change in one.changes:
        yield (*begin, change.field, _plain(change.before), _plain(change.after), one.note)


def _plain(value: WireValue) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return "; ".join(value) if isinstance(value, list) else value
