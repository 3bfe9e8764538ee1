"""Making a field of a person's own in a CRM: first what it would be there, then, when they have agreed, that.

An adapter whose CRM lets a program do this has the two methods of `MakesFields`; the others have neither.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, runtime_checkable

from core.errors import RequestRefused
from core.schema import FieldType, Object


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """`choices` are the labels of a field that offers some."""

    label: str
    type: FieldType
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NewField:
    """A field as it would be made. `name` is its API name, "" where the CRM gives it one; `kind` the CRM's own word for
    its type; `right` what the person who signed in must be allowed to; `body` is for the adapter alone.
    """

    label: str
    name: str
    kind: str
    right: str
    body: Mapping[str, Any] = field(default_factory=dict)


@runtime_checkable
class MakesFields(Protocol):
    def plan_field(self, object: str, wanted: Wanted) -> NewField:
        """What it would be. Changes nothing. Raises RequestRefused where the CRM has no such field or has one already."""

    def make_field(self, object: str, new: NewField) -> str:
        """Its name in the schema from now on. Raises NotPermitted with what to ask for, or another RemoteError."""


def kind_in(known: Mapping[FieldType, str], wanted: Wanted, system: str) -> str:
    """The CRM's word for the type. Raises RequestRefused where it has none, or where choices are missing."""
    if wanted.type not in known:
        raise RequestRefused(
            f"a program cannot make a field of type {wanted.type.value!r} in {system}",
            advice="Make it there by hand, or choose another type.",
        )
    if wanted.type in (FieldType.CHOICE, FieldType.MULTI_CHOICE) and not wanted.choices:
        raise RequestRefused(
            f"a field of type {wanted.type.value!r} in {system} needs choices", advice="Give at least one."
        )
    return known[wanted.type]


def refuse_taken(object: Object, new: NewField) -> None:
    """Raises RequestRefused where the object has a field of that name, or one of its own with that label."""
    for one in object.fields.values():
        if one.name.casefold() == new.name.casefold() or (
            one.custom and one.label.casefold() == new.label.casefold()
        ):
            raise RequestRefused(
                f"{object.name!r} has the field {one.name!r} ({one.label}) already",
                advice="Map that one, or give the new one another label.",
            )


def identifier(label: str, *, upper: bool = False, most: int = 40) -> str:
    """A label in the letters that API names are made of: "Größe (cm)" is "grosse_cm", or "Grosse_cm" with `upper`."""
    plain = unicodedata.normalize("NFKD", label.replace("ß", "ss")).encode("ascii", "ignore").decode()
    made = re.sub(r"[^A-Za-z0-9]+", "_", plain if upper else plain.lower()).strip("_")[:most].strip("_")
    if not made or not made[0].isalpha():
        made = f"{'Field' if upper else 'field'}_{made}".rstrip("_")
    return made[0].upper() + made[1:] if upper else made
