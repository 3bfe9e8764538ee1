"""A property of a person's own on a HubSpot object, with HubSpot's own client (developers.hubspot.com, "Properties")."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from adapters.hubspot.payloads import ObjectFacts
from adapters.hubspot.setup import create_property, group_of, schema_scope
from adapters.new_fields import NewField, Wanted, identifier, kind_in
from adapters.rest import Rest
from core.schema import FieldType

_KINDS: Final[Mapping[FieldType, str]] = {
    FieldType.TEXT: "string/text",
    FieldType.EMAIL: "string/text",
    FieldType.URL: "string/text",
    FieldType.LONG_TEXT: "string/textarea",
    FieldType.PHONE: "string/phonenumber",
    FieldType.NUMBER: "number/number",
    FieldType.MONEY: "number/number",
    FieldType.BOOL: "bool/booleancheckbox",
    FieldType.DATE: "date/date",
    FieldType.DATETIME: "datetime/date",
    FieldType.CHOICE: "enumeration/select",
    FieldType.MULTI_CHOICE: "enumeration/checkbox",
}


def planned(facts: ObjectFacts, wanted: Wanted, group: str) -> NewField:
    kind = kind_in(_KINDS, wanted, "HubSpot")
    type, _, field_type = kind.partition("/")
    body: dict[str, Any] = {
        "name": identifier(wanted.label, most=90),
        "label": wanted.label,
        "group_name": group_of(facts, group),
        "type": type,
        "field_type": field_type,
        "form_field": False,
    }
    options = [(identifier(one), one) for one in wanted.choices]
    if wanted.type is FieldType.BOOL:
        options = [("true", "Yes"), ("false", "No")]
    if options:
        body["options"] = [
            {"value": value, "label": label, "displayOrder": at, "hidden": False}
            for at, (value, label) in enumerate(options)
        ]
    return NewField(
        label=wanted.label, name=str(body["name"]), kind=kind, right=schema_scope(facts), body=body
    )


def make(rest: Rest, facts: ObjectFacts, new: NewField) -> None:
    """Raises NotPermitted, RequestRefused and other RemoteErrors."""
    create_property(rest, facts, dict(new.body))
