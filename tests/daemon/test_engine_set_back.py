"""CRM values that a mapping's version or a run replaced come back there when that is undone, and the hub keeps its own."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest

from adapters.fake_rows import US
from core.answers import Verdict
from core.conflicts import DELETION, ItemKind, ItemState
from core.jobs import AttemptKind, Run, RunKind, RunOutcome
from core.mapping import Brake, DeletePolicy, Direction, Policy
from core.plans import Plan, PlanItem, PlanItemKind, PlanItemState
from core.records import HubRecord, Value
from core.retelling import why
from core.set_back import kept_apart
from core.store.base import Activity, Batch
from core.store.sql import open_store
from daemon.past import entries_of
from daemon.planned_verdict import planned_verdict
from daemon.remapped import Remapped
from daemon.runs import Running
from daemon.sight import last_known
from daemon.undo_scope import MappingEffect, Scope
from tests.support.dying import Dying
from tests.support.losing import Losing
from tests.support.small_engine import RULES, Engine

BY = "person:ben"
K = PlanItemKind
T = TypeVar("T")
NARROW = {**RULES, "contacts": {"name": "n", "email": "e"}}  # title is not sent
WIDE = RULES
GENEROUS = Brake(share=1.0, least=1_000)


def use(engine: Engine, rules: dict[str, dict[str, str]], *, policy: Policy = Policy.ASK) -> None:
    """Put another version of the mapping of sf's contacts in use, as a daemon does whose file was saved."""
    engine.rules, engine.policy = rules, policy
    engine.restart()
    remapped = {name: Remapped(engine.store) for name in engine.cycles}
    for name, one in remapped.items():
        one.begin(engine.cycles[name])
        engine.cycles[name].sweeps.add("contacts")
        engine.cycles[name].whole.add("contacts")
    engine.turn()
    for name, one in remapped.items():
        one.settle(engine.cycles[name])


def newest(engine: Engine) -> int:
    return engine.store.search(Activity(limit=1)).rows[0].seq


def overruled(
    engine: Engine, back: dict[str, dict[str, str]] = NARROW
) -> tuple[list[HubRecord], list[str], Scope]:
    """Two contacts whose titles a version of sf's mapping sent there: over another one, and where none was.

    Another version is in use again: the records, their ids in sf, and what that version did.
    """
    ids = [engine.crm.user_create("contacts", {"n": f"P{at}", "e": f"p{at}@x.example"}) for at in range(2)]
    engine.turn()
    records = [engine.record("contacts", one) for one in ids]
    for one in records:
        engine.desk.edit(one.id, {"title": "CEO"}, expected=None, by="person:anna")
    engine.turn()
    copies = [engine.there(engine.now_is(one.id), "sf") for one in records]
    engine.crms["sf"].user_edit("contacts", copies[0], {"t": "Old"})
    engine.turn()
    begun = newest(engine)
    use(engine, WIDE, policy=Policy.HUB)
    effect = MappingEffect(
        connection="sf",
        crm_object="contacts",
        hub_object="contact",
        version=2,
        spans=((begun, newest(engine)),),
    )
    assert there(engine, copies) == ["CEO", "CEO"]
    use(engine, back)
    return [engine.now_is(one.id) for one in records], copies, Scope(mapping=effect)


def start(**more: object) -> Engine:
    return Engine(others=("sf",), rules=NARROW, brake=GENEROUS, **more)  # type: ignore[arg-type]


def there(engine: Engine, copies: list[str]) -> list[Value]:
    rows = engine.crms["sf"].rows["contacts"]
    return [rows[one].values.get("t") for one in copies]


def titles(engine: Engine, records: list[HubRecord]) -> list[Value]:
    return [engine.now_is(one.id).fields.get("title") for one in records]


def items(engine: Engine, plan: Plan) -> list[PlanItem]:
    return engine.store.plan_items(plan.id, limit=99)


