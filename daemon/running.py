"""One running daemon: what is started, in which order, and let go of again."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from core.jobs import Cursor
from core.logs import logger
from core.settings import Settings
from core.store.base import Store
from core.wire.events import EventKind
from daemon.api.doors import Door
from daemon.api.server import Server, serve
from daemon.events import Events
from daemon.inbox import record_signals
from daemon.instance import Instance
from daemon.realtime import RealTime
from daemon.scheduler import Timetable
from daemon.service import Service
from daemon.told import Told
from daemon.watching import FolderWatch
from daemon.webhook_commit import Named
from daemon.webhooks import WebhookListener
from daemon.worker import Worker

log = logger(__name__)


@dataclass(slots=True)
class Daemon:
    """Everything of one running daemon. `start` begins, `stop` finishes the batches in hand and lets go of all."""

    settings: Settings
    instance: Instance
    store: Store
    service: Service
    workers: dict[str, Worker]
    timetable: Timetable
    realtime: RealTime
    told: Told
    socket: Path
    watch: FolderWatch
    clock: Callable[[], int]
    server: Server | None = None
    listener: WebhookListener | None = None
    _hooks: threading.Lock = field(default_factory=threading.Lock)

    def start(self) -> None:
        self.service.plans.begin()
        self.server = serve(self.service, self.socket, held=self.instance, read=door_for(self.settings))
        self.open_webhooks()
        self.service.laboratory.remember()
        for worker in self.workers.values():
            worker.start()
        self.timetable.start()
        self.watch.start()
        log.info("serving", socket=str(self.socket), connections=len(self.workers))

    def open_webhooks(self) -> None:
        """Listen for every connection whose proof is known by now; called again after each sign-in."""
        hooks = self.settings.webhooks
        if not hooks.enabled:
            return
        with self._hooks:
            endpoints = self.realtime.endpoints()
            if self.listener is not None:
                self.listener.take(endpoints)
            elif endpoints:
                listener = WebhookListener(
                    endpoints=endpoints, record_signals=self._signals, host=hooks.host, port=hooks.port
                )
                listener.start()
                self.listener = listener

    def stop(self) -> None:
        self.watch.stop()
        self.service.alerting.stop()
        self.timetable.stop()
        self.realtime.stop()
        self.service.plans.close()
        if self.listener is not None:
            self.listener.stop()
        for worker in self.workers.values():
            worker.stop()
        self.timetable.keep_metrics()
        self.service.events.close()
        if self.server is not None:
            self.server.stop()
        self.store.close()
        self.instance.release()
        log.info("stopped")

    def signed_in(self, connection: str) -> None:
        self.realtime.signed_in(connection)
        self.open_webhooks()

    def tend(self, connection: str) -> None:
        """See to a connection's webhooks where that is due, on a thread of its own: the CRM may take its time."""
        if self.workers[connection].cycle is not None and self.realtime.is_due(connection):
            work = threading.Thread(
                target=self.realtime.tend, args=(connection,), name=f"webhooks-{connection}", daemon=True
            )
            work.start()

    def keep_events(self, connection: str, named: Sequence[Named], cursor: Cursor) -> None:
        """What a stream told, and where it stands."""
        self._record(connection, named, cursor)
        if named:
            self.realtime.told(connection, (cursor.object,), by_stream=True)

    def _signals(self, connection: str, named: Sequence[Named]) -> None:
        self._record(connection, named, None)
        self.realtime.told(connection, sorted({one[0] for one in named}))

    def _record(self, connection: str, named: Sequence[Named], cursor: Cursor | None) -> None:
        worker = self.workers[connection]
        mapped = {mapping.crm_object for mapping in worker.mappings}
        record_signals(
            self.store,
            connection,
            [one for one in named if one[0] in mapped],
            at=self.clock(),
            committed=self.told,
            cursor=cursor,
            reason="webhook" if cursor is None else "event",
        )
        gaps = {one[0] for one in named if one[1] is None}
        if gaps & mapped:
            worker.look(gaps & mapped)


def door_for(settings: Settings) -> Door | None:
    """The socket for those who only look on; None where it stands beside the daemon's own."""
    path = settings.looking_on.socket
    return None if path is None else Door(path=path, group=settings.looking_on.group or None)


def tie(workers: dict[str, Worker], events: Events, realtime: RealTime) -> None:
    """What workers tell others, and ask them."""
    realtime.look = lambda name: workers[name].look(one.crm_object for one in workers[name].mappings)
    for name, worker in workers.items():
        worker.changed = _tell_state(events, worker)
        worker.pushed = partial(realtime.is_pushed, name)
        worker.noticed = partial(realtime.noticed, name)


def _tell_state(events: Events, worker: Worker) -> Callable[[str], None]:
    def tell(name: str) -> None:
        events.publish(EventKind.CONNECTION, name, {"state": worker.state.value, "reason": worker.reason})

    return tell
