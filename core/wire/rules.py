"""The words of rules: those in force, and what others would have made of the past."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from core.wire.words import Ask, Sentence, Time, WireValue, Word


class ConflictRuleWord(Word):
    """One rule. An empty scope means any; `until` is None where it never ends. `in_force`: neither off nor ended."""

    name: str
    action: str
    connection: str
    object: str
    field: str
    types: list[str]
    when: str
    sources: list[str]
    expression: str
    grain: str
    until: Time | None
    enabled: bool
    in_force: bool
    built_in: bool
    note: Sentence


class RulesWord(Word):
    """The rules in the order of asking, the built-in ones last. `text` is the file, and `digest` names this state of it.

    `trouble` says why the file, as it is on disk now, is not in force.
    """

    rules: list[ConflictRuleWord]
    text: str
    digest: str
    path: str
    trouble: Sentence


class SaveRules(Ask):
    """`text` replaces the file; `digest` is the state it was written on."""

    text: str
    digest: str


class ReplayRules(Ask):
    """`text` are the rules to try; those in force without it. `since`: also what was decided by itself from then on.

    With a `ticket` of the asker's own making, live events tell how many of the conflicts were gone through.
    """

    text: str | None = None
    conflicts: int = 500
    since: Time | None = None
    ticket: str = Field(default="", max_length=100)


class RuleChangeWord(Word):
    """One case that would come out otherwise. Outcomes: hub, crm, value, ask. `by` is who decided then; "" where open.

    `is_new`: the rules in force would not make the same of it today.
    """

    source: str
    id: str
    record_id: str
    record_name: str = ""
    connection: str
    object: str
    field: str
    at: Time
    was: str
    by: str
    would: str
    rule: str
    values: list[WireValue]
    problem: Sentence
    is_new: bool


class ReplayWord(Word):
    """`skipped` could not be played again; `disagreeing` are cases that a person had decided otherwise.

    `changes` are the first few; `changed` counts all.
    """

    looked_at: int
    skipped: int
    changed: int
    new: int
    disagreeing: int
    outcomes: dict[str, int]
    changes: list[RuleChangeWord]


class RuleFromConflict(Ask):
    """Settle all alike as this one is settled: same connection, object and field, for some days."""

    choice: Literal["hub", "crm", "value"]
    days: int = 30


class DraftWord(Word):
    """The file as it would be with one more rule; nothing is saved."""

    name: str
    text: str
    digest: str
