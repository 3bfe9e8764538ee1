"""What holds records up, counted: the outbox by cause, what is asked about each CRM object, and how its records stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Final

from core.records import LinkState


class Hold(Enum):
    """How records are held: tried again at a time, waiting for another record, or until somebody acts."""

    LATER = "later"
    WAITS = "waits"
    PARKED = "parked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """Pending records of one connection and hub object with the same `reason` ("" for those not tried yet).

    `since` is the oldest one's, in ms; `record_id` is one of them, to look at.
    """

    connection: str
    object: str
    reason: str
    hold: Hold
    count: int
    since: int
    record_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """`held`: most records first. `asked`: open questions by (connection, crm object, kind), conflicts as "conflict"."""

    held: tuple[Held, ...]
    asked: Mapping[tuple[str, str, str], int] = field(default_factory=dict)


def hold_of(parked: bool, waiting_for: object) -> Hold:
    """The class of a row of the outbox."""
    if parked:
        return Hold.PARKED
    return Hold.LATER if waiting_for is None else Hold.WAITS


class Stand(Enum):
    """How a record of one mapped object stands. One may be frozen and pending at once; in step is none of the others."""

    IN_SYNC = "in_sync"
    PENDING = "pending"  # on its way, or waiting for another record
    FAILING = "failing"  # tried in vain, or put aside for a person
    FROZEN = "frozen"  # a conflict about one of its fields is open
    EXCLUDED = "excluded"  # left out by a filter, by a person, or by what becomes of a delete


APART: Final[Mapping[LinkState, str]] = {
    LinkState.DETACHED: "left out by a person, or set apart from its pair",
    LinkState.GONE: "deleted in the CRM and kept here",
    LinkState.MERGED: "merged into another here, while the CRM still has both",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Standee:
    """One record that stands so: by its hub record, its CRM record, or both. `since` is ms, None where it is not kept."""

    record_id: str | None
    crm_id: str | None
    reason: str
    since: int | None

    @property
    def key(self) -> str:
        """By which its list runs: the CRM's id, or the record's where the list is the outbox."""
        return self.crm_id or self.record_id or ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectCounts:
    """How many stand how, by (connection, crm object); the outbox by (connection, queue). `excluded` by reason."""

    pending: Mapping[tuple[str, str], int]
    failing: Mapping[tuple[str, str], int]
    frozen: Mapping[tuple[str, str], int]
    excluded: Mapping[tuple[str, str], Mapping[str, int]]
    in_sync: Mapping[tuple[str, str], int]
