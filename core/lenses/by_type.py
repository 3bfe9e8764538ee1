"""The lenses that need no name: chosen by the two fields' types alone."""

from __future__ import annotations

from datetime import UTC
from typing import Final

from core.errors import TransformError
from core.lenses.shape import NUMBERS, TEXTS, Converting, Lens, Same, Site, Spec, Values, one_to_one
from core.lenses.times import date_and_time
from core.records import Value
from core.schema import FieldType
from core.values import canonicaliser

_WRITABLE: Final = (
    frozenset({FieldType.BOOL, FieldType.DATE, FieldType.DATETIME, FieldType.MULTI_CHOICE}) | NUMBERS
)
_ADVICE: Final = "Choose a lens by name; `crmsync lenses` lists them all."


def _same(site: Site) -> Lens:
    if not site.hub or len(site.hub) != len(site.crm):
        site.misfit("takes as many fields on one side as on the other")
    for hub, crm in zip(site.hub, site.crm, strict=True):
        if hub.type is not crm.type and not _alike(hub.type, crm.type):
            site.misfit(
                f"{hub.name!r} is {hub.type.value!r}, {crm.name!r} is {crm.type.value!r}", advice=_ADVICE
            )
    return Same(name=site.lens)


def _alike(one: FieldType, other: FieldType) -> bool:
    return (one in TEXTS and other in TEXTS) or (one in NUMBERS and other in NUMBERS)


def _reference(site: Site) -> Lens:
    site.needs(1, 1)
    kinds = (FieldType.REFERENCE, FieldType.MULTI_REFERENCE)
    site.needs_types(site.hub, *kinds)
    site.needs_types(site.crm, *kinds)
    if site.hub[0].type is site.crm[0].type:
        return Same(name=site.lens)
    return _one_and_many(site, many_in_crm=site.crm[0].type is FieldType.MULTI_REFERENCE)


def _one_and_many(site: Site, *, many_in_crm: bool) -> Lens:
    """One value on one side, several on the other: the first of several is read, one is written as a list of one."""
    if many_in_crm:
        return one_to_one(site, _first, _listed, invertible=True)
    return one_to_one(site, _listed, _first, invertible=False)


def _first(value: Value) -> Value:
    return value[0] if isinstance(value, tuple) else value


def _listed(value: Value) -> Value:
    return (value,) if isinstance(value, str) else value


def _auto(site: Site) -> Lens:
    if len(site.hub) != 1 or len(site.crm) != 1:
        site.misfit("several fields on a side need a lens by name", advice=_ADVICE)
    hub, crm = site.hub[0].type, site.crm[0].type
    if hub.is_reference and crm.is_reference:
        return _reference(site)
    if hub is crm or _alike(hub, crm):
        return Same(name=site.lens)
    if {hub, crm} == {FieldType.DATE, FieldType.DATETIME}:
        return date_and_time(site, UTC)
    if {hub, crm} == {FieldType.CHOICE, FieldType.MULTI_CHOICE}:
        return _one_and_many(site, many_in_crm=crm is FieldType.MULTI_CHOICE)
    if FieldType.BOOL in (hub, crm) and (hub in NUMBERS or crm in NUMBERS):
        return _by_canonical(site, hub, crm, invertible=hub is FieldType.BOOL)
    if hub in _WRITABLE and crm in TEXTS:
        return _by_canonical(site, hub, crm, invertible=hub is not FieldType.MULTI_CHOICE)
    if crm in _WRITABLE and hub in TEXTS:
        return _by_canonical(site, hub, crm, invertible=False)
    site.misfit(f"nothing is known between {hub.value!r} and {crm.value!r}", advice=_ADVICE)


def _by_canonical(site: Site, hub: FieldType, crm: FieldType, *, invertible: bool) -> Lens:
    """Each side's value written out and read as the other's type; what cannot be read is refused."""
    read, write = canonicaliser(hub), canonicaliser(crm)

    def get(values: Values) -> Values:
        return (read(_written(values[0], hub)),)

    def put(values: Values, _now: Values) -> Values:
        return (write(_written(values[0], crm)),)

    return Converting(site=site, get=get, put=put, invertible=invertible)


def _written(value: Value, wanted: FieldType) -> object:
    if isinstance(value, tuple):
        if any(";" in item or item != item.strip() for item in value):
            raise TransformError("a choice holds a semicolon, or white space at its edge")
        return ";".join(value)
    if isinstance(value, bool) and wanted in NUMBERS:
        return int(value)
    return value


SPECS: Final = (
    Spec(
        name="auto", description="Chosen by the two fields' types; the same type stays as it is.", build=_auto
    ),
    Spec(name="same", description="Values stay as they are; for fields of like types.", build=_same),
    Spec(
        name="reference",
        description="A reference to another record; the ids are exchanged, parents come first.",
        build=_reference,
    ),
)
