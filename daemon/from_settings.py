"""What the parts of a daemon are told by the settings: paces, brakes, addresses; and what in them cannot be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from adapters.registry import strategy
from core.errors import SettingsInvalid
from core.mapping import Brake, Mapping
from core.residency import host_of
from core.schema import Object
from core.settings import Connection, Settings
from daemon.accounts import CrmAccount
from daemon.lane import Pace

UNPUSHED_POLL_S: Final = 3.0


def check_flow(name: str, connection: Connection) -> None:
    """A way of signing in that the CRM does not have is told before anything starts."""
    try:
        strategy(connection.system.value, connection.flow)
    except SettingsInvalid as error:
        raise SettingsInvalid(f"connections.{name}.flow: {error}", advice=error.advice) from None


def check_names(mapping: Mapping, settings: Settings, hub: dict[str, Object]) -> None:
    if mapping.connection not in settings.connections:
        raise SettingsInvalid(
            f"a mapping of {mapping.hub_object!r} names connection {mapping.connection!r}, which is not in crmsync.toml",
            advice=f"Add [connections.{mapping.connection}], or correct the mapping.",
        )
    if mapping.hub_object not in hub:
        raise SettingsInvalid(
            f"a mapping of {mapping.connection!r} names hub object {mapping.hub_object!r}, which does not exist",
            advice=f"Hub objects are {', '.join(sorted(hub))}; declare more in the folder 'hub'.",
        )


def braked(mapping: Mapping, settings: Settings) -> Mapping:
    """A mapping that says nothing about its brake takes the settings'."""
    usual = Brake(share=settings.brakes.share, least=settings.brakes.least, most=settings.brakes.most)
    return replace(mapping, brake=usual) if mapping.brake == Brake() else mapping


def pace_of(settings: Settings) -> Pace:
    lanes = settings.lanes
    return Pace(
        hold=int(lanes.hold_seconds * 1000),
        lease=int(lanes.lease_seconds * 1000),
        poll=int(lanes.poll_s * 1000),
        unplanned=settings.brakes.unplanned,
    )


def poll_ms(settings: Settings, connection: Connection, *, pushed: bool) -> int:
    if connection.poll_s is not None:
        return int(connection.poll_s * 1000)
    # Where changes are not announced a CRM is only as fresh as its last poll; the adapter slows down as the quota shrinks.
    return int((settings.lanes.poll_s if pushed else min(settings.lanes.poll_s, UNPUSHED_POLL_S)) * 1000)


def api_host(account: CrmAccount) -> Callable[[], str]:
    """Where a connection's API is: what the sign-in told, else what the settings say."""

    def host() -> str:
        held = account.tokens.load()
        told = held.instance_url if held is not None and not account.connection.loopback else None
        return host_of(told or account.connection.api_url)

    return host
