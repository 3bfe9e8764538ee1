"""Every kind of answer to an item is taken back, or says why it cannot be; docs/conflicts.md has the table."""

from __future__ import annotations

import pytest

from adapters.fake_rows import Traits
from core.answers import Verdict
from core.conflicts import Choice, Item, ItemKind, ItemState
from core.errors import Conflicting, Invalid
from core.mapping import Brake, DeletePolicy
from core.records import LinkState
from daemon.bulk import Selection
from tests.support.small_engine import CONNECTION, Engine

BY, OTHER = "person:ben", "sf"


def doubtful() -> tuple[Engine, str, str, str]:
    """A CRM contact that two hub records could be; the three ids."""
    engine = Engine(others=(OTHER,))
    engine.turn()
    engine.now += 60_000
    one = engine.desk.create("contact", {"name": "Ann", "email": "ann@x.example"}, by="person:p")
    two = engine.desk.create("contact", {"name": "Anna", "email": "ANN@x.example"}, by="person:p")
    id = engine.crm.user_create("contacts", {"n": "A", "e": "Ann@x.example", "t": "CEO"})
    engine.ring("contacts", id)
    engine.turn()
    return engine, id, one.id, two.id


def asked(engine: Engine, kind: ItemKind) -> Item:
    [item] = engine.items(kind)
    return item


def back(engine: Engine, item: Item) -> Item:
    reopened = engine.desk.take_back_item(item.id, by=BY)
    assert (reopened.state, reopened.decided_by, reopened.refreshed_at) == (ItemState.OPEN, None, engine.now)
    [told] = [one.entry for one in engine.store.audit() if one.entry.kind == "reversal"]
    assert (told.actor, told.cause) == (BY, f"item:{item.id}")
    return reopened


def settled(engine: Engine) -> None:
    """Nothing is written any more, and the log is whole."""
    engine.turn()
    before = {name: len(crm.log) for name, crm in engine.crms.items()}
    engine.turn()
    assert {name: len(crm.log) for name, crm in engine.crms.items()} == before
    assert engine.store.verify_audit() is None


def test_a_link_that_was_chosen_is_taken_apart_with_what_the_hub_took_from_it() -> None:
    engine, id, one, _ = doubtful()
    item = asked(engine, ItemKind.AMBIGUOUS)
    engine.desk.decide(item.id, approve=True, by=BY, option=one)
    engine.turn()
    [conflict] = engine.conflicts()  # the two have other names: a question that ends with the pair
    assert (conflict.rule, engine.now_is(one).fields["title"]) == ("name", "CEO")
    engine.desk.edit(one, {"company": None, "name": "Ann B"}, expected=None, by="person:p")
    back(engine, item)
    record = engine.now_is(one)
    assert (record.fields.get("title"), record.fields["name"], record.fields["email"]) == (
        None,
        "Ann B",
        "ann@x.example",
    )
    settled(engine)
    assert (asked(engine, ItemKind.AMBIGUOUS).id, engine.link("contacts", id)) == (item.id, None)
    assert not engine.conflicts()
    # The other candidate was made there while it was no longer asked; this one is not doubled now that it is again.
    assert {values["n"] for values in engine.crm.live("contacts").values()} == {"A", "Anna"}
    assert engine.row_in(OTHER, record)["t"] is None
    engine.desk.decide(item.id, approve=True, by=BY, option=one)
    engine.turn()
    assert engine.record("contacts", id).id == one


def test_a_record_made_for_a_doubtful_match_goes_unless_somebody_edited_it() -> None:
    engine, id, one, two = doubtful()
    item = asked(engine, ItemKind.AMBIGUOUS)
    engine.desk.decide(item.id, approve=True, by=BY, option="separate")
    engine.turn()
    made = engine.record("contacts", id)
    assert made.id not in (one, two)
    engine.desk.edit(made.id, {"title": "mine"}, expected=None, by="person:p")
    with pytest.raises(Conflicting, match="edited since, by p"):
        engine.desk.take_back_item(item.id, by=BY)
    engine, id, one, two = doubtful()
    item = asked(engine, ItemKind.AMBIGUOUS)
    engine.desk.decide(item.id, approve=True, by=BY, option="separate")
    engine.turn()
    made = engine.record("contacts", id)
    there = engine.there(made, OTHER)
    back(engine, item)
    settled(engine)
    assert engine.now_is(made.id).deleted_at is not None
    assert (there in engine.crms[OTHER].live("contacts"), id in engine.crm.live("contacts")) == (False, True)
    assert (asked(engine, ItemKind.AMBIGUOUS).id, engine.link("contacts", id)) == (item.id, None)


def gone() -> tuple[Engine, Item, str, str]:
    """A contact of two CRMs that was deleted in the first, which is asked about; its hub id and its id there."""
    engine = Engine(others=(OTHER,), deletes=DeletePolicy.PROPOSE)
    [id] = engine.contacts(1)
    record = engine.record("contacts", id)
    engine.crm.user_delete("contacts", id)
    engine.turn()
    return engine, asked(engine, ItemKind.DELETION), record.id, id


