"""When webhooks count as silent: polls bring news again and again, and no webhook came anywhere near them."""

from __future__ import annotations

from daemon.announced import GRACE_MS, TIMES, Announced

START = 1_795_000_000_000


def heard(*, webhooks: bool, minutes: int = 10) -> tuple[str, ...]:
    """A change every half minute, found by a poll 3 s later, announced 2 s after that or not."""
    announced = Announced()
    now = START
    for _ in range(minutes * 2):
        now += 30_000
        announced.noticed("contacts", now + 3_000)
        if webhooks:
            announced.told("contacts", now + 5_000)
    return announced.silent(now + GRACE_MS + 3_001)


def test_news_that_nobody_announces_means_silence() -> None:
    assert heard(webhooks=False) == ("contacts",)


def test_late_webhooks_are_none() -> None:
    assert heard(webhooks=True) == ()


def test_one_lost_webhook_or_one_burst_is_not_silence() -> None:
    announced = Announced()
    for at in range(50):
        announced.noticed("contacts", START + at)
    assert announced.silent(START + 10 * GRACE_MS) == ()
    announced.told("contacts", START + GRACE_MS)
    assert announced.silent(START + 20 * GRACE_MS) == ()


def test_each_object_is_judged_by_itself_and_looking_starts_anew() -> None:
    announced = Announced()
    for at in range(TIMES):
        announced.noticed("contacts", START + at * GRACE_MS)
        announced.noticed("deals", START + at * GRACE_MS)
        announced.told("deals", START + at * GRACE_MS)
    now = START + (TIMES + 1) * GRACE_MS
    assert announced.silent(now) == ("contacts",)
    announced.forget()
    assert announced.silent(now) == ()
