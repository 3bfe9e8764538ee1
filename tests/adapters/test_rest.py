"""The transport: what is repeated, what never is, what a caller learns, and what no message may hold."""

from __future__ import annotations

import email.utils
import socket
import threading
import time
from collections.abc import Callable

import pytest

from adapters.answers import Answer, checked_url, retry_after
from adapters.circuit import CircuitState
from adapters.oauth import StaticTokens
from adapters.quota import Budget
from adapters.rest import Limits, Rest, Trouble
from core.errors import (
    AnswerLost,
    BadAnswer,
    NotPermitted,
    RemoteError,
    SettingsInvalid,
    SignInNeeded,
    Throttled,
    Unreachable,
)
from tests.adapters.scripted import HANG_UP, Scripted, reply

SECRET = "tok-canary-1"


class Clock:
    """Time that passes only by sleeping."""

    def __init__(self) -> None:
        self.now = 1_000.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


class Renewing:
    """Tokens that can be renewed as often as asked."""

    def __init__(self) -> None:
        self.number = 0

    def bearer(self) -> str:
        return f"token-{self.number}"

    def renew(self, refused: str) -> str:
        self.number += 1
        return self.bearer()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def rest_to(clock: Clock) -> Callable[..., Rest]:
    def make(crm: Scripted | str, **given: object) -> Rest:
        url = crm if isinstance(crm, str) else crm.url
        settings: dict[str, object] = {
            "loopback": True,
            "clock": clock,
            "sleep": clock.sleep,
            "chance": lambda: 0.5,
            "limits": Limits(connect_s=2, read_s=5, attempts=3),
        }
        tokens = given.pop("tokens", StaticTokens("Acme", SECRET))
        return Rest("Acme", url, tokens, **(settings | given))  # type: ignore[arg-type]

    return make


def state_of(rest: Rest) -> CircuitState:
    return rest.state


def unused_address() -> str:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    return f"http://127.0.0.1:{port}"


# reads ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("trouble", [HANG_UP, reply(500), reply(502, "<html>"), reply(503), reply(429)])
def test_a_read_is_repeated_until_it_succeeds(
    rest_to: Callable[..., Rest], clock: Clock, trouble: bytes
) -> None:
    with Scripted(trouble, trouble, reply(200, '{"a": 1}')) as crm:
        rest = rest_to(crm)
        assert rest.call("GET", "/x").decode(dict[str, int]) == {"a": 1}
        assert (crm.count, rest.counters.retries, len(clock.slept)) == (3, 2, 2)


@pytest.mark.parametrize("trouble", [HANG_UP, reply(500), reply(503)])
def test_a_read_that_never_succeeds_is_unreachable(rest_to: Callable[..., Rest], trouble: bytes) -> None:
    with Scripted(trouble) as crm:
        with pytest.raises(Unreachable):
            rest_to(crm).call("GET", "/x")
        assert crm.count == 3


@pytest.mark.parametrize(
    "body", ["<html>no</html>", '{"half": ', "", "\ud800".encode("utf-8", "surrogatepass")]
)
def test_an_unreadable_read_is_a_bad_answer(rest_to: Callable[..., Rest], body: str | bytes) -> None:
    with Scripted(reply(200, body)) as crm, pytest.raises(BadAnswer):
        rest_to(crm).call("GET", "/x").decode(dict[str, int])


def test_a_proxys_page_with_403_is_a_bad_answer(rest_to: Callable[..., Rest]) -> None:
    with (
        Scripted(reply(403, "<!DOCTYPE html><title>Attention Required!</title>")) as crm,
        pytest.raises(BadAnswer),
    ):
        rest_to(crm).call("GET", "/x")


def test_an_endless_answer_is_cut_off(rest_to: Callable[..., Rest]) -> None:
    with Scripted(reply(200, b"[" + b"1," * 500_000 + b"1]")) as crm:
        rest = rest_to(crm, limits=Limits(body_bytes=1_000, attempts=1))
        with pytest.raises(BadAnswer, match="larger"):
            rest.call("GET", "/x")
        with pytest.raises(AnswerLost, match="larger"):
            rest.call("POST", "/x", json={}, writes=True)


