"""The words of what holds records up, object by object and cause by cause."""

from __future__ import annotations

from typing import Literal, TypeAlias

from pydantic import Field

from core.wire.records import RecordWord
from core.wire.words import Sentence, Time, Word

STAND: TypeAlias = Literal["in_sync", "pending", "failing", "frozen", "excluded", "only_there"]


class ObjectStandingWord(Word):
    """One mapped object: pairs there are, and records of it that are on their way or held, each counted once.

    `due` will be written by itself, `waits` for another record, `parked` for a person. `asked` are open questions by kind;
    those of kind "conflict" freeze a field each. The others say how many records `list_standing` lists as standing so.
    `records` are the hub's living ones that the mapping is for: in_sync, pending, failing, frozen and excluded add up to
    them. `excluded` is by reason, and so is `only_there`: what the CRM has without one of those.
    """

    connection: str
    hub_object: str
    crm_object: str
    phase: str
    linked: int
    due: int
    waits: int
    parked: int
    asked: dict[str, int]
    records: int = 0
    in_sync: int = 0
    pending: int = 0
    failing: int = 0
    frozen: int = 0
    excluded: dict[str, int] = Field(default_factory=dict)
    only_there: dict[str, int] = Field(default_factory=dict)


class StandeeWord(Word):
    """A record that stands so, and why: `record` where the hub has it, `crm_id` where it is known."""

    connection: str
    crm_object: str
    crm_id: str | None
    record_id: str | None
    reason: Sentence
    since: Time | None
    record: RecordWord | None


class CauseWord(Word):
    """Records of one connection and object that are held for the same reason.

    `kind` is later (tried again by itself), waits (for another record), or the kind of the question that is open about
    each of them; `record_id` and `item` (of a question) are one of them, to look at.
    """

    connection: str
    object: str
    kind: str
    reason: Sentence
    advice: Sentence
    count: int
    since: Time
    record_id: str | None
    item: str | None


class StandingWord(Word):
    """`causes`: most records first; of questions the oldest 2,000 are looked at."""

    objects: list[ObjectStandingWord]
    causes: list[CauseWord]
