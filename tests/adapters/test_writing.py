"""Sending writes in parts: one outcome each, whatever happens half way."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from adapters.base import Refusal, Removal, Result, WriteOutcome
from adapters.writing import PartRefused, write_in_parts
from core.errors import AnswerLost, BadAnswer, RemoteError, SignInNeeded, Throttled, Unreachable


def removals(*ids: str) -> list[Removal]:
    return [Removal(op=f"op{at}", crm_id=id) for at, id in enumerate(ids)]


def done(part: list[Removal]) -> list[WriteOutcome]:
    return [WriteOutcome(op=one.op, result=Result.DONE) for one in part]


def failing_at(
    turn: int, error: Exception, calls: list[list[Removal]]
) -> Callable[[list[Removal]], list[WriteOutcome]]:
    def send(part: list[Removal]) -> list[WriteOutcome]:
        calls.append(part)
        if len(calls) == turn:
            raise error
        return done(part)

    return send


def results(outcomes: list[WriteOutcome]) -> dict[str, Result]:
    assert len({one.op for one in outcomes}) == len(outcomes)
    return {one.op: one.result for one in outcomes}


def test_no_call_holds_too_many_or_one_record_twice() -> None:
    calls: list[list[Removal]] = []
    writes = removals("a", "b", "a", "c", "a", "d", "b")
    outcomes = write_in_parts(
        writes, size=2, key=lambda one: one.crm_id, send=failing_at(0, ValueError(), calls)
    )
    assert set(results(outcomes).values()) == {Result.DONE} and len(outcomes) == 7
    for part in calls:
        assert len(part) <= 2 and len({one.crm_id for one in part}) == len(part)
    order = [one.op for part in calls for one in part if one.crm_id == "a"]
    assert order == ["op0", "op2", "op4"]


@pytest.mark.parametrize("error", [Throttled("x"), Unreachable("x"), SignInNeeded("x")])
def test_a_first_call_that_was_surely_not_applied_is_raised(error: RemoteError) -> None:
    with pytest.raises(type(error)):
        write_in_parts(removals("a", "b"), size=1, key=lambda one: one.crm_id, send=failing_at(1, error, []))


@pytest.mark.parametrize("error", [Throttled("x"), Unreachable("x"), SignInNeeded("x")])
def test_a_later_call_that_was_surely_not_applied_is_for_later(error: RemoteError) -> None:
    send = failing_at(2, error, [])
    outcomes = write_in_parts(removals("a", "b", "c"), size=1, key=lambda one: one.crm_id, send=send)
    assert results(outcomes) == {"op0": Result.DONE, "op1": Result.LATER, "op2": Result.LATER}


def test_a_lost_answer_loses_its_part_only() -> None:
    send = failing_at(1, AnswerLost("x"), [])
    outcomes = write_in_parts(removals("a", "b", "c"), size=1, key=lambda one: one.crm_id, send=send)
    assert results(outcomes) == {"op0": Result.LOST, "op1": Result.LATER, "op2": Result.LATER}


@pytest.mark.parametrize("error", [AnswerLost("x"), BadAnswer("x")])
def test_a_lost_answer_to_everything_is_raised(error: RemoteError) -> None:
    with pytest.raises(AnswerLost):
        write_in_parts(removals("a", "b"), size=2, key=lambda one: one.crm_id, send=failing_at(1, error, []))


def test_an_outcome_that_is_missing_is_lost() -> None:
    outcomes = write_in_parts(
        removals("a", "b"), size=2, key=lambda one: one.crm_id, send=lambda part: done(part[:1])
    )
    assert results(outcomes) == {"op0": Result.DONE, "op1": Result.LOST}


def test_a_call_refused_because_of_one_record_is_halved_until_it_stands_alone() -> None:
    refusals = (Refusal(code="BAD", message="no", fields=("email",)),)
    calls: list[int] = []

    def send(part: list[Removal]) -> list[WriteOutcome]:
        calls.append(len(part))
        if any(one.crm_id == "7" for one in part):
            raise PartRefused(Result.REFUSED, refusals)
        return done(part)

    outcomes = write_in_parts(removals(*map(str, range(32))), size=32, key=lambda one: one.crm_id, send=send)
    found = results(outcomes)
    assert found.pop("op7") is Result.REFUSED and set(found.values()) == {Result.DONE}
    assert next(one for one in outcomes if one.op == "op7").refusals == refusals
    assert len(calls) <= 11