# writes --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("trouble", [HANG_UP, reply(500), reply(502, "<html>"), reply(503), reply(504)])
def test_a_write_without_an_answer_is_lost_and_not_repeated(
    rest_to: Callable[..., Rest], trouble: bytes
) -> None:
    with Scripted(trouble) as crm:
        with pytest.raises(AnswerLost):
            rest_to(crm).call("POST", "/x", json={"a": 1}, writes=True)
        assert crm.count == 1


@pytest.mark.parametrize("trouble", [reply(429), reply(429, Retry_After="1"), reply(503, Retry_After="1")])
def test_a_write_is_repeated_where_it_surely_was_not_applied(
    rest_to: Callable[..., Rest], trouble: bytes
) -> None:
    with Scripted(trouble, reply(201, '{"id": "1"}')) as crm:
        answer = rest_to(crm).call("POST", "/x", json={"a": 1}, writes=True)
        assert (answer.status, crm.count) == (201, 2)
        assert crm.requests[0].endswith(b'{"a":1}') and crm.requests[1].endswith(b'{"a":1}')


def test_a_connection_that_was_never_made_is_unreachable_also_for_a_write(
    rest_to: Callable[..., Rest], clock: Clock
) -> None:
    rest = rest_to(unused_address())
    with pytest.raises(Unreachable):
        rest.call("POST", "/x", json={}, writes=True)
    assert rest.counters.calls == 3 and len(clock.slept) == 2


@pytest.mark.parametrize("body", ["<html>", '[{"id":', ""])
def test_an_unreadable_answer_to_a_write_is_lost(rest_to: Callable[..., Rest], body: str) -> None:
    with Scripted(reply(201, body)) as crm, pytest.raises(AnswerLost):
        rest_to(crm).call("POST", "/x", json={}, writes=True).decode(dict[str, str])


# throttling ----------------------------------------------------------------------------------------------------
def test_retry_after_is_waited_for_and_never_less(rest_to: Callable[..., Rest], clock: Clock) -> None:
    with Scripted(reply(429, Retry_After="7"), reply(200)) as crm:
        rest_to(crm).call("GET", "/x")
    assert sum(clock.slept) >= 7


def test_a_long_retry_after_is_told_to_the_caller_at_once(rest_to: Callable[..., Rest], clock: Clock) -> None:
    with Scripted(reply(429, Retry_After="3600")) as crm:
        rest = rest_to(crm)
        with pytest.raises(Throttled) as caught:
            rest.call("GET", "/x")
        assert (caught.value.retry_after_s, crm.count, clock.slept) == (3600, 1, [])


def test_a_429_without_retry_after_says_so(rest_to: Callable[..., Rest]) -> None:
    with Scripted(reply(429)) as crm:
        with pytest.raises(Throttled) as caught:
            rest_to(crm).call("GET", "/x")
        assert (caught.value.retry_after_s, crm.count) == (None, 3)


def test_retry_after_asks_every_worker_of_the_connection_to_wait(
    clock: Clock, rest_to: Callable[..., Rest]
) -> None:
    budget = Budget({}, clock=clock)
    with Scripted(reply(429, Retry_After="9"), reply(200)) as crm:
        first = rest_to(crm, budget=budget, limits=Limits(attempts=1))
        with pytest.raises(Throttled):
            first.call("GET", "/x")
        rest_to(crm, budget=budget).call("GET", "/x")
    assert clock.slept == [9]


def test_the_budget_keeps_the_rate(clock: Clock, rest_to: Callable[..., Rest]) -> None:
    budget = Budget({"main": ((5, 1.0),)}, clock=clock)
    started = clock.now
    with Scripted(reply(200)) as crm:
        rest = rest_to(crm, budget=budget)
        for _ in range(20):
            rest.call("GET", "/x")
        assert crm.count == 20
    assert clock.now - started >= 3


