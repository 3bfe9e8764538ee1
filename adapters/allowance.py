"""The words of a CRM's long allowance: its lanes, how a CRM counts, and how a ledger stands.

Times are ms since 1970; amounts are in the CRM's own unit (requests, or Pipedrive's tokens).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from enum import Enum
from typing import Final


class Urgency(Enum):
    """The lanes of the allowance, the most urgent first. A retry inside the transport is never more than RETRY."""

    INTERACTIVE = "interactive"
    LIVE = "live"
    RETRY = "retry"
    BACKFILL = "backfill"


# Percent of what is not reserved for others may be used before a lane rests.
LINES: Final[Mapping[Urgency, int]] = {
    Urgency.INTERACTIVE: 100,
    Urgency.LIVE: 95,
    Urgency.RETRY: 85,
    Urgency.BACKFILL: 70,
}

_urgency: ContextVar[Urgency] = ContextVar("urgency", default=Urgency.LIVE)


@contextmanager
def calling(urgency: Urgency) -> Iterator[None]:
    """Calls inside are made in this lane. LIVE is usual."""
    token = _urgency.set(urgency)
    try:
        yield
    finally:
        _urgency.reset(token)


def urgency_now() -> Urgency:
    return _urgency.get()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What the CRM says of its own allowance: so much used by everybody, of so much."""

    used: int
    limit: int


def usual_price(method: str, path: str) -> tuple[str, int]:
    """Kind and cost of a call where every call costs one."""
    if path.endswith("/search"):
        return "search", 1
    return ("read" if method == "GET" or path.endswith("/batch/read") else "write"), 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How a CRM counts. `price` gives the kind of a call and its documented cost, `reads` what its headers tell.

    `by_day`: the count starts anew at midnight (UTC, unless the CRM's numbers tell otherwise); else it is of the last 24 h.
    """

    unit: str = "requests"
    by_day: bool = False
    price: Callable[[str, str], tuple[str, int]] = usual_price
    reads: Callable[[Mapping[str, str]], Reading | None] = lambda headers: None


@dataclass(frozen=True, slots=True)
class Charge:
    """One call that was let through; `answered` or `give_back` ends it."""

    number: int
    kind: str
    price: int
    cost: int
    hour: int
    lane: Urgency
    alone: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CallCost:
    """A kind of call: how many there were, and what one costs on average (measured where the CRM tells, else documented)."""

    kind: str
    calls: int
    mean: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LaneStanding:
    """One lane: up to where it may bring the use, what it used itself, and until when it is held back (None: it is not)."""

    lane: Urgency
    line: int | None
    used: int
    until: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The ledger at one moment. `limit` is None where nobody told one; `runs_out_at` None where it lasts."""

    unit: str
    used: int
    ours: int
    others: int
    limit: int | None
    reserved: int
    told: bool
    resets_at: int | None
    runs_out_at: int | None
    costs: tuple[CallCost, ...]
    lanes: tuple[LaneStanding, ...]

    @property
    def held(self) -> tuple[LaneStanding, ...]:
        return tuple(one for one in self.lanes if one.until is not None)
