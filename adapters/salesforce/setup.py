"""What is set up once in a Salesforce org: our marker field, through the Tooling API.

A field made by an API is visible to nobody until field-level security says so; we ask for that ourselves through a
permission set, and tell the administrator what to do where we may not.
"""

from __future__ import annotations

from typing import Final

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
    body = {
        "FullName": f"{soql.name(object)}.{MARKER}",
        "Metadata": {
            "type": "Text",
            "label": "CRM Sync key",
            "description": "Which record of CRM Sync this is. Do not change it: it prevents duplicates.",
            "length": 80,
            "externalId": True,
            "unique": True,
            "caseSensitive": True,
            "required": False,
        },
    }
    try:
        api.tooling("tooling/sobjects/CustomField", body)
    except PartRefused as refused:
        if not {one.code for one in refused.refusals} & _THERE:
            raise _refusal(object, refused.refusals) from None
    if not _visible(api, object) and me is not None:
        _grant(api, object, me)
    if not _visible(api, object):
        raise NotPermitted(
            f"the field {MARKER!r} of {object!r} exists but the integration user may not write it",
            advice=f"Give the integration user read and edit access to {object}.{MARKER} (field-level security).",
        )


def _visible(api: SalesforceApi, object: str) -> bool:
    return any(one.name == MARKER and one.createable for one in api.describe(object).fields)


def _grant(api: SalesforceApi, object: str, me: str) -> None:
    try:
        held = api.query(soql.select(("Id",), "PermissionSet", f"Name = {soql.literal(_SET)}"))
        if not held:
            api.tooling("sobjects/PermissionSet", {"Name": _SET, "Label": "CRM Sync key"})
            held = api.query(soql.select(("Id",), "PermissionSet", f"Name = {soql.literal(_SET)}"))
        parent = str(held[0]["Id"])
        rights = {
            "ParentId": parent,
            "SobjectType": object,
            "Field": f"{object}.{MARKER}",
            "PermissionsRead": True,
            "PermissionsEdit": True,
        }
        api.tooling("sobjects/FieldPermissions", rights)
        api.tooling("sobjects/PermissionSetAssignment", {"AssigneeId": me, "PermissionSetId": parent})
    except (PartRefused, NotPermitted, IndexError):
        return  # whether it helped is looked at next; if not, a person has to do it


def _refusal(object: str, refusals: tuple[Refusal, ...]) -> NotPermitted | RequestRefused:
    named = ", ".join(one.code for one in refusals)
    if {one.code for one in refusals} & _FORBIDDEN:
        return NotPermitted(
            f"Salesforce does not let us create the field {MARKER!r} on {object!r} ({named})",
            advice=f"Create {object}.{MARKER} by hand (Text 80, External ID, Unique, case sensitive), "
            "or let the integration user customise the application.",
        )
    return RequestRefused(f"Salesforce refuses the field {MARKER!r} on {object!r} ({named})")
