"""Property definitions, and how a value from the wire becomes the text HubSpot stores.

Types after the properties API: string, number, date, datetime, enumeration, bool, phone_number and a few more.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from adapters.sandbox.hubspot.errors import BadValue, invalid

PROPERTY_TYPES = ("string", "number", "date", "datetime", "enumeration", "bool", "phone_number", "json")
FIELD_TYPES = (
    "textarea", "text", "date", "file", "number", "select", "radio", "checkbox", "booleancheckbox",
    "calculation_equation", "phonenumber", "html",
)  # fmt: skip
MAX_VALUE = 65_536
_NAME = re.compile(r"[a-z][a-z0-9_]*\Z")
_EMAIL = re.compile(r"[^@\s,;<>()\[\]\"]+@[^@\s,;<>()\[\]\".]+(\.[^@\s,;<>()\[\]\".]+)+\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One choice of an enumeration."""

    value: str
    label: str
    hidden: bool = False
    order: int = -1
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Property:
    """One property definition; times are ms, `read_only` covers its value, `defined` HubSpot's own."""

    name: str
    label: str
    type: str = "string"
    field_type: str = "text"
    group: str
    description: str = ""
    options: tuple[Option, ...] = ()
    unique: bool = False
    read_only: bool = False
    calculated: bool = False
    hidden: bool = False
    defined: bool = True
    order: int = -1
    created: int = 0
    updated: int = 0

    def wire(self) -> dict[str, Any]:
        """The properties API's shape."""
        body: dict[str, Any] = {
            "updatedAt": iso(self.updated),
            "createdAt": iso(self.created),
            "name": self.name,
            "label": self.label,
            "type": self.type,
            "fieldType": self.field_type,
            "description": self.description,
            "groupName": self.group,
            "options": [
                {
                    "label": option.label,
                    "value": option.value,
                    "description": option.description,
                    "displayOrder": option.order,
                    "hidden": option.hidden,
                }
                for option in self.options
            ],
            "displayOrder": self.order,
            "calculated": self.calculated,
            "externalOptions": self.name == "hubspot_owner_id",
            "archived": False,
            "hasUniqueValue": self.unique,
            "hidden": self.hidden,
            "modificationMetadata": {
                "archivable": not self.defined,
                "readOnlyDefinition": self.defined,
                "readOnlyValue": self.read_only,
            },
            "formField": not self.read_only,
            "dataSensitivity": "non_sensitive",
        }
        if self.defined:
            body["hubspotDefined"] = True
        if self.name == "hubspot_owner_id":
            body["referencedObjectType"] = "OWNER"
        return body


@dataclass(slots=True, kw_only=True)
class Group:
    """A property group."""

    name: str
    label: str
    order: int = -1

    def wire(self) -> dict[str, Any]:
        """The property groups API's shape."""
        return {"name": self.name, "label": self.label, "displayOrder": self.order, "archived": False}


@dataclass(slots=True, kw_only=True)
class ObjectType:
    """One CRM object: standard or custom. `defaults` come when no properties are asked for."""

    name: str
    singular: str
    type_id: str
    label: str
    label_plural: str
    modified: str
    display: str
    defaults: tuple[str, ...]
    aliases: tuple[str, ...] = ()
    custom: bool = False
    required: tuple[str, ...] = ()
    created: int = 0
    properties: dict[str, Property] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)
    version: int = 0  # grows with every change of the definition

    @property
    def always(self) -> tuple[str, str, str]:
        """What comes with every record whatever was asked for."""
        return ("createdate", self.modified, "hs_object_id")


def new_property(body: dict[str, Any], now: int, object: ObjectType) -> Property:
    """A custom property from a create request; raises Problem."""
    name, kind = body.get("name"), body.get("type")
    if not isinstance(name, str) or not _NAME.match(name):
        raise invalid(
            f"Invalid property name {name!r}: names start with a letter and hold lower case letters, digits and _"
        )
    if kind not in PROPERTY_TYPES:
        raise invalid(f"Invalid type {kind!r} for property {name}; allowed: {', '.join(PROPERTY_TYPES)}")
    if body.get("fieldType") not in FIELD_TYPES:
        raise invalid(f"Invalid fieldType {body.get('fieldType')!r} for property {name}")
    if not isinstance(body.get("label"), str):
        raise invalid(f"Property {name} needs a label")
    group = body.get("groupName")
    if group not in object.groups:
        raise invalid(f"Property group {group!r} does not exist")
    unique = bool(body.get("hasUniqueValue", False))
    if unique and sum(p.unique and not p.defined for p in object.properties.values()) >= 10:
        raise invalid("An object can hold at most 10 properties with unique values")
    if unique and kind not in ("string", "number"):
        raise invalid(f"Property {name}: only string and number properties can have unique values")
    return Property(
        name=name,
        label=body["label"],
        type=kind,
        field_type=body["fieldType"],
        group=group,
        description=str(body.get("description") or ""),
        options=read_options(body.get("options") or []),
        unique=unique,
        hidden=bool(body.get("hidden", False)),
        defined=False,
        order=int(body.get("displayOrder", -1)),
        created=now,
        updated=now,
    )


