"""What people do to the hub: edits, conflicts and every kind of question, over the reference store."""

from __future__ import annotations

import pytest

from core.conflicts import Choice, ConflictState, ItemKind, ItemState
from core.errors import Conflicting, Invalid, NotFound
from core.mapping import DeletePolicy
from core.records import LinkState
from tests.support.small_engine import CONNECTION, Engine


# records -----------------------------------------------------------------------------------------------------------------
def test_an_edit_travels_and_names_its_person() -> None:
    engine = Engine()
    [id] = engine.contacts(1)
    record = engine.record("contacts", id)
    edited = engine.desk.edit(record.id, {"title": "CFO"}, expected=record.version, by="person:anna")
    assert (edited.version, edited.edit_of("title").by) == (record.version + 1, "person:anna")
    engine.turn()
    assert engine.crm.rows["contacts"][id].values["t"] == "CFO"


def test_an_edit_of_another_version_is_refused_and_changes_nothing() -> None:
    engine = Engine()
    [id] = engine.contacts(1)
    record = engine.record("contacts", id)
    with pytest.raises(Conflicting, match="at version 1, not 7"):
        engine.desk.edit(record.id, {"title": "CFO"}, expected=7, by="person:anna")
    assert engine.record("contacts", id) == record


def test_an_edit_that_changes_nothing_writes_nothing() -> None:
    engine = Engine()
    [id] = engine.contacts(1)
    before = len(engine.batches)
    engine.desk.edit(engine.record("contacts", id).id, {"title": "CEO"}, expected=None, by="person:anna")
    assert len(engine.batches) == before


@pytest.mark.parametrize(
    ("fields", "words"),
    [({"nowhere": "x"}, "no field 'nowhere'"), ({"company": "nobody"}, "there is no company 'nobody'")],
)
def test_a_record_with_a_bad_field_is_refused_by_name(fields: dict[str, str], words: str) -> None:
    with pytest.raises(Invalid, match=words):
        Engine().desk.create("contact", fields, by="person:anna")


def test_what_is_not_there_cannot_be_changed() -> None:
    engine = Engine()
    with pytest.raises(NotFound):
        engine.desk.edit("nobody", {"title": "x"}, expected=None, by="person:anna")
    with pytest.raises(NotFound):
        engine.desk.resolve("nothing", Choice.HUB, by="person:anna")
    with pytest.raises(NotFound):
        engine.desk.decide("nothing", approve=True, by="person:anna")


def test_a_delete_in_the_hub_reaches_the_crm() -> None:
    engine = Engine()
    [id] = engine.contacts(1)
    engine.desk.delete(engine.record("contacts", id).id, expected=None, by="person:anna")
    engine.turn()
    assert engine.crm.rows["contacts"][id].deleted


# conflicts ---------------------------------------------------------------------------------------------------------------
def contested() -> tuple[Engine, str]:
    """The hub says CTO, the CRM says CFO, and both agree on everything else."""
    engine = Engine()
    [id] = engine.contacts(1)
    engine.crm.user_edit("contacts", id, {"t": "CFO"})
    engine.desk.edit(engine.record("contacts", id).id, {"title": "CTO"}, expected=None, by="person:anna")
    engine.turn()
    return engine, id


@pytest.mark.parametrize(
    ("choice", "values", "wins"),
    [(Choice.HUB, {}, "CTO"), (Choice.CRM, {}, "CFO"), (Choice.VALUE, {"title": "COO"}, "COO")],
)
def test_either_choice_and_a_third_value_end_up_on_both_sides(
    choice: Choice, values: dict[str, str], wins: str
) -> None:
    engine, id = contested()
    [conflict] = engine.conflicts()
    assert (conflict.base, conflict.hub.values, conflict.crm.values) == (("CEO",), ("CTO",), ("CFO",))
    decided = engine.desk.resolve(conflict.id, choice, values=values, by="person:ben")
    assert (decided.state, decided.resolved_by) == (ConflictState.RESOLVED, "person:ben")
    engine.turn()
    assert engine.record("contacts", id).fields["title"] == wins
    assert engine.crm.rows["contacts"][id].values["t"] == wins
    assert not engine.conflicts()


def test_a_conflict_freezes_its_field_and_nothing_else() -> None:
    engine, id = contested()
    engine.crm.user_edit("contacts", id, {"n": "New name"})
    engine.turn()
    assert engine.record("contacts", id).fields["name"] == "New name"
    assert engine.record("contacts", id).fields["title"] == "CTO"
    assert engine.crm.rows["contacts"][id].values["t"] == "CFO"


