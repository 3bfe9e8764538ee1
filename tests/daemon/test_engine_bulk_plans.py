"""Plans of one answer to many conflicts: what they say, what applying writes, a world that moves, a kill at every commit."""

from __future__ import annotations

from collections import Counter

import pytest

from core.answers import Resolution
from core.conflicts import Choice, ConflictState, conflict_in
from core.errors import Conflicting, Invalid, NotFound
from core.mapping import DeletePolicy
from core.plans import Plan, PlanItem, PlanItemKind, PlanItemState, PlanKind, PlanState, next_step
from core.retelling import why
from core.store.base import CONFLICT, Batch, QueueQuery
from daemon import bulk_applying, bulk_planning
from daemon.bulk import Selection
from daemon.bulk_applying import apply_answers
from daemon.bulk_planning import plan_answers
from daemon.plan_desk import PlanDesk
from tests.support.mortal import Killed, MortalStore
from tests.support.small_engine import CONNECTION, Engine
from tests.support.stored import item

BY = "person:ben"
K, S = PlanItemKind, PlanItemState
ALL = Selection(query=QueueQuery(kinds=frozenset({CONFLICT})))


def contested(engine: Engine, count: int = 3) -> list[str]:
    """So many contacts whose titles were changed on both sides, and a first one whose name was as well."""
    ids = engine.contacts(count)
    for at, id in enumerate(ids):
        edits = {"title": f"hub {at}"} | ({"name": "Hub"} if at == 0 else {})
        engine.desk.edit(engine.record("contacts", id).id, edits, expected=None, by="person:anna")
        engine.crm.user_edit("contacts", id, {"t": f"crm {at}"} | ({"n": "Crm"} if at == 0 else {}))
    engine.turn()
    assert len(engine.conflicts()) == count + 1
    return ids


def planned(engine: Engine, choice: Choice, selection: Selection = ALL) -> Plan:
    return plan_answers(engine.desk.bulk("person:anna"), selection, Resolution(choice=choice))


def desk_of(engine: Engine) -> PlanDesk:
    return PlanDesk(store=engine.store, world=engine.desk.world, sites={}, committed=engine.batches.append)


def approved(engine: Engine, plan: Plan) -> Plan:
    return desk_of(engine).approve(plan.id, by="person:anna")


def items(engine: Engine, plan: Plan) -> list[PlanItem]:
    return engine.store.plan_items(plan.id, limit=1_000)


def states(engine: Engine, plan: Plan) -> Counter[str]:
    return Counter(one.state.value for one in items(engine, plan))


def titles(engine: Engine, ids: list[str], connection: str = CONNECTION) -> list[object]:
    records = [engine.record("contacts", id) for id in ids]
    return [engine.row_in(connection, one)["t"] for one in records]


@pytest.mark.parametrize("choice", [Choice.HUB, Choice.CRM])
def test_a_plan_says_what_would_be_written_and_sent_and_then_does_it_in_one_run(choice: Choice) -> None:
    engine = Engine(others=("sf",))
    ids = contested(engine)
    before = len(list(engine.store.audit()))
    plan = planned(engine, choice)
    assert (len(list(engine.store.audit())), len(engine.conflicts())) == (before, 4)
    assert (plan.kind, plan.state, plan.objects) == (PlanKind.BULK, PlanState.DRAFT, ("contacts",))
    said = {(one.crm_id, *change) for one in items(engine, plan) for change in one.changes}
    if choice is Choice.HUB:
        assert plan.counts == {"update_crm": 4}
        assert said == {(id, "t", f"crm {at}", f"hub {at}") for at, id in enumerate(ids)} | {
            (ids[0], "n", "Crm", "Hub")
        }
        assert plan.forecast.spreads == {CONNECTION: 3}
    else:
        assert plan.counts == {"update_hub": 4}
        assert said == {(id, "title", f"hub {at}", f"crm {at}") for at, id in enumerate(ids)} | {
            (ids[0], "name", "Hub", "Crm")
        }
        assert plan.forecast.spreads == {"sf": 3}
    assert plan.forecast.calls == {"update": 1}
    conflicts = {one.id for one in engine.conflicts()}
    with pytest.raises(Conflicting, match="draft") as refused:
        apply_answers(engine.desk.bulk(BY), plan.id)
    assert f"crmsync plans approve {plan.id}" in refused.value.advice
    approved(engine, plan)
    done = apply_answers(engine.desk.bulk(BY), plan.id)
    assert (done.state, states(engine, plan)) == (PlanState.APPLIED, {"applied": 4})
    assert done.reason == f"4 applied, all in run {done.run}"
    told = [one.entry for one in engine.store.audit() if one.entry.kind == "resolve"]
    assert {(one.run, one.actor) for one in told} == {(done.run, BY)}
    assert {conflict_in(one.cause) for one in told} == conflicts
    assert all(one.cause.endswith(f" plan:{plan.id}") for one in told)
    assert f"in conflict {conflict_in(told[0].cause)}, by plan {plan.id} (" in why(told[0])
    engine.turn()
    assert titles(engine, ids) == titles(engine, ids, "sf") == [f"{choice.value} {at}" for at in range(3)]
    # Applied once more, it does nothing; and its run is taken back like any other.
    seen = len(list(engine.store.audit()))
    with pytest.raises(Conflicting, match="applied"):
        apply_answers(engine.desk.bulk(BY), plan.id)
    assert len(list(engine.store.audit())) == seen
    assert len(engine.desk.bulk(BY).take_back(done.run).done) == 4


