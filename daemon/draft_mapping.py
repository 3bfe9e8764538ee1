"""Suggested pairs of fields as a mapping that somebody can look at and change."""

from __future__ import annotations

from core.errors import MappingInvalid
from core.mapping import Direction, FieldRule, Mapping
from core.schema import Object
from core.suggest.suggest import Suggestions
from core.transforms import lens_for


def draft_of(connection: str, hub: Object, crm: Object, found: Suggestions) -> Mapping:
    """One rule a pair that can be written both ways, or one way where only that can be."""
    rules = []
    for pair in sorted(found.pairs, key=lambda one: one.right):
        ours, theirs = hub.fields[pair.right], crm.fields[pair.left]
        direction = Direction.TO_HUB if theirs.read_only else Direction.BOTH
        rule = FieldRule(name=ours.name, hub=(ours.name,), crm=(theirs.name,), direction=direction)
        try:
            lens_for(rule, (ours,), (theirs,))
        except MappingInvalid:
            continue
        rules.append(rule)
    keys = tuple((name,) for name in hub.keys if any(rule.hub == (name,) for rule in rules))
    return Mapping(
        connection=connection, hub_object=hub.name, crm_object=crm.name, rules=tuple(rules), match=keys
    )
