"""Salesforce's times: whole seconds, `2024-02-01T00:00:00.000+0000` in JSON, HTTP dates in headers."""

from __future__ import annotations

import re
import time
from datetime import UTC, date, datetime
from email.utils import format_datetime, parsedate_to_datetime
from functools import lru_cache

_DATETIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?(?:\.\d{1,6})?(?:Z|[+-]\d\d:?\d\d)?")


@lru_cache(maxsize=8192)
def stamp_text(ms: int) -> str:
    """A time in ms since 1970, as JSON shows it."""
    return time.strftime("%Y-%m-%dT%H:%M:%S.000+0000", time.gmtime(ms // 1000))


def stamp_ms(text: str) -> int | None:
    """The ms of an ISO 8601 time, whole seconds; a time without zone is UTC; None when it is none."""
    if _DATETIME.fullmatch(text) is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return int(moment.timestamp()) * 1000


def whole_seconds(ms: int) -> int:
    """The same time, cut to its second."""
    return ms - ms % 1000


def is_date(text: str) -> bool:
    """Whether the text is a real calendar date written YYYY-MM-DD."""
    try:
        return len(text) == 10 and date.fromisoformat(text) is not None
    except ValueError:
        return False


def http_date(ms: int) -> str:
    """A time as a Last-Modified header shows it."""
    return format_datetime(datetime.fromtimestamp(ms // 1000, UTC), usegmt=True)


def http_date_ms(text: str) -> int | None:
    """The ms of an HTTP date, None when it is none."""
    try:
        moment = parsedate_to_datetime(text)
    except (TypeError, ValueError, IndexError):
        return None
    return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()) * 1000
