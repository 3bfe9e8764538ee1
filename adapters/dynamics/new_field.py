"""A column of a person's own on a Dataverse table (learn.microsoft.com, "Create and update column definitions using the Web
API"), in our publisher's prefix as our key's column is.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from adapters.dynamics.setup import label_of
from adapters.new_fields import NewField, Wanted, identifier, kind_in
from core.schema import FieldType

RIGHT: Final = "the role System Customizer"
_METADATA: Final = "Microsoft.Dynamics.CRM."
_KINDS: Final[Mapping[FieldType, str]] = {
    FieldType.TEXT: "String",
    FieldType.EMAIL: "String",
    FieldType.URL: "String",
    FieldType.PHONE: "String",
    FieldType.LONG_TEXT: "Memo",
    FieldType.NUMBER: "Decimal",
    FieldType.MONEY: "Money",
    FieldType.BOOL: "Boolean",
    FieldType.DATE: "DateTime",
    FieldType.DATETIME: "DateTime",
    FieldType.CHOICE: "Picklist",
    FieldType.MULTI_CHOICE: "MultiSelectPicklist",
}
_FORMATS: Final = {FieldType.EMAIL: "Email", FieldType.URL: "Url", FieldType.PHONE: "Phone"}


def planned(wanted: Wanted) -> NewField:
    kind = kind_in(_KINDS, wanted, "Dynamics")
    schema_name = f"crmsync_{identifier(wanted.label, upper=True)}"
    body: dict[str, Any] = {
        "@odata.type": f"{_METADATA}{kind}AttributeMetadata",
        "SchemaName": schema_name,
        "RequiredLevel": {"Value": "None"},
        "DisplayName": label_of(wanted.label),
        **_particular(wanted, kind),
    }
    return NewField(label=wanted.label, name=schema_name.lower(), kind=kind, right=RIGHT, body=body)


def _particular(wanted: Wanted, kind: str) -> dict[str, Any]:
    match kind:
        case "String":
            return {"MaxLength": 200, "FormatName": {"Value": _FORMATS.get(wanted.type, "Text")}}
        case "Memo":
            return {"MaxLength": 10_000, "Format": "TextArea"}
        case "Decimal":
            return {"Precision": 4, "MinValue": -100_000_000_000, "MaxValue": 100_000_000_000}
        case "Money":
            return {"Precision": 2, "PrecisionSource": 0}
        case "Boolean":
            return {"DefaultValue": False, "OptionSet": _yes_or_no()}
        case "DateTime":
            day = wanted.type is FieldType.DATE
            return {
                "Format": "DateOnly" if day else "DateAndTime",
                "DateTimeBehavior": {"Value": "DateOnly" if day else "UserLocal"},
            }
        case _:
            options = [{"Label": label_of(one)} for one in wanted.choices]
            return {
                "OptionSet": {
                    "@odata.type": f"{_METADATA}OptionSetMetadata",
                    "IsGlobal": False,
                    "OptionSetType": "Picklist",
                    "Options": options,
                }
            }


def _yes_or_no() -> dict[str, Any]:
    return {
        "@odata.type": f"{_METADATA}BooleanOptionSetMetadata",
        "OptionSetType": "Boolean",
        "TrueOption": {"Value": 1, "Label": label_of("Yes")},
        "FalseOption": {"Value": 0, "Label": label_of("No")},
    }
