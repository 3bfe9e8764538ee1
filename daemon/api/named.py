"""The names of the records that a page of an answer is about, read at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from core.conflicts import Conflict, Item
from core.record_names import name_of
from core.store.base import Store

NO_NAMES: Final[Mapping[str, str]] = MappingProxyType({})


def names_of(store: Store, ids: Iterable[str | None]) -> dict[str, str]:
    """Name by id; a record that is gone, or has no name, is not in it. What is deleted in the hub still has its name."""
    wanted = {id for id in ids if id}
    found = store.records(wanted) if wanted else {}
    return {id: name for id, record in found.items() if (name := name_of(record.fields))}


def merged_in(one: Item) -> str | None:
    """The record a question about a merge says went into the one it is about."""
    found = one.detail.get("from")
    return found if isinstance(found, str) else None


def about(one: Conflict | Item) -> tuple[str, ...]:
    """The records it is about, by id: its own; or else those that a record of the CRM may be."""
    if one.record_id or isinstance(one, Conflict):
        return (one.record_id,) if one.record_id else ()
    found = one.detail.get("candidates")
    return found if isinstance(found, tuple) else ()


def name_in(one: Conflict | Item, names: Mapping[str, str]) -> str:
    """What it is about is called; "" where no name is known."""
    return next((names[id] for id in about(one) if id in names), "")


def reason_of(one: Item, names: Mapping[str, str]) -> str:
    """Why it is asked, with the record that was merged called by its name, where that is known."""
    id = merged_in(one)
    return one.reason if id is None or id not in names else one.reason.replace(id, f"“{names[id]}”")
