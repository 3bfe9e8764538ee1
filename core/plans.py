"""A plan: what a run would do, record by record and field by field, kept so that exactly this can be approved and done.

A plan is made without writing anything else, looked at, approved, and applied. Each of its items remembers what it was
decided on; where the world has moved since, nothing is written for that item and it says so (`PlanItemState.STALE`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Final, TypeAlias, assert_never

from core.records import Value

Change: TypeAlias = tuple[str, Value, Value]  # (field, before, after)


class PlanKind(Enum):
    FIRST_SYNC = "first_sync"
    COMPARISON = "comparison"  # everything compared once more, after a long pause for instance
    MAPPING = "mapping"
    FILTER = "filter"
    BULK = "bulk"
    UNDO = "undo"


class PlanState(Enum):
    MAKING = "making"  # items are still being added
    DRAFT = "draft"
    APPROVED = "approved"
    APPLYING = "applying"
    APPLIED = "applied"
    DISCARDED = "discarded"  # by a person
    EXPIRED = (
        "expired"  # it could not be made to the end, or what it was made on is no more; `reason` says which
    )

    @property
    def is_closed(self) -> bool:
        return self in (PlanState.APPLIED, PlanState.DISCARDED, PlanState.EXPIRED)


class PlanItemKind(Enum):
    """What would be done. PAUSE, RESUME and the last five write nothing: they are told for a person to know."""

    CREATE_HUB = "create_hub"
    UPDATE_HUB = "update_hub"
    DELETE_HUB = "delete_hub"
    RESTORE_HUB = "restore_hub"
    LINK = "link"  # a CRM record and the hub record it is, with what either takes from the other
    UNLINK = "unlink"
    PAUSE = "pause"  # the pair has left the filter, and nothing flows until it is in again
    RESUME = "resume"
    CREATE_CRM = "create_crm"
    UPDATE_CRM = "update_crm"
    DELETE_CRM = "delete_crm"
    RESTORE_CRM = "restore_crm"  # out of the CRM's bin, under its own id
    MERGE_HUB = "merge_hub"  # two hub records become one, because the CRM has made them one
    MERGE_CRM = "merge_crm"
    RELEASE = (
        "release"  # what a brake stopped, or rules whose fields have changed: it goes on by ordinary work
    )
    AMBIGUOUS = "ambiguous"
    CONFLICT = "conflict"
    SETTLE = "settle"  # both sides say the same already; only what is remembered of them moves
    IRREVERSIBLE = "irreversible"  # an undo cannot take this back


WRITES_HUB: Final = frozenset(
    {
        PlanItemKind.CREATE_HUB,
        PlanItemKind.UPDATE_HUB,
        PlanItemKind.DELETE_HUB,
        PlanItemKind.RESTORE_HUB,
        PlanItemKind.MERGE_HUB,
    }
)
WRITES_CRM: Final = frozenset(
    {
        PlanItemKind.CREATE_CRM,
        PlanItemKind.UPDATE_CRM,
        PlanItemKind.DELETE_CRM,
        PlanItemKind.RESTORE_CRM,
        PlanItemKind.MERGE_CRM,
    }
)


TRIED: Final = WRITES_HUB | WRITES_CRM | {PlanItemKind.LINK}  # what there is to look at after a trial


class PlanItemState(Enum):
    PLANNED = "planned"
    EXCLUDED = "excluded"  # a person left it out
    SENDING = "sending"  # its write to the CRM is on record as begun (`PlanItem.op`), and not yet as ended
    APPLIED = "applied"
    STALE = "stale"  # the world has moved: nothing was written for it
    FAILED = "failed"  # the CRM refused it; the queue has the question
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanItem:
    """One record's part of a plan. `n` counts from 1 in the order of applying, parents before children.

    `object` is the CRM object, or the hub object where no CRM is concerned. `changes` are hub fields, or CRM fields
    where the CRM is written, each with the value before and after. `hub_version` and `digest` (of the CRM's mapped
    values, hexadecimal) say what it was decided on; 0 and "" where that side was not looked at. `op` is the attempt
    under which a CRM was asked, `tries` how often it said that it could not just then.
    In a plan of kind `undo` the `object` is the hub's, and `connection` the CRM's in which a record goes or comes back.
    In a plan of kind `bulk` an item is a question to be answered: `op` is that question, `digest` is of what it asks.
    """

    plan: str
    n: int
    kind: PlanItemKind
    object: str
    record_id: str | None = None
    crm_id: str | None = None
    changes: tuple[Change, ...] = ()
    hub_version: int = 0
    digest: str = ""
    state: PlanItemState = PlanItemState.PLANNED
    note: str = ""
    op: str = ""
    tries: int = 0
    connection: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """What applying will cost. `calls` by kind of call (fetch, create, update, delete), `share` of the day's allowance
    in percent where the CRM tells how large that is, `seconds` how long it takes at the pace the CRM allows.

    `duplicates` are records of one side that match one another, `conflicts` the questions about fields that both sides
    hold differently, `refused` records with a value that cannot be converted or does not fit where it goes; `spreads`
    says how many records each other connection will be sent because of this plan.
    """

    calls: Mapping[str, int] = field(default_factory=dict)
    share: float | None = None
    seconds: int = 0
    duplicates: int = 0
    conflicts: int = 0
    refused: int = 0
    spreads: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The head of a plan. `objects` are what it covers, `counts` its items by kind when it was made; `filled` are those
    that link and write the hub record as well.

    `digest` is over all items as they were made, so that what was approved can be told from anything else.
    `positions` by CRM object are where the change feed stood when the making began: news since then is not in the plan.
    `basis` names what it was made on, a mapping's digest for instance, or the answer that a bulk decision gives
    (`core.answers.text_of`). `until` is the item after which applying stops for a look (0: never); a plan that has stopped
    is approved as before, and what is left of it can be applied or discarded. Times are ms from 1970.
    """

    id: str
    kind: PlanKind
    connection: str
    objects: tuple[str, ...]
    made_at: int
    by: str
    state: PlanState = PlanState.MAKING
    reason: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)
    filled: int = 0
    forecast: Forecast = field(default_factory=Forecast)
    digest: str = ""
    positions: Mapping[str, str] = field(default_factory=dict)
    basis: str = ""
    approved_by: str | None = None
    approved_at: int | None = None
    until: int = 0
    run: str = ""
    ended_at: int | None = None

    @property
    def writes(self) -> int:
        """How many hub and CRM records would be written."""
        return self.filled + sum(self.counts.get(one.value, 0) for one in WRITES_HUB | WRITES_CRM)


