"""Both sides of a mapping from the daemon's words, and what a type looks like."""

from __future__ import annotations

from typing import Final

from core.mapping_sides import Side, Sides
from core.schema import Choice, Field, FieldType, Object
from core.wire.laboratory import SidesWord, SideWord
from core.wire.records import FieldWord

ICONS: Final = {
    FieldType.TEXT: "type",
    FieldType.LONG_TEXT: "type",
    FieldType.EMAIL: "mail",
    FieldType.PHONE: "phone",
    FieldType.URL: "link",
    FieldType.NUMBER: "hash",
    FieldType.MONEY: "banknote",
    FieldType.BOOL: "toggle-left",
    FieldType.DATE: "calendar",
    FieldType.DATETIME: "clock",
    FieldType.CHOICE: "list",
    FieldType.MULTI_CHOICE: "list-checks",
    FieldType.REFERENCE: "waypoints",
    FieldType.MULTI_REFERENCE: "waypoints",
}


def sides_of(told: SidesWord) -> Sides:
    return Sides(crm=_side(told.crm), hub=_side(told.hub))


def _side(told: SideWord) -> Side:
    fields = {one.name: _field(one) for one in told.fields}
    return Side(
        object=Object(name=told.name, label=told.label, plural=told.label, fields=fields),
        samples=dict(told.samples),
    )


def _field(told: FieldWord) -> Field:
    return Field(
        name=told.name,
        type=FieldType(told.type),
        label=told.label,
        required=told.required,
        read_only=told.read_only,
        once=told.once,
        choices=tuple(Choice(value=one.value, label=one.label) for one in told.choices),
        open=told.open,
        references=told.references,
        max_length=told.max_length,
        scale=told.scale,
        unique=told.unique,
        key=told.key,
        custom=told.custom,
    )
