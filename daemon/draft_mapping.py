"""Suggested pairs of fields as a mapping that somebody can look at and change."""

from __future__ import annotations

from core.mapping import Mapping
from core.mapping_offers import Fits
from core.mapping_sides import Side, Sides
from core.schema import Object
from core.suggest.suggest import Suggestions


def draft_of(connection: str, hub: Object, crm: Object, found: Suggestions) -> Mapping:
    """One rule a pair that can be mapped, as the app makes it of a suggestion that is taken."""
    blank = Mapping(connection=connection, hub_object=hub.name, crm_object=crm.name, rules=())
    pairs = sorted(found.pairs, key=lambda one: one.right)
    fits = Fits(sides=Sides(crm=Side(object=crm), hub=Side(object=hub)))
    return fits.accept(blank, ((one.left, one.right) for one in pairs))
