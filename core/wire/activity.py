"""The words of what happened: runs, audit entries, tried writes, and the audit chain's own state."""

from __future__ import annotations

from core.wire.words import Page, Sentence, Time, WireValue, Word


class RunWord(Word):
    id: str
    kind: str
    connection: str | None
    object: str | None
    started: Time
    ended: Time | None
    counts: dict[str, int]
    outcome: str
    reason: Sentence


class ChangeWord(Word):
    field: str
    before: WireValue
    after: WireValue


class ActivityWord(Word):
    """One audit entry; `digest` is its link of the hash chain, in hexadecimal. `record_name` is what it is called now."""

    seq: int
    at: Time
    kind: str
    actor: str
    cause: str
    run: str
    object: str
    record_id: str
    record_name: str = ""
    connection: str
    changes: list[ChangeWord]
    note: Sentence
    digest: str


class ActivityPage(Page[ActivityWord]):
    """Of the log, as much as one answer looks at: fewer rows than were asked for, or none, are no end; only no `next` is.

    Where it stopped looking, `reached` is when the last entry that it looked at happened, and `unseen` how many older
    entries there are.
    """

    reached: Time | None = None
    unseen: int | None = None


class AttemptWord(Word):
    """One write to a CRM as written ahead; which fields were sent, not their values."""

    op: str
    connection: str
    object: str
    record_id: str
    crm_id: str | None
    kind: str
    fields: list[str]
    hub_version: int
    started: Time
    hold_until: Time
    outcome: str
    run: str


class AuditVerdict(Word):
    """Whether the chain fits; where not, the first entry that does not and how."""

    intact: bool
    seq: int | None = None
    reason: Sentence | None = None
