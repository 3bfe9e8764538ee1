"""What the sandboxed org consists of: objects and fields from trimmed describes, and custom fields.

The describes lie in `resources/sandbox/salesforce`; the README there tells their origin.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any

RESOURCES = Path(__file__).parents[3] / "resources" / "sandbox" / "salesforce"
OBJECT_NAMES = (
    "Account",
    "Contact",
    "Event",
    "Lead",
    "Opportunity",
    "OpportunityContactRole",
    "Organization",
    "Task",
    "User",
)


_EVERY_OBJECT = (
    "Id",
    "OwnerId",
    "IsDeleted",
    "CreatedDate",
    "CreatedById",
    "LastModifiedDate",
    "LastModifiedById",
    "SystemModstamp",
)


class Kind(Enum):
    """How the sandbox treats a field's values; several describe types share one kind."""

    ID = "id"
    REFERENCE = "reference"
    TEXT = "text"
    EMAIL = "email"
    PICKLIST = "picklist"
    MULTI = "multi"
    BOOLEAN = "boolean"
    WHOLE = "whole"
    NUMBER = "number"
    DATE = "date"
    DATETIME = "datetime"
    COMPOUND = "compound"


_KINDS = {
    "id": Kind.ID,
    "reference": Kind.REFERENCE,
    "email": Kind.EMAIL,
    "picklist": Kind.PICKLIST,
    "multipicklist": Kind.MULTI,
    "boolean": Kind.BOOLEAN,
    "int": Kind.WHOLE,
    "double": Kind.NUMBER,
    "currency": Kind.NUMBER,
    "percent": Kind.NUMBER,
    "date": Kind.DATE,
    "datetime": Kind.DATETIME,
    "address": Kind.COMPOUND,
}
TEXT_KINDS = frozenset({Kind.TEXT, Kind.EMAIL, Kind.PICKLIST, Kind.MULTI})


@dataclass(frozen=True, slots=True, kw_only=True)
class SField:
    """One field; `described` is its whole describe entry, the rest is what the rules need from it."""

    name: str
    label: str
    kind: Kind
    length: int
    precision: int
    scale: int
    nillable: bool
    defaulted: bool
    createable: bool
    updateable: bool
    external_id: bool
    unique: bool
    id_lookup: bool
    filterable: bool
    sortable: bool
    case_sensitive: bool
    choices: tuple[str, ...]
    default_choice: str | None
    restricted: bool
    references: tuple[str, ...]
    relationship: str | None
    compound: str | None
    described: Mapping[str, Any]

    @property
    def required(self) -> bool:
        return not self.nillable and not self.defaulted and self.createable


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildRelationship:
    """Rows of `child` whose `field` points here; deleted with their parent when `cascade` is set."""

    name: str
    child: str
    field: str
    cascade: bool


@dataclass(slots=True, kw_only=True)
class SObject:
    """One object type; names of fields are found whatever their case, as in SOQL and REST."""

    name: str
    label: str
    prefix: str
    children: list[ChildRelationship]
    head: Mapping[str, Any]
    fields: dict[str, SField] = field(default_factory=dict)
    _folded: dict[str, SField] = field(default_factory=dict)

    def add(self, new: SField) -> None:
        """Adds or replaces a field."""
        self.fields[new.name] = new
        self._folded[new.name.lower()] = new

    def drop(self, name: str) -> None:
        """Takes a field away; raises KeyError."""
        del self.fields[name]
        del self._folded[name.lower()]

    def find(self, name: str) -> SField | None:
        return self._folded.get(name.lower())

    def child(self, name: str) -> ChildRelationship | None:
        """The child relationship with this plural name."""
        return next((c for c in self.children if c.name.lower() == name.lower()), None)

    def parent(self, name: str) -> SField | None:
        """The look-up field whose relationship has this name."""
        for each in self.fields.values():
            if each.relationship is not None and each.relationship.lower() == name.lower():
                return each
        return None

    def writable(self) -> Iterator[SField]:
        return (each for each in self.fields.values() if each.createable or each.updateable)


class Schema:
    """All objects of the org; `changed_at` (ms) is when a field last came or went; `custom` names custom objects."""

    def __init__(self, *, now_ms: int, custom: Sequence[str] = ()) -> None:
        self.objects: dict[str, SObject] = {name: load_object(name) for name in OBJECT_NAMES}
        self.objects |= {name: custom_object(name, serial) for serial, name in enumerate(custom)}
        self.changed_at = now_ms - now_ms % 1000
        self._folded = {name.lower(): each for name, each in self.objects.items()}

    def find(self, name: str) -> SObject | None:
        return self._folded.get(name.lower())

    def by_prefix(self, prefix: str) -> SObject | None:
        return next((each for each in self.objects.values() if each.prefix == prefix), None)


