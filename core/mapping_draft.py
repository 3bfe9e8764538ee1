"""A mapping drafted from pairs of fields: a start for a person, in which every rule can be compiled."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from core.errors import MappingInvalid
from core.mapping import Direction, FieldRule, Mapping, Policy
from core.schema import Field, Object
from core.transforms import lens_for


def draft(connection: str, hub: Object, crm: Object, pairs: Iterable[tuple[str, str]]) -> Mapping | None:
    """Rules in the hub's order for (hub field, CRM field) pairs, each in the directions its fields allow.

    Pairs that no lens converts by itself are left out; None where none is left.
    """
    partner = dict(pairs)
    rules = [
        rule
        for name, field in hub.fields.items()
        if name in partner and (rule := _rule(field, crm.fields[partner[name]])) is not None
    ]
    if not rules:
        return None
    readable = {rule.hub[0] for rule in rules if rule.direction is not Direction.TO_CRM}
    return Mapping(
        connection=connection,
        hub_object=hub.name,
        crm_object=crm.name,
        rules=tuple(rules),
        match=tuple((name,) for name in hub.keys if name in readable),
    )


def _rule(ours: Field, theirs: Field) -> FieldRule | None:
    if ours.read_only and theirs.read_only:
        return None
    rule = FieldRule(name=ours.name, hub=(ours.name,), crm=(theirs.name,))
    if theirs.read_only:
        rule = replace(rule, direction=Direction.TO_HUB)
    elif ours.read_only:
        rule = replace(rule, direction=Direction.TO_CRM)
    if (ours.once or theirs.once) and rule.direction is Direction.BOTH:
        rule = replace(rule, policy=Policy.CREATE_ONLY)
    try:
        lens_for(rule, (ours,), (theirs,))
    except MappingInvalid:
        return None
    return rule
