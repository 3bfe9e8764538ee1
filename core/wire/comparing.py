"""The words for the records that a question is about, side by side."""

from __future__ import annotations

from typing import Literal

from core.wire.words import Sentence, Time, WireValue, Word

PART = Literal["asked", "candidate", "loser", "winner"]
RECORD_STATE = Literal["living", "deleted", "merged", "unknown", "unread"]


class CellWord(Word):
    """What a record holds in the fields of one row: hub values in their order, [] where it has no such fields.

    `raw`: they are the CRM's own, in the order of its fields, for they cannot be told in the hub's terms. `same` is whether
    they mean the same as the first record's that can be held against them; None for that one, and for raw ones.
    """

    values: list[WireValue]
    raw: bool = False
    same: bool | None = None


class RowWord(Word):
    """Fields that belong together: those of a rule, or one that only the hub has (`rule` is "")."""

    rule: str
    hub: list[str]
    crm: list[str]


class ComparedWord(Word):
    """One record: of a connection, or of the hub ("").

    It is "unknown" where there never was one, and "unread" where `trouble` says why it could not be read. Of one that was
    merged into `merged_into` what is told is what that holds. `pair` is the CRM record that one of the hub is paired with
    in the question's connection. `cells` stand in the order of the rows.
    """

    connection: str
    object: str
    id: str
    part: PART
    name: str = ""
    state: RECORD_STATE
    merged_into: str = ""
    pair: str = ""
    changed_at: Time | None = None
    trouble: Sentence = ""
    advice: Sentence = ""
    cells: list[CellWord]


class ComparisonWord(Word):
    """Rows in which no record holds anything are left out. `as_of` is when the CRM was read."""

    rows: list[RowWord]
    records: list[ComparedWord]
    as_of: Time
