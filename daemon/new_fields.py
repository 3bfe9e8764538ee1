"""A field of a person's own, made in a CRM because a mapping wants it: shown first, then made, noted under their name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from adapters.base import Adapter
from adapters.new_fields import MakesFields, NewField, Wanted
from core.errors import Invalid, RequestRefused
from core.schema import FieldType
from daemon.laboratory import Laboratory

_CHOICES: Final = (FieldType.CHOICE, FieldType.MULTI_CHOICE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """`name` is the field's in the CRM, "" while the CRM has not given it one; `is_made` whether it is there."""

    field: NewField
    name: str
    is_made: bool


def plan_field(laboratory: Laboratory, connection: str, crm_object: str, wanted: Wanted) -> Outcome:
    """What would be made; nothing is. Raises NotFound, Invalid, RequestRefused and other RemoteErrors."""
    _check(wanted)
    with laboratory.site(connection).visit() as adapter:
        new = _able(adapter).plan_field(crm_object, wanted)
    return Outcome(field=new, name=new.name, is_made=False)


def make_field(
    laboratory: Laboratory, connection: str, crm_object: str, wanted: Wanted, *, by: str
) -> Outcome:
    """Make it. Planned anew first, so that one which is there by now is never made twice. Raises as `plan_field`, and
    NotPermitted where whoever signed in may not.

    The intent is noted before the CRM is asked: whatever happens then, the log says who wanted what.
    """
    _check(wanted)
    told = f"{crm_object}: field {wanted.label!r} ({wanted.type.value})"
    with laboratory.site(connection).visit() as adapter:
        able = _able(adapter)
        new = able.plan_field(crm_object, wanted)
        laboratory.noted("prepare", by, connection, f"{told} is to be made")
        name = able.make_field(crm_object, new)
    laboratory.noted("prepare", by, connection, f"{told} was made as {name}")
    return Outcome(field=new, name=name, is_made=True)


def _check(wanted: Wanted) -> None:
    if not wanted.label.strip() or not wanted.label.isprintable():
        raise Invalid("a field needs a label of plain text")
    if len(set(wanted.choices)) != len(wanted.choices) or not all(one.strip() for one in wanted.choices):
        raise Invalid("two choices are the same, or one is empty", advice="Give each choice once.")
    if wanted.choices and wanted.type not in _CHOICES:
        raise Invalid(f"a field of type {wanted.type.value!r} has no choices")


def _able(adapter: Adapter) -> MakesFields:
    if not isinstance(adapter, MakesFields):
        raise RequestRefused(
            f"{adapter.system} lets no program make fields", advice="Make the field there by hand."
        )
    return adapter
