"""How things stand, derived here once so that every client shows the same: a connection's status, the word, the figures."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

from adapters.allowance import Standing
from core.conflicts import QueueState
from core.store.base import Backlog

_REMEMBERED: Final = 2_000
_WINDOW_S: Final = 60


class ConnectionState(Enum):
    NEW = "new"
    CONNECTED = "connected"
    PAUSED = "paused"
    SIGN_IN_NEEDED = "sign_in_needed"
    PREPARE_NEEDED = "prepare_needed"
    STOPPED = "stopped"


class Circuit(Enum):
    CLOSED = "closed"
    OPEN = "open"
    HALF_OPEN = "half_open"


class Phase(Enum):
    BACKFILL = "backfill"
    LIVE = "live"
    BRAKED = "braked"
    PLAN_NEEDED = "plan_needed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectStatus:
    """One mapped object of a connection. `done` of `total` are records of the running backfill, None outside one."""

    hub_object: str
    crm_object: str
    phase: Phase
    done: int | None = None
    total: int | None = None
    last_poll_at: int | None = None


class Means(Enum):
    WEBHOOK = "webhook"
    STREAM = "stream"
    POLL = "poll"


@dataclass(frozen=True, slots=True, kw_only=True)
class RealTimeStatus:
    """How a connection hears of changes, how soon, and why not sooner. Times are ms; `latency_s` is what to expect.

    `lost`: news were announced, or should be, and are not.
    """

    means: Means = Means.POLL
    latency_s: float = 0.0
    reason: str = ""
    advice: str = ""
    last_at: int | None = None
    expires_at: int | None = None
    lost: bool = False

    @property
    def sentence(self) -> str:
        if self.means is Means.POLL:
            return f"polled every {self.latency_s:g} s{': ' if self.reason else ''}{self.reason}"
        return f"about {self.latency_s:g} s by {self.means.value}"


class Renewal(Enum):
    """What gets the next access token when one ends."""

    REFRESH = "refresh"  # a refresh token, as long as the CRM takes it
    KEY = "key"  # a signed statement, or the application's own secret: no person is needed
    NOTHING = "nothing"  # a person has to sign in again


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenStatus:
    """The access token a connection holds. `ends_at` is ms; None where the CRM tells no lifetime. `lacking` are rights that
    were asked for and not granted."""

    ends_at: int | None
    renewal: Renewal
    lacking: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ParkedRules:
    """Rules of one CRM object that wait because its fields have changed; without rules it is creates that wait.

    `since` is ms; `item` is the question in the queue.
    """

    crm_object: str
    rules: tuple[str, ...]
    since: int
    reason: str
    advice: str
    item: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionStatus:
    """One connection now. `quota` is the share of the CRM's allowance that is left (0..1), `pace_s` the poll interval.

    `failed` are calls without an answer that could be used. `ledger` is the allowance in full. `flow` is the way of signing
    in. `token` is None while nobody is signed in, or the vault does not open.
    """

    name: str
    system: str
    state: ConnectionState
    flow: str = "browser"
    circuit: Circuit = Circuit.CLOSED
    reason: str = ""
    advice: str = ""
    last_success_at: int | None = None
    calls: int = 0
    throttled: int = 0
    failed: int = 0
    quota: float | None = None
    ledger: Standing | None = None
    pace_s: float = 0.0
    real_time: RealTimeStatus = RealTimeStatus()
    backlog: Backlog
    objects: tuple[ObjectStatus, ...] = ()
    parked: tuple[ParkedRules, ...] = ()
    token: TokenStatus | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing the doctor looked at: what was found, and what to do where it is not `ok`."""

    name: str
    ok: bool
    finding: str
    advice: str = ""


class HealthState(Enum):
    GOOD = "good"
    WORKING = "working"
    ATTENTION = "attention"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Latency:
    """Percentiles of recent changes in milliseconds; None before the first change."""

    p50: int | None
    p95: int | None
    p99: int | None
    count: int


