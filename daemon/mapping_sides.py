"""Both objects of a mapping as they are now, with values that really occur: what a person maps one onto the other by."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import AbstractContextManager
from typing import Final, Protocol

from adapters.base import Adapter
from core.mapping_sides import Side
from core.records import Fields, Value
from core.schema import FieldType, Object
from core.store.base import Store

_RECORDS: Final = 200
_FEW, _MANY = 5, 100  # values a field; choices are all wanted, to be translated one by one
_LONGEST: Final = 200
_CHOICES: Final = (FieldType.CHOICE, FieldType.MULTI_CHOICE)


class Visited(Protocol):
    def visit(self) -> AbstractContextManager[Adapter]: ...


def objects_of(site: Visited) -> tuple[str, ...]:
    """What can be mapped of a CRM, parents before children. Raises RemoteErrors."""
    with site.visit() as adapter:
        return adapter.objects()


def both_sides(site: Visited, crm_object: str, hub: Object, store: Store) -> tuple[Side, Side]:
    """(CRM, hub), read anew. Raises RemoteErrors."""
    with site.visit() as adapter:
        crm = adapter.schema(crm_object)
        names = tuple(crm.fields)
        remotes = adapter.backfill(crm_object, names, None).records[:_RECORDS]
    theirs = (dict(zip(names, one.values, strict=True)) for one in remotes)
    ours = (one.fields for one in store.list_records(hub.name, after=None, limit=_RECORDS))
    return _sampled(crm, theirs), _sampled(hub, ours)


def _sampled(object: Object, rows: Iterable[Fields]) -> Side:
    found: dict[str, dict[str, None]] = {}
    for fields in rows:
        for name, value in fields.items():
            field = object.fields.get(name)
            if field is None:
                continue
            seen = found.setdefault(name, {})
            for text in _texts(value):
                if len(seen) < (_MANY if field.type in _CHOICES else _FEW):
                    seen[text] = None
    return Side(object=object, samples={name: list(seen) for name, seen in found.items()})


def _texts(value: Value) -> tuple[str, ...]:
    if value is None:
        return ()
    if isinstance(value, bool):
        return ("true" if value else "false",)
    return tuple(one[:_LONGEST] for one in (value if isinstance(value, tuple) else (value,)))
