"""Fields of one object: how Pipedrive describes them, which columns they take, and which values it refuses."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from adapters.sandbox.ledger import Value
from adapters.sandbox.pipedrive.catalogue import ADDRESS
from adapters.sandbox.pipedrive.errors import Refusal, invalid

CUSTOM_TYPES: Final = (
    "varchar", "varchar_auto", "text", "double", "monetary", "date", "set", "enum", "user", "org", "people", "phone",
    "time", "timerange", "daterange", "address", "int", "boolean",
)  # fmt: skip
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}")
_TIME = re.compile(r"\d{2}:\d{2}(:\d{2})?")
_LONGEST: Final = {"varchar": 255, "varchar_auto": 255, "phone": 255, "text": 65_535}
_WHOLE: Final = ("int", "user", "stage", "visible_to")


@dataclass(slots=True, kw_only=True)
class Field:
    """One field. `columns` are where its parts are kept: itself, and for composite types a column a part."""

    code: str
    name: str
    type: str
    written: bool
    options: list[dict[str, Any]] | None = None
    custom: bool = False

    @property
    def parts(self) -> tuple[str, ...]:
        match self.type:
            case "address":
                return ADDRESS
            case "monetary":
                return ("currency",)
            case "timerange" | "daterange":
                return ("until",)
            case _:
                return ()

    @property
    def columns(self) -> tuple[str, ...]:
        return (self.code, *(f"{self.code}.{part}" for part in self.parts))

    def wire(self) -> dict[str, Any]:
        parts = [
            {"field_code": part, "field_name": part.replace("_", " ").capitalize(), "field_type": "varchar"}
            for part in self.parts
        ]
        return {
            "field_name": self.name,
            "field_code": self.code,
            # The published types have none for the people of an activity.
            "field_type": "json" if self.type == "participants" else self.type,
            "options": self.options,
            "subfields": parts or None,
            "is_custom_field": self.custom,
            "is_optional_response_field": False,
        }

    def check(self, column: str, value: Value) -> Value:
        """The value as it is stored. Raises Refusal naming the field."""
        if value is None or value == "":
            return None
        if column != self.code:
            return self._text(value, 255)
        kind = self.type
        if kind in _WHOLE:
            return self._whole(value)
        if kind in ("org", "people", "deal"):
            return str(self._whole(value))
        if kind == "participants":
            ids = [part for part in str(value).replace(";", ",").split(",") if part]
            return ",".join(str(self._whole(one)) for one in ids) or None
        if kind in ("double", "monetary"):
            if isinstance(value, bool) or not isinstance(value, int | float | str):
                raise invalid(self.code, "must be a number")
            try:
                return float(value)
            except ValueError:
                raise invalid(self.code, "must be a number") from None
        if kind == "boolean":
            if isinstance(value, str):
                value = {"true": True, "false": False}.get(value.lower(), value)
            if not isinstance(value, bool):
                raise invalid(self.code, "must be a boolean")
            return value
        if kind in ("date", "daterange") and not _DATE.fullmatch(str(value)):
            raise invalid(self.code, "must be a date as YYYY-MM-DD")
        if kind == "moment" and not _MOMENT.fullmatch(str(value)):
            raise invalid(self.code, "must be a time as YYYY-MM-DD HH:MM:SS")
        if kind in ("time", "timerange") and not _TIME.fullmatch(str(value)):
            raise invalid(self.code, "must be a time as HH:MM:SS")
        if self.options is not None:
            return self._choice(value)
        return self._text(value, _LONGEST.get(kind, 255))

    def _text(self, value: Value, longest: int) -> str:
        if not isinstance(value, str):
            raise invalid(self.code, "must be a string")
        if len(value) > longest:
            raise invalid(self.code, f"must not be longer than {longest} characters")
        return value

    def _whole(self, value: Value) -> int:
        if isinstance(value, bool) or not str(value).lstrip("-").isdigit():
            raise invalid(self.code, "must be an integer")
        return int(str(value))

    def _choice(self, value: Value) -> Value:
        known = {str(one["id"]): one["id"] for one in self.options or ()}
        if self.type == "set":
            given = [part for part in str(value).replace(";", ",").split(",") if part]
            wrong = [one for one in given if one not in known]
            if wrong:
                raise invalid(self.code, f"{wrong[0]} is not an option")
            return ",".join(sorted(given, key=int)) or None
        if str(value) not in known:
            raise invalid(self.code, f"{value} is not an option")
        found: Value = known[str(value)]
        return found


def new_field(body: Mapping[str, Any], serial: int) -> Field:
    """A custom field from a request's body; its code is forty hex digits that nobody can guess from its name."""
    name, kind = body.get("field_name"), body.get("field_type")
    if not isinstance(name, str) or not name.strip():
        raise invalid("field_name", "is required")
    if kind not in CUSTOM_TYPES:
        raise invalid("field_type", f"{kind!r} is not one of {', '.join(CUSTOM_TYPES)}")
    labels = body.get("options")
    if kind in ("enum", "set") and not labels:
        raise Refusal(400, "options are required for enum and set fields")
    options = (
        [{"id": 100 * serial + at, "label": str(one["label"])} for at, one in enumerate(labels or (), 1)]
        if kind in ("enum", "set")
        else None
    )
    code = hashlib.sha1(f"{serial}:{name}".encode(), usedforsecurity=False).hexdigest()
    return Field(code=code, name=name, type=str(kind), written=True, options=options, custom=True)
