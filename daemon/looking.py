"""Parts of a comparison: links that a list has not shown, records fetched one by one, each once, or as if just due."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from core.jobs import Pending
from core.records import HubRecord, LinkState, RemoteRecord
from core.translate import Translation
from daemon.lane import Lane


def unlisted_in(lane: Lane, translation: Translation, listed: set[str]) -> list[str]:
    found: list[str] = []
    after: str | None = None
    crm_object = translation.mapping.crm_object
    while page := lane.store.list_links(lane.connection, crm_object, after=after, limit=1_000):
        found.extend(one.crm_id for one in page if one.state is LinkState.LINKED and one.crm_id not in listed)
        after = page[-1].crm_id
    return found


def look_closer(
    lane: Lane, translation: Translation, ids: Sequence[str]
) -> tuple[list[RemoteRecord], list[str]]:
    mapping = translation.mapping
    present: dict[str, RemoteRecord] = {}
    step = lane.adapter.abilities.read_batch
    for at in range(0, len(ids), step):
        present |= lane.adapter.fetch(mapping.crm_object, mapping.crm_fields, ids[at : at + step])
    return list(present.values()), [crm_id for crm_id in ids if crm_id not in present]


def latest(remotes: Sequence[RemoteRecord]) -> list[RemoteRecord]:
    """Each record once, as it was last seen: pages overlap, and a record may move between two of them."""
    found: dict[str, RemoteRecord] = {}
    for one in remotes:
        if one.id not in found or one.modified >= found[one.id].modified:
            found[one.id] = one
    return list(found.values())


def due_now(lane: Lane, records: Iterable[HubRecord]) -> list[Pending]:
    """Rows as if these records had just become due for the lane's connection."""
    now, found = lane.world.clock(), []
    for record in records:
        object = lane.routes.objects[record.object]
        queue = object.queue(object.kind_of(record.fields))
        found.append(
            Pending(connection=lane.connection, object=queue, record_id=record.id, since=now, next_at=now)
        )
    return found