_BEFORE: Final[Mapping[PlanState, tuple[PlanState, ...]]] = {
    PlanState.MAKING: (),
    PlanState.DRAFT: (PlanState.MAKING,),
    PlanState.APPROVED: (PlanState.DRAFT,),
    PlanState.APPLYING: (PlanState.APPROVED,),  # and back, where it stops for a look or is stopped
    PlanState.APPLIED: (PlanState.APPLYING,),
    PlanState.DISCARDED: (PlanState.MAKING, PlanState.DRAFT, PlanState.APPROVED, PlanState.APPLYING),
    PlanState.EXPIRED: (PlanState.MAKING, PlanState.DRAFT, PlanState.APPROVED),
}


def may_become(plan: Plan, state: PlanState) -> bool:
    return plan.state in _BEFORE[state]


def next_step(plan: Plan) -> str:
    """What a person can do with the plan as it is, for advice."""
    if plan.kind is PlanKind.UNDO:
        return _next_of_undo(plan)
    match plan.state:
        case PlanState.MAKING:
            return f"It is still being made; look again: crmsync plans show {plan.id}"
        case PlanState.DRAFT:
            return f"Look at it, then approve it: crmsync plans approve {plan.id}"
        case PlanState.APPROVED:
            if plan.until:
                return f"Look at what was done, then do the rest: crmsync plans apply {plan.id}"
            return f"Apply it: crmsync plans apply {plan.id}"
        case PlanState.APPLYING:
            if plan.kind is PlanKind.BULK:
                return f"It is being applied; where that was cut short, go on: crmsync plans apply {plan.id}"
            return f"It is being applied; look at it: crmsync plans show {plan.id}"
        case PlanState.APPLIED | PlanState.DISCARDED | PlanState.EXPIRED:
            if plan.kind is PlanKind.BULK:
                return "Make another one: crmsync conflicts resolve or items approve, with --where ... --plan"
            return f"Make another one: crmsync plans make {plan.connection}"
    assert_never(plan.state)


def _next_of_undo(plan: Plan) -> str:
    match plan.state:
        case PlanState.MAKING:
            return f"It is still being made; look again: crmsync undo show {plan.id}"
        case PlanState.DRAFT | PlanState.APPROVED:
            if plan.run:
                return f"It was stopped; go on with it: crmsync undo apply {plan.id}"
            return f"Look at it, then apply it: crmsync undo apply {plan.id}"
        case PlanState.APPLYING:
            return f"It is being applied; where that was cut short, go on: crmsync undo apply {plan.id}"
        case PlanState.APPLIED | PlanState.DISCARDED | PlanState.EXPIRED:
            return "Make another one: crmsync undo run, records, connection or mapping"
    assert_never(plan.state)
