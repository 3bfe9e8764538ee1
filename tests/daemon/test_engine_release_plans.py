"""Plans of answers to brakes and to changed fields: what is let go is told, bound, and let go once, whatever is killed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from core.answers import Verdict
from core.conflicts import Item, ItemKind, ItemState, item_in
from core.errors import Conflicting
from core.mapping import Brake
from core.plans import Plan, PlanItem, PlanKind, PlanState
from core.schema import FieldType
from core.store.base import Batch, QueueQuery, Store
from core.store.memory import MemoryStore
from daemon.brakes import PULL, PUSH, allowance
from daemon.bulk import Selection
from daemon.bulk_applying import apply_answers
from daemon.bulk_planning import plan_answers
from daemon.drift_notes import DriftNotes, drifts_of
from daemon.foretelling import foretold
from daemon.plan_desk import PlanDesk
from tests.support.mortal import Killed, MortalStore
from tests.support.small_engine import CONNECTION, CRM, SCHEMA_MS, Engine

BY = "person:ben"
APPROVE, DISMISS = Verdict(approve=True), Verdict(approve=False)
SMALL = Brake(share=0.1, least=3, most=100)
TITLE = CRM["contacts"].fields["t"]


def planned(engine: Engine, kind: ItemKind, answer: Verdict) -> tuple[Plan, PlanItem]:
    """The plan of this answer to all of a kind, and its one item; that nothing but the plan was written."""
    notes, asked = engine.store.notes(), engine.items(kind)
    selection = Selection(query=QueueQuery(kinds=frozenset({kind.value})))
    plan = plan_answers(engine.desk.bulk("person:anna"), selection, answer)
    assert (engine.store.notes(), engine.items(kind)) == (notes, asked)
    [item] = engine.store.plan_items(plan.id, limit=9)
    return plan, item


def applied(engine: Engine, plan: Plan) -> tuple[Plan, PlanItem]:
    desk = PlanDesk(store=engine.store, world=engine.desk.world, sites={}, committed=engine.batches.append)
    desk.approve(plan.id, by="person:anna")
    done = apply_answers(engine.desk.bulk(BY), plan.id)
    assert done.kind is PlanKind.BULK and done.state is PlanState.APPLIED
    [item] = engine.store.plan_items(plan.id, limit=9)
    return done, item


def told(engine: Engine, item: PlanItem) -> tuple[str, str]:
    """Whose answer the log has, and by what."""
    [entry] = [
        one.entry
        for one in engine.store.audit()
        if one.entry.kind == "item" and item_in(one.entry.cause) == item.op
    ]
    return entry.actor, entry.cause


def held_back(store: Store | None = None) -> Engine:
    """Five contacts with new titles in the hub, which a brake keeps from being sent, and one that is new."""
    engine = Engine(brake=SMALL, store=store or MemoryStore())
    for id in engine.contacts(5):
        engine.desk.edit(engine.record("contacts", id).id, {"title": "COO"}, expected=None, by="script:x")
    engine.turn()
    engine.desk.create("contact", {"name": "New", "email": "new@x.example"}, by="script:x")
    return engine


def kept_out() -> Engine:
    """Five contacts with new titles in the CRM, which a brake keeps from being taken in."""
    engine = Engine(brake=SMALL)
    for id in engine.contacts(5):
        engine.now += 1
        engine.crm.user_edit("contacts", id, {"t": "COO"})
    engine.turn()
    return engine


def renamed(store: Store | None = None) -> Engine:
    """The field of the titles has another name in the CRM, and two contacts wait for it."""
    engine = Engine(store=store or MemoryStore())
    ids = engine.contacts(3)
    engine.crm.rename_field("contacts", "t", "job_t")
    engine.now += SCHEMA_MS
    engine.turn()
    for id in ids[:2]:
        engine.desk.edit(engine.record("contacts", id).id, {"title": "COO"}, expected=None, by=BY)
    engine.turn()
    return engine


def sent(engine: Engine, field: str = "t") -> list[str]:
    return sorted(str(one.get(field)) for one in engine.crm.live("contacts").values())


def test_a_brake_is_planned_as_the_records_it_holds_back_and_lets_exactly_those_go() -> None:
    engine = held_back()
    plan, item = planned(engine, ItemKind.BRAKE, APPROVE)
    assert (plan.counts, plan.forecast.spreads) == ({"release": 1}, {CONNECTION: 6})
    assert plan.forecast.calls.keys() == {"create", "update"}
    assert "5 overwritten, 0 deleted in hs, where the mapping allows 3" in item.note
    assert item.note.endswith("sent to hs then: create 1, update 5")
    [question] = engine.items(ItemKind.BRAKE)
    assert foretold(engine.desk.bulk(BY), question, APPROVE).sent == (CONNECTION,)
    # One more that would go along: it is not what was planned any more.
    engine.desk.create("contact", {"name": "Newer", "email": "newer@x.example"}, by="script:x")
    _, stale = applied(engine, plan)
    assert (stale.state.value, "has changed since: plan again" in stale.note) == ("stale", True)
    engine.turn()
    assert sent(engine) == ["CEO"] * 5
    plan, item = planned(engine, ItemKind.BRAKE, APPROVE)
    done, item = applied(engine, plan)
    assert (item.state.value, told(engine, item)) == ("applied", (BY, f"item:{item.op} plan:{plan.id}"))
    assert done.run is not None and done.reason.startswith("1 applied")
    engine.turn()
    assert sent(engine) == ["COO"] * 5 + ["None"] * 2
    assert not engine.items(ItemKind.BRAKE) and engine.store.verify_audit() is None


def test_a_brake_on_what_comes_in_says_what_was_counted_and_that_it_was_not_looked_again() -> None:
    engine = kept_out()
    plan, item = planned(engine, ItemKind.BRAKE, APPROVE)
    assert (plan.counts, plan.forecast.calls) == ({"release": 1}, {})
    assert "one run passes that was stopped: 5 overwritten, 0 deleted in the hub" in item.note
    assert "record by record: crmsync plans make hs" in item.note
    id = next(iter(engine.crm.live("contacts")))
    engine.ring("contacts", id)  # news that would come in along with it
    assert applied(engine, plan)[1].state.value == "stale"
    plan, item = planned(engine, ItemKind.BRAKE, APPROVE)
    assert "1 records of contacts are known to wait for a look" in item.note
    applied(engine, plan)
    engine.turn()
    assert engine.record("contacts", id).fields["title"] == "COO"
    # Taken back before it passed, it is asked again, and nothing is let go.
    engine = kept_out()
    done, item = applied(engine, planned(engine, ItemKind.BRAKE, APPROVE)[0])
    assert engine.store.note(allowance(CONNECTION, "contacts", PULL)) == BY
    assert engine.desk.bulk(BY).take_back_items(done.run or "").done == [item.op]
    assert engine.store.note(allowance(CONNECTION, "contacts", PULL)) is None
    engine.turn()
    assert len(engine.items(ItemKind.BRAKE)) == 1


@pytest.mark.parametrize("scene", [held_back, kept_out])
def test_a_dismissed_brake_is_planned_as_a_try_and_stops_again(scene: Callable[[], Engine]) -> None:
    engine = scene()
    plan, item = planned(engine, ItemKind.BRAKE, DISMISS)
    assert (plan.counts, plan.forecast.spreads) == ({"settle": 1}, {})
    assert "nothing is let go" in item.note
    assert applied(engine, plan)[1].state.value == "applied"
    assert not engine.items(ItemKind.BRAKE)
    engine.turn()
    assert len(engine.items(ItemKind.BRAKE)) == 1


def test_a_changed_field_is_planned_as_the_rules_that_go_on_and_what_waits_for_them() -> None:
    engine = renamed()
    plan, item = planned(engine, ItemKind.SCHEMA, APPROVE)
    assert (plan.counts, plan.forecast.spreads) == ({"release": 1}, {CONNECTION: 2})
    assert item.changes == (("t", "t", "job_t"),)
    for words in (
        "'job_t' is used in place of 't'; the mapping in effect is version 2 then",
        "rule title goes on",
        "all 3 pairs of contacts are compared once",
        "sent to hs then: update 2",
    ):
        assert words in item.note
    _, item = applied(engine, plan)
    assert (item.state.value, told(engine, item)) == ("applied", (BY, f"item:{item.op} plan:{plan.id}"))
    engine.turn()
    assert sent(engine, "job_t") == ["CEO", "COO", "COO"]
    assert engine.cycle.lane.translations["contacts"].mapping.version == 2
    assert not engine.items(ItemKind.SCHEMA)


def test_a_changed_field_that_cannot_be_taken_says_so_and_one_that_moved_is_stale() -> None:
    engine = Engine()
    engine.contacts(1)
    engine.crm.drop_field("contacts", "t", erase=False)
    engine.now += SCHEMA_MS
    engine.turn()
    plan, item = planned(engine, ItemKind.SCHEMA, APPROVE)
    assert (plan.counts, item.state.value) == ({"conflict": 1}, "skipped")
    assert "left alone: no field of 'contacts' looks like 't'" in item.note
    [question] = engine.items(ItemKind.SCHEMA)
    assert "no field" in foretold(engine.desk.bulk(BY), question, APPROVE).refused
    plan, item = planned(engine, ItemKind.SCHEMA, DISMISS)
    assert (plan.counts, "rule title goes on waiting, and nobody asks again" in item.note) == (
        {"settle": 1},
        True,
    )
    engine.crm.put_field("contacts", TITLE)
    engine.now += SCHEMA_MS
    engine.turn()
    _, item = applied(engine, plan)
    assert (item.state.value, "superseded already" in item.note) == ("stale", True)
    # Another type is taken as it is; a second change of the same rule holds it still.
    engine.crm.put_field("contacts", replace(TITLE, type=FieldType.LONG_TEXT))
    engine.now += SCHEMA_MS
    engine.turn()
    plan, item = planned(engine, ItemKind.SCHEMA, APPROVE)
    assert item.changes == (("t", "text", "long_text"),)
    assert "'t' is taken as it is now; the mapping stays at version 1" in item.note
    assert applied(engine, plan)[1].state.value == "applied"
    engine.turn()
    assert not engine.items(ItemKind.SCHEMA) and not drifts_of(engine.store, CONNECTION).get("contacts")


def let_go(engine: Engine, kind: ItemKind) -> bool:
    """Whether what the answer lets go may go."""
    if kind is ItemKind.SCHEMA:
        return bool(DriftNotes(engine.store, CONNECTION, "contacts").renames)
    return engine.store.note(allowance(CONNECTION, "contacts", PUSH)) is not None


@pytest.mark.parametrize(("scene", "kind"), [(held_back, ItemKind.BRAKE), (renamed, ItemKind.SCHEMA)])
def test_a_kill_at_any_effect_of_applying_leaves_the_answer_and_what_it_lets_go_together(
    scene: Callable[[Store], Engine], kind: ItemKind
) -> None:
    at = doors = 0
    while at <= doors:
        mortal = MortalStore()
        engine = scene(mortal)
        plan, item = planned(engine, kind, APPROVE)
        desk = PlanDesk(store=mortal, world=engine.desk.world, sites={}, committed=engine.batches.append)
        desk.approve(plan.id, by="person:anna")
        mortal.seen, mortal.at = 0, at
        try:
            apply_answers(engine.desk.bulk(BY), plan.id)
            doors = mortal.seen
        except Killed:
            mortal.at = 0
            question = mortal.item(item.op)
            assert question is not None
            assert let_go(engine, kind) == (question.state is ItemState.APPROVED), at
            engine.restart()
            now = mortal.plan(plan.id)
            assert now is not None
            if now.state is not PlanState.APPLIED:
                apply_answers(engine.desk.bulk(BY), plan.id)
        mortal.at = 0
        [item] = mortal.plan_items(plan.id, limit=9)
        assert item.state.value == "applied", at
        assert told(engine, item)[0] == BY  # once
        engine.turn()
        field = "t" if kind is ItemKind.BRAKE else "job_t"
        assert sent(engine, field).count("COO") == (5 if kind is ItemKind.BRAKE else 2), at
        assert not engine.items(kind) and mortal.verify_audit() is None
        at += 1
    assert doors >= 6


def test_an_answer_that_is_refused_at_the_commit_lets_nothing_go() -> None:
    engine = held_back()
    plan, item = planned(engine, ItemKind.BRAKE, APPROVE)
    desk = PlanDesk(store=engine.store, world=engine.desk.world, sites={}, committed=engine.batches.append)
    desk.approve(plan.id, by="person:anna")
    plain = engine.desk.committed

    def discard(batch: Batch) -> None:
        plain(batch)
        if any(one.state is PlanState.APPLYING for one in batch.plans):
            desk.discard(plan.id, by=BY)

    engine.desk.committed = discard
    with pytest.raises(Conflicting, match="discarded by now"):
        apply_answers(engine.desk.bulk(BY), plan.id)
    question: Item | None = engine.store.item(item.op)
    assert question is not None and question.state is ItemState.OPEN
    assert not let_go(engine, ItemKind.BRAKE)
    engine.turn()
    assert sent(engine) == ["CEO"] * 5
