"""Which rules of a pair were contested, for the honest count: told apart from records that meet for the first time."""

from __future__ import annotations

from dataclasses import dataclass, field

from core.mapping import Direction, Policy
from core.records import UNSET, BaseValue, Value
from core.sync.reconcile import Verdict
from core.translate import Rule


@dataclass(slots=True)
class Contests:
    """`equivalent` are rules both sides edited to one meaning; `first_sight` names those whose sides never met before."""

    equivalent: list[Rule] = field(default_factory=list)
    first_sight: set[str] = field(default_factory=set)

    def note(
        self,
        rule: Rule,
        verdict: Verdict,
        hub: tuple[Value, ...],
        crm: tuple[Value, ...],
        base_hub: tuple[BaseValue, ...],
        base_crm: tuple[BaseValue, ...],
    ) -> None:
        """Look at one rule's verdict. A side without a base is nobody's edit, and neither is one that does not travel."""
        if UNSET in base_hub and UNSET in base_crm:
            self.first_sight.add(rule.name)
            return
        edited = hub != base_hub and crm != base_crm and UNSET not in base_hub and UNSET not in base_crm
        travels = rule.rule.direction is Direction.BOTH and rule.rule.policy is not Policy.CREATE_ONLY
        if verdict is Verdict.SETTLE and edited and travels:
            self.equivalent.append(rule)
