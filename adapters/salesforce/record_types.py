"""Record types of an org: told by the describe, and by the UI API which choices a record of each may hold.

https://developer.salesforce.com/docs/atlas.en-us.uiapi.meta/uiapi/ui_api_resources_picklist_values_collection.htm
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from msgspec import Struct

from core.schema import Choice, Field, FieldType, RecordType, RecordTypes

FIELD: Final = "RecordTypeId"


class RecordTypeInfo(Struct, rename="camel"):
    """One of a describe's `recordTypeInfos`. The master stands for records without a type."""

    record_type_id: str
    name: str
    active: bool = True
    available: bool = True
    master: bool = False
    default_record_type_mapping: bool = False


class _Offered(Struct):
    value: str


class _Picklist(Struct):
    values: list[_Offered] = []


class PicklistValues(Struct, rename="camel"):
    """What the UI API answers for one record type."""

    picklist_field_values: dict[str, _Picklist]


def types_in(infos: list[RecordTypeInfo]) -> list[RecordTypeInfo]:
    """Those that people make: a record has one of them, or none."""
    return [one for one in infos if one.active and not one.master]


def typed(fields: dict[str, Field], infos: list[RecordTypeInfo]) -> dict[str, Field]:
    """An object's fields with its types as choices, known by their names: an id is another in every org."""
    choices = tuple(Choice(value=one.record_type_id, label=one.name) for one in types_in(infos))
    if FIELD not in fields or not choices:
        return fields
    as_choice = replace(
        fields[FIELD], type=FieldType.CHOICE, choices=choices, references=None, max_length=None
    )
    return {**fields, FIELD: as_choice}


def record_types(infos: list[RecordTypeInfo], offers: dict[str, PicklistValues]) -> RecordTypes:
    """`offers` by the id of the type."""
    return RecordTypes(
        field=FIELD,
        types=tuple(
            RecordType(
                id=one.record_type_id,
                name=one.name,
                default=one.default_record_type_mapping,
                offers={
                    name: frozenset(each.value for each in field.values)
                    for name, field in offers[one.record_type_id].picklist_field_values.items()
                },
            )
            for one in types_in(infos)
            if one.record_type_id in offers
        ),
    )
