"""One thread a connection: connects, compiles its mappings, and turns its cycle until it is told to stop.

A CRM that cannot be reached, or a sign-in that is missing, keeps this worker waiting and nobody else.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import copy_context
from dataclasses import dataclass, field

from adapters.allowance import Urgency, calling
from adapters.base import Adapter, Need, Page
from adapters.ledger import Ledger
from adapters.rest import Rest
from core.bus.base import Bus
from core.errors import (
    CrmSyncError,
    NotPermitted,
    RemoteError,
    RequestRefused,
    SignInNeeded,
    StoreError,
)
from core.logs import logger
from core.mapping import Mapping
from core.mapping_examples import Example, refuse_failing
from core.rules import NO_BOOK, RuleBook
from core.schema import Object
from core.store.base import Batch, Store
from core.sync.routes import Routes
from daemon.cycle import Cycle
from daemon.drift import SchemaWatch
from daemon.health import ConnectionState
from daemon.lane import Lane, Pace, World
from daemon.narrow import Narrowed
from daemon.preparing import creating, missing, wake_prepared
from daemon.quota import KEEP_EVERY_MS, keep_ledger, restore_ledger
from daemon.remapped import Remapped

log = logger(__name__)

LONGEST_SLEEP_S = 1.0
RETRY_S = 5.0
PREPARED_LOOK_MS = 60_000  # how often it is looked whether somebody made a missing field by hand
UNEXPECTED = "It is tried again every few seconds. Please report it with the daemon's log."


class ReadAhead:
    """Starts one call early on a thread of its own. Only one is under way at a time."""

    def __init__(self, name: str) -> None:
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix=f"{name}-ahead")

    def __call__(self, call: Callable[[], Page]) -> Callable[[], Page]:
        # The call keeps the lane of the quota it was asked for in.
        return Awaited(self._pool.submit(copy_context().run, call))

    def close(self) -> None:
        self._pool.shutdown(wait=True)


class Awaited:
    """A page that is on its way. `abandon` lets it come in without anybody using it."""

    def __init__(self, future: Future[Page]) -> None:
        self._future = future

    def __call__(self) -> Page:
        return self._future.result()

    def abandon(self) -> None:
        self._future.exception()


@dataclass(slots=True)
class Worker:
    """A connection's thread. `state`, `reason` and `advice` are what health shows; `lane` is None until it connected.

    `connect` makes the adapter and raises SignInNeeded while there are no tokens. It polls every `slow_ms` while changes
    are `pushed`, else every `quick_ms`; it looks at the schema every `schema_ms`; `noticed` as in `Lane`. A
    mapping that fails one of its saved `examples` is not worked by; `works_by` is told of each
    that is, before its first batch.
    """

    name: str
    system: str
    mappings: tuple[Mapping, ...]
    hub: dict[str, Object]
    store: Store
    world: World
    routes: Routes
    bus: Bus
    pace: Pace
    quick_ms: int
    slow_ms: int
    schema_ms: int
    connect: Callable[[], Adapter]
    committed: Callable[[Batch], None]
    lanes: dict[str, Lane]
    owner: str
    examples: Callable[[], Iterable[Example]] = tuple
    ledger: Ledger = field(default_factory=lambda: Ledger(guards=False))
    changed: Callable[[str], None] = lambda name: None
    pushed: Callable[[], bool] = lambda: False
    noticed: Callable[[str], None] = lambda crm_object: None
    rulebook: Callable[[], RuleBook] = lambda: NO_BOOK
    works_by: Callable[[Mapping], None] = lambda mapping: None
    state: ConnectionState = ConnectionState.NEW
    reason: str = ""
    advice: str = ""
    cycle: Cycle | None = None
    _missing: tuple[Need, ...] = ()
    _look_at: int = 0
    _keep_at: int = 0
    _anew: threading.Event = field(default_factory=threading.Event)
    _stopping: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None
    _ahead: ReadAhead | None = None
    _remapped: Remapped = field(init=False)

    def __post_init__(self) -> None:
        self._remapped = Remapped(self.store)
        restore_ledger(self.store, self.name, self.ledger)  # before anybody asks, or calls the CRM

    @property
    def poll_ms(self) -> int:
        return self.slow_ms if self.pushed() else self.quick_ms

    def start(self) -> None:
        self._thread = threading.Thread(target=self._run, name=f"lane-{self.name}", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Finish the batch in hand, then give the lane up."""
        self._stopping.set()
        rest = getattr(self.cycle.lane.adapter, "rest", None) if self.cycle is not None else None
        if isinstance(rest, Rest):
            rest.hurry()
        self.bus.hint(self.name)
        if self._thread is not None:
            self._thread.join()

    def pause(self) -> None:
        """Nothing is read or written for this connection until `resume`; changes are kept."""
        self.store.set_note(f"paused/{self.name}", "yes")
        if self.cycle is not None:
            self.cycle.paused = True
        self._tell(ConnectionState.PAUSED, "paused by a person", "Resume it: crmsync resume " + self.name)

    def resume(self) -> None:
        self.store.set_note(f"paused/{self.name}", None)
        if self.cycle is not None:
            self.cycle.paused = False
            self.cycle.rest_until = 0
        self._tell(ConnectionState.CONNECTED if self.cycle is not None else ConnectionState.NEW, "", "")
        self.bus.hint(self.name)

    def sync(self, hub_object: str | None, *, full: bool) -> None:
        """Poll now, or compare everything now."""
        cycle = self.cycle
        if cycle is None:
            return
        for crm_object, translation in cycle.lane.translations.items():
            if hub_object in (None, translation.mapping.hub_object):
                cycle.polled.pop(crm_object, None)
                if full:
                    cycle.sweeps.add(crm_object)
        self.bus.hint(self.name)

    def compare(self, crm_object: str) -> None:
        """Compare all of one CRM object now."""
        cycle = self.cycle
        if cycle is not None:
            cycle.sweeps.add(crm_object)
            self.bus.hint(self.name)

    def compare_all(self) -> None:
        """Compare all of every mapped CRM object now."""
        for mapping in self.mappings:
            self.compare(mapping.crm_object)

    def look(self, crm_objects: Iterable[str]) -> None:
        """Poll these CRM objects now."""
        cycle = self.cycle
        if cycle is not None:
            for crm_object in crm_objects:
                cycle.polled.pop(crm_object, None)
        self.bus.hint(self.name)

    @contextmanager
    def visit(self) -> Iterator[Adapter]:
        """An adapter of one's own for a moment; the lane's belongs to its thread. Raises SignInNeeded."""
        with calling(Urgency.INTERACTIVE):
            adapter = self.connect()
            try:
                yield adapter
            finally:
                adapter.close()

    def reconnect(self) -> None:
        """Tokens are new or gone, or the CRM was prepared: connect anew, once the batch in hand is finished."""
        self._anew.set()
        self._tell(ConnectionState.NEW, "", "")
        self.bus.hint(self.name)

    # the thread -----------------------------------------------------------------------------------------------------
    def _run(self) -> None:
        self._ahead = ReadAhead(self.name)
        while not self._stopping.is_set():
            try:
                wait_s = self._step()
            except StoreError as error:
                self._tell(ConnectionState.STOPPED, str(error), error.advice)
                log.warning("the store failed", connection=self.name, kind=error.kind)
                wait_s = RETRY_S
            except Exception as error:
                self._tell(ConnectionState.STOPPED, f"unexpected: {type(error).__name__}", UNEXPECTED)
                log.exception("the lane failed", connection=self.name)
                wait_s = RETRY_S
            if wait_s > 0:
                self.bus.wait(self.name, wait_s)
        self._ahead.close()
        self._let_go()
        keep_ledger(self.store, self.name, self.ledger)

    def _step(self) -> float:
        if self._anew.is_set():
            self._anew.clear()
            self._let_go()
        if self.world.clock() >= self._keep_at:
            self._keep_at = self.world.clock() + KEEP_EVERY_MS
            keep_ledger(self.store, self.name, self.ledger)
        cycle = self.cycle
        if cycle is None:
            return self._connect()
        if cycle.lane.unprepared - {one.object for one in self._missing}:
            self._let_go()  # what creates need was removed while we worked
            return self._connect()
        if self._missing and self.world.clock() >= self._look_at:
            self._look_again(cycle)
        if cycle.turn():
            return 0.0
        self._remapped.settle(cycle)
        self._show(cycle)
        due_s = (cycle.next_at() - self.world.clock()) / 1000
        return max(0.005, min(due_s, LONGEST_SLEEP_S))

    def _show(self, cycle: Cycle) -> None:
        trouble = cycle.trouble
        if trouble is not None and isinstance(trouble.error, SignInNeeded):
            self._ask_for_sign_in(trouble.error)
        elif cycle.paused:
            self._tell(ConnectionState.PAUSED, self.reason, self.advice)
        elif trouble is not None:
            self._tell(ConnectionState.CONNECTED, str(trouble.error), trouble.error.advice)
        elif self._missing:
            fields = ", ".join(f"{one.object}.{one.field}" for one in self._missing)
            self._tell(
                ConnectionState.PREPARE_NEEDED,
                f"nothing is created there: {self.system} has no {fields}",
                f"Prepare it: crmsync connections prepare {self.name}",
            )
        elif cycle.gate.reason:
            self._tell(ConnectionState.CONNECTED, cycle.gate.reason, cycle.gate.advice)
        elif cycle.held:
            held = next(iter(cycle.held.values()))
            self._tell(ConnectionState.CONNECTED, str(held), held.advice)
        else:
            self._tell(ConnectionState.CONNECTED, "", "")

    def _look_again(self, cycle: Cycle) -> None:
        """Connect anew where somebody made what was missing."""
        self._look_at = self.world.clock() + PREPARED_LOOK_MS
        try:
            found = tuple(missing(cycle.lane.adapter, self.mappings))
        except RemoteError as error:
            log.info("not looked for missing fields", connection=self.name, kind=error.kind)
            return
        if found != self._missing:
            self._let_go()

    def _let_go(self) -> None:
        cycle, self.cycle = self.cycle, None
        if cycle is not None:
            cycle.release()
            cycle.lane.adapter.close()

    def _connect(self) -> float:
        mappings = self.mappings
        try:
            adapter = self.connect()
            try:
                watch = self._watch(adapter, mappings)
                self._missing = tuple(missing(adapter, mappings))
                for mapping in mappings:
                    self.works_by(mapping)
            except BaseException:
                adapter.close()  # it is tried again every few seconds, with another one
                raise
        except SignInNeeded as error:
            self._ask_for_sign_in(error)
            return LONGEST_SLEEP_S
        except (NotPermitted, RequestRefused) as error:
            # Waiting does not help: a mapping names what this account does not have or may not see.
            self._tell(ConnectionState.STOPPED, str(error), error.advice)
            return RETRY_S
        except RemoteError as error:
            self._tell(ConnectionState.NEW, str(error), error.advice)
            return RETRY_S
        except CrmSyncError as error:
            self._tell(ConnectionState.STOPPED, str(error), error.advice)
            return RETRY_S
        lane = Lane(
            connection=self.name,
            adapter=Narrowed(adapter, self.name, self.store, watch.translations),
            store=self.store,
            world=self.world,
            routes=self.routes,
            translations=watch.translations,
            pace=self.pace,
            committed=self.committed,
            stopping=self._stopping.is_set,
            noticed=self.noticed,
            unprepared=frozenset(one.object for one in self._missing),
            rulebook=self.rulebook,
        )
        self._look_at = self.world.clock() + PREPARED_LOOK_MS
        ready = [name for name in creating(mappings) if name not in lane.unprepared]
        wake_prepared(self.store, self.name, ready, self.world.clock())
        self.lanes[self.name] = lane
        cycle = Cycle(lane=lane, owner=self.owner, watch=watch, ahead=self._ahead or (lambda call: call))
        watch.attach(lane, cycle.sweeps.add)
        cycle.poll_every = lambda: max(self.poll_ms, int(adapter.pace_s() * 1000))
        cycle.paused = self.store.note(f"paused/{self.name}") is not None
        self._remapped.begin(cycle)
        self.cycle = cycle
        self._tell(ConnectionState.PAUSED, "paused by a person", "") if cycle.paused else self._show(cycle)
        return 0.0

    def _watch(self, adapter: Adapter, mappings: tuple[Mapping, ...]) -> SchemaWatch:
        """Every mapping checked against the account as it is, and compiled; parents come before children."""
        order = {name: at for at, name in enumerate(adapter.objects())}
        ordered = sorted(mappings, key=lambda one: order.get(one.crm_object, len(order)))
        watch = SchemaWatch(
            connection=self.name,
            adapter=adapter,
            store=self.store,
            mappings={one.crm_object: one for one in ordered},
            hub=self.hub,
            region=self.routes.region,
            every=self.schema_ms,
        )
        watch.start()
        refuse_failing(watch.translations.values(), self.examples())
        return watch

    def _ask_for_sign_in(self, error: SignInNeeded) -> None:
        """The advice names this connection, so that it can be typed as it stands."""
        advice = error.advice.replace("sign-in NAME", f"sign-in {self.name}")
        self._tell(ConnectionState.SIGN_IN_NEEDED, str(error), advice)

    def _tell(self, state: ConnectionState, reason: str, advice: str) -> None:
        if (state, reason) != (self.state, self.reason):
            self.state, self.reason, self.advice = state, reason, advice
            self.changed(self.name)
            log.info("connection", connection=self.name, state=state.value, reason=reason)