def apply(engine: Engine, scope: Scope) -> Plan:
    return engine.desk.undo.apply(engine.desk.undo.plan(scope, by=BY).id, by=BY)


def writes(engine: Engine) -> int:
    return sum(one.by == US for one in engine.crms["sf"].log)


@pytest.mark.parametrize("back", [NARROW, WIDE], ids=["not mapped any more", "mapped still"])
def test_what_a_version_overruled_and_filled_comes_back_there_and_is_not_sent_again(
    back: dict[str, dict[str, str]],
) -> None:
    engine = start()
    records, copies, scope = overruled(engine, back)
    plan = engine.desk.undo.plan(scope, by=BY)
    assert [(one.kind, one.connection, one.crm_id, one.changes) for one in items(engine, plan)] == [
        (K.UPDATE_CRM, "sf", copies[0], (("t", "CEO", "Old"),)),
        (K.UPDATE_CRM, "sf", copies[1], (("t", "CEO", None),)),
    ]
    assert there(engine, copies) == ["CEO", "CEO"]
    done = engine.desk.undo.apply(plan.id, by=BY)
    assert done.counts == {"update_crm": 2}
    engine.turn(12)
    assert there(engine, copies) == ["Old", None]
    assert titles(engine, records) == ["CEO", "CEO"]
    before = writes(engine)
    for cycle in engine.cycles.values():
        cycle.sweeps.add("contacts")
        cycle.whole.add("contacts")
    engine.turn(12, ms=60_000)
    assert (there(engine, copies), writes(engine)) == (["Old", None], before)
    assert titles(engine, records) == ["CEO", "CEO"]
    assert not engine.items(ItemKind.UNDO) and not engine.conflicts()
    # The write has an intent that was durable before, and its end in the log.
    [attempt] = [
        one
        for one in engine.store.attempts_of(records[0].id, limit=9)
        if one.kind is AttemptKind.UPDATE and one.sent.get("t") == "Old"
    ]
    [pushed] = [one.entry for one in engine.store.audit() if one.entry.cause == f"attempt:{attempt.op}"]
    assert (pushed.kind, pushed.note) == ("push", f"update {copies[0]}")
    assert not engine.desk.undo.plan(scope, by=BY).counts.get("update_crm")


def test_afterwards_an_edit_of_either_side_travels_as_always() -> None:
    engine = start()
    records, copies, scope = overruled(engine, WIDE)
    apply(engine, scope)
    engine.turn(12)
    engine.desk.edit(records[0].id, {"title": "CTO"}, expected=None, by="person:anna")
    engine.crms["sf"].user_edit("contacts", copies[1], {"t": "CFO"})
    engine.turn(12)
    assert there(engine, copies) == ["CTO", "CFO"]
    assert titles(engine, records) == ["CTO", "CFO"]
    assert not engine.conflicts()


@pytest.mark.parametrize("back", [NARROW, WIDE])
@pytest.mark.parametrize("early", [False, True], ids=["after it went", "before it went"])
def test_that_undone_is_as_it_was(back: dict[str, dict[str, str]], early: bool) -> None:
    engine = start()
    records, copies, scope = overruled(engine, back)
    done = apply(engine, scope)
    if not early:
        engine.turn(12)
    again = apply(engine, Scope(run=done.run))
    assert again.counts == {"update_crm": 2}
    engine.turn(12)
    assert there(engine, copies) == ["CEO", "CEO"]
    assert titles(engine, records) == ["CEO", "CEO"]
    assert not engine.items(ItemKind.UNDO) and not engine.conflicts()


