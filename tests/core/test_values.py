"""Canonical values: one way to write each value, and a plain refusal of everything else."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import TransformError
from core.schema import FieldType
from core.values import canonical, canonicaliser, from_epoch_ms, to_epoch_ms

T = FieldType

WRITTEN = [
    (T.TEXT, "", None),
    (T.TEXT, None, None),
    (T.TEXT, " Anna ", " Anna "),
    (T.TEXT, "e\u0301", "e\u0301"),  # not NFC: stored as it came
    (T.TEXT, 12, "12"),
    (T.TEXT, True, "true"),
    (T.LONG_TEXT, "a\r\nb", "a\r\nb"),
    (T.NUMBER, "12.50", "12.5"),
    (T.NUMBER, "-0", "0"),
    (T.NUMBER, "-0.00", "0"),
    (T.NUMBER, "007", "7"),
    (T.NUMBER, "+5", "5"),
    (T.NUMBER, "1e3", "1000"),
    (T.NUMBER, "100", "100"),
    (T.NUMBER, "1.5E-3", "0.0015"),
    (T.NUMBER, ".5", "0.5"),
    (T.NUMBER, "  ", None),
    (T.NUMBER, 2**70, str(2**70)),
    (T.NUMBER, -(10**500), "-1" + "0" * 500),
    (T.NUMBER, 0.1, "0.1"),
    (T.NUMBER, 1e22, "1" + "0" * 22),
    (T.MONEY, Decimal("1E+2"), "100"),
    (T.BOOL, "Yes", True),
    (T.BOOL, "FALSE", False),
    (T.BOOL, 1, True),
    (T.BOOL, "", None),
    (T.DATE, "2026-11-23", "2026-11-23"),
    (T.DATE, "2026-11-23T23:30:00-05:00", "2026-11-24"),
    (T.DATE, 1_795_392_000_000, "2026-11-23"),
    (T.DATE, "1795392000000", "2026-11-23"),
    (T.DATE, "-86400000", "1969-12-31"),
    (T.DATE, date(2026, 11, 23), "2026-11-23"),
    (T.DATETIME, "2024-02-01T00:00:00.000+0000", "2024-02-01T00:00:00.000Z"),
    (T.DATETIME, "2026-11-23T08:00:00Z", "2026-11-23T08:00:00.000Z"),
    (T.DATETIME, "2026-11-23T08:00:00.1239+01:00", "2026-11-23T07:00:00.123Z"),
    (T.DATETIME, "2026-11-23 08:00", "2026-11-23T08:00:00.000Z"),
    (T.DATETIME, "2026-11-23", "2026-11-23T00:00:00.000Z"),
    (T.DATETIME, 0, "1970-01-01T00:00:00.000Z"),
    (T.DATETIME, datetime(1, 1, 2, tzinfo=UTC), "0001-01-02T00:00:00.000Z"),
    (T.MULTI_CHOICE, "b;a;;b", ("a", "b")),
    (T.MULTI_CHOICE, ["", "x"], ("x",)),
    (T.MULTI_CHOICE, [], None),
    (T.MULTI_CHOICE, ";", None),
    (T.MULTI_REFERENCE, ("2", "10", "2"), ("10", "2")),
]

REFUSED = [
    (T.TEXT, "a\x00b"),
    (T.TEXT, "\ud800"),
    (T.TEXT, b"bytes"),
    (T.TEXT, {"a": 1}),
    (T.MULTI_CHOICE, ["\udfff"]),
    (T.MULTI_CHOICE, [1]),
    (T.MULTI_CHOICE, 5),
    (T.NUMBER, "NaN"),
    (T.NUMBER, "-Infinity"),
    (T.NUMBER, float("nan")),
    (T.NUMBER, float("inf")),
    (T.NUMBER, "1e999999"),
    (T.NUMBER, "1e-9999"),
    (T.NUMBER, Decimal("1e999999")),
    (T.NUMBER, Decimal("sNaN")),
    (T.BOOL, Decimal("sNaN")),
    (T.NUMBER, "1" * 10_000),
    (T.NUMBER, 10**20_000),
    (T.NUMBER, "1_000"),
    (T.NUMBER, "1,000"),
    (T.NUMBER, "١٢"),
    (T.NUMBER, True),
    (T.NUMBER, "twelve"),
    (T.BOOL, "maybe"),
    (T.BOOL, 2),
    (T.BOOL, []),
    (T.DATE, "2026-02-30"),
    (T.DATE, "2026-W47-1"),
    (T.DATE, "23.11.2026"),
    (T.DATETIME, "2026-11-23T25:00:00.000Z"),
    (T.DATETIME, "2026-02-30T00:00:00.000Z"),
    (T.DATETIME, "0001-01-01T00:00:00+14:00"),
    (T.DATETIME, 10**17),
    (T.DATETIME, 10**5000),
    (T.DATETIME, True),
    (T.DATETIME, "soon"),
]


@pytest.mark.parametrize(("type", "raw", "expected"), WRITTEN, ids=lambda part: repr(part)[:40])
def test_a_value_is_written_one_way(type: FieldType, raw: object, expected: object) -> None:
    assert canonical(type, raw) == expected
    assert canonicaliser(type)(raw) == expected


@pytest.mark.parametrize(("type", "raw"), REFUSED, ids=lambda part: type(part).__name__)
def test_what_has_no_canonical_form_is_refused_without_being_quoted(type: FieldType, raw: object) -> None:
    with pytest.raises(TransformError) as refused:
        canonical(type, raw)
    if isinstance(raw, str) and len(raw) > 3:
        assert raw not in str(refused.value)


ANYTHING = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.decimals(),
    st.text(alphabet=st.characters(codec=None), max_size=30),
    st.from_regex(
        r"[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}(:[0-9]{2}\.[0-9]{3})?(Z|[+-][0-9]{4})?)?",
        fullmatch=True,
    ),
    st.from_regex(r"-?[0-9]{1,30}(\.[0-9]{1,30})?(e-?[0-9]{1,6})?", fullmatch=True),
    st.datetimes(),
    st.datetimes(timezones=st.just(timezone(timedelta(hours=-7)))),
    st.binary(max_size=5),
    st.lists(st.text(max_size=5), max_size=5),
    st.dictionaries(st.text(max_size=2), st.integers(), max_size=2),
)


@given(type=st.sampled_from(FieldType), raw=ANYTHING)
def test_canonical_refuses_or_gives_a_value_that_stays_as_it_is(type: FieldType, raw: object) -> None:
    try:
        value = canonical(type, raw)
    except TransformError:
        return
    assert value not in ("", ())
    assert canonical(type, value) == value
    assert value is None or isinstance(value, bool if type is T.BOOL else str | tuple)


@given(st.integers(min_value=-62_135_596_800_000, max_value=253_402_300_799_999))
def test_every_millisecond_of_the_calendar_goes_there_and_back(milliseconds: int) -> None:
    assert to_epoch_ms(from_epoch_ms(milliseconds)) == milliseconds


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**40), max_value=10**40, places=12))
def test_numbers_keep_every_digit(number: Decimal) -> None:
    value = canonical(T.NUMBER, str(number))
    assert isinstance(value, str)
    assert Decimal(value) == number
    assert "E" not in value.upper()
