"""One written value as the org stores it: trimmed, rounded, lower-cased, or refused in Salesforce's words."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from adapters.sandbox.ledger import Value
from adapters.sandbox.salesforce.errors import (
    SalesforceError,
    bad_json_value,
    string_too_long,
)
from adapters.sandbox.salesforce.ids import normal_id
from adapters.sandbox.salesforce.schema import Kind, SField
from adapters.sandbox.salesforce.stamps import is_date, stamp_ms, stamp_text

_EMAIL = re.compile(r"[^\s@,;<>\"()\[\]\\]+@[^\s@,;<>\"()\[\]\\.]+(?:\.[^\s@,;<>\"()\[\]\\.]+)+")


def stored_value(field: SField, value: Any) -> Value:
    """Raises SalesforceError when the value has a wrong JSON type, is too long, or out of range."""
    if field.kind is Kind.BOOLEAN:
        return _boolean(value)
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    match field.kind:
        case Kind.WHOLE | Kind.NUMBER:
            return _number(field, value)
        case Kind.DATE:
            if (
                isinstance(value, str)
                and is_date(value[:10])
                and (len(value) == 10 or stamp_ms(value) is not None)
            ):
                return value[:10]
            raise bad_json_value(value, "date")
        case Kind.DATETIME:
            ms = stamp_ms(value) if isinstance(value, str) else None
            if ms is None:
                raise bad_json_value(value, "datetime")
            return stamp_text(ms)
        case Kind.REFERENCE | Kind.ID:
            normal = normal_id(value) if isinstance(value, str) else None
            if normal is None:
                raise SalesforceError(
                    400, "MALFORMED_ID", f"{field.label}: id value of incorrect type: {value}", (field.name,)
                )
            return normal
        case _:
            return _text(field, value)


def _text(field: SField, value: Any) -> Value:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise bad_json_value(value, "string")
    text = str(value).strip()
    if field.kind is Kind.MULTI:
        text = _choices(field, text)
    if field.length and len(text) > field.length:
        raise string_too_long(field.label, text, field.length, field.name)
    if field.kind is Kind.EMAIL:
        if _EMAIL.fullmatch(text) is None:
            raise SalesforceError(
                400, "INVALID_EMAIL_ADDRESS", f"{field.label}: invalid email address: {text}", (field.name,)
            )
        return text.lower()
    if field.kind is Kind.PICKLIST and field.restricted and text not in field.choices:
        raise _bad_choice(field, text)
    return text


def _choices(field: SField, text: str) -> str:
    """Each choice once, the defined ones in the order of their definition."""
    given = list(dict.fromkeys(part.strip() for part in text.split(";") if part.strip()))
    for choice in given:
        if field.restricted and choice not in field.choices:
            raise _bad_choice(field, choice)
    place = {choice: at for at, choice in enumerate(field.choices)}
    return ";".join(sorted(given, key=lambda choice: place.get(choice, len(place))))


def _bad_choice(field: SField, choice: str) -> SalesforceError:
    return SalesforceError(
        400,
        "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST",
        f"{field.label}: bad value for restricted picklist field: {choice}",
        (field.name,),
    )


def _boolean(value: Any) -> bool:
    if value is None:
        return False
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.strip().lower() in ("true", "false"):
        return value.strip().lower() == "true"
    raise bad_json_value(value, "boolean")


def _number(field: SField, value: Any) -> Value:
    kind = "int" if field.kind is Kind.WHOLE else "double"
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise bad_json_value(value, kind)
    try:
        exact = Decimal(str(value).strip())
        if not exact.is_finite() or exact.adjusted() > 30:
            raise bad_json_value(value, kind)
        rounded = exact.quantize(Decimal(1).scaleb(-field.scale), rounding=ROUND_HALF_UP)
    except InvalidOperation:
        raise bad_json_value(value, kind) from None
    if field.kind is Kind.WHOLE and exact != exact.to_integral_value():
        raise bad_json_value(value, kind)
    whole_digits = (
        int(field.described["digits"]) if field.kind is Kind.WHOLE else field.precision - field.scale
    )
    if abs(rounded) >= Decimal(10) ** (whole_digits or 18):
        raise SalesforceError(
            400,
            "NUMBER_OUTSIDE_VALID_RANGE",
            f"{field.label}: value outside of valid range on numeric field: {value}",
            (field.name,),
        )
    return int(rounded) if field.kind is Kind.WHOLE else float(rounded)
