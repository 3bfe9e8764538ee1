"""What a mapping's conversions make of one record or pair: old and new on either side, and what could not be converted."""

from __future__ import annotations

from dataclasses import dataclass

from core.errors import TransformError
from core.mapping import Direction
from core.records import Fields, Value
from core.translate import ParentMissing, ParentUnavailable, References, Rule, Translation

Values = tuple[Value, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One field of one `side` ("hub" or "crm"). `trouble` says why there is no `after`."""

    side: str
    rule: str
    field: str
    before: Value
    after: Value
    trouble: str = ""


def preview(
    made: Translation, hub: Fields | None, crm: Values | None, references: References
) -> tuple[Change, ...]:
    """Every field that conversion alone would change, in the order of the rules.

    `hub` or `crm` (in the mapping's order) is None where there is no such record yet. Which side wins where both differ
    is not decided here.
    """
    found: list[Change] = []
    for rule in made.every_rule:
        theirs = tuple(crm[at] for at in rule.crm_at) if crm is not None else (None,) * len(rule.crm_at)
        ours = tuple((hub or {}).get(name) for name in rule.rule.hub)
        if crm is not None and rule.rule.direction is not Direction.TO_CRM:
            found += _into("hub", rule, ours, theirs, references)
        if hub is not None and rule.rule.direction is not Direction.TO_HUB:
            found += _into("crm", rule, ours, theirs, references)
    return tuple(found)


def _into(side: str, rule: Rule, ours: Values, theirs: Values, references: References) -> list[Change]:
    names, held = (rule.rule.hub, ours) if side == "hub" else (rule.rule.crm, theirs)
    trouble, made = "", held
    try:
        made = rule.to_hub(theirs, references) if side == "hub" else rule.to_crm(ours, theirs, references)
    except TransformError as error:
        trouble = str(error)
    except ParentMissing:
        trouble = "what it refers to is not linked yet"
    except ParentUnavailable:
        trouble = "what it refers to is not to be had on the other side"
    if trouble:
        return [
            Change(side=side, rule=rule.name, field=name, before=value, after=None, trouble=trouble)
            for name, value in zip(names, held, strict=True)
        ]
    if side == "hub" and rule.same(made, held):
        return []
    return [
        Change(side=side, rule=rule.name, field=name, before=old, after=new)
        for name, old, new in zip(names, held, made, strict=True)
        if old != new
    ]
