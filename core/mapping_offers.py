"""What is known at once of a mapping while a person edits it: which fields fit onto one another, by which lens, and why
others do not; what speaks against it; what it matches by. Pure.

The app answers with it while a field is dragged; the daemon, which also asks records, has the last word on all of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import permutations
from types import MappingProxyType
from typing import Final, TypeAlias

from core.errors import MappingInvalid
from core.filtering import filter_problems
from core.mapping import Direction, FieldRule, Filter, Mapping, Policy
from core.mapping_check import check_mapping
from core.mapping_problems import Problem
from core.mapping_sides import Sides
from core.schema import Field, FieldType
from core.transforms import lens_for, lenses
from core.value_maps import value_map

Fields: TypeAlias = tuple[Field, ...]
_OF_WORDS: Final = (
    3  # any texts would do for these; offered for plain ones only: an address is no part of a name
)
_SEVERAL: Final = ("name_split", "name_join", "address_lines", "money_with_code", "span", "day_and_clock")
_OF_AN_ADDRESS: Final = ("address_lines", *(name for name in _SEVERAL if name != "address_lines"))
_ADDRESS: Final = re.compile(r"street|addr|stra(?:ss|ß)e|line_?\d", re.IGNORECASE)
_ONE: Final = ("auto", *(name for name in lenses() if name not in ("auto", "same")))


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What mapping two fields would make: `rule`, in place of the one named `replaces`; or why it cannot be."""

    rule: FieldRule | None = None
    replaces: str = ""
    reason: str = ""


@dataclass(slots=True)
class Fits:
    """Answers for one mapping and both its sides. Equal kinds of fields are tried once."""

    sides: Sides
    _known: dict[tuple[object, ...], tuple[str, ...]] = field(default_factory=dict)

    def offer(self, mapping: Mapping, crm_name: str, hub_name: str) -> Offer:
        crm, hub = self.sides.crm.object.fields.get(crm_name), self.sides.hub.object.fields.get(hub_name)
        if crm is None or hub is None:
            return Offer(reason="the field is not there any more")
        ours, theirs = _using(mapping.rules, hub=hub_name), _using(mapping.rules, crm=crm_name)
        if ours is not None and ours is theirs:
            return Offer(reason=f"both belong to the rule {ours.name!r} already")
        if ours is not None and theirs is not None:
            return Offer(reason=f"both are mapped already, by the rules {theirs.name!r} and {ours.name!r}")
        taken = ours or theirs
        if taken is not None:
            return self._join(taken, crm, hub)
        return self._pair(mapping, crm, hub)

    def accept(self, mapping: Mapping, pairs: Iterable[tuple[str, str]]) -> Mapping:
        """With a rule of its own for each pair (CRM field, hub field) that can be mapped."""
        for crm, hub in pairs:
            offer = self.offer(mapping, crm, hub)
            if offer.rule is not None and not offer.replaces:
                mapping = replace(mapping, rules=(*mapping.rules, offer.rule))
        return self.matched(mapping)

    def lenses(self, rule: FieldRule) -> dict[str, str]:
        """As `every_lens`, but after the rule's own come those that take its fields without an option."""
        found = self._fitting(rule.direction, self._fields(rule.hub, "hub"), self._fields(rule.crm, "crm"))
        known = every_lens(rule)
        return {name: known[name] for name in (rule.lens, *found, *known)}

    def problems(self, mapping: Mapping) -> list[Problem]:
        """What the schemas say against it."""
        return check_mapping(mapping, self.sides.hub.object, self.sides.crm.object)

    def problems_of_filter(self, filter: Filter) -> list[Problem]:
        return filter_problems(filter, self.sides.hub.object, self.sides.crm.object)

    def matched(self, mapping: Mapping) -> Mapping:
        """Records are matched only by fields that are mapped; where none is named, by the hub's keys among them."""
        match = tuple(entry for entry in mapping.match if set(entry) <= set(mapping.hub_fields))
        keys = (one.name for one in self.sides.hub.object.fields.values() if one.key)
        return replace(mapping, match=match or tuple((name,) for name in keys if name in mapping.hub_fields))

    # inside -----------------------------------------------------------------------------------------------------------
    def _pair(self, mapping: Mapping, crm: Field, hub: Field) -> Offer:
        if crm.read_only and hub.read_only:
            return Offer(reason="both fields can only be read")
        direction = (
            Direction.TO_HUB if crm.read_only else Direction.TO_CRM if hub.read_only else Direction.BOTH
        )
        taken = {one.name for one in mapping.rules}
        rule = FieldRule(
            name=_free(hub.name, taken),
            hub=(hub.name,),
            crm=(crm.name,),
            direction=direction,
            policy=Policy.CREATE_ONLY if crm.once else Policy.ASK,
        )
        found = self._fitting(direction, (hub,), (crm,))
        if not found:
            return Offer(reason=_why(rule, (hub,), (crm,)))
        rule = replace(rule, lens=found[0])
        return Offer(rule=self._with_choices(rule, crm, hub))

    def _with_choices(self, rule: FieldRule, crm: Field, hub: Field) -> FieldRule:
        """Choices of two vocabularies by a table of those that are alike, where there are such."""
        kinds = (FieldType.CHOICE, FieldType.MULTI_CHOICE)
        if crm.type not in kinds or crm.type is not hub.type:
            return rule
        if {one.value for one in crm.choices} == {one.value for one in hub.choices}:
            return rule
        found = value_map(hub, crm, {}, self.sides)
        if not any(found.values()):
            return rule
        options = {ours: theirs for ours, theirs in found.items() if theirs}
        return replace(rule, lens="choice_map", options=MappingProxyType(options))

    def _join(self, rule: FieldRule, crm: Field, hub: Field) -> Offer:
        """One more field for a rule: first and last name for a full name, say."""
        ours = self._fields(tuple(dict.fromkeys((*rule.hub, hub.name))), "hub")
        theirs = self._fields(tuple(dict.fromkeys((*rule.crm, crm.name))), "crm")
        for many_hub, many_crm in _orders(ours, theirs):
            among: tuple[str, ...] = _SEVERAL if _are_words((*many_hub, *many_crm)) else _SEVERAL[_OF_WORDS:]
            if among is _SEVERAL and _are_of_an_address((*many_hub, *many_crm)):
                among = _OF_AN_ADDRESS
            found = self._fitting(rule.direction, many_hub, many_crm, among)
            if found:
                grown = replace(
                    rule,
                    hub=tuple(one.name for one in many_hub),
                    crm=tuple(one.name for one in many_crm),
                    lens=found[0],
                    options=MappingProxyType({}),
                )
                return Offer(rule=grown, replaces=rule.name)
        field = hub if hub.name in rule.hub else crm
        return Offer(reason=f"{field.label or field.name!r} is mapped already, by the rule {rule.name!r}")

    def _fitting(
        self, direction: Direction, hub: Fields, crm: Fields, among: tuple[str, ...] = ()
    ) -> tuple[str, ...]:
        if not hub or not crm:
            return ()
        key = (direction, _shape(hub), _shape(crm), among)
        found = self._known.get(key)
        if found is None:
            one_each = len(hub) == len(crm) == 1
            tried = among or (_ONE if one_each else _SEVERAL)
            rule = FieldRule(
                name="r",
                hub=tuple(one.name for one in hub),
                crm=tuple(one.name for one in crm),
                direction=direction,
            )
            found = tuple(name for name in tried if not _why(replace(rule, lens=name), hub, crm))
            self._known[key] = found
        return found

    def _fields(self, names: Iterable[str], side: str) -> Fields:
        known = (self.sides.hub if side == "hub" else self.sides.crm).object.fields
        return tuple(known[name] for name in names if name in known)


