"""The queue with real lanes and CRMs in memory: waiting, answering many, taking back, and the honest count."""

from __future__ import annotations

import pytest

from core.answers import Resolution, Verdict
from core.conflicts import (
    Choice,
    Conflict,
    ConflictState,
    ItemKind,
    ItemState,
    QueueState,
    queue_state,
)
from core.contests import ContestReport, report
from core.errors import Conflicting, Invalid
from core.mapping import DeletePolicy, Policy
from core.records import LinkState
from core.store.base import CONFLICT, QueueQuery
from daemon.aside import Wish
from daemon.bulk import Selection
from tests.support.small_engine import CONNECTION, Engine

BY = "person:ben"
DAY = 86_400_000


def contested(engine: Engine, id: str, *, hub: str = "hub", crm: str = "crm") -> Conflict:
    """A conflict about the title of this contact."""
    engine.desk.edit(engine.record("contacts", id).id, {"title": hub}, expected=None, by="person:anna")
    engine.crm.user_edit("contacts", id, {"t": crm})
    engine.turn()
    [conflict] = [one for one in engine.conflicts() if one.link[2] == id]
    return conflict


def title(engine: Engine, id: str, connection: str = CONNECTION) -> object:
    there = engine.there(engine.record("contacts", id), connection)
    return engine.crms[connection].rows["contacts"][there].values.get("t")


def counts(engine: Engine) -> ContestReport:
    return report(engine.store.contests())


@pytest.mark.parametrize(
    ("wish", "state"),
    [
        (Wish(state=QueueState.SNOOZED, until=1_700_000_000_000 + DAY), QueueState.SNOOZED),
        (Wish(state=QueueState.ESCALATED, to="ben", note="you know them"), QueueState.ESCALATED),
    ],
)
def test_a_conflict_that_is_set_aside_freezes_and_is_refreshed_as_an_open_one(
    wish: Wish, state: QueueState
) -> None:
    engine = Engine()
    [id] = engine.contacts(1)
    conflict = contested(engine, id)
    engine.desk.wait([conflict.id], wish, by=BY)
    engine.desk.edit(conflict.record_id, {"title": "hub 2", "name": "Ann"}, expected=None, by="person:anna")
    engine.crm.user_edit("contacts", id, {"t": "crm 2"})
    engine.turn()
    [kept] = engine.conflicts()
    assert (kept.id, queue_state(kept, engine.now)) == (conflict.id, state)
    assert (kept.hub.values, kept.crm.values) == (("hub 2",), ("crm 2",))
    assert kept.refreshed_at is not None and kept.refreshed_at > conflict.opened_at
    assert title(engine, id) == "crm 2"
    assert engine.crm.rows["contacts"][id].values["n"] == "Ann"
    assert engine.store.queue_counts(now=engine.now) == {CONFLICT: {state: 1}}
    told = [one.entry.note for one in engine.store.audit() if one.entry.actor == BY]
    assert len(told) == 1 and ("snoozed until" in told[0] or "assigned to ben: you know them" in told[0])


def test_a_snooze_ends_by_itself_and_a_wake_ends_it_at_once() -> None:
    engine = Engine()
    ids = engine.contacts(2)
    first, second = (contested(engine, id) for id in ids)
    wish = Wish(state=QueueState.SNOOZED, until=engine.now + DAY)
    engine.desk.wait([first.id, second.id], wish, by=BY)
    asleep = QueueQuery(state=QueueState.OPEN)
    assert not engine.store.queue(asleep, now=engine.now, after=None, limit=9)
    engine.desk.wait([second.id], Wish(state=QueueState.OPEN), by=BY)
    assert [one.id for one in engine.store.queue(asleep, now=engine.now, after=None, limit=9)] == [second.id]
    assert engine.store.queue_count(asleep, now=engine.now + DAY) == 2