def test_retry_after_may_be_a_date() -> None:
    date = email.utils.formatdate(1_000_030, usegmt=True)
    assert retry_after({"retry-after": date}, now=lambda: 1_000_000) == 30
    assert retry_after({"retry-after": date}, now=lambda: 2_000_000) == 0
    assert retry_after({"retry-after": "2.5"}) == 2.5
    assert retry_after({"retry-after": "soon"}) is None
    assert retry_after({}) is None


# the circuit ---------------------------------------------------------------------------------------------------
def test_the_circuit_opens_after_outages_and_closes_after_a_probe(
    rest_to: Callable[..., Rest], clock: Clock
) -> None:
    with Scripted(*[reply(500)] * 5, reply(200)) as crm:
        rest = rest_to(crm, limits=Limits(attempts=1))
        for _ in range(5):
            with pytest.raises(Unreachable):
                rest.call("GET", "/x")
        assert state_of(rest) is CircuitState.OPEN
        with pytest.raises(Unreachable, match="repeatedly"):
            rest.call("POST", "/x", json={}, writes=True)
        assert crm.count == 5
        clock.now += 31
        assert state_of(rest) is CircuitState.HALF_OPEN
        rest.call("GET", "/x")
        assert state_of(rest) is CircuitState.CLOSED


def test_a_failed_probe_opens_the_circuit_again(rest_to: Callable[..., Rest], clock: Clock) -> None:
    with Scripted(reply(500)) as crm:
        rest = rest_to(crm, limits=Limits(attempts=1))
        for _ in range(5):
            with pytest.raises(Unreachable):
                rest.call("GET", "/x")
        clock.now += 31
        with pytest.raises(Unreachable):
            rest.call("GET", "/x")
        assert state_of(rest) is CircuitState.OPEN and crm.count == 6


@pytest.mark.parametrize("refusal", [reply(400), reply(404), reply(429), reply(403, '{"category": "x"}')])
def test_refusals_do_not_open_the_circuit(rest_to: Callable[..., Rest], refusal: bytes) -> None:
    with Scripted(refusal) as crm:
        rest = rest_to(crm, limits=Limits(attempts=1))
        for _ in range(8):
            try:
                rest.call("GET", "/x")
            except Throttled:
                continue
        assert state_of(rest) is CircuitState.CLOSED and crm.count == 8


# signing in ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("writes", [False, True])
def test_a_refused_token_is_renewed_once_and_the_request_repeated(
    rest_to: Callable[..., Rest], writes: bool
) -> None:
    with Scripted(reply(401), reply(200)) as crm:
        rest = rest_to(crm, tokens=Renewing())
        rest.call("POST", "/x", json={"a": 1}, writes=writes)
        assert [b"token-0" in crm.requests[0], b"token-1" in crm.requests[1]] == [True, True]
        assert crm.requests[1].endswith(b'{"a":1}')


def test_a_fresh_token_that_is_refused_needs_a_person(rest_to: Callable[..., Rest]) -> None:
    with Scripted(reply(401)) as crm:
        with pytest.raises(SignInNeeded):
            rest_to(crm, tokens=Renewing()).call("GET", "/x")
        assert crm.count == 2


def test_a_static_token_that_is_refused_needs_a_person(rest_to: Callable[..., Rest]) -> None:
    with Scripted(reply(401)) as crm:
        with pytest.raises(SignInNeeded):
            rest_to(crm).call("GET", "/x")
        assert crm.count == 1


def test_a_vendors_own_words_are_translated(rest_to: Callable[..., Rest]) -> None:
    def trouble(answer: Answer) -> Trouble | None:
        return Trouble(error=NotPermitted("no scope")) if answer.status == 403 else None

    with (
        Scripted(reply(403, '{"category": "MISSING_SCOPES"}')) as crm,
        pytest.raises(NotPermitted, match="no scope"),
    ):
        rest_to(crm, trouble=trouble).call("GET", "/x")


