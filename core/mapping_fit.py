"""What the far side of a mapping will not take, met on real values: choices not offered, texts too long, nothing where
something is required. And what records are matched by, as far as samples can tell.

Pure, and without examples: a finding names the field and how many sampled records have it, never a value.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from core.equivalence import normalise
from core.errors import TransformError
from core.mapping import Direction
from core.mapping_problems import Problem
from core.records import Fields, RemoteRecord, Value
from core.schema import Field
from core.translate import NO_REFERENCES, Rule, Translation

Values = tuple[Value, ...]
_Misfit = tuple[str, str, str, str]  # rule, field, message, advice


def misfits(
    translation: Translation, remotes: Sequence[RemoteRecord], hub: Iterable[Fields]
) -> list[Problem]:
    """In the order they are met, each kind once with its count. Refused values are `core/mapping_trial.py`'s to tell."""
    met: Counter[_Misfit] = Counter()
    rules = [rule for rule in translation.rules if rule.parent is None]
    for remote in remotes:
        for rule in rules:
            if rule.rule.direction is not Direction.TO_CRM:
                met.update(_unfit(rule, rule.hub_fields, _taken(rule, remote.values), "the hub"))
    for fields in hub:
        for rule in rules:
            if rule.rule.direction is not Direction.TO_HUB:
                met.update(_unfit(rule, rule.crm_fields, _sent(rule, fields), "the CRM"))
    return [
        Problem(
            rule=rule, field=field, message=f"{message}: {count} sampled records", advice=advice, fatal=False
        )
        for (rule, field, message, advice), count in met.items()
    ]


def _taken(rule: Rule, values: Values) -> Values:
    try:
        return rule.to_hub(tuple(values[at] for at in rule.crm_at), NO_REFERENCES)
    except TransformError:
        return ()


def _sent(rule: Rule, fields: Fields) -> Values:
    try:
        return rule.to_crm(
            tuple(fields.get(name) for name in rule.rule.hub), (None,) * len(rule.crm_at), NO_REFERENCES
        )
    except TransformError:
        return ()


def not_taken(rule: Rule, fields: tuple[Field, ...], made: Values, side: str) -> dict[str, str]:
    """By the rule's name, the first thing that this side would not take of what is made of one record."""
    return {name: message for name, _, message, _ in islice(_unfit(rule, fields, made, side), 1)}


def _unfit(rule: Rule, fields: tuple[Field, ...], made: Values, side: str) -> Iterator[_Misfit]:
    for field, value in zip(fields, made, strict=False):  # nothing was made of a value that is refused
        for message, advice in unfit(field, value, side):
            yield rule.name, field.name, message, advice


def unfit(field: Field, value: Value, side: str) -> Iterator[tuple[str, str]]:
    """What `side` may not take of this value in this field: (message, advice). References are looked up, not judged."""
    if value is None:
        if field.required and not field.read_only:
            yield (
                f"{side} requires {field.name!r}, and there is nothing to write",
                "Fill the value in, or give the rule a lens with a value for nothing.",
            )
        return
    if field.type.is_reference:
        return
    offered = {choice.value for choice in field.choices} if not field.open else set()
    if offered and not offered.issuperset(value if isinstance(value, tuple) else (value,)):
        yield (
            f"{side} does not offer a choice that {field.name!r} would get",
            "Use the lens 'choice_map' with the choices there are, or add the choice.",
        )
    if field.max_length is not None and isinstance(value, str) and len(value) > field.max_length:
        yield (
            f"{side} holds {field.max_length} characters in {field.name!r}, and the text is longer",
            "Shorten the value, or use the lens 'truncate'.",
        )


def shared_keys(translation: Translation, entry: Sequence[str], remotes: Sequence[RemoteRecord]) -> int:
    """How many of these CRM records share one entry of `match` with another of them: each pair would be a question."""
    seen = Counter(key for one in remotes if (key := match_key(translation, entry, one.values)) is not None)
    return sum(times for times in seen.values() if times > 1)


def match_key(translation: Translation, entry: Sequence[str], values: Values) -> tuple[str, ...] | None:
    """What a CRM record would be matched by, as matching compares it; None where it lacks a part of it."""
    readers = {name: rule for rule in translation.inbound for name in rule.rule.hub}
    parts = []
    for name in entry:
        rule = readers.get(name)
        got = _taken(rule, values) if rule is not None else ()
        value = got[rule.rule.hub.index(name)] if rule is not None and got else None
        part = normalise(translation.hub.fields[name].type, value, region=translation.region)
        if not part:
            return None
        parts.append(part)
    return tuple(parts)
