"""The queue on the command line, in this process; `tests/daemon/test_cli.py` has one of its own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from core.conflicts import Item, ItemKind
from core.errors import NotFound
from core.store.base import Batch
from core.wire.client import Client
from tests.support.command_line import Run, answer, code, command_line
from tests.support.small_daemon import SmallDaemon
from tests.support.stored import item


@pytest.fixture
def daemon(tmp_path: Path) -> Iterator[tuple[SmallDaemon, Run]]:
    with command_line(tmp_path) as running:
        yield running


def test_a_connection_that_is_not_there_is_refused_by_name(daemon: tuple[SmallDaemon, Run]) -> None:
    _, run = daemon
    for words in (
        ("queue", "list", "--connection", "typo"),
        ("metrics", "--connection", "typo"),
        ("conflicts", "stats", "--connection", "typo"),
        ("plans", "list", "--connection", "typo"),
        ("records", "standing", "typo", "contact"),
        ("records", "standing", "typo"),
    ):
        refused = run(*words).exception
        assert isinstance(refused, NotFound), words
        assert ("'typo'" in str(refused), refused.advice) == (True, "There are: hs."), words


def test_queue_is_listed_set_aside_answered_at_once_and_taken_back(daemon: tuple[SmallDaemon, Run]) -> None:
    made, run = daemon
    records = [
        made.desk.create("contact", {"name": "Ann", "email": f"{at}@x.eu", "title": "a"}, by="person:x")
        for at in range(3)
    ]
    made.settle()
    for record, crm_id in zip(records, sorted(made.crm.live("contacts")), strict=True):
        made.desk.edit(record.id, {"title": "hub"}, expected=None, by="person:x")
        made.crm.user_edit("contacts", crm_id, {"t": "the hub lead" if record is records[2] else "crm"})
    made.settle()
    ids = [one["id"] for one in answer(run("queue", "list", "--field", "title", "--json"))["rows"]]
    assert len(ids) == 3
    assert "hub: hub; hs: crm" in run("queue", "list", "--object", "contact").stdout
    assert code(run("queue", "list", "--state", "lost")) == 2
    stands = [line.split() for line in run("records", "standing").stdout.splitlines()]
    assert stands[1] == ["hs", "contacts", "3", "0", "0", "0", "3", "0", "0"]
    frozen = answer(run("records", "standing", "hs", "contact", "--only", "frozen", "--json"))["rows"]
    assert [(one["record_id"], one["reason"]) for one in frozen] == [(one.id, "title") for one in records]
    assert "No record of contacts" in run("records", "standing", "hs", "contacts").stdout
    assert code(run("records", "standing", "hs", "nothing")) == 5
    made.advisor.notes.sweep()
    [most, *rest] = answer(run("queue", "list", "--sort", "surest", "--json"))["rows"]
    assert (most["id"], [one["confidence"] for one in rest]) == (ids[2], [None, None])
    assert 0.6 < most["confidence"] < 1
    assert ids[2] in run("queue", "list", "--sure", "60%", "--newer", "1d").stdout
    unsure = answer(run("queue", "list", "--unsure", "0.6", "--json"))["rows"]
    assert [one["id"] for one in unsure] == ids[:2]
    newest = answer(run("conflicts", "list", "--sort", "newest", "--json"))["rows"]
    assert [one["id"] for one in newest] == ids[::-1]
    assert (
        code(run("queue", "list", "--sure", "most")) == code(run("conflicts", "list", "--sort", "age")) == 2
    )
    assert code(run("conflicts", "list", "--state", "all", "--sort", "newest")) == 2
    assert "snoozed until" in run("queue", "snooze", ids[0], "--until", "2d").stdout
    assert "assigned to ben" in run("queue", "escalate", ids[1], "--to", "ben", "--note", "look").stdout
    assert "questions: 1 open, 1 snoozed, 1 escalated" in run("status").stdout
    assert code(run("queue", "snooze", "nobody", "--until", "2d")) == 5
    assert [
        one["id"] for one in answer(run("conflicts", "list", "--state", "snoozed", "--json"))["rows"]
    ] == [ids[0]]
    assert code(run("queue", "wake", *ids[:2])) == 0
    counted = run("conflicts", "resolve", "--all-alike", ids[0], "--crm")
    assert (code(counted), counted.stdout.startswith("3 would be settled")) == (0, True)
    assert code(run("conflicts", "resolve", ids[0], "--all-alike", ids[1], "--hub")) == 2
    assert code(run("conflicts", "resolve", "--where", "colour=red", "--hub")) == 2
    filtered = (
        "conflicts",
        "resolve",
        "--where",
        "connection=hs",
        "--where",
        "field=title",
        "--crm",
        "--yes",
    )
    whole = answer(run(*filtered, "--json"))
    assert (whole["count"], sorted(whole["done"])) == (3, ids)
    assert run("queue", "list").stdout == "Nothing waits for a person.\n"
    stats = answer(run("conflicts", "stats", "--field", "title", "--json"))
    assert (stats["total"]["person"], stats["total"]["concurrent"], stats["target"]) == (3, 3, 0.02)
    assert "3 left for a person / 3 records changed = 100.00%" in run("conflicts", "stats").stdout
    assert "is open again" in run("conflicts", "undo", ids[0]).stdout
    back = run("conflicts", "undo", "--run", whole["run"], "--json")
    assert (code(back), sorted(json.loads(back.stdout)["done"])) == (4, ids[1:])
    assert code(run("items", "undo", "nobody")) == 5


def test_many_conflicts_are_planned_looked_at_approved_and_applied(daemon: tuple[SmallDaemon, Run]) -> None:
    made, run = daemon
    records = [
        made.desk.create("contact", {"name": "Ann", "email": f"{at}@x.eu", "title": "a"}, by="person:x")
        for at in range(3)
    ]
    made.settle()
    for record, crm_id in zip(records, sorted(made.crm.live("contacts")), strict=True):
        made.desk.edit(record.id, {"title": "hub"}, expected=None, by="person:x")
        made.crm.user_edit("contacts", crm_id, {"t": "crm"})
    made.settle()
    ids = [one["id"] for one in answer(run("queue", "list", "--field", "title", "--json"))["rows"]]
    assert code(run("conflicts", "resolve", "--where", "field=title", "--hub", "--plan", "--yes")) == 2
    assert code(run("conflicts", "resolve", "nobody", "--hub", "--plan")) == 5
    said = run("conflicts", "resolve", "--all-alike", ids[0], "--hub", "--plan")
    assert code(said) == 0, said.output
    assert "(contacts), draft" in said.stdout and "Then sent on: 3 to hs." in said.stdout
    first = answer(run("conflicts", "resolve", *ids[:2], "--hub", "--plan", "--json"))["plan"]
    assert (first["kind"], first["counts"]) == ("bulk", {"update_crm": 2})
    assert "is discarded" in run("plans", "discard", first["id"]).stdout
    plan = answer(run("conflicts", "resolve", "--where", "field=title", "--crm", "--plan", "--json"))["plan"]
    id = plan["id"]
    assert "title: hub -> crm" in run("plans", "show", id, "--kind", "update_hub").stdout
    lines = run("plans", "export", id, "--format", "json").stdout.splitlines()
    assert [json.loads(line)["n"] for line in lines] == [1, 2, 3]
    assert code(run("plans", "exclude", id, "2")) == 0
    assert f"crmsync plans apply {id}" in run("plans", "approve", id).stdout
    story = answer(run("plans", "apply", id, "--json"))
    assert story["plan"]["state"] == "applied"
    assert story["progress"] == {"update_hub": {"applied": 2, "excluded": 1}}
    assert [one["id"] for one in answer(run("queue", "list", "--json"))["rows"]] == [ids[1]]
    assert code(run("plans", "apply", id)) != 0


def test_items_are_answered_alike_or_by_a_plan_and_taken_back(daemon: tuple[SmallDaemon, Run]) -> None:
    made, run = daemon
    made.settle()
    for at in range(2):
        for name in ("Ann", "Anna"):
            made.desk.create("contact", {"name": name, "email": f"{at}@x.eu"}, by="person:x")
        made.store.commit(
            Batch(
                at=made.now(),
                items=(
                    Item(
                        id=f"item-{at}",
                        kind=ItemKind.AMBIGUOUS,
                        connection="hs",
                        object="contacts",
                        subject=made.crm.user_create("contacts", {"n": "A", "e": f"{at}@x.eu"}),
                        reason="2 hub records match by email",
                        advice="Choose",
                        detail={"candidates": ("a", "b"), "by": ("email",)},
                        opened_at=made.now(),
                        run="r",
                    ),
                ),
            )
        )
    beside = run("items", "records", "item-0").stdout.splitlines()
    assert beside[0].startswith("1  hs contacts") and "unknown" in beside[1]
    assert [line.split() for line in beside[-2:]] == [["name", "A", "-", "-"], ["email", "0@x.eu", "-", "-"]]
    assert "crmsync items records item-0" in run("items", "show", "item-0").stdout
    assert len(answer(run("items", "records", "item-0", "--json"))["records"]) == 3
    assert code(run("items", "records", "nobody")) == 5
    assert code(run("items", "approve", "item-0", "--where", "kind=ambiguous")) == 2
    assert code(run("items", "approve", "item-0", "--plan", "--yes")) == 2
    assert code(run("items", "approve", "--where", "kind=brake", "--plan")) == 2
    counted = run("items", "approve", "--all-alike", "item-0")
    assert counted.stdout.startswith("0 would be approved"), counted.output
    assert "2 cannot be" in counted.stdout and "choose one of a, b" in counted.stdout
    said = run("items", "approve", "--where", "kind=ambiguous", "--option", "separate", "--plan", "--json")
    plan = answer(said)["plan"]
    assert (plan["kind"], plan["counts"]) == ("bulk", {"create_hub": 2})
    assert code(run("plans", "exclude", plan["id"], "2")) == 0
    assert code(run("plans", "approve", plan["id"])) == 0
    story = answer(run("plans", "apply", plan["id"], "--json"))
    assert story["progress"] == {"create_hub": {"applied": 1, "excluded": 1}}
    whole = answer(run("items", "dismiss", "--all-alike", "item-1", "--yes", "--json"))
    assert whole["done"] == ["item-1"]
    back = answer(run("items", "undo", "--run", whole["run"], "--json"))
    assert back["done"] == ["item-1"]
    assert "item-0 is open again" in run("items", "undo", "item-0").stdout
    assert code(run("items", "undo", "item-0", "--run", "r")) == 2


def test_one_value_or_the_suggestions_for_many_conflicts(daemon: tuple[SmallDaemon, Run]) -> None:
    made, run = daemon
    record = made.desk.create("contact", {"name": "Ann", "email": "a@x.eu", "title": "a"}, by="person:x")
    made.settle()
    [crm_id] = made.crm.live("contacts")
    made.desk.edit(record.id, {"title": "hub", "name": "Hub"}, expected=None, by="person:x")
    made.crm.user_edit("contacts", crm_id, {"t": "crm", "n": "Crm"})
    made.settle()
    every = ("conflicts", "resolve", "--where", "connection=hs")
    counted = run(*every, "--value", "title=COO")
    assert (code(counted), counted.stdout.startswith("1 would be settled: the value is set")) == (0, True)
    assert "give a value for name" in counted.stdout
    assert code(run(*every, "--value", "colour=red")) == 2
    assert code(run(*every, "--value", "title=COO", "--suggested")) == 2
    plan = answer(run(*every, "--value", "title=COO", "--plan", "--json"))["plan"]
    assert plan["counts"] == {"conflict": 1, "update_hub": 1}
    settled = run(*every, "--value", "title=COO", "--yes", "--json")
    assert (code(settled), json.loads(settled.stdout)["count"]) == (4, 1)
    made.settle()
    assert made.crm.live("contacts")[crm_id]["t"] == "COO"
    suggested = run(*every, "--suggested", "--yes", "--json")
    whole = json.loads(suggested.stdout)
    assert len(whole["done"]) + len(whole["refused"]) == 1


def test_an_answer_about_the_end_of_a_record_is_taken_back_once_it_was_told_what_is_lost(
    daemon: tuple[SmallDaemon, Run],
) -> None:
    made, run = daemon
    record = made.desk.create("contact", {"name": "Ann", "email": "a@x.eu", "title": "a"}, by="person:x")
    made.settle()
    [crm_id] = made.crm.live("contacts")
    made.desk.delete(record.id, expected=None, by="person:x")
    made.crm.user_edit("contacts", crm_id, {"t": "edited"})
    made.settle()
    [asked] = answer(run("conflicts", "list", "--json"))["rows"]
    assert code(run("conflicts", "resolve", asked["id"], "--hub")) == 0
    # Before anything was sent nothing is lost, and it is taken back at once.
    told = run("conflicts", "undo", asked["id"])
    assert "nothing had been sent to hs yet" in told.stdout and "is open again" in told.stdout
    assert code(run("conflicts", "resolve", asked["id"], "--hub")) == 0
    made.settle()
    told = run("conflicts", "undo", asked["id"])
    assert (code(told), "Add --yes to do it" in told.stdout) == (0, True)
    assert "- not as it was: what hs had edited is in the log only (t: edited)" in told.stdout
    assert not made.store.open_counts() and not made.crm.live("contacts")
    foretold = answer(run("conflicts", "undo", asked["id"], "--json"))
    assert [bool(foretold[name]) for name in ("does", "lost")] == [True, True]
    assert "is open again" in run("conflicts", "undo", asked["id"], "--yes").stdout
    made.settle()
    assert [one["t"] for one in made.crm.live("contacts").values()] == ["a"]
    assert code(run("conflicts", "undo", asked["id"])) == 6


def test_a_run_of_answers_is_taken_back_once_it_was_told_what_is_lost(
    daemon: tuple[SmallDaemon, Run],
) -> None:
    made, run = daemon
    records = [
        made.desk.create("contact", {"name": "Ann", "email": f"{at}@x.eu", "title": "a"}, by="person:x").id
        for at in range(3)
    ]
    made.settle()
    crm_ids = [made.store.links_of([id])[0].crm_id for id in records]
    for id in records[:2]:
        made.desk.delete(id, expected=None, by="person:x")
    made.desk.edit(records[2], {"title": "b"}, expected=None, by="person:x")
    for crm_id in crm_ids:
        made.crm.user_edit("contacts", crm_id, {"t": "edited"})
    made.settle()
    ids = [one["id"] for one in answer(run("conflicts", "list", "--json"))["rows"]]
    assert len(ids) == 3
    keep_hub = ("conflicts", "resolve", "--where", "connection=hs", "--hub", "--yes", "--json")
    settled = answer(run(*keep_hub))
    # Before anything was sent nothing is lost, and nobody is asked.
    assert "3 are open again" in run("conflicts", "undo", "--run", settled["run"]).stdout
    settled = answer(run(*keep_hub))
    assert len(settled["done"]) == 3
    made.settle()
    assert list(made.crm.live("contacts")) == [crm_ids[2]]
    told = run("conflicts", "undo", "--run", settled["run"])
    assert code(told) == 0
    assert "3 conflicts would be open again; 2 of them do not come back as they were:" in told.stdout
    assert told.stdout.count("what hs had edited is in the log only (t: edited)") == 2
    assert "Add --yes to do it." in told.stdout
    assert not made.store.open_counts(), "it was only told"
    with Client(made.places[2]) as client:
        first = client.undo_resolutions(settled["run"], preview=True, limit=2)
        assert first.next is not None
        rest = client.undo_resolutions(settled["run"], preview=True, after=first.next)
    assert (first.count + rest.count, len(first.lossy) + len(rest.lossy), rest.next) == (3, 2, None)
    foretold = answer(run("conflicts", "undo", "--run", settled["run"], "--json"))
    assert (foretold["count"], len(foretold["lossy"]), foretold["done"]) == (3, 2, [])
    assert "3 are open again" in run("conflicts", "undo", "--run", settled["run"], "--yes").stdout
    assert made.store.open_counts() == {"conflict": 3}
    assert code(run("conflicts", "undo", "--run", "nothing")) == 5


def test_a_brake_is_planned_looked_at_and_let_go(daemon: tuple[SmallDaemon, Run]) -> None:
    made, run = daemon
    for at in range(3):
        made.desk.create("contact", {"name": "Ann", "email": f"{at}@x.eu", "title": "a"}, by="person:x")
    counted = {"direction": "push", "planned": "3", "limit": "2", "overwrites": "3", "deletes": "0"}
    brake = replace(item("item-1", kind=ItemKind.BRAKE, subject="brake:push", record_id=None), detail=counted)
    made.store.commit(Batch(at=made.now(), items=(brake,)))
    plan = answer(run("items", "approve", "--where", "kind=brake", "--plan", "--json"))["plan"]
    assert plan["counts"] == {"release": 1}
    assert "sent to hs then: create 3" in run("plans", "show", plan["id"]).stdout
    made.settle()
    assert not made.crm.live("contacts"), "a plan lets nothing go"
    assert code(run("plans", "approve", plan["id"])) == code(run("plans", "apply", plan["id"])) == 0
    made.settle()
    assert len(made.crm.live("contacts")) == 3
    assert "approved" in run("items", "list", "--state", "approved").stdout