def every_lens(rule: FieldRule) -> dict[str, str]:
    """Every lens by name with a sentence on it, the rule's own first."""
    known = lenses()
    return {name: known.get(name, "") for name in (rule.lens, *known)}


def _why(rule: FieldRule, hub: Fields, crm: Fields) -> str:
    try:
        lens_for(rule, hub, crm)
    except MappingInvalid as error:
        return str(error).rpartition("does not fit: ")[2]
    return ""


def _are_words(fields: Fields) -> bool:
    return all(one.type in (FieldType.TEXT, FieldType.LONG_TEXT) for one in fields)


def _are_of_an_address(fields: Fields) -> bool:
    """By what they are called: a name would be put together from texts in the same way."""
    return any(_ADDRESS.search(f"{one.name} {one.label}") for one in fields)


def _using(rules: Iterable[FieldRule], *, hub: str = "", crm: str = "") -> FieldRule | None:
    return next((one for one in rules if (hub and hub in one.hub) or (crm and crm in one.crm)), None)


def _orders(hub: Fields, crm: Fields) -> Iterable[tuple[Fields, Fields]]:
    if len(hub) > 3 or len(crm) > 3:
        return [(hub, crm)]
    return [(ours, theirs) for ours in permutations(hub) for theirs in permutations(crm)]


def _shape(fields: Fields) -> tuple[tuple[object, ...], ...]:
    """What a lens asks of fields; names matter only to those of several fields."""
    lone = len(fields) == 1
    return tuple(
        (one.type, one.references, bool(one.choices), "" if lone else one.name, bool(one.max_length))
        for one in fields
    )


def _free(name: str, taken: set[str]) -> str:
    if name not in taken:
        return name
    number = 2
    while f"{name}_{number}" in taken:
        number += 1
    return f"{name}_{number}"
