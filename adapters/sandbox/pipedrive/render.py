"""Rows as API v2 shows them, and bodies of requests as the columns rows are kept in."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from adapters.sandbox.ledger import ActorKind, Value
from adapters.sandbox.pipedrive.account import PARTS_OF_LIST, Entity
from adapters.sandbox.pipedrive.catalogue import PEOPLE, US
from adapters.sandbox.pipedrive.errors import invalid
from adapters.sandbox.pipedrive.fields import Field
from adapters.sandbox.rows import Row, Table

_LISTS: Final = {"email": "emails", "phone": "phones"}
_COLUMN_OF: Final = {plural: code for code, plural in _LISTS.items()}


def stamp(ms: int | None) -> str | None:
    """A time as v2 writes it: whole seconds, UTC."""
    if ms is None:
        return None
    return datetime.fromtimestamp(ms // 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def stamp_v1(ms: int) -> str:
    return datetime.fromtimestamp(ms // 1000, UTC).strftime("%Y-%m-%d %H:%M:%S")


def maker_of(row: Row) -> int:
    """The user who made a record: ours where it came over the API, else one of the people who work here."""
    return US if row.author.kind is ActorKind.INTEGRATION else PEOPLE[0]


def shown(entity: Entity, table: Table, row: Row, customs: list[Field]) -> dict[str, Any]:
    """A record. `customs` are the custom fields to show, each with null where it is empty."""
    get = table.value
    out: dict[str, Any] = {"id": int(row.id)}
    for code, field in entity.fields.items():
        if field.custom or code in ("id", "first_name", "last_name", "add_time", "update_time"):
            continue
        value = get(row, code)
        if code in _LISTS:
            out[_LISTS[code]] = _list(value, get(row, f"{code}.more"))
        else:
            out[code] = _value(field, value, lambda part, code=code: get(row, f"{code}.{part}"))
    if entity.name == "persons":
        first, _, last = str(get(row, "name") or "").partition(" ")
        out |= {"first_name": first or None, "last_name": last or None, "picture_id": None, "im": []}
    out |= {
        "add_time": stamp(row.created),
        "update_time": stamp(row.modified),
        "is_deleted": row.archived_at is not None,
        "custom_fields": {
            one.code: _value(one, get(row, one.code), lambda part, code=one.code: get(row, f"{code}.{part}"))
            for one in customs
        },
    }
    if entity.name == "activities":
        del out["custom_fields"]  # the v2 reference has none on activities
        out["creator_user_id"] = maker_of(row)
    return out


def _list(value: Value, more: Value) -> list[dict[str, Any]]:
    first = [{"value": value, "primary": True, "label": "work"}] if value is not None else []
    return [*first, *(json.loads(str(more)) if more else ())]


def _value(field: Field, value: Value, part: Any) -> Any:
    match field.type:
        case "set":
            ids = [int(one) for one in str(value).split(",")] if value else []
            return ids if ids or field.code == "label_ids" else None
        case "participants":
            people = str(value).split(",") if value else []
            return [{"person_id": int(one), "primary": at == 0} for at, one in enumerate(people)]
        case "org" | "people" | "deal":
            return int(str(value)) if value is not None else None
        case "address":
            parts = {name: part(name) for name in field.parts}
            if value is None and not any(parts.values()):
                return None
            return {"value": value or ", ".join(str(one) for one in parts.values() if one), **parts}
        case "monetary":
            return None if value is None else {"value": value, "currency": part("currency") or "EUR"}
        case "timerange" | "daterange":
            return None if value is None else {"value": value, "until": part("until")}
        case _:
            return value


def columns_of(entity: Entity, body: Mapping[str, Any]) -> dict[str, Value]:
    """A request's body as columns. Raises Refusal."""
    found: dict[str, Value] = {}
    for key, value in body.items():
        if key == "custom_fields":
            if not isinstance(value, Mapping):
                raise invalid("custom_fields", "must be an object")
            for code, held in value.items():
                field = entity.fields.get(code)
                if field is None or not field.custom:
                    raise invalid(f"custom_fields.{code}", "is not a custom field of this object")
                found |= _columns(field, held)
        elif key in _COLUMN_OF and _COLUMN_OF[key] in entity.fields:
            found |= _primary(_COLUMN_OF[key], value)
        else:
            field = entity.fields.get(key)
            if field is None or field.custom or key in PARTS_OF_LIST:
                raise invalid(key, "is not allowed")
            found |= _columns(field, value)
    return found


def _primary(code: str, value: Any) -> dict[str, Value]:
    if not isinstance(value, list) or not all(isinstance(one, dict) and "value" in one for one in value):
        raise invalid(f"{code}s", "must be a list of objects with a value")
    if not value:
        return {code: None, f"{code}.more": None}
    first = next((one for one in value if one.get("primary")), value[0])
    others = [
        {"value": one["value"], "primary": False, "label": one.get("label") or "other"}
        for one in value
        if one is not first
    ]
    return {code: first["value"], f"{code}.more": json.dumps(others) if others else None}


def _columns(field: Field, value: Any) -> dict[str, Value]:
    if value is None:
        return dict.fromkeys(field.columns)
    if field.type == "set":
        if not isinstance(value, list) or (field.custom and not value):
            raise invalid(field.code, "must be a non-empty list of option ids; null clears")
        return {field.code: ",".join(str(one) for one in value) or None}
    if field.type == "participants":
        if not isinstance(value, list) or not all(
            isinstance(one, dict) and "person_id" in one for one in value
        ):
            raise invalid(field.code, "must be a list of objects with a person_id")
        ordered = sorted(value, key=lambda one: not one.get("primary"))
        return {field.code: ",".join(str(one["person_id"]) for one in ordered) or None}
    if field.parts:
        if field.type == "address" and isinstance(value, str):
            value = {"value": value}
        if not isinstance(value, dict):
            raise invalid(field.code, "must be an object")
        unknown = [name for name in value if name not in ("value", "type", *field.parts)]
        if unknown:
            raise invalid(field.code, f"has no part {unknown[0]!r}")
        parts = {f"{field.code}.{part}": value[part] for part in field.parts if part in value}
        return ({field.code: value["value"]} if "value" in value else {}) | parts
    if isinstance(value, dict | list):
        raise invalid(field.code, "must not be an object or a list")
    return {field.code: value}
