"""SOQL text in, values out: literals come back exactly, what is not understood is refused with its place."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.sandbox.salesforce.errors import SalesforceError
from adapters.sandbox.salesforce.soql_ast import (
    And,
    Comparator,
    Comparison,
    Like,
    Literal,
    Membership,
    Not,
    Or,
    Query,
)
from adapters.sandbox.salesforce.soql_literals import quote
from adapters.sandbox.salesforce.soql_parse import parse

any_text = st.text(st.characters(codec="utf-8"))


def literal_of(text: str) -> Literal:
    where = parse(f"SELECT Id FROM Contact WHERE Name = {text}").where
    assert isinstance(where, Comparison)
    return where.value


@given(any_text)
def test_any_text_survives_quoting_and_parsing(text: str) -> None:
    assert literal_of(quote(text)) == text


@given(any_text, any_text)
def test_a_quoted_value_cannot_leave_its_quotes(text: str, other: str) -> None:
    where = parse(f"SELECT Id FROM Contact WHERE A = {quote(text)} OR B = {quote(other)}").where
    assert isinstance(where, Or)
    assert [term.value for term in where.terms if isinstance(term, Comparison)] == [text, other]


@given(st.lists(any_text, min_size=1, max_size=5))
def test_lists_of_texts_survive(texts: list[str]) -> None:
    where = parse(f"SELECT Id FROM C WHERE A IN ({', '.join(map(quote, texts))})").where
    assert isinstance(where, Membership)
    assert list(where.values) == texts


@given(st.integers() | st.decimals(allow_nan=False, allow_infinity=False))
def test_any_number_survives(number: int | Decimal) -> None:
    assert literal_of(str(number)) == number


@given(st.datetimes(timezones=st.just(UTC)))
def test_any_datetime_survives(moment: datetime) -> None:
    assert literal_of(moment.isoformat().replace("+00:00", "Z")) == moment


@given(st.dates())
def test_any_date_survives(day: date) -> None:
    assert literal_of(day.isoformat()) == day


@given(any_text)
def test_like_without_its_wildcards_means_the_text_itself(text: str) -> None:
    pattern = quote(text).replace("%", r"\%").replace("_", r"\_")
    where = parse(f"SELECT Id FROM C WHERE A LIKE {pattern}").where
    assert isinstance(where, Like)
    assert re.fullmatch(where.pattern, text, re.DOTALL) is not None
    assert re.fullmatch(where.pattern, text + "x", re.DOTALL) is None


@given(st.text(max_size=80))
def test_any_input_is_parsed_or_refused_in_the_vendors_way(text: str) -> None:
    try:
        parsed = parse(text)
    except SalesforceError as error:
        refusal = (error.status, error.code)
        assert refusal == (400, "MALFORMED_QUERY")
    else:
        assert isinstance(parsed, Query)


def test_offsets_and_zones_mean_the_same_moment() -> None:
    wanted = datetime(2024, 2, 1, 12, tzinfo=UTC)
    for text in (
        "2024-02-01T12:00:00Z",
        "2024-02-01T13:00:00+01:00",
        "2024-02-01T12:00:00.000+0000",
        "2024-02-01T07:00:00-05:00",
    ):
        assert literal_of(text) == wanted


def test_keywords_do_not_depend_on_case_and_are_no_prefixes_of_names() -> None:
    query = parse(
        "select Industry, OrderNumber__c, NotesText from Account where Is__c = TRUE order by Limit__c desc"
    )
    assert [item.text for item in query.select if not isinstance(item, Query)] == [
        "Industry",
        "OrderNumber__c",
        "NotesText",
    ]
    assert query.order[0].descending


def test_nesting_order_and_bounds_are_read() -> None:
    query = parse(
        "SELECT Id, Account.Name, (SELECT ContactId FROM OpportunityContactRoles) FROM Opportunity "
        "WHERE (A = 1 AND (NOT B != null)) OR C NOT IN ('x') ORDER BY A DESC NULLS LAST, B LIMIT 10 OFFSET 5"
    )
    assert isinstance(query.where, Or)
    first, second = query.where.terms
    assert isinstance(first, And) and isinstance(first.terms[1], Not)
    assert isinstance(second, Membership) and second.negated
    assert [(each.descending, each.nulls_last) for each in query.order] == [(True, True), (False, False)]
    assert (query.limit, query.offset) == (10, 5)
    assert isinstance(query.select[2], Query)


def test_both_spellings_of_unequal_are_one() -> None:
    for text in ("<>", "!="):
        where = parse(f"SELECT Id FROM C WHERE A {text} 1").where
        assert isinstance(where, Comparison) and where.comparator is Comparator.NE


@pytest.mark.parametrize(
    ("text", "column", "token"),
    [
        ("SELECT Id FRM Contact", 11, "unexpected token: 'FRM'"),
        ("SELECT Id FROM", 15, "unexpected token: '<EOF>'"),
        ("SELECT Id FROM C WHERE A = 1 AND B = 2 OR C = 3", 40, "unexpected token: 'OR'"),
        ("SELECT Id FROM C WHERE A = 1 AND NOT B = 2", 34, "unexpected token: 'NOT'"),
        ("SELECT Id FROM C WHERE A = 'x", 28, "unexpected token: '''"),
        (r"SELECT Id FROM C WHERE A = 'a\qb'", 30, r"Illegal escape sequence '\q'"),
        ("SELECT Id FROM C WHERE A = 2024-02-30", 28, "Invalid date: 2024-02-30"),
        ("SELECT Id FROM C LIMIT -1", 24, "unexpected token: '-1'"),
        ("SELECT Id FROM C GROUP BY Id", 18, "unexpected token: 'GROUP'"),
        ("SELECT Id FROM C; DELETE", 17, "unexpected token: ';'"),
        ("SELECT MAX(Id) FROM C", 11, "unexpected token: '('"),
        ("SELECT Id FROM C WHERE A = TODAY", 28, "unexpected token: 'TODAY'"),
    ],
)
def test_errors_tell_row_column_and_token(text: str, column: int, token: str) -> None:
    with pytest.raises(SalesforceError) as caught:
        parse(text)
    assert caught.value.code == "MALFORMED_QUERY"
    lines = caught.value.message.split("\n")
    assert lines[3:] == [f"ERROR at Row:1:Column:{column}", token]
    assert lines[2].endswith("^")


def test_an_error_on_a_later_line_tells_that_row() -> None:
    with pytest.raises(SalesforceError, match="ERROR at Row:2:Column:6"):
        parse("SELECT Id\nFROM 1")