def custom_object(name: str, serial: int) -> SObject:
    """A custom object as an administrator makes it: a name and what every object has; `serial` counts them from 0.

    Raises ValueError for a name that does not end in __c.
    """
    if not name.endswith("__c"):
        raise ValueError(f"a custom object's name ends in __c; {name!r} does not")
    label = name.removesuffix("__c").replace("_", " ")
    usual = load_object("Contact")
    made = SObject(
        name=name,
        label=label,
        prefix=f"a{serial:02d}",
        children=[],
        head={
            "name": name,
            "label": label,
            "labelPlural": f"{label}s",
            "keyPrefix": f"a{serial:02d}",
            "custom": True,
        },
    )
    for each in _EVERY_OBJECT:
        made.add(usual.fields[each])
    made.add(make_field({**usual.fields["LastName"].described, "name": "Name", "label": f"{label} Name"}))
    return made


def load_object(name: str) -> SObject:
    """An object from its resource file."""
    raw = json.loads((RESOURCES / f"{name}.json").read_text(encoding="utf-8"))
    loaded = SObject(
        name=raw["name"],
        label=raw["label"],
        prefix=raw["keyPrefix"],
        children=[
            ChildRelationship(
                name=each["relationshipName"],
                child=each["childSObject"],
                field=each["field"],
                cascade=each["cascadeDelete"],
            )
            for each in raw["childRelationships"]
        ],
        head={key: value for key, value in raw.items() if key not in ("fields", "childRelationships")},
    )
    for each in raw["fields"]:
        loaded.add(make_field(each))
    return loaded


@cache
def field_defaults() -> Mapping[str, Mapping[str, Any]]:
    """What a describe entry of each type says unless the field says otherwise."""
    loaded: dict[str, dict[str, Any]] = json.loads(
        (RESOURCES / "field_defaults.json").read_text(encoding="utf-8")
    )
    return loaded


def make_field(entry: Mapping[str, Any]) -> SField:
    """A field from a shortened describe entry. Raises ValueError for an unknown type."""
    type_name = entry["type"]
    usual = field_defaults().get(type_name)
    if usual is None:
        raise ValueError(f"unknown Salesforce field type {type_name!r}; known: {', '.join(field_defaults())}")
    full = {**usual, **entry}
    full["picklistValues"] = [_choice(value) for value in full["picklistValues"]]
    if full["byteLength"] is None:
        full["byteLength"] = full["length"] * (1 if type_name in ("id", "reference") else 3)
    described = dict(sorted(full.items()))
    active = [value for value in full["picklistValues"] if value["active"]]
    return SField(
        name=full["name"],
        label=full["label"],
        kind=_KINDS.get(type_name, Kind.TEXT),
        length=full["length"],
        precision=full["precision"],
        scale=full["scale"],
        nillable=full["nillable"],
        defaulted=full["defaultedOnCreate"],
        createable=full["createable"],
        updateable=full["updateable"],
        external_id=full["externalId"],
        unique=full["unique"],
        id_lookup=full["idLookup"],
        filterable=full["filterable"],
        sortable=full["sortable"],
        case_sensitive=full["caseSensitive"],
        choices=tuple(value["value"] for value in active),
        default_choice=next((value["value"] for value in active if value["defaultValue"]), None),
        restricted=full["restrictedPicklist"],
        references=tuple(full["referenceTo"]),
        relationship=full["relationshipName"],
        compound=full["compoundFieldName"],
        described=described,
    )


def reshaped(old: SField, changes: Mapping[str, Any]) -> SField:
    """The field with parts of its describe entry changed. Raises ValueError for an unknown type."""
    entry = {key: value for key, value in old.described.items() if key != "byteLength"}
    if "type" in changes and changes["type"] != entry["type"]:
        kept = (
            "name",
            "label",
            "custom",
            "externalId",
            "unique",
            "createable",
            "updateable",
            "nillable",
            "length",
        )
        entry = {key: entry[key] for key in kept}
    return make_field({**entry, **changes, "name": old.name})


def _choice(value: Any) -> dict[str, Any]:
    if isinstance(value, str):
        return {"active": True, "defaultValue": False, "label": value, "validFor": None, "value": value}
    return {"active": True, "defaultValue": False, "label": value["value"], "validFor": None, **value}
