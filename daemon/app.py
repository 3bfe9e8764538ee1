"""The composition root: the one place where concrete parts are chosen and put together."""

from __future__ import annotations

import os
import random
import signal
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from pathlib import Path
from types import FrameType

from ulid import ULIDGenerator

from adapters.base import Adapter
from adapters.oauth import OAuthApp, OAuthTokens
from adapters.quota import Budget
from adapters.registry import Account, connect, hooks_of, oauth_app, usual_budget
from core.bus.embedded import EmbeddedBus
from core.errors import Invalid, SettingsInvalid, SignInNeeded
from core.hub_schema import load_hub_objects
from core.logs import configure_logs, logger
from core.mapping import Brake, Mapping
from core.mapping_files import load_mappings
from core.residency import host_of
from core.schema import Object
from core.settings import Connection, LogFormat, Settings, load_settings
from core.store.base import Store
from core.store.sql import open_store
from core.sync.books import Routes
from core.wire.endpoint import default_places
from core.wire.events import EventKind
from daemon import doctor
from daemon.api.server import Server, serve
from daemon.desk import Desk
from daemon.events import Events
from daemon.health import Check, Latencies
from daemon.inbox import record_signals
from daemon.instance import Instance
from daemon.lane import Lane, Pace, World
from daemon.memory import settle
from daemon.real_time import RealTime
from daemon.residency import Residency
from daemon.scheduler import Timetable
from daemon.service import Service
from daemon.told import Told
from daemon.vault import Vault
from daemon.webhooks import WebhookListener
from daemon.worker import Worker

log = logger(__name__)

UNPUSHED_POLL_S = 3.0
RESOURCES = Path(__file__).resolve().parent.parent / "resources"


def now_ms() -> int:
    return time.time_ns() // 1_000_000


@dataclass(slots=True)
class Daemon:
    """Everything of one running daemon. `start` begins, `stop` finishes the batches in hand and lets go of all."""

    settings: Settings
    instance: Instance
    store: Store
    service: Service
    workers: dict[str, Worker]
    timetable: Timetable
    told: Told
    real_time: RealTime
    socket: Path
    server: Server | None = None
    listener: WebhookListener | None = None
    _hooks: threading.Lock = field(default_factory=threading.Lock)

    def start(self) -> None:
        self.server = serve(self.service, self.socket, held=self.instance)
        self.open_webhooks()
        for worker in self.workers.values():
            worker.start()
        self.timetable.start()
        log.info("serving", socket=str(self.socket), connections=len(self.workers))

    def open_webhooks(self) -> None:
        """Listen for every connection whose app secret is known by now; called again after each sign-in."""
        hooks = self.settings.webhooks
        if not hooks.enabled:
            return
        with self._hooks:
            if self.listener is not None:
                self.listener.stop()
                self.listener = None
            found = (self.real_time.endpoint(name, worker.system) for name, worker in self.workers.items())
            endpoints = [one for one in found if one is not None]
            if not endpoints:
                return
            self.listener = WebhookListener(
                endpoints=endpoints, record_signals=self._signals, host=hooks.host, port=hooks.port
            )
            self.listener.start()

    def stop(self) -> None:
        self.timetable.stop()
        if self.listener is not None:
            self.listener.stop()
        for worker in self.workers.values():
            worker.stop()
        self.service.events.close()
        if self.server is not None:
            self.server.stop()
        self.store.close()
        self.instance.release()
        log.info("stopped")

    def _signals(self, connection: str, changed: Sequence[tuple[str, str]]) -> None:
        mapped = {mapping.crm_object for mapping in self.workers[connection].mappings}
        wanted = [one for one in changed if one[0] in mapped]
        self.real_time.heard(connection)
        record_signals(self.store, connection, wanted, at=now_ms(), committed=self.told)


