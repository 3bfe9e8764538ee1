"""Canonical values: one way to write each value of each field type (the table in `core/records.py`).

Adapters and lenses bring values in through `canonical`; afterwards two equal values are equal in Python, and every
value can be stored and sent by anything. Text is kept letter by letter: normal forms are for comparing only
(`core/equivalence.py`).
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Final, NoReturn, TypeAlias

from core.errors import TransformError
from core.records import Value
from core.schema import FieldType

Canonicaliser: TypeAlias = Callable[[object], Value]

MAX_DIGITS: Final = (
    1_000  # of a number written out in full; more is a mistake or an attack, and costs quadratic time
)

_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,4})?")
_INTEGER = re.compile(r"[+-]?[0-9]{1,18}")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z")
_ANY_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,9})?)?"
    r"(?:[Zz]|[+-][0-9]{2}(?::?[0-9]{2})?)?"
)
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND: Final = timedelta(milliseconds=1)
_TRUE: Final = frozenset({"true", "yes", "y", "t", "on", "1"})
_FALSE: Final = frozenset({"false", "no", "n", "f", "off", "0"})


def canonical(type: FieldType, raw: object) -> Value:
    """The one way to write `raw` as this type. Raises TransformError naming the type, never the value."""
    return _CANONICALISERS[type](raw)


def canonicaliser(type: FieldType) -> Canonicaliser:
    """`canonical` for one type, looked up once: for loops over many records."""
    return _CANONICALISERS[type]


def from_epoch_ms(milliseconds: int) -> str:
    """The canonical datetime of a time in milliseconds since 1970 UTC. Raises TransformError outside years 1 to 9999."""
    try:
        return write_moment(_EPOCH + timedelta(milliseconds=milliseconds))
    except OverflowError as error:
        raise TransformError("a time lies outside the years 1 to 9999") from error


def to_epoch_ms(moment: str) -> int:
    """Milliseconds since 1970 UTC of a canonical datetime."""
    return (datetime.fromisoformat(moment) - _EPOCH) // _MILLISECOND


def write_moment(moment: datetime) -> str:
    """The canonical datetime of an aware time; what is finer than a millisecond is dropped."""
    return f"{moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='milliseconds')}Z"


def write_decimal(number: Decimal) -> str:
    """The canonical number: every digit, no exponent, no trailing zeros. Raises TransformError where that is too long."""
    if not number.is_finite():
        raise TransformError("a number is not finite")
    exponent = number.as_tuple().exponent
    if abs(number.adjusted()) > MAX_DIGITS or (isinstance(exponent, int) and -exponent > MAX_DIGITS):
        raise TransformError(f"a number has more than {MAX_DIGITS} digits")
    plain = format(number, "f")
    if "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    return "0" if plain in ("-0", "") else plain


def _refuse(type: FieldType, wanted: str) -> NoReturn:
    raise TransformError(f"a value of type {type.value!r} is not {wanted}")


def _checked(type: FieldType, text: str) -> str:
    """Refuses what databases and UTF-8 cannot hold; Postgres takes no NUL, nobody takes half a surrogate pair."""
    if "\x00" in text:
        _refuse(type, "free of NUL characters")
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError:
            _refuse(type, "valid Unicode: it holds half of a surrogate pair")
    return text


def _text(type: FieldType) -> Canonicaliser:
    def convert(raw: object) -> Value:
        if raw is None or raw == "":
            return None
        if isinstance(raw, str):
            # Most text is told by one glance to be harmless.
            return raw if raw.isascii() and "\x00" not in raw else _checked(type, raw)
        if isinstance(raw, bool):
            return "true" if raw else "false"
        if isinstance(raw, int | float | Decimal):
            return _decimal(type, raw)
        _refuse(type, "text")

    return convert


def _decimal(type: FieldType, raw: object) -> str:
    if isinstance(raw, bool):
        _refuse(type, "a number but yes or no")
    if isinstance(raw, int):
        # bit_length first: writing out a huge int is what must not happen.
        if raw.bit_length() > MAX_DIGITS * 4:
            _refuse(type, f"shorter than {MAX_DIGITS} digits")
        return write_decimal(Decimal(raw))
    if isinstance(raw, float):
        if not math.isfinite(raw):
            _refuse(type, "finite")
        return write_decimal(Decimal(repr(raw)))
    if isinstance(raw, Decimal):
        return write_decimal(raw)
    if not isinstance(raw, str):
        _refuse(type, "a number")
    if len(raw) > 2 * MAX_DIGITS:
        _refuse(type, f"shorter than {MAX_DIGITS} digits")
    text = raw.strip()
    if _NUMBER.fullmatch(text) is None:
        _refuse(type, "a number such as 1234.5")
    return write_decimal(Decimal(text))


def _number(type: FieldType) -> Canonicaliser:
    def convert(raw: object) -> Value:
        if raw is None:
            return None
        if isinstance(raw, str):
            if not raw or raw.isspace():
                return None
            if raw[0] in "123456789" and len(raw) < 19 and raw.isascii() and raw.isdecimal():
                return raw
        return _decimal(type, raw)

    return convert


def _bool(raw: object) -> Value:
    if raw is None or isinstance(raw, bool):
        return raw
    if isinstance(raw, str) and len(raw) < 100:
        word = raw.strip().lower()
        if not word:
            return None
        if word in _TRUE:
            return True
        if word in _FALSE:
            return False
    elif isinstance(raw, int | float | Decimal) and not _is_nan(raw) and raw in (0, 1):
        return raw == 1
    _refuse(FieldType.BOOL, "a word for yes or no")


def _is_nan(raw: float | Decimal) -> bool:
    """Asked before comparing: a signalling one raises when it is compared."""
    return isinstance(raw, Decimal) and raw.is_nan()


def _moment(type: FieldType, raw: object) -> datetime:
    """An aware time from ISO 8601 (UTC where no offset is given) or from milliseconds since 1970."""
    try:
        if isinstance(raw, datetime):
            return raw.replace(tzinfo=UTC) if raw.tzinfo is None else raw.astimezone(UTC)
        if isinstance(raw, date):
            return datetime(raw.year, raw.month, raw.day, tzinfo=UTC)
        if isinstance(raw, float) and raw.is_integer():
            raw = int(raw)
        if isinstance(raw, int) and not isinstance(raw, bool) and raw.bit_length() < 63:
            return _EPOCH + timedelta(milliseconds=raw)
        if isinstance(raw, str) and len(raw) < 100:
            text = raw.strip()
            if _INTEGER.fullmatch(text):
                return _EPOCH + timedelta(milliseconds=int(text))
            if _DATE.fullmatch(text) or _ANY_MOMENT.fullmatch(text):
                found = datetime.fromisoformat(text.upper())
                return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise TransformError(f"a value of type {type.value!r} is not on the calendar") from error
    _refuse(type, "a time such as 2026-11-23T08:00:00Z, a date, or milliseconds since 1970")


def _date(raw: object) -> Value:
    if raw is None:
        return None
    if isinstance(raw, str):
        if not raw or raw.isspace():
            return None
        if len(raw) == 10 and _DATE.fullmatch(raw):
            try:
                date.fromisoformat(raw)
            except ValueError as error:
                raise TransformError("a value of type 'date' is not on the calendar") from error
            return raw
    return _moment(FieldType.DATE, raw).date().isoformat()


def _datetime(raw: object) -> Value:
    if raw is None:
        return None
    if isinstance(raw, str):
        if not raw or raw.isspace():
            return None
        if len(raw) == 24 and _MOMENT.fullmatch(raw):
            try:
                datetime.fromisoformat(raw)
            except ValueError as error:
                raise TransformError("a value of type 'datetime' is not on the calendar") from error
            return raw
    return write_moment(_moment(FieldType.DATETIME, raw))


def _multi(type: FieldType) -> Canonicaliser:
    def convert(raw: object) -> Value:
        if raw is None or raw == "":
            return None
        if isinstance(raw, str):
            # Salesforce and HubSpot both write several choices as one text with semicolons.
            items = [item.strip() for item in raw.split(";")]
        elif isinstance(raw, list | tuple | set | frozenset):
            items = []
            for item in raw:
                if not isinstance(item, str):
                    _refuse(type, "a list of texts")
                items.append(item)
        else:
            _refuse(type, "a list of texts")
        return tuple(sorted({_checked(type, item) for item in items if item})) or None

    return convert


_CANONICALISERS: Final[dict[FieldType, Canonicaliser]] = {
    FieldType.TEXT: _text(FieldType.TEXT),
    FieldType.LONG_TEXT: _text(FieldType.LONG_TEXT),
    FieldType.EMAIL: _text(FieldType.EMAIL),
    FieldType.PHONE: _text(FieldType.PHONE),
    FieldType.URL: _text(FieldType.URL),
    FieldType.CHOICE: _text(FieldType.CHOICE),
    FieldType.REFERENCE: _text(FieldType.REFERENCE),
    FieldType.NUMBER: _number(FieldType.NUMBER),
    FieldType.MONEY: _number(FieldType.MONEY),
    FieldType.BOOL: _bool,
    FieldType.DATE: _date,
    FieldType.DATETIME: _datetime,
    FieldType.MULTI_CHOICE: _multi(FieldType.MULTI_CHOICE),
    FieldType.MULTI_REFERENCE: _multi(FieldType.MULTI_REFERENCE),
}