def test_what_was_edited_there_since_is_asked_about_before_where_it_is_known() -> None:
    engine = start()
    records, copies, scope = overruled(engine, WIDE)
    engine.crms["sf"].user_edit("contacts", copies[0], {"t": "CFO"})
    engine.turn()
    plan = engine.desk.undo.plan(scope, by=BY)
    asked, plain = sorted(items(engine, plan), key=lambda one: one.crm_id or "")
    assert (asked.kind, asked.changes) == (K.CONFLICT, (("t", "CFO", "Old"),))
    assert "was edited since by sf" in asked.note
    assert plain.kind is K.UPDATE_CRM
    engine.desk.undo.apply(plan.id, by=BY)
    engine.turn(12)
    assert there(engine, copies) == ["CFO", None]
    [question] = engine.items(ItemKind.UNDO)
    assert (question.connection, question.record_id) == ("sf", records[0].id)


@pytest.mark.parametrize("approve", [True, False])
def test_what_was_edited_there_and_nobody_had_seen_is_asked_about_in_its_turn(approve: bool) -> None:
    engine = start()
    records, copies, scope = overruled(engine)
    plan = engine.desk.undo.plan(scope, by=BY)
    engine.crms["sf"].user_edit("contacts", copies[0], {"t": "CFO"})  # in a field that no mapping reads now
    engine.desk.undo.apply(plan.id, by=BY)
    engine.turn(12)
    assert there(engine, copies) == ["CFO", None]
    [question] = engine.items(ItemKind.UNDO)
    assert "somebody has edited it there since" in question.reason
    told, reach = planned_verdict(engine.desk, question, Verdict(approve=True), BY)
    assert (told.kind, told.changes, set(reach)) == (K.UPDATE_CRM, (("t", "CFO", "Old"),), {("sf", "update")})
    answered = engine.desk.decide(question.id, approve=approve, by=BY)
    engine.turn(12)
    assert answered.state is (ItemState.APPROVED if approve else ItemState.DISMISSED)
    assert there(engine, copies) == ["Old" if approve else "CFO", None]
    assert titles(engine, records) == ["CEO", "CEO"]
    assert not engine.items(ItemKind.UNDO)


def test_who_edits_the_hub_before_it_went_is_asked_and_their_edit_is_sent() -> None:
    engine = start()
    records, copies, scope = overruled(engine, WIDE)
    plan = engine.desk.undo.plan(scope, by=BY)
    engine.desk.undo.apply(plan.id, by=BY)
    engine.desk.edit(records[0].id, {"title": "CTO"}, expected=None, by="person:anna")
    engine.turn(12)
    assert there(engine, copies) == ["CTO", None]
    [question] = engine.items(ItemKind.UNDO)
    assert "somebody has edited it here since" in question.reason


def test_what_moved_between_plan_and_apply_is_stale() -> None:
    engine = start()
    records, copies, scope = overruled(engine, WIDE)
    plan = engine.desk.undo.plan(scope, by=BY)
    engine.desk.edit(records[0].id, {"title": "CTO"}, expected=None, by="person:anna")
    engine.crms["sf"].user_edit("contacts", copies[1], {"t": "CFO"})
    engine.turn()
    done = engine.desk.undo.apply(plan.id, by=BY)
    assert [one.state for one in items(engine, done)] == [PlanItemState.STALE] * 2
    engine.turn(12)
    assert there(engine, copies) == ["CTO", "CFO"]


def test_what_is_no_pair_any_more_is_stale_and_the_rest_goes_on() -> None:
    engine = start(deletes=DeletePolicy.IGNORE)
    _, copies, scope = overruled(engine, WIDE)
    engine.crms["sf"].user_edit("contacts", copies[0], {"t": "CFO"})
    engine.turn()
    plan = engine.desk.undo.plan(scope, by=BY)
    assert {one.kind for one in items(engine, plan)} == {K.CONFLICT, K.UPDATE_CRM}
    for one in copies:
        engine.crms["sf"].user_delete("contacts", one)
    engine.turn(12)
    done = engine.desk.undo.apply(plan.id, by=BY)
    assert [one.state for one in items(engine, done)] == [PlanItemState.STALE] * 2
    assert all("is not its pair any more" in one.note for one in items(engine, done))


