"""What a mapping would write that a record of some record type cannot hold.

What is found names the choices that people set up; values of sampled records are only counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from core.errors import TransformError
from core.mapping import Direction
from core.mapping_problems import Problem
from core.records import Fields, Value
from core.schema import FieldType, RecordType, RecordTypes
from core.translate import NO_REFERENCES, Rule, Translation

_CHOICES = (FieldType.CHOICE, FieldType.MULTI_CHOICE)


def unoffered(translation: Translation, known: RecordTypes, hub: Iterable[Fields]) -> list[Problem]:
    """What the mapping would write that a record of some type cannot hold. `hub` are sampled records."""
    samples = list(hub)
    types = list(_reachable(translation, known))
    found = []
    for rule in translation.rules:
        if rule.rule.direction is Direction.TO_HUB or rule.parent is not None or len(rule.rule.hub) != 1:
            continue
        for at, field in enumerate(rule.crm_fields):
            if field.type in _CHOICES and not field.open and field.name != known.field:
                found += [_problem(rule, at, one, samples) for one in types if field.name in one.offers]
    return [one for one in found if one is not None]


def _reachable(translation: Translation, known: RecordTypes) -> Iterator[RecordType]:
    """The types that written records may have: those the mapping sets, or any where it sets none."""
    setting = [one for one in translation.rules if one.rule.crm == (known.field,)]
    sent = {
        value
        for rule in setting
        if rule.rule.direction is not Direction.TO_HUB and rule.hub_fields[0].choices
        for choice in rule.hub_fields[0].choices
        for value in _sent(rule, 0, choice.value)
    }
    yield from (one for one in known.types if not sent or one.id in sent or one.default)


def _problem(rule: Rule, at: int, type: RecordType, samples: list[Fields]) -> Problem | None:
    field, ours = rule.crm_fields[at], rule.hub_fields[0]
    listed = {one.value for one in field.choices}
    # What the field offers in no type at all is told elsewhere.
    lacking = listed - type.offers[field.name]
    if ours.choices:
        labels = {one.value: one.label for one in field.choices}
        wanted = {value for one in ours.choices for value in _sent(rule, at, one.value)}
        named = ", ".join(sorted(repr(labels[one]) for one in wanted & lacking))
        what = f"{named} of {field.name!r}" if named else ""
    else:
        met = Counter(
            bool(lacking.intersection(_sent(rule, at, one.get(rule.rule.hub[0])))) for one in samples
        )
        what = f"a choice of {field.name!r} that {met[True]} sampled records have" if met[True] else ""
    if not what:
        return None
    return Problem(
        rule=rule.name,
        field=field.name,
        message=f"record type {type.name!r} does not offer {what}",
        advice="Offer it in that record type, or take another choice with the lens 'choice_map'.",
        fatal=False,
    )


def _sent(rule: Rule, at: int, value: Value) -> tuple[str, ...]:
    """What of this one hub value would be written into one of the rule's fields."""
    try:
        made = rule.to_crm((value,), (None,) * len(rule.crm_at), NO_REFERENCES)[at]
    except TransformError:
        return ()
    return made if isinstance(made, tuple) else (made,) if isinstance(made, str) else ()
