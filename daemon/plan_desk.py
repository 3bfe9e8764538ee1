"""What a person may do with plans: have one made, leave items out, approve, apply, discard.

Each act is one batch with an entry in the audit log, bound to the state the plan was in. Making reads the CRM for as long as
that takes, on a thread of its own with an adapter of its own; applying is the lane's work.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Final

from core.errors import Conflicting, CrmSyncError, Invalid, LeaseLost, NotFound, VersionChanged
from core.jobs import Lease, Run, RunKind, RunOutcome
from core.logs import logger
from core.mapping import NO_FILTER, Mapping
from core.plans import (
    Plan,
    PlanItem,
    PlanItemState,
    PlanKind,
    PlanState,
    may_become,
    next_step,
)
from core.store.base import AuditEntry, Batch, Store
from daemon.candidate import basis_of, compile_candidate, read_candidate, refuse_other_mapping
from daemon.imagined import scratch_store, sweep_scratch
from daemon.lane import Lane, World
from daemon.narrow import Narrowed
from daemon.patient import patient
from daemon.plan_making import Making
from daemon.plan_sites import Site, Threads
from daemon.plan_stopping import stop_plan
from daemon.plan_trial import last_of_trial
from daemon.planning import imagined_lane, make
from daemon.pull import LIVE, phase
from daemon.remapped import filter_is_new

log = logger(__name__)

MOST_AT_ONCE: Final = 1_000  # items that are left out by one call
UNFINISHED: Final = "the daemon stopped while it was being made"


class Stopping(Exception):
    """The daemon stops; the plan is made anew by whoever still wants it."""


@dataclass(slots=True)
class PlanDesk:
    """`sites` by connection. `committed` is told of durable batches; `start` begins the comparing, on threads if not told
    otherwise; `rest` waits for so many seconds between tries.
    In the folder `scratch` lies what a plan would write while it is made; in memory without it.
    """

    store: Store
    world: World
    sites: MappingOf[str, Site]
    committed: Callable[[Batch], None]
    start: Callable[[Callable[[], None]], None] | None = None
    rest: Callable[[float], object] | None = None
    scratch: Path | None = None
    _threads: Threads = field(default_factory=Threads)
    _stopping: threading.Event = field(default_factory=threading.Event)
    _ours: set[str] = field(default_factory=set)  # what this very process is making

    def begin(self) -> None:
        """A plan whose making was cut off will never be finished. What another daemon is making is left to it."""
        if self.scratch is not None:
            sweep_scratch(self.scratch)
        for plan in self.store.list_plans(connection=None, state=PlanState.MAKING, before=None, limit=1_000):
            self._expire_abandoned(plan)

    def close(self) -> None:
        """Give up what is being made."""
        self._stopping.set()
        self._threads.join()

    # reading ----------------------------------------------------------------------------------------------------------
    def get(self, id: str) -> Plan:
        """Raises NotFound."""
        plan = self.store.plan(id)
        if plan is None:
            raise NotFound(f"there is no plan {id!r}", advice="crmsync plans list shows the plans there are.")
        return plan

    # acting -----------------------------------------------------------------------------------------------------------
    def make(self, connection: str, hub_object: str | None, *, by: str, mapping: str | None = None) -> Plan:
        """Begin a plan of everything that syncing this connection, or one hub object of it, would do now.

        `mapping` is the text of one that shall take the place of the one in use: then its object is compared by it.
        Raises MappingInvalid, NotFound, Invalid for an object that is not mapped, Conflicting where it is not connected
        or a plan of the connection is being made or applied.
        """
        lane = self._lane(connection)
        objects = tuple(
            name for name, one in lane.translations.items() if hub_object in (None, one.mapping.hub_object)
        )
        candidate = read_candidate(mapping, connection, lane) if mapping is not None else None
        if candidate is not None:
            objects = (candidate.crm_object,)
        if not objects:
            raise Invalid(f"{connection!r} does not map {hub_object!r}")
        self._refuse_another(connection)
        making = Making.begin(self.store, self.world, id := self.world.ids())
        first = any(phase(lane, name) != LIVE for name in objects)
        kind = PlanKind.FIRST_SYNC if first else PlanKind.COMPARISON
        plan = Plan(
            id=id,
            kind=kind if candidate is None else _kind_of(candidate, lane),
            basis=basis_of(candidate) if candidate is not None else "",
            connection=connection,
            objects=objects,
            made_at=self.world.clock(),
            by=by,
        )
        self._ours.add(plan.id)
        self._commit(plan, by=by, note="begun", checks={})
        (self.start or self._threads)(partial(self._make, connection, plan, candidate, making))
        return plan

    def approve(self, id: str, *, by: str) -> Plan:
        """Raises NotFound, Conflicting."""
        plan = self.get(id)
        return self._move(
            replace(plan, approved_by=by, approved_at=self.world.clock()), PlanState.APPROVED, by=by
        )

    def apply(self, id: str, *, by: str, first: int | None = None) -> Plan:
        """Have the lane do what the plan says, or only so much of what is left of it that `first` records are written.

        Raises NotFound, Conflicting where it is not approved, or was applied.
        """
        plan = self.get(id)
        if plan.kind is PlanKind.UNDO:
            raise Conflicting(
                f"plan {id!r} is an undo", advice=f"It is applied by its own command: crmsync undo apply {id}"
            )
        if plan.kind is PlanKind.BULK:
            raise Conflicting(
                f"plan {id!r} answers many questions: no lane applies it", advice=next_step(plan)
            )
        refuse_other_mapping(plan, self._lane(plan.connection))
        until = 0 if first is None else last_of_trial(self.store, id, first)
        moved = self._move(replace(plan, until=until), PlanState.APPLYING, by=by)
        self.sites[plan.connection].bus.hint(plan.connection)
        return moved

    def stop(self, id: str, *, by: str) -> Plan:
        """As `stop_plan`. Raises NotFound as well."""
        return stop_plan(self.store, self.world, self.committed, self.get(id), by=by)

    def discard(self, id: str, *, by: str) -> Plan:
        """Nothing more is done by it. What was applied stays. Raises NotFound, Conflicting."""
        plan = self.get(id)
        if plan.kind is PlanKind.UNDO:
            plan = stop_plan(self.store, self.world, self.committed, plan, by=by)
        return self._move(plan, PlanState.DISCARDED, by=by)

    def exclude(self, id: str, numbers: Sequence[int], *, by: str) -> Plan:
        """Leave these items of a draft out; those that build on them turn stale. Raises NotFound, Invalid, Conflicting."""
        plan = self.get(id)
        if plan.state is not PlanState.DRAFT:
            raise Conflicting(
                f"plan {id} is {plan.state.value}; items are left out of a draft", advice=next_step(plan)
            )
        if not 0 < len(numbers) <= MOST_AT_ONCE:
            raise Invalid(f"name between 1 and {MOST_AT_ONCE} items")
        items: list[PlanItem] = []
        for n in sorted(set(numbers)):
            found = self.store.plan_items(id, after=n - 1, limit=1)
            if not found or found[0].n != n:
                raise Invalid(f"plan {id} has no item {n}")
            items.append(replace(found[0], state=PlanItemState.EXCLUDED))
        told = ", ".join(str(one.n) for one in items[:20]) + (" and more" if len(items) > 20 else "")
        self._commit(plan, by=by, note=f"left out: {told}", checks={id: plan.state}, items=tuple(items))
        return plan

    # inside -----------------------------------------------------------------------------------------------------------
    def _lane(self, connection: str) -> Lane:
        if connection not in self.sites:
            raise NotFound(
                f"there is no connection {connection!r}",
                advice=f"There are: {', '.join(sorted(self.sites)) or 'none; add one to crmsync.toml'}.",
            )
        cycle = self.sites[connection].cycle
        if cycle is None:
            raise Conflicting(
                f"{connection!r} is not connected",
                advice=f"Look at it: crmsync connections show {connection}",
            )
        return cycle.lane

    def _refuse_another(self, connection: str) -> None:
        for state in (PlanState.MAKING, PlanState.APPLYING):
            for other in self.store.list_plans(connection=connection, state=state, before=None, limit=9):
                if state is PlanState.MAKING and self._expire_abandoned(other):
                    continue
                raise Conflicting(
                    f"plan {other.id} of {connection!r} is {state.value}", advice=next_step(other)
                )

    def _expire_abandoned(self, plan: Plan) -> bool:
        """Close a plan that is being made where its maker is dead; whether it is closed."""
        if plan.id in self._ours:
            return False
        making = Making.take_over(self.store, self.world, plan.id)
        if making is None:
            return False
        try:
            self._move(plan, PlanState.EXPIRED, by="system", reason=UNFINISHED)
        except Conflicting:
            log.info("a plan was made or discarded just now", plan=plan.id)
        making.end()
        return True

    def _make(self, connection: str, plan: Plan, candidate: Mapping | None, making: Making) -> None:
        self._compare(connection, plan, candidate, making)
        self._ours.discard(plan.id)
        making.end()

    def _compare(self, connection: str, plan: Plan, candidate: Mapping | None, making: Making) -> None:
        try:
            lane = self._lane(connection)
            with (
                self.sites[connection].visit() as adapter,
                scratch_store(self.scratch, self.world.clock) as scratch,
            ):
                translations = dict(lane.translations)
                if candidate is not None:
                    translations[candidate.crm_object] = compile_candidate(candidate, lane, adapter)
                copy, imagined = imagined_lane(lane, scratch, translations)
                reading = patient(adapter, self._rest, making.lease)
                copy.adapter = Narrowed(reading, connection, copy.store, copy.translations)
                whole = frozenset(
                    name
                    for name in plan.objects
                    if name in translations and filter_is_new(self.store, translations[name].mapping)
                )
                draft = make(
                    copy, imagined, self.store, plan, lambda items: self._keep(plan, items, making), whole
                )
            begun = replace(draft, state=PlanState.MAKING)
            self._move(begun, PlanState.DRAFT, by="system", reason=draft.reason, lease=making.lease())
        except (Stopping, VersionChanged, LeaseLost):
            # The daemon stops, and `begin` sees to it at the next start; a person discarded it meanwhile; or another
            # daemon took us for dead and has closed it.
            return
        except CrmSyncError as error:
            self._give_up(plan, str(error))
        except Exception as error:
            log.exception("making a plan failed", connection=connection)
            self._give_up(plan, f"unexpected: {type(error).__name__}")

    def _rest(self, seconds: float) -> None:
        (self.rest or self._stopping.wait)(seconds)
        if self._stopping.is_set():
            raise Stopping

    def _keep(self, plan: Plan, items: Sequence[PlanItem], making: Making) -> None:
        if self._stopping.is_set():
            raise Stopping
        self.store.commit(
            Batch(at=self.world.clock(), plan_checks={plan.id: PlanState.MAKING}, plan_items=tuple(items)),
            making.lease(),
        )

    def _give_up(self, plan: Plan, reason: str) -> None:
        try:
            self._move(plan, PlanState.EXPIRED, by="system", reason=reason)
        except Conflicting:
            return  # a person discarded it meanwhile
        except CrmSyncError as error:
            # `begin` sees to it at the next start.
            log.warning("a plan could not be given up", connection=plan.connection, kind=error.kind)

    def _move(
        self, plan: Plan, state: PlanState, *, by: str, reason: str = "", lease: Lease | None = None
    ) -> Plan:
        if not may_become(plan, state):
            raise Conflicting(
                f"plan {plan.id} is {plan.state.value}: from there it does not go to {state.value}",
                advice=next_step(plan),
            )
        at = self.world.clock()
        moved = replace(plan, state=state, reason=reason, ended_at=at if state.is_closed else None)
        note = f"{state.value}{': ' if reason else ''}{reason}"
        if plan.until and state is PlanState.APPLYING:
            note += f" as far as item {plan.until}"
        if state in (PlanState.DRAFT, PlanState.APPROVED):
            note += f", {sum(plan.counts.values())} items, digest {plan.digest[:16]}"
        try:
            self._commit(moved, by=by, note=note, checks={plan.id: plan.state}, lease=lease)
        except VersionChanged as error:
            now = self.get(plan.id)
            raise Conflicting(f"plan {plan.id} is {now.state.value} by now", advice=next_step(now)) from error
        return moved

    def _commit(
        self,
        plan: Plan,
        *,
        by: str,
        note: str,
        checks: MappingOf[str, PlanState],
        items: tuple[PlanItem, ...] = (),
        lease: Lease | None = None,
    ) -> None:
        at = self.world.clock()
        run = Run(
            id=self.world.ids(),
            kind=RunKind.API,
            connection=plan.connection,
            object=None,
            started=at,
            ended=at,
            outcome=RunOutcome.DONE,
            reason=f"plan:{plan.id}",
        )
        entry = AuditEntry(
            at=at,
            kind="plan",
            actor=by,
            cause=f"plan:{plan.id}",
            run=run.id,
            connection=plan.connection,
            note=note,
        )
        batch = Batch(at=at, plan_checks=checks, plans=(plan,), plan_items=items, runs=(run,), audit=(entry,))
        self.store.commit(batch, lease)
        self.committed(batch)


def _kind_of(candidate: Mapping, lane: Lane) -> PlanKind:
    """Whether only the filter is another than in the mapping that runs."""
    running = lane.translations.get(candidate.crm_object)
    alike = running is not None and basis_of(replace(candidate, filter=NO_FILTER)) == basis_of(
        replace(running.mapping, filter=NO_FILTER)
    )
    return (
        PlanKind.FILTER
        if alike and running is not None and candidate != running.mapping
        else PlanKind.MAPPING
    )
