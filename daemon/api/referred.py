"""The records that values of fields refer to, by ids of the hub's and of CRMs', with a few reads for all of them.

And what a CRM calls the choices of its fields, people among them: as of the last look at its schema, without a call.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from core.record_names import name_of
from core.records import HubRecord, Link, LinkState
from core.wire.names import NameWord, Referred
from daemon.api.surface import Service
from daemon.drift_notes import DriftNotes

_UNKNOWN = NameWord(name="", state="unknown")


def names_of_referred(service: Service, asked: Sequence[Referred]) -> list[NameWord]:
    """In the order of `asked`. A CRM's record is called as the hub's that it is paired with."""
    pairs = _pairs(service, asked)
    labels = _labels(service, asked)
    ids = {one.id for one in asked if not one.connection} | {pair.record_id for pair in pairs.values()}
    records = service.store.records(ids) if ids else {}
    return [
        NameWord(name=labels.get(one, ""), state="living") if one.field else _name(one, pairs, records)
        for one in asked
    ]


def _labels(service: Service, asked: Iterable[Referred]) -> dict[Referred, str]:
    wanted: dict[tuple[str, str], dict[str, list[Referred]]] = {}
    for one in asked:
        if one.field:
            wanted.setdefault((one.connection, one.object), {}).setdefault(one.field, []).append(one)
    found: dict[Referred, str] = {}
    for place, fields in wanted.items():
        seen = DriftNotes(service.store, *place).fingerprint
        for name, several in fields.items():
            field = seen.fields.get(name) if seen is not None else None
            known = {one.value: one.label for one in field.choices} if field is not None else {}
            found |= {one: known.get(one.id, "") for one in several}
    return found


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
        if one.connection and not one.field:
            wanted.setdefault((one.connection, one.object), set()).add(one.id)
    found: dict[Referred, Link] = {}
    for mapping in service.mappings:
        place = (mapping.connection, mapping.hub_object)
        if ids := wanted.get(place):
            for id, link in service.store.links(mapping.connection, mapping.crm_object, ids).items():
                found[Referred(connection=place[0], object=place[1], id=id)] = link
    return found
