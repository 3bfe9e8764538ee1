"""A CRM record without a link, in the hub's words: what it would be matched by, and created from."""

from __future__ import annotations

from dataclasses import dataclass, field

from core.errors import TransformError
from core.records import UNSET, BaseValue, RemoteRecord, Value
from core.sync.match import Key, keys_of
from core.sync.pair import Problem
from core.translate import (
    NO_REFERENCES,
    CrmKey,
    ParentMissing,
    ParentUnavailable,
    References,
    Rule,
    Translation,
)


@dataclass(slots=True)
class Newcomer:
    """A new CRM record in the hub's words. `missing` parents keep it waiting; `problems` leave a rule out."""

    remote: RemoteRecord
    fields: dict[str, Value] = field(default_factory=dict)
    base_hub: list[BaseValue] = field(default_factory=list)
    base_crm: list[BaseValue] = field(default_factory=list)
    missing: list[CrmKey] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    keys: tuple[Key, ...] = ()


def in_hub_words(translation: Translation, remote: RemoteRecord) -> Newcomer:
    """Translate every rule that flows towards the hub; `add_parents` does so for references."""
    one = Newcomer(
        remote=remote,
        base_hub=[None] * len(translation.mapping.hub_fields),
        base_crm=list(remote.values),
        fields=dict(translation.only_kind),
    )
    values, base_hub, fields = remote.values, one.base_hub, one.fields
    for rule in translation.inbound:
        if rule.copies:
            value = values[rule.crm_at[0]]
            base_hub[rule.hub_at[0]] = value
            if value is not None:
                fields[rule.rule.hub[0]] = value
        else:
            _convert(one, rule, NO_REFERENCES)
    for at in translation.unread_hub_at:
        one.base_hub[at] = UNSET  # a parked rule has not met this record yet
    one.keys = keys_of(translation.hub, one.fields, region=translation.region)
    return one


def add_parents(one: Newcomer, translation: Translation, references: References) -> None:
    """Translate the references too, now that the parents were looked up."""
    for rule in translation.inbound_references:
        _convert(one, rule, references)
    if any(field.key for rule in translation.inbound_references for field in rule.hub_fields):
        one.keys = keys_of(translation.hub, one.fields, region=translation.region)


def _convert(one: Newcomer, rule: Rule, references: References) -> None:
    crm = tuple(one.remote.values[at] for at in rule.crm_at)
    try:
        values = rule.to_hub(crm, references)
    except TransformError as error:
        _leave_out(one, rule, Problem(rule=rule, error=error, towards_hub=True))
    except ParentUnavailable:
        _leave_out(one, rule, Problem(rule=rule, error=None, towards_hub=True))
    except ParentMissing as missing:
        one.missing.extend(parent for parent in missing.parents if not isinstance(parent, str))
    else:
        for name, at, value in zip(rule.rule.hub, rule.hub_at, values, strict=True):
            one.base_hub[at] = value
            if value is not None:
                one.fields[name] = value


def _leave_out(one: Newcomer, rule: Rule, problem: Problem) -> None:
    one.problems.append(problem)
    for at in rule.hub_at:
        one.base_hub[at] = UNSET
    for at in rule.crm_at:
        one.base_crm[at] = UNSET
