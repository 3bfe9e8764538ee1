"""Why a record's values are what they are, field by field, out of its log."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from core.conflicts import Conflict
from core.history import as_of
from core.mapping import Mapping
from core.records import HubRecord, Value
from core.retelling import Lost, lost
from core.store.base import Store, StoredAudit
from daemon.past import entries_of, settled_by

ENTRIES: Final = 5_000  # the newest of a record's entries; nobody traces further back
_LOST: Final = 5
_FOREVER: Final = 1 << 62


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldTrace:
    """One field: its value, the entry that set it, the values that did not win (newest first), and what is open."""

    name: str
    value: Value
    last: StoredAudit | None
    lost: tuple[tuple[StoredAudit, Lost], ...]
    conflict: str | None


def entries(store: Store, record: HubRecord) -> list[StoredAudit]:
    """The record's newest entries, newest first."""
    return list(islice(entries_of(store, record.id), ENTRIES))


def fields_of(
    store: Store,
    record: HubRecord,
    told: Sequence[StoredAudit],
    mappings: Iterable[Mapping],
    conflicts: Iterable[Conflict],
) -> list[FieldTrace]:
    """Every field that holds something, or that somebody once set."""
    last = dict(as_of(record, told, _FOREVER).last)
    for stored in told:
        for name, _, _ in stored.entry.changes if stored.entry.kind in ("set", "create", "resolve") else ():
            last.setdefault(name, stored)
    names = _hub_names(record, mappings)
    beaten: dict[str, list[tuple[StoredAudit, Lost]]] = {}
    for stored in told:
        for one in lost(stored.entry, settled_by(store, stored.entry)):
            for name in names.get((one.side, one.field), ()):
                beaten.setdefault(name, []).append((stored, one))
    open_ = {name: one.id for one in conflicts for name in one.hub_fields}
    return [
        FieldTrace(
            name=name,
            value=record.fields.get(name),
            last=last.get(name),
            lost=tuple(beaten.get(name, ())[:_LOST]),
            conflict=open_.get(name),
        )
        for name in sorted(record.fields.keys() | last.keys())
    ]


def _hub_names(record: HubRecord, mappings: Iterable[Mapping]) -> dict[tuple[str, str], tuple[str, ...]]:
    """What each CRM's fields are called in the hub."""
    return {
        (mapping.connection, field): rule.hub
        for mapping in mappings
        if mapping.hub_object == record.object
        for rule in mapping.rules
        for field in rule.crm
    }
