"""The words of the mapping laboratory: findings, previews, differences and suggestions."""

from __future__ import annotations

from pydantic import Field

from core.wire.words import Ask, WireValue, Word


class TryMapping(Ask):
    """`crm_object` (or the hub's object) says which of the connection's mappings; `mapping` is another one's text.

    `samples` is the most records of each side that it is tried on.
    """

    connection: str
    crm_object: str | None = None
    mapping: str | None = Field(default=None, max_length=200_000)
    samples: int = Field(default=100, ge=1, le=500)


class FindingWord(Word):
    """`severity` is error or warning. `count` sampled records have it; `given` became `made` in the first of them."""

    severity: str
    rule: str
    field: str
    message: str
    advice: str
    count: int
    given: list[WireValue]
    made: list[WireValue]


class MappingReport(Word):
    """`sound` where no finding is an error."""

    connection: str
    hub_object: str
    crm_object: str
    sound: bool
    crm_sampled: int
    hub_sampled: int
    findings: list[FindingWord]


class PreviewChange(Word):
    """One field of one side (hub or crm); `trouble` says why there is no `after`."""

    side: str
    rule: str
    field: str
    before: WireValue
    after: WireValue
    trouble: str


class PreviewWord(Word):
    """One pair; None where a side has no record yet."""

    record_id: str | None
    crm_id: str | None
    changes: list[PreviewChange]


class ExampleWord(Word):
    """A saved example and what became of it; `trouble` says why it failed."""

    name: str
    given: str
    passed: bool
    trouble: str


class DifferenceWord(Word):
    """A part of a rule (or, with no rule, of the mapping) that differs."""

    rule: str
    part: str
    before: str
    after: str


class MappingText(Word):
    """A mapping as its file is written."""

    connection: str
    hub_object: str
    crm_object: str
    text: str


class SuggestMapping(Ask):
    """Both objects by their own names. `samples` is the most records of each side that are looked at."""

    connection: str
    crm_object: str
    hub_object: str
    samples: int = Field(default=50, ge=1, le=500)


class PairingWord(Word):
    hub: str
    crm: str
    confidence: float
    reasons: list[str]


class SuggestionsWord(Word):
    """`alone_hub` says of each hub field without a partner why; `draft` is a mapping file of the pairs."""

    pairs: list[PairingWord]
    alone_hub: dict[str, str]
    alone_crm: list[str]
    draft: str
