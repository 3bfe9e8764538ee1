"""What waits for a person: conflicts between two values, and every other question in the same queue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Final

from core.records import LinkKey, Value

DELETION: Final = "*del"  # the `rule` of a conflict between a delete on one side and an edit on the other


class ConflictState(Enum):
    OPEN = "open"
    RESOLVED = "resolved"
    SUPERSEDED = "superseded"  # later edits made both sides agree


class Choice(Enum):
    """How a person, or a policy, settles a conflict."""

    HUB = "hub"
    CRM = "crm"
    VALUE = "value"


class QueueState(Enum):
    """How a question that is not answered yet waits. It is derived: a snooze ends by itself."""

    OPEN = "open"
    SNOOZED = "snoozed"
    ESCALATED = "escalated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One side's values for the rule's fields in that side's vocabulary, with who and when as far as known."""

    values: tuple[Value, ...]
    at: int | None = None
    by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """What a decision did to the hub's fields: their values just before it, and just after."""

    before: tuple[Value, ...]
    after: tuple[Value, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """At most one is open per (link, rule). `hub` and `crm` are kept fresh while it is open: `refreshed_at`.

    `lost` are CRM-side values a person wrote that our own write overwrote unseen (found in the CRM's history), or that
    a resolution overwrote which was taken back. While it is snoozed or assigned it freezes its rule as any open one.
    `base` is what the hub held when both sides last agreed; None where they never did, or it is not known.
    `first_sight`: it is about two records that met for the first time. `settled` is there once a value was decided on.
    `confidence` is how sure the advisor was of what it held for likeliest, of a thousand, when it last looked; None where it
    has not, or cannot tell. It says nothing about the question itself, so that two that differ in it alone are equal.
    """

    id: str
    link: LinkKey
    record_id: str
    rule: str
    hub_fields: tuple[str, ...]
    crm_fields: tuple[str, ...]
    hub: Candidate
    crm: Candidate
    lost: tuple[Candidate, ...] = ()
    state: ConflictState = ConflictState.OPEN
    opened_at: int
    run: str
    resolution: Choice | None = None
    resolved_by: str | None = None
    resolved_at: int | None = None
    refreshed_at: int | None = None
    first_sight: bool = False
    settled: Settlement | None = None
    base: tuple[Value, ...] | None = None
    confidence: int | None = field(default=None, compare=False)
    snoozed_until: int | None = None
    assigned_to: str | None = None
    assigned_by: str | None = None
    note: str = ""


class ItemKind(Enum):
    AMBIGUOUS = "ambiguous"  # several records match at first sight, or the match is linked already
    REFUSED = "refused"  # the CRM, or a lens, refuses a value
    DELETION = "deletion"  # the record is gone in a CRM and the policy says ask
    MERGE = "merge"  # two records became one on one side, and are two on another; `detail["ask"]` says what is asked
    BRAKE = "brake"  # a run would change more than the mapping allows
    SCHEMA = "schema"  # the CRM's fields have changed, and rules wait
    REFERENCE = "reference"  # a record points at a parent that is not to be had
    UNDO = "undo"  # an undo stopped at what somebody has changed since


class ItemState(Enum):
    OPEN = "open"
    APPROVED = "approved"
    DISMISSED = "dismissed"
    SUPERSEDED = "superseded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A question that is not about two values. At most one is open per (kind, connection, object, subject).

    `subject` is a crm id, a record id or a rule's name, whatever the kind is about; `detail` holds what the person
    needs to decide, without secrets. What the question is about is kept fresh while it is open: `refreshed_at`.
    """

    id: str
    kind: ItemKind
    connection: str
    object: str
    subject: str
    record_id: str | None = None
    reason: str
    advice: str
    detail: Mapping[str, Value] = field(default_factory=dict)
    state: ItemState = ItemState.OPEN
    opened_at: int
    run: str
    decided_by: str | None = None
    decided_at: int | None = None
    refreshed_at: int | None = None
    snoozed_until: int | None = None
    assigned_to: str | None = None
    assigned_by: str | None = None
    note: str = ""

    @property
    def rule(self) -> str | None:
        """The rule it is about, where it is about one."""
        rule = self.detail.get("rule")
        return rule if isinstance(rule, str) else None


def queue_state(one: Conflict | Item, now: int) -> QueueState | None:
    """How it waits at this moment (ms); None where it is answered."""
    if one.state not in (ConflictState.OPEN, ItemState.OPEN):
        return None
    if one.snoozed_until is not None and one.snoozed_until > now:
        return QueueState.SNOOZED
    return QueueState.OPEN if one.assigned_to is None else QueueState.ESCALATED


def shown_state(one: Conflict | Item, now: int) -> str:
    """The state as people are told it."""
    waiting = queue_state(one, now)
    return one.state.value if waiting is None else waiting.value


def answer_cause(question: Conflict | Item, *, plan: str = "") -> str:
    """What the audit log says that an answer's effects were caused by: the question, and the plan it was an item of."""
    source = "conflict" if isinstance(question, Conflict) else "item"
    return f"{source}:{question.id}" + (f" plan:{plan}" if plan else "")


def conflict_in(cause: str) -> str:
    """The conflict that a cause names; "" where it names none."""
    return _named(cause, "conflict")


def item_in(cause: str) -> str:
    """The item that a cause names; "" where it names none."""
    return _named(cause, "item")


def _named(cause: str, source: str) -> str:
    head, _, rest = cause.partition(":")
    return rest.partition(" plan:")[0] if head == source else ""
