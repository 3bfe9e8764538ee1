"""Merges that a CRM tells only as they happen, by its webhook (Pipedrive): remembered until the record is looked at.

A claim is believed where the one record is gone and the other is there; a restore forgets it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from core.records import RemoteRecord
from core.store.base import Store

Look = Callable[[list[str]], Mapping[str, RemoteRecord]]


def note_merge(store: Store, connection: str, crm_object: str, loser: str, winner: str) -> None:
    """Make the claim durable. Raises StoreError."""
    store.set_note(_name(connection, crm_object, loser), winner)


def forget_merge(store: Store, connection: str, crm_object: str, crm_id: str) -> None:
    """The record is there again: what was told of it is over."""
    if store.note(_name(connection, crm_object, crm_id)) is not None:
        store.set_note(_name(connection, crm_object, crm_id), None)


def told_merges(
    store: Store, connection: str, crm_object: str, gone: Collection[str], look: Look
) -> dict[str, RemoteRecord]:
    """Tombstones, by id, for those of `gone` that were told to live on in another record, which `look` finds."""
    heirs = {id: heir for id in gone if (heir := _heir(store, connection, crm_object, id)) is not None}
    there = look(sorted(set(heirs.values()))) if heirs else {}
    return {
        id: RemoteRecord(
            id=id,
            values=(None,) * len(there[heir].values),
            modified=there[heir].modified,
            deleted=True,
            merged_into=heir,
        )
        for id, heir in heirs.items()
        if heir in there and not there[heir].deleted
    }


def _heir(store: Store, connection: str, crm_object: str, crm_id: str) -> str | None:
    """The last of a chain of merges."""
    seen = {crm_id}
    heir = store.note(_name(connection, crm_object, crm_id))
    while heir is not None and heir not in seen:
        seen.add(heir)
        following = store.note(_name(connection, crm_object, heir))
        if following is None:
            return heir
        heir = following
    return None


def _name(connection: str, crm_object: str, crm_id: str) -> str:
    return f"merged/{connection}/{crm_object}/{crm_id}"
