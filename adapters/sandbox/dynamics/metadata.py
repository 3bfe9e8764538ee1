"""Tables, columns, choices, keys and relationships as ``EntityDefinitions`` shows them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from adapters.sandbox.dynamics.definitions import Attribute, Entity, Key, Option, steady_guid
from adapters.sandbox.dynamics.deleting import parental
from adapters.sandbox.dynamics.expanding import reverse_name

TYPE: Final = "Microsoft.Dynamics.CRM."
_KIND: Final = {"Customer": "Lookup", "Owner": "Lookup", "Virtual": ""}
_TYPE_NAME: Final = {"Owner": "OwnerType", "Customer": "CustomerType", "EntityName": "EntityNameType"}
LANGUAGE: Final = 1033


def kind_of(one: Attribute) -> str:
    """``StringAttributeMetadata`` and so on; plain ``AttributeMetadata`` for shadows."""
    return f"{_KIND.get(one.type, one.type)}AttributeMetadata"


def label(text: str, *where: object) -> dict[str, Any]:
    """A localized label; an empty one where there is no text."""
    if not text:
        return {"LocalizedLabels": [], "UserLocalizedLabel": None}
    one = {
        "Label": text,
        "LanguageCode": LANGUAGE,
        "IsManaged": True,
        "MetadataId": steady_guid("label", *where),
        "HasChanged": None,
    }
    return {"LocalizedLabels": [one], "UserLocalizedLabel": one}


def managed(value: object, name: str) -> dict[str, Any]:
    return {"Value": value, "CanBeChanged": True, "ManagedPropertyLogicalName": name}


def entity_shown(entity: Entity) -> dict[str, Any]:
    """An EntityMetadata without what $expand brings."""
    return {
        "MetadataId": steady_guid("entity", entity.name),
        "LogicalName": entity.name,
        "SchemaName": entity.schema,
        "EntitySetName": entity.set,
        "LogicalCollectionName": entity.set,
        "CollectionSchemaName": entity.set.capitalize(),
        "ObjectTypeCode": entity.code,
        "PrimaryIdAttribute": entity.id,
        "PrimaryNameAttribute": entity.primary,
        "DisplayName": label(entity.label, entity.name),
        "DisplayCollectionName": label(entity.plural, entity.name, "plural"),
        "Description": label(f"{entity.label} of this organization.", entity.name, "description"),
        "IsCustomEntity": entity.custom,
        "IsActivity": entity.activity,
        "IsIntersect": False,
        "IsManaged": not entity.custom,
        "IsLogicalEntity": False,
        "IsPrivate": False,
        "IsValidForAdvancedFind": True,
        "IsCustomizable": managed(True, "iscustomizable"),
        "CanCreateAttributes": managed(entity.extendable, "cancreateattributes"),
        "ChangeTrackingEnabled": entity.tracked,
        "CanChangeTrackingBeEnabled": managed(True, "canchangetrackingbeenabled"),
        "IsOptimisticConcurrencyEnabled": entity.concurrent,
        "IsDuplicateDetectionEnabled": managed(entity.merges, "isduplicatedetectionenabled"),
        "OwnershipType": "UserOwned" if entity.owned else "OrganizationOwned",
        "TableType": "Standard",
        "HasNotes": True,
    }


def attribute_shown(entity: Entity, one: Attribute, *, typed: bool) -> dict[str, Any]:
    """An AttributeMetadata; with `typed` also what only its own type has (an uncast list shows it all the same)."""
    out: dict[str, Any] = {}
    if one.type != "Virtual":  # the base type is not named
        out["@odata.type"] = f"#{TYPE}{kind_of(one)}"
    out |= {
        "MetadataId": steady_guid("attribute", entity.name, one.name),
        "LogicalName": one.name,
        "SchemaName": one.schema,
        "EntityLogicalName": entity.name,
        "AttributeType": one.type if one.type != "MultiSelectPicklist" else "Virtual",
        "AttributeTypeName": {"Value": _TYPE_NAME.get(one.type, f"{one.type}Type")},
        "AttributeOf": one.attribute_of,
        "DisplayName": label(one.label, entity.name, one.name),
        "Description": label("", entity.name, one.name, "description"),
        "RequiredLevel": managed(one.required, "canmodifyrequirementlevelsettings"),
        "IsValidForCreate": one.creatable,
        "IsValidForUpdate": one.updatable,
        "IsValidForRead": one.readable and one.attribute_of is None,
        "IsValidODataAttribute": one.attribute_of is None,
        "IsCustomAttribute": one.custom,
        "IsManaged": not one.custom,
        "IsLogical": False,
        "IsPrimaryId": one.name == entity.id,
        "IsPrimaryName": one.name == entity.primary,
        "IsSecured": False,
        "IsFilterable": False,
        "IsSearchable": False,
        "IsRetrievable": True,
        "SourceType": 0 if one.base_of is None and one.attribute_of is None else None,
        "IsValidForForm": True,
        "IsCustomizable": managed(True, "iscustomizable"),
    }
    if typed:
        out |= _typed(one)
    return out


def _typed(one: Attribute) -> dict[str, Any]:
    match one.type:
        case "String":
            return {
                "MaxLength": one.max,
                "DatabaseLength": 2 * (one.max or 0),
                "Format": one.format,
                "FormatName": {"Value": one.format},
                "IsLocalizable": False,
            }
        case "Memo":
            return {"MaxLength": one.max, "Format": one.format, "IsLocalizable": False}
        case "Integer":
            return {"MinValue": one.min, "MaxValue": one.max_value, "Format": "None"}
        case "BigInt":
            return {"MinValue": -(2**63), "MaxValue": 2**63 - 1}
        case "Decimal" | "Double":
            return {"MinValue": one.min, "MaxValue": one.max_value, "Precision": one.precision}
        case "Money":
            return {
                "MinValue": one.min,
                "MaxValue": one.max_value,
                "Precision": one.precision,
                "PrecisionSource": 2,
                "CalculationOf": one.base_of,
                "IsBaseCurrency": one.base_of is not None,
            }
        case "DateTime":
            return {
                "Format": one.format,
                "DateTimeBehavior": {"Value": one.behavior},
                "ImeMode": "Inactive",
                "CanChangeDateTimeBehavior": managed(False, "canchangedatetimebehavior"),
            }
        case "Boolean":
            return {"DefaultValue": bool(one.default)}
        case "Picklist" | "State" | "Status" | "MultiSelectPicklist":
            return {"DefaultFormValue": one.default if one.default is not None else -1}
        case "Lookup" | "Customer" | "Owner":
            return {"Targets": list(one.targets), "Format": "None"}
    return {}


def option_set(entity: Entity, one: Attribute) -> dict[str, Any]:
    """The ``OptionSet`` an $expand brings."""
    name = f"{entity.name}_{one.name}"
    head = {
        "MetadataId": steady_guid("optionset", name),
        "Name": name,
        "IsGlobal": False,
        "IsCustomOptionSet": one.custom,
        "IsManaged": not one.custom,
        "DisplayName": label(one.label, name),
    }
    if one.type == "Boolean":
        return {
            **head,
            "OptionSetType": "Boolean",
            "TrueOption": _option(name, Option(value=1, label=one.words[0]), "Picklist"),
            "FalseOption": _option(name, Option(value=0, label=one.words[1]), "Picklist"),
        }
    kind = one.type if one.type in ("State", "Status") else "Picklist"
    return {**head, "OptionSetType": kind, "Options": [_option(name, each, kind) for each in one.options]}


def _option(name: str, option: Option, kind: str) -> dict[str, Any]:
    out: dict[str, Any] = {}
    if kind != "Picklist":
        out["@odata.type"] = f"#{TYPE}{kind}OptionMetadata"
    out |= {
        "Value": option.value,
        "Color": None,
        "IsManaged": True,
        "ExternalValue": None,
        "ParentValues": [],
        "Tag": None,
        "IsHidden": False,
        "MetadataId": None,
        "HasChanged": None,
    }
    if kind == "State":
        out |= {"DefaultStatus": option.usual, "InvariantName": option.label}
    if kind == "Status":
        out |= {"State": option.state, "TransitionData": None}
    return out | {"Label": label(option.label, name, option.value), "Description": label("")}


def key_shown(entity: Entity, key: Key, active: Callable[[Key], bool]) -> dict[str, Any]:
    return {
        "MetadataId": steady_guid("key", entity.name, key.name),
        "LogicalName": key.name,
        "SchemaName": key.schema,
        "EntityLogicalName": entity.name,
        "DisplayName": label(key.label, entity.name, key.name),
        "KeyAttributes": list(key.columns),
        "EntityKeyIndexStatus": "Active" if active(key) else "Pending",
        "IsManaged": False,
        "IsCustomizable": managed(True, "iscustomizable"),
    }


def _cascades(whole: bool) -> dict[str, str]:
    names = ("Assign", "Reparent", "Share", "Unshare")
    return {
        **dict.fromkeys(names, "Cascade" if whole else "NoCascade"),
        "Delete": "Cascade" if whole else "RemoveLink",
        "Merge": "Cascade",
    }


def many_to_one(entity: Entity) -> list[dict[str, Any]]:
    """One OneToManyRelationshipMetadata for each target of each lookup."""
    out = []
    for one in entity.lookups:
        for target, navigation in one.targets.items():
            back = reverse_name(entity, one, target)
            out.append(
                {
                    "MetadataId": steady_guid("relationship", entity.name, one.name, target),
                    "SchemaName": back,
                    "RelationshipType": "OneToManyRelationship",
                    "ReferencingEntity": entity.name,
                    "ReferencingAttribute": one.name,
                    "ReferencedEntity": target,
                    "ReferencedAttribute": f"{target}id"
                    if not entity.activity or target != "task"
                    else "activityid",
                    "ReferencingEntityNavigationPropertyName": navigation,
                    "ReferencedEntityNavigationPropertyName": back,
                    "IsCustomRelationship": one.custom,
                    "IsHierarchical": False,
                    "CascadeConfiguration": _cascades(parental(entity, one)),
                }
            )
    return out
