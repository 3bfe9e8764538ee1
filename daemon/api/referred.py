"""The records that values of fields refer to, by ids of the hub's and of CRMs', with a few reads for all of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from core.record_names import name_of
from core.records import HubRecord, Link, LinkState
from core.wire.names import NameWord, Referred
from daemon.api.surface import Service

_UNKNOWN = NameWord(name="", state="unknown")


def names_of_referred(service: Service, asked: Sequence[Referred]) -> list[NameWord]:
    """In the order of `asked`. A CRM's record is called as the hub's that it is paired with."""
    pairs = _pairs(service, asked)
    ids = {one.id for one in asked if not one.connection} | {pair.record_id for pair in pairs.values()}
    records = service.store.records(ids) if ids else {}
    return [_name(one, pairs, records) for one in asked]


def _name(one: Referred, pairs: dict[Referred, Link], records: dict[str, HubRecord]) -> NameWord:
    pair = pairs.get(one)
    record = records.get(pair.record_id if pair is not None else "" if one.connection else one.id)
    if record is None:
        return _UNKNOWN
    # In its CRM a record can be gone while the hub keeps it, and there while the hub has merged it away.
    gone = record.deleted_at is not None if pair is None else pair.state in _GONE_THERE
    return NameWord(name=name_of(record.fields), state="deleted" if gone else "living")


_GONE_THERE = frozenset({LinkState.DELETED, LinkState.PURGED, LinkState.GONE})


def _pairs(service: Service, asked: Iterable[Referred]) -> dict[Referred, Link]:
    wanted: dict[tuple[str, str], set[str]] = {}
    for one in asked:
        if one.connection:
            wanted.setdefault((one.connection, one.object), set()).add(one.id)
    found: dict[Referred, Link] = {}
    for mapping in service.mappings:
        place = (mapping.connection, mapping.hub_object)
        if ids := wanted.get(place):
            for id, link in service.store.links(mapping.connection, mapping.crm_object, ids).items():
                found[Referred(connection=place[0], object=place[1], id=id)] = link
    return found
