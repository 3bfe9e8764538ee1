"""Pipedrive's two limits: requests in a rolling two seconds, and the company's tokens for a day.

Whoever goes on after a 429 meets the wall in front: a 403 with an HTML page, for a while (rate limiting guide).
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from adapters.sandbox.calls import Answer, Call, json_answer

_DAY_MS: Final = 86_400_000
_WINDOW_MS: Final = 2_000
_ABUSE: Final = 10
_WALL_MS: Final = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    burst: int
    searches: int
    tokens: int


ALLOWANCES: Final = {
    "generous": Allowance(burst=1_000_000, searches=1_000_000, tokens=1_000_000_000),
    "lite": Allowance(burst=80, searches=10, tokens=30_000),
    "premium": Allowance(burst=320, searches=10, tokens=150_000),
}
_COSTS: Final = (  # the first that fits; after x-token-cost of the published specs
    (re.compile(r"PUT /api/v1/\w+/\d+/merge"), 40),
    (re.compile(r"GET /api/v1/\w+/\d+/changelog"), 20),
    (re.compile(r"GET /api/v2/(deals/archived|\w+/search)"), 20),
    (re.compile(r"GET /api/v1/notes/\d+$"), 2),
    (re.compile(r"GET /api/v1/(users|recents|notes)"), 20),
    (re.compile(r"DELETE /api/v1/notes/"), 6),
    (re.compile(r"\w+ /api/v1/"), 10),
    (re.compile(r"GET /api/v2/\w+/[0-9a-f]+$"), 1),
    (re.compile(r"GET /api/v2/(stages|pipelines)"), 5),
    (re.compile(r"GET "), 10),
    (re.compile(r"DELETE "), 3),
    (re.compile(r""), 5),
)


def cost_of(method: str, path: str) -> int:
    line = f"{method} {path}"
    return next(tokens for pattern, tokens in _COSTS if pattern.match(line))


class Limits:
    def __init__(self, allowance: Allowance, clock: Callable[[], int]) -> None:
        self.allowance = allowance
        self.used = 0
        self._clock = clock
        self._day = -1
        self._recent: deque[int] = deque()
        self._searches: deque[int] = deque()
        self._refused: deque[int] = deque()
        self._wall_until = 0

    def admit(self, call: Call) -> Answer | None:
        """Counts a request; what it is answered with where it is one too many."""
        now = self._clock()
        if now // _DAY_MS != self._day:
            self._day, self.used = now // _DAY_MS, 0
        if now < self._wall_until:
            return _wall()
        search = call.path.endswith("/search")
        for window, most in ((self._recent, self.allowance.burst), (self._searches, self.allowance.searches)):
            while window and window[0] <= now - _WINDOW_MS:
                window.popleft()
            if len(window) >= most and (window is self._recent or search):
                return self._refuse(now)
        cost = cost_of(call.method, call.path)
        if self.used + cost > self.allowance.tokens:
            return self._refuse(now)
        self._recent.append(now)
        if search:
            self._searches.append(now)
        self.used += cost
        return None

    def label(self, answer: Answer) -> Answer:
        left = self.allowance.burst - len(self._recent)
        tokens = self.allowance.tokens - self.used
        headers = (
            ("x-ratelimit-limit", str(self.allowance.burst)),
            ("x-ratelimit-remaining", str(max(0, left))),
            ("x-ratelimit-reset", "2"),
            ("x-daily-ratelimit-token-limit", str(self.allowance.tokens)),
            ("x-daily-ratelimit-token-remaining", str(max(0, tokens))),
        )
        return replace(answer, headers=(*answer.headers, *headers))

    def _refuse(self, now: int) -> Answer:
        self._refused.append(now)
        while self._refused and self._refused[0] <= now - _WINDOW_MS:
            self._refused.popleft()
        if len(self._refused) > _ABUSE:
            self._wall_until = now + _WALL_MS
        return throttled()


def throttled(retry_after_s: float | None = None) -> Answer:
    headers = () if retry_after_s is None else (("retry-after", f"{retry_after_s:g}"),)
    body = {
        "success": False,
        "error": "request over limit",
        "errorCode": 429,
        "error_info": "Rate limit exceeded",
    }
    return json_answer(body, status=429, headers=headers)


def _wall() -> Answer:
    page = b"<!DOCTYPE html><html><head><title>Access denied | cloudflare</title></head><body>Error 1015</body></html>"
    return Answer(status=403, body=page, content_type="text/html; charset=UTF-8")
