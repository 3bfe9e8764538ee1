"""What a call costs of the company's tokens of the day, and how many Pipedrive says are left.

Costs are `x-token-cost` of the published specifications of v1 and v2; v1 costs about double.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from adapters.allowance import Reading

_COSTS: Final = (  # the first that fits
    (re.compile(r"PUT /(api/)?v1/\w+/\d+/merge$"), "merge", 40),
    (re.compile(r"GET /(api/)?v1/\w+/\d+/changelog$"), "history", 20),
    (re.compile(r"GET /(api/)?v1/(users/(me|\d+)|notes/\d+)$"), "get", 2),
    (re.compile(r"GET /(api/)?v1/webhooks$"), "webhooks", 10),
    (re.compile(r"GET /(api/)?v1/"), "list in v1", 20),
    (re.compile(r"DELETE /(api/)?v1/"), "delete in v1", 6),
    (re.compile(r"\w+ /(api/)?v1/"), "write in v1", 10),
    (re.compile(r"GET /api/v2/\w+/search$"), "search", 20),
    (re.compile(r"GET /api/v2/deals/archived$"), "archived", 20),
    (re.compile(r"GET /api/v2/(stages|pipelines)$"), "pipelines", 5),
    (re.compile(r"GET /api/v2/\w+/[0-9a-f]+$"), "get", 1),
    (re.compile(r"GET "), "list", 10),
    (re.compile(r"DELETE "), "delete", 3),
    (re.compile(r""), "write", 5),
)


def price(method: str, path: str) -> tuple[str, int]:
    """The kind of a call and its documented cost in tokens."""
    line = f"{method} {path}"
    return next((kind, tokens) for pattern, kind, tokens in _COSTS if pattern.match(line))


def read_tokens(headers: Mapping[str, str]) -> Reading | None:
    """x-daily-ratelimit-token-limit and -remaining: the whole company's tokens of the day."""
    limit = headers.get("x-daily-ratelimit-token-limit", "")
    left = headers.get("x-daily-ratelimit-token-remaining", "")
    if not limit.isdigit() or not left.isdigit():
        return None
    return Reading(used=max(0, int(limit) - int(left)), limit=int(limit))
