"""What differs between two versions of a mapping, rule by rule, in the words of mapping files."""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.mapping import FieldRule, Mapping
from core.mapping_files import dump_mapping

_RULE_PARTS = ("hub", "crm", "lens", "options", "direction", "policy")
_PARTS = ("connection", "hub_object", "crm_object", "match", "kinds", "delete_policy", "creates", "brake")


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One part that differs. `rule` is empty for the mapping's own; `before` or `after` is empty where there is none."""

    rule: str
    part: str
    before: str
    after: str


def difference(before: Mapping, after: Mapping) -> tuple[Difference, ...]:
    """The mapping's own parts first, then rules in the order of `before`, then new ones. Order alone is no difference."""
    found = [
        Difference(rule="", part=part, before=_own(before, part), after=_own(after, part))
        for part in _PARTS
        if getattr(before, part) != getattr(after, part)
    ]
    old, new = ({rule.name: rule for rule in one.rules} for one in (before, after))
    for name, rule in old.items():
        if name not in new:
            found.append(Difference(rule=name, part="rule", before=_whole(rule), after=""))
            continue
        found += [
            Difference(rule=name, part=part, before=_said(rule, part), after=_said(new[name], part))
            for part in _RULE_PARTS
            if getattr(rule, part) != getattr(new[name], part)
        ]
    found += [
        Difference(rule=name, part="rule", before="", after=_whole(rule))
        for name, rule in new.items()
        if name not in old
    ]
    return tuple(found)


def canonical(mapping: Mapping) -> str:
    """The mapping's text as it is always written, whatever version number it bears."""
    return dump_mapping(replace(mapping, version=1))


def _own(mapping: Mapping, part: str) -> str:
    value = getattr(mapping, part)
    if part == "match":
        return ", ".join(" + ".join(entry) for entry in value)
    if part == "brake":
        return f"share {value.share:g}, least {value.least}, most {value.most}"
    return _text(value)


def _said(rule: FieldRule, part: str) -> str:
    value = getattr(rule, part)
    if part == "options":
        return ", ".join(f"{name} = {text}" for name, text in value.items())
    return _text(value)


def _text(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(value)
    return str(getattr(value, "value", value))


def _whole(rule: FieldRule) -> str:
    lens = "" if rule.lens == "auto" else f" by {rule.lens}"
    arrow = {"both": "<->", "to_hub": "<-", "to_crm": "->"}[rule.direction.value]
    return f"{', '.join(rule.hub) or 'nothing'} {arrow} {', '.join(rule.crm)}{lens}"
