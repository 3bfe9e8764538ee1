"""The words of the queue: conflicts and items together, acts on many of them, and how contests ended."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import Field

from core.wire.outcomes import OutcomeWord, ReversalWord
from core.wire.questions import ConflictWord, ItemWord
from core.wire.words import Ask, Sentence, Time, WireFields, Word

QUEUE_STATE = Literal["open", "snoozed", "escalated"]
SORT = Literal["oldest", "newest", "surest", "field", "object"]
CHOICE = Literal["hub", "crm", "value", "suggested"]
SHARE = Annotated[float, Field(ge=0.0, le=1.0)]
MOST_AT_ONCE: Final = 500  # questions of one request
MOST_LOOKED: Final = 5_000  # questions that one request of a preview in parts looks through
AT_ONCE = Annotated[int, Field(ge=1, le=MOST_AT_ONCE)]
IDS = Annotated[list[str], Field(min_length=1, max_length=500)]


class QueueWord(Word):
    """One unanswered question. `kind` is "conflict" or an item's kind; `field` the rule it is about, if about one.

    `record_name` is what the record is called, or the first of those that a record of the CRM may be; "" where it is gone or
    has no name. `confidence` (0 to 1) is the advisor's when it last looked; None where it has
    not, or cannot tell.
    """

    id: str
    kind: str
    state: str
    connection: str
    object: str
    subject: str
    field: str | None
    record_id: str | None
    record_name: str = ""
    opened_at: Time
    snoozed_until: Time | None
    assigned_to: str | None
    note: str
    confidence: float | None = None
    conflict: ConflictWord | None
    item: ItemWord | None


class SnoozeQuestions(Ask):
    ids: IDS
    until: Time


class EscalateQuestions(Ask):
    ids: IDS
    to: Annotated[str, Field(min_length=1, max_length=200)]
    note: Annotated[str, Field(max_length=2_000)] = ""


class WakeQuestions(Ask):
    ids: IDS


class Where(Ask):
    """Which unanswered questions; every given part must hold.

    `object` is a CRM object or a hub object; `field` a rule or a hub field; `opened_before` and `opened_since` are moments.
    `surest` and `doubtful` (0 to 1) are about the advisor's confidence: at least so sure; less sure, or nothing said at all.
    """

    kinds: list[str] | None = None
    connection: str | None = None
    object: str | None = None
    field: str | None = None
    state: QUEUE_STATE | None = None
    assigned_to: str | None = None
    opened_before: Time | None = None
    opened_since: Time | None = None
    surest: SHARE | None = None
    doubtful: SHARE | None = None


class Many(Ask):
    """Which questions, one way: `ids`, or `where`. `as_of` is when they were looked at: what is newer is left alone.

    `preview` only counts: all at once, or with `looks` as many at a time, where `after` goes on and `looked` is how many
    were looked through before. `run` and `after` go on with a request that told `next`; each deals with at most `limit`,
    so that whoever asks can tell how far it is, and stop.
    """

    ids: list[str] = Field(default_factory=list, max_length=500)
    where: Where | None = None
    as_of: Time | None = None
    preview: bool = False
    run: str | None = None
    after: str | None = None
    limit: AT_ONCE = MOST_AT_ONCE
    looks: Annotated[int, Field(ge=1, le=MOST_LOOKED)] | None = None
    looked: Annotated[int, Field(ge=0)] = 0


class ResolveConflicts(Many):
    """`alike` is a conflict: it and all of the same connection, object, field and kinds of editors.

    `values` are hub fields and belong to the choice "value" only; "suggested" is what the advisor suggests for each.
    """

    choice: CHOICE
    values: WireFields | None = None
    alike: str | None = None


class PlanResolutions(Ask):
    """Which conflicts, one way (`ids`, `where`, or `alike`), and how a plan shall settle them."""

    choice: CHOICE
    values: WireFields | None = None
    ids: list[str] = Field(default_factory=list, max_length=500)
    where: Where | None = None
    alike: str | None = None


class DecideItems(Many):
    """`alike` is an item: it and all of the same kind, connection, object and rule that ask the same."""

    approve: bool
    option: str | None = None
    alike: str | None = None


class PlanDecisions(Ask):
    """Which items, one way (`ids`, `where`, or `alike`), and how a plan shall answer them."""

    approve: bool
    option: str | None = None
    ids: list[str] = Field(default_factory=list, max_length=500)
    where: Where | None = None
    alike: str | None = None


class UndoDecisions(Ask):
    """Every answer to an item of a run. `into`, `after` and `limit` as of `Many`: the run that takes back."""

    run: str
    into: str | None = None
    after: str | None = None
    limit: AT_ONCE = MOST_AT_ONCE


class UndoResolutions(UndoDecisions):
    """Every resolution of a conflict of a run. `preview` only tells how many, and what does not come back as it was."""

    preview: bool = False


class LeftWord(Word):
    """A question that was not decided, and why."""

    id: str
    reason: Sentence
    advice: Sentence


class BulkWord(Word):
    """`count` is how many there are (preview) or were done; `stale` changed meanwhile, `refused` cannot be answered so.

    Those that are refused are named in a preview too, as far as it can be told; they are among its `count`. A preview also
    has some `outcomes`, and in `places` how many of the first `foretold` would be written to: the hub, each connection.
    A preview of taking back names in `lossy` those by which something does not come back as it was. A preview in parts has
    `looked` through so many, of `total` in all; the first part tells that, and it alone tells outcomes and places.
    """

    count: int
    as_of: Time
    run: str | None = None
    done: list[str] = Field(default_factory=list)
    stale: list[LeftWord] = Field(default_factory=list)
    refused: list[LeftWord] = Field(default_factory=list)
    next: str | None = None
    outcomes: list[OutcomeWord] = Field(default_factory=list)
    places: dict[str, int] = Field(default_factory=dict)
    foretold: int = 0
    lossy: list[ReversalWord] = Field(default_factory=list)
    looked: int = 0
    total: int | None = None


class FiguresWord(Word):
    """concurrent = equivalent + rule + advisor + person + superseded + open; left = person + superseded + open."""

    concurrent: int
    equivalent: int
    rule: int
    advisor: int
    person: int
    superseded: int
    open: int
    left: int
    reversed: int


class RuleFiguresWord(Word):
    connection: str
    object: str
    field: str
    figures: FiguresWord


class ConflictStats(Word):
    """How concurrent edits ended, by field and together. `rate` is left for a person / records changed."""

    since: Time | None
    until: Time
    rules: list[RuleFiguresWord]
    total: FiguresWord
    first_sight: FiguresWord
    changed: int
    rate: float | None
    target: float