@pytest.mark.parametrize("sent", [False, True])
def test_an_approved_delete_is_taken_back_as_far_as_the_crms_allow(sent: bool) -> None:
    engine, item, id, crm_id = gone()
    there = engine.there(engine.now_is(id), OTHER)
    engine.desk.decide(item.id, approve=True, by=BY)
    if sent:
        engine.turn()
        assert not engine.crms[OTHER].live("contacts")
    back(engine, item)
    settled(engine)
    assert engine.now_is(id).deleted_at is None
    anew = engine.there(engine.now_is(id), OTHER)
    assert (anew == there) is not sent  # under another id where it had been deleted already
    link = engine.link("contacts", crm_id)
    assert link is not None and link.state is LinkState.GONE  # the question is open, so it stays away there
    assert (asked(engine, ItemKind.DELETION).id, engine.crm.live("contacts")) == (item.id, {})


def test_a_record_that_shall_be_made_anew_is_held_back_until_it_was_made() -> None:
    engine, item, id, _ = gone()
    engine.desk.decide(item.id, approve=False, by=BY, option="anew")
    back(engine, item)
    settled(engine)
    assert not engine.crm.live("contacts")
    engine.desk.decide(item.id, approve=False, by=BY, option="anew")
    engine.turn()
    assert engine.there(engine.now_is(id), CONNECTION)
    with pytest.raises(Conflicting, match="is in hs again"):
        engine.desk.take_back_item(item.id, by=BY)


def merged(*, traits: Traits) -> tuple[Engine, str, str]:
    """Two companies in two CRMs, merged in the first; the hub ids of winner and loser."""
    engine = Engine(others=(OTHER,), traits=traits)
    first = engine.crm.user_create("companies", {"n": "Acme"})
    second = engine.crm.user_create("companies", {"n": "Acme Ltd", "c": "Leeds"})
    engine.turn()
    kept, lost = engine.record("companies", first).id, engine.record("companies", second).id
    engine.crm.user_merge("companies", first, second)
    engine.turn()
    return engine, kept, lost


def test_a_merge_wanted_in_a_crm_is_taken_back_until_it_was_sent() -> None:
    engine, _, lost = merged(traits=Traits(merges=True))
    item = asked(engine, ItemKind.MERGE)
    engine.desk.decide(item.id, approve=True, by=BY)
    back(engine, item)
    settled(engine)
    assert len(engine.crms[OTHER].live("companies")) == 2
    engine.desk.decide(item.id, approve=False, by=BY)
    assert engine.desk.take_back_item(item.id, by=BY).state is ItemState.OPEN
    engine.desk.decide(item.id, approve=True, by=BY)
    engine.turn()
    with pytest.raises(Conflicting, match="no CRM takes a merge back") as refused:
        engine.desk.take_back_item(item.id, by=BY)
    assert f"records restore {lost}" in refused.value.advice


def test_a_merge_in_the_hub_is_taken_back_with_the_values_it_filled() -> None:
    engine = Engine(others=(OTHER,))
    first = engine.crm.user_create("companies", {"n": "Acme"})
    second = engine.crm.user_create("companies", {"n": "Acme Ltd", "c": "Leeds"})
    engine.turn()
    kept, lost = engine.record("companies", first), engine.record("companies", second)
    engine.crm.user_edit("companies", first, {"n": "ACME"})
    engine.desk.delete(kept.id, expected=None, by=BY)
    engine.turn()
    engine.crm.user_merge("companies", first, second)  # while it is asked whether the winner shall live
    engine.turn()
    [conflict] = engine.conflicts()
    item = asked(engine, ItemKind.MERGE)
    engine.desk.resolve(conflict.id, Choice.CRM, by=BY)
    engine.turn()
    engine.desk.edit(kept.id, {"city": None}, expected=None, by="person:anna")
    engine.turn()
    engine.desk.decide(item.id, approve=True, by=BY)
    assert (engine.now_is(lost.id).merged_into, engine.now_is(kept.id).fields["city"]) == (kept.id, "Leeds")
    back(engine, item)
    settled(engine)
    again = engine.now_is(lost.id)
    assert (again.deleted_at, again.fields["city"]) == (None, "Leeds")
    assert engine.now_is(kept.id).fields.get("city") is None
    assert [one.id for one in engine.items(ItemKind.MERGE) if one.connection == CONNECTION] == [item.id]
    assert list(engine.crm.live("companies")) == [first]  # it is not doubled where it was merged


