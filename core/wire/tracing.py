"""The words of a record's trace: why its values are what they are, and why it is or is not in step with each CRM."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from core.wire.past import LastWord, LostWord
from core.wire.records import RecordWord
from core.wire.words import Sentence, Time, WireValue, Word


class BeatenWord(Word):
    """A value that did not win, when, and what decided."""

    at: Time
    why: Sentence
    lost: LostWord


class FieldTraceWord(Word):
    """One field: its value, what had set it, what did not win (newest first), and the conflict that is open about it."""

    field: str
    value: WireValue
    last: LastWord | None
    lost: list[BeatenWord]
    conflict: str | None


class ReasonWord(Word):
    """One thing that stands in the way, and what fixes it; "" where nobody is needed.

    `act` is the same for a program, where there is a deed for it: conflict or item (answer `subject`), record (see why
    that one waits), resume, sign_in or sync (the connection `subject`), restore (the record `subject`).
    """

    what: Sentence
    fix: Sentence
    act: str = ""
    subject: str = ""


class SideWord(Word):
    """What a CRM held in the fields of one rule as we last knew it, and the hub's fields beside it."""

    rule: str
    hub: list[str]
    crm: list[str]
    values: list[WireValue]


class PairTraceWord(Word):
    """One connection: the pair and how it came about. Without `reasons` it is in step; `notes` hold nothing up.

    `values` are those the CRM held as of `as_of`; nothing is read there for a trace.
    """

    connection: str
    crm_object: str
    crm_id: str | None
    state: str
    matched: Sentence
    reasons: list[ReasonWord]
    notes: list[Sentence]
    values: Annotated[list[SideWord], Field(default_factory=list)]
    as_of: Time | None = None


class TraceWord(Word):
    """`record` is None where the hub has none for the CRM record that was asked about."""

    record: RecordWord | None
    fields: list[FieldTraceWord]
    pairs: list[PairTraceWord]
