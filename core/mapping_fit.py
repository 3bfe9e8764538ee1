"""What the far side of a mapping will not take, met on real values: choices not offered, texts too long, nothing where
something is required, and match keys that several records share.

Pure, and without examples: a finding names the field and how many sampled records have it, never a value.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

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
    found = [
        Problem(
            rule=rule, field=field, message=f"{message}: {count} sampled records", advice=advice, fatal=False
        )
        for (rule, field, message, advice), count in met.items()
    ]
    return found + list(_shared_keys(translation, remotes))


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


def _unfit(rule: Rule, fields: tuple[Field, ...], made: Values, side: str) -> Iterator[_Misfit]:
    for field, value in zip(fields, made, strict=False):  # nothing was made of a value that is refused
        if value is None:
            if field.required and not field.read_only:
                yield (
                    rule.name,
                    field.name,
                    f"{side} requires {field.name!r}, and there is nothing to write",
                    "Fill the value in, or give the rule a lens with a value for nothing.",
                )
            continue
        offered = {choice.value for choice in field.choices}
        if offered and not offered.issuperset(value if isinstance(value, tuple) else (value,)):
            yield (
                rule.name,
                field.name,
                f"{side} does not offer a choice that {field.name!r} would get",
                "Use the lens 'choice_map' with the choices there are, or add the choice.",
            )
        if field.max_length is not None and isinstance(value, str) and len(value) > field.max_length:
            yield (
                rule.name,
                field.name,
                f"{side} holds {field.max_length} characters in {field.name!r}, and the text is longer",
                "Shorten the value, or use the lens 'truncate'.",
            )


def _shared_keys(translation: Translation, remotes: Sequence[RemoteRecord]) -> Iterator[Problem]:
    """Match keys that several sampled CRM records have alike: each pair of them would be a question."""
    readers = {name: rule for rule in translation.inbound for name in rule.rule.hub}
    for entry in translation.mapping.match:
        if any(name not in readers for name in entry):
            continue
        seen = Counter(
            key for one in remotes if (key := _key(translation, readers, entry, one.values)) is not None
        )
        shared = sum(times for times in seen.values() if times > 1)
        if shared:
            yield Problem(
                rule="",
                field=entry[0],
                message=f"{shared} of {len(remotes)} sampled CRM records share their {' + '.join(entry)} with another",
                advice="Merge duplicates in the CRM first, or match by something unique.",
                fatal=False,
            )


def _key(
    translation: Translation, readers: dict[str, Rule], entry: tuple[str, ...], values: Values
) -> tuple[str, ...] | None:
    parts = []
    for name in entry:
        got = _taken(readers[name], values)
        part = normalise(
            translation.hub.fields[name].type,
            got[readers[name].rule.hub.index(name)] if got else None,
            region=translation.region,
        )
        if part is None:
            return None
        parts.append(part)
    return tuple(parts)