def test_a_wish_that_makes_no_sense_changes_nothing() -> None:
    engine = Engine()
    [id] = engine.contacts(1)
    conflict = contested(engine, id)
    for wish in (
        Wish(state=QueueState.SNOOZED, until=engine.now),
        Wish(state=QueueState.SNOOZED, until=engine.now + 400 * DAY),
        Wish(state=QueueState.ESCALATED, to="  "),
    ):
        with pytest.raises(Invalid):
            engine.desk.wait([conflict.id], wish, by=BY)
    engine.desk.resolve(conflict.id, Choice.HUB, by=BY)
    with pytest.raises(Conflicting, match="resolved already"):
        engine.desk.wait([conflict.id], Wish(state=QueueState.ESCALATED, to="x"), by=BY)


@pytest.mark.parametrize(("choice", "kept"), [(Choice.HUB, "hub"), (Choice.CRM, "crm")])
def test_a_resolution_is_a_change_that_reaches_every_crm(choice: Choice, kept: str) -> None:
    engine = Engine(others=("sf",))
    [id] = engine.contacts(1)
    conflict = contested(engine, id)
    engine.desk.resolve(conflict.id, choice, by=BY)
    engine.turn()
    record = engine.record("contacts", id)
    assert (record.fields["title"], title(engine, id), title(engine, id, "sf")) == (kept, kept, kept)
    entry = next(one.entry for one in engine.store.audit() if one.entry.kind == "resolve")
    assert (entry.actor, entry.cause) == (BY, f"conflict:{conflict.id}")


@pytest.mark.parametrize("settled", [False, True])
@pytest.mark.parametrize("choice", [Choice.HUB, Choice.CRM, Choice.VALUE])
def test_a_resolution_that_is_taken_back_offers_both_values_again(choice: Choice, settled: bool) -> None:
    engine = Engine(others=("sf",))
    [id] = engine.contacts(1)
    conflict = contested(engine, id)
    values = {"title": "mine"} if choice is Choice.VALUE else None
    engine.desk.resolve(conflict.id, choice, values=values, by=BY)
    if settled:
        engine.turn()
    engine.desk.take_back(conflict.id, by="person:carla")
    engine.turn()
    [again] = engine.conflicts()
    assert (again.id, again.hub.values, again.crm.values) == (conflict.id, ("hub",), ("crm",))
    assert (engine.record("contacts", id).fields["title"], title(engine, id, "sf")) == ("hub", "hub")
    [entry] = [one.entry for one in engine.store.audit() if one.entry.kind == "reversal"]
    assert (entry.actor, entry.cause) == ("person:carla", f"conflict:{conflict.id}")
    assert f"{choice.value} by {BY}" in entry.note
    engine.desk.resolve(conflict.id, Choice.CRM, by=BY)
    engine.turn()
    assert (title(engine, id), title(engine, id, "sf")) == ("crm", "crm")
    found = counts(engine).total
    assert (found.concurrent, found.person, found.open, found.reversed) == (1, 1, 0, 1)


def test_a_resolution_is_not_taken_back_over_a_newer_edit() -> None:
    engine = Engine()
    [id] = engine.contacts(1)
    conflict = contested(engine, id)
    with pytest.raises(Conflicting, match="open: there is no resolution"):
        engine.desk.take_back(conflict.id, by=BY)
    engine.desk.resolve(conflict.id, Choice.CRM, by=BY)
    engine.turn()
    engine.desk.edit(conflict.record_id, {"title": "newer"}, expected=None, by="person:dora")
    with pytest.raises(Conflicting, match=r"'title' was changed since, by person:dora at 2023-11-14"):
        engine.desk.take_back(conflict.id, by=BY)
    assert engine.store.conflict(conflict.id) == engine.desk.conflict(conflict.id)
    assert engine.record("contacts", id).fields["title"] == "newer"


def test_a_resolution_is_not_taken_back_while_a_newer_conflict_is_open() -> None:
    engine = Engine()
    [id] = engine.contacts(1)
    first = contested(engine, id)
    engine.desk.resolve(first.id, Choice.HUB, by=BY)
    engine.turn()
    second = contested(engine, id, hub="other", crm="another")
    engine.desk.edit(first.record_id, {"title": "hub"}, expected=None, by=BY)
    with pytest.raises(Conflicting, match="newer conflict") as refused:
        engine.desk.take_back(first.id, by=BY)
    assert second.id in refused.value.advice


