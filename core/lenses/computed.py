"""A value that is computed from others, one way only: an expression in CEL over the fields it comes from."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from core.errors import ExpressionFailed, ExpressionInvalid, TransformError
from core.expressions import Expression, compile_expression
from core.lenses.shape import Fields, Lens, Site, Spec, Values
from core.mapping import Direction
from core.schema import FieldType

_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Computed:
    """The target's only field from the source's fields. Nothing can be read back through it.

    `writes_only`: it goes to the CRM, so what the CRM holds says nothing about the hub's fields (`Rule.seen`).
    """

    site: Site
    expression: Expression
    names: tuple[str, ...]
    writes_only: bool
    invertible: bool = False

    @property
    def name(self) -> str:
        return self.site.lens

    def to_hub(self, crm: Values) -> Values:
        return (None,) * len(self.site.hub) if self.writes_only else (self._made(crm),)

    def to_crm(self, hub: Values, crm_now: Values) -> Values:
        return (self._made(hub),) if self.writes_only else crm_now

    def _made(self, values: Values) -> str | bool | tuple[str, ...] | None:
        try:
            return self.expression.evaluate(dict(zip(self.names, values, strict=True)))
        except ExpressionFailed as error:
            raise TransformError(f"{self.site}: {error}", advice=error.advice) from error


def _expression(site: Site) -> Lens:
    direction = site.rule.direction
    if direction is Direction.BOTH:
        site.misfit("a computed value goes one way", advice='Say direction = "to_crm", or "to_hub".')
    there = direction is Direction.TO_CRM
    source, target = (site.hub, site.crm) if there else (site.crm, site.hub)
    if len(target) != 1:
        site.misfit("it makes the value of one field")
    if not source:
        site.misfit("it names no field to compute from", advice="For a fixed value use the lens 'constant'.")
    text = site.option("value", "")
    if not text.strip():
        site.misfit(
            "option 'value' is missing", advice="Write it like value = \"first_name + ' ' + last_name\"."
        )
    try:
        expression = compile_expression(text, _variables(site, source), target[0].type)
    except ExpressionInvalid as error:
        site.misfit(str(error), advice=error.advice)
    names = tuple(one.name for one in source)
    return Computed(site=site, expression=expression, names=names, writes_only=there)


def _variables(site: Site, source: Fields) -> Mapping[str, FieldType]:
    for one in source:
        if one.type.is_reference:
            site.misfit(f"field {one.name!r} is a reference, which is another id on each side")
        if not _NAME.fullmatch(one.name):
            site.misfit(
                f"field {one.name!r} has a name that an expression cannot hold",
                advice="Map that field to one of the hub by a rule of its own, and compute from that.",
            )
    return {one.name: one.type for one in source}


SPECS: Final = (
    Spec(
        name="expression",
        description="A value computed from other fields, one way. Option value: an expression in CEL over their names, such "
        "as first_name + ' ' + last_name; empty texts are \"\".",
        build=_expression,
        options=frozenset({"value"}),
    ),
)
