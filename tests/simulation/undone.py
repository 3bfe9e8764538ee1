"""P13 of RELIABILITY.md 2.3: an undo takes back what it is about, except what people changed since, and nothing else.

All of it is read from the audit log and the plan's own items; what the undo decides by is not asked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from adapters.fake_rows import US
from core.jobs import AttemptKind
from core.plans import PlanItem, PlanItemKind, PlanItemState, PlanState
from core.records import LinkState, Value
from core.store.base import AuditEntry, StoredAudit
from daemon.removing import SET_APART
from tests.simulation.agree import all_links, lives
from tests.simulation.undoing import Asked
from tests.simulation.world import Simulation

CHANGING = ("create", "set", "resolve")
LIFE = {"create": True, "restore": True, "delete": False, "merge": False}


def p13_undo(sim: Simulation) -> Iterator[str]:
    """Every undo comes to an end, by one run, each part once, and what it writes is what its items said."""
    for asked in sim.undoers.asked:
        plan, items = asked.plan, sim.store.plan_items(asked.plan.id, limit=100_000)
        if plan.state is not PlanState.APPLIED:
            yield f"undo plan {plan.id} is {plan.state.value}"
            continue
        if left := [one.n for one in items if one.state is PlanItemState.PLANNED]:
            yield f"undo plan {plan.id} is done, and items {left} are not"
        entries = [one for one in sim.store.audit() if one.entry.cause == f"undo:{plan.id}"]
        if runs := {one.entry.run for one in entries} - {plan.run}:
            yield f"undo plan {plan.id} is of run {plan.run}, and wrote in {runs}"
        yield from _as_said(items, entries)


def _as_said(items: list[PlanItem], entries: list[StoredAudit]) -> Iterator[str]:
    said = {
        (item.record_id, change)
        for item in items
        if item.kind in (PlanItemKind.UPDATE_HUB, PlanItemKind.RESTORE_HUB)
        and item.state is PlanItemState.APPLIED
        for change in item.changes
    }
    ends = Counter((one.entry.record_id, one.entry.kind) for one in entries if one.entry.kind in LIFE)
    for (record, kind), count in ends.items():
        if count > 1:
            yield f"{record} had {count} times {kind} by one undo"
    for stored in entries:
        for name, before, after in stored.entry.changes if stored.entry.kind == "set" else ():
            follows = stored.entry.actor == "system" and name == "company"  # a parent that was merged away
            if (stored.entry.record_id, (name, before, after)) not in said and not follows:
                yield f"audit {stored.seq}: {stored.entry.record_id}.{name} {before!r} > {after!r}, which no item said"


def p13_undo_since(sim: Simulation) -> Iterator[str]:
    """Records whose every change since T is undone are as they were at T, except what anybody changed since the plan."""
    told = list(sim.store.audit())
    for asked in sim.undoers.asked:
        if asked.plan.state is not PlanState.APPLIED or not asked.scope.records:
            continue
        excused = _excused(sim, asked)
        for id in asked.scope.records:
            if id not in excused:
                mine = [one for one in told if one.entry.record_id == id]
                yield from _restored(asked, id, mine)


def _excused(sim: Simulation, asked: Asked) -> set[str | None]:
    """What was told before as what cannot be taken back, was asked about, or had moved when its turn came."""
    return {
        item.record_id
        for item in sim.store.plan_items(asked.plan.id, limit=100_000)
        if item.kind in (PlanItemKind.IRREVERSIBLE, PlanItemKind.CONFLICT)
        or item.state is PlanItemState.STALE
    }


def _restored(asked: Asked, id: str, mine: list[StoredAudit]) -> Iterator[str]:
    since = asked.scope.since or 0
    cut = sum(one.entry.at < since for one in mine)
    if any(one.entry.at < since for one in mine[cut:]):
        return  # two lanes booked it at once, and their entries stand in the order of their commits, not of their stamps
    then, lived = _played([one.entry for one in mine[:cut]])
    cause = f"undo:{asked.plan.id}"
    own = [one.seq for one in mine if one.entry.cause == cause and one.entry.actor != "system"]
    end = own[-1] if own else asked.newest
    now, alive = _played([one.entry for one in mine if one.seq <= end])
    since_plan = [one.entry for one in mine if asked.newest < one.seq <= end and one.entry.cause != cause]
    moved = {name for entry in since_plan if entry.kind in CHANGING for name, _, _ in entry.changes}
    if any(entry.kind in LIFE for entry in since_plan):
        return
    if lived != alive:
        yield f"{id} lives={alive} once {asked.scope.words} is undone; it was {lived}"
    for name in sorted(then.keys() | now.keys()) if lived and alive else ():
        follows = name == "company"  # a parent may have been merged away or deleted meanwhile
        if then.get(name) != now.get(name) and name not in moved and not follows:
            yield f"{id}.{name} is {now.get(name)!r} once {asked.scope.words} is undone; it was {then.get(name)!r}"


def _played(entries: list[AuditEntry]) -> tuple[dict[str, Value], bool]:
    fields: dict[str, Value] = {}
    alive = False
    for entry in entries:
        if entry.kind in CHANGING:
            fields.update({name: after for name, _, after in entry.changes})
        alive = LIFE.get(entry.kind, alive)
    return {name: value for name, value in fields.items() if value is not None}, alive


def p13_undo_spares(sim: Simulation) -> Iterator[str]:
    """An undo takes away only what the entries it is about had left: no value of anybody else."""
    told = list(sim.store.audit())
    for asked in sim.undoers.asked:
        if asked.scope.run is None:
            continue
        left = {
            (one.entry.record_id, name, after)
            for one in told
            if one.entry.run == asked.scope.run
            for name, _, after in one.entry.changes
        }
        for stored in told:
            if stored.entry.cause != f"undo:{asked.plan.id}" or stored.entry.kind != "set":
                continue
            for name, before, _ in stored.entry.changes:
                if (stored.entry.record_id, name, before) not in left and stored.entry.actor != "system":
                    yield f"audit {stored.seq}: undoing run {asked.scope.run} took {name}={before!r}, which it never left"


def p13_undo_goes(sim: Simulation) -> Iterator[str]:
    """A CRM record that an undo said would go is gone, unless somebody had a hand in it, or wanted it back."""
    told = list(sim.store.audit())
    left = {one.record_id for one in sim.store.list_pending(connection=None, after=None, limit=100_000)}
    for asked in sim.undoers.asked:
        for item in sim.store.plan_items(asked.plan.id, limit=100_000):
            if item.kind is not PlanItemKind.DELETE_CRM or item.state is not PlanItemState.APPLIED:
                continue
            place = (item.record_id, f"undo:{asked.plan.id}", item.connection)
            about = [
                one.seq
                for one in told
                if (one.entry.record_id, one.entry.cause, one.entry.connection) == place
            ]
            since = max(about, default=asked.newest)
            after = [one.entry for one in told[since:] if one.entry.record_id == item.record_id]
            moved = any(
                one.kind in ("link", "merge", "restore") and one.connection in ("", item.connection)
                for one in after
            )
            record = sim.store.records([item.record_id or ""])[item.record_id or ""]
            object = {"company": "companies", "contact": "contacts"}[record.object]
            row = sim.crms[item.connection].rows[object][item.crm_id or ""]
            if not row.deleted and not moved and item.record_id not in left:
                yield f"{item.connection} {item.crm_id} is there still, and undo plan {asked.plan.id} took it back"


def p13_undo_keeps(sim: Simulation) -> Iterator[str]:
    """What people made in a CRM, and we did not bring back, is not deleted there because its taking in was undone.

    Undone again, it is a pair again.
    """
    told = list(sim.store.audit())
    for stored in told:
        entry = stored.entry
        if entry.kind != "delete" or not entry.cause.startswith("undo:"):
            continue
        back = min(
            (
                one.entry.at
                for one in told[stored.seq :]
                if one.entry.record_id == entry.record_id and one.entry.kind == "restore"
            ),
            default=sim.stage.now,
        )
        for attempt in sim.store.attempts_of(entry.record_id, limit=100_000):
            if attempt.kind is not AttemptKind.DELETE or not entry.at <= attempt.started < back:
                continue
            log = sim.crms[attempt.connection].log
            made = [one for one in log if one.id == attempt.crm_id and one.kind == "create"]
            landed = next((one.seq for one in log if one.op == attempt.op), len(log))
            back_by_us = any(
                one.id == attempt.crm_id and one.kind == "restore" and one.by == US for one in log[:landed]
            )
            if made and made[0].by != US and not back_by_us:
                yield f"{attempt.connection} {attempt.crm_id} was deleted by an undo, and {made[0].by} had made it"
    for link in all_links(sim):
        if link.state is LinkState.DETACHED and link.record_id and lives(sim, link.record_id):
            notes = [
                one.entry.note
                for one in told
                if one.entry.record_id == link.record_id
                and one.entry.connection == link.connection
                and one.entry.kind in ("link", "unlink")
            ]
            if notes and notes[-1].endswith(SET_APART):
                yield f"{link.record_id} lives again, and {link.connection} {link.crm_id} is still set apart"
