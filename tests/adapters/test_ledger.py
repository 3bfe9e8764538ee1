"""The ledger of a connection's allowance: whom it lets through, what it forecasts, and what a restart keeps."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.allowance import Reading, Urgency
from adapters.ledger import DAY_MS, HOUR_MS, LOOK_AGAIN_MS, MINUTE_MS, Ledger
from core.errors import QuotaHeld, Throttled

START = 1_795_000_000_000 // DAY_MS * DAY_MS + 5 * HOUR_MS
ORDER = list(Urgency)
PRICES = {"get": 1, "write": 5, "list": 10, "search": 20}

calls = st.tuples(st.sampled_from(ORDER), st.sampled_from(sorted(PRICES)), st.integers(0, MINUTE_MS))


@dataclass
class Account:
    """A CRM that counts by itself, and the ledger that is told what it says."""

    limit: int
    reserve: float = 0.1
    by_day: bool = True
    used: int = 0
    now: int = START
    through: list[tuple[Urgency, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.ledger = self.new()

    def new(self) -> Ledger:
        return Ledger(by_day=self.by_day, reserve=self.reserve, clock=lambda: self.now)

    def call(self, urgency: Urgency, kind: str = "write") -> bool:
        """Whether the ledger let it through; the CRM then counts it and tells."""
        price = PRICES[kind]
        try:
            charge = self.ledger.admit(kind, price, urgency)
        except QuotaHeld:
            return False
        self.used += price
        self.through.append((urgency, price))
        self.ledger.answered(charge, Reading(used=self.used, limit=self.limit))
        return True

    def meet(self) -> None:
        """The first call tells the limit."""
        assert self.call(Urgency.INTERACTIVE, "get")

    def line(self, urgency: Urgency) -> int:
        [found] = [one.line for one in self.ledger.standing().lanes if one.lane is urgency]
        assert found is not None
        return found


@given(st.integers(40, 2_000), st.sampled_from([0.0, 0.1, 0.5]), st.lists(calls, max_size=200))
def test_no_lane_ever_brings_the_use_past_its_line(
    limit: int, reserve: float, asked: list[tuple[Urgency, str, int]]
) -> None:
    account = Account(limit, reserve)
    account.meet()
    for urgency, kind, passed in asked:
        account.now += passed // 100  # well within a quarter of an hour: no probes
        if account.call(urgency, kind):
            assert account.used <= account.line(urgency)
    assert account.used <= limit * (1 - reserve) or len(account.through) == 1


@given(st.integers(100, 2_000), st.lists(st.sampled_from(sorted(PRICES)), min_size=1, max_size=400))
def test_where_a_lane_has_room_every_more_urgent_one_has_it_too(limit: int, kinds: list[str]) -> None:
    account = Account(limit)
    account.meet()
    for kind in kinds:
        account.call(Urgency.INTERACTIVE, kind)
        rooms = [account.ledger.has_room(one) for one in ORDER]
        assert rooms == sorted(rooms, reverse=True)


@given(st.lists(st.integers(1, 40), min_size=1, max_size=10), st.integers(1, 400))
def test_more_use_in_the_same_time_never_makes_it_last_longer(costs: list[int], more: int) -> None:
    def end(extra: int) -> int:
        account = Account(5_000, by_day=False)
        account.meet()
        for at, cost in enumerate(costs):
            account.now += MINUTE_MS // 2
            charge = account.ledger.admit(
                "write", cost + (extra if at == len(costs) - 1 else 0), Urgency.LIVE
            )
            account.ledger.answered(charge, None)
        found = account.ledger.standing().runs_out_at
        return found if found is not None else account.now + 100 * DAY_MS

    assert end(more) <= end(0)


@given(st.integers(100, 3_000), st.lists(calls, max_size=80), st.lists(calls, max_size=80))
def test_a_restart_changes_nothing(
    limit: int, before: list[tuple[Urgency, str, int]], after: list[tuple[Urgency, str, int]]
) -> None:
    account = Account(limit)
    account.meet()
    for urgency, kind, passed in before:
        account.now += passed
        account.call(urgency, kind)
    again = Account(limit, used=account.used, now=account.now)
    again.ledger.restore(account.ledger.kept())
    assert again.ledger.standing() == account.ledger.standing()
    for urgency, kind, passed in after:
        account.now += passed // 100
        again.now = account.now
        assert account.call(urgency, kind) == again.call(urgency, kind)
    assert again.ledger.standing() == account.ledger.standing()


def test_what_was_kept_and_cannot_be_read_changes_nothing() -> None:
    account = Account(1_000)
    account.meet()
    before = account.ledger.standing()
    for text in ("", "{", '{"hours": 3}', "[]"):
        with pytest.raises(ValueError, match="cannot be read"):
            account.ledger.restore(text)
    assert account.ledger.standing() == before


def test_a_held_call_says_which_lane_why_and_when_and_costs_nothing() -> None:
    account = Account(1_000)
    account.meet()
    while account.call(Urgency.BACKFILL):
        pass
    assert 625 <= account.used <= 630
    before = account.ledger.standing()
    with pytest.raises(
        Throttled, match=r"backfill is held back: 626 of 1000 requests .* stops at 630"
    ) as caught:
        account.ledger.admit("write", 5, Urgency.BACKFILL)
    assert caught.value.retry_after_s == LOOK_AGAIN_MS / 1000
    assert account.ledger.standing() == before
    assert account.call(Urgency.RETRY) and account.call(Urgency.LIVE) and account.call(Urgency.INTERACTIVE)


def test_others_use_counts_and_shows_and_holds_back_as_ours_does() -> None:
    account = Account(1_000)
    account.meet()
    account.used += 700
    assert account.call(Urgency.LIVE)
    standing = account.ledger.standing()
    assert (standing.used, standing.ours, standing.others) == (706, 6, 700)
    assert {one.lane for one in standing.held} == {Urgency.BACKFILL}
    assert not account.call(Urgency.BACKFILL)
    assert account.call(Urgency.RETRY)


def test_a_new_day_starts_anew_and_a_rolling_one_forgets_by_the_hour() -> None:
    day = Account(1_000)
    day.meet()
    while day.call(Urgency.LIVE):
        pass
    resets = day.ledger.standing().resets_at
    assert resets is not None and resets % DAY_MS == 0
    day.now = resets
    assert day.ledger.standing().used == 0
    assert day.ledger.has_room(Urgency.BACKFILL, 600)

    rolling = Account(1_000, by_day=False)
    rolling.meet()
    while rolling.call(Urgency.BACKFILL):
        pass
    rolling.now += 12 * HOUR_MS
    assert not rolling.ledger.has_room(Urgency.BACKFILL, 10)
    rolling.now += 12 * HOUR_MS
    assert rolling.ledger.standing().used == 0


def test_one_call_a_quarter_of_an_hour_finds_out_that_there_is_room_again() -> None:
    account = Account(1_000, by_day=False)
    account.meet()
    account.used = 990
    assert account.call(Urgency.LIVE)
    assert not account.call(Urgency.LIVE) and not account.call(Urgency.INTERACTIVE)
    account.now += LOOK_AGAIN_MS
    assert not account.call(Urgency.BACKFILL), "the least urgent ones never probe"
    account.used = 100  # somebody bought more, or hours fell out of the count
    assert account.call(Urgency.LIVE)
    assert account.call(Urgency.BACKFILL)


def test_costs_are_measured_where_a_call_was_alone_and_corrected_upwards() -> None:
    account = Account(100_000)
    account.meet()
    for _ in range(6):
        charge = account.ledger.admit("list", 10, Urgency.LIVE)
        account.used += 12
        account.ledger.answered(charge, Reading(used=account.used, limit=account.limit))
    [cost] = [one for one in account.ledger.standing().costs if one.kind == "list"]
    assert (cost.calls, cost.mean) == (6, 12.0)
    assert account.ledger.admit("list", 10, Urgency.LIVE).cost == 12
    other = account.ledger.admit("get", 1, Urgency.LIVE)
    account.used += 5_000
    account.ledger.answered(other, Reading(used=account.used, limit=account.limit))
    [cost] = [one for one in account.ledger.standing().costs if one.kind == "get"]
    assert cost.mean == 1.0, "somebody else's use is not taken for the price of a call"


def test_a_setting_replaces_the_limit_and_a_call_that_was_not_sent_is_given_back() -> None:
    ledger = Ledger(daily=10, reserve=0.0, clock=lambda: START)
    charge = ledger.admit("read", 1, Urgency.LIVE)
    ledger.give_back(charge)
    assert ledger.standing().used == 0 and not ledger.standing().costs
    for _ in range(7):
        ledger.answered(ledger.admit("read", 1, Urgency.BACKFILL), None)
    with pytest.raises(QuotaHeld):
        ledger.admit("read", 1, Urgency.BACKFILL)
    assert ledger.standing().ours == 7 and ledger.standing().others == 0
