"""What a CRM in memory (`adapters/fake_crm.py`) is made of: its rows, its own log of writes, and how it behaves."""

from __future__ import annotations

from dataclasses import dataclass, field

from core.jobs import HistoryEntry
from core.records import Fields, Value

US = "us"
HOUSEKEEPING = "the CRM itself"


@dataclass(frozen=True, slots=True, kw_only=True)
class Write:
    """One line of the far side's own log: who wrote what, in the order it happened."""

    seq: int
    at: int
    by: str
    kind: str  # create, update, delete, restore, merge; become: what a merge made anew
    object: str
    id: str
    values: Fields
    before: Fields = field(default_factory=dict)
    op: str = ""


@dataclass(slots=True)
class Row:
    id: str
    values: dict[str, Value]
    created: int
    modified: int
    seen_at: int  # when lists and searches begin to show this state
    version: int = 1
    marker: str | None = None
    editor: str = ""
    maker: str = ""
    deleted: bool = False
    merged_into: str | None = None
    merged_from: tuple[str, ...] = ()
    history: list[HistoryEntry] = field(default_factory=list)
    before: tuple[dict[str, Value], int, bool] | None = None  # what a lagging list still shows


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """How this CRM behaves. `lag` ms: lists show a state that late. `resolution` ms of its timestamps.

    `restores`: we may bring back what was deleted, until its bin is emptied.
    `merges`: we may ask for one; `merge_makes_anew`: whoever merges, both ids go and the record gets a new one, with the
    winner's marker on it. `has_marker`: our field is there from the start; `read_only`: none can be made. `unmarked`
    objects have no room for it, but ids that follow from it: it is found by, and never shown. `by_content` objects have
    neither.
    """

    conditional: bool = False
    history: bool = False
    names_editor: bool = False
    unique_marker: bool = True
    has_marker: bool = True
    read_only: bool = False
    lag: int = 0
    resolution: int = 1
    clock_offset: int = 0
    merges: bool = False
    restores: bool = False
    merge_makes_anew: bool = False
    page: int = 100
    write_batch: int = 100
    unmarked: frozenset[str] = frozenset()
    by_content: frozenset[str] = frozenset()
    overlap: int = 1_000
    deep_overlap: int = 600_000
