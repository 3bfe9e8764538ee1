"""Parents among several that one side names and the other lacks, though both had agreed: they were not to be had then.

A CRM that has no record of a parent is not asked to name it, and a parent that the hub has no record of is left alone
there (`core/translate.py`). Once it is to be had again, the side that had to do without it is owed it.
"""

from __future__ import annotations

from core.mapping import Direction, Policy
from core.records import Value
from core.schema import FieldType
from core.translate import References, Rule, ids_in


def owes(rule: Rule, hub: tuple[Value, ...], crm: tuple[Value, ...], references: References) -> bool:
    """Whether either side lacks some of several parents that are to be had there by now."""
    if rule.parent is None or rule.hub_fields[0].type is not FieldType.MULTI_REFERENCE:
        return False
    held = ids_in(hub[0])
    named = {references.records.get((rule.parent, one)) for one in ids_in(crm[0])} - {None}
    here = rule.rule.direction is not Direction.TO_CRM and rule.rule.policy is not Policy.CREATE_ONLY
    if here and not named <= set(held):
        return True
    return sends_owed(rule) and any(
        one not in named and references.crm_ids.get(one) is not None for one in held
    )


def sends_owed(rule: Rule) -> bool:
    """Whether the CRM is told of parents that came back: not where it has room for one, or nothing is sent there."""
    return (
        not rule.one_of
        and rule.rule.direction is not Direction.TO_HUB
        and rule.rule.policy is not Policy.CREATE_ONLY
    )


def with_owed(
    rule: Rule, hub: tuple[Value, ...], crm: tuple[Value, ...], references: References
) -> tuple[Value, ...]:
    """The hub's parents, and those that the CRM names. Raises ParentMissing where one of them is not linked yet."""
    if rule.rule.direction is Direction.TO_CRM or rule.rule.policy is Policy.CREATE_ONLY:
        return hub
    return (tuple(sorted({*ids_in(hub[0]), *ids_in(rule.to_hub(crm, references)[0])})) or None,)
