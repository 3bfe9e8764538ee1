"""Whether the two sides of a pair agree, and which open question explains it where they do not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from core.conflicts import DELETION
from core.errors import TransformError
from core.mapping import Direction, Policy
from core.records import Value
from core.translate import ParentMissing, ParentUnavailable, References, Rule, ids_in
from core.wire.models import ConflictWord, ItemWord, LinkWord


@dataclass(frozen=True, slots=True, kw_only=True)
class Excuses:
    """Why a rule of a pair may differ in plain sight: an open conflict or question about it."""

    connection: str
    conflicts: Sequence[ConflictWord]
    items: Sequence[ItemWord]
    _by_rule: dict[tuple[str, str], str] = field(default_factory=dict)
    _by_pair: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for conflict in self.conflicts:
            if conflict.connection != self.connection:
                continue
            if conflict.rule == DELETION:
                self._by_pair[conflict.record_id] = "conflict: delete against edit"
            else:
                self._by_rule[(conflict.record_id, conflict.rule)] = "conflict"
        for item in self.items:
            if item.connection != self.connection or item.kind not in ("refused", "reference"):
                continue
            rule = item.detail.get("rule")
            for id in (item.record_id, item.subject.partition("/")[0]):
                if id is not None and isinstance(rule, str):
                    self._by_rule[(id, rule)] = f"question: {item.kind}"
                elif id is not None:
                    self._by_pair[id] = f"question: {item.kind}"

    def for_rule(self, link: LinkWord, rule: str) -> str | None:
        return self._by_rule.get((link.record_id, rule)) or self._by_rule.get((link.crm_id, rule))

    def for_pair(self, link: LinkWord) -> str | None:
        return self._by_pair.get(link.record_id) or self._by_pair.get(link.crm_id)


def rule_holds(rule: Rule, hub: tuple[Value, ...], crm: tuple[Value, ...], references: References) -> bool:
    """Whether both sides say the same through the rule's lens, looked at from either side.

    A parent that is gone on its own side counts as no parent: a CRM may or may not clear references to a deleted record.
    Where both sides name it still, as while a person decides between its deletion and an edit, they do not differ.
    """
    if rule.rule.policy is Policy.CREATE_ONLY:
        return True
    if rule.parent is not None:
        return _same_parents(rule.parent, hub[0], crm[0], references)
    if _holds_from_crm(rule, hub, crm, references):
        return True
    if rule.rule.direction is Direction.TO_HUB:
        return False
    try:
        return rule.to_crm(hub, crm, references) == crm
    except (TransformError, ParentMissing, ParentUnavailable):
        return False


def _holds_from_crm(
    rule: Rule, hub: tuple[Value, ...], crm: tuple[Value, ...], references: References
) -> bool:
    try:
        return rule.same(hub, rule.to_hub(crm, references))
    except (TransformError, ParentMissing, ParentUnavailable):
        return False


def _same_parents(parent: str, hub: Value, crm: Value, references: References) -> bool:
    theirs = {references.records.get((parent, one), f"not linked: {one}") for one in ids_in(crm)} - {None}
    held = set(ids_in(hub))
    ours = {one for one in held if references.crm_ids.get(one, "") is not None}
    return ours <= theirs <= held
