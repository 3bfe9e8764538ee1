"""What a field is for the purpose of suggesting: names, a kind of value, choices, samples. Any system's words go in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

from core.schema import Field, FieldType, Object
from core.suggest.words import fold


class Shape(Enum):
    """Kinds of values as coarse as they must be to compare any two systems."""

    TEXT = "text"
    LONG = "long text"
    EMAIL = "e-mail"
    PHONE = "phone"
    URL = "web address"
    NUMBER = "number"
    MONEY = "money"
    BOOL = "yes or no"
    DATE = "date"
    CHOICE = "choice"
    CHOICES = "several choices"
    REFERENCE = "reference"
    ID = "id"
    ADDRESS = "address"


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """One field of either side. `options` are a picklist's labels, `references` what a reference may point at.

    A `read_only` field can be read from its side but not written: computed, or the system's own.
    """

    name: str
    label: str
    shape: Shape
    options: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    samples: tuple[str, ...] = ()
    length: int | None = None
    custom: bool = False
    read_only: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """All fields of one object; `object` is its name in whatever system ("Contact", "persons")."""

    object: str
    fields: tuple[Described, ...]


_SHAPES: Final = {
    FieldType.TEXT: Shape.TEXT,
    FieldType.LONG_TEXT: Shape.LONG,
    FieldType.EMAIL: Shape.EMAIL,
    FieldType.PHONE: Shape.PHONE,
    FieldType.URL: Shape.URL,
    FieldType.NUMBER: Shape.NUMBER,
    FieldType.MONEY: Shape.MONEY,
    FieldType.BOOL: Shape.BOOL,
    FieldType.DATE: Shape.DATE,
    FieldType.DATETIME: Shape.DATE,
    FieldType.CHOICE: Shape.CHOICE,
    FieldType.MULTI_CHOICE: Shape.CHOICES,
    FieldType.REFERENCE: Shape.REFERENCE,
    FieldType.MULTI_REFERENCE: Shape.REFERENCE,
}
# Other systems' words for their types, folded and without underscores; what is not here is text.
_WORDS: Final = {
    word: shape
    for shape, words in (
        (Shape.ID, "id guid uuid uniqueidentifier entityid primarykey"),
        (Shape.REFERENCE, "reference lookup customer owner user org people person deal relation association"),
        (Shape.REFERENCE, "masterdetail multireference relatedobject participants"),
        (Shape.LONG, "textarea longtextarea longtext memo html richtext multiline"),
        (Shape.EMAIL, "email mail"),
        (Shape.PHONE, "phone phonenumber tel"),
        (Shape.URL, "url link website uri"),
        (Shape.MONEY, "currency money monetary basecurrency price"),
        (Shape.NUMBER, "int integer double decimal number percent float bigint numeric long"),
        (Shape.BOOL, "boolean bool checkbox booleancheckbox bit flag"),
        (Shape.DATE, "date datetime timestamp dateonly daterange"),
        (
            Shape.CHOICE,
            "picklist enum enumeration select radio listlookup listlookupcorrelated choice dropdown combobox",
        ),
        (Shape.CHOICE, "status stage state option optionset varcharoptions visibleto"),
        (Shape.CHOICES, "set multipicklist multiselect multichoice multiselectpicklist multienum"),
        (Shape.ADDRESS, "address location compound"),
    )
    for word in words.split()
}


def shape_of(type: str) -> Shape:
    """The shape that a system's own word for a type means; text where it is unknown."""
    return _WORDS.get("".join(letter for letter in fold(type) if letter.isalnum()), Shape.TEXT)


def described(object: Object, samples: dict[str, Sequence[str]] | None = None) -> Side:
    """An object of ours or of a CRM, as far as its adapter describes it; `samples` are values as text, by field."""
    seen = samples or {}
    return Side(
        object=object.name,
        fields=tuple(_described(one, seen.get(one.name, ())) for one in object.fields.values()),
    )


def _described(field: Field, samples: Sequence[str]) -> Described:
    return Described(
        name=field.name,
        label=field.label,
        shape=_SHAPES[field.type],
        options=tuple(choice.label for choice in field.choices),
        references=(field.references,) if field.references else (),
        samples=tuple(samples)[:50],
        length=field.max_length,
        custom=field.custom,
        read_only=field.read_only,
    )