def test_what_the_crm_refuses_to_take_back_is_asked_about_and_holds_nothing_else_up() -> None:
    engine = start()
    records, copies, scope = overruled(engine)
    engine.forbidden.add(("t", "Old"))
    apply(engine, scope)
    engine.desk.edit(records[0].id, {"name": "Ann"}, expected=None, by="person:anna")
    engine.turn(12)
    assert there(engine, copies) == ["CEO", None]
    assert engine.row_in("sf", records[0])["n"] == "Ann"
    [question] = engine.items(ItemKind.UNDO)
    assert "the CRM says" in question.reason
    engine.forbidden.clear()
    engine.desk.decide(question.id, approve=True, by=BY)
    engine.turn(12)
    assert there(engine, copies) == ["Old", None]


def test_what_the_same_undo_sets_back_here_travels_and_the_crms_value_stays_in_the_log() -> None:
    engine = Engine(others=("sf",), policy=Policy.HUB, brake=GENEROUS)
    [id] = engine.contacts(1)
    record = engine.record("contacts", id)
    copy = engine.there(record, "sf")
    since = engine.now = engine.now + 1_000
    engine.crms["sf"].user_edit("contacts", copy, {"t": "CFO"})
    engine.desk.edit(record.id, {"title": "CTO"}, expected=None, by="person:anna")
    engine.turn(12)
    plan = engine.desk.undo.plan(Scope(records=(record.id,), since=since), by=BY)
    assert {one.kind: one.changes for one in items(engine, plan)} == {
        K.UPDATE_HUB: (("title", "CTO", "CEO"),),
        K.IRREVERSIBLE: (("t", "CTO", "CFO"),),
    }
    engine.desk.undo.apply(plan.id, by=BY)
    engine.turn(12)
    assert there(engine, [copy]) == ["CEO"]


def test_what_a_one_way_rule_overwrote_when_it_was_new_is_in_the_log_and_comes_back() -> None:
    engine = start(direction=Direction.TO_CRM)
    records, copies, scope = overruled(engine)
    told = [
        one.entry
        for one in engine.store.search(Activity(record_id=records[0].id, kind="settle", limit=9)).rows
        if one.entry.connection == "sf"
    ]
    assert ("t", "Old", "CEO") in [change for one in told for change in one.changes]
    apply(engine, scope)
    engine.turn(12)
    assert there(engine, copies) == ["Old", None]


def test_a_field_that_the_crm_has_no_more_is_asked_about() -> None:
    engine = start()
    records, _, scope = overruled(engine)
    apply(engine, scope)
    kinds = dict(engine.crms["sf"].objects)
    kinds["contacts"] = replace(
        kinds["contacts"], fields={name: one for name, one in kinds["contacts"].fields.items() if name != "t"}
    )
    engine.crms["sf"].objects = kinds
    engine.turn(12)
    assert len(engine.items(ItemKind.UNDO)) == 2
    assert all("does not let it be written" in one.reason for one in engine.items(ItemKind.UNDO))
    engine.desk.edit(records[0].id, {"name": "Ann"}, expected=None, by="person:anna")
    engine.turn(12)
    assert engine.row_in("sf", records[0])["n"] == "Ann"