# addresses -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "url",
    [
        "http://api.example.com",
        "https://127.0.0.1:9000",
        "https://localhost",
        "https://user:pw@api.example.com",
        "ftp://api.example.com",
        "https://",
        "api.example.com",
    ],
)
def test_an_address_that_is_not_https_elsewhere_is_refused(url: str) -> None:
    with pytest.raises(SettingsInvalid) as caught:
        checked_url(url, loopback=False)
    assert "pw" not in str(caught.value)


def test_loopback_has_to_be_allowed_and_allows_nothing_else() -> None:
    assert checked_url("http://127.0.0.1:80/", loopback=True) == "http://127.0.0.1:80"
    with pytest.raises(SettingsInvalid):
        checked_url("http://10.0.0.1", loopback=True)


@pytest.mark.parametrize(
    "link",
    [
        "http://evil.example/x",
        "//evil.example/x",
        "https://127.0.0.1:1/x",
        "http://127.0.0.1@evil.example/",
        "http://2130706433/",
        "http://[::ffff:7f00:1]/",
        "http://127.0.0.1./x",
    ],
)
def test_a_link_to_another_host_is_not_followed(rest_to: Callable[..., Rest], link: str) -> None:
    with Scripted(reply(200)) as crm:
        with pytest.raises(BadAnswer):
            rest_to(crm).call("GET", link)
        assert crm.count == 0


def test_a_redirect_to_another_host_is_not_followed_and_one_at_home_is(rest_to: Callable[..., Rest]) -> None:
    with Scripted(reply(200)) as elsewhere:
        with Scripted(reply(302, Location=f"{elsewhere.url}/x")) as crm, pytest.raises(BadAnswer):
            rest_to(crm).call("GET", "/x")
        assert elsewhere.count == 0
    with Scripted(reply(302, Location="/there"), reply(200, "[1]")) as crm:
        assert rest_to(crm).call("GET", "/x").decode(list[int]) == [1]
        assert crm.requests[1].startswith(b"GET /there ")


def test_a_redirected_write_is_lost_not_repeated(rest_to: Callable[..., Rest]) -> None:
    with Scripted(reply(307, Location="/there"), reply(200)) as crm:
        with pytest.raises(AnswerLost):
            rest_to(crm).call("POST", "/x", json={}, writes=True)
        assert crm.count == 1


def test_the_proxy_of_the_environment_is_not_used(
    rest_to: Callable[..., Rest], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", unused_address())
    monkeypatch.setenv("http_proxy", unused_address())
    with Scripted(reply(200)) as crm:
        assert rest_to(crm).call("GET", "/x").status == 200


# secrets -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "trouble",
    [
        HANG_UP,
        reply(500),
        reply(401),
        reply(403, "<html>"),
        reply(429),
        reply(200, "<html>"),
        reply(307, Location="/"),
    ],
)
def test_no_message_holds_a_token_a_body_or_a_query(rest_to: Callable[..., Rest], trouble: bytes) -> None:
    for writes in (False, True):
        with Scripted(trouble) as crm, pytest.raises(RemoteError) as caught:
            rest = rest_to(crm)
            rest.call(
                "POST", "/x", params={"q": "ada@example.org"}, json={"v": "Lovelace"}, writes=writes
            ).decode(dict[str, str])
        error: BaseException | None = caught.value
        while error is not None:
            text = f"{error!r} {error}"
            assert not [word for word in (SECRET, "ada@", "Lovelace") if word in text]
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


# stopping ------------------------------------------------------------------------------------------------------
def test_whoever_stops_does_not_wait_out_a_retry_after(rest_to: Callable[..., Rest]) -> None:
    with Scripted(reply(429, Retry_After="3000")) as crm:
        rest = rest_to(crm, sleep=None, limits=Limits(patience_s=5_000))
        raised: list[BaseException] = []

        def call() -> None:
            with pytest.raises(Unreachable, match="stopping") as found:
                rest.call("GET", "/x")
            raised.append(found.value)

        waiting = threading.Thread(target=call)
        waiting.start()
        while rest.counters.retries == 0:
            time.sleep(0.001)
        rest.hurry()
        waiting.join(60)
        assert len(raised) == 1
        assert crm.count == 1
