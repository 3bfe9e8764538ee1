"""What a comparison of records is made of: rows, and what each record holds in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from core.records import Value

HUB: Final = ""  # stands where a connection's name would


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What one record holds in the fields of one row: hub values, in their order, () where it has no such fields.

    `raw`: they are the CRM's own, in the order of its fields, for they cannot be told in the hub's terms. `same` is
    whether they mean the same as the first record's that can be held against them; None for that one, and for raw ones.
    """

    values: tuple[Value, ...] = ()
    raw: bool = False
    same: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Fields that belong together: those of a rule, or one that only the hub has (`rule` is "")."""

    rule: str
    hub: tuple[str, ...]
    crm: tuple[str, ...] = ()


@dataclass(slots=True, kw_only=True)
class Shown:
    """One record: of the hub, or of `connection`. `part` is "asked", "candidate", "loser" or "winner".

    `state` is "living", "deleted", "merged" (into `merged_into`), "unknown" where there never was one, or "unread" with
    the `trouble`. `pair` is what a hub record is paired with in the question's connection. `changed_at` is in ms.
    """

    connection: str
    object: str
    id: str
    part: str
    name: str = ""
    state: str = "living"
    merged_into: str = ""
    pair: str = ""
    changed_at: int | None = None
    trouble: str = ""
    advice: str = ""
    cells: list[Cell] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """`cells` of each record stand in the order of `rows`; rows in which no record holds anything are left out."""

    rows: list[Row]
    records: list[Shown]
