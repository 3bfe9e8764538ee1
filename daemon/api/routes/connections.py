"""Connections: how each stands, pausing, syncing now."""

from __future__ import annotations

from fastapi import APIRouter

from core.wire.models import ConnectionWord, DeveloperKey, Done, Page, Removed, SyncNow
from daemon.api import present
from daemon.api.access import Caller, Daemon, refuse_unknown
from daemon.api.documents import problems
from daemon.api.surface import Service
from daemon.health import ConnectionStatus

router = APIRouter(prefix="/connections", tags=["connections"])


def _found(daemon: Service, name: str) -> ConnectionStatus:
    refuse_unknown(daemon, name)
    return next(one for one in daemon.connections() if one.name == name)


@router.get("", operation_id="list_connections", responses=problems())
def list_connections(daemon: Daemon) -> Page[ConnectionWord]:
    """Every connection; there are few, so this list is one page."""
    return Page(rows=[present.connection(one, daemon.store) for one in daemon.connections()])


@router.get("/{name}", operation_id="get_connection", responses=problems(404))
def get_connection(daemon: Daemon, name: str) -> ConnectionWord:
    """One connection."""
    return present.connection(_found(daemon, name), daemon.store)


@router.post("/{name}/pause", operation_id="pause_connection", responses=problems(404, 409))
def pause_connection(daemon: Daemon, caller: Caller, name: str) -> ConnectionWord:
    """Stop working on a connection; changes are kept."""
    daemon.pause(name, caller)
    return present.connection(_found(daemon, name), daemon.store)


@router.post("/{name}/resume", operation_id="resume_connection", responses=problems(404, 409))
def resume_connection(daemon: Daemon, caller: Caller, name: str) -> ConnectionWord:
    """Go on with a paused connection."""
    daemon.resume(name, caller)
    return present.connection(_found(daemon, name), daemon.store)


@router.post("/{name}/sync", operation_id="sync_connection", status_code=202, responses=problems(404, 409))
def sync_connection(daemon: Daemon, name: str, ask: SyncNow) -> Done:
    """Ask for a cycle now; it runs by itself and is told of by events."""
    daemon.sync(name, ask.object, ask.full)
    return Done()


@router.put("/{name}/developer-key", operation_id="keep_developer_key", responses=problems(404))
def keep_developer_key(daemon: Daemon, caller: Caller, name: str, ask: DeveloperKey) -> Done:
    """Keep HubSpot's developer key, which registers webhooks."""
    daemon.keep_developer_key(name, ask.key.get_secret_value(), caller)
    return Done()


@router.delete("/{name}/webhooks", operation_id="remove_webhooks", responses=problems(404, 502))
def remove_webhooks(daemon: Daemon, caller: Caller, name: str) -> Removed:
    """Take our webhooks away from the CRM and make no new ones until asked to; polls go on."""
    return Removed(removed=daemon.remove_webhooks(name, caller))


@router.post("/{name}/webhooks", operation_id="restore_webhooks", status_code=202, responses=problems(404))
def restore_webhooks(daemon: Daemon, caller: Caller, name: str) -> Done:
    """Register our webhooks, or look whether they still are; it happens within seconds."""
    daemon.restore_webhooks(name, caller)
    return Done()
