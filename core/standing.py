"""What holds records up, counted: the outbox by cause, what is asked about each CRM object, and how its records stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Final

from core.records import HubRecord, LinkState


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
    """How a record stands with one mapped object of a CRM.

    Every living record of the hub stands in exactly one of the first five ways: the first of FAILING, FROZEN, PENDING and
    IN_SYNC that fits it, else it is EXCLUDED.
    """

    IN_SYNC = "in_sync"
    PENDING = "pending"  # on its way, or waiting for another record
    FAILING = "failing"  # tried in vain, or put aside for a person
    FROZEN = "frozen"  # a conflict about one of its fields is open
    EXCLUDED = "excluded"  # held by a filter, set apart, or without a pair and with none on its way
    ONLY_THERE = "only_there"  # the CRM has it, and the hub no living record that goes with it


APART: Final[Mapping[LinkState, str]] = {
    LinkState.DETACHED: "left out by a person, or set apart from its pair",
    LinkState.GONE: "deleted in the CRM and kept here",
    LinkState.MERGED: "merged into another here, while the CRM still has both",
}
ONLY_THERE: Final = (LinkState.DETACHED, LinkState.MERGED)  # the CRM still has these
ENDING: Final = "deleted here, and not yet there"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapped:
    """One mapped object: hub records of `hub_object`, of these `kinds` of its `kind_field` alone where some are named.

    `queues` are its words in the outbox.
    """

    connection: str
    crm_object: str
    hub_object: str
    queues: tuple[str, ...]
    kind_field: str | None = None
    kinds: tuple[str, ...] = ()

    @property
    def place(self) -> tuple[str, str]:
        return self.connection, self.crm_object

    def takes(self, record: HubRecord) -> bool:
        """Whether it is for this living record."""
        if record.object != self.hub_object or record.deleted_at is not None:
            return False
        return not self.kinds or record.fields.get(self.kind_field or "") in self.kinds


@dataclass(frozen=True, slots=True, kw_only=True)
class Standee:
    """One record that stands so: by its hub record, its CRM record, or both. `since` is ms, None where it is not kept.

    Its list runs by `key`. `reason` is "" where the mapping alone tells why it has no pair.
    """

    key: str
    record_id: str | None
    crm_id: str | None
    reason: str
    since: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectCounts:
    """How many records of one mapped object stand how; `excluded` and `only_there` by reason.

    The first five add up to `records`, the hub's living ones. `unpaired` of them are excluded by the mapping itself.
    """

    records: int
    in_sync: int
    pending: int
    failing: int
    frozen: int
    excluded: Mapping[str, int]
    unpaired: int
    only_there: Mapping[str, int]
