"""Dataverse's table definitions as an object's schema, and where each of our fields stands in a row. Pure.

A column's common properties come from its AttributeMetadata, what only its type has from a cast of it ("Query table
definitions using the Web API"). A lookup to one table is a reference of the column's name; one to several tables
(``parentcustomerid``) is a reference for each, called as its navigation property (``parentcustomerid_account``). Lookups to
users and currencies are choices, known by e-mail address and ISO code.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from core.schema import Choice, Field, FieldType, Object

Json = Mapping[str, Any]
MARKER: Final = "crmsync_key"
UNMARKED: Final = frozenset(
    {"annotation"}
)  # notes take no columns of anybody's (CanCreateAttributes is false)
CAST: Final = "Microsoft.Dynamics.CRM."
_COMMON: Final = (
    "LogicalName,AttributeType,AttributeTypeName,AttributeOf,DisplayName,RequiredLevel,IsValidForCreate,IsValidForUpdate,"
    "IsValidForRead,IsValidODataAttribute,IsCustomAttribute"
)
_CASTS: Final = (
    ("StringAttributeMetadata", "LogicalName,MaxLength,FormatName", ""),
    ("MemoAttributeMetadata", "LogicalName,MaxLength", ""),
    ("DateTimeAttributeMetadata", "LogicalName,DateTimeBehavior", ""),
    ("DecimalAttributeMetadata", "LogicalName,Precision", ""),
    ("MoneyAttributeMetadata", "LogicalName,Precision", ""),
    ("LookupAttributeMetadata", "LogicalName,Targets", ""),
    (
        "PicklistAttributeMetadata",
        "LogicalName",
        "OptionSet($select=Options),GlobalOptionSet($select=Options)",
    ),
    (
        "MultiSelectPicklistAttributeMetadata",
        "LogicalName",
        "OptionSet($select=Options),GlobalOptionSet($select=Options)",
    ),
    ("StateAttributeMetadata", "LogicalName", "OptionSet($select=Options)"),
    ("StatusAttributeMetadata", "LogicalName", "OptionSet($select=Options)"),
)
_TYPES: Final = {
    "StringType": FieldType.TEXT,
    "MemoType": FieldType.LONG_TEXT,
    "IntegerType": FieldType.NUMBER,
    "BigIntType": FieldType.NUMBER,
    "DecimalType": FieldType.NUMBER,
    "DoubleType": FieldType.NUMBER,
    "MoneyType": FieldType.MONEY,
    "BooleanType": FieldType.BOOL,
    "DateTimeType": FieldType.DATETIME,
    "PicklistType": FieldType.CHOICE,
    "StateType": FieldType.CHOICE,
    "StatusType": FieldType.CHOICE,
    "MultiSelectPicklistType": FieldType.MULTI_CHOICE,
}
_FORMATS: Final = {
    "Email": FieldType.EMAIL,
    "Url": FieldType.URL,
    "Phone": FieldType.PHONE,
    "TextArea": FieldType.LONG_TEXT,
}
_LOOKUPS: Final = ("LookupType", "CustomerType", "OwnerType")
LISTED: Final = ("systemuser", "transactioncurrency")  # tables whose rows are choices


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """Where one of our fields stands: `column` in answers, `write` in bodies; `target` the table a lookup leads to."""

    name: str
    logical: str
    column: str
    write: str
    kind: str
    target: str = ""
    several: bool = False  # the column leads to several tables; only rows that lead to `target` count
    creatable: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """What is known of a table before its columns."""

    name: str
    set: str
    id: str
    label: str
    plural: str
    tracked: bool
    conditional: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """An object as this org has it. `sets` are the path names of the tables its lookups lead to."""

    object: Object
    table: Table
    slots: Mapping[str, Slot]
    marker: bool
    merges: bool
    sets: Mapping[str, str] = field(default_factory=dict)


def definition_paths(object: str) -> tuple[str, ...]:
    """What is to be read for `described`, below the Web API's root."""
    base = f"EntityDefinitions(LogicalName='{object}')"
    casts = tuple(
        f"{base}/Attributes/{CAST}{cast}?$select={select}{f'&$expand={expand}' if expand else ''}"
        for cast, select, expand in _CASTS
    )
    relations = (
        f"{base}/ManyToOneRelationships"
        "?$select=ReferencingAttribute,ReferencedEntity,ReferencingEntityNavigationPropertyName"
    )
    return (f"{base}/Attributes?$select={_COMMON}", relations, *casts)


TABLES_PATH: Final = (
    "EntityDefinitions?$select=LogicalName,EntitySetName,PrimaryIdAttribute,DisplayName,DisplayCollectionName,"
    "ChangeTrackingEnabled,IsOptimisticConcurrencyEnabled"
)


def tables_of(rows: Sequence[Json]) -> dict[str, Table]:
    """Every table of the org by its logical name."""
    return {
        str(one["LogicalName"]): Table(
            name=str(one["LogicalName"]),
            set=str(one["EntitySetName"]),
            id=str(one["PrimaryIdAttribute"]),
            label=_label(one.get("DisplayName")) or str(one["LogicalName"]),
            plural=_label(one.get("DisplayCollectionName")) or str(one["EntitySetName"]),
            tracked=one.get("ChangeTrackingEnabled") is True,
            conditional=one.get("IsOptimisticConcurrencyEnabled") is True,
        )
        for one in rows
        if one.get("EntitySetName")
    }