def changed_property(held: Property, body: dict[str, Any], now: int) -> Property:
    """A property after a PATCH; raises Problem."""
    changed = replace(held, updated=now)
    if "label" in body:
        changed = replace(changed, label=str(body["label"]))
    if "description" in body:
        changed = replace(changed, description=str(body["description"]))
    if "groupName" in body:
        changed = replace(changed, group=str(body["groupName"]))
    if "hidden" in body:
        changed = replace(changed, hidden=bool(body["hidden"]))
    if "options" in body:
        changed = replace(changed, options=read_options(body["options"]))
    if "type" in body:
        if body["type"] not in PROPERTY_TYPES:
            raise invalid(f"Invalid type {body['type']!r} for property {held.name}")
        changed = replace(changed, type=body["type"])
    if "fieldType" in body:
        changed = replace(changed, field_type=str(body["fieldType"]))
    return changed


def read_options(given: list[dict[str, Any]]) -> tuple[Option, ...]:
    """Options from the wire; raises Problem."""
    options = []
    for at, entry in enumerate(given):
        if not isinstance(entry, dict) or "value" not in entry or "label" not in entry:
            raise invalid("Each option needs a value and a label")
        options.append(
            Option(
                value=str(entry["value"]),
                label=str(entry["label"]),
                hidden=bool(entry.get("hidden", False)),
                order=int(entry.get("displayOrder", at)),
                description=str(entry.get("description") or ""),
            )
        )
    return tuple(options)


def store(definition: Property, value: object) -> str | None:
    """The text kept for a value from the wire, None for "" and null; raises ValueError holding a BadValue."""
    if isinstance(value, bool):
        value = "true" if value else "false"
    text = str(value) if value is not None else ""
    if text == "":
        return None
    if len(text) > MAX_VALUE:
        raise ValueError(
            _bad(definition, "PROPERTY_VALUE_TOO_LONG", f"value is over {MAX_VALUE} characters long")
        )
    match definition.type:
        case "number":
            return _number(definition, text)
        case "bool":
            if text.lower() not in ("true", "false"):
                raise ValueError(_bad(definition, "INVALID_BOOLEAN", f"{text} was not a valid boolean."))
            return text.lower()
        case "enumeration":
            return _choice(definition, text)
        case "date":
            return _date(definition, text)
        case "datetime":
            stamp = read_time(text)
            if stamp is None:
                raise ValueError(_bad(definition, "INVALID_DATE", f"{text} was not a valid date time."))
            return iso(stamp)
        case _:
            if definition.name == "email":
                text = text.strip().lower()
                if not _EMAIL.match(text):
                    raise ValueError(_bad(definition, "INVALID_EMAIL", f"Email address {text} is invalid"))
            return text


def _bad(definition: Property, code: str, message: str) -> BadValue:
    return BadValue(name=definition.name, code=code, message=message)


def _number(definition: Property, text: str) -> str:
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise ValueError(_bad(definition, "INVALID_NUMBER", f"{text} was not a valid number."))
    return text.strip()


def _choice(definition: Property, text: str) -> str:
    if definition.name == "hubspot_owner_id":
        if not text.isdigit():
            raise ValueError(_bad(definition, "INVALID_OWNER_ID", f"{text} is not a valid owner id"))
        return text
    allowed = {option.value for option in definition.options}
    several = definition.field_type == "checkbox"
    for choice in text.strip(";").split(";") if several else (text,):
        if choice not in allowed:
            listed = ", ".join(sorted(allowed))
            message = f"{choice} was not one of the allowed options: [{listed}]"
            raise ValueError(_bad(definition, "INVALID_OPTION", message))
    return text.strip(";") if several else text


def _date(definition: Property, text: str) -> str:
    if text.lstrip("-").isdigit() and len(text) > 8:
        stamp = int(text)
        if stamp % 86_400_000:
            raise ValueError(
                _bad(definition, "INVALID_DATE", f"{text} is at a time that is not midnight UTC.")
            )
        return iso(stamp)[:10]
    stamp_or_none = read_time(text)
    if stamp_or_none is None or stamp_or_none % 86_400_000:
        raise ValueError(_bad(definition, "INVALID_DATE", f"{text} was not a valid date."))
    return iso(stamp_or_none)[:10]


def read_time(text: str) -> int | None:
    """ms since 1970 of epoch ms, an ISO date or an ISO date time (UTC unless it says otherwise)."""
    text = text.strip()
    if text.lstrip("-").isdigit() and len(text) != 8:
        return int(text)
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=dt.UTC)
    return math.floor(moment.timestamp()) * 1000 + moment.microsecond // 1000


@lru_cache(maxsize=4_096)
def _day(days: int) -> str:
    return (dt.date(1970, 1, 1) + dt.timedelta(days=days)).isoformat()


def iso(stamp: int) -> str:
    """ms since 1970 as HubSpot writes it: ``2026-03-05T18:12:37.434Z``."""
    seconds, milli = divmod(stamp, 1000)
    days, rest = divmod(seconds, 86_400)
    hours, rest = divmod(rest, 3600)
    return f"{_day(days)}T{hours:02d}:{rest // 60:02d}:{rest % 60:02d}.{milli:03d}Z"
