"""Lenses for what was done or is planned: when it began and how long it took, and which kind of thing it is."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Final

from core.errors import TransformError
from core.lenses.shape import NUMBERS, TEXTS, Converting, Lens, Site, Spec, Values, one_to_one, text_of
from core.records import Value
from core.schema import FieldType
from core.values import canonical, write_decimal, write_moment

_CLOCK = re.compile(r"([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?")
_MINUTE: Final = timedelta(minutes=1)
_ANY: Final = "*"
_BETWEEN: Final = "/"
_LONGEST: Final = 10**13  # milliseconds
_UNITS: Final = {"minutes": 1, "seconds": 60, "milliseconds": 60_000}


def _moment(value: Value) -> datetime:
    try:
        return datetime.fromisoformat(text_of(value)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise TransformError("a time cannot be read") from error


def _span(site: Site) -> Lens:
    """Begin and length in the hub, begin and end in the CRM."""
    site.needs(2, 2)
    site.needs_types(site.hub[:1], FieldType.DATETIME)
    site.needs_types(site.hub[1:], *NUMBERS)
    site.needs_types(site.crm, FieldType.DATETIME)

    def get(crm: Values) -> Values:
        begin, end = crm
        if begin is None or end is None:
            return (begin, None)
        took = _moment(end) - _moment(begin)
        return (begin, _minutes(took // timedelta(milliseconds=1), 60_000))

    def put(hub: Values, _now: Values) -> Values:
        begin, took = hub
        if took is None:
            return (begin, None)
        if begin is None:
            raise TransformError("something takes a time but has no beginning")
        try:
            return (begin, write_moment(_moment(begin) + float(_number(took)) * _MINUTE))
        except OverflowError as error:
            raise TransformError("something takes longer than the calendar goes") from error

    return Converting(site=site, get=get, put=put, invertible=False)


def _day_and_clock(site: Site) -> Lens:
    """A time in the hub; in the CRM its day and, apart from it, its time of day, both in UTC."""
    site.needs(1, 2)
    site.needs_types(site.hub, FieldType.DATETIME)
    site.needs_types(site.crm[:1], FieldType.DATE)
    site.needs_types(site.crm[1:], *TEXTS)

    def get(crm: Values) -> Values:
        day, clock = crm
        if day is None:
            return (None,)
        time = timedelta() if clock is None else timedelta(seconds=_seconds(clock))
        try:
            return (write_moment(datetime.fromisoformat(text_of(day)).replace(tzinfo=UTC) + time),)
        except (ValueError, OverflowError) as error:
            raise TransformError("a day or a time of day cannot be read") from error

    def put(hub: Values, _now: Values) -> Values:
        if hub[0] is None:
            return (None, None)
        at = _moment(hub[0])
        return (at.date().isoformat(), at.strftime("%H:%M:%S" if at.second else "%H:%M"))

    return Converting(site=site, get=get, put=put, invertible=False)


def _minutes_of(site: Site) -> Lens:
    """Minutes in the hub, a whole number of them or of something smaller in the CRM."""
    site.needs(1, 1)
    site.needs_types(site.hub, *NUMBERS)
    site.needs_types(site.crm, *NUMBERS)
    in_a_minute = _UNITS[site.option("unit", "seconds", tuple(_UNITS))]

    def get(value: Value) -> Value:
        return _minutes(int(_number(value)), in_a_minute)

    def put(value: Value) -> Value:
        return write_decimal((_number(value) * in_a_minute).to_integral_value())

    return one_to_one(site, get, put, invertible=False)


def _number(value: Value) -> Decimal:
    found = Decimal(text_of(canonical(FieldType.NUMBER, value)))
    if abs(found) > _LONGEST:
        raise TransformError("something takes longer than anybody lives")
    return found


def _minutes(units: int, in_a_minute: int) -> str:
    """Minutes to the hundredth, as people write them."""
    return write_decimal((Decimal(units) / in_a_minute).quantize(Decimal("0.01")))


def _clock_minutes(site: Site) -> Lens:
    """A number of minutes in the hub, hours and minutes such as 01:30 in the CRM."""
    site.needs(1, 1)
    site.needs_types(site.hub, *NUMBERS)
    site.needs_types(site.crm, *TEXTS)

    def get(value: Value) -> Value:
        return _minutes(_seconds(value), 60)

    def put(value: Value) -> Value:
        minutes = _number(value)
        if minutes != minutes.to_integral_value() or not 0 <= minutes < 100 * 60:
            raise TransformError(
                "only whole minutes below a hundred hours can be written as hours and minutes"
            )
        return f"{int(minutes) // 60:02d}:{int(minutes) % 60:02d}"

    return one_to_one(site, get, put, invertible=True)


def _seconds(value: Value) -> int:
    found = _CLOCK.fullmatch(text_of(value).strip())
    if found is None:
        raise TransformError("hours and minutes such as 09:30 were expected")
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return hours * 3_600 + minutes * 60 + seconds


def _kind(site: Site) -> Lens:
    """A kind in the hub, told in the CRM by several of its fields together."""
    site.needs_types(site.hub, FieldType.CHOICE)
    site.needs_types(site.crm, *TEXTS)
    if len(site.hub) != 1:
        site.needs(1, len(site.crm))
    patterns = _patterns(site)

    def get(crm: Values) -> Values:
        for kind, pattern in patterns.items():
            if all(word in (_ANY, value or "") for word, value in zip(pattern, crm, strict=True)):
                return (kind,)
        raise TransformError("the CRM's record is of no kind that the rule knows")

    def put(hub: Values, now: Values) -> Values:
        if hub[0] is None:
            return now
        pattern = patterns.get(text_of(hub[0]))
        if pattern is None:
            raise TransformError("the rule does not say what this kind is in the CRM")
        return tuple(held if word == _ANY else word or None for word, held in zip(pattern, now, strict=True))

    return Converting(site=site, get=get, put=put, invertible=False)


def _patterns(site: Site) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    known = [choice.value for choice in site.hub[0].choices]
    for kind, text in site.rule.options.items():
        words = tuple(word.strip() for word in text.split(_BETWEEN))
        if len(words) != len(site.crm):
            site.misfit(f"option {kind!r} must have one word for each of {', '.join(site.rule.crm)}")
        if known and kind not in known:
            site.misfit(f"hub field {site.hub[0].name!r} has no choice {kind!r}")
        found[kind] = words
    if not found:
        site.misfit("its table is empty", advice='Add pairs such as call = "Call/*".')
    return found


SPECS: Final = (
    Spec(
        name="span",
        description="Begin and minutes in the hub (two fields), begin and end in the CRM (two fields).",
        build=_span,
    ),
    Spec(
        name="day_and_clock",
        description="A time in the hub, its day and its time of day (UTC) as two fields in the CRM.",
        build=_day_and_clock,
    ),
    Spec(
        name="minutes",
        description="Minutes in the hub, a whole number in the CRM. Option unit: seconds (default), milliseconds, or "
        "minutes, to which the hub's are rounded.",
        build=_minutes_of,
        options=frozenset({"unit"}),
    ),
    Spec(
        name="clock_minutes",
        description="Minutes as a number in the hub, hours and minutes such as 01:30 in the CRM.",
        build=_clock_minutes,
    ),
    Spec(
        name="kind",
        description="A kind in the hub that several CRM fields tell together: options are kind = one word for each "
        "field, with / between them; the first that fits is read. * fits anything and is left alone when written.",
        build=_kind,
        any_option=True,
    ),
)
