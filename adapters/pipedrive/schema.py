"""Pipedrive's fields as an object's schema, and where each of ours stands in a record. Pure, no call is made here.

A custom field's code is forty hex digits that differ in every account; people know it by its label. Fields with parts
(addresses, money, ranges) are one field of ours a part: "address.locality". An e-mail or phone field is the primary
one of a list.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from adapters.pipedrive.objects import MARKER_NAME, ObjectFacts
from core.schema import Choice, Field, FieldType, Object

Json = Mapping[str, Any]

_TYPES: Final[Mapping[str, FieldType]] = {
    "varchar": FieldType.TEXT,
    "varchar_auto": FieldType.TEXT,
    "varchar_options": FieldType.CHOICE,
    "text": FieldType.LONG_TEXT,
    "double": FieldType.NUMBER,
    "int": FieldType.NUMBER,
    "monetary": FieldType.MONEY,
    "boolean": FieldType.BOOL,
    "date": FieldType.DATE,
    "daterange": FieldType.DATE,
    "time": FieldType.TEXT,
    "timerange": FieldType.TEXT,
    "set": FieldType.MULTI_CHOICE,
    "enum": FieldType.CHOICE,
    "status": FieldType.CHOICE,
    "stage": FieldType.CHOICE,
    "visible_to": FieldType.CHOICE,
    "user": FieldType.CHOICE,
    "org": FieldType.REFERENCE,
    "people": FieldType.REFERENCE,
    "deal": FieldType.REFERENCE,
    "participants": FieldType.MULTI_REFERENCE,
    "phone": FieldType.PHONE,
    "address": FieldType.TEXT,
}
_PARTS: Final[Mapping[str, tuple[str, ...]]] = {
    "monetary": ("currency",),
    "timerange": ("until",),
    "daterange": ("until",),
}
_ADDRESS_PARTS: Final = (
    "country", "admin_area_level_1", "admin_area_level_2", "locality", "sublocality", "route", "street_number",
    "subpremise", "postal_code",
)  # fmt: skip
_REFERENCES: Final = {
    "org": "organizations",
    "people": "persons",
    "deal": "deals",
    "participants": "persons",
}
_LISTS: Final = {"email": "emails", "phone": "phones"}
_MOMENTS: Final = ("add_time", "update_time", "won_time", "lost_time", "close_time", "stage_change_time")
_MONEY: Final = ("value", "annual_revenue")
# What the bodies of v2's POST and PATCH take, and v1's of notes besides when one was made; all else built in is only read.
_WRITTEN: Final = frozenset(
    "name email phone owner_id org_id person_id job_title postal_address notes birthday label_ids visible_to address "
    "website linkedin annual_revenue employee_count industry title value currency pipeline_id stage_id status probability "
    "expected_close_date lost_reason is_archived subject type due_date due_time duration done note deal_id participants "
    "public_description priority busy content".split()
)
_LONGEST: Final = {"varchar": 255, "varchar_auto": 255, "text": 65_535, "phone": 255}


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """Where one field of ours stands in a record: `code` in it (or in its custom fields), `part` within that."""

    name: str
    code: str
    kind: str  # Pipedrive's own type
    part: str = ""
    composite: bool = False
    custom: bool = False

    @property
    def key(self) -> str:
        """The member of the record's JSON."""
        return self.code if self.custom else _LISTS.get(self.code, self.code)

    @property
    def is_list(self) -> bool:
        return not self.custom and self.code in _LISTS


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """An object as this account has it. `marker` is the code of our own field, None where it is not there (yet)."""

    object: Object
    slots: Mapping[str, Slot]
    marker: str | None


def described(facts: ObjectFacts, fields: Sequence[Json], users: Sequence[Json]) -> Described:
    """The schema from the field list; `users` are the choices of fields that name one, known by their e-mail address."""
    people = tuple(Choice(value=str(one["id"]), label=str(one.get("email") or one["name"])) for one in users)
    found: dict[str, Field] = {}
    slots: dict[str, Slot] = {}
    marker = None
    for one in fields:
        code, kind, custom = str(one["field_code"]), str(one["field_type"]), bool(one["is_custom_field"])
        if code == "participants" and not custom:
            kind = code  # whatever type it is told to have: its value is a list of people (v2 activities)
        if custom and one.get("field_name") == MARKER_NAME:
            marker = code
        elif code != "id" and kind in _TYPES:
            for field, slot in _fields(
                one,
                code,
                kind,
                people,
                custom=custom,
                required=code == facts.required,
                written=code in _WRITTEN or (facts.old and code == "add_time"),
            ):
                found[field.name], slots[slot.name] = field, slot
    object = Object(name=facts.name, label=facts.label, plural=facts.plural, fields=found)
    return Described(object=object, slots=slots, marker=marker)


def _fields(
    one: Json,
    code: str,
    kind: str,
    people: tuple[Choice, ...],
    *,
    custom: bool,
    required: bool,
    written: bool,
) -> list[tuple[Field, Slot]]:
    parts = _ADDRESS_PARTS if kind == "address" else _PARTS.get(kind, ())
    label = str(one.get("field_name") or code)
    type = _type(code, kind, custom=custom)
    options = one.get("options") or ()
    listed = tuple(Choice(value=str(o["id"]), label=str(o.get("label") or o["id"])) for o in options)
    choices = people if kind == "user" else listed
    whole = Field(
        name=code,
        type=type,
        label=label,
        required=required,
        read_only=not custom and not written,
        choices=choices if type in (FieldType.CHOICE, FieldType.MULTI_CHOICE) else (),
        references=_REFERENCES.get(kind),
        max_length=_LONGEST.get(kind),
        custom=custom,
    )
    made = [(whole, Slot(name=code, code=code, kind=kind, composite=bool(parts), custom=custom))]
    for part in parts:
        field = Field(
            name=f"{code}.{part}",
            type=FieldType.DATE if kind == "daterange" else FieldType.TEXT,
            label=f"{label}: {part.replace('_', ' ')}",
            read_only=whole.read_only,
            max_length=255,
            custom=custom,
        )
        made.append(
            (field, Slot(name=field.name, code=code, kind=kind, part=part, composite=True, custom=custom))
        )
    return made


def _type(code: str, kind: str, *, custom: bool) -> FieldType:
    if not custom:
        if code == "email":
            return FieldType.EMAIL
        if code in _MOMENTS:
            return FieldType.DATETIME
        if code in _MONEY:
            return FieldType.MONEY
        if code == "website":
            return FieldType.URL
    return _TYPES[kind]
