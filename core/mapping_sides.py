"""The two objects that a mapping ties, each with values that really occur."""

from __future__ import annotations

from dataclasses import dataclass, field

from core.schema import Object


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """`samples` are different values as text, by field, in the order in which they were found."""

    object: Object
    samples: dict[str, list[str]] = field(default_factory=dict)

    def label_of(self, name: str) -> str:
        known = self.object.fields.get(name)
        return known.label or name if known is not None else name


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    crm: Side
    hub: Side
