"""One answer to many questions of any kind: planned, applied as planned, killed anywhere; and values for many conflicts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import pytest

from adapters.fake_rows import Traits
from core.answers import Answer, Resolution, Verdict, answer_in, text_of
from core.conflicts import Choice, ItemKind, item_in
from core.errors import Conflicting, Invalid, LeaseLost
from core.mapping import DeletePolicy
from core.plans import Plan, PlanItem, PlanKind, PlanState
from core.retelling import why
from core.store.base import CONFLICT, Batch, QueueQuery
from daemon import bulk_applying
from daemon.bulk import Selection
from daemon.bulk_applying import apply_answers
from daemon.bulk_planning import plan_answers
from daemon.lane import World
from daemon.plan_desk import PlanDesk
from daemon.plan_making import MAKING_MS, Making
from tests.support.mortal import Killed, MortalStore
from tests.support.small_engine import CONNECTION, Engine

BY, OTHER = "person:ben", "sf"
APPROVE, DISMISS = Verdict(approve=True), Verdict(approve=False)


def all_of(kind: ItemKind) -> Selection:
    return Selection(query=QueueQuery(kinds=frozenset({kind.value}), connection=CONNECTION))


def planned(engine: Engine, selection: Selection, answer: Answer) -> Plan:
    return plan_answers(engine.desk.bulk("person:anna"), selection, answer)


def approved(engine: Engine, plan: Plan) -> Plan:
    desk = PlanDesk(store=engine.store, world=engine.desk.world, sites={}, committed=engine.batches.append)
    return desk.approve(plan.id, by="person:anna")


def applied(engine: Engine, plan: Plan) -> Plan:
    approved(engine, plan)
    return apply_answers(engine.desk.bulk(BY), plan.id)


def items(engine: Engine, plan: Plan) -> list[PlanItem]:
    return engine.store.plan_items(plan.id, limit=1_000)


def states(engine: Engine, plan: Plan) -> dict[str, int]:
    return dict(Counter(one.state.value for one in items(engine, plan)))


def deleted_there(engine: Engine, count: int) -> list[str]:
    """So many contacts that were deleted in the first CRM, which is asked about; their hub ids."""
    ids = engine.contacts(count)
    records = [engine.record("contacts", id).id for id in ids]
    for id in ids:
        engine.crm.user_delete("contacts", id)
    engine.turn()
    assert len(engine.items(ItemKind.DELETION)) == count
    return records


def test_deletes_are_planned_and_exactly_those_are_done_that_nobody_touched() -> None:
    engine = Engine(others=(OTHER,), deletes=DeletePolicy.PROPOSE)
    records = deleted_there(engine, 4)
    seen = len(list(engine.store.audit()))
    kept = planned(engine, all_of(ItemKind.DELETION), DISMISS)
    anew = planned(engine, all_of(ItemKind.DELETION), Verdict(approve=False, option="anew"))
    plan = planned(engine, all_of(ItemKind.DELETION), APPROVE)
    assert len(list(engine.store.audit())) == seen  # nothing was written
    assert (kept.counts, kept.forecast.spreads) == ({"settle": 4}, {})
    assert (anew.counts, anew.forecast.calls, anew.forecast.spreads) == (
        {"create_crm": 4},
        {"create": 1},
        {CONNECTION: 4},
    )
    assert (plan.kind, plan.counts, plan.basis) == (PlanKind.BULK, {"delete_hub": 4}, "approve")
    assert (plan.forecast.calls, plan.forecast.spreads) == ({"delete": 1}, {OTHER: 4})
    edited, answered = records[1], records[2]
    engine.desk.edit(edited, {"title": "newer"}, expected=None, by="person:carla")
    other = next(one for one in items(engine, plan) if one.record_id == answered)
    engine.desk.decide(other.op, approve=False, by="person:carla")
    done = applied(engine, plan)
    assert states(engine, plan) == {"applied": 2, "stale": 2}
    notes = {one.record_id: one.note for one in items(engine, plan) if one.state.value == "stale"}
    assert "what it is about has changed since: plan again" in notes[edited]
    assert "dismissed already: plan again" in notes[answered]
    told = [one.entry for one in engine.store.audit() if one.entry.kind == "delete"]
    assert {(one.run, one.actor) for one in told} == {(done.run, BY)}
    assert all(one.cause.endswith(f" plan:{plan.id}") and item_in(one.cause) for one in told)
    assert f"in question {item_in(told[0].cause)}, by plan {plan.id}" in why(told[0])
    engine.turn()
    assert len(engine.crms[OTHER].live("contacts")) == 2
    assert len(engine.desk.bulk(BY).take_back_items(done.run).done) == 2
    engine.turn()
    assert all(engine.now_is(id).deleted_at is None for id in records)
    assert len(engine.crms[OTHER].live("contacts")) == 4


def refused(engine: Engine) -> None:
    for at, id in enumerate(engine.contacts(2)):
        engine.forbidden.add(("t", f"C{at}O"))
        engine.desk.edit(engine.record("contacts", id).id, {"title": f"C{at}O"}, expected=None, by=BY)
    engine.turn()


def doubtful(engine: Engine) -> None:
    engine.turn()
    engine.now += 60_000
    for name in ("Ann", "Anna"):
        engine.desk.create("contact", {"name": name, "email": "ann@x.example"}, by=BY)
    engine.ring("contacts", engine.crm.user_create("contacts", {"n": "A", "e": "ann@x.example"}))
    engine.turn()


def merged(engine: Engine) -> None:
    first = engine.crms[OTHER].user_create("companies", {"n": "Acme"})
    second = engine.crms[OTHER].user_create("companies", {"n": "Acme Ltd", "c": "Leeds"})
    engine.turn()
    engine.crms[OTHER].user_merge("companies", first, second)
    engine.turn()


CASES = [
    (refused, ItemKind.REFUSED, APPROVE, {"update_crm": 2}, {"update": 1}),
    (refused, ItemKind.REFUSED, DISMISS, {"settle": 2}, {"fetch": 1}),
    (doubtful, ItemKind.AMBIGUOUS, Verdict(approve=True, option="separate"), {"create_hub": 1}, None),
    (doubtful, ItemKind.AMBIGUOUS, DISMISS, {"unlink": 1}, None),
    (doubtful, ItemKind.AMBIGUOUS, APPROVE, {"conflict": 1}, {}),
    (merged, ItemKind.MERGE, APPROVE, {"merge_crm": 1}, {"merge": 1}),
    (merged, ItemKind.MERGE, DISMISS, {"settle": 1}, {}),
]


@pytest.mark.parametrize(("scene", "kind", "answer", "counts", "calls"), CASES)
def test_every_kind_of_item_is_planned_as_what_its_answer_does(
    scene: Callable[[Engine], None],
    kind: ItemKind,
    answer: Verdict,
    counts: dict[str, int],
    calls: dict[str, int] | None,
) -> None:
    engine = Engine(others=(OTHER,), traits=Traits(merges=True))
    scene(engine)
    plan = planned(engine, all_of(kind), answer)
    assert plan.counts == counts
    if calls is not None:
        assert plan.forecast.calls == calls
    if kind is ItemKind.REFUSED and answer.approve:
        assert {one.changes for one in items(engine, plan)} == {(("t", "CEO", f"C{at}O"),) for at in (0, 1)}
    done = applied(engine, plan)
    left = "conflict" in counts  # several match: it cannot be told which is meant
    assert states(engine, plan) == ({"skipped": 1} if left else {"applied": sum(counts.values())})
    assert any(one.connection == CONNECTION for one in engine.items(kind)) is left
    if "create_hub" in counts:
        [made] = [one.record_id for one in items(engine, plan)]
        assert made is not None and engine.now_is(made).object == "contact"
    engine.turn()
    assert engine.store.verify_audit() is None
    assert done.state is PlanState.APPLIED


def test_a_kill_at_any_commit_of_an_apply_is_gone_on_with_in_the_same_run(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(bulk_applying, "CHUNK", 2)
    at = doors = 0
    while at <= doors:
        store = MortalStore()
        engine = Engine(store=store, others=(OTHER,), deletes=DeletePolicy.PROPOSE)
        records = deleted_there(engine, 3)
        plan = approved(engine, planned(engine, all_of(ItemKind.DELETION), APPROVE))
        store.seen, store.at = 0, at
        try:
            now = apply_answers(engine.desk.bulk(BY), plan.id)
            doors = store.seen
        except Killed:
            store.at = 0
            engine.restart()
            found = engine.store.plan(plan.id)
            assert found is not None
            now = found if found.state is PlanState.APPLIED else apply_answers(engine.desk.bulk(BY), plan.id)
        assert (now.state, states(engine, plan)) == (PlanState.APPLIED, {"applied": 3}), at
        engine.turn()
        assert all(engine.now_is(id).deleted_at is not None for id in records), at
        assert not engine.crms[OTHER].live("contacts"), at
        told = [one.entry for one in engine.store.audit() if one.entry.kind == "delete"]
        assert ({one.run for one in told}, len(told)) == ({now.run}, 3), at
        assert engine.store.verify_audit() is None
        at += 1
    assert doors >= 8


def contested(engine: Engine, count: int) -> list[str]:
    """So many contacts whose titles were changed on both sides; a name as well in the first. The conflicts about titles."""
    for at, id in enumerate(engine.contacts(count)):
        more = {"name": "Hub"} if at == 0 else {}
        edits = {"title": f"hub {at}", **more}
        engine.desk.edit(engine.record("contacts", id).id, edits, expected=None, by="person:anna")
        engine.crm.user_edit("contacts", id, {"t": f"crm {at}"} | ({"n": "Crm"} if more else {}))
    engine.turn()
    return [one.id for one in engine.conflicts() if one.rule == "title"]


def test_one_value_for_many_is_tried_on_each_before_any_is_written() -> None:
    engine = Engine(others=(OTHER,))
    titles = contested(engine, 3)
    every = Selection(query=QueueQuery(kinds=frozenset({CONFLICT})))
    answer = Resolution(choice=Choice.VALUE, values={"title": "COO"})
    bulk = engine.desk.bulk(BY)
    [left] = bulk.refused(every, answer)
    assert (left.id not in titles, left.reason) == (True, "give a value for name")
    plan = planned(engine, every, answer)
    assert plan.counts == {"update_hub": 3, "conflict": 1}
    assert (plan.forecast.spreads, plan.basis) == ({CONNECTION: 3, OTHER: 3}, 'value {"title": "COO"}')
    wrong = Resolution(choice=Choice.VALUE, values={"colour": "red"})
    assert len(bulk.answer(every, wrong).refused) == 4
    outcome = bulk.answer(every, answer)
    assert (sorted(outcome.done), [one.id for one in outcome.refused]) == (sorted(titles), [left.id])
    engine.turn()
    for crm in engine.crms.values():
        assert {values["t"] for values in crm.live("contacts").values()} == {"COO"}
    # Planned before and applied now, it finds the world moved on.
    applied(engine, plan)
    assert states(engine, plan) == {"stale": 3, "skipped": 1}


def test_the_advisors_suggestions_are_taken_where_it_is_sure() -> None:
    engine = Engine()
    [first, second] = engine.contacts(2)
    for id, hub, crm in ((first, "CEO and founder", "CE"), (second, "CFO", "COO")):
        engine.desk.edit(engine.record("contacts", id).id, {"title": hub}, expected=None, by="person:anna")
        engine.crm.user_edit("contacts", id, {"t": crm})
    engine.turn()
    advising = engine.desk.advising
    assert advising is not None
    told = {}
    for one in engine.conflicts():
        advice = advising.advice(one, engine.now)
        assert advice is not None
        told[one.id] = advice.suggestion.choice.value
    selection = Selection(ids=tuple(told))
    plan = planned(engine, selection, Resolution(choice=None))
    outcome = engine.desk.bulk(BY).answer(selection, Resolution(choice=None))
    assert {one.id for one in outcome.refused} == {id for id, choice in told.items() if choice == "ask"}
    assert all("the advisor is not sure" in one.reason for one in outcome.refused)
    assert {id: engine.desk.conflict(id).resolution for id in outcome.done} == {
        id: Choice(choice) for id, choice in told.items() if choice != "ask"
    }
    assert not any(engine.store.decision_on(id) for id in outcome.done)  # it learns nothing from itself
    skipped = [one for one in items(engine, plan) if one.state.value == "skipped"]
    assert len(skipped) == len(outcome.refused)


def test_newer_news_refresh_an_open_item_and_whoever_looked_before_is_told() -> None:
    engine = Engine(others=(OTHER,))
    doubtful(engine)
    [item] = engine.items(ItemKind.AMBIGUOUS)
    looked = engine.now
    plan = planned(engine, Selection(ids=(item.id,)), DISMISS)
    engine.turn()
    engine.now += 60_000
    third = engine.desk.create("contact", {"name": "Annette", "email": "ann@x.example"}, by=BY)
    engine.crm.user_edit("contacts", item.subject, {"n": "A."})
    engine.turn()
    [now] = engine.items(ItemKind.AMBIGUOUS)
    assert (now.id, now.opened_at) == (item.id, item.opened_at)
    candidates = now.detail["candidates"]
    assert isinstance(candidates, tuple) and third.id in candidates
    assert now.refreshed_at is not None and now.refreshed_at > looked
    outcome = engine.desk.bulk(BY).answer(Selection(ids=(item.id,), as_of=looked), DISMISS)
    assert [one.reason for one in outcome.stale] == ["changed since you looked"]
    applied(engine, plan)
    assert states(engine, plan) == {"stale": 1}
    assert engine.items(ItemKind.AMBIGUOUS) == [now]


def test_an_answer_to_an_item_is_a_change_that_reaches_every_crm() -> None:
    engine = Engine(others=(OTHER, "pd"))
    doubtful(engine)
    [item] = engine.items(ItemKind.AMBIGUOUS)
    engine.crm.user_edit("contacts", item.subject, {"t": "CEO"})
    candidates = item.detail["candidates"]
    assert isinstance(candidates, tuple)
    engine.desk.decide(item.id, approve=True, by=BY, option=candidates[0])
    engine.turn()
    record = engine.now_is(candidates[0])
    assert record.fields["title"] == "CEO"
    assert [engine.row_in(name, record)["t"] for name in (OTHER, "pd")] == ["CEO", "CEO"]


def test_what_cannot_be_planned_is_refused_by_name() -> None:
    engine = Engine(deletes=DeletePolicy.PROPOSE)
    with pytest.raises(Invalid, match="no item is like that"):
        planned(engine, all_of(ItemKind.DELETION), APPROVE)
    [id] = contested(engine, 1)
    with pytest.raises(Invalid, match="is a conflict"):
        planned(engine, Selection(ids=(id,)), APPROVE)
    with pytest.raises(Invalid, match="no answer that this version knows"):
        answer_in("perhaps")
    for answer in (
        APPROVE,
        Verdict(approve=False, option="anew"),
        Resolution(choice=None),
        Resolution(choice=Choice.VALUE, values={"a": ("x", "y"), "b": None, "c": True}),
    ):
        assert answer_in(text_of(answer)) == answer
    assert engine.store.list_plans(connection=None, state=None, before=None, limit=9) == []


def test_a_plan_that_another_daemon_makes_is_left_to_it_until_that_is_dead() -> None:
    engine = Engine()
    store, world = engine.store, engine.desk.world

    def desk(owner: str) -> PlanDesk:
        theirs = World(clock=world.clock, ids=world.ids, rng=world.rng, owner=owner)
        return PlanDesk(store=store, world=theirs, sites={}, committed=engine.batches.append)

    def state() -> PlanState:
        found = store.plan("p")
        assert found is not None
        return found.state

    plan = Plan(id="p", kind=PlanKind.BULK, connection="*hub", objects=(), made_at=engine.now, by=BY)
    making = Making.begin(store, desk("a").world, "p")
    store.commit(Batch(at=engine.now, plans=(plan,)), making.lease())
    desk("b").begin()
    assert state() is PlanState.MAKING
    engine.now += MAKING_MS - 1
    lease = making.lease()  # it goes on, and says so in time
    engine.now += MAKING_MS - 1
    desk("b").begin()
    assert state() is PlanState.MAKING
    engine.now += 1
    desk("b").begin()
    assert state() is PlanState.EXPIRED
    with pytest.raises(LeaseLost):  # should it wake after all, it adds nothing
        store.commit(Batch(at=engine.now, plans=(plan,)), lease)
    again = Making.begin(store, desk("a").world, "q")
    store.commit(Batch(at=engine.now, plans=(replace(plan, id="q"),)), again.lease())
    desk("a").begin()  # the daemon of the same data folder, started anew
    found = store.plan("q")
    assert found is not None and found.state is PlanState.EXPIRED
    Making.begin(store, desk("b").world, "r")
    with pytest.raises(Conflicting, match="being made already"):
        Making.begin(store, desk("c").world, "r")
