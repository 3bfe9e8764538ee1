"""A mapping tried on records that are really there: what each rule refuses, loses, or writes in vain.

Every problem is counted over the sample and shown by one example. Examples hold people's values: they are for whoever
asked, and for no log.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from core.equivalence import normalise
from core.errors import TransformError
from core.mapping import Direction
from core.records import Fields, Value
from core.schema import Field
from core.translate import NO_REFERENCES, Rule, Translation

Values = tuple[Value, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One kind of trouble with a rule (empty: with the whole mapping), met `count` times. `given` became `made`.

    `fatal` ones would stop or corrupt work; the others are for a person to weigh.
    """

    rule: str
    field: str
    message: str
    advice: str
    fatal: bool = False
    count: int = 0
    given: Values = ()
    made: Values = ()


def try_mapping(
    translation: Translation, crm: Sequence[Values], hub: Sequence[Fields]
) -> tuple[Finding, ...]:
    """What comes of converting these records: `crm` values in the mapping's order, `hub` fields by name.

    Rules are tried in their order, into the hub first. References are exchanged by looking records up, so are not tried.
    """
    found: list[Finding] = []
    for rule in translation.every_rule:
        if rule.parent is not None:
            continue
        if rule.rule.direction is not Direction.TO_CRM:
            found += _summed(_inward(rule, [tuple(values[at] for at in rule.crm_at) for values in crm]))
        if rule.rule.direction is not Direction.TO_HUB:
            found += _summed(_outward(rule, [tuple(one.get(name) for name in rule.rule.hub) for one in hub]))
    found += _shared_keys(translation, crm)
    return tuple(found)


def _inward(rule: Rule, sample: Sequence[Values]) -> Iterator[Finding]:
    """CRM values taken into the hub, and put back unchanged: GetPut."""
    for values in sample:
        try:
            got = rule.to_hub(values, NO_REFERENCES)
        except TransformError as error:
            yield _refused(rule, "the CRM's value cannot be taken into the hub", error, values)
            continue
        yield from _unfit(rule, rule.hub_fields, values, got, "the hub")
        if rule.rule.direction is not Direction.BOTH:
            continue
        try:
            back = rule.to_crm(got, values, NO_REFERENCES)
        except TransformError as error:
            yield _refused(rule, "what was read could not be written back", error, values)
            continue
        if back != values:
            yield Finding(
                rule=rule.name,
                field=rule.rule.crm[0],
                message="writing back what was just read would change the CRM's value (GetPut)",
                advice='Choose another lens, or say direction = "to_hub".',
                fatal=True,
                given=values,
                made=back,
            )


def _outward(rule: Rule, sample: Sequence[Values]) -> Iterator[Finding]:
    """Hub values written to a new CRM record, and read back as they were meant: PutGet."""
    for values in sample:
        try:
            made = rule.to_crm(values, (None,) * len(rule.crm_at), NO_REFERENCES)
        except TransformError as error:
            yield _refused(rule, "the hub's value cannot be written to the CRM", error, values)
            continue
        yield from _unfit(rule, rule.crm_fields, values, made, "the CRM")
        if rule.rule.direction is not Direction.BOTH:
            continue
        try:
            back = rule.to_hub(made, NO_REFERENCES)
        except TransformError as error:
            yield _refused(rule, "what would be written could not be read back", error, values)
            continue
        if not rule.same(back, values):
            yield Finding(
                rule=rule.name,
                field=rule.rule.hub[0],
                message="what would be written reads back as something else (PutGet)",
                advice='Choose a lens that can be turned round, or say direction = "to_crm".',
                given=values,
                made=back,
            )


def _unfit(rule: Rule, fields: Iterable[Field], given: Values, made: Values, side: str) -> Iterator[Finding]:
    """Values that the field on the far side will not take."""
    for field, value in zip(fields, made, strict=True):
        if value is None:
            if field.required and not field.read_only:
                yield Finding(
                    rule=rule.name,
                    field=field.name,
                    message=f"{side} requires {field.name!r}, and there is nothing to write",
                    advice="Fill the value in, or give the rule a lens with a value for nothing.",
                    given=given,
                    made=made,
                )
            continue
        if field.choices:
            offered = {choice.value for choice in field.choices}
            wanted = value if isinstance(value, tuple) else (value,)
            if any(one not in offered for one in wanted):
                yield Finding(
                    rule=rule.name,
                    field=field.name,
                    message=f"{side} does not offer this choice in {field.name!r}",
                    advice="Use the lens 'choice_map' with the choices there are, or add the choice.",
                    given=given,
                    made=made,
                )
        if field.max_length is not None and isinstance(value, str) and len(value) > field.max_length:
            yield Finding(
                rule=rule.name,
                field=field.name,
                message=f"longer than the {field.max_length} characters that {side} holds in {field.name!r}",
                advice="Shorten the value, or use the lens 'truncate'.",
                given=given,
                made=made,
            )


def _refused(rule: Rule, what: str, error: TransformError, values: Values) -> Finding:
    return Finding(rule=rule.name, field="", message=f"{what}: {error}", advice=error.advice, given=values)


def _summed(found: Iterable[Finding]) -> list[Finding]:
    """Alike findings as one, with how many there were and the first as the example."""
    first: dict[tuple[str, str], Finding] = {}
    times: Counter[tuple[str, str]] = Counter()
    for one in found:
        key = (one.field, one.message)
        first.setdefault(key, one)
        times[key] += 1
    return [replace(one, count=times[key]) for key, one in first.items()]


def _shared_keys(translation: Translation, crm: Sequence[Values]) -> Iterator[Finding]:
    """Match keys that several sampled CRM records have alike: each pair of them would be a question."""
    by_field = {name: rule for rule in translation.inbound for name in rule.rule.hub}
    for entry in translation.mapping.match:
        if any(name not in by_field for name in entry):
            continue
        seen = Counter(
            key for values in crm if (key := _key(translation, by_field, entry, values)) is not None
        )
        shared = sum(times for times in seen.values() if times > 1)
        if shared:
            yield Finding(
                rule="",
                field=entry[0],
                message=f"{shared} of {len(crm)} sampled CRM records share their {' + '.join(entry)} with another",
                advice="Merge duplicates in the CRM first, or match by something unique.",
                count=shared,
            )


def _key(
    translation: Translation, by_field: dict[str, Rule], entry: tuple[str, ...], values: Values
) -> tuple[str, ...] | None:
    parts = []
    for name in entry:
        rule = by_field[name]
        try:
            got = rule.to_hub(tuple(values[at] for at in rule.crm_at), NO_REFERENCES)
        except TransformError:
            return None
        part = normalise(
            translation.hub.fields[name].type, got[rule.rule.hub.index(name)], region=translation.region
        )
        if part is None:
            return None
        parts.append(part)
    return tuple(parts)
