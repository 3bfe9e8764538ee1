"""How the engine speaks to a CRM, whichever it is.

    object    a CRM object by its own name ("contacts", "Account")
    fields    the CRM field names wanted, in order; `RemoteRecord.values` answers in that order. A name that starts with
              "@" is an association field: a reference the CRM keeps outside the record ("@company", "@contacts")
    position  the adapter's own opaque cursor text; nobody else reads it
    marker    our key on a record: "{hub record id}:g{generation}", kept in a field we own
    op        the id of one write-ahead attempt; every write outcome carries the op it answers

A call raises a leaf of `RemoteError` where the whole call failed: `Unreachable`, `Throttled`, `SignInNeeded`,
`NotPermitted`, `RequestRefused` mean surely nothing was applied; `AnswerLost` (and `BadAnswer` on a write) mean any part
of it may have been. Values are canonical (`core/records.py`): the adapter converts by the CRM field's type both ways.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Protocol, runtime_checkable

from core.jobs import Attempt, HistoryEntry
from core.records import Fields, RemoteRecord
from core.schema import Object


@dataclass(frozen=True, slots=True, kw_only=True)
class Abilities:
    """What a CRM can do, as facts the engine plans by. Sizes are records a call; times are milliseconds.

    `conditional` writes fail with CHANGED when the record moved since `Edit.precondition`. `history` lists past values.
    `names_editor`: `RemoteRecord.by_us` is told. `marker_lag`: how long after a create `find` may still miss it.
    `list_is_current`: a listed row is never older than what `fetch` gives. `merges`: `merge` can be asked for.
    `unmarked` objects have no room for our marker; `is_of` knows their records all the same. `by_content` objects have
    neither room for it nor an id that follows from it: what a create has made is known by what it holds (`TellsLately`).
    """

    read_batch: int
    write_batch: int
    page: int
    conditional: bool = False
    history: bool = False
    names_editor: bool = False
    marker_lag: int = 0
    modified_resolution: int = 1
    list_is_current: bool = False
    webhooks: bool = False
    merges: bool = False
    unmarked: frozenset[str] = frozenset()
    by_content: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Some records, and the position that stands for having taken them all in. `total` is the feed's size if told."""

    records: tuple[RemoteRecord, ...]
    position: str
    more: bool
    total: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A record to create. It carries our marker, so that a lost answer can be looked up."""

    op: str
    marker: str
    values: Fields


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """Only the changed fields of one existing record. None clears a field."""

    op: str
    crm_id: str
    values: Fields
    precondition: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Removal:
    op: str
    crm_id: str
    precondition: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Merger:
    """Two records of one object to make one. Where both hold a value the winner's stays.

    `precondition` is about the loser: fails with CHANGED where it moved since, as for an `Edit`.
    """

    op: str
    winner: str
    loser: str
    precondition: str | None = None


class Result(Enum):
    DONE = "done"
    REFUSED = "refused"  # surely not applied; the CRM will not take these values
    TAKEN = "taken"  # surely not applied; another record holds a unique value (or our marker)
    CHANGED = "changed"  # surely not applied; the precondition failed
    GONE = "gone"  # surely not applied; the record does not exist any more
    LATER = "later"  # surely not applied; this one was throttled, locked or skipped: try again
    LOST = "lost"  # may have been applied


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """The CRM's own words about one problem: its code, its message, and the fields it names."""

    code: str
    message: str
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteOutcome:
    """What became of one op. `record` is given only where it is provably the state our own write left behind.

    `crm_id` is the id of the created or merged record, or for TAKEN the record in the way where the CRM tells.
    """

    op: str
    result: Result
    crm_id: str | None = None
    record: RemoteRecord | None = None
    refusals: tuple[Refusal, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """Something of ours that an object of the CRM must have. `present` is whether it is there and as it must be.

    `kind` is the CRM's own word for its type; `why` and `without` are for a person: what it is for, and what is lost where
    it cannot be had; `advice` is how to make it by hand. Where it `blocks`, nothing is created before it is there.
    """

    object: str
    field: str
    kind: str
    unique: bool
    present: bool
    why: str
    without: str
    advice: str
    blocks: bool = True


class Adapter(Protocol):
    """One connection to one CRM account. Not thread-safe: a lane owns its adapter."""

    system: str
    abilities: Abilities

    def objects(self) -> tuple[str, ...]:
        """The objects this account can sync, parents before children."""

    def schema(self, object: str) -> Object:
        """The object's fields as this account has them, association fields included."""

    def needs(self, object: str) -> tuple[Need, ...]:
        """What creates on this object need in the CRM, there or not. Changes nothing."""

    def prepare(self, object: str) -> bool:
        """Make sure all of `needs` is there; True if something was created. Raises NotPermitted with what to ask for.

        Nobody calls it unasked: it changes the CRM's set-up.
        """

    def now(self, object: str) -> str:
        """The position that stands for this moment on the CRM's clock; taken before a backfill starts."""

    def backfill(self, object: str, fields: Sequence[str], position: str | None) -> Page:
        """Every live record once, in an order that survives edits while paging. None starts."""

    def changes(self, object: str, fields: Sequence[str], position: str, *, deep: bool = False) -> Page:
        """What changed since, tombstones and merges included where the CRM tells them.

        Overlaps what was read before by a little, or with `deep` by the CRM's worst lateness. Raises CursorExpired.
        """

    def fetch(self, object: str, fields: Sequence[str], ids: Sequence[str]) -> dict[str, RemoteRecord]:
        """The current state by the id asked for. An absent id is surely gone; a merged one answers `merged_into`."""

    def find(
        self, object: str, fields: Sequence[str], markers: Sequence[str]
    ) -> dict[str, tuple[RemoteRecord, ...]]:
        """Live records by our marker; absent where none is found."""

    def is_of(self, object: str, record: RemoteRecord, attempt: Attempt) -> bool:
        """Whether a record of an object in `abilities.unmarked` is what that create has made. Makes no call."""

    def create(self, object: str, fields: Sequence[str], drafts: Sequence[Draft]) -> list[WriteOutcome]:
        """One outcome a draft, in any order. `fields` say what `WriteOutcome.record` shall hold."""

    def update(self, object: str, fields: Sequence[str], edits: Sequence[Edit]) -> list[WriteOutcome]: ...

    def delete(self, object: str, removals: Sequence[Removal]) -> list[WriteOutcome]:
        """DONE also where the record was gone already."""

    def merge(self, object: str, fields: Sequence[str], merger: Merger) -> WriteOutcome:
        """DONE names the record that is left, which may have a new id. Raises RequestRefused unless `abilities.merges`."""

    def history(
        self, object: str, fields: Sequence[str], ids: Sequence[str], since: int
    ) -> Mapping[str, tuple[HistoryEntry, ...]]:
        """Entries at or after `since` (CRM clock, ms), oldest first. Only where `abilities.history`."""

    def hosted_in(self) -> str | None:
        """The CRM's own word for where the account's data lies ("eu1", "DEU42"); None where it does not tell."""

    def pace_s(self) -> float:
        """How many seconds to leave between polls so that the quota lasts; 0 where any pace will do."""

    def close(self) -> None: ...


@runtime_checkable
class TellsLately(Protocol):
    """An adapter of a CRM that has objects `Abilities.by_content`."""

    def lately(self, object: str, fields: Sequence[str], within: int) -> tuple[RemoteRecord, ...]:
        """Every live record of such an object that was made or changed in the last `within` ms of the CRM's clock."""
