"""CRM records that we made go when their making is undone: what goes, what is asked, what stays, and the way back."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest

from adapters.fake_rows import US, Traits
from core.answers import Verdict
from core.conflicts import ItemKind, ItemState
from core.errors import Conflicting
from core.jobs import AttemptKind
from core.mapping import Brake, Filter, Leave
from core.plans import Plan, PlanItem, PlanItemKind, PlanItemState
from core.records import HubRecord, LinkState
from core.store.base import Activity
from core.store.sql import open_store
from daemon.planned_verdict import planned_verdict
from daemon.remapped import Remapped
from daemon.undo_scope import MappingEffect, Scope
from tests.support.dying import Dying
from tests.support.losing import Losing
from tests.support.small_engine import Engine

BY = "person:ben"
BIN = Traits(restores=True)
NO_LEADS = Filter(hub='title != "lead"')
K = PlanItemKind
T = TypeVar("T")


def sent(engine: Engine, count: int = 1) -> tuple[list[HubRecord], list[str], Scope]:
    """Contacts of hs that were sent to sf: the records, their ids in sf, and the run that made those."""
    records = [engine.record("contacts", id) for id in engine.contacts(count)]
    [made] = engine.store.search(Activity(record_id=records[0].id, kind="push", limit=1)).rows
    return records, [engine.there(one, "sf") for one in records], Scope(run=made.entry.run)


def apply(engine: Engine, scope: Scope) -> Plan:
    return engine.desk.undo.apply(engine.desk.undo.plan(scope, by=BY).id, by=BY)


def items(engine: Engine, plan: Plan) -> list[PlanItem]:
    return engine.store.plan_items(plan.id, limit=99)


def live(engine: Engine, object: str = "contacts") -> list[str]:
    return sorted(engine.crms["sf"].live(object))


def states(engine: Engine, record: HubRecord) -> dict[str, LinkState]:
    return {one.crm_id: one.state for one in engine.store.links_of([record.id], "sf")}


def ours(engine: Engine, *kinds: str) -> Counter[tuple[str, str]]:
    """What we did in sf, by (kind, id), from its own log."""
    log = engine.crms["sf"].log
    return Counter((one.kind, one.id) for one in log if one.by == US and one.kind in kinds)


def test_what_a_run_made_in_a_crm_goes_there_and_the_hub_and_the_others_keep_the_record() -> None:
    engine = Engine(others=("sf",))
    [record], [copy], scope = sent(engine)
    plan = engine.desk.undo.plan(scope, by=BY)
    [item] = items(engine, plan)
    assert (item.kind, item.connection, item.crm_id) == (K.DELETE_CRM, "sf", copy)
    assert "the record stays here, and is not sent there again" in item.note
    assert live(engine) == [copy]
    engine.desk.undo.apply(plan.id, by=BY)
    engine.turn(12)
    assert live(engine) == []
    assert states(engine, record) == {copy: LinkState.GONE}
    now = engine.now_is(record.id)
    assert (now.deleted_at, now.fields) == (None, record.fields)
    assert engine.row_in("hs", record)["t"] == "CEO"
    engine.desk.edit(record.id, {"title": "CTO"}, expected=None, by=BY)  # goes on, but not there
    engine.turn(12)
    assert (live(engine), engine.row_in("hs", record)["t"]) == ([], "CTO")
    # The delete has an intent that was durable before, and its end in the log.
    [attempt] = [
        one for one in engine.store.attempts_of(record.id, limit=9) if one.kind is AttemptKind.DELETE
    ]
    [pushed] = [one.entry for one in engine.store.audit() if one.entry.cause == f"attempt:{attempt.op}"]
    assert (pushed.kind, pushed.note) == ("push", f"delete {copy}")


@pytest.mark.parametrize("traits", [Traits(), BIN])
def test_that_undone_brings_it_out_of_the_bin_or_makes_it_anew_and_undone_again_it_goes(
    traits: Traits,
) -> None:
    engine = Engine(others=("sf",), traits=traits)
    [record], [copy], scope = sent(engine)
    done = apply(engine, scope)
    engine.turn(12)
    plan = engine.desk.undo.plan(Scope(run=done.run), by=BY)
    [item] = items(engine, plan)
    assert item.kind is K.RESTORE_CRM
    assert ("own id" if traits.restores else "anew there, under another id") in item.note
    back = engine.desk.undo.apply(plan.id, by=BY)
    engine.turn(12)
    [there] = live(engine)
    assert (there == copy) is traits.restores
    assert states(engine, record)[there] is LinkState.LINKED
    engine.desk.edit(record.id, {"title": "CTO"}, expected=None, by=BY)
    engine.turn()
    assert engine.row_in("sf", record)["t"] == "CTO"
    again = apply(engine, Scope(run=back.run))
    assert again.counts == {"delete_crm": 1}
    engine.turn(12)
    assert live(engine) == []
    assert engine.now_is(record.id).deleted_at is None


def test_what_came_back_under_another_id_goes_by_the_undo_of_the_run_that_made_it_first() -> None:
    engine = Engine(others=("sf",))
    [record], [copy], scope = sent(engine)
    engine.crms["sf"].user_edit("contacts", copy, {"t": "CFO"})
    engine.turn()
    apply(engine, scope)
    [asked] = engine.items(ItemKind.UNDO)
    gone = engine.desk.decide(asked.id, approve=True, by=BY)
    engine.turn(12)
    assert (gone.state, live(engine)) == (ItemState.APPROVED, [])
    [said] = engine.store.search(Activity(record_id=record.id, kind="unlink", limit=1)).rows
    apply(engine, Scope(run=said.entry.run))
    engine.turn(12)
    [anew] = live(engine)
    plan = apply(engine, scope)  # the edit was before it went, and was answered then
    assert [(one.kind, one.crm_id, one.state) for one in items(engine, plan)] == [
        (K.DELETE_CRM, anew, PlanItemState.APPLIED)
    ]
    engine.turn(12)
    assert live(engine) == []


def test_undone_before_it_went_nothing_goes() -> None:
    engine = Engine(others=("sf",))
    [record], [copy], scope = sent(engine)
    done = apply(engine, scope)
    back = apply(engine, Scope(run=done.run))
    assert items(engine, back)[0].note.startswith(
        f"sf {copy} stays there; has it gone by then, it is made anew"
    )
    engine.turn(12)
    assert states(engine, record) == {copy: LinkState.LINKED}
    assert not ours(engine, "delete")


@pytest.mark.parametrize("approve", [True, False])
def test_what_somebody_has_edited_there_since_is_asked_about(approve: bool) -> None:
    engine = Engine(others=("sf",))
    [record], [copy], scope = sent(engine)
    engine.crms["sf"].user_edit("contacts", copy, {"t": "CFO"})
    engine.turn()
    plan = apply(engine, scope)
    assert plan.counts == {"conflict": 1}
    engine.turn()
    assert live(engine) == [copy]
    [asked] = engine.items(ItemKind.UNDO)
    assert "edited there since" in asked.reason
    assert (asked.connection, asked.object, asked.subject) == ("sf", "contacts", copy)
    said, reach = planned_verdict(engine.desk, asked, Verdict(approve=True), BY)
    assert (said.kind, reach) == (K.DELETE_CRM, {("sf", "delete"): frozenset({record.id})})
    engine.desk.decide(asked.id, approve=approve, by=BY)
    if not approve:
        assert engine.desk.take_back_item(asked.id, by=BY).state is ItemState.OPEN
        engine.desk.decide(asked.id, approve=False, by=BY)
    engine.turn(12)
    assert live(engine) == ([] if approve else [copy])
    assert engine.now_is(record.id).fields["title"] == "CFO"  # the hub took it, and keeps it
    if approve:
        with pytest.raises(Conflicting) as told:
            engine.desk.take_back_item(asked.id, by=BY)
        run = told.value.advice.rpartition(" ")[2]
        assert apply(engine, Scope(run=run)).counts == {"restore_crm": 1}
        engine.turn(12)
        assert engine.row_in("sf", record)["t"] == "CFO"


def test_an_edit_that_nobody_had_seen_when_the_undo_was_applied_stops_it_in_time() -> None:
    engine = Engine(others=("sf",), traits=Traits(names_editor=True))
    records, copies, scope = sent(engine, 2)
    apply(engine, scope)
    crm = engine.crms["sf"]
    crm.user_edit("contacts", copies[0], {"t": "CFO"})
    crm.user_edit("contacts", copies[1], {"s": "gold"})  # in a field that no rule maps
    engine.turn(12)
    assert live(engine) == sorted(copies)
    assert not ours(engine, "delete")
    asked = engine.items(ItemKind.UNDO)
    assert {one.record_id for one in asked} == {one.id for one in records}
    assert all("edited it there since" in one.reason for one in asked)
    assert engine.now_is(records[0].id).fields["title"] == "CFO"
    for one in asked:
        engine.desk.decide(one.id, approve=True, by=BY)
    engine.turn(12)
    assert live(engine) == []
    assert not engine.items(ItemKind.UNDO)


def test_what_people_have_hung_on_it_there_keeps_it_before_and_after() -> None:
    engine = Engine(others=("sf",))
    firms = [engine.crm.user_create("companies", {"n": name, "c": "Bonn"}) for name in ("A", "B")]
    engine.turn()
    records = [engine.record("companies", one) for one in firms]
    first, second = (engine.there(one, "sf") for one in records)
    [made] = engine.store.search(Activity(record_id=records[0].id, kind="push", limit=1)).rows
    crm = engine.crms["sf"]
    crm.user_create("contacts", {"n": "Bo", "e": "b@x.example", "t": "CEO", "o": first})
    engine.turn()
    plan = engine.desk.undo.plan(Scope(run=made.entry.run), by=BY)
    assert plan.counts == {"irreversible": 1, "delete_crm": 1}
    told = next(one for one in items(engine, plan) if one.kind is K.IRREVERSIBLE)
    assert "1 record hangs on it there" in told.note
    engine.desk.undo.apply(plan.id, by=BY)
    crm.user_create("contacts", {"n": "Cy", "e": "c@x.example", "t": "CEO", "o": second})
    engine.ring("companies", "none")
    engine.turn(12)
    assert live(engine, "companies") == sorted((first, second))
    [asked] = engine.items(ItemKind.UNDO)
    assert "1 record hangs on it there" in asked.reason
    named = {one.fields["name"]: one.fields.get("company") for one in _contacts(engine)}
    assert named == {"Bo": records[0].id, "Cy": records[1].id}


def _contacts(engine: Engine) -> list[HubRecord]:
    return engine.store.list_records("contact", after=None, limit=99)


def test_children_that_go_as_well_go_first() -> None:
    engine = Engine(others=("sf",))
    firm = engine.crm.user_create("companies", {"n": "Acme", "c": "Bonn"})
    [contact] = engine.contacts(1, o=firm)
    records = [engine.record("contacts", contact), engine.record("companies", firm)]
    pushes = [
        engine.store.search(Activity(record_id=one.id, kind="push", limit=1)).rows[0] for one in records
    ]
    for one in pushes:
        assert apply(engine, Scope(run=one.entry.run)).counts == {"delete_crm": 1}
    engine.turn(12)
    deleted = [one.object for one in engine.crms["sf"].log if one.kind == "delete"]
    assert deleted == ["contacts", "companies"]
    assert engine.now_is(records[0].id).fields["company"] == records[1].id


@pytest.mark.parametrize("leave", list(Leave))
def test_what_another_version_of_the_mapping_leaves_out_goes_and_comes_once_it_is_in_again(
    leave: Leave,
) -> None:
    engine = Engine(others=("sf",))
    records, copies, _ = sent(engine, 2)
    effect = MappingEffect(
        connection="sf", crm_object="contacts", hub_object="contact", version=1, spans=((0, None),)
    )
    engine.desk.edit(records[0].id, {"title": "lead"}, expected=None, by=BY)
    engine.turn()
    use(engine, replace(NO_LEADS, leave=leave))
    plan = engine.desk.undo.plan(Scope(mapping=effect), by=BY)
    assert {one.record_id: one.kind for one in items(engine, plan)} == {
        records[0].id: K.DELETE_CRM,
        records[1].id: K.IRREVERSIBLE,
    }
    assert any("the version in use would send it as well" in one.note for one in items(engine, plan))
    engine.desk.undo.apply(plan.id, by=BY)
    engine.turn(12)
    assert live(engine) == [copies[1]]
    assert engine.now_is(records[0].id).deleted_at is None
    use(engine, Filter())
    engine.turn(12)
    assert len(live(engine)) == 2
    assert engine.row_in("sf", records[0])["t"] == "lead"


def use(engine: Engine, filter: Filter) -> None:
    """Put another filter in use, as a daemon does whose mapping file was saved."""
    engine.filter = filter
    engine.restart()
    remapped = {name: Remapped(engine.store) for name in engine.cycles}
    for name, one in remapped.items():
        one.begin(engine.cycles[name])
        engine.cycles[name].sweeps.add("contacts")
        engine.cycles[name].whole.add("contacts")
    engine.turn()
    for name, one in remapped.items():
        one.settle(engine.cycles[name])


def test_a_plan_that_does_not_stand_any_more_is_left_alone_and_says_why() -> None:
    engine = Engine(others=("sf",))
    records, copies, scope = sent(engine, 3)
    plan = engine.desk.undo.plan(scope, by=BY)
    engine.crms["sf"].user_edit("contacts", copies[0], {"t": "CFO"})
    engine.turn()
    engine.desk.delete(records[1].id, expected=None, by="person:anna")
    done = engine.desk.undo.apply(plan.id, by=BY)
    assert [one.state for one in items(engine, done)] == [
        PlanItemState.STALE,
        PlanItemState.STALE,
        PlanItemState.APPLIED,
    ]
    engine.turn(12)
    assert live(engine) == [copies[0]]


def test_the_brake_holds_when_many_would_go() -> None:
    engine = Engine(others=("sf",), brake=Brake(share=0.0, least=2, most=2))
    _, copies, scope = sent(engine, 4)
    apply(engine, scope)
    engine.turn(12)
    assert live(engine) == sorted(copies)
    [asked] = engine.items(ItemKind.BRAKE)
    engine.desk.decide(asked.id, approve=True, by=BY)
    engine.turn(12)
    assert live(engine) == []


def test_one_that_a_person_deletes_there_meanwhile_and_one_that_is_restored_there_later() -> None:
    engine = Engine(others=("sf",))
    [record, other], [copy, second], scope = sent(engine, 2)
    apply(engine, scope)
    engine.crms["sf"].user_delete("contacts", copy)
    engine.turn(12)
    assert [engine.now_is(one.id).deleted_at for one in (record, other)] == [None, None]
    assert live(engine) == []
    engine.crms["sf"].user_restore("contacts", second)
    engine.turn(12)
    assert states(engine, other) == {second: LinkState.LINKED}
    engine.desk.edit(other.id, {"title": "CTO"}, expected=None, by=BY)
    engine.turn()
    assert engine.row_in("sf", other)["t"] == "CTO"


def test_lost_answers_are_looked_up_of_what_was_made_and_of_what_was_removed() -> None:
    wire = Losing()
    engine = Engine(others=("sf",), wire=wire)
    made = engine.desk.create("contact", {"name": "Ann", "email": "a@x.eu", "title": "CEO"}, by=BY)
    wire.left = 2  # each CRM's create
    engine.turn()
    engine.turn(ms=60_000)
    record = engine.now_is(made.id)
    copy = engine.there(record, "sf")
    [link] = [
        one.entry
        for one in engine.store.search(Activity(record_id=made.id, kind="link", limit=9)).rows
        if one.entry.connection == "sf"
    ]
    assert link.note == f"{copy} was found by our key"
    plan = apply(engine, Scope(run=link.run))
    assert {one.crm_id for one in items(engine, plan)} == {copy}
    wire.left = 1
    engine.turn()
    engine.turn(ms=60_000)
    assert live(engine) == []
    assert ours(engine, "delete") == Counter({("delete", copy): 1})
    assert states(engine, record) == {copy: LinkState.GONE}
    assert not engine.store.open_attempts("sf")


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("back", [False, True])
def test_a_kill_at_every_effect_is_gone_on_from_and_nothing_is_done_twice(after: bool, back: bool) -> None:
    for number in range(1, 40):
        store = Dying()
        engine = Engine(store=store, others=("sf",), traits=BIN)
        records, copies, scope = sent(engine, 2)
        if back:
            done = apply(engine, scope)
            engine.turn(12)
            scope = Scope(run=done.run)
        plan = engine.desk.undo.plan(scope, by=BY)
        before = ours(engine, "create", "delete", "restore")
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
        kind = "restore" if back else "delete"
        did = ours(engine, "create", "delete", "restore") - before
        assert did == Counter({(kind, one): 1 for one in copies}), number
        state = LinkState.LINKED if back else LinkState.GONE
        assert [states(engine, one) for one in records] == [{one: state} for one in copies]
        assert all(engine.now_is(one.id).deleted_at is None for one in records)
        assert not store.open_attempts("sf") and not engine.items(ItemKind.UNDO)
        # Each part is told once, by one run; each write has its intent, and its end in the log.
        told = [one.entry for one in store.audit() if one.entry.cause == f"undo:{plan.id}"]
        word = "link" if back else "unlink"
        assert sorted(one.record_id for one in told if one.kind == word) == sorted(one.id for one in records)
        assert {one.run for one in told} == {done.run}
        for one in records:
            ops = [
                a.op
                for a in store.attempts_of(one.id, limit=99)
                if a.kind.value == kind and a.connection == "sf"
            ]
            assert {f"attempt:{op}" for op in ops} <= {s.entry.cause for s in store.audit()}
        if not killed:
            assert number > 5
            return
    pytest.fail("an undo has fewer than forty effects")


def test_it_works_on_a_database(tmp_path: Path) -> None:
    engine = Engine(others=("sf",))
    store = open_store(f"sqlite:///{tmp_path / 'hub.db'}", clock=lambda: engine.now)
    engine.store = store
    engine.restart()
    try:
        [record], [copy], scope = sent(engine)
        done = apply(engine, scope)
        [item] = items(engine, done)
        assert (item.connection, item.crm_id, item.state) == ("sf", copy, PlanItemState.APPLIED)
        engine.turn(12)
        assert (live(engine), states(engine, record)) == ([], {copy: LinkState.GONE})
        apply(engine, Scope(run=done.run))
        engine.turn(12)
        assert len(live(engine)) == 1
        assert store.verify_audit() is None
    finally:
        store.close()