def test_all_alike_are_settled_in_one_run_and_taken_back_together() -> None:
    engine = Engine()
    ids = engine.contacts(4)
    conflicts = [contested(engine, id) for id in ids]
    engine.desk.edit(conflicts[0].record_id, {"name": "Hub"}, expected=None, by="person:anna")
    engine.crm.user_edit("contacts", ids[0], {"n": "Crm"})
    engine.turn()  # another field of one of the records: not alike
    bulk = engine.desk.bulk(BY)
    alike = Selection(alike=conflicts[1].id)
    assert bulk.count(alike) == 4
    outcome = bulk.answer(alike, Resolution(choice=Choice.CRM))
    assert (sorted(outcome.done), outcome.stale, outcome.refused, outcome.next) == (
        sorted(one.id for one in conflicts),
        [],
        [],
        None,
    )
    engine.turn()
    assert [one.rule for one in engine.conflicts()] == ["name"]
    entries = [one.entry for one in engine.store.audit() if one.entry.kind == "resolve"]
    assert {one.run for one in entries} == {outcome.run} and len({one.cause for one in entries}) == 4
    run = engine.store.run(outcome.run)
    assert run is not None and run.counts["changed"] == 4
    back = engine.desk.bulk(BY).take_back(outcome.run)
    assert len(back.done) == 4
    engine.turn()
    assert len(engine.conflicts()) == 5
    assert bulk.answer(
        alike, Resolution(choice=Choice.CRM)
    ).done  # they may be settled again, and after a crash gone on with


@pytest.mark.parametrize("by_name", [True, False])
def test_some_at_a_time_are_answered_and_taken_back_each_once(by_name: bool) -> None:
    engine = Engine()
    conflicts = [contested(engine, id).id for id in engine.contacts(5)]
    chosen = Selection(ids=tuple(conflicts)) if by_name else Selection(alike=conflicts[0])
    bulk, answer = engine.desk.bulk(BY), Resolution(choice=Choice.HUB)
    first = bulk.answer(chosen, answer, most=2)
    assert (first.done, len(engine.conflicts())) == (conflicts[:2], 3)
    second = bulk.answer(chosen, answer, run=first.run, after=first.next, most=2)
    third = bulk.answer(chosen, answer, run=first.run, after=second.next, most=2)
    assert [*second.done, *third.done] == conflicts[2:]
    assert third.next is None and not [*second.stale, *third.stale]
    back = bulk.take_back(first.run, most=3)
    assert (len(back.done), len(engine.conflicts())) == (3, 3)
    rest = bulk.take_back(first.run, into=back.run, after=back.next, most=3)
    assert sorted([*back.done, *rest.done]) == sorted(conflicts) and rest.next is None


def test_what_changed_since_somebody_looked_is_left_alone() -> None:
    engine = Engine()
    ids = engine.contacts(3)
    first, second, third = (contested(engine, id) for id in ids)
    looked = engine.now
    engine.turn()
    engine.crm.user_edit("contacts", ids[1], {"t": "newer"})
    engine.turn()
    engine.desk.resolve(third.id, Choice.HUB, by="person:else")
    chosen = Selection(ids=(first.id, second.id, third.id), as_of=looked)
    outcome = engine.desk.bulk(BY).answer(chosen, Resolution(choice=Choice.HUB))
    assert outcome.done == [first.id]
    assert {one.id: one.reason for one in outcome.stale} == {
        second.id: "changed since you looked",
        third.id: "resolved already",
    }