def test_a_conflict_shows_both_sides_as_they_are_now_and_closes_when_they_agree() -> None:
    engine, id = contested()
    engine.crm.user_edit("contacts", id, {"t": "CIO"})
    engine.turn()
    [conflict] = engine.conflicts()
    assert conflict.crm.values == ("CIO",)
    engine.desk.edit(engine.record("contacts", id).id, {"title": "cio"}, expected=None, by="person:anna")
    engine.turn()
    assert not engine.conflicts()


def test_a_conflict_is_settled_once_and_only_with_its_own_fields() -> None:
    engine, _ = contested()
    [conflict] = engine.conflicts()
    with pytest.raises(Invalid, match="title"):
        engine.desk.resolve(conflict.id, Choice.VALUE, values={"name": "x"}, by="person:ben")
    engine.desk.resolve(conflict.id, Choice.HUB, by="person:ben")
    with pytest.raises(Conflicting, match="resolved already"):
        engine.desk.resolve(conflict.id, Choice.CRM, by="person:ben")


@pytest.mark.parametrize(("choice", "lives"), [(Choice.HUB, True), (Choice.CRM, False)])
def test_a_delete_there_against_an_edit_here_is_decided_by_a_person(choice: Choice, lives: bool) -> None:
    engine = Engine()
    [id] = engine.contacts(1)
    record = engine.record("contacts", id)
    engine.crm.user_delete("contacts", id)
    engine.desk.edit(record.id, {"title": "CTO"}, expected=None, by="person:anna")
    engine.turn()
    [conflict] = engine.conflicts()
    engine.desk.resolve(conflict.id, choice, by="person:ben")
    engine.turn()
    assert (engine.store.records([record.id])[record.id].deleted_at is None) == lives
    assert [one["t"] for one in engine.crm.live("contacts").values()] == (["CTO"] if lives else [])


@pytest.mark.parametrize(("choice", "lives"), [(Choice.HUB, False), (Choice.CRM, True)])
def test_an_edit_there_against_a_delete_here_is_decided_by_a_person(choice: Choice, lives: bool) -> None:
    engine = Engine()
    [id] = engine.contacts(1)
    record = engine.record("contacts", id)
    engine.crm.user_edit("contacts", id, {"t": "CTO"})
    engine.desk.delete(record.id, expected=None, by="person:anna")
    engine.turn()
    [conflict] = engine.conflicts()
    engine.desk.resolve(conflict.id, choice, by="person:ben")
    engine.turn()
    kept = engine.store.records([record.id])[record.id]
    assert (kept.deleted_at is None) == lives
    assert engine.crm.rows["contacts"][id].deleted != lives
    assert not lives or kept.fields["title"] == "CTO"


def test_keeping_a_record_takes_the_edit_that_saved_it_and_no_older_value() -> None:
    engine = Engine(deletes=DeletePolicy.PROPAGATE)
    [id] = engine.contacts(1)
    record = engine.record("contacts", id)
    engine.desk.edit(record.id, {"name": "Newer here"}, expected=None, by="person:anna")
    engine.crm.user_edit("contacts", id, {"t": "CTO"})
    engine.desk.delete(record.id, expected=None, by="person:anna")
    engine.turn()
    [conflict] = engine.conflicts()
    engine.desk.resolve(conflict.id, Choice.CRM, by="person:ben")
    engine.turn()
    assert dict(engine.record("contacts", id).fields) | {} == {
        "name": "Newer here",
        "email": "p0@x.example",
        "title": "CTO",
    }
    assert engine.crm.rows["contacts"][id].values["n"] == "Newer here"


# questions ---------------------------------------------------------------------------------------------------------------
def doubtful() -> tuple[Engine, str, str, str]:
    """A new CRM contact that two hub records could be; the three ids."""
    engine = Engine()
    engine.turn()
    engine.forbidden = {("e", "ann@x.example"), ("e", "ANN@x.example")}
    one = engine.desk.create("contact", {"name": "Ann", "email": "ann@x.example"}, by="person:p")
    two = engine.desk.create("contact", {"name": "Anna", "email": "ANN@x.example"}, by="person:p")
    id = engine.crm.user_create("contacts", {"n": "A", "e": "Ann@x.example"})
    engine.turn(1)
    return engine, id, one.id, two.id


def test_a_doubtful_match_is_linked_to_whom_a_person_names() -> None:
    engine, id, _, two = doubtful()
    [item] = engine.items(ItemKind.AMBIGUOUS)
    engine.desk.decide(item.id, approve=True, by="person:ben", option=two)
    engine.turn()
    assert engine.record("contacts", id).id == two


