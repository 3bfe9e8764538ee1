"""Carries a mapping from one account of a CRM to another, a sandbox to production for instance.

Names that are the account's own (hash keys, custom fields, ids of choices, owners, stages, record types) are found again by
what people call them. What the other account lacks is listed, and never guessed.
"""

from __future__ import annotations

from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, replace

from core.filter_words import Word, texts_about, with_names, with_texts
from core.filtering import FILTER
from core.mapping import NO_FILTER, FieldRule, Mapping
from core.schema import Choice, Field, Object


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """Something the other account does not have. `rule` is the rule that needs it; `what` names it as people do."""

    rule: str
    what: str
    advice: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Promoted:
    """The mapping for the other account, without the rules that cannot be carried, and what is missing there."""

    mapping: Mapping
    missing: tuple[Missing, ...]


def promote(mapping: Mapping, connection: str, here: Object, there: Object) -> Promoted:
    """`mapping` for another account's `connection`; `here` and `there` are its CRM object in both accounts."""
    rules: list[FieldRule] = []
    missing: list[Missing] = []
    for rule in mapping.rules:
        fields = {name: _counterpart(here.fields.get(name), name, there) for name in rule.crm}
        lacks = [name for name, found in fields.items() if found is None]
        for name in lacks:
            label = here.fields[name].label if name in here.fields else name
            missing.append(
                Missing(
                    rule=rule.name,
                    what=f"field {label!r} of {there.label}",
                    advice=f"Create it there, or leave the rule {rule.name!r} out.",
                )
            )
        if lacks:
            continue
        found = {name: one for name, one in fields.items() if one is not None}
        options, lost = _options(rule, here, found)
        missing += [
            Missing(
                rule=rule.name,
                what=f"choice {label!r} of {there.label}",
                advice="Add the choice there, or take it out of the rule's table.",
            )
            for label in lost
        ]
        rules.append(replace(rule, crm=tuple(found[name].name for name in rule.crm), options=options))
    condition, lacking = _condition(mapping.filter.crm, here, there)
    filter = replace(mapping.filter, crm=condition) if condition or mapping.filter.hub else NO_FILTER
    carried = replace(
        mapping, connection=connection, crm_object=there.name, rules=tuple(rules), filter=filter, version=1
    )
    return Promoted(mapping=carried, missing=(*missing, *lacking))


def _condition(text: str, here: Object, there: Object) -> tuple[str, list[Missing]]:
    """The filter's condition with the other account's fields, and its values of the choices they are compared with; ""
    where something is missing there, which is told: half a condition would let in what was never meant.
    """
    missing: list[Missing] = []

    def lacks(what: str) -> None:
        advice = f"Add it there. Until then the filter lets everything of {there.label} in: write it before you use this."
        missing.append(Missing(rule=FILTER, what=f"{what} of {there.label}", advice=advice))

    names: dict[str, str] = {}
    texts: dict[Word, str] = {}
    for name, held in texts_about(text).items():
        field = here.fields.get(name)
        found = _counterpart(field, name, there)
        if found is None:
            lacks(f"field {(field.label if field is not None else name)!r}")
            continue
        names[name] = found.name
        labels = {choice.value: choice.label for choice in _choices(field)}
        values = {choice.label.casefold(): choice.value for choice in found.choices}
        for word in held:
            label = labels.get(word.value)
            if label is not None and label.casefold() in values:
                texts[word] = values[label.casefold()]
            elif label is not None and word.value not in values.values():
                lacks(f"choice {label!r}")
    return ("", missing) if missing else (with_names(with_texts(text, texts), names), [])


def _counterpart(field: Field | None, name: str, there: Object) -> Field | None:
    """The field of the other account: by its name, else the only one that people call the same."""
    same = there.fields.get(name)
    if field is None:
        return same
    if same is not None and (same.label == field.label or not field.custom):
        return same
    called = [one for one in there.fields.values() if one.label.casefold() == field.label.casefold()]
    return called[0] if len(called) == 1 else same


def _options(rule: FieldRule, here: Object, there: MappingOf[str, Field]) -> tuple[dict[str, str], list[str]]:
    """The rule's options with the other account's values of choices, and the labels that it has not."""
    labels = {choice.value: choice.label for name in rule.crm for choice in _choices(here.fields.get(name))}
    values = {choice.label.casefold(): choice.value for one in there.values() for choice in one.choices}
    known = {choice.value for one in there.values() for choice in one.choices}
    made: dict[str, str] = {}
    lost: list[str] = []
    for name, text in rule.options.items():
        parts = []
        for part in text.split("|"):
            label = labels.get(part)
            if label is None:
                parts.append(part)
            elif label.casefold() in values:
                parts.append(values[label.casefold()])
            elif part in known:
                parts.append(part)
            else:
                lost.append(label)
        if parts:
            made[name] = "|".join(parts)
    return made, lost


def _choices(field: Field | None) -> tuple[Choice, ...]:
    return field.choices if field is not None else ()
