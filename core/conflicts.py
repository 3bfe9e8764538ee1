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


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One side's values for the rule's fields in that side's vocabulary, with who and when as far as known."""

    values: tuple[Value, ...]
    at: int | None = None
    by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """At most one is open per (link, rule). `hub` and `crm` are kept fresh while it is open.

    `lost` are CRM-side values a person wrote that our own write overwrote unseen (found in the CRM's history).
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
    needs to decide, without secrets.
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
