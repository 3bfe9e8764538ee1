"""The words of what waits for a person: conflicts between two values, and items."""

from __future__ import annotations

from typing import Literal

from core.wire.words import Ask, Sentence, Time, WireFields, WireValue, Word


class CandidateWord(Word):
    """One side's values, in the order of that side's fields."""

    values: list[WireValue]
    at: Time | None
    by: str | None


class ConflictWord(Word):
    """`state` is open, snoozed, escalated, resolved or superseded; `refreshed_at` when newer edits came in.

    `base` are the hub's values when both sides last agreed, in the order of `hub_fields`; None where they never did.
    """

    id: str
    connection: str
    crm_object: str
    crm_id: str
    record_id: str
    rule: str
    hub_fields: list[str]
    crm_fields: list[str]
    hub: CandidateWord
    crm: CandidateWord
    lost: list[CandidateWord]
    base: list[WireValue] | None = None
    state: str
    opened_at: Time
    run: str
    resolution: str | None
    resolved_by: str | None
    resolved_at: Time | None
    refreshed_at: Time | None = None
    first_sight: bool = False
    snoozed_until: Time | None = None
    assigned_to: str | None = None
    assigned_by: str | None = None
    note: str = ""


class ResolveConflict(Ask):
    """`values` are hub fields and belong to the choice "value" only."""

    choice: Literal["hub", "crm", "value"]
    values: WireFields | None = None


class ItemWord(Word):
    """`refreshed_at` is when what it is about changed while it was open."""

    id: str
    kind: str
    connection: str
    object: str
    subject: str
    record_id: str | None
    reason: Sentence
    advice: Sentence
    detail: WireFields
    state: str
    opened_at: Time
    run: str
    decided_by: str | None
    decided_at: Time | None
    refreshed_at: Time | None = None
    snoozed_until: Time | None = None
    assigned_to: str | None = None
    assigned_by: str | None = None
    note: str = ""


class DecideItem(Ask):
    approve: bool
    option: str | None = None
