"""CEL within limits: every expression gives its value or a bounded, named error, and nothing takes long."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import ExpressionFailed, ExpressionInvalid
from core.expressions import compile_expression
from core.records import Value
from core.schema import FieldType
from core.values import canonical
from tests.support.expression_corpus import FAILING, ORDINARY, PATTERNS, REFUSED, VALUES, VARIABLES

HARD_LIMIT_S = 1.0


def run(source: str, result: FieldType, values: dict[str, Value] | None = None) -> Value:
    started = time.perf_counter()
    try:
        return compile_expression(source, VARIABLES, result).evaluate({**VALUES, **(values or {})})
    finally:
        assert time.perf_counter() - started < HARD_LIMIT_S


def test_the_corpus_is_as_large_as_promised() -> None:
    assert len(ORDINARY) + len(REFUSED) + len(FAILING) + len(PATTERNS) >= 200
    assert len(REFUSED) + len(FAILING) >= 150


def test_what_people_write_gives_its_value() -> None:
    wrong = [(source, found) for source, type, wanted in ORDINARY if (found := run(source, type)) != wanted]
    assert not wrong


def test_what_reaches_out_or_makes_no_sense_is_refused_before_it_runs() -> None:
    passed, shown = [], []
    for source, type in REFUSED:
        try:
            compile_expression(source, VARIABLES, type)
            passed.append(source[:80])
        except ExpressionInvalid as refused:
            shown.append((str(refused), refused.advice))
    assert not passed
    assert all(0 < len(text) < 300 and advice for text, advice in shown)


def test_what_fails_or_would_take_long_stops_with_its_cause_and_without_values() -> None:
    passed, shown = [], []
    for source, type, values in FAILING:
        try:
            passed.append((source, run(source, type, values)))
        except ExpressionFailed as failed:
            shown.append(str(failed))
    assert not passed
    assert all(0 < len(text) < 300 and "Anna" not in text and "qqqq" not in text for text in shown)


@pytest.mark.parametrize("pattern", PATTERNS)
def test_patterns_that_hang_other_engines_answer(pattern: str) -> None:
    found = run(f"hub.matches('{pattern}')", FieldType.BOOL, {"hub": "a" * 50_000})
    assert found in (True, False)


def test_a_number_that_is_one_of_the_values_keeps_its_last_digit() -> None:
    exact = "12345678901234567890.12345"
    assert run("amount > score ? amount : score", FieldType.MONEY, {"amount": exact}) == exact


def test_no_value_is_shown_by_an_error() -> None:
    with pytest.raises(ExpressionFailed) as failed:
        run("int(hub) == 1", FieldType.BOOL, {"hub": "Anna's own words"})
    assert "own words" not in str(failed.value)


def test_a_variable_that_is_not_given_is_empty() -> None:
    compiled = compile_expression("hub == '' && tags == [] && score == null", VARIABLES, FieldType.BOOL)
    assert compiled.evaluate({}) is True
    assert compiled.decides({}) is True
    assert compile_expression("unsaid", VARIABLES, FieldType.BOOL).decides({}) is False


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_text_is_either_joined_or_refused(hub: str, crm: str) -> None:
    compiled = compile_expression("hub + crm", {"hub": FieldType.TEXT, "crm": FieldType.TEXT}, FieldType.TEXT)
    try:
        found = compiled.evaluate({"hub": hub, "crm": crm})
    except ExpressionFailed:
        assert "\x00" in hub + crm
        return
    assert found == canonical(FieldType.TEXT, hub + crm)


@given(st.text(alphabet="hubcrmtags.()[]{}+-*/%<>=!&|?:'\", 0123456789mapfilteralexist", max_size=80))
def test_whatever_is_typed_is_a_value_or_a_named_error(source: str) -> None:
    try:
        run(source, FieldType.TEXT)
    except (ExpressionInvalid, ExpressionFailed) as error:
        shown = (str(error), error.advice)
        assert all(shown)
