"""HubSpot's properties as an object's schema: pure, no call is made here."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from adapters.hubspot import wire
from adapters.hubspot.payloads import COMPANY, MARKER, ObjectFacts
from core.schema import Choice, Field, FieldType, Object

_IDENTIFIER = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,99}")
_LONG = ("textarea", "html")
_UNSYNCED = ("json", "object_coordinates")
_TYPES: Final = {
    "number": FieldType.NUMBER,
    "date": FieldType.DATE,
    "datetime": FieldType.DATETIME,
    "bool": FieldType.BOOL,
    "phone_number": FieldType.PHONE,
}


def schema_of(facts: ObjectFacts, page: wire.PropertyPage, owners: Sequence[wire.Owner] = ()) -> Object:
    """The object as this account has it, without our own marker and without types that cannot be synced.

    `owners` are the choices of the properties that name one: people are known by their e-mail address.
    """
    people = tuple(Choice(value=one.id, label=one.email) for one in owners)
    fields = {
        one.name: replace(_field(one), choices=people) if names_owner(one) else _field(one)
        for one in page.results
        if one.name != MARKER
        and not one.archived
        and one.type not in _UNSYNCED
        and _IDENTIFIER.fullmatch(one.name)
    }
    for name, target in facts.linked.items():
        several, label = name != COMPANY, name.partition(".")[2]
        fields[name] = Field(
            name=name,
            type=FieldType.MULTI_REFERENCE if several else FieldType.REFERENCE,
            label=f"Associated {label or target}" if several else "Primary company",
            references=target,
            quiet=True,
        )
    return Object(name=facts.name, label=facts.label, plural=facts.plural, fields=fields)


def names_owner(one: wire.Property) -> bool:
    return one.external_options and one.referenced_object_type == "OWNER"


def _field(one: wire.Property) -> Field:
    type = _type(one)
    choices = type in (FieldType.CHOICE, FieldType.MULTI_CHOICE)
    closed = one.modification_metadata is not None and one.modification_metadata.read_only_value
    return Field(
        name=one.name,
        type=type,
        label=one.label or one.name,
        read_only=one.calculated or closed or one.field_type.startswith("calculation_"),
        choices=tuple(Choice(value=option.value, label=option.label) for option in one.options)
        if choices
        else (),
        max_length=65_536 if type in (FieldType.TEXT, FieldType.LONG_TEXT) else None,
        unique=one.has_unique_value or one.name == "email",
        custom=not one.hubspot_defined,
    )


def _type(one: wire.Property) -> FieldType:
    if one.type == "enumeration":
        if one.field_type == "booleancheckbox":
            return FieldType.BOOL
        return FieldType.MULTI_CHOICE if one.field_type == "checkbox" else FieldType.CHOICE
    if one.type == "number" and (one.show_currency_symbol or one.name in ("amount", "annualrevenue")):
        return FieldType.MONEY
    if one.type in _TYPES:
        return _TYPES[one.type]
    if one.field_type == "phonenumber":
        return FieldType.PHONE
    if one.field_type in _LONG:
        return FieldType.LONG_TEXT
    if one.name == "email":
        return FieldType.EMAIL
    return FieldType.URL if one.name == "website" else FieldType.TEXT
