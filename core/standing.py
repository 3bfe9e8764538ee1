"""What holds records up, counted: the outbox by cause, and what is asked about each CRM object."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum


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
