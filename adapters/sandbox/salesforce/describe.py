"""Describe answers: the global list and one object in full."""

from __future__ import annotations

from typing import Any

from adapters.sandbox.salesforce.schema import Schema, SObject

_FLAGS = {
    "activateable": False,
    "createable": True,
    "customSetting": False,
    "deepCloneable": False,
    "deletable": True,
    "deprecatedAndHidden": False,
    "feedEnabled": True,
    "hasSubtypes": False,
    "isInterface": False,
    "isSubtype": False,
    "layoutable": True,
    "mergeable": True,
    "mruEnabled": True,
    "queryable": True,
    "replicateable": True,
    "retrieveable": True,
    "searchable": True,
    "triggerable": True,
    "undeletable": True,
    "updateable": True,
}
_LAYOUT_FLAGS = ("compactLayoutable", "searchLayoutable")
"""Only a full describe tells these."""


def describe_global(schema: Schema, version: str) -> dict[str, Any]:
    """The answer of `/sobjects`."""
    return {
        "encoding": "UTF-8",
        "maxBatchSize": 200,
        "sobjects": [summary(each, version) for each in schema.objects.values()],
    }


def summary(object: SObject, version: str) -> dict[str, Any]:
    """One entry of the global list, which is also the head of a full describe."""
    path = f"/services/data/{version}/sobjects/{object.name}"
    return {
        "associateEntityType": None,
        "associateParentEntity": None,
        "custom": object.name.endswith("__c"),
        **_FLAGS,
        **{key: value for key, value in object.head.items() if key not in _LAYOUT_FLAGS},
        "urls": {
            "compactLayouts": f"{path}/describe/compactLayouts",
            "describe": f"{path}/describe",
            "layouts": f"{path}/describe/layouts",
            "rowTemplate": f"{path}/{{ID}}",
            "sobject": path,
        },
    }


def describe_object(object: SObject, version: str, types: list[dict[str, Any]]) -> dict[str, Any]:
    """The answer of `/sobjects/X/describe`; `types` are its record types."""
    return {
        **summary(object, version),
        **{key: object.head.get(key, True) for key in _LAYOUT_FLAGS},
        "actionOverrides": [],
        "childRelationships": [
            {
                "cascadeDelete": each.cascade,
                "childSObject": each.child,
                "deprecatedAndHidden": False,
                "field": each.field,
                "junctionIdListNames": [],
                "junctionReferenceTo": [],
                "relationshipName": each.name,
                "restrictedDelete": False,
            }
            for each in object.children
        ],
        "defaultImplementation": None,
        "extendedBy": None,
        "extendsInterfaces": None,
        "fields": [each.described for each in object.fields.values()],
        "implementedBy": None,
        "implementsInterfaces": None,
        "listviewable": None,
        "lookupLayoutable": None,
        "namedLayoutInfos": [],
        "networkScopeFieldName": None,
        "recordTypeInfos": types,
        "sobjectDescribeOption": "FULL",
        "supportedScopes": [{"label": f"All {object.head['labelPlural']}", "name": "everything"}],
    }
