"""Records on both sides, and the link that ties one to the other.

A `Value` is canonical: its type is known from the schema, so the value itself is only what JSON can hold.

    text, phone, email, url, choice, reference   str          bool      bool
    number, money     str, exact decimal without exponent or trailing zeros ("12.5")
    date              str "2026-11-23"            datetime   str "2026-11-23T08:00:00.000Z" (UTC, milliseconds)
    multi-choice, multi-reference                 tuple of str, sorted, without repeats
    empty of any type                             None (never "" and never ())

Times (`at`, `modified`) are integers: milliseconds since 1970 UTC.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from types import MappingProxyType
from typing import Final, TypeAlias


class Unset(Enum):
    """The base of a rule that has none yet: it equals no value, so both sides read as changed."""

    UNSET = "unset"

    def __repr__(self) -> str:
        return "UNSET"


UNSET: Final = Unset.UNSET

Value: TypeAlias = str | bool | tuple[str, ...] | None
BaseValue: TypeAlias = Value | Unset
Fields: TypeAlias = Mapping[str, Value]

NO_FIELDS: Final[Fields] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldEdit:
    """When, by whom and in which version of the record a field was last changed.

    `by` is "person:anna", "connection:hs", "rule:newest" or "system"; `at` is the editor's own time where the source
    tells it, else the hub's.
    """

    version: int
    at: int
    by: str


UNMERGED: Final = "*unmerged"  # stands in `HubRecord.edits` like a field, where a merge was taken back


@dataclass(frozen=True, slots=True, kw_only=True)
class HubRecord:
    """One of NexusFlow's own records. `edits` names only fields changed since creation; see `edit_of`."""

    id: str
    object: str
    fields: Fields
    version: int
    created: FieldEdit
    edits: Mapping[str, FieldEdit] = field(default_factory=dict)
    deleted_at: int | None = None
    deleted_by: str | None = None
    merged_into: str | None = None

    def edit_of(self, name: str) -> FieldEdit:
        return self.edits.get(name, self.created)

    @property
    def last_edit(self) -> FieldEdit:
        """The newest of its edits, or its creation; what ended it is none."""
        return max([self.created, *self.edits.values()], key=lambda edit: edit.version)

    @property
    def field_versions(self) -> dict[str, int]:
        return {name: self.edit_of(name).version for name in self.fields}


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteRecord:
    """One record as a CRM answered it: `values` stand in the order of the fields that were asked for.

    `modified` is the CRM's own clock; `token` the precondition for a conditional write where the CRM has one;
    `marker` our key as found on the record; `by_us` whether the CRM names our integration as last editor of the whole
    record, `made_by_us` as who made it (both None where it does not say). `merged_from` are the ids that were merged into a
    live record, where the CRM tells.
    """

    id: str
    values: tuple[Value, ...]
    modified: int
    token: str | None = None
    marker: str | None = None
    by_us: bool | None = None
    made_by_us: bool | None = None
    deleted: bool = False
    merged_into: str | None = None
    merged_from: tuple[str, ...] = ()


class LinkState(Enum):
    LINKED = "linked"
    DELETED = "deleted"  # gone on both sides, or agreed to be
    PURGED = "purged"  # as DELETED, and the CRM's bin does not give it back: it is made anew
    DETACHED = "detached"  # the pair is deliberately apart: neither side follows the other
    GONE = (
        "gone"  # deleted in the CRM and kept in the hub: not made anew there; a restore brings the pair back
    )
    MERGED = "merged"  # the hub record was merged into another, and the CRM still has both
    MERGING = "merging"  # as MERGED, and a person wants the two merged there as well
    ORPHAN = (
        "orphan"  # a late twin of our own create; it is audited, then removed from the CRM (RELIABILITY R5)
    )
    LEAVING = "leaving"  # what we made there is taken back: the CRM record is to go, the hub record stays


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """CRM values that an undo sets back and that are yet to be sent: (CRM field, what must still stand there, what shall).

    `version` is the hub record `record_id` as the undo left it: a field that somebody edits after that is left alone.
    `cause` is "undo:PLAN" or "item:ID".
    """

    record_id: str
    version: int
    cause: str
    changes: tuple[tuple[str, Value, Value], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Ties one hub record to one CRM record and remembers what each side held when they last agreed.

    `base_hub` and `base_crm` stand in the field order of the layout named by `layout` (see `Mapping.layout`).
    `seen` is the hub version this link last took account of; `seen < record.version` means work to do.
    `generation` counts how often the record was created anew in this CRM; it is part of the marker. A DETACHED link
    with an empty `record_id` marks a CRM record that a person chose to leave out. `paused` says why the mapping's filter
    holds a pair that stands: nothing flows either way; "" where it does not. `owed` is what an undo has yet to set back.
    """

    connection: str
    crm_object: str
    crm_id: str
    record_id: str
    layout: str
    base_hub: tuple[BaseValue, ...]
    base_crm: tuple[BaseValue, ...]
    remote_version: int
    seen: int
    generation: int = 1
    state: LinkState = LinkState.LINKED
    paused: str = ""
    owed: Owed | None = None

    @property
    def key(self) -> LinkKey:
        return (self.connection, self.crm_object, self.crm_id)


LinkKey: TypeAlias = tuple[str, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ThinLink:
    """The few columns that decide "nothing changed" before anything wide is read."""

    crm_id: str
    record_id: str
    digest: bytes
    remote_version: int
    state: LinkState
    paused: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A CRM record without a link that a mapping's filter leaves out, and why. `since` is ms.

    `keys` are the (field, normalised value) pairs it would be matched by: what it is, nobody may create there again.
    """

    connection: str
    crm_object: str
    crm_id: str
    reason: str
    since: int
    keys: tuple[tuple[str, str], ...] = ()

    @property
    def key(self) -> LinkKey:
        return (self.connection, self.crm_object, self.crm_id)
