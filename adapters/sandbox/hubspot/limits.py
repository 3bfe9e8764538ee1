"""Rate limits per app: a rolling ten seconds, a daily budget, and search's own small allowance a second."""

from __future__ import annotations

import uuid
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace

from adapters.sandbox.calls import Answer, Call, json_answer
from adapters.sandbox.oauth import Token

_DAY_MS = 86_400_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """Requests per ten seconds, per day, and searches per second."""

    ten_seconds: int
    day: int
    searches: int


# Vendor numbers after its usage guidelines (CRM_FACTS 1.2); "generous" keeps benches from meeting them.
ALLOWANCES = {
    "generous": Allowance(ten_seconds=1_000_000, day=1_000_000_000, searches=1_000_000),
    "free": Allowance(ten_seconds=100, day=250_000, searches=5),
    "pro": Allowance(ten_seconds=190, day=625_000, searches=5),
    "addon": Allowance(ten_seconds=250, day=1_000_000, searches=5),
}


class Limits:
    """Counts requests and says when there were too many."""

    def __init__(self, allowance: Allowance, clock: Callable[[], int]) -> None:
        self.allowance = allowance
        self._clock = clock
        self._recent: dict[str, deque[int]] = {}
        self._searches: deque[int] = deque()
        self._day = -1
        self._today = 0

    def admit(self, call: Call, token: Token) -> str | None:
        """Counts a request; the name of the policy it breaks, or None."""
        now = self._clock()
        if now // _DAY_MS != self._day:
            self._day, self._today = now // _DAY_MS, 0
        if self._today >= self.allowance.day:
            return "DAILY"
        recent = self._recent.setdefault(token.app_id, deque())
        while recent and recent[0] <= now - 10_000:
            recent.popleft()
        if len(recent) >= self.allowance.ten_seconds:
            return "TEN_SECONDLY_ROLLING"
        if _is_search(call):
            while self._searches and self._searches[0] <= now - 1_000:
                self._searches.popleft()
            if len(self._searches) >= self.allowance.searches:
                return "SECONDLY"
            self._searches.append(now)
        recent.append(now)
        self._today += 1
        return None

    def label(self, call: Call, answer: Answer, token: Token) -> Answer:
        """The answer with X-HubSpot-RateLimit headers: none on searches, no daily ones for OAuth apps."""
        if _is_search(call):
            return answer
        left = self.allowance.ten_seconds - len(self._recent.get(token.app_id, ()))
        headers = [
            ("x-hubspot-ratelimit-max", str(self.allowance.ten_seconds)),
            ("x-hubspot-ratelimit-remaining", str(max(0, left))),
            ("x-hubspot-ratelimit-interval-milliseconds", "10000"),
        ]
        if token.private:
            headers.append(("x-hubspot-ratelimit-daily", str(self.allowance.day)))
            headers.append(
                ("x-hubspot-ratelimit-daily-remaining", str(max(0, self.allowance.day - self._today)))
            )
        return replace(answer, headers=(*answer.headers, *headers))


def throttled(policy: str, *, retry_after_s: float | None = None) -> Answer:
    """429 as recorded; some come with Retry-After, most do not."""
    words = {"DAILY": "daily", "SECONDLY": "secondly"}.get(policy, "ten_secondly_rolling")
    body = {
        "status": "error",
        "message": f"You have reached your {words} limit.",
        "errorType": "RATE_LIMIT",
        "correlationId": str(uuid.uuid4()),
        "policyName": policy,
        "requestId": str(uuid.uuid4()),
    }
    headers = () if retry_after_s is None else (("retry-after", f"{retry_after_s:g}"),)
    return json_answer(body, status=429, headers=headers)


def _is_search(call: Call) -> bool:
    return call.path.endswith("/search")
