"""Tries a compiled mapping on real values of both sides: what is refused, what does not read back, what is cut off.

Pure: records as read come in, findings go out. References are left out, because their ids need looking up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Final

from core.errors import TransformError
from core.mapping import Direction, Policy
from core.mapping_fit import not_taken
from core.records import Fields, RemoteRecord, Value
from core.translate import NO_REFERENCES, Rule, Translation

Values = tuple[Value, ...]
TO_HUB: Final = "to_hub"
TO_CRM: Final = "to_crm"


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What one record would become on the other side, by field of that side. `refused` has why, by rule; `left_out` says
    why the filter leaves the record out, "" where it is in.

    `given` is what the mapping reads of the record, by field of its own side; `lost` has, by rule, how what is written
    would read back otherwise, and `unfit` what that side would not take of it.
    """

    id: str
    towards: str
    values: Fields
    refused: dict[str, str]
    left_out: str = ""
    given: Fields = field(default_factory=dict)
    lost: dict[str, str] = field(default_factory=dict)
    unfit: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class RuleTrial:
    """How one rule fared: values tried, and how many went wrong in which way, with the first as an example."""

    rule: str
    tried: int = 0
    refused: int = 0
    changed: int = 0
    cut: int = 0
    why: str = ""
    example: str = ""


def try_mapping(
    translation: Translation, remotes: Iterable[RemoteRecord], hub: Iterable[Fields]
) -> list[RuleTrial]:
    """Every rule on these CRM records and these hub records, in the mapping's order.

    `changed` are values that do not keep the laws of lenses (`core/lenses/shape.py`): what was got and put back is another
    value, or what was put is not got again. `cut` are texts of which the CRM's field holds only the beginning.
    """
    trials = {rule.name: RuleTrial(rule=rule.name) for rule in translation.rules if rule.parent is None}
    rules = [rule for rule in translation.rules if rule.parent is None]
    for remote in remotes:
        for rule in rules:
            if rule.rule.direction is not Direction.TO_CRM:
                _get_put(rule, tuple(remote.values[at] for at in rule.crm_at), trials[rule.name])
    for fields in hub:
        values = translation.hub_values(fields)
        for rule in rules:
            if rule.rule.direction is not Direction.TO_HUB:
                _put_get(rule, tuple(values[at] for at in rule.hub_at), trials[rule.name])
    return list(trials.values())


def _get_put(rule: Rule, crm: Values, trial: RuleTrial) -> None:
    if all(value is None for value in crm):
        return
    trial.tried += 1
    try:
        got = rule.to_hub(crm, NO_REFERENCES)
        if rule.rule.direction is Direction.BOTH and rule.rule.policy is not Policy.CREATE_ONLY:
            back = rule.to_crm(got, crm, NO_REFERENCES)
            if back != crm:
                trial.changed += 1
                trial.example = (
                    trial.example or f"{_shown(crm)} becomes {_shown(got)}, and that {_shown(back)}"
                )
    except TransformError as error:
        _refused(trial, crm, error)


def _put_get(rule: Rule, hub: Values, trial: RuleTrial) -> None:
    if not hub or all(value is None for value in hub):
        return
    trial.tried += 1
    try:
        put = rule.to_crm(hub, (None,) * len(rule.crm_at), NO_REFERENCES)
        if rule.rule.direction is not Direction.BOTH:
            return
        again = rule.to_hub(put, NO_REFERENCES)
        if rule.lens.invertible and not rule.same(again, hub):
            trial.changed += 1
            trial.example = trial.example or f"{_shown(hub)} becomes {_shown(put)}, and that {_shown(again)}"
        elif _is_beginning(again, hub):
            trial.cut += 1
            trial.example = trial.example or f"{_shown(hub)} is cut to {_shown(put)}"
    except TransformError as error:
        _refused(trial, hub, error)


def _is_beginning(short: Values, whole: Values) -> bool:
    return short != whole and all(
        one == other or (isinstance(one, str) and isinstance(other, str) and other.startswith(one))
        for one, other in zip(short, whole, strict=True)
    )


def _refused(trial: RuleTrial, values: Values, error: TransformError) -> None:
    trial.refused += 1
    trial.why = trial.why or str(error)
    trial.example = trial.example or _shown(values)


def preview_to_hub(translation: Translation, remote: RemoteRecord) -> Preview:
    """What the hub would take from this CRM record."""
    made: dict[str, Value] = {}
    given: dict[str, Value] = {}
    refused: dict[str, str] = {}
    lost: dict[str, str] = {}
    unfit: dict[str, str] = {}
    for rule in translation.rules:
        if rule.parent is None and rule.rule.direction is not Direction.TO_CRM:
            crm = tuple(remote.values[at] for at in rule.crm_at)
            given |= dict(zip(rule.rule.crm, crm, strict=True))
            _lose(lost, rule, _get_put, crm)
            try:
                got = rule.to_hub(crm, NO_REFERENCES)
                made |= dict(zip(rule.rule.hub, got, strict=True))
                unfit |= not_taken(rule, rule.hub_fields, got, "the hub")
            except TransformError as error:
                refused[rule.name] = str(error)
    out = translation.sieve.crm_out(remote.values)
    return Preview(
        id=remote.id,
        towards=TO_HUB,
        values=made,
        refused=refused,
        left_out=out.reason if out else "",
        given=given,
        lost=lost,
        unfit=unfit,
    )


def preview_to_crm(translation: Translation, id: str, fields: Fields) -> Preview:
    """What the CRM would get of this hub record if it were created there."""
    made: dict[str, Value] = {}
    given: dict[str, Value] = {}
    refused: dict[str, str] = {}
    lost: dict[str, str] = {}
    unfit: dict[str, str] = {}
    values = translation.hub_values(fields)
    for rule in translation.rules:
        if rule.parent is None and rule.rule.direction is not Direction.TO_HUB:
            hub = tuple(values[at] for at in rule.hub_at)
            given |= dict(zip(rule.rule.hub, hub, strict=True))
            _lose(lost, rule, _put_get, hub)
            try:
                put = rule.to_crm(hub, (None,) * len(rule.crm_at), NO_REFERENCES)
                made |= dict(zip(rule.rule.crm, put, strict=True))
                unfit |= not_taken(rule, rule.crm_fields, put, "the CRM")
            except TransformError as error:
                refused[rule.name] = str(error)
    out = translation.sieve.hub_out(fields)
    return Preview(
        id=id,
        towards=TO_CRM,
        values=made,
        refused=refused,
        left_out=out.reason if out else "",
        given=given,
        lost=lost,
        unfit=unfit,
    )


def _lose(
    lost: dict[str, str], rule: Rule, try_one: Callable[[Rule, Values, RuleTrial], None], values: Values
) -> None:
    trial = RuleTrial(rule=rule.name)
    try_one(rule, values, trial)
    if trial.changed or trial.cut:
        lost[rule.name] = trial.example


def _shown(values: Values) -> str:
    texts = ["nothing" if value is None else repr(value) for value in values]
    text = ", ".join(texts)
    return f"{text[:120]}…" if len(text) > 120 else text
