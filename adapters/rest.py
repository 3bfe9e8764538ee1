"""The one transport to a CRM: retries, quota, circuit breaker, sign-in renewal, and our error tree.

A read is repeated after outages and throttling. A write is repeated only where it was surely not applied: the
connection was refused, or the CRM said 429, or 503 with Retry-After. Everything else that hides a write's answer is
AnswerLost. No message raised here holds a token, a body, or a query string.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Protocol
from urllib.parse import urlencode, urljoin, urlsplit

import msgspec
from tenacity import RetryCallState, Retrying, stop_after_attempt

from adapters.allowance import Charge, Terms, Urgency, urgency_now
from adapters.answers import Answer, checked_url, date_ms, origin, retry_after
from adapters.circuit import Circuit, CircuitState, Resting
from adapters.exchange import Exchange, Failed, Limits, Request
from adapters.quota import MAIN, Budget
from core.errors import BadAnswer, NotPermitted, QuotaHeld, RemoteError, SignInNeeded, Throttled, Unreachable

__all__ = ["Answer", "Counters", "Limits", "Rest", "Tokens", "Trouble"]

_USUAL: Final = Limits()
_USUAL_TERMS: Final = Terms()
_REDIRECTS: Final = (301, 302, 303, 307, 308)
_MOST_REDIRECTS: Final = 3
_LONGEST_SHARED_REST_S: Final = 60.0


class Tokens(Protocol):
    """The door to a connection's access token."""

    def bearer(self) -> str:
        """The token to send now. Raises SignInNeeded."""

    def renew(self, refused: str) -> str:
        """A newer token than the one the CRM refused. Raises SignInNeeded."""


@dataclass(slots=True)
class Counters:
    """What happened on the wire so far, for health and metrics."""

    calls: int = 0
    retries: int = 0
    throttled: int = 0
    failures: int = 0
    renewals: int = 0
    bytes_out: int = 0
    bytes_in: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """A vendor's own way of saying no. `patient` False: repeating soon is useless (a daily budget)."""

    error: RemoteError
    patient: bool = True


