"""Cells of a CSV file, none of which a table program would run as a formula."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Sequence
from typing import Final

_NUMBER: Final = re.compile(r"[+-]?\d+(?:[.,]\d+)?")
_STARTS: Final = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20", "\t", "\r", "\n")


def cell(value: object) -> str:
    """A value as text; several as JSON, so that a comma inside one is none between two."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return safe(json.dumps(value, ensure_ascii=False) if isinstance(value, list) else str(value))


def safe(text: str) -> str:
    """As it is, but with an apostrophe before what a table program would take for a formula. A plain number is none."""
    if _NUMBER.fullmatch(text):
        return text
    dangerous = text.startswith(_STARTS) or text.lstrip().startswith(_STARTS)
    return f"'{text}" if dangerous else text


def lines_of(rows: Iterable[Sequence[str]]) -> str:
    """RFC 4180: commas, quotes where needed, CR LF."""
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()
