"""Plans one answer to many questions: for each, what answering it so would do, and what that sends to which CRM.

Nothing is decided here. The same function that makes an item says again, when the plan is applied, what it would be now.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import TYPE_CHECKING, Final

import msgspec

from core.answers import Answer, Resolution, Verdict, text_of
from core.conflicts import Conflict, Item
from core.errors import Conflicting, CrmSyncError, Invalid, LeaseLost, VersionChanged
from core.plans import Forecast, Plan, PlanItem, PlanItemState, PlanKind, PlanState
from core.store.base import Batch
from daemon.answering import for_the_other
from daemon.bulk import Bulk, Selection
from daemon.heirs import HUB
from daemon.plan_making import Making
from daemon.planned_resolution import FETCH, Reach, planned_resolution
from daemon.planned_verdict import planned_verdict

if TYPE_CHECKING:
    from daemon.desk import Desk

CHUNK: Final = 200  # items in one commit


def plan_answers(bulk: Bulk, selection: Selection, answer: Answer) -> Plan:
    """A stored draft of giving all these questions one answer; nothing else is written.

    A question that cannot be answered so is an item that writes nothing and says why. Raises Invalid, NotFound.
    """
    if not bulk.count(selection):
        asked = "conflict" if isinstance(answer, Resolution) else "item"
        raise Invalid(f"no {asked} is like that", advice="crmsync queue list shows what waits.")
    chosen = bulk.chosen(selection)
    # A few named ones are looked at before anything is kept; a filter may find a hundred thousand of the right sort.
    found = iter(list(_fitting(chosen, answer))) if selection.ids else _fitting(chosen, answer)
    plan = Plan(
        id=bulk.desk.world.ids(),
        kind=PlanKind.BULK,
        connection=HUB,  # no lane applies it, and none waits for it
        objects=(),
        made_at=bulk.desk.now(),
        by=bulk.by,
        basis=text_of(answer),
    )
    making = Making.begin(bulk.desk.store, bulk.desk.world, plan.id)
    draft = _Draft(desk=bulk.desk, plan=plan, answer=answer, making=making)
    try:
        made = draft.make(found)
    except (VersionChanged, LeaseLost) as error:
        raise Conflicting("the plan was discarded while it was being made") from error
    except CrmSyncError as error:
        draft.give_up(str(error))
        raise
    making.end()
    return made


def item_of(desk: Desk, question: Conflict | Item, answer: Answer, by: str) -> tuple[PlanItem, Reach]:
    """What this answer would do now, and what is sent for it. Raises Invalid where it is for the other sort of question."""
    match question, answer:
        case Conflict(), Resolution():
            return planned_resolution(desk, question, answer, by)
        case Item(), Verdict():
            return planned_verdict(desk, question, answer, by)
        case _:
            raise for_the_other(question)


def _fitting(chosen: Iterator[Conflict | Item], answer: Answer) -> Iterator[Conflict | Item]:
    for one in chosen:
        if isinstance(one, Conflict) != isinstance(answer, Resolution):
            raise for_the_other(one)
        yield one


@dataclass(slots=True)
class _Draft:
    """A plan while its items are added: counts, and which records each connection will be sent."""

    desk: Desk
    plan: Plan
    answer: Answer
    making: Making
    counts: Counter[str] = field(default_factory=Counter)
    sent: dict[tuple[str, str], set[str]] = field(default_factory=dict)  # by (connection, kind of call)

    def make(self, questions: Iterator[Conflict | Item]) -> Plan:
        digest = sha256()
        objects: dict[str, None] = {}
        waiting: list[PlanItem] = []
        self._keep(self.plan, [], checked=False)
        for n, question in enumerate(questions, start=1):
            made, reach = item_of(self.desk, question, self.answer, self.plan.by)
            item = replace(made, plan=self.plan.id, n=n)
            self.counts[item.kind.value] += 1
            if item.state is PlanItemState.PLANNED:
                for place, ids in reach.items():
                    self.sent.setdefault(place, set()).update(ids)
            objects[item.object] = None
            digest.update(msgspec.json.encode((item.kind.value, item.op, item.changes, item.digest)))
            waiting.append(item)
            if len(waiting) == CHUNK:
                self._keep(self.plan, waiting)
                waiting = []
        made_plan = replace(
            self.plan,
            state=PlanState.DRAFT,
            objects=tuple(objects),
            counts=dict(self.counts),
            digest=digest.hexdigest(),
            forecast=self._forecast(),
        )
        self._keep(made_plan, waiting)
        return made_plan

    def give_up(self, reason: str) -> None:
        """It could not be made to the end; what there is of it says so."""
        now = self.desk.now()
        self._keep(replace(self.plan, state=PlanState.EXPIRED, reason=reason, ended_at=now), [])

    def _keep(self, plan: Plan, items: Sequence[PlanItem], *, checked: bool = True) -> None:
        checks = {plan.id: PlanState.MAKING} if checked else {}
        batch = Batch(at=self.desk.now(), plan_checks=checks, plans=(plan,), plan_items=tuple(items))
        self.desk.store.commit(batch, self.making.lease())
        self.desk.committed(batch)

    def _forecast(self) -> Forecast:
        calls: Counter[str] = Counter()
        records: dict[str, set[str]] = {}
        for (connection, call), ids in self.sent.items():
            lane = self.desk.lanes.get(connection)
            abilities = lane.adapter.abilities if lane is not None else None
            together = 1
            if abilities is not None and call != "merge":
                together = abilities.read_batch if call == FETCH else abilities.write_batch
            calls[call] += -(-len(ids) // together)
            if call != FETCH:
                records.setdefault(connection, set()).update(ids)
        return Forecast(calls=dict(calls), spreads={name: len(ids) for name, ids in sorted(records.items())})
