"""What the hub consists of: its objects, and how each CRM's objects are mapped to them."""

from __future__ import annotations

from fastapi import APIRouter

from core.errors import NotFound
from core.wire.models import MappingWord, ObjectWord, Page
from daemon.api import present
from daemon.api.access import Daemon
from daemon.api.documents import problems

router = APIRouter(tags=["hub"])


@router.get("/objects", operation_id="list_objects", responses=problems())
def list_objects(daemon: Daemon) -> Page[ObjectWord]:
    """The hub's objects with their fields, in declared order."""
    tally = daemon.store.tally()
    return Page(rows=[present.object_(one, tally) for one in daemon.hub.values()])


@router.get("/mappings", operation_id="list_mappings", responses=problems())
def list_mappings(daemon: Daemon) -> Page[MappingWord]:
    """Every mapping in force."""
    return Page(rows=[present.mapping(one, daemon.store) for one in daemon.mappings])


@router.get("/mappings/{connection}/{hub_object}", operation_id="get_mapping", responses=problems(404))
def get_mapping(
    daemon: Daemon, connection: str, hub_object: str, crm_object: str | None = None
) -> MappingWord:
    """The mapping of one hub object in one connection; `crm_object` says which, where its kinds go to several."""
    for one in daemon.mappings:
        if (one.connection, one.hub_object) == (connection, hub_object) and crm_object in (
            None,
            one.crm_object,
        ):
            return present.mapping(one, daemon.store)
    raise NotFound(
        f"{connection!r} has no mapping for {hub_object!r}", advice="GET /v1/mappings lists what there is."
    )
