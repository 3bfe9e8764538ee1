"""A custom field of a person's own in Pipedrive (API v2, "Create one person field" and its siblings; admins only).

Pipedrive gives the field a code of forty hex digits; it is known by its label until it is there.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from adapters.new_fields import NewField, Wanted, kind_in
from adapters.pipedrive.objects import ObjectFacts
from core.errors import RequestRefused
from core.schema import FieldType

RIGHT: Final = "an administrator of Pipedrive (fields: full access)"
# Its published types have no yes-or-no and no point in time.
_KINDS: Final[Mapping[FieldType, str]] = {
    FieldType.TEXT: "varchar",
    FieldType.EMAIL: "varchar",
    FieldType.URL: "varchar",
    FieldType.LONG_TEXT: "text",
    FieldType.PHONE: "phone",
    FieldType.NUMBER: "double",
    FieldType.MONEY: "monetary",
    FieldType.DATE: "date",
    FieldType.CHOICE: "enum",
    FieldType.MULTI_CHOICE: "set",
}


def planned(facts: ObjectFacts, wanted: Wanted) -> NewField:
    """Raises RequestRefused for activities and notes, which have no fields of one's own."""
    if not facts.marked:
        raise RequestRefused(
            f"Pipedrive's {facts.name} can have no field of one's own", advice="Map one that is there."
        )
    kind = kind_in(_KINDS, wanted, "Pipedrive")
    body: dict[str, Any] = {"field_name": wanted.label, "field_type": kind}
    if kind in ("enum", "set"):
        body["options"] = [{"label": one} for one in wanted.choices]
    return NewField(label=wanted.label, name="", kind=kind, right=RIGHT, body=body)
