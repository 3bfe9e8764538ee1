"""The changes of a plan's items as commands print them: what they refer to by name, also what the plan itself would make."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from core.plans import WRITES_CRM
from daemon.cli.referred import Held, Saying

if TYPE_CHECKING:
    from core.wire.client import Client
    from core.wire.plans import PlanItemWord
    from core.wire.words import WireValue

_THERE: Final = frozenset(kind.value for kind in WRITES_CRM)


def homes_of(client: Client, connection: str) -> dict[str, str]:
    """What the hub calls the objects of a connection; empty for a plan of the hub alone."""
    mappings = client.list_mappings().rows
    return {one.crm_object: one.hub_object for one in mappings if one.connection == connection}


def _hub_object(one: PlanItemWord, homes: Mapping[str, str]) -> str:
    """Whose fields the item's changes are; "" for those of a CRM, whose ids are as it has them."""
    return "" if one.kind in _THERE else homes.get(one.object, one.object)


def held_by(one: PlanItemWord, homes: Mapping[str, str]) -> Iterator[Held]:
    """What would be in the hub before and after, as far as it is there."""
    object = _hub_object(one, homes)
    for part in one.changes if object else ():
        for value in (part.before, part.after):
            if not _promised(one, value):
                yield object, part.field, value


def changes_of(one: PlanItemWord, homes: Mapping[str, str], said: Saying) -> str:
    """Field by field, "name: Ann -> Anna"."""
    object = _hub_object(one, homes)

    def told(field: str, value: WireValue) -> str:
        if isinstance(value, list):
            return (
                ", ".join(told(field, id) for id in value)
                if _promised(one, value)
                else said(object, field, value)
            )
        if isinstance(value, str) and value in one.promised:
            return _made_here(one.promised[value])
        return said(object, field, value)

    return "; ".join(
        f"{part.field}: {told(part.field, part.before)} -> {told(part.field, part.after)}"
        for part in one.changes
    )


def _promised(one: PlanItemWord, value: WireValue) -> bool:
    """Whether it stands for records that the plan itself would make."""
    ids = value if isinstance(value, list) else [value]
    return any(isinstance(id, str) and id in one.promised for id in ids)


def _made_here(name: str) -> str:
    return f"{name or 'a record'} (made by this plan)"