def build(config: Path, data: Path, socket: Path) -> Daemon:
    """Read the configuration, open the store, and put a daemon together. Raises a CrmSyncError; nothing is left open."""
    settings = load_settings(config, dict(os.environ))
    hub = load_hub_objects(RESOURCES / "hub", settings.hub_folder if settings.hub_folder.is_dir() else None)
    mappings = load_mappings(settings.mappings_folder) if settings.mappings_folder.is_dir() else ()
    for mapping in mappings:
        _check_names(mapping, settings, hub)
    mappings = tuple(_braked(mapping, settings) for mapping in mappings)
    instance = Instance.acquire(data)
    try:
        return _build(settings, hub, mappings, instance, data, socket)
    except BaseException:
        instance.release()
        raise


def _build(
    settings: Settings,
    hub: dict[str, Object],
    mappings: tuple[Mapping, ...],
    instance: Instance,
    data: Path,
    socket: Path,
) -> Daemon:
    generator = ULIDGenerator()
    world = World(clock=now_ms, ids=lambda: str(generator.generate()), rng=random.Random())  # noqa: S311 - jitter only
    residency = Residency(settings=settings, store_url=settings.store_url(data))
    residency.admit_installation()
    store = open_store(residency.store_url, clock=now_ms)
    vault = Vault(data)
    real_time = RealTime(settings=settings, vault=vault, store=store, now=now_ms)
    residency.hosts = {name: _host_of(one, vault, name) for name, one in settings.connections.items()}
    bus, events, latencies = EmbeddedBus(), Events(), Latencies()
    told = Told(bus=bus, events=events, latencies=latencies, clock=now_ms)
    routes = Routes(
        mappings={name: tuple(one for one in mappings if one.hub_object == name) for name in hub},
        objects=hub,
        region=settings.region,
    )
    lanes: dict[str, Lane] = {}
    apps = {name: _app_of(one, vault, name) for name, one in settings.connections.items()}
    workers = {
        name: Worker(
            name=name,
            system=one.system.value,
            mappings=tuple(mapping for mapping in mappings if mapping.connection == name),
            hub=hub,
            store=store,
            world=world,
            routes=routes,
            bus=bus,
            pace=_pace(settings),
            poll_ms=_poll_ms(settings, one),
            connect=_admitted(residency, name, _connector(one, vault, name, apps[name], settings)),
            committed=told,
            lanes=lanes,
            owner=instance.owner,
            real_time=real_time,
        )
        for name, one in settings.connections.items()
    }
    desk = Desk(store=store, world=world, routes=routes, lanes=lanes, committed=told)

    def examine() -> list[Check]:
        return doctor.examine(
            config=settings.folder,
            data=data,
            socket=socket,
            store=store,
            connections=service.connections(),
            now=now_ms(),
        )

    service = Service(
        store=store,
        desk=desk,
        events=events,
        latencies=latencies,
        hub=hub,
        mappings=mappings,
        started_at=now_ms(),
        version=version("crmsync"),
        workers=workers,
        vault=vault,
        apps=apps,
        ports={name: one.redirect_port for name, one in settings.connections.items()},
        examine=examine,
        residency=residency,
        real_time=real_time,
    )
    timetable = Timetable(
        store=store,
        bus=bus,
        workers=workers,
        sweep_s=settings.lanes.sweep_s,
        keep_days=settings.retention.runs_days,
        clock=now_ms,
    )
    daemon = Daemon(
        settings=settings,
        instance=instance,
        store=store,
        service=service,
        workers=workers,
        timetable=timetable,
        told=told,
        real_time=real_time,
        socket=socket,
    )
    service.signed_in = daemon.open_webhooks
    for worker in workers.values():
        worker.changed = _tell_state(events, worker)
    return daemon


def _tell_state(events: Events, worker: Worker) -> Callable[[str], None]:
    def tell(name: str) -> None:
        events.publish(EventKind.CONNECTION, name, {"state": worker.state.value, "reason": worker.reason})

    return tell


def _check_names(mapping: Mapping, settings: Settings, hub: dict[str, Object]) -> None:
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


def _braked(mapping: Mapping, settings: Settings) -> Mapping:
    """A mapping that says nothing about its brake takes the settings'."""
    usual = Brake(share=settings.brakes.share, least=settings.brakes.least, most=settings.brakes.most)
    return replace(mapping, brake=usual) if mapping.brake == Brake() else mapping