def test_what_has_moved_is_stale_and_the_rest_is_settled() -> None:
    engine = Engine()
    ids = contested(engine, 5)
    plan = planned(engine, Choice.CRM)
    by_id = {one.crm_id: one for one in items(engine, plan)}
    out = by_id[ids[4]]
    desk_of(engine).exclude(plan.id, [out.n], by=BY)
    approved(engine, plan)
    engine.desk.resolve(by_id[ids[1]].op, Choice.HUB, by="person:carla")
    engine.crm.user_edit("contacts", ids[2], {"t": "newer"})
    engine.turn()
    # Another field of the record is another matter.
    engine.desk.edit(engine.record("contacts", ids[3]).id, {"name": "New"}, expected=None, by="person:carla")
    seen = engine.record("contacts", ids[2])
    done = apply_answers(engine.desk.bulk(BY), plan.id)
    assert states(engine, plan) == {"applied": 3, "stale": 2, "excluded": 1}
    assert done.reason.startswith("3 applied, 1 excluded, 2 stale")
    notes = {one.crm_id: one.note for one in items(engine, plan) if one.state is S.STALE}
    assert notes.keys() == {ids[1], ids[2]}
    assert "resolved already: plan again" in notes[ids[1]]
    assert "its values have changed since: plan again" in notes[ids[2]]
    assert engine.record("contacts", ids[2]) == seen
    assert {one.link[2] for one in engine.conflicts()} == {ids[2], ids[4]}


def test_a_delete_against_an_edit_is_planned_as_what_becomes_of_the_record() -> None:
    engine = Engine(deletes=DeletePolicy.PROPAGATE)
    [gone, kept] = engine.contacts(2)
    record = engine.record("contacts", gone)
    engine.desk.edit(record.id, {"title": "hub"}, expected=None, by="person:anna")
    engine.crm.user_delete("contacts", gone)
    other = engine.record("contacts", kept)
    engine.desk.delete(other.id, expected=None, by="person:anna")
    engine.crm.user_edit("contacts", kept, {"t": "crm"})
    engine.turn()
    assert len(engine.conflicts()) == 2
    assert planned(engine, Choice.HUB).counts == {"create_crm": 1, "delete_crm": 1}
    plan = planned(engine, Choice.CRM)
    assert plan.counts == {"delete_hub": 1, "restore_hub": 1}
    approved(engine, plan)
    done = apply_answers(engine.desk.bulk(BY), plan.id)
    assert states(engine, plan) == {"applied": 2}
    assert engine.now_is(record.id).deleted_at is not None
    assert engine.now_is(other.id).deleted_at is None
    causes = {one.entry.cause for one in engine.store.audit() if one.entry.run == done.run}
    assert any(one.startswith("conflict:") and one.endswith(f"plan:{plan.id}") for one in causes)