class Rest:
    """Requests to one CRM account. Use one per worker; `budget` may be shared.

    `trouble` reads a vendor's own error answers, `terms` say what calls cost; clock, sleep (seconds) and chance (0..1)
    are given so that tests need not wait. After `hurry` nothing waits any more: what would have to wait fails at once.
    """

    def __init__(
        self,
        system: str,
        base_url: str,
        tokens: Tokens,
        *,
        loopback: bool = False,
        budget: Budget | None = None,
        limits: Limits = _USUAL,
        trouble: Callable[[Answer], Trouble | None] = lambda answer: None,
        terms: Terms = _USUAL_TERMS,
        ca: str | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] | None = None,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self.system = system
        self.base_url = checked_url(base_url, loopback=loopback)
        self.tokens = tokens
        self.budget = budget if budget is not None else Budget({}, clock=clock)
        self.counters = Counters()
        self.circuit = Circuit(clock=clock, counts=lambda error: isinstance(error, Failed) and error.outage)
        self._limits = limits
        self._trouble = trouble
        self._terms = terms
        self._hurried = threading.Event()
        self._sleep = sleep if sleep is not None else self._pause
        self._chance = chance
        self._date: str | None = None
        self._dated = 0.0
        self._clock = clock
        self._exchange = Exchange(limits, ca=ca)

    @property
    def state(self) -> CircuitState:
        return self.circuit.state

    @property
    def clock_ms(self) -> int | None:
        """The CRM's clock when it last answered, ms (whole seconds)."""
        return date_ms(self._date)

    @property
    def least_clock_ms(self) -> int | None:
        """What the CRM's clock shows at least by now: its last answer's time and what has passed here since."""
        told = self.clock_ms
        return None if told is None else told + int((self._clock() - self._dated) * 1000)

    def call(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, str] | None = None,
        json: Any = None,
        headers: Mapping[str, str] | None = None,
        writes: bool = False,
        lane: str = MAIN,
    ) -> Answer:
        """Sends one request and returns its answer, whatever status below 500 it has and nobody else explains.

        `path` is a path of this CRM, or a URL it gave us (which must be its own). Raises a leaf of RemoteError.
        """
        sent = {"Accept": "application/json", **(headers or {})}
        if json is not None:
            sent["Content-Type"] = "application/json"
        url = self.own_url(path)
        if params:
            url = f"{url}{'&' if '?' in url else '?'}{urlencode(params)}"
        body = msgspec.json.encode(json) if json is not None else None
        return self.send(method, url, body=body, headers=sent, writes=writes, lane=lane)

    def send(
        self,
        method: str,
        url: str,
        *,
        body: bytes | None,
        headers: Mapping[str, str],
        writes: bool,
        lane: str = MAIN,
    ) -> Answer:
        """As `call`, for a URL and body that are ready to send."""
        request = Request(
            method=method,
            url=url,
            body=body,
            headers=headers,
            writes=writes,
            lane=lane,
            what=f"{self.system} {method} {urlsplit(url).path}",
        )
        retrying = Retrying(
            stop=stop_after_attempt(self._limits.attempts),
            wait=self._wait,
            retry=lambda state: self._is_worth_a_wait(state, request),
            before_sleep=self._count_retry,
            sleep=self._sleep,
            reraise=True,
        )
        try:
            return retrying(lambda: self._attempt(request, again=retrying.statistics["attempt_number"] > 1))
        except Failed as failed:
            raise failed.error from None

    def own_url(self, path: str) -> str:
        """The full URL of a path, or of a link the CRM sent; a link to another host is refused with BadAnswer."""
        url = urljoin(self.base_url + "/", path)
        if origin(url) != origin(self.base_url) or "@" in urlsplit(url).netloc:
            raise BadAnswer(f"{self.system} sent a link to another host; it is not followed")
        return url

    def hurry(self) -> None:
        """The daemon is stopping: end every wait, let the request on the wire finish, and repeat none."""
        self._hurried.set()

    def close(self) -> None:
        self._exchange.close()

    # inside ------------------------------------------------------------------------------------------------------
    def _attempt(self, request: Request, *, again: bool) -> Answer:
        self._take(request)
        charge = self._charge(request, again=again)
        ledger = self.budget.ledger
        try:
            return self.circuit.call(lambda: self._signed(request, charge))
        except Resting as resting:
            ledger.give_back(charge)
            text = f"{self.system} failed repeatedly; the next try is in {resting.seconds:.0f} s"
            raise Failed(Unreachable(text)) from None
        finally:
            ledger.close(charge)

    def _charge(self, request: Request, *, again: bool) -> Charge:
        kind, price = self._price(request)
        urgency = Urgency.RETRY if again and urgency_now() is not Urgency.BACKFILL else urgency_now()
        try:
            return self.budget.ledger.admit(kind, price, urgency)
        except QuotaHeld as held:
            # A repeat that is not allowed any more says nothing about the lane of the call itself.
            raise Failed(Throttled(str(held)) if again else held) from None

    def _price(self, request: Request) -> tuple[str, int]:
        return self._terms.price(request.method, urlsplit(request.url).path)

    def _take(self, request: Request) -> None:
        waited = 0.0
        while (wait := self.budget.take(request.lane)) > 0:
            if waited + wait > self._limits.patience_s or self._hurried.is_set():
                spent = f"{request.what}: our own request budget is used up"
                raise Failed(Throttled(spent, retry_after_s=wait))
            waited += wait
            self._sleep(wait)

    def _pause(self, seconds: float) -> None:
        # Only what was surely not applied is ever waited for, so a write may end like this too.
        if self._hurried.wait(seconds):
            raise Failed(Unreachable(f"{self.system} is not asked again: the daemon is stopping"))

    def _is_worth_a_wait(self, state: RetryCallState, request: Request) -> bool:
        error = state.outcome.exception() if state.outcome is not None else None
        worth = isinstance(error, Failed) and error.repeatable and not self._hurried.is_set()
        # Repeating is the first thing to go without: the lane tries again by itself, more slowly.
        return worth and self.budget.ledger.has_room(Urgency.RETRY, self._price(request)[1])

    def _signed(self, request: Request, charge: Charge) -> Answer:
        token = self._token(self.tokens.bearer)
        answer = self._once(request, token, charge)
        if answer.status == 401:
            self.counters.renewals += 1
            token = self._token(lambda: self.tokens.renew(token))
            answer = self._once(request, token, charge)
            if answer.status == 401:
                raise Failed(SignInNeeded(f"{self.system} refuses a token it has just issued"))
        self._judge(answer)
        return answer

    def _token(self, door: Callable[[], str]) -> str:
        try:
            return door()
        except RemoteError as error:
            # Where the token endpoint is down our own request never left, so a write may be repeated too.
            raise Failed(error, repeatable=isinstance(error, Unreachable)) from None

    def _once(self, request: Request, token: str, charge: Charge) -> Answer:
        self.counters.calls += 1
        self.counters.bytes_out += len(request.body or b"")
        url = request.url
        try:
            answer = self._exchange.send(request, url, token)
            for _ in range(_MOST_REDIRECTS):
                if answer.status not in _REDIRECTS or request.writes:
                    break
                url = self.own_url(urljoin(url, answer.headers.get("location", "//")))
                answer = self._exchange.send(request, url, token)
        except Failed:
            self.counters.failures += 1
            raise
        if answer.status in _REDIRECTS:
            raise Failed(answer.unreadable())
        self.counters.bytes_in += len(answer.body)
        self._date, self._dated = answer.headers.get("date"), self._clock()
        self.budget.ledger.answered(charge, self._terms.reads(answer.headers))
        return answer

    def _judge(self, answer: Answer) -> None:
        """Raises Failed for everything that is not a plain answer for the adapter to read."""
        if answer.status < 400:
            return
        known = self._trouble(answer)
        if known is not None and not isinstance(known.error, Throttled):
            raise Failed(known.error)
        if answer.status == 429 or known is not None:
            self._throttled(answer, known)
        if answer.status >= 500:
            self._down(answer)
        if answer.status == 403 and not answer.body:
            raise Failed(NotPermitted(f"{answer.what}: the CRM refuses this without saying why"))
        if answer.body and not answer.looks_json:
            self.counters.failures += 1
            raise Failed(answer.unreadable(), repeatable=not answer.writes)

    def _throttled(self, answer: Answer, known: Trouble | None) -> None:
        self.counters.throttled += 1
        wait = retry_after(answer.headers)
        text = str(known.error) if known is not None else f"{answer.what}: too many requests"
        if wait is not None:
            self.budget.rest(min(wait, _LONGEST_SHARED_REST_S))
        patient = (known is None or known.patient) and (wait or 0.0) <= self._limits.patience_s
        raise Failed(Throttled(text, retry_after_s=wait), repeatable=patient, wait_s=wait)

    def _down(self, answer: Answer) -> None:
        self.counters.failures += 1
        text = f"{answer.what}: the CRM answers {answer.status}"
        wait = retry_after(answer.headers)
        if answer.status == 503 and wait is not None:
            patient = wait <= self._limits.patience_s
            raise Failed(Unreachable(text), outage=True, repeatable=patient, wait_s=wait)
        raise Failed(answer.lost(text), outage=True, repeatable=not answer.writes)

    def _wait(self, state: RetryCallState) -> float:
        """Full jitter, or what the CRM asked for plus a little, so that workers do not return as one."""
        error = state.outcome.exception() if state.outcome is not None else None
        if isinstance(error, Failed) and error.wait_s is not None:
            return error.wait_s + self._chance() * 0.25
        cap = min(self._limits.backoff_cap_s, self._limits.backoff_s * 2**state.attempt_number)
        return float(self._chance() * cap)

    def _count_retry(self, state: RetryCallState) -> None:
        self.counters.retries += 1
