"""The words of live events: what happens, numbered without gaps, after one snapshot."""

from __future__ import annotations

from enum import Enum
from typing import Final, TypeAlias

from pydantic import Field, JsonValue

from core.wire.connections import Health
from core.wire.words import Time, Word

Plain: TypeAlias = JsonValue
TRIAL: Final = "*trial"


class EventKind(Enum):
    """What an event is about; `subject` and `body` by kind. A body tells the new state, never a difference.

    snapshot    "" ; everything: see `Event.health`
    connection  its name; state, reason
    progress    "connection/crm object"; done, total, phase. "*trial" of rules; ticket, done, total
    counts      a connection's name or ""; whatever totals changed
    records     a hub object; ids, how many
    conflict    its id; state, record_id
    item        its id; kind, state
    brake       "connection/crm object"; changes, limit
    run         its id; outcome, kind, counts
    plan        its id; connection, state
    """

    SNAPSHOT = "snapshot"
    CONNECTION = "connection"
    PROGRESS = "progress"
    COUNTS = "counts"
    RECORDS = "records"
    CONFLICT = "conflict"
    ITEM = "item"
    BRAKE = "brake"
    RUN = "run"
    PLAN = "plan"

    @property
    def is_notable(self) -> bool:
        """Whether it is sent at once; the others are merged per subject."""
        return self not in (EventKind.PROGRESS, EventKind.COUNTS, EventKind.RECORDS)


class Event(Word):
    """`id` is "boot:number"; numbers of one boot rise by one. A snapshot bears the number it was taken after."""

    id: str
    number: int
    kind: EventKind
    subject: str = ""
    at: Time
    body: dict[str, Plain] = Field(default_factory=dict)
    health: Health | None = None
