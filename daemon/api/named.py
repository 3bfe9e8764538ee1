"""The names of the records that a page of an answer is about, read at once."""

from __future__ import annotations

from collections.abc import Iterable

from core.record_names import name_of
from core.store.base import Store


def names_of(store: Store, ids: Iterable[str | None]) -> dict[str, str]:
    """Name by id; a record that is gone, or has no name, is not in it. What is deleted in the hub still has its name."""
    wanted = {id for id in ids if id}
    found = store.records(wanted) if wanted else {}
    return {id: name for id, record in found.items() if (name := name_of(record.fields))}
