"""The words for mappings: files, what speaks against them, what they would do, suggestions, versions."""

from __future__ import annotations

from pydantic import Field

from core.wire.records import FieldWord
from core.wire.words import Ask, Sentence, Time, WireFields, Word


class MappingFileWord(Word):
    """A file of the mappings folder. `state` is "in use" or "refused"; a refused one leaves what it said before in use.

    `digest` is of the file as it was read; it goes back with a change, so that nobody's is lost.
    """

    name: str
    connection: str | None
    hub_object: str | None
    crm_object: str | None
    state: str
    reason: Sentence
    advice: Sentence
    text: str | None
    digest: str = ""


class FindingWord(Word):
    """`level`: "error" must be solved before the mapping is used, "warning" should be looked at."""

    level: str
    rule: str
    field: str
    message: Sentence
    advice: Sentence


class KeyCheckWord(Word):
    """One entry of `match`: `shared` of all `records` of the hub have it in common with another.

    In the CRM `linked` records are known by those of the hub. Of `sampled` ones `sampled_shared` share it among themselves,
    and `elsewhere` have that of a hub record which is linked to another there.
    """

    key: list[str]
    records: int
    shared: int
    linked: int
    sampled: int
    sampled_shared: int
    elsewhere: int


class ValidationWord(Word):
    connection: str
    hub_object: str
    crm_object: str
    records: int
    hub_records: int
    keys: list[KeyCheckWord]
    findings: list[FindingWord]


class PreviewWord(Word):
    """What one record would be on the other side. `towards`: "to_hub" or "to_crm"; `refused` has why, by rule; `left_out`
    says why the filter leaves it out, "" where it is in.

    `given` is what the mapping reads of the record; `lost` has, by rule, how a value would come back otherwise, and
    `unfit` what the other side would not take: a choice it does not offer, a text too long for it, nothing where it
    requires something.
    """

    id: str
    towards: str
    values: WireFields
    refused: dict[str, Sentence]
    left_out: Sentence = ""
    given: WireFields = Field(default_factory=dict)
    lost: dict[str, Sentence] = Field(default_factory=dict)
    unfit: dict[str, Sentence] = Field(default_factory=dict)


class PairWord(Word):
    crm: str
    hub: str
    confidence: float
    reasons: list[Sentence]


class SuggestionsWord(Word):
    """`pairs` are proposed; `alone` has why a CRM field has no partner; `text` is a draft of a mapping file."""

    pairs: list[PairWord]
    alone: dict[str, Sentence]
    alone_hub: list[str]
    text: str


class VersionWord(Word):
    n: int
    at: Time
    by: str
    digest: str
    text: str


class MissingWord(Word):
    rule: str
    what: Sentence
    advice: Sentence


class PromotedWord(Word):
    """A mapping for another account; `missing` is what that account lacks."""

    crm_object: str
    text: str
    missing: list[MissingWord]


class ExampleWord(Word):
    """A saved example and what became of it; `trouble` says why it failed."""

    name: str
    given: str
    passed: bool
    trouble: Sentence


class TouchedWord(Word):
    """The connections whose mappings have changed, and the files that are refused."""

    connections: list[str]
    refused: list[MappingFileWord]


class SideWord(Word):
    """An object of one side as it is now. `samples` are values that occur, by field, each once, as text."""

    name: str
    label: str
    fields: list[FieldWord]
    samples: dict[str, list[str]]


class SidesWord(Word):
    crm: SideWord
    hub: SideWord


class CrmObjectsWord(Word):
    """The objects of a CRM that can be mapped, parents before children."""

    objects: list[str]


class TryMapping(Ask):
    """`text` is a mapping file's; without it the one in use is tried. `crm_object` may also be the hub's object.

    `beside` are the texts of further files that would be written with it: what it points at may be mapped there.
    """

    connection: str
    crm_object: str
    text: str | None = None
    samples: int = 50
    beside: list[str] = Field(default_factory=list, max_length=100)


class SuggestMapping(Ask):
    connection: str
    crm_object: str
    hub_object: str
    samples: int = 50


class PromoteMappings(Ask):
    source: str
    target: str


class WriteMappings(Ask):
    """Mapping files by name: all are taken, or none.

    `expected` has, by file, the digest it was read with, "" for one that was not there; a file it does not name is written
    whatever it holds by now.
    """

    files: dict[str, str]
    expected: dict[str, str] = Field(default_factory=dict)


class RevertMapping(Ask):
    connection: str
    crm_object: str
    version: int


class NewCrmField(Ask):
    """A field to be made in the CRM; `type` is one of the hub's words for types. With `preview` it is only told what it
    would be.
    """

    connection: str
    crm_object: str
    label: str = Field(min_length=1, max_length=100)
    type: str
    choices: list[str] = Field(default_factory=list, max_length=200)
    preview: bool = False


class CrmFieldWord(Word):
    """`name` in the CRM, "" where the CRM gives it one only when it is made; `kind` is the CRM's word for its type, `right`
    what the person who signed in must be allowed to.
    """

    name: str
    label: str
    kind: str
    right: str
    choices: list[str]
    made: bool
