"""The words of what was: a record at a moment, its history, and the fields to bring back."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from core.wire.activity import ActivityWord
from core.wire.words import Ask, Sentence, Time, WireFields, WireValue, Word


class LostWord(Word):
    """A value that did not win: `side` is "hub" or a connection, `field` is called as it is there."""

    side: str
    field: str
    value: WireValue


class LastWord(Word):
    """What had last set a field: when, by whom, in which entry of the log and which run, and why in words."""

    seq: int
    at: Time
    by: str
    run: str
    why: Sentence


class PastWord(Word):
    """A record as it was at `at`: living, deleted or merged. `differs` are the fields that are otherwise now.

    `gaps` are fields for which a part of the log is missing: their value is the best that can be told.
    """

    id: str
    object: str
    at: Time
    standing: str
    version: int
    fields: WireFields
    last: dict[str, LastWord]
    merged_into: str | None
    differs: list[str]
    gaps: list[str]


class HistoryWord(Word):
    """One entry of a record's history, with what it means in words and the values that did not win."""

    entry: ActivityWord
    why: Sentence
    lost: list[LostWord]


class BringBack(Ask):
    """Which fields to set to what they were at `at` (ms since 1970 UTC); `expected` is the version that was read."""

    fields: Annotated[list[str], Field(min_length=1)]
    at: Time
    expected: int | None = None