class Latencies:
    """Remembers how long the latest changes took and how many there were in the last minute. Safe between threads."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._lock = threading.Lock()
        self._clock = clock
        self._recent: deque[int] = deque(maxlen=_REMEMBERED)
        self._seconds: deque[tuple[int, int]] = deque()

    def note(self, milliseconds: int, *, changes: int = 1) -> None:
        """One settled step: how long its oldest change waited, and how many changes it carried."""
        with self._lock:
            self._recent.append(max(0, milliseconds))
            second = int(self._clock())
            if self._seconds and self._seconds[-1][0] == second:
                self._seconds[-1] = (second, self._seconds[-1][1] + changes)
            else:
                self._seconds.append((second, changes))
            self._forget(second)

    def percentiles(self) -> Latency:
        with self._lock:
            ranked = sorted(self._recent)
        if not ranked:
            return Latency(p50=None, p95=None, p99=None, count=0)

        def at(share: float) -> int:
            return ranked[min(len(ranked) - 1, int(len(ranked) * share))]

        return Latency(p50=at(0.50), p95=at(0.95), p99=at(0.99), count=len(ranked))

    def per_minute(self) -> float:
        """Changes settled within the last 60 seconds."""
        with self._lock:
            self._forget(int(self._clock()))
            return float(sum(changes for _, changes in self._seconds))

    def _forget(self, now: int) -> None:
        while self._seconds and self._seconds[0][0] <= now - _WINDOW_S:
            self._seconds.popleft()


def judge(
    connections: Sequence[ConnectionStatus], waiting: Mapping[str, Mapping[QueueState, int]]
) -> tuple[HealthState, str]:
    """The one word for the whole, and the sentence a person reads first. What is snoozed needs nobody yet."""
    if not connections:
        return HealthState.STOPPED, "No connection is set up yet."
    troubled = [one for one in connections if _is_troubled(one)]
    working = (ConnectionState.NEW, ConnectionState.CONNECTED, ConnectionState.PREPARE_NEEDED)
    running = [one for one in connections if one.state in working]
    questions = _questions({kind: states.get(QueueState.OPEN, 0) for kind, states in waiting.items()})
    escalated = sum(states.get(QueueState.ESCALATED, 0) for states in waiting.values())
    if troubled or questions or escalated:
        parts = [_trouble(one) for one in troubled]
        if questions:
            parts.append(
                f"{questions} {'needs' if questions.startswith('1 ') and ' and ' not in questions else 'need'} you."
            )
        if escalated:
            parts.append(f"{escalated} {'is' if escalated == 1 else 'are'} assigned to somebody.")
        if not troubled and running:
            parts.insert(0, _standing(running))
        return HealthState.ATTENTION, " ".join(parts)
    if not running:
        return HealthState.STOPPED, "Every connection is paused; changes are kept."
    busy = any(_is_busy(one) for one in running)
    return (HealthState.WORKING if busy else HealthState.GOOD), _standing(running)


def _is_troubled(one: ConnectionStatus) -> bool:
    return (
        one.state in (ConnectionState.SIGN_IN_NEEDED, ConnectionState.PREPARE_NEEDED, ConnectionState.STOPPED)
        or one.circuit is not Circuit.CLOSED
        or one.backlog.parked > 0
        or any(part.phase in (Phase.BRAKED, Phase.PLAN_NEEDED) for part in one.objects)
        or bool(one.parked)
    )


def _is_busy(one: ConnectionStatus) -> bool:
    waiting = one.backlog.pending + one.backlog.signals
    return waiting > 0 or any(part.phase is Phase.BACKFILL for part in one.objects)


def _trouble(one: ConnectionStatus) -> str:
    if one.state is ConnectionState.SIGN_IN_NEEDED:
        return f"{one.name} needs a new sign-in."
    if one.state is ConnectionState.STOPPED:
        return f"{one.name} has stopped."
    if one.state is ConnectionState.PREPARE_NEEDED:
        return f"{one.name} must be prepared before anything is created there."
    if one.circuit is not Circuit.CLOSED:
        return f"{one.name} does not answer; changes are kept."
    braked = [part.hub_object for part in one.objects if part.phase is Phase.BRAKED]
    if braked:
        return f"{one.name} stopped before an unusually large change of {', '.join(braked)}."
    if any(part.phase is Phase.PLAN_NEEDED for part in one.objects):
        return f"{one.name} waits for an approved plan before its first sync (crmsync plans make {one.name})."
    if one.parked:
        return f"{one.name}: {one.parked[0].reason}."
    return f"{one.name}: {one.backlog.parked} {'record is' if one.backlog.parked == 1 else 'records are'} put aside."


def _standing(running: Sequence[ConnectionStatus]) -> str:
    waiting = sum(one.backlog.pending + one.backlog.signals for one in running)
    filling = [one.name for one in running if any(part.phase is Phase.BACKFILL for part in one.objects)]
    if filling:
        return f"Reading in {', '.join(filling)}."
    if waiting:
        return f"{waiting} {'change is' if waiting == 1 else 'changes are'} on the way."
    if len(running) == 1:
        return f"{running[0].name} is in sync."
    return f"All {len(running)} connections are in sync."


def _questions(open_counts: Mapping[str, int]) -> str:
    conflicts = open_counts.get("conflict", 0)
    items = sum(count for kind, count in open_counts.items() if kind != "conflict")
    parts = []
    if conflicts:
        parts.append(f"{conflicts} conflict{'s' if conflicts != 1 else ''}")
    if items:
        parts.append(f"{items} question{'s' if items != 1 else ''}")
    return " and ".join(parts)
