"""The CRM's fields change under a running lane: only the rules they touch wait, and they lose nothing by it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from adapters.fake_rows import Traits
from core.conflicts import Choice, Item, ItemKind, ItemState
from core.errors import Invalid
from core.schema import Field, FieldType
from daemon.cycle import Cycle
from daemon.drift_notes import drifts_of
from tests.support.small_engine import CONNECTION, CRM, SCHEMA_MS, Engine

TITLE = CRM["contacts"].fields["t"]


def look(engine: Engine) -> None:
    """Time enough for a look at the schema and all that follows from it."""
    engine.now += SCHEMA_MS
    engine.turn()


def asked(engine: Engine) -> list[Item]:
    return engine.items(ItemKind.SCHEMA)


def edit(engine: Engine, id: str, **fields: str | None) -> None:
    engine.desk.edit(engine.record("contacts", id).id, fields, expected=None, by="person:anna")
    engine.turn()


def waiting(engine: Engine) -> list[str]:
    return [
        one.record_id
        for one in engine.store.list_pending(connection=None, after=None, limit=99)
        if one.waiting_for
    ]


@pytest.fixture(params=["plain", "history", "conditional"])
def engine(request: pytest.FixtureRequest) -> Engine:
    traits = {
        "plain": Traits(),
        "history": Traits(history=True),
        "conditional": Traits(conditional=True, names_editor=True),
    }
    return Engine(traits=traits[request.param])


def test_a_field_that_is_gone_parks_its_rule_alone_and_is_never_read_as_empty(engine: Engine) -> None:
    [id] = engine.contacts(1)
    engine.crm.drop_field("contacts", "t", erase=True)
    engine.crm.user_edit("contacts", id, {"n": "Ada"})
    engine.turn()
    record = engine.record("contacts", id)
    assert record.fields["title"] == "CEO"
    assert record.fields["name"] == "Ada"  # the other rules go on
    [item] = asked(engine)
    assert item.subject == "gone:t"
    assert item.detail["rules"] == ("title",)
    assert item.advice
    edit(engine, id, name="Countess", title="Chief")
    assert engine.row(record)["n"] == "Countess"
    assert "t" not in engine.row(record)
    assert waiting(engine) == [record.id]
    look(engine)
    assert asked(engine) == [item]  # told once


def test_what_was_edited_in_the_hub_arrives_when_the_field_is_back_empty(engine: Engine) -> None:
    first, second = engine.contacts(2)
    engine.crm.drop_field("contacts", "t", erase=True)
    look(engine)
    edit(engine, first, title="Chief")
    engine.crm.put_field("contacts", TITLE)
    look(engine)
    assert engine.crm.rows["contacts"][first].values["t"] == "Chief"
    assert engine.crm.rows["contacts"][second].values["t"] == "CEO"  # what only the hub still knew
    assert not asked(engine)
    assert not engine.conflicts()
    assert not waiting(engine)
    assert not drifts_of(engine.store, CONNECTION)
    engine.crm.user_edit("contacts", second, {"t": None})  # from now on emptying it is an edit like any other
    look(engine)
    assert "title" not in engine.record("contacts", second).fields


def test_edits_on_both_sides_meet_as_ever_when_the_field_is_back(engine: Engine) -> None:
    ours, theirs, both = engine.contacts(3)
    engine.crm.drop_field("contacts", "t", erase=False)
    look(engine)
    edit(engine, ours, title="Ours")
    edit(engine, both, title="Ours")
    engine.now += 1_000
    for id in (theirs, both):
        engine.crm.user_edit("contacts", id, {"t": "Theirs"})  # people who still see the field
    engine.turn()
    assert engine.record("contacts", theirs).fields["title"] == "CEO"
    engine.crm.put_field("contacts", TITLE)
    look(engine)
    look(engine)
    assert engine.crm.rows["contacts"][ours].values["t"] == "Ours"
    assert engine.record("contacts", theirs).fields["title"] == "Theirs"
    [conflict] = engine.conflicts()
    assert (conflict.hub.values, conflict.crm.values) == (("Ours",), ("Theirs",))


def test_a_new_name_is_proposed_and_accepted_in_one_step(engine: Engine) -> None:
    ours, theirs = engine.contacts(2)
    engine.crm.rename_field("contacts", "t", "job_t")
    engine.crm.put_field("contacts", Field(name="shoe_size", type=FieldType.TEXT, label="Size of shoe"))
    look(engine)
    [item] = asked(engine)
    assert item.detail["likely"] == ("job_t",)
    assert "'job_t'" in item.reason
    edit(engine, ours, title="Ours")
    engine.crm.user_edit("contacts", theirs, {"job_t": "Theirs"})
    engine.turn()
    with pytest.raises(Invalid, match="choose"):
        engine.desk.decide(item.id, approve=True, option="n", by="person:anna")
    engine.desk.decide(item.id, approve=True, by="person:anna")
    engine.turn()
    assert engine.crm.rows["contacts"][ours].values["job_t"] == "Ours"
    assert engine.record("contacts", theirs).fields["title"] == "Theirs"
    assert not engine.conflicts()  # the bases went along with the name
    assert not asked(engine)
    mapping = engine.cycle.lane.translations["contacts"].mapping
    assert (mapping.crm_fields, mapping.version) == (("n", "e", "job_t", "o", "p"), 2)


def test_a_restart_remembers_what_is_parked_and_what_is_owed(engine: Engine) -> None:
    [id] = engine.contacts(1)
    engine.crm.drop_field("contacts", "t", erase=True)
    look(engine)
    edit(engine, id, title="Chief")
    engine.restart()
    engine.turn()
    [item] = asked(engine)
    assert waiting(engine)
    engine.crm.put_field("contacts", TITLE)
    engine.restart()  # it is back before anybody has looked
    engine.turn(1)
    engine.restart()  # and we die again while everything is compared
    look(engine)
    assert engine.crm.rows["contacts"][id].values["t"] == "Chief"
    stored = engine.store.item(item.id)
    assert stored is not None
    assert stored.state is ItemState.SUPERSEDED


def test_a_value_refused_because_its_field_has_just_gone_is_no_question_about_the_value(
    engine: Engine,
) -> None:
    [id] = engine.contacts(1)
    engine.now += 10_000
    engine.turn()
    record = engine.record("contacts", id)
    update = engine.crm.update

    def vanishing(object: str, change: object) -> object:
        engine.crm.update = update  # type: ignore[method-assign]
        engine.crm.drop_field("contacts", "t", erase=True)
        return update(object, change)  # type: ignore[arg-type]

    engine.crm.update = vanishing  # type: ignore[method-assign, assignment]
    edit(engine, id, title="Chief", name="Ada")
    assert [one.subject for one in asked(engine)] == ["gone:t"]
    assert not engine.items(ItemKind.REFUSED)
    assert engine.row(record)["n"] == "Ada"
    engine.crm.put_field("contacts", TITLE)
    look(engine)
    assert engine.row(record)["t"] == "Chief"


def test_where_records_are_matched_by_the_lost_field_nothing_is_doubled_on_either_side(
    engine: Engine,
) -> None:
    [id] = engine.contacts(1)
    engine.crm.drop_field("contacts", "e", erase=False)
    look(engine)
    made = engine.desk.create("contact", {"name": "Hub", "email": "same@x.example"}, by="person:anna")
    there = engine.crm.user_create("contacts", {"n": "There", "e": "same@x.example"})
    look(engine)
    assert engine.link("contacts", there) is None
    assert set(engine.crm.live("contacts")) == {id, there}
    engine.crm.put_field("contacts", CRM["contacts"].fields["e"])
    look(engine)
    look(engine)
    link = engine.link("contacts", there)
    assert link is not None
    assert link.record_id == made.id
    assert set(engine.crm.live("contacts")) == {id, there}
    late = engine.desk.create("contact", {"name": "Later", "email": "l@x.example"}, by="person:anna")
    engine.turn()
    assert engine.row(late)["n"] == "Later"  # creates go on once everything was compared


def test_a_field_that_must_be_given_now_holds_creates_and_nothing_else(engine: Engine) -> None:
    [id] = engine.contacts(1)
    vat = Field(name="vat", type=FieldType.TEXT, label="VAT", required=True)
    engine.crm.put_field("contacts", vat)
    look(engine)
    made = engine.desk.create("contact", {"name": "New", "email": "new@x.example"}, by="person:anna")
    edit(engine, id, title="Chief")
    assert engine.row(engine.record("contacts", id))["t"] == "Chief"
    assert waiting(engine) == [made.id]
    [item] = asked(engine)
    assert item.subject == "required:vat"
    engine.crm.put_field("contacts", replace(vat, required=False))
    look(engine)
    assert engine.row(made)["n"] == "New"
    assert not asked(engine)


def test_another_type_waits_until_somebody_says_that_it_is_right(engine: Engine) -> None:
    [id] = engine.contacts(1)
    engine.crm.put_field("contacts", replace(TITLE, type=FieldType.LONG_TEXT))
    look(engine)
    edit(engine, id, title="Chief")
    record = engine.record("contacts", id)
    assert engine.row(record)["t"] == "CEO"
    [item] = asked(engine)
    engine.desk.decide(item.id, approve=True, by="person:anna")
    engine.turn()
    assert engine.row(record)["t"] == "Chief"
    look(engine)
    assert not asked(engine)


def test_a_type_that_no_rule_fits_stays_parked_and_says_why(engine: Engine) -> None:
    [id] = engine.contacts(1)
    engine.crm.put_field("contacts", replace(TITLE, type=FieldType.REFERENCE, references="companies"))
    look(engine)
    [item] = asked(engine)
    engine.desk.decide(item.id, approve=True, by="person:anna")
    look(engine)
    edit(engine, id, name="Ada")
    assert engine.row(engine.record("contacts", id))["n"] == "Ada"
    assert [one.subject for one in asked(engine)] == ["misfit:t"]
    assert [one.rules for one in drifts_of(engine.store, CONNECTION)["contacts"]][-1] == ("title",)


def test_a_dismissed_change_stays_parked_and_is_not_asked_again(engine: Engine) -> None:
    [id] = engine.contacts(1)
    engine.crm.drop_field("contacts", "t", erase=True)
    look(engine)
    [item] = asked(engine)
    with pytest.raises(Invalid, match="no field"):
        engine.desk.decide(item.id, approve=True, by="person:anna")
    engine.desk.decide(item.id, approve=False, by="person:anna")
    look(engine)
    assert not asked(engine)
    assert engine.record("contacts", id).fields["title"] == "CEO"
    assert [one.rules for one in drifts_of(engine.store, CONNECTION)["contacts"]] == [("title",)]


def test_records_that_are_made_and_deleted_meanwhile_are_whole_afterwards(engine: Engine) -> None:
    [old] = engine.contacts(1)
    engine.crm.drop_field("contacts", "t", erase=False)
    look(engine)
    there = engine.crm.user_create("contacts", {"n": "There", "e": "t@x.example", "t": "CTO"})
    here = engine.desk.create(
        "contact", {"name": "Here", "email": "h@x.example", "title": "CFO"}, by="person:anna"
    )
    engine.turn()
    assert "title" not in engine.record("contacts", there).fields
    assert engine.row(here)["n"] == "Here"
    engine.desk.delete(engine.record("contacts", old).id, expected=None, by="person:anna")
    engine.turn()
    assert not engine.crm.rows["contacts"][old].deleted  # somebody may have edited what we cannot see
    engine.crm.put_field("contacts", TITLE)
    look(engine)
    assert engine.crm.rows["contacts"][old].deleted  # nobody had
    assert engine.record("contacts", there).fields["title"] == "CTO"
    assert engine.row(here)["t"] == "CFO"


def test_an_edit_that_waits_is_not_lost_to_a_delete_in_the_crm(engine: Engine) -> None:
    [id] = engine.contacts(1)
    record = engine.record("contacts", id)
    engine.crm.drop_field("contacts", "t", erase=True)
    look(engine)
    edit(engine, id, title="Chief")
    engine.crm.user_delete("contacts", id)
    engine.ring("contacts", id)
    engine.turn()
    [conflict] = engine.conflicts()
    engine.desk.resolve(conflict.id, Choice.HUB, by="person:anna")
    engine.crm.put_field("contacts", TITLE)
    look(engine)
    held = engine.store.records([record.id])[record.id]
    assert held.deleted_at is None
    assert [row["t"] for row in engine.crm.live("contacts").values()] == ["Chief"]


def test_a_value_in_question_keeps_both_sides_while_its_field_is_gone(engine: Engine) -> None:
    [id] = engine.contacts(1)
    engine.crm.user_edit("contacts", id, {"t": "Theirs"})
    engine.desk.edit(engine.record("contacts", id).id, {"title": "Ours"}, expected=None, by="person:anna")
    engine.turn()
    [before] = engine.conflicts()
    engine.crm.drop_field("contacts", "t", erase=True)
    look(engine)
    engine.crm.put_field("contacts", TITLE)
    look(engine)
    [after] = engine.conflicts()
    assert (after.hub.values, after.crm.values) == (before.hub.values, before.crm.values)
    engine.desk.resolve(after.id, Choice.CRM, by="person:anna")
    look(engine)
    assert engine.record("contacts", id).fields["title"] == "Theirs"
    assert engine.crm.rows["contacts"][id].values["t"] == "Theirs"
    assert not engine.conflicts()


def test_another_worker_finds_what_is_parked(engine: Engine) -> None:
    [id] = engine.contacts(1)
    engine.crm.drop_field("contacts", "t", erase=True)
    look(engine)
    edit(engine, id, title="Chief")
    former: Cycle = engine.cycle
    engine.restart()
    former.release()
    engine.crm.put_field("contacts", TITLE)
    look(engine)
    assert engine.crm.rows["contacts"][id].values["t"] == "Chief"
