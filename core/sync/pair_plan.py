"""One linked pair as it is read, and what is to be done about it: the values `core/sync/pair.py` works with."""

from __future__ import annotations

from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field

from core.conflicts import Candidate, Conflict
from core.errors import TransformError
from core.records import BaseValue, HubRecord, RemoteRecord, Value
from core.rules import NO_RULES, Rules
from core.sync.counted import Contests
from core.sync.reconcile import Verdict
from core.translate import NO_REFERENCES, CrmKey, References, Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """One hub record and one CRM record that belong together, and all that is known between them.

    `base_hub` and `base_crm` stand in the mapping's order. `open` are the pair's open conflicts by rule. `refused` are
    the hub values, by rule, that this CRM refused: they are not sent again until they change. `rules` are those in force.
    """

    hub: HubRecord
    remote: RemoteRecord
    base_hub: tuple[BaseValue, ...]
    base_crm: tuple[BaseValue, ...]
    open: MappingOf[str, Conflict] = field(default_factory=dict)
    refused: MappingOf[str, tuple[Value, ...]] = field(default_factory=dict)
    references: References = NO_REFERENCES
    rules: Rules = NO_RULES


@dataclass(frozen=True, slots=True, kw_only=True)
class Contest:
    """A rule whose sides changed to different values, and neither rules nor policy settle it.

    `base` is what the hub held when both last agreed, None where they never did. `problem` tells of a rule that left it
    to a person, or could not decide.
    """

    rule: Rule
    hub: Candidate
    crm: Candidate
    base: tuple[Value, ...] | None = None
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A rule that cannot be converted or whose parent is not to be had; its bases stay as they were."""

    rule: Rule
    error: TransformError | None
    towards_hub: bool


@dataclass(slots=True)
class PairPlan:
    """What is to be done. `base_hub` and `base_crm` are what the link shall remember once the hub part is committed.

    `hub_changes` by hub field. `decided` are rules that a policy or a rule settled, and `deciders` what settled them:
    "newest", or "rule:NAME". Those that MERGE stand in `accepted` and, where the CRM must change too, in `pushed`.
    `crm_changes` by CRM field; `pushed` are the rules behind them: their bases move with the CRM's receipt, not here.
    `held` are parked rules for which the hub holds something the CRM was never told.
    """

    base_hub: list[BaseValue]
    base_crm: list[BaseValue]
    hub_changes: dict[str, Value] = field(default_factory=dict)
    crm_changes: dict[str, Value] = field(default_factory=dict)
    accepted: list[Rule] = field(default_factory=list)
    pushed: list[Rule] = field(default_factory=list)
    settled: list[Rule] = field(default_factory=list)
    decided: list[tuple[Rule, Verdict]] = field(default_factory=list)
    deciders: dict[str, str] = field(default_factory=dict)
    opened: list[Contest] = field(default_factory=list)
    refreshed: list[tuple[Conflict, Candidate, Candidate]] = field(default_factory=list)
    superseded: list[Conflict] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    missing_crm: list[CrmKey] = field(default_factory=list)
    missing_hub: list[str] = field(default_factory=list)
    held: list[Rule] = field(default_factory=list)
    contests: Contests = field(default_factory=Contests)
    hub_overwrites: int = 0
    crm_overwrites: int = 0

    @property
    def moves_bases(self) -> bool:
        return bool(self.accepted or self.settled or self.opened or self.refreshed or self.superseded)
