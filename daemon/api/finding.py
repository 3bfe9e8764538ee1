"""Finds the record a person means: by its id, by a CRM's id or its link there, or by an e-mail address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.crm_links import long_id, read_link
from core.errors import Invalid, NotFound
from core.records import HubRecord, Link, LinkKey
from core.schema import FieldType
from core.sync.match import keys_of
from daemon.api.surface import Service

_HOW = (
    "Give a record's id, that of a CRM (or CONNECTION:ID, CONNECTION:OBJECT/ID), a link to it in a CRM, or an e-mail "
    "address."
)


MOST = 50  # told of those that may be meant


@dataclass(frozen=True, slots=True, kw_only=True)
class Meant:
    """The hub record, or None with the CRM records (`strangers`) that the hub has no record for.

    Or None with the ids of `several` that it may be; `doubt` asks which.
    """

    record: HubRecord | None
    strangers: tuple[LinkKey, ...] = ()
    several: tuple[str, ...] = ()
    doubt: Invalid | None = None


def find_all(service: Service, what: str) -> list[HubRecord]:
    """Every record of the hub that may be meant."""
    try:
        meant = _meant(service, what)
    except NotFound:
        return []
    if meant.record is not None:
        return [meant.record]
    return list(service.store.records(meant.several[:MOST]).values()) if meant.several else []


def find(service: Service, what: str) -> Meant:
    """Raises NotFound, and Invalid where several are meant."""
    meant = _meant(service, what)
    if meant.doubt is not None:
        raise meant.doubt
    return meant


def _meant(service: Service, what: str) -> Meant:
    what = what.strip()
    found = service.store.records([what]).get(what)
    if found is not None:
        return Meant(record=found)
    head, colon, rest = what.partition(":")
    connections = {one.connection for one in service.mappings}
    if colon and head in connections and rest:
        return _by_crm_id(service, head, rest)
    if what.startswith(("https://", "http://")):
        return _by_link(service, what)
    if "@" in what:
        return _by_email(service, what)
    if (meant := _by_any_crms_id(service, what)) is not None:
        return meant
    if colon:
        known = ", ".join(sorted(connections)) or "none"
        raise NotFound(f"there is no connection {head!r}", advice=f"There are: {known}. {_HOW}")
    raise NotFound(f"there is no record {what!r}", advice=_HOW)


def _by_crm_id(service: Service, connection: str, rest: str) -> Meant:
    objects = [one.crm_object for one in service.mappings if one.connection == connection]
    named, slash, id = rest.partition("/")
    if slash and named in objects:
        objects, rest = [named], id
    return _by_keys(service, tuple((connection, name, rest) for name in dict.fromkeys(objects)))


def _by_link(service: Service, what: str) -> Meant:
    """By the address of a CRM's own page. Several accounts of one CRM are all looked into: a link does not name ours."""
    address = read_link(what)
    if address is None:
        raise NotFound("this is no link to a record of a CRM", advice=_HOW)
    theirs = {one.name for one in service.connections() if one.system == address.system}
    keys = tuple(
        dict.fromkeys(
            (one.connection, one.crm_object, address.id)
            for one in service.mappings
            if one.connection in theirs and address.object in (None, one.crm_object)
        )
    )
    if not keys:
        named = f"{address.system} {address.object or ''}".strip()
        raise NotFound(
            f"no connection maps records of {named}", advice="crmsync connections lists what there is."
        )
    return _by_keys(service, keys)


def _by_any_crms_id(service: Service, what: str) -> Meant | None:
    """By an id alone, as a person copies it from a CRM. Short ones may be several records' of different objects."""
    written = dict.fromkeys((what, long_id(what), what.strip("{}").lower()))
    links = [
        link
        for mapping in service.mappings
        for link in service.store.links(mapping.connection, mapping.crm_object, written).values()
        if link.record_id
    ]
    if len({one.record_id for one in links}) > 1:
        return _several(links)
    records = service.store.records([one.record_id for one in links[:1] if one.record_id])
    return next((Meant(record=one) for one in records.values()), None)


def _several(links: Sequence[Link]) -> Meant:
    several = ", ".join(f"{one.connection}:{one.crm_object}/{one.crm_id}" for one in links)
    whose = " and ".join(sorted({one.connection for one in links}))
    ids = tuple(dict.fromkeys(one.record_id for one in links if one.record_id))
    doubt = Invalid(f"several records of {whose} have this id", advice=f"Say which: {several}.")
    return Meant(record=None, several=ids, doubt=doubt)


def _by_keys(service: Service, keys: tuple[LinkKey, ...]) -> Meant:
    links: list[Link] = []
    for connection, crm_object, id in keys:
        links += service.store.links(connection, crm_object, [id]).values()
    if len(links) > 1:
        return _several(links)
    if links and links[0].record_id:
        record = service.store.records([links[0].record_id]).get(links[0].record_id)
        if record is not None:
            return Meant(record=record)
    return Meant(record=None, strangers=keys)


def _by_email(service: Service, address: str) -> Meant:
    ids: set[str] = set()
    for kind in service.hub.values():
        names = [name for name in kind.keys if kind.fields[name].type is FieldType.EMAIL]
        keys = [key for name in names for key in keys_of(kind, {name: address})]
        for some in service.store.match(kind.name, keys).values():
            ids |= some
    if not ids:
        raise NotFound("no living record has this e-mail address", advice=_HOW)
    if len(ids) > 1:
        doubt = Invalid(
            f"{len(ids)} records have this e-mail address", advice=f"Name one: {', '.join(sorted(ids))}."
        )
        return Meant(record=None, several=tuple(sorted(ids)), doubt=doubt)
    [id] = ids
    return Meant(record=service.store.records([id])[id])