def test_a_doubtful_match_may_be_a_record_of_its_own() -> None:
    engine, id, one, two = doubtful()
    [item] = engine.items(ItemKind.AMBIGUOUS)
    engine.desk.decide(item.id, approve=True, by="person:ben", option="separate")
    engine.turn()
    made = engine.record("contacts", id)
    assert made.id not in (one, two)
    assert made.fields["email"] == "Ann@x.example"


def test_a_doubtful_match_that_is_dismissed_is_left_out_for_good() -> None:
    engine, id, _, _ = doubtful()
    [item] = engine.items(ItemKind.AMBIGUOUS)
    engine.desk.decide(item.id, approve=False, by="person:ben")
    engine.crm.user_edit("contacts", id, {"n": "Again"})
    engine.turn()
    link = engine.link("contacts", id)
    assert link is not None
    assert (link.state, link.record_id) == (LinkState.DETACHED, "")
    assert not engine.items(ItemKind.AMBIGUOUS)


def test_an_answer_that_is_none_of_the_choices_is_refused_and_the_question_stays() -> None:
    engine, _, _, _ = doubtful()
    [item] = engine.items(ItemKind.AMBIGUOUS)
    with pytest.raises(Invalid, match="separate"):
        engine.desk.decide(item.id, approve=True, by="person:ben", option="somebody else")
    assert engine.items(ItemKind.AMBIGUOUS) == [item]


@pytest.mark.parametrize(("approve", "lives"), [(True, False), (False, True)])
def test_a_proposed_deletion_is_for_a_person(approve: bool, lives: bool) -> None:
    engine = Engine(deletes=DeletePolicy.PROPOSE)
    [id] = engine.contacts(1)
    record = engine.record("contacts", id)
    engine.crm.user_delete("contacts", id)
    engine.turn()
    [item] = engine.items(ItemKind.DELETION)
    engine.desk.decide(item.id, approve=approve, by="person:ben")
    engine.turn()
    assert (engine.store.records([record.id])[record.id].deleted_at is None) == lives
    assert not engine.crm.live("contacts")


def test_a_refused_value_is_asked_about_once_and_the_question_closes_with_a_better_one() -> None:
    engine = Engine()
    [id] = engine.contacts(1)
    engine.forbidden = {("t", "C!O")}
    record = engine.record("contacts", id)
    engine.desk.edit(record.id, {"title": "C!O", "name": "Ann"}, expected=None, by="person:anna")
    engine.turn(20)
    [item] = engine.items(ItemKind.REFUSED)
    assert engine.crm.rows["contacts"][id].values["n"] == "Ann"  # the other field went on
    assert (
        sum(run.counts.get("items_refused", 0) for run in engine.store.list_runs(before=None, limit=100)) == 1
    )
    engine.desk.edit(record.id, {"title": "COO"}, expected=None, by="person:anna")
    engine.turn()
    assert engine.crm.rows["contacts"][id].values["t"] == "COO"
    closed = engine.store.item(item.id)
    assert closed is not None
    assert closed.state is ItemState.SUPERSEDED


def test_a_refused_value_is_sent_again_when_a_person_says_so() -> None:
    engine = Engine()
    [id] = engine.contacts(1)
    engine.forbidden = {("t", "C!O")}
    engine.desk.edit(engine.record("contacts", id).id, {"title": "C!O"}, expected=None, by="person:anna")
    engine.turn()
    engine.forbidden = set()
    [item] = engine.items(ItemKind.REFUSED)
    engine.desk.decide(item.id, approve=True, by="person:anna")
    engine.turn()
    assert engine.crm.rows["contacts"][id].values["t"] == "C!O"


def test_a_question_about_a_value_ends_with_its_pair() -> None:
    engine = Engine(deletes=DeletePolicy.UNLINK)
    [id] = engine.contacts(1)
    engine.forbidden = {("t", "C!O")}
    engine.desk.edit(engine.record("contacts", id).id, {"title": "C!O"}, expected=None, by="person:anna")
    engine.turn()
    assert engine.items(ItemKind.REFUSED)
    engine.crm.user_delete("contacts", id)
    engine.turn()
    assert not engine.items(ItemKind.REFUSED)


def test_a_question_is_answered_once() -> None:
    engine = Engine(deletes=DeletePolicy.PROPOSE)
    [id] = engine.contacts(1)
    engine.crm.user_delete("contacts", id)
    engine.turn()
    [item] = engine.items(ItemKind.DELETION)
    engine.desk.decide(item.id, approve=False, by="person:ben")
    with pytest.raises(Conflicting, match="dismissed already"):
        engine.desk.decide(item.id, approve=True, by="person:ben")
    assert item.connection == CONNECTION