def _pace(settings: Settings) -> Pace:
    lanes = settings.lanes
    return Pace(
        hold=int(lanes.hold_seconds * 1000),
        lease=int(lanes.lease_seconds * 1000),
        poll=int(lanes.poll_s * 1000),
    )


def _poll_ms(settings: Settings, connection: Connection) -> int:
    if connection.poll_s is not None:
        return int(connection.poll_s * 1000)
    # Without webhooks a CRM is only as fresh as its last poll; the adapter slows down as the quota shrinks.
    pushed = settings.webhooks.enabled and hooks_of(connection.system.value) is not None
    return int((settings.lanes.poll_s if pushed else min(settings.lanes.poll_s, UNPUSHED_POLL_S)) * 1000)


def _app_of(connection: Connection, vault: Vault, name: str) -> Callable[[str | None, str | None], OAuthApp]:
    def make(client_id: str | None, secret: str | None) -> OAuthApp:
        known = client_id or connection.client_id or vault.open(name, "client_id")
        if not known:
            raise Invalid(
                f"the client id of {name!r} is not known",
                advice=f"Set client_id under [connections.{name}] in crmsync.toml, or give it with --client-id.",
            )
        app = oauth_app(
            connection.system.value,
            client_id=known,
            secret=secret or vault.open(name, "client_secret"),
            loopback=connection.loopback,
            custom_objects=bool(connection.custom_objects),
        )
        return OAuthApp(
            system=app.system,
            client_id=app.client_id,
            secret=app.secret,
            authorize_url=connection.auth_url or app.authorize_url,
            token_url=connection.token_url or app.token_url,
            scopes=app.scopes,
            loopback=app.loopback,
            basic_auth=app.basic_auth,
        )

    return make


def _connector(
    connection: Connection,
    vault: Vault,
    name: str,
    app_of: Callable[[str | None, str | None], OAuthApp],
    settings: Settings,
) -> Callable[[], Adapter]:
    overlap_ms = int(settings.lanes.overlap_s * 1000)
    # A sandbox on this machine has no plan to keep to; it throttles by itself where it is told to.
    budget = Budget({}) if connection.loopback else usual_budget(connection.system.value)

    def make() -> Adapter:
        store = vault.tokens(name)
        held = store.load()
        if held is None:
            raise SignInNeeded(f"nobody has signed in to {name!r} yet")
        account = Account(
            system=connection.system.value,
            base_url=connection.api_url
            if connection.loopback or connection.system.value == "hubspot"
            else None,
            loopback=connection.loopback,
            app_id=connection.app_id or None,
            custom_objects=connection.custom_objects,
            deep_overlap_ms=overlap_ms,
        )
        tokens = OAuthTokens(app_of(None, None), store)
        return connect(account, tokens, budget=budget, instance_url=held.instance_url)

    return make


def _admitted(residency: Residency, name: str, connect: Callable[[], Adapter]) -> Callable[[], Adapter]:
    return lambda: residency.admit(name, connect)


def _host_of(connection: Connection, vault: Vault, name: str) -> Callable[[], str]:
    """Where a connection's API is: what the sign-in told, else what the settings say."""

    def host() -> str:
        held = vault.tokens(name).load()
        told = held.instance_url if held is not None and not connection.loopback else None
        return host_of(told or connection.api_url)

    return host


def main(config: Path | None = None, data: Path | None = None, socket: Path | None = None) -> None:
    """Run in the foreground until SIGTERM or SIGINT."""
    places = default_places()
    config, data, socket = config or places.config, data or places.data, socket or places.socket
    settings = load_settings(config, dict(os.environ))
    as_json = True if settings.log.format is LogFormat.JSON else None
    configure_logs(level=settings.log.level.value.upper(), as_json=as_json)
    _forbid_core_dumps()
    daemon = build(config, data, socket)
    settle()
    stopping = threading.Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        stopping.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    try:
        daemon.start()
        stopping.wait()
    finally:
        daemon.stop()


def _forbid_core_dumps() -> None:
    """A core file would hold tokens in clear."""
    import resource  # noqa: PLC0415 - not on Windows

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
