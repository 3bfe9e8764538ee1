"""The words of plans: what would be done, item by item, and what became of it."""

from __future__ import annotations

from pydantic import Field

from core.wire.activity import ChangeWord
from core.wire.words import Ask, Sentence, Time, Word


class ForecastWord(Word):
    """`calls` by kind; `share` of the day's allowance in percent, None where the CRM does not tell how large it is.

    `duplicates` are records of one side that match one another, `conflicts` fields that both sides hold differently,
    `refused` records with a value that cannot be converted or does not fit where it goes.
    `spreads` are the records that other connections will be sent.
    """

    calls: dict[str, int]
    share: float | None
    seconds: int
    duplicates: int
    conflicts: int
    refused: int = 0
    spreads: dict[str, int]


class PlanWord(Word):
    """The head of a plan. `counts` are its items by kind, `writes` the records of both sides that would be written.

    `next` says what can be done with it as it is. `until` is the item after which applying stops, or has stopped, for a
    look; 0 where it does not.
    """

    id: str
    kind: str
    connection: str
    objects: list[str]
    made_at: Time
    by: str
    state: str
    reason: Sentence
    counts: dict[str, int]
    writes: int
    forecast: ForecastWord
    digest: str
    approved_by: str | None
    approved_at: Time | None
    until: int = 0
    ended_at: Time | None
    next: Sentence


class PlanStory(Word):
    """A plan, and how many of its items of each kind are in which state."""

    plan: PlanWord
    progress: dict[str, dict[str, int]]


class PlanItemWord(Word):
    """`record_name` is what the record is, or will be, called in the hub; "" where it is gone or has no name.

    `promised` are values of `changes` that stand for CRM records the plan would create, with what those are called.
    """

    n: int
    kind: str
    object: str
    record_id: str | None
    record_name: str = ""
    crm_id: str | None
    changes: list[ChangeWord]
    promised: dict[str, str] = Field(default_factory=dict)
    state: str
    note: Sentence


class MakePlan(Ask):
    """`object` is a hub object; all that the connection maps where it is left out.

    `mapping` is the text of a mapping file that is tried in place of the one in use.
    """

    connection: str
    object: str | None = None
    mapping: str | None = Field(default=None, max_length=200_000)


class ApplyPlan(Ask):
    """`first`: stop for a look after so many records that are linked or written; the rest stays approved."""

    first: int | None = Field(default=None, ge=1, le=1_000)


class ExcludeItems(Ask):
    """Items by number."""

    items: list[int] = Field(min_length=1, max_length=1_000)
