"""CRM fields that no rule in use holds, looked at for the pairs that owe a value there (`core.records.Owed`)."""

from __future__ import annotations

from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field
from typing import Final

from core.records import RemoteRecord, Value
from core.translate import Translation
from daemon.lane import Lane
from daemon.sight import Sight


@dataclass(frozen=True, slots=True)
class Beside:
    """CRM fields that no rule in use holds, of pairs that owe some: `held` by CRM id; `barred` may not be written."""

    held: MappingOf[str, MappingOf[str, Value]] = field(default_factory=dict)
    barred: frozenset[str] = frozenset()


NOTHING_BESIDE: Final = Beside()


def look_beside(
    lane: Lane, translation: Translation, sight: Sight, remotes: MappingOf[str, RemoteRecord]
) -> Beside:
    """What the pairs that owe something hold in fields that the mapping in use does not read."""
    owing = [
        link
        for id in sight.records
        if (link := sight.linked(id)) is not None and link.owed is not None and link.crm_id in remotes
    ]
    names = {name for link in owing if link.owed is not None for name, _, _ in link.owed.changes}
    if not names:
        return NOTHING_BESIDE
    mapping = translation.mapping
    schema = lane.adapter.schema(mapping.crm_object).fields
    barred = frozenset(name for name in names if name not in schema or schema[name].read_only)
    unread = sorted(names - barred - set(mapping.crm_fields))
    held: dict[str, dict[str, Value]] = {}
    step = lane.adapter.abilities.read_batch
    ids = [link.crm_id for link in owing]
    for start in range(0, len(ids) if unread else 0, step):
        found = lane.adapter.fetch(mapping.crm_object, unread, ids[start : start + step])
        held |= {id: dict(zip(unread, one.values, strict=True)) for id, one in found.items()}
    return Beside(held=held, barred=barred)
