"""What is set up once in a Dataverse org: our marker's column."""

from __future__ import annotations

from typing import Any, Final

from adapters.base import Need
from adapters.dynamics.schema import MARKER
from adapters.marker_need import need_of_marker

SCHEMA_NAME: Final = "crmsync_Key"


def marker_need(object: str, *, present: bool) -> Need:
    """Our column as a person is shown it. The record's own id already keeps a create from being done twice."""
    return need_of_marker(
        object,
        MARKER,
        "Single line of text (100)",
        unique=False,
        present=present,
        advice=f"In make.powerapps.com, Tables > {object} > Columns: a text column {SCHEMA_NAME}, 100 characters, in a "
        "solution whose publisher's prefix is crmsync. Or let a system customizer sign in and prepare the connection.",
    )


def marker_column() -> dict[str, Any]:
    """The StringAttributeMetadata of our column."""
    return {
        "@odata.type": "Microsoft.Dynamics.CRM.StringAttributeMetadata",
        "AttributeType": "String",
        "AttributeTypeName": {"Value": "StringType"},
        "SchemaName": SCHEMA_NAME,
        "MaxLength": 100,
        "FormatName": {"Value": "Text"},
        "RequiredLevel": {"Value": "None"},
        "DisplayName": label_of("CRM Sync key"),
    }


def label_of(text: str) -> dict[str, Any]:
    """A Label in English, which every environment can have."""
    localized = {
        "@odata.type": "Microsoft.Dynamics.CRM.LocalizedLabel",
        "Label": text,
        "LanguageCode": 1033,
    }
    return {"@odata.type": "Microsoft.Dynamics.CRM.Label", "LocalizedLabels": [localized]}
