"""Values a body brings, judged by their column: type, length, range, choice; and as they are kept."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any, Final

from adapters.sandbox.dynamics.definitions import Attribute, Entity
from adapters.sandbox.dynamics.errors import (
    bad_payload,
    no_option,
    out_of_range,
    too_long,
    wrong_type,
)
from adapters.sandbox.ledger import Value

GUID: Final = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)
_INSTANT: Final = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})")
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_EARLIEST: Final = datetime(1753, 1, 1, tzinfo=UTC)
_EDM: Final = {
    "Integer": "Edm.Int32", "BigInt": "Edm.Int64", "Decimal": "Edm.Decimal", "Money": "Edm.Decimal",
    "Double": "Edm.Double", "Picklist": "Edm.Int32", "State": "Edm.Int32", "Status": "Edm.Int32", "Boolean": "Edm.Boolean",
    "Uniqueidentifier": "Edm.Guid", "DateTime": "Edm.DateTimeOffset", "MultiSelectPicklist": "Edm.String",
}  # fmt: skip


def edm_type(attribute: Attribute) -> str:
    """The OData type of a column's values."""
    if attribute.type == "DateTime" and attribute.behavior == "DateOnly":
        return "Edm.Date"
    return _EDM.get(attribute.type, "Edm.Guid" if attribute.lookup else "Edm.String")


def stored_value(entity: Entity, attribute: Attribute, value: Any) -> Value:
    """The value as it is kept: an empty text is none at all. Raises DataverseError."""
    if value is None or value == "":
        if value == "" and edm_type(attribute) != "Edm.String":
            raise wrong_type(entity.set, value, edm_type(attribute))
        return None
    match attribute.type:
        case "String" | "Memo" | "EntityName":
            return _text(entity, attribute, value)
        case "Boolean":
            if not isinstance(value, bool):
                raise wrong_type(entity.set, value, "Edm.Boolean")
            return value
        case "Picklist" | "State" | "Status":
            return _choice(entity, attribute, value)
        case "MultiSelectPicklist":
            return _choices(entity, attribute, value)
        case "Integer" | "BigInt":
            return _whole(entity, attribute, value)
        case "Decimal" | "Money" | "Double":
            return _number(entity, attribute, value)
        case "DateTime":
            return _time(entity, attribute, value)
        case _:
            if not isinstance(value, str) or not GUID.fullmatch(value):
                raise wrong_type(entity.set, value, "Edm.Guid")
            return value.lower()


def _text(entity: Entity, attribute: Attribute, value: Any) -> str:
    if not isinstance(value, str):
        raise bad_payload(
            entity.set,
            f"Microsoft.OData.ODataException: Cannot convert a value to the expected type 'Edm.String': {attribute.name}.",
        )
    units = len(value.encode("utf-16-le", "surrogatepass")) // 2  # .NET counts code units, an emoji is two
    if attribute.max is not None and units > attribute.max:
        raise too_long(attribute.name, entity.name, attribute.max)
    return value


def _whole(entity: Entity, attribute: Attribute, value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int | float) or value != int(value):
        raise wrong_type(entity.set, value, edm_type(attribute))
    if attribute.type == "Integer" and not -(2**31) <= value < 2**31:
        raise wrong_type(entity.set, value, "Edm.Int32")
    _range(entity, attribute, int(value), "0x8004432f", "System.Int32")
    return int(value)


def _number(entity: Entity, attribute: Attribute, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise wrong_type(entity.set, value, edm_type(attribute))
    kind = {"Money": "Microsoft.Xrm.Sdk.Money", "Decimal": "System.Decimal", "Double": "System.Double"}
    _range(entity, attribute, value, "0x80044330", kind[attribute.type])
    return float(value) if attribute.precision is None else round(float(value), attribute.precision)


def _range(entity: Entity, attribute: Attribute, value: float, code: str, kind: str) -> None:
    low, high = attribute.min, attribute.max_value
    if (low is not None and value < low) or (high is not None and value > high):
        raise out_of_range(code, attribute.name, entity.name, value, kind, f"{low:g}", f"{high:g}")


def _choice(entity: Entity, attribute: Attribute, value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise wrong_type(entity.set, value, "Edm.Int32")
    accepted = [one.value for one in attribute.options]
    if value not in accepted:
        raise no_option(attribute.name, entity.name, value, accepted)
    return value


def _choices(entity: Entity, attribute: Attribute, value: Any) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"\s*-?\d+(\s*,\s*-?\d+)*\s*", value):
        raise wrong_type(entity.set, value, "Edm.String")
    chosen = sorted({_choice(entity, attribute, int(part)) for part in value.split(",")})
    return ",".join(map(str, chosen))


def _time(entity: Entity, attribute: Attribute, value: Any) -> str:
    kind = edm_type(attribute)
    if not isinstance(value, str):
        raise wrong_type(entity.set, value, kind)
    if kind == "Edm.Date":
        if not _DAY.fullmatch(value):
            raise wrong_type(entity.set, value, kind)
        try:
            return date.fromisoformat(value).isoformat()
        except ValueError:
            raise wrong_type(entity.set, value, kind) from None
    text = f"{value}T00:00:00Z" if _DAY.fullmatch(value) else value
    if not _INSTANT.fullmatch(text):
        raise wrong_type(entity.set, value, kind)
    try:
        instant = datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError):
        raise wrong_type(entity.set, value, kind) from None
    if instant < _EARLIEST:
        raise out_of_range(
            "0x80044331", attribute.name, entity.name, value, "System.DateTime", "01/01/1753", "12/31/9999"
        )
    return instant.strftime("%Y-%m-%dT%H:%M:%SZ")  # fractions of a second are cut off


def stamp_text(ms: int) -> str:
    """A system time as the API shows it."""
    return datetime.fromtimestamp(ms // 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def formatted(attribute: Attribute, value: Value, names: Mapping[str, str]) -> str | None:
    """The text a person sees (en-US, UTC); `names` are the names of currencies' signs by currency id."""
    if value is None:
        return None
    match attribute.type:
        case "Picklist" | "State" | "Status":
            return attribute.label_of(value)
        case "MultiSelectPicklist":
            return "; ".join(filter(None, (attribute.label_of(int(part)) for part in str(value).split(","))))
        case "Boolean":
            return attribute.words[0 if value else 1]
        case "Integer" | "BigInt":
            return f"{int(value):,}"
        case "Money" | "Decimal" | "Double":
            sign = names.get("sign", "") if attribute.type == "Money" else ""
            return f"{sign}{float(value):,.{attribute.precision or 2}f}"
        case "DateTime":
            return _spoken(attribute, str(value))
        case _:
            return None


def _spoken(attribute: Attribute, value: str) -> str:
    at = datetime.fromisoformat(value)
    day = f"{at.month}/{at.day}/{at.year}"
    if attribute.format == "DateOnly":
        return day
    return f"{day} {at.hour % 12 or 12}:{at.minute:02d} {'AM' if at.hour < 12 else 'PM'}"
