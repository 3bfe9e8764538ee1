"""Dataverse's rows to canonical records and back, and what its errors say: pure, no call is made here."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Sequence
from typing import Any, Final

from adapters.base import Refusal, Result
from adapters.dynamics.api import LOGICAL_NAME
from adapters.dynamics.schema import MARKER, Described, Json, Slot
from adapters.exact import exact_number
from adapters.readable import readable
from core.errors import BadAnswer, RequestRefused
from core.records import Fields, RemoteRecord, Value
from core.schema import FieldType
from core.values import canonicaliser, to_epoch_ms

GUID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_NAMESPACE: Final = uuid.UUID("0d3f5a52-31c8-5a0e-9a27-6c1c5f0c9e11")
_NUMBERS: Final = (FieldType.NUMBER, FieldType.MONEY)
_WHOLE: Final = ("PicklistType", "StateType", "StatusType")

_GONE: Final = {"0x80040217", "0x80060891"}
_TAKEN: Final = {"0x80040237", "0x80060892", "0x80040333"}  # key, alternate key, duplicate rule
_CHANGED: Final = {"0x80060882"}
# Limits, deadlocks, a locked or customised table, a time-out of the database: rolled back, so surely not applied.
_LATER: Final = {"0x80072321", "0x80072322", "0x80072326", "0x80044151", "0x80071151"}


def guid_for(object: str, marker: str) -> str:
    """The id of the record with this marker: always the same, so that a repeated create meets the first one."""
    return str(uuid.uuid5(_NAMESPACE, f"{object}/{marker}"))


class Reader:
    """Rows of one object as records with these fields. Raises RequestRefused for a field that is not there."""

    def __init__(self, known: Described, fields: Sequence[str]) -> None:
        self.known, self.fields = known, tuple(fields)
        for name in fields:
            if name not in known.slots:
                raise RequestRefused(f"Dynamics table {known.object.name!r} has no field {name!r}")
        self._plan: list[tuple[Slot, Callable[[Any], Value]]] = [
            (known.slots[name], canonicaliser(known.object.fields[name].type)) for name in fields
        ]
        system = [known.table.id, "modifiedon", "_modifiedby_value"]
        system += ["merged", "_masterid_value"] if known.merges else []
        system += [MARKER] if known.marker else []
        columns = dict.fromkeys((*system, *(slot.column for slot, _ in self._plan)))
        self.select = ",".join(columns)
        self.annotations = (
            f'odata.include-annotations="{LOGICAL_NAME}"'
            if any(slot.several for slot, _ in self._plan)
            else ""
        )

    def prefer(self, *more: str) -> str:
        return ",".join(one for one in (*more, self.annotations) if one)

    def record(self, row: Json, me: str | None) -> RemoteRecord:
        """`me` is our user's id. Raises BadAnswer for what is no row, RequestRefused where a column is missing."""
        try:
            editor = row.get("_modifiedby_value")
            merged = bool(self.known.merges and row.get("merged") and row.get("_masterid_value"))
            return RemoteRecord(
                id=str(row[self.known.table.id]).lower(),
                values=tuple(readable(convert, _found(slot, row)) for slot, convert in self._plan),
                modified=_stamp_ms(row.get("modifiedon")),
                token=row.get("@odata.etag"),
                marker=row.get(MARKER) or None,
                by_us=None if me is None or editor is None else str(editor).lower() == me,
                deleted=merged,
                merged_into=str(row["_masterid_value"]).lower() if merged else None,
            )
        except KeyError as missing:
            raise RequestRefused(
                f"Dynamics no longer has the column {missing.args[0]!r} on {self.known.object.name!r}"
            ) from None

    def tombstone(self, id: str, at: int) -> RemoteRecord:
        """A record of which nothing is left but the notice that it was deleted."""
        return RemoteRecord(id=id.lower(), values=(None,) * len(self.fields), modified=at, deleted=True)


def _found(slot: Slot, row: Json) -> object:
    held = row[slot.column]
    if held is None:
        return None
    if slot.several and row.get(f"{slot.column}@{LOGICAL_NAME}") != slot.target:
        return None
    if slot.kind in _WHOLE:
        return str(held)
    if slot.kind == "MultiSelectPicklistType":
        return str(held).split(",")
    return held


def _stamp_ms(text: object) -> int:
    try:
        return to_epoch_ms(str(text))
    except (ValueError, TypeError):
        raise BadAnswer("Dynamics answered a row without a readable time") from None


def body_of(known: Described, values: Fields) -> dict[str, Any]:
    """The members of a POST or PATCH for these values. Raises RequestRefused for an unknown field."""
    body: dict[str, Any] = {}
    for name, value in values.items():
        slot = known.slots.get(name)
        if slot is None or not slot.write:
            raise RequestRefused(
                f"Dynamics table {known.object.name!r} has no field {name!r} that can be written"
            )
        if slot.target:
            key = f"{slot.write}@odata.bind"
            body[key] = None if value is None else _reference(known, slot, str(value))
        else:
            body[slot.write] = wire_value(known.object.fields[name].type, value)
    return body


def _reference(known: Described, slot: Slot, id: str) -> str:
    if slot.kind == "OwnerType" and id not in {one.value for one in known.object.fields[slot.name].choices}:
        return f"/{known.sets.get('team', 'teams')}({id})"
    return f"/{known.sets[slot.target]}({id})"


def wire_value(type: FieldType, value: Value) -> Any:
    """A canonical value as JSON holds it: choices are whole numbers, numbers keep every digit."""
    if isinstance(value, tuple):
        return ",".join(value)
    if type is FieldType.CHOICE and isinstance(value, str):
        return int(value) if value.lstrip("-").isdigit() else value
    return exact_number(value) if type in _NUMBERS and isinstance(value, str) else value


# errors --------------------------------------------------------------------------------------------------------
def judge(
    status: int, code: str, message: str, values: Fields, known: Described, own_id: str | None
) -> tuple[Result, tuple[Refusal, ...]]:
    """What became of one write that was answered with an error. `own_id` is the record it was for, None for a create.

    0x80040217 says that a row does not exist: the record itself, or one a lookup was to lead to.
    """
    fields = _named(message, values, known)
    refusals = (Refusal(code=code or str(status), message=message[:500], fields=fields),)
    if code in _CHANGED:
        return Result.CHANGED, refusals
    if code in _TAKEN:
        return Result.TAKEN, refusals
    if code in _GONE or status == 404:
        if own_id is not None and (own_id.lower() in message.lower() or not fields):
            return Result.GONE, refusals
        return Result.REFUSED, refusals
    if status in (429, 503) or code in _LATER:
        return Result.LATER, refusals
    return (Result.LOST if status >= 500 else Result.REFUSED), refusals


def _named(message: str, values: Fields, known: Described) -> tuple[str, ...]:
    text = message.lower()
    found = []
    for name, value in values.items():
        slot, label = known.slots[name], known.object.fields[name].label
        words = {slot.logical.lower(), slot.write.lower()}
        said = any(re.search(rf"(?<![a-z0-9_]){re.escape(word)}(?![a-z0-9_])", text) for word in words)
        reference = bool(slot.target) and isinstance(value, str) and value.lower() in text
        key = bool(label) and "key" in text and f" {label.lower()} " in text
        if said or reference or key:
            found.append(name)
    return tuple(found)