def described(
    table: Table,
    answers: Sequence[Sequence[Json]],
    tables: Mapping[str, Table],
    parents: Sequence[str],
    listed: Mapping[str, Sequence[Choice]],
) -> Described:
    """`answers` are the lists of `definition_paths`; `parents` the objects this one may point at, itself included.

    A lookup to a table that comes later in the order of objects is shown as text that cannot be written: references that
    lead in a circle could not be created in any order.
    """
    columns, relations, *casts = answers
    extra: dict[str, dict[str, Any]] = {}
    for rows in casts:
        for one in rows:
            extra.setdefault(str(one["LogicalName"]), {}).update(one)
    ways: dict[str, dict[str, str]] = {}
    for one in relations:
        navigation = str(one["ReferencingEntityNavigationPropertyName"])
        ways.setdefault(str(one["ReferencingAttribute"]), {})[str(one["ReferencedEntity"])] = navigation
    names = {str(one["LogicalName"]) for one in columns}
    fields: dict[str, Field] = {}
    slots: dict[str, Slot] = {}
    for one in columns:
        name = str(one["LogicalName"])
        hidden = one.get("AttributeOf") or one.get("IsValidForRead") is False
        if hidden or one.get("IsValidODataAttribute") is False or name in (table.id, MARKER, "versionnumber"):
            continue
        kind = str((one.get("AttributeTypeName") or {}).get("Value"))
        if kind in _LOOKUPS:
            made = _lookup(one, kind, extra.get(name, {}), ways.get(name, {}), parents, listed)
        elif kind in _TYPES:
            made = [_plain(one, kind, extra.get(name, {}))]
        else:
            continue
        for made_field, slot in made:
            fields[made_field.name], slots[slot.name] = made_field, slot
    return Described(
        object=Object(name=table.name, label=table.label, plural=table.plural, fields=fields),
        table=table,
        slots=slots,
        marker=MARKER in names,
        merges={"merged", "masterid"} <= names,
        sets={known.name: known.set for known in tables.values()},
    )


def _plain(one: Json, kind: str, extra: Json) -> tuple[Field, Slot]:
    name = str(one["LogicalName"])
    type = _TYPES[kind]
    if kind == "StringType":
        type = _FORMATS.get(str((extra.get("FormatName") or {}).get("Value")), type)
    if kind == "DateTimeType" and (extra.get("DateTimeBehavior") or {}).get("Value") == "DateOnly":
        type = FieldType.DATE
    made = Field(
        name=name,
        type=type,
        label=_label(one.get("DisplayName")) or name,
        required=_required(one),
        read_only=not one.get("IsValidForUpdate"),
        choices=_choices(extra),
        max_length=extra.get("MaxLength"),
        scale=extra.get("Precision"),
        custom=bool(one.get("IsCustomAttribute")),
    )
    creatable = bool(one.get("IsValidForCreate")) and kind != "StateType"
    return made, Slot(name=name, logical=name, column=name, write=name, kind=kind, creatable=creatable)


def _lookup(
    one: Json,
    kind: str,
    extra: Json,
    ways: Mapping[str, str],
    parents: Sequence[str],
    listed: Mapping[str, Sequence[Choice]],
) -> list[tuple[Field, Slot]]:
    logical, column = str(one["LogicalName"]), f"_{one['LogicalName']}_value"
    label = _label(one.get("DisplayName")) or logical
    targets = list(dict.fromkeys((*(extra.get("Targets") or ()), *ways)))
    writable = bool(one.get("IsValidForUpdate"))
    custom = bool(one.get("IsCustomAttribute"))
    known = [target for target in targets if target in listed]
    if known:
        navigation = ways.get(known[0], logical)
        choices = tuple(listed[known[0]])
        made = Field(
            name=logical,
            type=FieldType.CHOICE,
            label=label,
            read_only=not writable,
            choices=choices,
            custom=custom,
        )
        return [
            (
                made,
                Slot(
                    name=logical, logical=logical, column=column, write=navigation, kind=kind, target=known[0]
                ),
            )
        ]
    syncable = [target for target in targets if target in parents]
    if not syncable:
        made = Field(name=logical, type=FieldType.TEXT, label=label, read_only=True, custom=custom)
        return [
            (made, Slot(name=logical, logical=logical, column=column, write="", kind="", creatable=False))
        ]
    out = []
    for target in syncable:
        several = len(targets) > 1
        navigation = ways.get(target, logical)
        name = navigation.lower() if several else logical
        made = Field(
            name=name,
            type=FieldType.REFERENCE,
            label=f"{label} ({target})" if several else label,
            read_only=not writable,
            references=target,
            custom=custom,
            shares=logical if several and kind == "LookupType" else None,
        )
        slot = Slot(
            name=name,
            logical=logical,
            column=column,
            write=navigation,
            kind=kind,
            target=target,
            several=several,
        )
        out.append((made, slot))
    return out


def _required(one: Json) -> bool:
    # What an administrator requires is asked for by forms only; what the system requires it fills in itself, but for these.
    level = (one.get("RequiredLevel") or {}).get("Value")
    return (
        level == "SystemRequired" and bool(one.get("IsValidForCreate")) and one["LogicalName"] not in _FILLED
    )


_FILLED: Final = ("ownerid", "statecode", "statuscode")


def _choices(extra: Json) -> tuple[Choice, ...]:
    options = (extra.get("OptionSet") or extra.get("GlobalOptionSet") or {}).get("Options") or ()
    return tuple(
        Choice(value=str(one["Value"]), label=_label(one.get("Label")) or str(one["Value"]))
        for one in options
    )


def _label(value: Any) -> str:
    shown = (value or {}).get("UserLocalizedLabel") or {}
    return str(shown.get("Label") or "")
