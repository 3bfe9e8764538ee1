"""What a connection needs in the CRM before anything may be created there: shown, and made where a person said so.

The product never changes a CRM's set-up by itself. Until it is prepared, a connection reads and updates, and what would have
to be created there waits.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from adapters.base import Adapter, Need
from core.errors import NotPermitted, RemoteError, RequestRefused
from core.mapping import Creates, Mapping
from core.store.base import Batch, Store
from daemon.api.surface import Prepared

WAITS_FOR_FIELD: Final = "waits for the connection to be prepared"


def creating(mappings: Sequence[Mapping]) -> list[str]:
    """The CRM objects these mappings create records of."""
    wanted = [one.crm_object for one in mappings if one.creates in (Creates.BOTH, Creates.CRM)]
    return list(dict.fromkeys(wanted))


def missing(adapter: Adapter, mappings: Sequence[Mapping]) -> list[Need]:
    """What is not there and keeps records from being created. Raises a RemoteError."""
    return [
        one for name in creating(mappings) for one in adapter.needs(name) if one.blocks and not one.present
    ]


def has_lost_its_field(adapter: Adapter, crm_object: str) -> bool:
    """Whether what creates need was there and is gone; asked where a create was refused for no value of its own."""
    try:
        return any(one.blocks and not one.present for one in adapter.needs(crm_object))
    except RemoteError:
        return False  # it is refused again, and asked again


def look_for_needs(adapter: Adapter, mappings: Sequence[Mapping]) -> list[Prepared]:
    """Everything the mappings need in the CRM. Raises a RemoteError that concerns the whole connection."""
    found: list[Prepared] = []
    for name in creating(mappings):
        try:
            found += [Prepared(need=one) for one in adapter.needs(name)]
        except (NotPermitted, RequestRefused) as error:
            found.append(_unknown(name, error))
    return found


def prepare(adapter: Adapter, mappings: Sequence[Mapping]) -> list[Prepared]:
    """Create what is missing, object by object; what one may not have keeps no other from it.

    Raises a RemoteError that concerns the whole connection.
    """
    outcome: list[Prepared] = []
    for name in creating(mappings):
        try:
            outcome += _prepare(adapter, name)
        except (NotPermitted, RequestRefused) as error:
            outcome.append(_unknown(name, error))
    return outcome


def _prepare(adapter: Adapter, crm_object: str) -> list[Prepared]:
    before = {one.field: one.present for one in adapter.needs(crm_object)}
    trouble = advice = ""
    if not all(before.values()):
        try:
            adapter.prepare(crm_object)
        except (NotPermitted, RequestRefused) as error:
            trouble, advice = str(error), error.advice
    return [
        Prepared(
            need=one,
            created=one.present and not before.get(one.field, False),
            trouble="" if one.present else trouble,
            advice="" if one.present else advice,
        )
        for one in adapter.needs(crm_object)
    ]


def _unknown(crm_object: str, error: RemoteError) -> Prepared:
    """An object the CRM does not show us."""
    need = Need(
        object=crm_object,
        field="?",
        kind="?",
        unique=False,
        present=False,
        why="What it needs cannot be looked up.",
        without="The connection does not work until its mapping is right.",
        advice=error.advice,
    )
    return Prepared(need=need, trouble=str(error), advice=error.advice)


def waits_for_field(crm_object: str) -> str:
    """What a pending create waits for while its object is not prepared; no record has such an id."""
    return f"prepare:{crm_object}"


def wake_prepared(store: Store, connection: str, crm_objects: Sequence[str], now: int) -> None:
    """Let the creates that waited for these objects go on."""
    woken = tuple((connection, waits_for_field(name)) for name in crm_objects)
    if woken:
        store.commit(Batch(at=now, wake_records=woken))
