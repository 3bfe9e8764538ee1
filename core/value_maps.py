"""A table of choices between two sides, from their lists and from the values that really occur. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches

from core.mapping_sides import Side, Sides
from core.schema import Field

OTHERWISE = "*"


def words_of(field: Field, side: Side) -> dict[str, str]:
    """Every value of a field with its label: those of its list, then others that occur."""
    found = {one.value: one.label or one.value for one in field.choices}
    for text in side.samples.get(field.name, ()):
        found.setdefault(text, text)
    return found


def value_map(hub: Field, crm: Field, known: Mapping[str, str], sides: Sides) -> dict[str, str]:
    """hub value -> CRM value; "" where none is alike. What is in `known` stays."""
    ours, theirs = words_of(hub, sides.hub), words_of(crm, sides.crm)
    alike = {_fold(text): value for value, label in theirs.items() for text in (label, value)}
    made = dict(known)
    for value, label in ours.items():
        if value not in made:
            made[value] = alike.get(_fold(value)) or alike.get(_fold(label)) or _near(label, alike)
    return made


def _near(label: str, alike: Mapping[str, str]) -> str:
    near = get_close_matches(_fold(label), list(alike), n=1, cutoff=0.85)
    return alike[near[0]] if near else ""


def _fold(text: str) -> str:
    return "".join(one for one in text.casefold() if one.isalnum())
