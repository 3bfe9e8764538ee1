"""What an object consists of, on the hub's side and on a CRM's.

Hub objects are declared in `resources/hub/*.toml`; CRM objects are discovered by the adapters. Both use one vocabulary
of field types, so that a mapping can be checked and a lens chosen without knowing which side is which.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum


class FieldType(Enum):
    TEXT = "text"
    LONG_TEXT = "long_text"
    EMAIL = "email"
    PHONE = "phone"
    URL = "url"
    NUMBER = "number"
    MONEY = "money"
    BOOL = "bool"
    DATE = "date"
    DATETIME = "datetime"
    CHOICE = "choice"
    MULTI_CHOICE = "multi_choice"
    REFERENCE = "reference"
    MULTI_REFERENCE = "multi_reference"

    @property
    def is_reference(self) -> bool:
        return self in (FieldType.REFERENCE, FieldType.MULTI_REFERENCE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    value: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field. `references` names the object a reference points at; `key` marks hub fields records are matched by.

    `once` fields are written when a record is created and never after; a change of a `quiet` field alone is not in the
    CRM's change feed. `shares` names the one look-up that several fields are: of them one holds a value. `open` choices
    are proposals: other values are taken too.
    """

    name: str
    type: FieldType
    label: str
    required: bool = False
    read_only: bool = False
    once: bool = False
    quiet: bool = False
    choices: tuple[Choice, ...] = ()
    open: bool = False
    references: str | None = None
    max_length: int | None = None
    scale: int | None = None
    unique: bool = False
    key: bool = False
    custom: bool = False
    shares: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Object:
    """One object of either side: name, labels and fields by name, in declared order.

    `kind_field` names the choice that tells a hub object's kinds apart where a CRM may keep each as an object of its own
    (an activity is a note, a call, a meeting or a task). A record keeps its kind for life.
    """

    name: str
    label: str
    plural: str
    fields: Mapping[str, Field] = field(default_factory=dict)
    kind_field: str | None = None

    @property
    def kinds(self) -> tuple[str, ...]:
        """Every kind there is, in declared order; empty where the object comes in none."""
        if self.kind_field is None:
            return ()
        return tuple(one.value for one in self.fields[self.kind_field].choices)

    def kind_of(self, fields: Mapping[str, object]) -> str | None:
        """The kind of a record with these fields; None where the object comes in none, or the record has none yet."""
        found = fields.get(self.kind_field) if self.kind_field is not None else None
        return found if isinstance(found, str) else None

    def queue(self, kind: str | None) -> str:
        """The outbox's word for records of that kind: each kind may go to another object of a CRM."""
        return self.name if kind is None else f"{self.name}:{kind}"

    @property
    def keys(self) -> tuple[str, ...]:
        """The names of the fields records are matched by, in declared order."""
        return tuple(name for name, one in self.fields.items() if one.key)

    @property
    def references(self) -> tuple[str, ...]:
        """The names of the objects this one points at: its parents."""
        return tuple(dict.fromkeys(one.references for one in self.fields.values() if one.references))


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordType:
    """A variant of one object, as some CRMs keep them.

    `offers` are, by field, the choices its records may hold; a field that is not in it is not limited.
    """

    id: str
    name: str
    default: bool
    offers: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordTypes:
    """The types of one object; `field` holds a record's."""

    field: str
    types: tuple[RecordType, ...]
