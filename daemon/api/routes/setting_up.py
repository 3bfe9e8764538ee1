"""Setting a connection up: what each CRM asks for, mapping templates, adding and removing one."""

from __future__ import annotations

from fastapi import APIRouter

from core.wire.setting_up import AddConnection, RemovedConnection, SystemWord, TemplateWord
from core.wire.words import Done, Page
from daemon.api.access import Caller, Daemon
from daemon.api.documents import problems

router = APIRouter(prefix="/setup", tags=["setting up"])


@router.get("/systems", operation_id="list_systems", responses=problems())
def list_systems(daemon: Daemon) -> Page[SystemWord]:
    """Every CRM that can be connected, what to register there, and which rights a sign-in asks for."""
    return Page(rows=daemon.setting_up.systems())


@router.get("/templates/{connection}", operation_id="list_mapping_templates", responses=problems(404))
def list_mapping_templates(daemon: Daemon, connection: str) -> Page[TemplateWord]:
    """The product's mappings for a connection, parents first."""
    return Page(rows=daemon.setting_up.templates(connection))


@router.post(
    "/connections", operation_id="add_connection", status_code=202, responses=problems(404, 409, 500)
)
def add_connection(daemon: Daemon, caller: Caller, ask: AddConnection) -> Done:
    """Write a connection into crmsync.toml, paused; the daemon then begins anew with it."""
    daemon.setting_up.add(ask, by=caller)
    return Done()


@router.delete("/connections/{name}", operation_id="remove_connection", responses=problems(404, 409, 500))
def remove_connection(daemon: Daemon, caller: Caller, name: str) -> RemovedConnection:
    """Take a signed-out connection and its mapping files out of the configuration; the daemon then begins anew."""
    return RemovedConnection(name=name, put_aside=daemon.setting_up.remove(name, by=caller))
