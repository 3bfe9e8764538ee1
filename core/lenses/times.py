"""Lenses between dates, times, and milliseconds since 1970."""

from __future__ import annotations

from datetime import UTC, date, datetime, tzinfo
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from core.errors import TransformError
from core.lenses.shape import NUMBERS, Lens, Site, Spec, one_to_one, text_of
from core.records import Value
from core.schema import FieldType
from core.values import canonical, from_epoch_ms, to_epoch_ms, write_moment


def date_and_time(site: Site, zone: tzinfo) -> Lens:
    """A day on one side, a time on the other: the day in `zone`, and that day's first moment there."""

    def day(value: Value) -> Value:
        try:
            return datetime.fromisoformat(text_of(value)).astimezone(zone).date().isoformat()
        except (ValueError, OverflowError) as error:
            raise TransformError("a time has no day in this time zone") from error

    def first_moment(value: Value) -> Value:
        try:
            at = date.fromisoformat(text_of(value))
            return write_moment(datetime(at.year, at.month, at.day, tzinfo=zone))
        except (ValueError, OverflowError) as error:
            raise TransformError("a day has no first moment in this time zone") from error

    site.needs(1, 1)
    if site.hub[0].type is FieldType.DATE:
        site.needs_types(site.crm, FieldType.DATETIME)
        return one_to_one(site, day, first_moment, invertible=True)
    site.needs_types(site.hub, FieldType.DATETIME)
    site.needs_types(site.crm, FieldType.DATE)
    return one_to_one(site, first_moment, day, invertible=False)


def _date_of_datetime(site: Site) -> Lens:
    name = site.option("zone", "UTC")
    try:
        zone = UTC if name == "UTC" else ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        site.misfit(f"there is no time zone {name!r}", advice='Write it like "Europe/Berlin".')
    return date_and_time(site, zone)


def _epoch_ms(site: Site) -> Lens:
    site.needs(1, 1)
    site.needs_types(site.hub, FieldType.DATETIME, FieldType.DATE)
    site.needs_types(site.crm, *NUMBERS)
    kind = site.hub[0].type

    def get(value: Value) -> Value:
        text = text_of(value)
        if len(text) > 18 or not text.removeprefix("-").isdecimal():
            raise TransformError("a number is not a whole number of milliseconds")
        return canonical(kind, from_epoch_ms(int(text)))

    def put(value: Value) -> Value:
        return str(to_epoch_ms(text_of(canonical(FieldType.DATETIME, value))))

    return one_to_one(site, get, put, invertible=True)


SPECS: Final = (
    Spec(
        name="date_of_datetime",
        description="A date on one side, a time on the other. Option zone: where the day is, such as Europe/Berlin "
        "(default UTC).",
        build=_date_of_datetime,
        options=frozenset({"zone"}),
    ),
    Spec(
        name="epoch_ms",
        description="A date or time in the hub, milliseconds since 1970 (UTC) as a number in the CRM.",
        build=_epoch_ms,
    ),
)
