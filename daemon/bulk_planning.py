"""Plans one answer to many conflicts: for each, what settling it so would write, and what that sends to which CRM.

Nothing is decided here. The same function that makes an item says again, when the plan is applied, what it would be now.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import TYPE_CHECKING, Final

import msgspec

from core.conflicts import DELETION, Choice, Conflict, ConflictState
from core.errors import Conflicting, CrmSyncError, Invalid, TransformError, VersionChanged
from core.mapping import Direction
from core.plans import Change, Forecast, Plan, PlanItem, PlanItemKind, PlanItemState, PlanKind, PlanState
from core.records import HubRecord
from core.store.base import Batch
from core.sync.books import Routes
from core.translate import ParentMissing, ParentUnavailable, ids_in
from daemon.bulk import Bulk, Selection
from daemon.crm_side import crm_side
from daemon.heirs import HUB
from daemon.lane import Lane
from daemon.sight import parents_by_crm

if TYPE_CHECKING:
    from daemon.desk import Desk

CHUNK: Final = 200  # items in one commit
GONE: Final = ("deleted",)
_CALLS: Final = {
    PlanItemKind.DELETE_HUB: "delete",
    PlanItemKind.DELETE_CRM: "delete",
    PlanItemKind.RESTORE_HUB: "create",
    PlanItemKind.CREATE_CRM: "create",
}


def plan_resolutions(bulk: Bulk, selection: Selection, choice: Choice) -> Plan:
    """A stored draft of settling all these conflicts one way; nothing else is written.

    A conflict that cannot be settled so is an item that writes nothing and says why. Raises Invalid, NotFound.
    """
    if choice is Choice.VALUE:
        raise Invalid("many conflicts are settled by hub or crm", advice="Set a value one by one.")
    if not bulk.count(selection):
        raise Invalid("no conflict is like that", advice="crmsync conflicts list shows those that are open.")
    chosen = bulk.chosen(selection)
    # A few named ones are looked at before anything is kept; a filter may find a hundred thousand, all conflicts.
    found = iter(list(_conflicts(chosen))) if selection.ids else _conflicts(chosen)
    draft = _Draft(
        desk=bulk.desk,
        plan=Plan(
            id=bulk.desk.world.ids(),
            kind=PlanKind.BULK,
            connection=HUB,  # no lane applies it, and none waits for it
            objects=(),
            made_at=bulk.desk.now(),
            by=bulk.by,
            basis=choice.value,
        ),
        choice=choice,
    )
    try:
        return draft.make(found)
    except VersionChanged as error:
        raise Conflicting("the plan was discarded while it was being made") from error
    except CrmSyncError as error:
        draft.give_up(str(error))
        raise


def item_of(
    lanes: MappingOf[str, Lane], conflict: Conflict, record: HubRecord | None, choice: Choice
) -> PlanItem:
    """What settling this conflict so would do now, as an item that belongs to no plan yet.

    Its `op` is the conflict, its `digest` is of both sides as they are. SKIPPED, with the reason, where it cannot be.
    """
    connection, crm_object, crm_id = conflict.link
    side = "the hub's side" if choice is Choice.HUB else "the CRM's side"
    item = PlanItem(
        plan="",
        n=0,
        kind=PlanItemKind.CONFLICT,
        object=crm_object,
        record_id=conflict.record_id,
        crm_id=crm_id,
        hub_version=record.version if record is not None else 0,
        digest=_digest(conflict),
        op=conflict.id,
        note=f"conflict {conflict.id}, {conflict.rule} of {connection}: {side}",
    )
    try:
        kind, changes = _effect(lanes, conflict, record, choice)
    except (Conflicting, Invalid) as error:
        return replace(item, state=PlanItemState.SKIPPED, note=f"{item.note}; left alone: {error}")
    return replace(item, kind=kind, changes=changes)


def _effect(
    lanes: MappingOf[str, Lane], conflict: Conflict, record: HubRecord | None, choice: Choice
) -> tuple[PlanItemKind, tuple[Change, ...]]:
    if conflict.state is not ConflictState.OPEN:
        raise Conflicting(f"it is {conflict.state.value} already")
    if record is None:
        raise Conflicting("its record is gone")
    if conflict.link[0] not in lanes:
        raise Conflicting(f"{conflict.link[0]!r} is not connected")
    if conflict.rule == DELETION:
        return _deletion(conflict, record, choice), ()
    if record.deleted_at is not None:
        raise Conflicting("its record is deleted")
    if choice is Choice.HUB:
        changes = _sent(lanes[conflict.link[0]], conflict, record)
        return (PlanItemKind.UPDATE_CRM if changes else PlanItemKind.SETTLE), changes
    wanted = crm_side(lanes, conflict, record)
    taken = tuple(
        (name, record.fields.get(name), value)
        for name, value in wanted.items()
        if record.fields.get(name) != value
    )
    return (PlanItemKind.UPDATE_HUB if taken else PlanItemKind.SETTLE), taken


def _deletion(conflict: Conflict, record: HubRecord, choice: Choice) -> PlanItemKind:
    side = conflict.hub if choice is Choice.HUB else conflict.crm
    if side.values == GONE:
        return PlanItemKind.DELETE_HUB if record.deleted_at is None else PlanItemKind.DELETE_CRM
    if record.deleted_at is not None:
        return PlanItemKind.RESTORE_HUB
    return PlanItemKind.CREATE_CRM if conflict.crm.values == GONE else PlanItemKind.SETTLE


def _sent(lane: Lane, conflict: Conflict, record: HubRecord) -> tuple[Change, ...]:
    """The CRM's fields that keeping the hub's values replaces, before and after. Raises Invalid."""
    translation = lane.translations.get(conflict.link[1])
    rules = translation.every_rule if translation is not None else ()
    rule = next((one for one in rules if one.name == conflict.rule), None)
    if rule is None:
        raise Invalid(f"the mapping has no rule {conflict.rule!r} any more")
    held = tuple(record.fields.get(name) for name in conflict.hub_fields)
    theirs = conflict.crm.values
    try:
        references = parents_by_crm(
            lane,
            rule.parent or "",
            [one for value in theirs for one in ids_in(value)] if rule.parent else [],
            [one for value in held for one in ids_in(value)] if rule.parent else [],
        )
        values = rule.to_crm(held, theirs, references)
    except (ParentMissing, ParentUnavailable) as error:
        raise Invalid(
            "the record it refers to is not linked yet, so it cannot be told what is sent"
        ) from error
    except TransformError as error:
        raise Invalid(str(error), advice=error.advice) from error
    parts = zip(conflict.crm_fields, theirs, values, strict=True)
    return tuple((name, before, after) for name, before, after in parts if before != after)


def _digest(conflict: Conflict) -> str:
    sides = (conflict.rule, conflict.hub.values, conflict.crm.values)
    return sha256(msgspec.json.encode(sides)).hexdigest()[:16]


def _conflicts(chosen: Iterator[object]) -> Iterator[Conflict]:
    for one in chosen:
        if not isinstance(one, Conflict):
            raise Invalid(
                "only conflicts are settled by hub or crm", advice="Items are approved or dismissed."
            )
        yield one


@dataclass(slots=True)
class _Draft:
    """A plan while its items are added: counts, and which records each connection will be sent."""

    desk: Desk
    plan: Plan
    choice: Choice
    counts: Counter[str] = field(default_factory=Counter)
    sent: dict[tuple[str, str], set[str]] = field(default_factory=dict)  # by (connection, kind of call)

    def make(self, conflicts: Iterator[Conflict]) -> Plan:
        store, digest = self.desk.store, sha256()
        objects: dict[str, None] = {}
        waiting: list[PlanItem] = []
        self._keep(self.plan, [], checked=False)
        for n, conflict in enumerate(conflicts, start=1):
            record = store.records([conflict.record_id]).get(conflict.record_id)
            made = item_of(self.desk.lanes, conflict, record, self.choice)
            item = replace(made, plan=self.plan.id, n=n)
            self.counts[item.kind.value] += 1
            if record is not None and item.state is PlanItemState.PLANNED:
                self._count_sent(conflict, record, item)
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
        self.desk.store.commit(batch)
        self.desk.committed(batch)

    def _count_sent(self, conflict: Conflict, record: HubRecord, item: PlanItem) -> None:
        for connection in _reached(self.desk.routes, conflict, record, item):
            call = _CALLS.get(item.kind, "update")
            self.sent.setdefault((connection, call), set()).add(record.id)

    def _forecast(self) -> Forecast:
        calls: Counter[str] = Counter()
        records: dict[str, set[str]] = {}
        for (connection, call), ids in self.sent.items():
            lane = self.desk.lanes.get(connection)
            together = lane.adapter.abilities.write_batch if lane is not None else 1
            calls[call] += -(-len(ids) // together)
            records.setdefault(connection, set()).update(ids)
        return Forecast(calls=dict(calls), spreads={name: len(ids) for name, ids in sorted(records.items())})


def _reached(routes: Routes, conflict: Conflict, record: HubRecord, item: PlanItem) -> set[str]:
    """The connections that are sent the record because of this item."""
    home = conflict.link[0]
    match item.kind:
        case PlanItemKind.UPDATE_CRM | PlanItemKind.CREATE_CRM | PlanItemKind.DELETE_CRM:
            return {home}
        case PlanItemKind.RESTORE_HUB | PlanItemKind.DELETE_HUB:
            return set(routes.connections(record)) - {home}
        case PlanItemKind.UPDATE_HUB:
            fields = {name for name, _, _ in item.changes}
            sending = {
                one.connection
                for one in routes.mappings.get(record.object, ())
                for rule in one.rules
                if fields.intersection(rule.hub) and rule.direction is not Direction.TO_HUB
            }
            return (sending & set(routes.connections(record))) - {home}
        case _:
            return set()
