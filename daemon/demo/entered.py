"""Whether what the daemon wrote into a CRM is something that somebody entered somewhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from core.equivalence import normalise
from core.errors import TransformError
from core.records import Value
from core.schema import FieldType
from core.translate import NO_REFERENCES, Rule, Translation
from core.values import canonical


def parted_fields(
    translations: Mapping[str, Mapping[str, Translation]],
) -> dict[tuple[str, str], frozenset[str]]:
    """(hub object, hub field) -> the fields that one CRM keeps as one text with it, such as first and last name.

    Where such a text is cut is that CRM's reading of it, so there what counts is that every word was entered.
    """
    return {
        (translation.mapping.hub_object, name): frozenset(rule.rule.hub)
        for maps in translations.values()
        for translation in maps.values()
        for rule in translation.rules
        if len(rule.rule.hub) > 1 and len(rule.rule.crm) == 1
        for name in rule.rule.hub
    }


def plain_changes(translation: Translation, changes: Mapping[str, Any]) -> Iterable[tuple[Rule, str, Any]]:
    """The changed fields that belong to a one-field rule and are no reference."""
    rules = {
        rule.rule.crm[0]: rule
        for rule in translation.rules
        if len(rule.rule.crm) == 1 and rule.parent is None
    }
    for name, raw in changes.items():
        if name in rules:
            yield rules[name], name, raw


def was_entered(
    translation: Translation,
    rule: Rule,
    name: str,
    raw: Any,
    entered: set[tuple[str, str, str]],
    parted: Mapping[tuple[str, str], frozenset[str]],
    words: set[tuple[str, str, str]],
) -> bool:
    try:
        value = canonical(translation.crm.fields[name].type, raw)
        hub = rule.to_hub((value,), NO_REFERENCES)
    except TransformError:
        return False
    object = translation.mapping.hub_object
    for one, held in zip(rule.rule.hub, hub, strict=True):
        form = form_of(translation, one, held)
        if form is None:
            if len(rule.rule.hub) > 1:
                continue  # a name of one word
            return False
        together = parted.get((object, one))
        if together is not None:
            known = all(any((object, name, word) in words for name in together) for word in form.split())
        else:
            # A rule may have joined what both sides wrote into a long text: then no word of it may be anybody else's.
            joined = translation.hub.fields[one].type is FieldType.LONG_TEXT
            known = (object, one, form) in entered or (
                joined and all((object, one, word) in words for word in form.split())
            )
        if not known:
            return False
    return True


def form_of(translation: Translation, name: str, value: Value) -> str | None:
    """The normal form of a hub field's value, None where it is empty."""
    if value is None:
        return None
    return normalise(translation.hub.fields[name].type, value, region=translation.region) or str(value)
