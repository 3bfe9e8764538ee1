"""Carries a mapping from one account of a CRM to another, a sandbox to production for instance.

Names that are the account's own (hash keys, custom fields, ids of choices, owners, stages, record types) are found again by
what people call them. What the other account lacks is listed, and never guessed.
"""

from __future__ import annotations

from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, replace

from core.mapping import FieldRule, Mapping
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
    carried = replace(mapping, connection=connection, crm_object=there.name, rules=tuple(rules), version=1)
    return Promoted(mapping=carried, missing=tuple(missing))


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
