"""A first sync that would write much waits for a plan that a person approved, and goes live with it.

How much it would write is found out the way a plan is made, but only counted, and only as far as the limit.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from core.jobs import Cursor
from core.plans import WRITES_CRM, Plan, PlanItem, PlanItemKind, PlanItemState, PlanKind, PlanState
from core.records import UNSET, Link, LinkState
from core.sync.books import Books
from daemon.lane import Lane
from daemon.planning import no_more_than
from daemon.pull import LIVE, phase
from daemon.waiting import tell

NEVER: Final = 1_000_000  # a limit of so many records is none: nothing is counted
LOOK_AGAIN_MS: Final = 3_600_000
LEFT: Final = 1_000  # where no limit is set, so many items may be left to ordinary work
NEWCOMERS: Final = (PlanItemKind.CREATE_HUB, PlanItemKind.LINK, PlanItemKind.AMBIGUOUS)


@dataclass(slots=True)
class FirstSync:
    """Whether a lane's objects may be read in without a plan. `reason` and `advice` say why not.

    `is_closed` holds for the turn in hand: whoever begins one opens the gate, and it is closed for what waits. `stopped` is
    the plan that was applied in part, for a look: what is left of it is not done behind a person's back.
    """

    lane: Lane
    is_closed: bool = False
    stopped: str = ""
    _look_at: int = 0

    @property
    def reason(self) -> str:
        if not self.is_closed:
            return ""
        if self.stopped:
            return f"the first sync has stopped for a look in the middle of plan {self.stopped}"
        most = self.lane.pace.unplanned
        return f"the first sync would write more than {most} records, and waits for an approved plan"

    @property
    def advice(self) -> str:
        if self.stopped:
            return f"Look at it, then do the rest or discard it: crmsync plans show {self.stopped}"
        return f"Make one, look at it, approve and apply it: crmsync plans make {self.lane.connection}"

    def waits(self, crm_object: str) -> bool:
        """Whether this object, which is not live yet, waits for a plan. Raises RemoteError where the CRM cannot be read."""
        lane, most = self.lane, self.lane.pace.unplanned
        self.stopped = self._stopped_in()
        if self.stopped:
            self.is_closed = True
            return True
        if most is None or most >= NEVER or self._may(crm_object):
            return False
        if lane.world.clock() < self._look_at:
            self.is_closed = True
            return True
        first = [one for one in lane.translations if phase(lane, one) != LIVE and not self._may(one)]
        few, refused = no_more_than(lane, first, most)
        if few:
            for one in first:
                if one not in refused:
                    lane.store.set_note(_allowed(lane.connection, one), "yes")
            if crm_object in refused:
                raise refused[crm_object]
            return False
        self._look_at = lane.world.clock() + LOOK_AGAIN_MS
        self.is_closed = True
        return True

    def _stopped_in(self) -> str:
        """The first sync's plan that stopped for a look, "" where there is none."""
        found = self.lane.store.list_plans(
            connection=self.lane.connection, state=PlanState.APPROVED, before=None, limit=50
        )
        return next((one.id for one in found if one.until and one.kind is PlanKind.FIRST_SYNC), "")

    def _may(self, crm_object: str) -> bool:
        """It was found small, or has begun already."""
        lane = self.lane
        begun = lane.store.cursor(lane.connection, crm_object, "backfill") is not None
        return begun or lane.store.note(_allowed(lane.connection, crm_object)) is not None


def go_live(lane: Lane, plan: Plan, books: Books) -> str:
    """Let the objects of a first sync go live with the plan that was applied; what is left to say, "" for nothing.

    What the plan could not do is looked at once more by ordinary work, unless that would be more than may go unplanned.
    What a person left out stays out: a CRM record for good, a hub record until it is edited again.
    """
    if plan.kind is not PlanKind.FIRST_SYNC:
        return ""
    first = [
        one
        for one in plan.objects
        if one in lane.translations
        and one in plan.positions
        and phase(lane, one) != LIVE
        and lane.store.cursor(lane.connection, one, "backfill") is None
    ]
    counts = lane.store.count_plan_items(plan.id)
    undone = (PlanItemState.STALE, PlanItemState.FAILED)
    left = sum(n for (_, state), n in counts.items() if state in undone)
    most = LEFT if lane.pace.unplanned is None else lane.pace.unplanned
    if left > most:
        return f"{left} items are left, more than may be done without a plan: plan again"
    for state in (PlanItemState.STALE, PlanItemState.EXCLUDED):
        after = 0
        while page := lane.store.plan_items(plan.id, state=state, after=after, limit=500):
            after = page[-1].n
            for item in page:
                _leave(lane, books, item)
    for one in first:
        for stream, position in (("changes", plan.positions[one]), ("backfill", ""), ("phase", LIVE)):
            books.cursors.append(
                Cursor(connection=lane.connection, object=one, stream=stream, position=position, at=books.at)
            )
    return ""


def _leave(lane: Lane, books: Books, item: PlanItem) -> None:
    if item.kind in WRITES_CRM and item.state is PlanItemState.EXCLUDED:
        for record in lane.store.records([item.record_id or ""]).values():
            books.settle(lane.connection, record)
    if item.crm_id is None or item.kind in WRITES_CRM or item.object not in lane.translations:
        return
    if item.state is PlanItemState.STALE:
        tell(lane, books, item.object, item.crm_id, at=books.at, why="its plan was stale")
    elif item.kind in NEWCOMERS and not lane.store.links(lane.connection, item.object, [item.crm_id]):
        mapping = lane.translations[item.object].mapping
        left_out = Link(
            connection=lane.connection,
            crm_object=item.object,
            crm_id=item.crm_id,
            record_id="",
            layout=mapping.layout,
            base_hub=(UNSET,) * len(mapping.hub_fields),
            base_crm=(UNSET,) * len(mapping.crm_fields),
            remote_version=0,
            seen=0,
            state=LinkState.DETACHED,
        )
        books.links[left_out.key] = left_out
        books.note(
            "unlink",
            by="system",
            cause=f"plan:{item.plan}",
            connection=lane.connection,
            object=item.object,
            note=f"{item.crm_id} was left out of the plan",
        )


def _allowed(connection: str, crm_object: str) -> str:
    """The note by which a first sync goes on without a plan."""
    return f"first-sync/{connection}/{crm_object}"