def test_one_that_cannot_be_settled_so_stops_no_other() -> None:
    engine = Engine(deletes=DeletePolicy.PROPOSE)
    ids = engine.contacts(2)
    conflict = contested(engine, ids[0])
    engine.crm.user_delete("contacts", ids[1])
    engine.turn()
    [item] = engine.items(ItemKind.DELETION)
    outcome = engine.desk.bulk(BY).answer(
        Selection(ids=(item.id, conflict.id)), Resolution(choice=Choice.HUB)
    )
    assert outcome.done == [conflict.id]
    assert [one.id for one in outcome.refused] == [item.id]
    queue = engine.store.queue(QueueQuery(), now=engine.now, after=None, limit=9)
    assert [one.id for one in queue] == [item.id]
    query = QueueQuery(kinds=frozenset({"deletion"}))
    dismissed = engine.desk.bulk(BY).answer(Selection(query=query), Verdict(approve=False))
    assert dismissed.done == [item.id]
    reopened = engine.desk.take_back_item(item.id, by=BY)
    assert reopened.state is ItemState.OPEN


def test_a_doubtful_match_that_was_left_out_can_be_asked_again() -> None:
    engine = Engine()
    for _ in range(2):
        engine.desk.create("contact", {"name": "Ann", "email": "a@x.example"}, by=BY)
    id = engine.crm.user_create("contacts", {"n": "Ann", "e": "a@x.example"})
    engine.turn(1)
    [item] = engine.items(ItemKind.AMBIGUOUS)
    engine.desk.decide(item.id, approve=False, by=BY)
    link = engine.link("contacts", id)
    assert link is not None and link.state is LinkState.DETACHED
    engine.desk.take_back_item(item.id, by=BY)
    assert engine.link("contacts", id) is None
    assert [one.id for one in engine.items(ItemKind.AMBIGUOUS)] == [item.id]


def test_contests_are_counted_by_how_they_ended() -> None:
    engine = Engine()
    ids = engine.contacts(5)
    assert counts(engine).total.concurrent == 0  # records that came in are no contests
    before = counts(engine).changed
    contested(engine, ids[0])
    settled = contested(engine, ids[1])
    agreed = contested(engine, ids[2])
    advised = contested(engine, ids[3])
    engine.desk.resolve(settled.id, Choice.HUB, by=BY)
    engine.desk.resolve(advised.id, Choice.CRM, by="advisor")
    engine.crm.user_edit("contacts", ids[2], {"t": "hub"})
    engine.turn()
    engine.desk.edit(engine.record("contacts", ids[4]).id, {"title": "same"}, expected=None, by=BY)
    engine.crm.user_edit("contacts", ids[4], {"t": "same"})
    engine.turn()
    found = counts(engine)
    assert engine.desk.conflict(agreed.id).state is ConflictState.SUPERSEDED
    total = found.total
    assert (total.open, total.person, total.superseded, total.advisor, total.equivalent, total.rule) == (
        1,
        1,
        1,
        1,
        1,
        0,
    )
    assert total.concurrent == 5
    assert total.left == 3
    assert found.changed - before == 5  # each of the five edits in the hub
    assert found.rate == pytest.approx(3 / found.changed)
    assert [(one.object, one.rule) for one in found.rules] == [("contact", "title")]


def test_what_a_policy_decides_is_counted_as_decided_by_a_rule() -> None:
    engine = Engine(policy=Policy.HUB)
    [id] = engine.contacts(1)
    engine.desk.edit(engine.record("contacts", id).id, {"title": "hub"}, expected=None, by=BY)
    engine.crm.user_edit("contacts", id, {"t": "crm"})
    engine.turn()
    total = counts(engine).total
    assert (total.rule, total.concurrent, total.left) == (1, 1, 0)


def test_records_that_meet_are_counted_apart_from_edits() -> None:
    engine = Engine()
    engine.desk.create("contact", {"name": "Ann", "email": "a@x.example", "title": "CEO"}, by=BY)
    engine.crm.user_create("contacts", {"n": "Ann", "e": "a@x.example", "t": "CFO"})
    engine.turn()
    [conflict] = engine.conflicts()
    found = counts(engine)
    assert conflict.first_sight
    assert (found.total.concurrent, found.first_sight.open) == (0, 1)
    engine.desk.resolve(conflict.id, Choice.HUB, by=BY)
    assert (counts(engine).first_sight.open, counts(engine).first_sight.person) == (0, 1)
