"""One look-up that leads to rows of several tables, of which each is a field of ours: what an activity or a note regards.

A row regards one record. Of several that the hub knows it takes whatever is the closer to the work: the deal before the
contact before the company, which see it on their timelines all the same. A row that regards something closer, or something
that we do not sync, keeps it: nothing that we do not know is taken away. Pure, no call is made here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from adapters.dynamics.api import LOGICAL_NAME
from adapters.dynamics.schema import Described, Json, Slot
from core.records import Fields, Value

_CLOSEST: Final = ("opportunity", "contact", "lead", "account")


def shared_in(known: Described, names: Iterable[str]) -> tuple[str, ...]:
    """The columns in answers of the shared look-ups that these fields belong to."""
    slots = (known.slots[name] for name in names if name in known.slots)
    return tuple(dict.fromkeys(slot.column for slot in slots if _is_shared(slot)))


def tables_in(row: Json, columns: Iterable[str]) -> dict[str, str]:
    """The table each look-up of a row leads to, for those that lead anywhere; "?" where Dataverse does not tell."""
    held = {column: row.get(f"{column}@{LOGICAL_NAME}") for column in columns if row.get(column) is not None}
    return {column: str(table or "?") for column, table in held.items()}


def settled(known: Described, values: Fields, held: Mapping[str, str]) -> dict[str, Value]:
    """The values to write, with one field at most of each shared look-up. `held` is what `tables_in` says of the row."""
    found = {
        name: value
        for name, value in values.items()
        if name not in known.slots or not _is_shared(known.slots[name])
    }
    for column in shared_in(known, values):
        ways = {slot.target: slot.name for slot in known.slots.values() if slot.column == column}
        now = held.get(column)
        if now is not None and now not in ways:
            continue
        for target in sorted(ways, key=_distance):
            name = ways[target]
            if values.get(name) is not None:
                found[name] = values[name]
                break
            if target == now and name not in values:
                break
        else:
            if now is not None:
                found[ways[now]] = None
    return found


def _is_shared(slot: Slot) -> bool:
    return slot.several and slot.kind == "LookupType"


def _distance(table: str) -> int:
    return _CLOSEST.index(table) if table in _CLOSEST else len(_CLOSEST)