def test_what_cannot_be_is_refused_by_name_and_nothing_is_kept() -> None:
    engine = Engine()
    with pytest.raises(Invalid, match="no conflict is like that"):
        planned(engine, Choice.HUB)
    ids = contested(engine, 1)
    with pytest.raises(NotFound, match="nobody"):
        planned(engine, Choice.HUB, Selection(ids=("nobody",)))
    engine.store.commit(Batch(at=1, items=(item("item-1"),)))
    with pytest.raises(Invalid, match="no conflict"):
        planned(engine, Choice.HUB, Selection(ids=(engine.conflicts()[0].id, "item-1")))
    assert engine.store.list_plans(connection=None, state=None, before=None, limit=9) == []
    [one] = [one for one in engine.conflicts() if one.rule == "title"]
    engine.desk.resolve(one.id, Choice.HUB, by=BY)
    plan = planned(engine, Choice.CRM, Selection(ids=(one.id,)))
    [left] = items(engine, plan)
    assert (left.kind, left.state, left.changes) == (K.CONFLICT, S.SKIPPED, ())
    assert "left alone: it is resolved already" in left.note
    with pytest.raises(Conflicting, match="no lane applies it"):
        desk_of(engine).apply(plan.id, by=BY)
    # A connection that is not there keeps the plan waiting, and loses nothing.
    plan = approved(engine, planned(engine, Choice.CRM))
    lanes = dict(engine.desk.lanes)
    engine.desk.lanes = {}
    with pytest.raises(Conflicting, match="'hs' is not connected"):
        apply_answers(engine.desk.bulk(BY), plan.id)
    assert states(engine, plan) == {"planned": 1}
    engine.desk.lanes = lanes
    assert apply_answers(engine.desk.bulk(BY), plan.id).state is PlanState.APPLIED
    assert engine.record("contacts", ids[0]).fields["name"] == "Crm"


def test_a_plan_that_is_discarded_while_it_is_applied_stops() -> None:
    engine = Engine()
    contested(engine)
    plan = approved(engine, planned(engine, Choice.HUB))
    desk = desk_of(engine)

    def discard(batch: Batch) -> None:
        if batch.conflicts:
            desk.discard(plan.id, by=BY)

    engine.desk.committed = discard
    with pytest.raises(Conflicting, match="discarded by now"):
        apply_answers(engine.desk.bulk(BY), plan.id)
    found = states(engine, plan)
    assert (
        found["applied"] > 0 and found["planned"] == 4 - found["applied"] > 0
    )  # not one more than was durable
    resolved = engine.store.list_conflicts(state=ConflictState.RESOLVED, after=None, limit=9)
    assert len(resolved) == found["applied"]


def under_way() -> tuple[Engine, MortalStore, Plan, list[str]]:
    store = MortalStore()
    engine = Engine(store=store)
    ids = contested(engine, 2)
    plan = approved(engine, planned(engine, Choice.CRM))
    store.seen = 0
    return engine, store, plan, ids


def test_a_kill_at_any_commit_is_resumed_in_the_same_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk_planning, "CHUNK", 2)
    monkeypatch.setattr(bulk_applying, "CHUNK", 2)
    whole, store, plan, ids = under_way()
    apply_answers(whole.desk.bulk(BY), plan.id)
    doors = store.seen
    assert doors >= 8  # begun, two commits of a record with two conflicts, ended
    whole.turn()
    for at in range(1, doors + 1):
        engine, dying, plan, _ = under_way()
        dying.at = at
        with pytest.raises(Killed):
            apply_answers(engine.desk.bulk(BY), plan.id)
        dying.at = 0
        engine.restart()
        now = engine.store.plan(plan.id)
        assert now is not None
        if now.state is not PlanState.APPLIED:
            assert "crmsync plans apply" in next_step(now)
            now = apply_answers(engine.desk.bulk(BY), plan.id)
        assert (now.state, states(engine, plan)) == (PlanState.APPLIED, {"applied": 3}), at
        engine.turn()
        assert titles(engine, ids) == titles(whole, ids), at
        told = [one.entry for one in engine.store.audit() if one.entry.kind == "resolve"]
        assert len({one.cause for one in told}) == len(told) == 3
        assert {one.run for one in told} == {now.run}
        assert engine.store.verify_audit() is None


def test_advice_names_the_command_that_applies_a_plan_of_its_kind() -> None:
    def made(kind: PlanKind, state: PlanState) -> str:
        plan = Plan(id="p", kind=kind, connection="hs", objects=(), made_at=1, by=BY, state=state)
        return next_step(plan)

    for state in (PlanState.DRAFT, PlanState.APPROVED, PlanState.APPLYING):
        assert "crmsync undo apply p" in made(PlanKind.UNDO, state)
    assert "crmsync plans approve p" in made(PlanKind.BULK, PlanState.DRAFT)
    for state in (PlanState.APPROVED, PlanState.APPLYING):
        assert "crmsync plans apply p" in made(PlanKind.BULK, state)
    assert "crmsync conflicts resolve" in made(PlanKind.BULK, PlanState.APPLIED)
    assert "crmsync plans make hs" in made(PlanKind.COMPARISON, PlanState.APPLIED)
