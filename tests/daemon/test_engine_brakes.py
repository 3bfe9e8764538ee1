"""Brakes, end to end: a run that would change too much stops before its first write and asks."""

from __future__ import annotations

from collections.abc import Sequence

from adapters.base import Page
from adapters.fake import FakeAdapter
from core.conflicts import Item, ItemKind
from core.jobs import RunOutcome
from core.mapping import Brake
from core.records import RemoteRecord
from tests.support.small_engine import Engine

SMALL = Brake(share=0.1, least=3, most=100)


def braked() -> tuple[Engine, list[str]]:
    """Five contacts in step, and then every one of them with a new title in the CRM."""
    engine = Engine(brake=SMALL)
    ids = engine.contacts(5)
    for id in ids:
        engine.now += 1
        engine.crm.user_edit("contacts", id, {"t": "Gone"})
    engine.turn()
    return engine, ids


def titles(engine: Engine, ids: Sequence[str]) -> set[object]:
    return {engine.record("contacts", id).fields.get("title") for id in ids}


def asked(engine: Engine) -> Item:
    [item] = engine.items(ItemKind.BRAKE)
    return item


def test_a_poll_that_would_overwrite_too_much_writes_nothing_and_asks() -> None:
    engine, ids = braked()
    assert titles(engine, ids) == {"CEO"}
    assert asked(engine).detail["planned"] == "5"
    stopped = [
        run for run in engine.store.list_runs(before=None, limit=100) if run.outcome is RunOutcome.STOPPED
    ]
    assert len(stopped) == 1


def test_while_the_question_is_open_nothing_of_its_kind_runs() -> None:
    engine, ids = braked()
    engine.ring("contacts", ids[0])
    engine.desk.edit(engine.record("contacts", ids[1]).id, {"name": "New"}, expected=None, by="person:p")
    engine.turn()
    assert titles(engine, ids) == {"CEO"}
    assert engine.crm.rows["contacts"][ids[1]].values["n"] == "Person 1"


def test_new_records_are_not_held_back_by_what_others_would_overwrite() -> None:
    engine, _ = braked()
    company = engine.crm.user_create("companies", {"n": "Acme"})
    engine.turn()
    assert engine.record("companies", company).fields["name"] == "Acme"


def test_an_approval_lets_one_run_pass_and_no_more() -> None:
    engine, ids = braked()
    engine.desk.decide(asked(engine).id, approve=True, by="person:p")
    engine.turn()
    assert titles(engine, ids) == {"Gone"}
    assert not engine.items(ItemKind.BRAKE)
    for id in ids:
        engine.now += 1
        engine.crm.user_edit("contacts", id, {"t": "Again"})
    engine.turn()
    assert titles(engine, ids) == {"Gone"}
    assert engine.items(ItemKind.BRAKE)


def test_a_dismissal_looks_again_at_how_it_is_then() -> None:
    engine, ids = braked()
    for id in ids:
        engine.now += 1
        engine.crm.user_edit("contacts", id, {"t": "CEO"})
    engine.desk.decide(asked(engine).id, approve=False, by="person:p")
    engine.turn()
    assert not engine.items(ItemKind.BRAKE)
    assert titles(engine, ids) == {"CEO"}


def test_few_changes_pass_without_a_question() -> None:
    engine = Engine(brake=SMALL)
    ids = engine.contacts(5)
    for id in ids[:3]:
        engine.crm.user_edit("contacts", id, {"t": "CFO"})
    engine.turn()
    assert not engine.items(ItemKind.BRAKE)
    assert titles(engine, ids) == {"CEO", "CFO"}


def test_records_that_differ_for_good_are_no_overwrites() -> None:
    engine = Engine(brake=SMALL)
    ids = engine.contacts(5)
    for id in ids:
        engine.now += 10_000
        engine.crm.user_edit("contacts", id, {"o": "a company nobody has"})
        engine.turn()
    assert len(engine.items(ItemKind.REFERENCE)) == 5
    engine.cycle.sweeps.add("contacts")
    engine.turn()
    assert not engine.items(ItemKind.BRAKE)


def test_many_hub_edits_at_once_are_asked_about_before_they_are_sent() -> None:
    engine = Engine(brake=SMALL)
    ids = engine.contacts(5)
    for id in ids:
        engine.desk.edit(
            engine.record("contacts", id).id, {"title": "COO"}, expected=None, by="script:import"
        )
    engine.turn()
    assert {row.values["t"] for row in engine.crm.rows["contacts"].values()} == {"CEO"}
    assert asked(engine).detail["direction"] == "push"
    engine.desk.decide(asked(engine).id, approve=True, by="person:p")
    engine.turn()
    assert {row.values["t"] for row in engine.crm.rows["contacts"].values()} == {"COO"}


class Hiding(FakeAdapter):
    """Shows nothing in lists while `lists` is set, and nothing by id while `reads` is."""

    lists = False
    reads = False

    def backfill(self, object: str, fields: Sequence[str], position: str | None) -> Page:
        page = super().backfill(object, fields, position)
        return Page(records=(), position=position or "", more=False) if self.lists else page

    def fetch(self, object: str, fields: Sequence[str], ids: Sequence[str]) -> dict[str, RemoteRecord]:
        return {} if self.reads else super().fetch(object, fields, ids)


def _hiding(engine: Engine) -> Hiding:
    hiding = Hiding(engine.crm)
    engine.cycle.lane.adapter = hiding
    return hiding


def test_a_far_side_whose_lists_are_empty_deletes_nothing() -> None:
    engine = Engine(brake=SMALL)
    ids = engine.contacts(5)
    _hiding(engine).lists = True
    engine.cycle.sweeps.add("contacts")
    engine.turn()
    assert all(engine.record("contacts", id).deleted_at is None for id in ids)
    assert not engine.items(ItemKind.BRAKE)


def test_a_far_side_that_shows_nothing_at_all_deletes_nothing_and_asks() -> None:
    engine = Engine(brake=SMALL)
    ids = engine.contacts(5)
    hiding = _hiding(engine)
    hiding.lists = hiding.reads = True
    engine.cycle.sweeps.add("contacts")
    engine.turn()
    assert all(engine.record("contacts", id).deleted_at is None for id in ids)
    assert asked(engine).detail["planned"] == "5"


def test_a_push_that_finds_nearly_everything_gone_deletes_nothing_and_asks() -> None:
    engine = Engine(brake=Brake(share=0.1, least=3, most=100))
    ids = engine.contacts(5)
    hiding = _hiding(engine)
    for id in ids:
        engine.desk.edit(
            engine.record("contacts", id).id, {"company": None, "title": "COO"}, expected=None, by="person:p"
        )
    engine.turn()
    engine.desk.decide(asked(engine).id, approve=True, by="person:p")
    hiding.reads = True
    engine.turn()
    assert all(engine.record("contacts", id).deleted_at is None for id in ids)
