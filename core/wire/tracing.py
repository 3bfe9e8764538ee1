"""The words of a record's trace: why its values are what they are, and why it is or is not in step with each CRM."""

from __future__ import annotations

from core.wire.past import LastWord, LostWord
from core.wire.records import RecordWord
from core.wire.words import Time, WireValue, Word


class BeatenWord(Word):
    """A value that did not win, when, and what decided."""

    at: Time
    why: str
    lost: LostWord


class FieldTraceWord(Word):
    """One field: its value, what had set it, what did not win (newest first), and the conflict that is open about it."""

    field: str
    value: WireValue
    last: LastWord | None
    lost: list[BeatenWord]
    conflict: str | None


class ReasonWord(Word):
    """One thing that stands in the way, and what fixes it; "" where nobody is needed."""

    what: str
    fix: str


class PairTraceWord(Word):
    """One connection: the pair and how it came about. Without `reasons` it is in step; `notes` hold nothing up."""

    connection: str
    crm_object: str
    crm_id: str | None
    state: str
    matched: str
    reasons: list[ReasonWord]
    notes: list[str]


class TraceWord(Word):
    """`record` is None where the hub has none for the CRM record that was asked about."""

    record: RecordWord | None
    fields: list[FieldTraceWord]
    pairs: list[PairTraceWord]
