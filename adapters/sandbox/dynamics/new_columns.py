"""Columns people and apps make: an AttributeMetadata in a body as an Attribute."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from adapters.sandbox.dynamics.definitions import Attribute, Entity, Option, completed
from adapters.sandbox.dynamics.errors import DataverseError, invalid_argument

_SCHEMA: Final = re.compile(r"[A-Za-z][A-Za-z0-9]{1,7}_[A-Za-z0-9_]{1,90}")
_KINDS: Final = (
    "String", "Memo", "Integer", "BigInt", "Decimal", "Double", "Money", "Boolean", "DateTime", "Picklist",
    "MultiSelectPicklist", "Lookup",
)  # fmt: skip
_FIRST_OPTION: Final = 100_000_000


def new_attribute(body: Mapping[str, Any]) -> Attribute:
    """Raises 400 for a definition Dataverse would not take."""
    kind = str(body.get("@odata.type", "")).rpartition(".")[2].removesuffix("AttributeMetadata")
    kind = kind or str(body.get("AttributeType", ""))
    schema = body.get("SchemaName")
    if kind not in _KINDS or kind == "Lookup":
        raise invalid_argument(f"An attribute of type {kind or 'unknown'} cannot be created here.")
    if not isinstance(schema, str) or not _SCHEMA.fullmatch(schema):
        raise DataverseError(
            400,
            "0x80044360",
            f"The schema name {schema!r} for type Attribute is not valid. Custom names must start with a valid"
            " customization prefix, between 2 and 8 characters, followed by an underscore.",
        )
    level = (body.get("RequiredLevel") or {}).get("Value", "None")
    made = Attribute(
        name=schema.lower(),
        schema=schema,
        type=kind,
        label=_label(body.get("DisplayName")) or schema,
        required=level,
        custom=True,
        max=_length(kind, body),
        format=_format(kind, body),
        behavior=(body.get("DateTimeBehavior") or {}).get("Value") if kind == "DateTime" else None,
        precision=_precision(kind, body),
        options=_options(kind, body),
        default=body.get("DefaultValue") if kind == "Boolean" else None,
        **_range(kind, body),
    )
    return completed(made)


def new_lookup(entities: Mapping[str, Entity], body: Mapping[str, Any]) -> tuple[Entity, Attribute]:
    """A lookup from a OneToManyRelationshipMetadata. Raises 400."""
    lookup = body.get("Lookup") or {}
    schema, theirs, ours = (
        lookup.get("SchemaName"),
        body.get("ReferencedEntity"),
        body.get("ReferencingEntity"),
    )
    if theirs not in entities or ours not in entities or not isinstance(schema, str):
        raise invalid_argument("ReferencedEntity, ReferencingEntity and Lookup.SchemaName are required.")
    if not _SCHEMA.fullmatch(schema):
        raise invalid_argument(f"The schema name {schema!r} is not valid.")
    return entities[str(ours)], Attribute(
        name=schema.lower(),
        schema=schema,
        type="Lookup",
        label=_label(lookup.get("DisplayName")) or schema,
        targets={str(theirs): schema},
        custom=True,
    )


def _label(value: Any) -> str:
    if not isinstance(value, Mapping):
        return ""
    labels = value.get("LocalizedLabels") or [value.get("UserLocalizedLabel") or {}]
    return str(labels[0].get("Label") or "") if isinstance(labels[0], Mapping) else ""


def _length(kind: str, body: Mapping[str, Any]) -> int | None:
    if kind not in ("String", "Memo"):
        return None
    length, most = (
        body.get("MaxLength", 100 if kind == "String" else 2_000),
        4_000 if kind == "String" else 1_048_576,
    )
    if not isinstance(length, int) or not 1 <= length <= most:
        raise invalid_argument(f"The value {length} of MaxLength must lie between 1 and {most}.")
    return length


def _format(kind: str, body: Mapping[str, Any]) -> str | None:
    if kind == "String":
        return (body.get("FormatName") or {}).get("Value") or body.get("Format")
    return body.get("Format") if kind in ("Memo", "DateTime") else None


def _precision(kind: str, body: Mapping[str, Any]) -> int | None:
    return int(body.get("Precision", 2)) if kind in ("Decimal", "Double", "Money") else None


def _range(kind: str, body: Mapping[str, Any]) -> dict[str, Any]:
    low, high = {
        "Integer": (-2147483648, 2147483647),
        "Decimal": (-100_000_000_000.0, 100_000_000_000.0),
        "Double": (-100_000_000_000.0, 100_000_000_000.0),
        "Money": (-922337203685477.0, 922337203685477.0),
    }.get(kind, (None, None))
    return (
        {"min": body.get("MinValue", low), "max_value": body.get("MaxValue", high)} if low is not None else {}
    )


def _options(kind: str, body: Mapping[str, Any]) -> tuple[Option, ...]:
    if kind not in ("Picklist", "MultiSelectPicklist"):
        return ()
    given = (body.get("OptionSet") or {}).get("Options")
    if not isinstance(given, list) or not given:
        raise invalid_argument("A choice needs an OptionSet with Options.")
    return tuple(
        Option(value=int(one.get("Value", _FIRST_OPTION + at)), label=_label(one.get("Label")) or str(at))
        for at, one in enumerate(given)
    )
