"""The composition root: the one place where concrete parts are chosen and put together."""

from __future__ import annotations

import os
import random
import shutil
import time
from collections.abc import Callable
from functools import partial
from importlib.metadata import version
from pathlib import Path

from ulid import ULIDGenerator

from adapters.base import Adapter
from core.bus.embedded import EmbeddedBus
from core.hub_schema import load_hub_objects
from core.logs import logger
from core.mapping import Mapping
from core.mapping_check import left_out
from core.mapping_examples import load_examples
from core.mapping_files import load_mappings
from core.schema import Object
from core.settings import Settings, load_settings
from core.store.base import Store
from core.store.sql import open_store
from core.sync.routes import Routes, RouteTable
from daemon import doctor
from daemon.accounts import CrmAccount, budget_for
from daemon.activation import Activation
from daemon.advising import Advising
from daemon.advising_alone import AdvisorDesk
from daemon.alerts import Alerting
from daemon.asking_model import AskingModel
from daemon.attached import Attached
from daemon.desk import Desk
from daemon.doings import attachment_noted_in, noted_in
from daemon.events import Events
from daemon.from_settings import api_host, braked, check_flow, check_names, pace_of, poll_ms
from daemon.health import Check, ConnectionStatus, Latencies
from daemon.instance import Instance
from daemon.laboratory import Laboratory, checked
from daemon.lane import Lane, World
from daemon.mapping_folder import MappingFolder
from daemon.mapping_uses import MappingUses
from daemon.mapping_versions import MappingVersions
from daemon.metering import Metering
from daemon.plan_desk import PlanDesk
from daemon.realtime import Line, RealTime
from daemon.residency import Residency
from daemon.rulebook import Rulebook
from daemon.running import Daemon, tie
from daemon.scheduler import Timetable
from daemon.service import Service
from daemon.setting_up import SettingUp
from daemon.sign_ins import SignIns
from daemon.streams import Streams
from daemon.targets import Targets
from daemon.tickets import Tickets
from daemon.told import Told
from daemon.vault import Vault
from daemon.watching import FolderWatch
from daemon.worker import Worker

log = logger(__name__)

RESOURCES = Path(__file__).resolve().parent.parent / "resources"


def now_ms() -> int:
    return time.time_ns() // 1_000_000


def build(
    config: Path,
    data: Path,
    socket: Path,
    keys: Path | None = None,
    begin_anew: Callable[[], object] = lambda: None,
) -> Daemon:
    """Read the configuration, open the store, and put a daemon together. Raises a CrmSyncError; nothing is left open.

    `keys` is where the vault's key file lies where it needs one; without it, beside the data. `begin_anew` has whoever runs
    the daemon stop it and build it again.
    """
    settings = load_settings(config, dict(os.environ))
    hub = load_hub_objects(RESOURCES / "hub", settings.hub_folder if settings.hub_folder.is_dir() else None)
    mappings = load_mappings(settings.mappings_folder) if settings.mappings_folder.is_dir() else ()
    for mapping in mappings:
        check_names(mapping, settings, hub)
    mappings = tuple(braked(mapping, settings) for mapping in mappings)
    for name, one in settings.connections.items():
        check_flow(name, one)
    for (name, object), kinds in left_out(mappings, hub).items():
        for kind in kinds:
            log.info("no mapping takes this kind", connection=name, hub_object=object, kind=kind)
    instance = Instance.acquire(data)
    try:
        vault = Vault(data, key_file=keys)
        return _build(settings, hub, mappings, instance, vault, data, socket, begin_anew)
    except BaseException:
        instance.release()
        raise


