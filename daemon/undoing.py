"""Undo: an inverse plan is made and shown, then applied item by item, each only where the world is as it was planned.

Every chunk of items is one batch with what became of them, so that a kill anywhere leaves a plan that goes on where it
stopped, in the same run. So does one that a person has stopped. An undo is itself a run, and can be undone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from typing import Final

from core.conflicts import DELETION, ItemKind
from core.errors import Conflicting, Invalid, LeaseLost, NotFound, VersionChanged
from core.jobs import Lease, Run, RunKind, RunOutcome
from core.plans import Plan, PlanItem, PlanItemKind, PlanItemState, PlanKind, PlanState, may_become
from core.records import HubRecord, Value
from core.store.base import Batch, Store
from core.sync.books import Books, Edit
from core.sync.routes import Routes
from daemon.decide import restored
from daemon.heirs import HUB, follow, heirs_in
from daemon.lane import World
from daemon.plan_making import Making
from daemon.removing import remove
from daemon.runs import Running
from daemon.setting_back import ask_of_plan, set_back, stands_in_the_way
from daemon.undo_planning import plan_of
from daemon.undo_scope import Scope
from daemon.undo_stopping import is_stopped, right_to_apply, stop_undo
from daemon.withdrawing import ask_about, let_back, moved_on, withdraw

PATIENCE: Final = 5


@dataclass(frozen=True, slots=True)
class Undoing:
    """Makes inverse plans and applies them, `chunk` items in a batch. `committed` is told of durable batches.

    `bins` are the connections that can be asked to bring a deleted record back; a plan says so.
    """

    store: Store
    world: World
    routes: Routes
    committed: Callable[[Batch], None]
    bins: Collection[str] = ()
    chunk: int = 100

    def plan(self, scope: Scope, *, by: str) -> Plan:
        """The inverse of what `scope` names, as a stored draft; nothing else is written. Raises Invalid, NotFound."""
        plan, items = plan_of(self.store, self.world, self.routes, scope, by=by, bins=self.bins)
        making = Making.begin(self.store, self.world, plan.id)
        unfinished = replace(plan, state=PlanState.MAKING)
        for at in range(0, len(items), self.chunk):
            some = tuple(items[at : at + self.chunk])
            self._commit(Batch(at=plan.made_at, plans=(unfinished,), plan_items=some), making.lease())
        self._commit(Batch(at=plan.made_at, plans=(plan,)), making.lease())
        making.end()
        return plan

    # applying ---------------------------------------------------------------------------------------------------------
    def apply(self, plan_id: str, *, by: str) -> Plan:
        """Do exactly what the plan says, or go on where that stopped; the plan as it is then.

        What was applied already is left alone. Where somebody stops it, it comes back approved, with items left.
        Raises NotFound, Invalid, Conflicting.
        """
        plan = self._found(plan_id)
        if plan.state is PlanState.APPLIED:
            return plan
        # Whoever asks last goes on with it; who was at it before is stopped by the fence, not by hope.
        lease = right_to_apply(self.store, self.world, plan.id)
        try:
            # Read once more: it may have been stopped before the right was ours.
            run, plan = self._begin(self._found(plan_id), by, lease)
            while items := self.store.plan_items(plan.id, state=PlanItemState.PLANNED, limit=self.chunk):
                self._chunk(plan, run, items, by, lease)
            ended = self._end(plan, run, by, lease)
        except LeaseLost as error:
            now = self._found(plan_id)
            if is_stopped(now):
                return now
            what = (
                "was discarded" if now.state is PlanState.DISCARDED else "is being applied by somebody else"
            )
            raise Conflicting(
                f"plan {plan.id} {what}", advice=f"Look at it: crmsync undo show {plan.id}"
            ) from error
        if lease is not None:
            self.store.release(lease)
        return ended

    def stop(self, plan_id: str, *, by: str) -> Plan:
        """End the applying between two chunks: what is done stays, and the rest is done once it is applied again.

        A plan that has ended already is left as it is. Raises NotFound, Invalid, Conflicting where it was not begun.
        """
        plan = self._found(plan_id)
        if not plan.run:
            raise Conflicting(
                f"plan {plan.id} is {plan.state.value}: nothing of it is being applied",
                advice=f"Look at it: crmsync undo show {plan.id}",
            )
        return stop_undo(self.store, self.world, self.committed, plan, by=by)

    def _found(self, plan_id: str) -> Plan:
        plan = self.store.plan(plan_id)
        if plan is None:
            raise NotFound(f"there is no plan {plan_id!r}")
        if plan.kind is not PlanKind.UNDO:
            raise Invalid(f"plan {plan_id!r} is no undo", advice="crmsync undo makes one.")
        return plan

    def _begin(self, plan: Plan, by: str, lease: Lease | None) -> tuple[Running, Plan]:
        known = self.store.run(plan.run) if plan.run else None
        row = known or self._run(plan, plan.run or self.world.ids())
        running = Running(run=row, totals=Counter(row.counts))
        if plan.state is PlanState.APPLYING:
            return running, plan
        if plan.state is not PlanState.DRAFT and not may_become(plan, PlanState.APPLYING):
            raise Conflicting(
                f"plan {plan.id} is {plan.state.value}",
                advice="Make a new one: crmsync undo run, records, connection or mapping.",
            )
        running.run = row = replace(row, ended=None, outcome=RunOutcome.RUNNING)
        begun = replace(
            plan,
            state=PlanState.APPLYING,
            approved_by=plan.approved_by or by,
            approved_at=plan.approved_at or row.started,
            run=row.id,
        )
        books = self._books(running, plan.state, plan.id)
        books.plans.append(begun)
        books.runs.append(row)
        what = "goes on" if is_stopped(plan) else "begins"
        books.note("plan", by=by, cause=by, note=f"undo of {plan.basis} {what}: plan {plan.id}")
        try:
            self._commit(books.batch(), lease)
        except VersionChanged as error:
            raise Conflicting(f"plan {plan.id} is being applied already") from error
        return running, begun

    def _run(self, plan: Plan, id: str) -> Run:
        return Run(
            id=id,
            kind=RunKind.UNDO,
            connection=None,
            object=None,
            started=self.world.clock(),
            outcome=RunOutcome.RUNNING,
            reason=f"undoes {plan.basis}",
        )

    def _chunk(
        self, plan: Plan, run: Running, items: Sequence[PlanItem], by: str, lease: Lease | None
    ) -> None:
        for patience in range(PATIENCE):
            books = self._books(run, PlanState.APPLYING, plan.id)
            for item in items:
                state, note = self._take(books, item, by)
                books.counts[state.value] += 1
                books.plan_items.append(replace(item, state=state, note=note or item.note))
            row = replace(run.run, counts=dict(run.totals + books.counts))
            books.runs[:] = [row]
            try:
                self._commit(books.batch(), lease)
            except VersionChanged as error:
                if patience == PATIENCE - 1:
                    raise Conflicting(
                        "these very records are being changed all the time, or the plan was discarded",
                        advice=f"Go on with it: crmsync undo apply {plan.id}",
                    ) from error
                items = self._still_planned(plan, items)
                if not items:
                    return
                continue
            run.add(books)
            return

    def _still_planned(self, plan: Plan, items: Sequence[PlanItem]) -> list[PlanItem]:
        page = self.store.plan_items(plan.id, after=items[0].n - 1, limit=items[-1].n - items[0].n + 1)
        return [one for one in page if one.state is PlanItemState.PLANNED]

    def _end(self, plan: Plan, run: Running, by: str, lease: Lease | None) -> Plan:
        now = self.world.clock()
        ended = replace(plan, state=PlanState.APPLIED, ended_at=now)
        books = self._books(run, PlanState.APPLYING, plan.id)
        counts = dict(run.totals)
        told = ", ".join(f"{count} {name}" for name, count in sorted(counts.items()) if name in _OUTCOMES)
        books.plans.append(ended)
        books.runs.append(replace(run.run, ended=now, counts=counts, outcome=RunOutcome.DONE))
        books.note("plan", by=by, cause=by, note=f"undo plan {plan.id} is done: {told or 'nothing to do'}")
        try:
            self._commit(books.batch(), lease)
        except VersionChanged as error:
            raise Conflicting(
                f"plan {plan.id} is not being applied any more",
                advice=f"Look at it: crmsync undo show {plan.id}",
            ) from error
        return ended

    # one item ---------------------------------------------------------------------------------------------------------
    def _take(self, books: Books, item: PlanItem, by: str) -> tuple[PlanItemState, str]:
        """Book one item; what became of it, and why where nothing did."""
        if item.kind is PlanItemKind.IRREVERSIBLE:
            return PlanItemState.SKIPPED, ""
        written = books.records.get(item.record_id or "")
        record = written.record if written is not None else self._record(item.record_id)
        stale = self._stale(item, record)
        if record is None or stale:
            return PlanItemState.STALE, f"{stale or 'it is gone'}; plan again"
        cause = f"undo:{item.plan}"
        there = (record, item.connection, item.crm_id or "")
        match item.kind:
            case PlanItemKind.DELETE_CRM:
                withdraw(self.store, books, *there, by=by, cause=cause)
            case PlanItemKind.RESTORE_CRM:
                let_back(self.store, books, *there, by=by, cause=cause)
            case PlanItemKind.UPDATE_CRM:
                set_back(self.store, books, *there, item.changes, by=by, cause=cause)
            case PlanItemKind.CONFLICT if item.connection and item.changes:
                ask_of_plan(self.store, books, record, item)
            case PlanItemKind.CONFLICT if item.connection:
                ask_about(self.store, books, *there, item.note)
            case PlanItemKind.UPDATE_HUB:
                self._set(books, record, item, by, cause)
            case PlanItemKind.RESTORE_HUB:
                alive = restored(self.store, books, record, by=by, cause=cause)
                self._set(books, alive, item, by, cause)
            case PlanItemKind.DELETE_HUB:
                remove(self.store, books, record, by=by, cause=cause)
            case PlanItemKind.CONFLICT:
                self._ask(books, record, item)
            case _:
                return PlanItemState.SKIPPED, "not a part of an undo"
        return PlanItemState.APPLIED, ""

    def _stale(self, item: PlanItem, record: HubRecord | None) -> str:
        if record is None:
            return "it is gone"
        if item.kind is PlanItemKind.RESTORE_HUB:
            if any(one.rule == DELETION for one in self.store.open_conflicts([record.id])):
                return "a question about its end is open"
            return "" if record.deleted_at is not None and _is_as_it_was(record, item) else "it lives already"
        if record.deleted_at is not None:
            return "it was deleted since"
        if item.connection and item.changes:
            return stands_in_the_way(self.store, self.routes, item, record)
        if item.connection:
            return moved_on(self.store, self.routes, item, record, self.bins)
        if item.kind is PlanItemKind.DELETE_HUB or not item.changes:
            return "" if _is_as_it_was(record, item) else "it was changed since"
        moved = [name for name, held, _ in item.changes if record.fields.get(name) != held]
        return f"{', '.join(moved)} changed since" if moved else ""

    def _set(self, books: Books, record: HubRecord, item: PlanItem, by: str, cause: str) -> None:
        edits = {
            name: Edit(value=value, by=by, at=books.at)
            for name, _, value in item.changes
            if record.fields.get(name) != value
        }
        if not edits:
            return
        record = books.change(record, edits, by=by, cause=cause)
        kind = self.routes.objects[record.object]
        follow(books, record, heirs_in(self.store, kind, record.fields), cause=cause)

    def _ask(self, books: Books, record: HubRecord, item: PlanItem) -> None:
        """What somebody has changed since is theirs to decide: both values as a question."""
        books.check(record)
        subject = f"{item.plan}/{record.id}"
        names = tuple(sorted(name for name, _, _ in item.changes))
        detail: dict[str, Value] = {"plan": item.plan, "fields": names or None}
        for name, held, value in item.changes:
            detail |= {f"now.{name}": held, f"back.{name}": value}
        if not names:
            detail["version"] = str(record.version)
        asked = ", ".join(names) or "the whole record"
        books.open_item(
            ItemKind.UNDO,
            connection=HUB,
            object=record.object,
            subject=subject,
            record_id=record.id,
            reason=f"an undo stopped at {asked}: {item.note}",
            advice="Approve to take it back all the same, or dismiss to keep it as it is.",
            detail=detail,
            known=self.store.open_items(HUB, record.object, [subject]),
        )

    # small parts ------------------------------------------------------------------------------------------------------
    def _books(self, run: Running, state: PlanState, plan: str) -> Books:
        books = Books(at=self.world.clock(), run=run.id, ids=self.world.ids, routes=self.routes)
        books.plan_checks[plan] = state
        return books

    def _commit(self, batch: Batch, lease: Lease | None = None) -> None:
        self.store.commit(batch, lease)
        self.committed(batch)

    def _record(self, id: str | None) -> HubRecord | None:
        return self.store.records([id]).get(id) if id else None


_OUTCOMES: Final = frozenset(one.value for one in PlanItemState)


def _is_as_it_was(record: HubRecord, item: PlanItem) -> bool:
    return record.version == item.hub_version