@pytest.mark.parametrize("back", [NARROW, WIDE])
@pytest.mark.parametrize("lands", [True, False])
def test_a_lost_answer_is_looked_up(back: dict[str, dict[str, str]], lands: bool) -> None:
    wire = Losing()
    engine = start(wire=wire)
    records, copies, scope = overruled(engine, back)
    apply(engine, scope)
    wire.left, wire.lands = 1, lands
    engine.turn()
    engine.turn(12, ms=60_000)
    assert there(engine, copies) == ["Old", None]
    assert titles(engine, records) == ["CEO", "CEO"]
    assert not engine.items(ItemKind.UNDO) and not engine.store.open_attempts("sf")


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("back", [NARROW, WIDE])
def test_a_kill_at_every_effect_is_gone_on_from(after: bool, back: dict[str, dict[str, str]]) -> None:
    for number in range(1, 40):
        store = Dying()
        engine = start(store=store)
        records, copies, scope = overruled(engine, back)
        plan = engine.desk.undo.plan(scope, by=BY)
        before = writes(engine)
        store.left, store.after = number, after
        killed = False
        try:
            replace(engine.desk.undo, chunk=1).apply(plan.id, by=BY)
            engine.turn()
        except KeyboardInterrupt:
            killed = True
        store.left = None
        engine.restart()
        done = replace(engine.desk.undo, chunk=1).apply(plan.id, by=BY)
        engine.turn(12, ms=60_000)
        assert there(engine, copies) == ["Old", None], number
        assert titles(engine, records) == ["CEO", "CEO"]
        assert writes(engine) - before == 2, number
        assert not store.open_attempts("sf") and not engine.items(ItemKind.UNDO)
        told = [one.entry for one in store.audit() if one.entry.cause == f"undo:{plan.id}"]
        assert sum(one.kind == "settle" for one in told) == 2
        assert {one.run for one in told} == {done.run}
        if not killed:
            assert number > 4
            return
    pytest.fail("an undo has fewer than forty effects")


def test_it_works_on_a_database(tmp_path: Path) -> None:
    engine = start()
    store = open_store(f"sqlite:///{tmp_path / 'hub.db'}", clock=lambda: engine.now)
    engine.store = store
    engine.restart()
    try:
        _, copies, scope = overruled(engine)
        apply(engine, scope)
        owed = [
            one.owed
            for one in store.links_of([one.id for one in store.list_records("contact", after=None, limit=9)])
        ]
        assert sum(one is not None for one in owed) == 2
        engine.turn(12)
        assert there(engine, copies) == ["Old", None]
        assert store.verify_audit() is None
    finally:
        store.close()


@pytest.mark.parametrize("lands", [True, False])
@pytest.mark.parametrize("rules", [NARROW, {**RULES, "contacts": {**RULES["contacts"], "title": "s"}}])
def test_a_lost_answer_is_looked_up_though_another_version_is_in_use_by_then(
    lands: bool, rules: dict[str, dict[str, str]]
) -> None:
    wire = Losing()
    engine = Engine(others=("sf",), brake=GENEROUS, wire=wire)
    [id] = engine.contacts(1)
    record = engine.record("contacts", id)
    copy = engine.there(record, "sf")
    engine.desk.edit(record.id, {"title": "CTO", "name": "Ann"}, expected=None, by="person:anna")
    wire.left, wire.lands = 2, lands  # in each CRM
    engine.turn(1)
    assert engine.store.open_attempts("sf")
    use(engine, rules, policy=Policy.HUB)
    engine.turn(12, ms=60_000)
    assert not engine.store.open_attempts("sf")
    assert engine.row_in("sf", record)["n"] == "Ann"
    engine.desk.edit(record.id, {"name": "Anne"}, expected=None, by="person:anna")
    engine.turn(12)
    assert engine.crms["sf"].rows["contacts"][copy].values["n"] == "Anne"
    assert not engine.conflicts()


def test_the_log_says_what_was_overruled_filled_and_set_back_and_the_trace_that_they_differ_on_purpose() -> (
    None
):
    engine = start()
    records, copies, scope = overruled(engine, WIDE)
    apply(engine, scope)
    engine.turn(12)
    told = [list(entries_of(engine.store, one.id)) for one in records]
    said = [
        [why(one.entry) for one in some if one.entry.kind == "settle" and one.entry.changes] for some in told
    ]
    assert said[0][1].startswith("overruled by rule policy")
    assert said[0][0].startswith("set back there by ben, undoing by plan ")
    assert said[1][-1].startswith("filled in there by CRM Sync itself")
    sent = next(one.entry for one in told[0] if one.entry.kind == "push" and one.entry.connection == "sf")
    assert sent.changes == (("t", "CEO", "Old"),)
    link = engine.link("contacts", copies[0], "sf")
    assert link is not None
    mapping = engine.cycles["sf"].lane.translations["contacts"].mapping
    base = last_known(engine.store)(link)
    assert [name for name, _ in kept_apart(link, told[0], base, mapping)] == ["t"]
    engine.desk.edit(records[0].id, {"title": "CTO"}, expected=None, by="person:anna")
    engine.turn(12)
    link = engine.link("contacts", copies[0], "sf")
    assert link is not None
    told[0] = list(entries_of(engine.store, records[0].id))
    assert not list(kept_apart(link, told[0], last_known(engine.store)(link), mapping))