def _build(
    settings: Settings,
    hub: dict[str, Object],
    mappings: tuple[Mapping, ...],
    instance: Instance,
    vault: Vault,
    data: Path,
    socket: Path,
    begin_anew: Callable[[], object],
) -> Daemon:
    generator = ULIDGenerator()
    rng = random.Random()  # noqa: S311 - jitter only
    world = World(clock=now_ms, ids=lambda: str(generator.generate()), rng=rng, owner=instance.owner)
    residency = Residency(settings=settings, store_url=settings.store_url(data))
    residency.admit_installation()
    store = open_store(residency.store_url, clock=now_ms)
    bus, events, latencies = EmbeddedBus(), Events(), Latencies()
    metering = Metering(store=store, clock=now_ms)
    told = Told(bus=bus, events=events, latencies=latencies, metering=metering, clock=now_ms)
    table: RouteTable = {name: tuple(one for one in mappings if one.hub_object == name) for name in hub}
    routes = Routes(mappings=table, objects=hub, region=settings.region)
    lanes: dict[str, Lane] = {}
    rulebook = Rulebook(
        folder=settings.folder, store=store, hub=hub, mappings=mappings, clock=now_ms, lanes=lanes
    )
    try:
        rulebook.reload()
    except BaseException:
        store.close()
        raise
    accounts = {
        name: CrmAccount(
            name=name,
            connection=one,
            folder=settings.folder,
            vault=vault,
            budget=budget_for(one),
            overlap_ms=int(settings.lanes.overlap_s * 1000),
        )
        for name, one in settings.connections.items()
    }
    residency.hosts = {name: api_host(one) for name, one in accounts.items()}
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
            pace=pace_of(settings),
            quick_ms=poll_ms(settings, one, pushed=False),
            slow_ms=poll_ms(settings, one, pushed=True),
            schema_ms=int(settings.lanes.schema_s * 1000),
            connect=_admitted(residency, name, accounts[name].connect),
            committed=told,
            lanes=lanes,
            owner=instance.owner,
            examples=partial(load_examples, settings.mappings_folder / "examples"),
            ledger=accounts[name].budget.ledger,
            rulebook=rulebook.current,
            works_by=MappingUses(store, now_ms).begin,
        )
        for name, one in settings.connections.items()
    }
    noted = noted_in(store, now_ms)
    realtime = RealTime(
        settings=settings.webhooks,
        store=store,
        vault=vault,
        lines={
            name: Line(name=name, door=door, mappings=workers[name].mappings)
            for name, door in accounts.items()
        },
        streams=Streams(store=store, world=world),
        clock=now_ms,
        noted=noted,
    )
    advising = Advising(store=store, lanes=lanes, objects=hub, region=settings.region)
    desk = Desk(store=store, world=world, routes=routes, lanes=lanes, committed=told, advising=advising)
    advisor = AdvisorDesk(store=store, desk=desk, advising=advising, objects=hub, clock=now_ms)
    model = AskingModel(
        advisor=settings.advisor,
        advising=advising,
        store=store,
        vault=vault,
        admit=residency.admit_model,
        clock=now_ms,
    )
    plans = PlanDesk(store=store, world=world, sites=workers, committed=told, scratch=data)

    def examine() -> list[Check]:
        return doctor.examine(
            config=settings.folder,
            data=data,
            socket=socket,
            store=store,
            vault=vault,
            connections=service.connections(),
            now=now_ms(),
        )

    def signed_in_or_out(name: str) -> None:
        workers[name].reconnect()
        daemon.signed_in(name)

    def admit(mapping: Mapping) -> Mapping:
        check_names(mapping, settings, hub)
        checked(mapping, workers[mapping.connection], hub, laboratory.folder)
        return braked(mapping, settings)

    laboratory = Laboratory(
        store=store,
        hub=hub,
        region=settings.region,
        folder=MappingFolder(folder=settings.mappings_folder, admit=admit),
        versions=MappingVersions(store=store, clock=now_ms),
        sites=workers,
        vocabulary=RESOURCES / "vocabulary",
        activate=lambda mappings: activation(mappings),  # noqa: PLW0108 - it is made further down
        noted=noted,
    )
    laboratory.folder.take_over(mappings)
    targets, alerting, tickets = _outlets(
        settings,
        residency,
        vault,
        store,
        world,
        data,
        lambda: service.connections(),  # noqa: PLW0108 - it is made further down
        examine,
    )
    service = Service(
        store=store,
        desk=desk,
        plans=plans,
        advisor=advisor,
        model=model,
        events=events,
        latencies=latencies,
        hub=hub,
        mappings=mappings,
        started_at=now_ms(),
        version=version("crmsync"),
        workers=workers,
        vault=vault,
        sign_ins=SignIns(accounts=accounts, done=signed_in_or_out, noted=noted),
        realtime=realtime,
        noted=noted,
        examine=examine,
        residency=residency,
        laboratory=laboratory,
        setting_up=SettingUp(
            folder=settings.folder,
            resources=RESOURCES,
            store=store,
            vault=vault,
            laboratory=laboratory,
            noted=noted,
            begin_anew=begin_anew,
        ),
        rules=rulebook,
        targets=targets,
        alerting=alerting,
        tickets=tickets,
        attached=Attached(clock=now_ms, noted=attachment_noted_in(store, now_ms)),
    )
    activation = Activation(service=service, workers=workers, routes=table, realtime=realtime)
    timetable = Timetable(
        store=store,
        bus=bus,
        workers=workers,
        sweep_s=settings.lanes.sweep_s,
        keep_days=settings.retention.runs_days,
        clock=now_ms,
        alert=alerting.turn,
    )
    daemon = Daemon(
        settings=settings,
        instance=instance,
        store=store,
        service=service,
        workers=workers,
        timetable=timetable,
        realtime=realtime,
        told=told,
        socket=socket,
        clock=now_ms,
        watch=FolderWatch(
            settings.folder, (lambda: laboratory.reload("file"), lambda: rulebook.reload("file"))
        ),
    )
    realtime.reopen = daemon.open_webhooks
    realtime.streams.keep = daemon.keep_events
    realtime.stream_refused = residency.stream_refused
    timetable.tend = daemon.tend
    timetable.advise = advisor.sweep
    told.noting = advisor.notes.committed
    timetable.metering = metering
    tie(workers, events, realtime)
    return daemon


def _outlets(
    settings: Settings,
    residency: Residency,
    vault: Vault,
    store: Store,
    world: World,
    data: Path,
    connections: Callable[[], list[ConnectionStatus]],
    examine: Callable[[], list[Check]],
) -> tuple[Targets, Alerting, Tickets]:
    """Where alerts and tickets go, and what goes there."""
    targets = Targets(
        known=settings.targets, vault=vault, store=store, judged=residency.judged_target, clock=world.clock
    )
    alerting = Alerting(
        store=store,
        targets=targets,
        world=world,
        connections=connections,
        free=lambda: shutil.disk_usage(data).free,
    )
    tickets = Tickets(
        store=store,
        targets=targets,
        world=world,
        version=version("crmsync"),
        connections=connections,
        checks=examine,
        book=alerting.book,
    )
    return targets, alerting, tickets


def _admitted(residency: Residency, name: str, connect: Callable[[], Adapter]) -> Callable[[], Adapter]:
    return lambda: residency.admit(name, connect)
