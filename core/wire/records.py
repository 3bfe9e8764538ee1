"""The hub's words: objects and their fields, mappings, records, links and what waits."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from core.wire.activity import AttemptWord
from core.wire.advice import SecondOpinionWord, SuggestionWord
from core.wire.outcomes import OutcomeWord
from core.wire.questions import ConflictWord, ItemWord
from core.wire.words import Ask, Sentence, Time, WireFields, Word


class ChoiceWord(Word):
    value: str
    label: str


class FieldWord(Word):
    name: str
    type: str
    label: str
    required: bool
    read_only: bool
    choices: list[ChoiceWord]
    references: str | None
    max_length: int | None
    scale: int | None
    unique: bool
    key: bool
    custom: bool
    once: bool = False
    open: bool = False


class ObjectWord(Word):
    """A hub object, its fields in declared order, and how many live records there are."""

    name: str
    label: str
    plural: str
    fields: list[FieldWord]
    records: int


class RuleWord(Word):
    name: str
    hub: list[str]
    crm: list[str]
    lens: str
    options: dict[str, str]
    direction: str
    policy: str


class MappingWord(Word):
    """`crm_types` are the types of the mapped CRM fields, in the hub's words for types, as they were when last looked at."""

    connection: str
    hub_object: str
    crm_object: str
    rules: list[RuleWord]
    match: list[list[str]]
    kinds: list[str]
    delete_policy: str
    creates: str
    brake_share: float
    brake_least: int
    brake_most: int
    filter_hub: str = ""
    filter_crm: str = ""
    leave: str = "pause"
    version: int
    links: int
    crm_types: dict[str, str] = Field(default_factory=dict)


class EditWord(Word):
    """When, by whom and in which version something was changed."""

    version: int
    at: Time
    by: str


class RecordWord(Word):
    id: str
    object: str
    fields: WireFields
    version: int
    created: EditWord
    edits: dict[str, EditWord]
    deleted_at: Time | None
    deleted_by: str | None
    merged_into: str | None


class LinkWord(Word):
    """A pair; `behind` says that the hub has newer changes than this link has taken account of (None: not asked).

    `held` says why the mapping's filter lets nothing flow between the two, "" where it does.
    """

    connection: str
    crm_object: str
    crm_id: str
    record_id: str
    state: str
    seen: int
    remote_version: int
    generation: int
    behind: bool | None = None
    held: Sentence = ""


class PendingWord(Word):
    """A record that may have to be written to a connection, and why it has not been."""

    connection: str
    object: str
    record_id: str
    since: Time
    next_at: Time
    attempts: int
    reason: Sentence
    waiting_for: str | None
    parked: bool
    overwrites: bool
    state: Literal["due", "waiting", "parked"]


class SignalWord(Word):
    """A CRM record that may have changed, and why it has not been read."""

    connection: str
    object: str
    crm_id: str
    since: Time
    next_at: Time
    attempts: int
    reason: Sentence
    waiting_for: list[str] | None
    parked: bool
    state: Literal["due", "waiting", "parked"]


class OneWayWord(Word):
    """A field that comes from one CRM and is never written there: what it is computed from may be newer than `as_of`, when
    that CRM's record, as we last took it in, had changed.
    """

    field: str
    connection: str
    crm_fields: list[str]
    as_of: Time


class RecordStory(Word):
    """Everything about one record: its pairs, what comes one way, what is open, what waits, and the last writes tried."""

    record: RecordWord
    links: list[LinkWord]
    one_way: list[OneWayWord]
    conflicts: list[ConflictWord]
    items: list[ItemWord]
    pending: list[PendingWord]
    signals: list[SignalWord]
    attempts: list[AttemptWord]


class ConflictStory(Word):
    """A conflict with the whole record it is about, so that a person sees whom they decide on.

    `suggestion` is the advisor's, while the conflict is open; `second_opinion` a language model's, where it was asked.
    `outcomes` say what keeping the hub's side, taking the CRM's and taking the suggestion would write where, now.
    """

    conflict: ConflictWord
    record: RecordWord | None
    suggestion: SuggestionWord | None = None
    second_opinion: SecondOpinionWord | None = None
    outcomes: list[OutcomeWord] = Field(default_factory=list)


class CreateRecord(Ask):
    object: str
    fields: WireFields


class MergeRecord(Ask):
    """The record to merge into the one that is named in the path, which stays."""

    loser: str


class EditRecord(Ask):
    """Only the fields to change; null empties one. `expected` is the version that was read, if that matters."""

    fields: Annotated[WireFields, Field(min_length=1)]
    expected: int | None = None