def test_a_run_that_overruled_is_taken_back_by_itself() -> None:
    engine = Engine(policy=Policy.HUB, brake=GENEROUS)
    [id] = engine.contacts(1)
    record = engine.record("contacts", id)
    engine.crm.user_edit("contacts", id, {"t": "CFO"})
    engine.desk.edit(record.id, {"title": "CTO"}, expected=None, by="person:anna")
    engine.turn()
    [settled] = engine.store.search(Activity(record_id=record.id, kind="settle", limit=1)).rows
    run: Run | None = engine.store.run(settled.entry.run)
    assert run is not None
    apply(engine, Scope(run=run.id))
    engine.turn(12)
    assert (engine.row(record)["t"], engine.now_is(record.id).fields["title"]) == ("CFO", "CTO")


def test_what_was_noted_of_a_record_that_is_gone_by_then_is_no_part_of_its_end() -> None:
    engine = start()
    records, _, scope = overruled(engine)
    engine.desk.delete(records[0].id, expected=None, by="person:anna")
    gone = engine.now_is(records[0].id)
    books = engine.cycles["sf"].lane.books(engine_run(engine))
    books.note("settle", gone, by="system", cause="run:late", connection="sf", changes=(("t", "Old", "CEO"),))
    engine.store.commit(books.batch())
    assert not items(engine, engine.desk.undo.plan(Scope(run="late"), by=BY))
    assert [one.kind for one in items(engine, engine.desk.undo.plan(scope, by=BY))] == [K.UPDATE_CRM]


def engine_run(engine: Engine) -> Running:
    """A run of sf's lane that is on record, named "late"."""
    run = Run(
        id="late",
        kind=RunKind.POLL,
        connection="sf",
        object="contacts",
        started=engine.now,
        outcome=RunOutcome.DONE,
    )
    engine.store.commit(Batch(at=engine.now, runs=(run,)))
    return Running(run=run)


def test_a_delete_there_does_not_take_along_what_the_crm_did_not_hold() -> None:
    engine = start(deletes=DeletePolicy.PROPAGATE)
    records, copies, scope = overruled(engine, WIDE)
    apply(engine, scope)
    engine.turn(12)
    assert (there(engine, copies), titles(engine, records)) == (["Old", None], ["CEO", "CEO"])
    engine.crms["sf"].user_delete("contacts", copies[0])
    engine.turn()
    [conflict] = engine.conflicts()
    assert (conflict.record_id, conflict.rule) == (records[0].id, DELETION)
    assert engine.now_is(records[0].id).deleted_at is None


def test_a_merge_there_asks_about_what_the_crm_did_not_hold() -> None:
    engine = start()
    records, copies, scope = overruled(engine, WIDE)
    apply(engine, scope)
    engine.turn(12)
    engine.desk.edit(records[1].id, {"title": "CTO"}, expected=None, by="person:anna")
    engine.turn(12)
    assert there(engine, copies) == ["Old", "CTO"]
    engine.crms["sf"].user_merge("contacts", copies[1], copies[0])
    engine.turn()
    [asked] = [one.detail for one in engine.items(ItemKind.MERGE) if one.connection == "sf"]
    assert (asked["from"], asked["kept.title"], asked["lost.title"]) == (records[0].id, "CTO", "CEO")
