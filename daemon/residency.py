"""Which routes this installation uses, and whether it may: asked before a database is opened or a CRM is called."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy.engine import make_url

from adapters.base import Adapter
from adapters.registry import PUBSUB_ADDRESS
from core.errors import ResidencyRefused
from core.residency import (
    HERE,
    UNKNOWN,
    Place,
    Route,
    Verdict,
    host_of,
    judge,
    place_of_host,
    place_of_target,
    place_told,
    settle,
)
from core.settings import Connection, Settings
from core.target_settings import Target
from core.web_address import is_loopback

_LOCAL: Final = Place(area=HERE, evidence="a file or a socket of this machine")


@dataclass(slots=True)
class Residency:
    """The routes of one installation. `hosts` tells where a connection's API really is; `told` what accounts answered."""

    settings: Settings
    store_url: str
    hosts: Mapping[str, Callable[[], str]] = field(default_factory=dict)
    told: dict[str, str] = field(default_factory=dict)

    def verdicts(self) -> list[Verdict]:
        """Every route with whether it may be used."""
        required = self.settings.residency.require
        return [judge(route, required) for route in self.routes()]

    def routes(self) -> list[Route]:
        found = [self._store()]
        if self.settings.webhooks.enabled and self.settings.webhooks.public_url:
            found.append(self._webhooks())
        if self.settings.advisor.endpoint:
            found.append(self._model())
        found += [target_route(name, one) for name, one in self.settings.targets.items()]
        for name, connection in self.settings.connections.items():
            found.append(self._records(name, connection))
            if (events := self._events(name, connection)) is not None:
                found.append(events)
            for use, url in (("signing in", connection.auth_url), ("tokens", connection.token_url)):
                host = host_of(url)
                place = place_of_host(connection.system.value, host)
                found.append(Route(name=f"{name}: {use}", host=host, place=place, records=False))
        return found

    def admit_installation(self) -> None:
        """Raises ResidencyRefused where the database or the way of webhooks leaves the area."""
        self._refuse(self._store())
        if self.settings.webhooks.enabled and self.settings.webhooks.public_url:
            self._refuse(self._webhooks())

    def admit(self, name: str, connect: Callable[[], Adapter]) -> Adapter:
        """The adapter of a connection, once it is sure that its records may go there.

        An address that leads elsewhere is refused before anything is sent to it. One that does not tell is asked where
        the account lies, which carries no record. Raises ResidencyRefused, or what connecting raises.
        """
        required = self.settings.residency.require
        if not required:
            return connect()
        connection = self.settings.connections[name]
        self.told.pop(name, None)
        before = self._records(name, connection)
        if before.place.area != UNKNOWN:
            self._refuse(before)
        adapter = connect()
        try:
            told = adapter.hosted_in()
            if told is not None:
                self.told[name] = told
            self._refuse(self._records(name, connection))
        except BaseException:
            adapter.close()
            raise
        return adapter

    def admit_model(self) -> None:
        """Raises ResidencyRefused where the language model's endpoint lies elsewhere, or nothing says where."""
        self._refuse(self._model())

    def judged_target(self, name: str) -> Verdict:
        """Whether a target of alerts or tickets may be sent anything."""
        return judge(target_route(name, self.settings.targets[name]), self.settings.residency.require)

    def stream_refused(self, name: str) -> str:
        """Why this connection's event stream may not be listened to; empty where it may. Its events carry values."""
        route = self._events(name, self.settings.connections[name])
        verdict = judge(route, self.settings.residency.require) if route is not None else None
        if verdict is None or verdict.allowed:
            return ""
        return f"its event stream ({verdict.route.host}) is refused: {verdict.why}"

    # inside -----------------------------------------------------------------------------------------------------------
    def _refuse(self, route: Route) -> None:
        verdict = judge(route, self.settings.residency.require)
        if not verdict.allowed:
            raise ResidencyRefused(
                f"{route.name} ({route.host}) is refused: {verdict.why}", advice=verdict.advice
            )

    def _records(self, name: str, connection: Connection) -> Route:
        system = connection.system.value
        host = self.hosts[name]() if name in self.hosts else host_of(connection.api_url)
        told = place_told(system, self.told[name]) if name in self.told else None
        place = settle(place_of_host(system, host), told, connection.residency)
        return Route(name=f"{name}: records", host=host, place=place, key=f"connections.{name}.residency")

    def _events(self, name: str, connection: Connection) -> Route | None:
        """Salesforce's event stream; None where none is listened to."""
        address = connection.events_address or ("" if connection.loopback else PUBSUB_ADDRESS)
        if connection.system.value != "salesforce" or not connection.real_time or not address:
            return None
        host = host_of(f"//{address}")
        return Route(name=f"{name}: events", host=host, place=place_of_host("salesforce", host))

    def _store(self) -> Route:
        far = [
            one for one in _servers(self.store_url) if not one.startswith(("/", "@")) and not is_loopback(one)
        ]
        if not far:
            return Route(name="the database", host="this machine", place=_LOCAL)
        return self._vouched("the database", ", ".join(far), self.settings.residency.store, "residency.store")

    def _webhooks(self) -> Route:
        host = host_of(self.settings.webhooks.public_url)
        if is_loopback(host):
            return Route(name="webhooks", host=host, place=_LOCAL)
        return self._vouched("webhooks", host, self.settings.residency.webhooks, "residency.webhooks")

    def _model(self) -> Route:
        advisor = self.settings.advisor
        host = host_of(advisor.endpoint)
        place = settle(place_of_host("", host), None, advisor.region)
        return Route(name="advisor: language model", host=host, place=place, key="advisor.region")

    def _vouched(self, name: str, host: str, area: str, key: str) -> Route:
        unknown = Place(area=UNKNOWN, evidence=f"the host {host} does not tell")
        return Route(name=name, host=host, place=settle(unknown, None, area), key=key)


def target_route(name: str, target: Target) -> Route:
    """The way to a target of alerts or tickets."""
    host = host_of(target.url)
    place = settle(place_of_target(host), None, target.region)
    return Route(
        name=f"target {name}: {target.use.value}", host=host, place=place, key=f"targets.{name}.region"
    )


def _servers(store_url: str) -> tuple[str, ...]:
    url = make_url(store_url)
    if url.get_backend_name() != "postgresql":
        return ()
    # libpq is loaded where it is needed alone.
    from core.store.postgres import conninfo, servers  # noqa: PLC0415

    return servers(conninfo(url))
