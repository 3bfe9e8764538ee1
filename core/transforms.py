"""The registry of lenses: how a rule's values are converted between the hub and a CRM.

A lens is named in a mapping and made here for the rule's fields. The laws every lens obeys stand in
`core/lenses/shape.py`; the families stand in `core/lenses/`.
"""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from types import MappingProxyType
from typing import Final

from core.errors import MappingInvalid
from core.lenses import amounts, by_type, choices, computed, happenings, markup, several, stages, texts, times
from core.lenses.shape import TEXTS, Fitting, Lens, Site, Spec
from core.mapping import FieldRule
from core.schema import Field

_SPECS: Final[Mapping[str, Spec]] = MappingProxyType(
    {
        spec.name: spec
        for family in (by_type, texts, several, choices, stages, amounts, times, happenings, markup, computed)
        for spec in family.SPECS
    }
)


def lenses() -> Mapping[str, str]:
    """Every lens by name, with a sentence on what it does and its options."""
    return MappingProxyType({name: spec.description for name, spec in _SPECS.items()})


def lens_for(rule: FieldRule, hub_types: tuple[Field, ...], crm_types: tuple[Field, ...]) -> Lens:
    """The lens a rule names, made for its fields (in the rule's order).

    Raises MappingInvalid naming the rule and its fields where the lens is unknown, or where the number of fields,
    their types or the options do not fit. Texts longer than a CRM field's `max_length` are refused when converted.
    """
    spec = _SPECS.get(rule.lens)
    if spec is None:
        near = get_close_matches(rule.lens, list(_SPECS), n=1)
        raise MappingInvalid(
            f"rule {rule.name!r} names the lens {rule.lens!r}, which does not exist",
            advice=f"Did you mean {near[0]!r}?" if near else "`crmsync lenses` lists all lenses.",
        )
    site = Site(rule=rule, lens=rule.lens, hub=hub_types, crm=crm_types)
    if not spec.any_option:
        site.check_options(spec.options)
    lens = spec.build(site)
    limits = tuple(field.max_length if field.type in TEXTS else None for field in crm_types)
    if rule.lens == "truncate" or not any(limits):
        return lens
    return Fitting(site=site, lens=lens, limits=limits)


__all__ = ["Lens", "lens_for", "lenses"]
