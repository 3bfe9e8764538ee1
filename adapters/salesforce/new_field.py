"""A custom field of a person's own in a Salesforce org, through the Tooling API (Metadata API, "CustomField")."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from adapters.new_fields import NewField, Wanted, identifier, kind_in
from core.schema import FieldType

RIGHT: Final = "the permission Customize Application"
_KINDS: Final[Mapping[FieldType, str]] = {
    FieldType.TEXT: "Text",
    FieldType.LONG_TEXT: "LongTextArea",
    FieldType.EMAIL: "Email",
    FieldType.PHONE: "Phone",
    FieldType.URL: "Url",
    FieldType.NUMBER: "Number",
    FieldType.MONEY: "Currency",
    FieldType.BOOL: "Checkbox",
    FieldType.DATE: "Date",
    FieldType.DATETIME: "DateTime",
    FieldType.CHOICE: "Picklist",
    FieldType.MULTI_CHOICE: "MultiselectPicklist",
}
_PARTICULAR: Final[Mapping[str, Mapping[str, Any]]] = {
    "Text": {"length": 255},
    "LongTextArea": {"length": 32_768, "visibleLines": 3},
    "Number": {"precision": 18, "scale": 4},
    "Currency": {"precision": 18, "scale": 2},
    "Checkbox": {"defaultValue": "false"},
    "MultiselectPicklist": {"visibleLines": 4},
}


def planned(wanted: Wanted) -> NewField:
    kind = kind_in(_KINDS, wanted, "Salesforce")
    metadata: dict[str, Any] = {"type": kind, "label": wanted.label[:40], **_PARTICULAR.get(kind, {})}
    if kind in ("Picklist", "MultiselectPicklist"):
        values = [{"fullName": one, "label": one, "default": False} for one in wanted.choices]
        metadata["valueSet"] = {
            "restricted": True,
            "valueSetDefinition": {"sorted": False, "value": values},
        }
    name = f"{identifier(wanted.label, upper=True)}__c"
    return NewField(label=wanted.label, name=name, kind=kind, right=RIGHT, body=metadata)
