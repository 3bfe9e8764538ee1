"""Undo on the real engine: what goes back everywhere, what is asked, what is kept, and what a kill leaves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from core.conflicts import ItemKind
from core.errors import Conflicting, Invalid, NotFound
from core.history import Standing
from core.jobs import Lease, RunKind, RunOutcome
from core.mapping import Policy
from core.plans import Plan, PlanItem, PlanItemKind, PlanItemState, PlanState
from core.records import HubRecord, LinkState
from core.store.base import Activity, Batch, StoredAudit
from core.store.memory import MemoryStore
from core.store.sql import open_store
from daemon.past import past_of
from daemon.plan_desk import PlanDesk
from daemon.undo_scope import Scope, seq_before
from tests.support.dying import Dying
from tests.support.small_engine import CONNECTION, Engine

BY = "person:ben"


def newest(engine: Engine, kind: str, record: HubRecord) -> StoredAudit:
    return engine.store.search(Activity(record_id=record.id, kind=kind, limit=1)).rows[0]


def run_of(engine: Engine, kind: str, record: HubRecord) -> Scope:
    """The run that did this last to the record."""
    return Scope(run=newest(engine, kind, record).entry.run)


def items(engine: Engine, plan: Plan) -> list[PlanItem]:
    return engine.store.plan_items(plan.id, limit=1_000)


def undo(engine: Engine, scope: Scope) -> Plan:
    return engine.desk.undo.apply(engine.desk.undo.plan(scope, by=BY).id, by=BY)


def undo_of(plan: Plan) -> Scope:
    return Scope(run=plan.run)


def edited(engine: Engine, count: int = 1) -> tuple[list[HubRecord], Scope]:
    """Contacts of which somebody in the CRM has changed every title, and the run that took it in."""
    ids = engine.contacts(count)
    for id in ids:
        engine.crm.user_edit("contacts", id, {"t": "CFO"})
    engine.turn()
    records = [engine.record("contacts", id) for id in ids]
    return records, run_of(engine, "set", records[0])


def test_a_plan_shows_what_would_go_back_and_writes_nothing() -> None:
    engine = Engine()
    [record], scope = edited(engine)
    plan = engine.desk.undo.plan(scope, by=BY)
    assert (plan.state, plan.counts) == (PlanState.DRAFT, {"update_hub": 1})
    [item] = items(engine, plan)
    assert (item.record_id, item.changes) == (record.id, (("title", "CFO", "CEO"),))
    assert engine.now_is(record.id) == record


def test_the_desk_of_other_plans_says_how_an_undo_is_applied() -> None:
    engine = Engine()
    _, scope = edited(engine)
    plan = engine.desk.undo.plan(scope, by=BY)
    desk = PlanDesk(store=engine.store, world=engine.desk.world, sites={}, committed=engine.batches.append)
    with pytest.raises(Conflicting) as told:
        desk.apply(plan.id, by=BY)
    assert told.value.advice.endswith(f"crmsync undo apply {plan.id}")
    engine.desk.undo.apply(desk.approve(plan.id, by="person:anna").id, by=BY)
    done = engine.store.plan(plan.id)
    assert done is not None
    assert (done.state, done.approved_by) == (PlanState.APPLIED, "person:anna")


def test_a_run_is_undone_here_and_in_the_crm_by_a_run_of_its_own() -> None:
    engine = Engine()
    [record], scope = edited(engine)
    plan = undo(engine, scope)
    assert (plan.state, engine.now_is(record.id).fields["title"]) == (PlanState.APPLIED, "CEO")
    entry = newest(engine, "set", record).entry
    assert (entry.cause, entry.actor, entry.run) == (f"undo:{plan.id}", BY, plan.run)
    run = engine.store.run(plan.run)
    assert run is not None
    assert (run.kind, run.outcome, run.counts["applied"]) == (RunKind.UNDO, RunOutcome.DONE, 1)
    engine.turn()
    assert engine.row(record)["t"] == "CEO"
    undo(engine, undo_of(plan))
    engine.turn()
    assert (engine.now_is(record.id).fields["title"], engine.row(record)["t"]) == ("CFO", "CFO")
    assert not engine.conflicts()


@pytest.mark.parametrize(("approve", "title"), [(True, "CEO"), (False, "CTO")])
def test_what_a_person_changed_since_is_asked_about_and_never_overwritten(approve: bool, title: str) -> None:
    engine = Engine()
    [record], scope = edited(engine)
    engine.desk.edit(record.id, {"title": "CTO"}, expected=None, by="person:anna")
    undo(engine, scope)
    assert engine.now_is(record.id).fields["title"] == "CTO"
    [item] = engine.items(ItemKind.UNDO)
    assert (item.detail["now.title"], item.detail["back.title"]) == ("CTO", "CEO")
    assert "anna" in item.reason
    engine.desk.decide(item.id, approve=approve, by=BY)
    engine.turn()
    assert engine.now_is(record.id).fields["title"] == title
    assert engine.row(record)["t"] == title


def test_a_question_whose_value_has_moved_again_is_not_answered_blindly() -> None:
    engine = Engine()
    [record], scope = edited(engine)
    engine.desk.edit(record.id, {"title": "CTO"}, expected=None, by="person:anna")
    undo(engine, scope)
    engine.desk.edit(record.id, {"title": "CIO"}, expected=None, by="person:anna")
    [item] = engine.items(ItemKind.UNDO)
    with pytest.raises(Conflicting, match="once more"):
        engine.desk.decide(item.id, approve=True, by=BY)
    engine.desk.decide(item.id, approve=False, by=BY)
    assert engine.now_is(record.id).fields["title"] == "CIO"


def test_an_item_whose_world_has_moved_is_left_alone_and_says_so() -> None:
    engine = Engine()
    records, scope = edited(engine, 2)
    plan = engine.desk.undo.plan(scope, by=BY)
    engine.desk.edit(records[0].id, {"title": "CTO"}, expected=None, by="person:anna")
    engine.desk.undo.apply(plan.id, by=BY)
    assert [engine.now_is(one.id).fields["title"] for one in records] == ["CTO", "CEO"]
    [stale] = engine.store.plan_items(plan.id, state=PlanItemState.STALE, limit=9)
    assert (stale.record_id, stale.note) == (records[0].id, "title changed since; plan again")


def test_records_that_a_run_took_in_go_but_stay_where_people_made_them() -> None:
    engine = Engine(others=("sf",))
    [id] = engine.contacts(1)
    record = engine.record("contacts", id)
    [copy] = engine.crms["sf"].live("contacts")
    plan = undo(engine, run_of(engine, "create", record))
    assert (
        items(engine, plan)[0].note
        == f"deleted in sf; kept in hs ({id}), which made it, and no longer paired"
    )
    engine.turn()
    assert engine.now_is(record.id).deleted_at is not None
    assert id in engine.crm.live("contacts")
    assert engine.crms["sf"].rows["contacts"][copy].deleted
    engine.crm.user_edit("contacts", id, {"t": "CTO"})
    engine.turn()
    assert not engine.store.list_records("contact", after=None, limit=9)  # it is not taken in again
    undo(engine, undo_of(plan))
    engine.turn()
    back = engine.now_is(record.id)
    assert (back.deleted_at, back.fields["title"]) == (None, "CTO")
    assert engine.row_in("sf", back)["t"] == "CTO"
    [link] = engine.store.links_of([record.id], CONNECTION)
    assert (link.state, link.crm_id) == (LinkState.LINKED, id)


def test_a_record_that_somebody_edited_since_it_was_taken_in_is_asked_about() -> None:
    engine = Engine()
    [id] = engine.contacts(1)
    record = engine.record("contacts", id)
    engine.desk.edit(record.id, {"title": "CTO"}, expected=None, by="person:anna")
    undo(engine, run_of(engine, "create", record))
    assert engine.now_is(record.id).deleted_at is None
    [item] = engine.items(ItemKind.UNDO)
    engine.desk.decide(item.id, approve=True, by=BY)
    assert engine.now_is(record.id).deleted_at is not None
    engine.turn()
    assert id in engine.crm.live("contacts")


def test_a_delete_is_undone_by_making_the_record_anew() -> None:
    engine = Engine(others=("sf",))
    [id] = engine.contacts(1)
    record = engine.record("contacts", id)
    engine.crm.user_delete("contacts", id)
    engine.turn()
    assert not engine.crms["sf"].live("contacts")
    plan = undo(engine, run_of(engine, "delete", record))
    assert (
        items(engine, plan)[0].note
        == "made anew in hs, sf, under another id there: its activities and history stay behind"
    )
    engine.turn()
    assert engine.now_is(record.id).deleted_at is None
    assert [len(engine.crms[name].live("contacts")) for name in (CONNECTION, "sf")] == [1, 1]
    generations = {
        one.generation for one in engine.store.links_of([record.id]) if one.state is LinkState.LINKED
    }
    assert generations == {2}
    undo(engine, undo_of(plan))
    engine.turn()
    assert engine.now_is(record.id).deleted_at is not None
    assert not engine.crm.live("contacts") and not engine.crms["sf"].live("contacts")


def test_a_merge_in_a_crm_is_told_before_as_what_cannot_be_undone() -> None:
    engine = Engine()
    one, other = engine.contacts(2)
    loser = engine.record("contacts", other)
    engine.crm.user_merge("contacts", one, other)
    engine.turn()
    plan = engine.desk.undo.plan(run_of(engine, "merge", loser), by=BY)
    [told] = [item for item in items(engine, plan) if item.record_id == loser.id]
    assert told.kind is PlanItemKind.IRREVERSIBLE
    assert "no CRM takes a merge back" in told.note


def test_a_run_that_only_sent_says_which_run_changed_the_hub() -> None:
    engine = Engine()
    [id] = engine.contacts(1)
    record = engine.record("contacts", id)
    engine.desk.edit(record.id, {"title": "CTO"}, expected=None, by="person:anna")
    cause = newest(engine, "set", record).entry.run
    engine.turn()
    plan = engine.desk.undo.plan(run_of(engine, "push", record), by=BY)
    [told] = items(engine, plan)
    assert (told.kind, told.note) == (
        PlanItemKind.IRREVERSIBLE,
        f"hs was only sent what the hub held; undo that: crmsync undo run {cause}",
    )
    undo(engine, Scope(run=cause))
    engine.turn()
    assert engine.row(record)["t"] == "CEO"


def test_a_value_of_a_crm_that_a_rule_overruled_is_told_and_stays_in_the_log() -> None:
    engine = Engine(policy=Policy.HUB)
    [id] = engine.contacts(1)
    record = engine.record("contacts", id)
    since = engine.now = engine.now + 1_000
    engine.crm.user_edit("contacts", id, {"t": "CFO"})
    engine.desk.edit(record.id, {"title": "CTO"}, expected=None, by="person:anna")
    engine.turn()
    # It is about what came from there: what the hub made of it there is no part of that.
    plan = engine.desk.undo.plan(Scope(connection="hs", since=since), by=BY)
    [told] = [one for one in items(engine, plan) if one.changes]
    assert (told.kind, told.changes) == (PlanItemKind.IRREVERSIBLE, (("t", "CTO", "CFO"),))
    assert "stays in the log" in told.note
    done = engine.desk.undo.apply(plan.id, by=BY)
    assert {one.state for one in items(engine, done)} == {PlanItemState.SKIPPED}
    assert engine.row(record)["t"] == "CTO"


def test_everything_of_one_connection_since_a_time_and_nothing_of_others() -> None:
    engine = Engine(others=("sf",))
    one, other = engine.contacts(2)
    engine.now += 1_000
    since = engine.now
    engine.crm.user_edit("contacts", one, {"t": "CFO"})
    there = engine.there(engine.record("contacts", other), "sf")
    engine.crms["sf"].user_edit("contacts", there, {"t": "CTO"})
    engine.turn()
    plan = undo(engine, Scope(connection=CONNECTION, since=since))
    assert plan.counts == {"update_hub": 1}
    engine.turn()
    assert engine.record("contacts", one).fields["title"] == "CEO"
    assert engine.record("contacts", other).fields["title"] == "CTO"


def test_records_go_back_to_what_they_were_whoever_changed_them() -> None:
    engine = Engine()
    [id] = engine.contacts(1)
    record = engine.record("contacts", id)
    engine.now += 1_000
    since = engine.now
    engine.crm.user_edit("contacts", id, {"t": "CFO"})
    engine.turn()
    engine.desk.edit(record.id, {"name": "X", "title": "CTO"}, expected=None, by="person:anna")
    engine.desk.delete(record.id, expected=None, by="person:anna")
    engine.turn()
    was = past_of(engine.store, engine.now_is(record.id), since - 1)
    assert was.standing is Standing.LIVING
    undo(engine, Scope(records=(record.id,), since=since))
    now = engine.now_is(record.id)
    assert (now.deleted_at, dict(now.fields)) == (None, dict(was.fields))


class Interrupted(MemoryStore):
    """Somebody does something just before the first commit that takes something back."""

    meanwhile: Callable[[], object] | None = None

    def commit(self, batch: Batch, lease: Lease | None = None) -> int:
        if batch.records and self.meanwhile is not None and any(one.plan for one in batch.plan_items):
            act, self.meanwhile = self.meanwhile, None
            act()
        return super().commit(batch, lease)


@pytest.mark.parametrize("after", [False, True])
def test_a_kill_at_every_effect_is_gone_on_from_and_applied_once(after: bool) -> None:
    store = Dying()
    engine = Engine(store=store)
    records, scope = edited(engine, 3)
    engine.desk.edit(records[0].id, {"title": "CTO"}, expected=None, by="person:anna")
    plan = engine.desk.undo.plan(scope, by=BY)
    kills = 0
    for number in range(1, 9):
        store.left, store.after = number, after
        try:
            replace(engine.desk.undo, chunk=1).apply(plan.id, by=BY)
        except KeyboardInterrupt:
            kills += 1
            store.left = None
            engine.restart()
            continue
        break
    store.left = None
    assert kills >= 2
    done = replace(engine.desk.undo, chunk=1).apply(plan.id, by=BY)
    assert done.state is PlanState.APPLIED
    before = len(list(store.audit()))
    replace(engine.desk.undo, chunk=1).apply(plan.id, by=BY)  # twice does nothing
    told = list(store.audit())
    assert len(told) == before
    assert [engine.now_is(one.id).fields["title"] for one in records] == ["CTO", "CEO", "CEO"]
    assert sum(one.entry.cause == f"undo:{plan.id}" for one in told) == 2
    assert len({one.entry.run for one in told if plan.id in one.entry.cause + one.entry.note}) == 1
    assert len(engine.items(ItemKind.UNDO)) == 1
    run = store.run(done.run)
    assert run is not None
    assert run.counts["applied"] == 3


def test_of_two_who_apply_one_plan_at_once_the_first_is_stopped_and_nothing_is_done_twice() -> None:
    store = Interrupted()
    engine = Engine(store=store)
    records, scope = edited(engine, 3)
    plan = engine.desk.undo.plan(scope, by=BY)
    store.meanwhile = lambda: engine.desk.undo.apply(plan.id, by="person:anna")
    with pytest.raises(Conflicting, match="by somebody else"):
        replace(engine.desk.undo, chunk=1).apply(plan.id, by=BY)
    done = store.plan(plan.id)
    assert done is not None
    assert done.state is PlanState.APPLIED
    told = [one.entry for one in store.audit() if one.entry.cause == f"undo:{plan.id}"]
    assert [one.record_id for one in told] == [one.id for one in records]


def test_an_undo_and_its_undo_work_on_a_database(tmp_path: Path) -> None:
    engine = Engine(others=("sf",))
    store = open_store(f"sqlite:///{tmp_path / 'hub.db'}", clock=lambda: engine.now)
    engine.store = store
    engine.restart()
    try:
        [first, second], scope = edited(engine, 2)
        engine.desk.edit(second.id, {"title": "CTO"}, expected=None, by="person:anna")
        engine.turn()
        done = undo(engine, scope)
        assert done.counts == {"update_hub": 1, "conflict": 1}
        [item] = engine.items(ItemKind.UNDO)
        assert item.record_id == second.id
        engine.turn()
        assert engine.row_in("sf", first)["t"] == "CEO"
        undo(engine, undo_of(done))
        engine.turn()
        assert engine.row_in("sf", first)["t"] == "CFO"
        undo(engine, Scope(connection=CONNECTION, since=first.created.at))
        assert {one.record_id for one in engine.items(ItemKind.UNDO)} == {first.id, second.id}
        assert len(store.list_records("contact", after=None, limit=9)) == 2  # people had a hand in both
        assert store.verify_audit() is None
        assert past_of(store, engine.now_is(second.id), engine.now).fields["title"] == "CTO"
    finally:
        store.close()


@pytest.mark.parametrize(
    ("scope", "error", "words"),
    [
        (Scope(), Invalid, "a run, some records, a connection or a mapping"),
        (Scope(run="r", connection=CONNECTION), Invalid, "a run, some records, a connection or a mapping"),
        (Scope(connection=CONNECTION), Invalid, "needs a time"),
        (Scope(run="nothing"), NotFound, "no run 'nothing'"),
        (Scope(connection="other", since=1), NotFound, "no connection 'other'"),
        (Scope(records=("nobody",), since=1), NotFound, "no record 'nobody'"),
    ],
)
def test_a_scope_that_means_nothing_is_refused_by_name(
    scope: Scope, error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words):
        Engine().desk.undo.plan(scope, by=BY)
    with pytest.raises(NotFound, match="no plan"):
        Engine().desk.undo.apply("nothing", by=BY)


def test_the_place_of_a_time_in_the_log_is_found_without_reading_it() -> None:
    engine = Engine()
    [id] = engine.contacts(1)
    for number in range(20):
        engine.now += 10
        engine.desk.edit(engine.record("contacts", id).id, {"title": f"t{number}"}, expected=None, by=BY)
    told = list(engine.store.audit())
    for stored in (told[0], told[7], told[-1]):
        first = next(one.seq for one in told if one.entry.at >= stored.entry.at)
        assert seq_before(engine.store, stored.entry.at) == first - 1
    assert seq_before(engine.store, told[-1].entry.at + 1) == told[-1].seq
