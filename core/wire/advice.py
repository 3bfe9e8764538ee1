"""The words of the advisor: a suggestion, its record by field, and the decisions it learns from."""

from __future__ import annotations

from pydantic import Field

from core.wire.words import Ask, Secret, Sentence, Time, WireValue, Word


class SuggestionWord(Word):
    """What the advisor suggests: hub, crm, merged, equivalent, or ask where it is not sure enough.

    `likeliest` is what it would choose, at `probability` (0 to 1, calibrated); `value` is what `choice` would set.
    """

    choice: str
    likeliest: str
    value: WireValue
    probability: float
    reasons: list[Sentence]


class SecondOpinionWord(Word):
    """What a language model would do: hub, crm, merged (with `value`) or ask; `reason` is its own sentence.

    `choice` is None where it gave no opinion that can be used: `note` says why. It decides nothing.
    """

    model: str
    host: str
    choice: str | None
    value: WireValue
    reason: str
    note: Sentence


class AdvisorFieldWord(Word):
    """How suggestions for a field fared: `sure` were put forward, `agreed` of them chosen by people.

    `alone`: it may decide alone, at `level`. `threshold` is how sure it must be for that, by measurement, and `why` says
    what is missing where there is none; `off` why it has turned itself off. `settled` it decided alone, `reversed` of those
    were taken back.
    """

    object: str
    field: str
    decided: int
    sure: int
    agreed: int
    settled: int
    reversed: int
    alone: bool
    level: float
    threshold: float | None
    why: Sentence
    off: Sentence


class DoubtfulWord(Word):
    """Somebody who decides against the evidence more often than not."""

    by: str
    agreed: int
    sure: int


class AdvisorWord(Word):
    decisions: int
    fields: list[AdvisorFieldWord]
    doubtful: list[DoubtfulWord]


class DecisionWord(Word):
    """One decision as it is remembered: features of evidence by option, no value of a record."""

    id: str
    at: Time
    object: str
    field: str
    connection: str
    conflict: str
    by: str
    editors: str
    features: dict[str, dict[str, float]]
    suggested: str
    probability: float
    sure: bool
    chosen: str
    reversed_at: Time | None


class EnableAdvisor(Ask):
    """`precision` is how often it must be right where it decides alone."""

    precision: float = Field(default=0.99)


class ModelKey(Ask):
    """The key of the language model's endpoint."""

    key: Secret
