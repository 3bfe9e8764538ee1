"""Applies a plan of one answer to many questions, item by item, each only where it is still what was planned.

An answer and its item's state are one commit, and all of them one run, so that a kill anywhere leaves a plan that goes
on where it stopped. What is decided travels to the CRMs like anything else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from core.answers import Answer, answer_in
from core.conflicts import Conflict, Item, answer_cause
from core.errors import Conflicting, Invalid, LeaseLost, NotFound
from core.jobs import Lease
from core.plans import Plan, PlanItem, PlanItemKind, PlanItemState, PlanKind, PlanState, may_become, next_step
from core.sync.books import Books
from daemon.answering import book as book_answer
from daemon.bulk import Bulk, apart
from daemon.bulk_planning import item_of
from daemon.heirs import HUB
from daemon.runs import Running

if TYPE_CHECKING:
    from daemon.desk import Desk

CHUNK: Final = 50
LEASE_MS: Final = 3_600_000


def apply_answers(bulk: Bulk, plan_id: str) -> Plan:
    """Do what an approved plan of kind `bulk` says, or go on where that stopped; the plan as it is then.

    Where somebody stops it, it comes back approved, with items left.
    Raises NotFound, Invalid for another kind of plan, Conflicting where it is not approved, was applied or discarded, or
    where a connection that it needs is not there.
    """
    desk = bulk.desk
    plan = desk.store.plan(plan_id)
    if plan is None:
        raise NotFound(
            f"there is no plan {plan_id!r}", advice="crmsync plans list shows the plans there are."
        )
    if plan.kind is not PlanKind.BULK:
        raise Invalid(f"plan {plan_id!r} is no bulk decision", advice=next_step(plan))
    if plan.state is not PlanState.APPLYING and not may_become(plan, PlanState.APPLYING):
        raise Conflicting(
            f"plan {plan.id} is {plan.state.value}, and cannot be applied from there", advice=next_step(plan)
        )
    answer = answer_in(plan.basis)
    # Whoever asks last goes on with it; who was at it before is stopped by the fence, not by hope.
    lease = desk.store.acquire(f"plan/{plan.id}", "bulk", now=desk.now(), ttl=LEASE_MS)
    try:
        run = desk.running(plan.run or None)
        work = _Work(desk=desk, plan=plan, answer=answer, by=bulk.by, lease=lease, run=run)
        work.begin()
        work.go_on()
        ended = work.end()
    except (LeaseLost, Conflicting) as error:
        now = desk.store.plan(plan.id)
        if now is not None and now.state is PlanState.APPROVED and now.until:
            return now  # a person stopped it
        if isinstance(error, Conflicting):
            raise
        raise Conflicting(
            f"plan {plan.id} is being applied by somebody else",
            advice=f"Look at it: crmsync plans show {plan.id}",
        ) from error
    if lease is not None:
        desk.store.release(lease)
    return ended


@dataclass(slots=True)
class _Work:
    desk: Desk
    plan: Plan
    answer: Answer
    by: str
    lease: Lease | None
    run: Running

    def begin(self) -> None:
        if self.plan.state is PlanState.APPLYING:
            return
        self.run.run = replace(self.run.run, reason=f"plan:{self.plan.id}")
        begun = replace(self.plan, state=PlanState.APPLYING, run=self.run.id, until=0)
        self._move(self.plan.state, begun)
        self.plan = begun

    def go_on(self) -> None:
        store = self.desk.store
        while items := store.plan_items(self.plan.id, state=PlanItemState.PLANNED, limit=CHUNK):
            read = [(item, self._question(item)) for item in items]
            for connection in {_home(question) for _, question in read} - {"", HUB}:
                if connection not in self.desk.lanes:
                    raise Conflicting(
                        f"{connection!r} is not connected: plan {self.plan.id} waits for it",
                        advice=f"Look at it: crmsync connections show {connection}; then {next_step(self.plan)}",
                    )
            for group in _groups(read):
                self._settle(group)

    def end(self) -> Plan:
        counted: Counter[str] = Counter()
        for (_, state), n in self.desk.store.count_plan_items(self.plan.id).items():
            counted[state.value] += n
        told = ", ".join(f"{n} {name}" for name, n in sorted(counted.items())) or "nothing to do"
        ended = replace(
            self.plan,
            state=PlanState.APPLIED,
            ended_at=self.desk.now(),
            reason=f"{told}, all in run {self.run.id}",
        )
        self._move(PlanState.APPLYING, ended)
        return ended

    # inside -----------------------------------------------------------------------------------------------------------
    def _settle(self, group: Sequence[PlanItem]) -> None:
        """One commit; where one of them cannot be settled, the others are settled one by one."""

        def book(books: Books) -> None:
            for item in group:
                self._book(books, item)

        try:
            self._act(book)
        except (Conflicting, Invalid, NotFound) as error:
            self._refuse_ended()
            if len(group) > 1:
                for item in group:
                    self._settle([item])
                return
            [item], why = group, str(error)
            self._act(lambda books: self._leave(books, item, why))

    def _act(self, book: Callable[[Books], None]) -> None:
        def checked(books: Books) -> None:
            books.plan_checks[self.plan.id] = PlanState.APPLYING
            book(books)

        self.desk.act(checked, self.run, self.lease)

    def _question(self, item: PlanItem) -> Conflict | Item | None:
        return self.desk.store.conflict(item.op) or self.desk.store.item(item.op)

    def _book(self, books: Books, item: PlanItem) -> None:
        question = self._question(item)
        moved = self._moved(item, question)
        if question is None or moved:
            self._leave(books, item, moved)
            return
        before = len(books.audit)
        book_answer(self.desk, books, question, self.answer, self.by)
        # What explains an answer names the question; here, the plan that a person approved as well.
        alone, planned = answer_cause(question), answer_cause(question, plan=self.plan.id)
        books.audit[before:] = [
            replace(one, cause=planned) if one.cause == alone else one for one in books.audit[before:]
        ]
        made = item.record_id
        if item.kind is PlanItemKind.CREATE_HUB:
            made = next((one.record_id for one in books.audit[before:] if one.kind == "create"), made)
        books.plan_items.append(replace(item, state=PlanItemState.APPLIED, record_id=made))
        books.counts["applied"] += 1

    def _moved(self, item: PlanItem, question: Conflict | Item | None) -> str:
        """Why it is not what was planned any more; "" where it is."""
        if question is None:
            return "the question is gone"
        now, _ = item_of(self.desk, question, self.answer, self.by)
        if now.state is PlanItemState.SKIPPED:
            return now.note.partition("; left alone: ")[2]
        if now.digest != item.digest:
            what = "its values have" if isinstance(question, Conflict) else "what it is about has"
            return f"{what} changed since"
        if (now.kind, now.changes, now.record_id) != (item.kind, item.changes, item.record_id):
            return "the record or its mapping was changed since"
        return ""

    def _leave(self, books: Books, item: PlanItem, why: str) -> None:
        note = f"{item.note}; {why}: plan again"
        books.plan_items.append(replace(item, state=PlanItemState.STALE, note=note))
        books.counts["stale"] += 1

    def _refuse_ended(self) -> None:
        now = self.desk.store.plan(self.plan.id)
        if now is None or now.state is not PlanState.APPLYING:
            told = now.state.value if now is not None else "gone"
            raise Conflicting(f"plan {self.plan.id} is {told} by now", advice="What was applied stays.")

    def _move(self, before: PlanState, plan: Plan) -> None:
        def book(books: Books) -> None:
            now = self.desk.store.plan(plan.id)
            if now is None or now.state is not before:
                raise Conflicting(
                    f"plan {plan.id} is {now.state.value if now is not None else 'gone'} by now",
                    advice=f"Look at it: crmsync plans show {plan.id}",
                )
            books.plan_checks[plan.id] = before
            books.plans.append(plan)
            note = f"{plan.state.value}{f': {plan.reason}' if plan.reason else ''}"
            books.note("plan", by=self.by, cause=f"plan:{plan.id}", note=note)

        self.desk.act(book, self.run, self.lease)


def _home(question: Conflict | Item | None) -> str:
    if question is None:
        return ""
    return question.link[0] if isinstance(question, Conflict) else question.connection


def _groups(read: Sequence[tuple[PlanItem, Conflict | Item | None]]) -> Iterator[list[PlanItem]]:
    """Items that may be one commit: a record is written once in it."""
    group: list[PlanItem] = []
    waiting: list[Conflict | Item] = []
    for item, question in read:
        if question is not None and apart(question, waiting):
            yield group
            group, waiting = [], []
        group.append(item)
        if question is not None:
            waiting.append(question)
    if group:
        yield group
