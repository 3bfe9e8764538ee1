"""What is set up once in a Salesforce org: our marker field, through the Tooling API.

A field made by an API is visible to nobody until field-level security says so; we ask for that ourselves through a
permission set, and tell the administrator what to do where we may not.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from adapters.base import Need, Refusal
from adapters.marker_need import need_of_marker
from adapters.salesforce import soql
from adapters.salesforce.api import SalesforceApi
from adapters.salesforce.payloads import MARKER
from adapters.writing import PartRefused
from core.errors import NotPermitted, RequestRefused

_SET: Final = "CRM_Sync_Key"
_THERE: Final = {"DUPLICATE_DEVELOPER_NAME", "DUPLICATE_VALUE", "DUPLICATES_DETECTED"}
_FORBIDDEN: Final = {
    "INSUFFICIENT_ACCESS",
    "INSUFFICIENT_ACCESS_OR_READONLY",
    "INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY",
    "API_DISABLED_FOR_ORG",
    "FUNCTIONALITY_NOT_ENABLED",
}


def marker_need(object: str, *, present: bool) -> Need:
    """Our external id as a person is shown it."""
    return need_of_marker(
        object,
        MARKER,
        "Text(80), External ID",
        unique=True,
        present=present,
        advice=f"In Salesforce, Object Manager > {object} > Fields: {MARKER}, Text 80, External ID, Unique, "
        "case sensitive, and read and edit access for the integration user. "
        "Or let that user customise the application.",
    )


def create_marker(api: SalesforceApi, object: str, me: str | None) -> None:
    """Adds the external id field to an object and makes it visible to us. Raises NotPermitted with what to do."""
    metadata = {
        "type": "Text",
        "label": "CRM Sync key",
        "description": "Which record of CRM Sync this is. Do not change it: it prevents duplicates.",
        "length": 80,
        "externalId": True,
        "unique": True,
        "caseSensitive": True,
        "required": False,
    }
    by_hand = f"Create {object}.{MARKER} by hand (Text 80, External ID, Unique, case sensitive)"
    create_field(api, object, MARKER, metadata, me, by_hand)


def create_field(
    api: SalesforceApi, object: str, name: str, metadata: Mapping[str, Any], me: str | None, by_hand: str
) -> None:
    """Adds a custom field and makes it visible to us; one that is there already is only made visible.

    `by_hand` begins the advice where we may not. Raises NotPermitted, RequestRefused.
    """
    # Tasks and events share their custom fields: they belong to Activity (Metadata API, "CustomField").
    owner = "Activity" if object in ("Task", "Event") else soql.name(object)
    try:
        api.tooling("tooling/sobjects/CustomField", {"FullName": f"{owner}.{name}", "Metadata": metadata})
    except PartRefused as refused:
        if not {one.code for one in refused.refusals} & _THERE:
            raise _refusal(object, name, refused.refusals, by_hand) from None
    if not _visible(api, object, name) and me is not None:
        _grant(api, object, name, me)
    if not _visible(api, object, name):
        raise NotPermitted(
            f"the field {name!r} of {object!r} exists but the integration user may not write it",
            advice=f"Give the integration user read and edit access to {object}.{name} (field-level security).",
        )


def _visible(api: SalesforceApi, object: str, name: str) -> bool:
    return any(one.name == name and one.createable for one in api.describe(object).fields)


def _grant(api: SalesforceApi, object: str, name: str, me: str) -> None:
    try:
        held = api.query(soql.select(("Id",), "PermissionSet", f"Name = {soql.literal(_SET)}"))
        if not held:
            api.tooling("sobjects/PermissionSet", {"Name": _SET, "Label": "CRM Sync key"})
            held = api.query(soql.select(("Id",), "PermissionSet", f"Name = {soql.literal(_SET)}"))
        parent = str(held[0]["Id"])
        rights = {
            "ParentId": parent,
            "SobjectType": object,
            "Field": f"{object}.{name}",
            "PermissionsRead": True,
            "PermissionsEdit": True,
        }
        api.tooling("sobjects/FieldPermissions", rights)
        api.tooling("sobjects/PermissionSetAssignment", {"AssigneeId": me, "PermissionSetId": parent})
    except (PartRefused, NotPermitted, IndexError):
        return  # whether it helped is looked at next; if not, a person has to do it


def _refusal(
    object: str, name: str, refusals: tuple[Refusal, ...], by_hand: str
) -> NotPermitted | RequestRefused:
    named = ", ".join(one.code for one in refusals)
    if {one.code for one in refusals} & _FORBIDDEN:
        return NotPermitted(
            f"Salesforce does not let us create the field {name!r} on {object!r} ({named})",
            advice=f"{by_hand}, or let the integration user customise the application.",
        )
    return RequestRefused(f"Salesforce refuses the field {name!r} on {object!r} ({named})")