def test_values_taken_from_a_merged_record_are_given_back_where_nobody_changed_them() -> None:
    engine = Engine()
    first = engine.crm.user_create("companies", {"n": "Acme"})
    second = engine.crm.user_create("companies", {"n": "Acme Ltd", "c": "Leeds"})
    engine.turn()
    kept, lost = engine.record("companies", first), engine.record("companies", second)
    engine.desk.edit(kept.id, {"city": "Graz"}, expected=None, by="person:anna")
    engine.turn()
    engine.crm.user_merge("companies", first, second)
    engine.desk.edit(lost.id, {"city": "Lyon"}, expected=None, by="person:anna")
    engine.turn()
    item = asked(engine, ItemKind.MERGE)
    engine.desk.decide(item.id, approve=True, by=BY, option="loser")
    engine.turn()
    back(engine, item)
    engine.turn()
    assert engine.row(engine.now_is(kept.id))["c"] == "Graz"
    engine.desk.decide(item.id, approve=False, by=BY)
    assert engine.desk.take_back_item(item.id, by=BY).state is ItemState.OPEN
    engine.desk.decide(item.id, approve=True, by=BY, option="loser")
    engine.now += 1
    engine.desk.edit(kept.id, {"city": "Rome"}, expected=None, by="person:anna")
    with pytest.raises(Conflicting, match="'city' was changed since, by anna"):
        engine.desk.take_back_item(item.id, by=BY)


def test_a_refused_value_that_was_given_up_rests_until_it_is_edited_or_taken_back() -> None:
    engine = Engine()
    [id] = engine.contacts(1)
    engine.forbidden = {("t", "C!O")}
    record = engine.record("contacts", id)
    engine.desk.edit(record.id, {"title": "C!O"}, expected=None, by="person:anna")
    engine.turn()
    item = asked(engine, ItemKind.REFUSED)
    engine.desk.decide(item.id, approve=False, by=BY)
    engine.ring("contacts", id)
    settled(engine)
    assert not engine.items(ItemKind.REFUSED)  # it is not asked again
    [told] = [one.entry for one in engine.store.audit() if one.entry.cause == f"item:{item.id}"]
    assert (told.record_id, "title is given up, each side keeps what it has" in told.note) == (
        record.id,
        True,
    )
    assert (engine.now_is(record.id).fields["title"], engine.row(record)["t"]) == ("C!O", "CEO")
    back(engine, item)
    engine.ring("contacts", id)
    settled(engine)
    assert asked(engine, ItemKind.REFUSED).id == item.id
    engine.forbidden = set()
    engine.desk.decide(item.id, approve=True, by=BY)
    engine.turn()
    assert engine.row(record)["t"] == "C!O"
    with pytest.raises(Conflicting, match="nothing to take back"):
        engine.desk.take_back_item(item.id, by=BY)
    # Given up once more, an edit on either side travels as ever, and then there is nothing to take back.
    engine.forbidden = {("t", "C?O")}
    engine.desk.edit(record.id, {"title": "C?O"}, expected=None, by="person:anna")
    engine.turn()
    item = asked(engine, ItemKind.REFUSED)
    engine.desk.decide(item.id, approve=False, by=BY)
    engine.turn()
    engine.crm.user_edit("contacts", id, {"t": "CFO"})
    engine.turn()
    assert engine.now_is(record.id).fields["title"] == "CFO"
    with pytest.raises(Conflicting, match="'title' was changed since"):
        engine.desk.take_back_item(item.id, by=BY)


def test_a_value_that_the_crm_record_never_met_cannot_be_given_up() -> None:
    engine = Engine()
    engine.turn()
    engine.forbidden = {("e", "no@x.example")}
    engine.desk.create("contact", {"name": "No", "email": "no@x.example"}, by=BY)
    engine.turn()
    item = asked(engine, ItemKind.REFUSED)
    with pytest.raises(Invalid, match="nobody knows yet what hs has in 'email'"):
        engine.desk.decide(item.id, approve=False, by=BY)


def test_a_brake_that_was_let_go_is_set_again_until_the_run_has_passed() -> None:
    engine = Engine(brake=Brake(share=0.5, least=2))
    ids = engine.contacts(5)
    for id in ids:
        engine.now += 1
        engine.crm.user_edit("contacts", id, {"t": "Gone"})
    engine.turn()
    item = asked(engine, ItemKind.BRAKE)
    engine.desk.decide(item.id, approve=True, by=BY)
    back(engine, item)
    engine.turn()
    assert asked(engine, ItemKind.BRAKE).id == item.id
    assert engine.record("contacts", ids[0]).fields["title"] == "CEO"
    engine.desk.decide(item.id, approve=True, by=BY)
    engine.turn()
    with pytest.raises(Conflicting, match="the run has gone on"):
        engine.desk.take_back_item(item.id, by=BY)


def test_every_answer_of_a_run_is_taken_back_together() -> None:
    engine = Engine(deletes=DeletePolicy.PROPOSE)
    ids = engine.contacts(3)
    records = [engine.record("contacts", id).id for id in ids]
    for id in ids:
        engine.crm.user_delete("contacts", id)
    engine.turn()
    items = engine.items(ItemKind.DELETION)
    outcome = engine.desk.bulk(BY).answer(Selection(alike=items[0].id), Verdict(approve=True))
    assert len(outcome.done) == 3
    engine.desk.restore(records[0], by=BY)
    taken = engine.desk.bulk(BY).take_back_items(outcome.run)
    assert (len(taken.done), [one.reason for one in taken.stale]) == (2, ["the record is not deleted"])
    assert len(engine.items(ItemKind.DELETION)) == 2
    engine.turn()
    assert all(engine.now_is(id).deleted_at is None for id in records)
