"""The records that a question is about, side by side: read where they are, and held against one another."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from adapters.base import Adapter
from core.conflicts import Item, ItemKind, ItemState
from core.errors import NotFound, SignInNeeded
from core.schema import FieldType
from core.wire.client import Client
from core.wire.comparing import CellWord, ComparedWord, ComparisonWord
from daemon.laboratory import Site
from tests.support.small_daemon import SmallDaemon, served

Served = tuple[SmallDaemon, Client]


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Served]:
    with served(tmp_path) as (daemon, _, client):
        yield daemon, client


def held(told: ComparisonWord, one: ComparedWord) -> dict[str, tuple[object, bool | None]]:
    """By what the hub calls a row's fields: the record's values, and whether they are alike."""
    return {
        "+".join(row.hub): (cell.values[0] if len(cell.values) == 1 else cell.values, cell.same)
        for row, cell in zip(told.rows, one.cells, strict=True)
    }


def open_one(daemon: SmallDaemon, kind: ItemKind) -> Item:
    (found,) = daemon.store.list_items(state=ItemState.OPEN, kind=kind, after=None, limit=10)
    return found


def doubtful(daemon: SmallDaemon) -> str:
    """A contact of the CRM that may be one of two here; the question's id."""
    for name in ("Ann", "Anna Berg"):
        daemon.desk.create("contact", {"name": name, "email": "ann@x.eu", "title": "CEO"}, by="person:x")
    daemon.crm.user_create("contacts", {"n": "Anna Berg", "e": "ANN@x.eu"})
    daemon.settle()
    return open_one(daemon, ItemKind.AMBIGUOUS).id


def test_a_doubtful_match_is_shown_beside_those_it_may_be(running: Served) -> None:
    daemon, client = running
    told = client.compare_records(doubtful(daemon))
    there, first, second = told.records
    assert (there.connection, there.object, there.part, there.state) == (
        "hs",
        "contacts",
        "asked",
        "living",
    )
    assert there.name == "Anna Berg"
    assert [(one.connection, one.part, one.name) for one in (first, second)] == [
        ("", "candidate", "Ann"),
        ("", "candidate", "Anna Berg"),
    ]
    assert held(told, there)["title"] == (None, None)
    assert held(told, first)["name"] == ("Ann", False) and held(told, first)["title"] == ("CEO", False)
    assert held(told, second)["email"] == ("ann@x.eu", True)  # however it is written there


def test_the_crm_is_read_as_it_is_now_and_nothing_is_written(running: Served) -> None:
    daemon, client = running
    asked = doubtful(daemon)
    there = client.compare_records(asked).records[0]
    daemon.crm.user_edit("contacts", there.id, {"t": "Chief"})
    before = len(daemon.crm.log), daemon.store.item(asked)
    told = client.compare_records(asked)
    assert held(told, told.records[0])["title"] == ("Chief", None)
    daemon.crm.user_delete("contacts", there.id)
    gone = client.compare_records(asked).records[0]
    assert (gone.state, [one.values for one in gone.cells if one.values]) == ("deleted", [])
    assert (len(daemon.crm.log) - 1, daemon.store.item(asked)) == before
    assert [one.state for one in client.compare_records(asked).records[1:]] == ["living", "living"]


def test_two_records_that_were_merged_here_are_shown_as_the_crm_still_has_them(running: Served) -> None:
    daemon, client = running
    kept = daemon.desk.create("contact", {"name": "Ann", "email": "a@x.eu"}, by="person:x")
    gone = daemon.desk.create("contact", {"name": "Anne", "email": "b@x.eu", "title": "Dr"}, by="person:x")
    daemon.settle()
    daemon.desk.merge(kept.id, gone.id, by="person:x")
    daemon.settle()
    item = open_one(daemon, ItemKind.MERGE)
    told = client.compare_records(item.id)
    assert [(one.connection, one.part, one.id) for one in told.records] == [
        ("hs", "loser", item.detail["loser"]),
        ("hs", "winner", item.detail["winner"]),
        ("", "asked", kept.id),
    ]
    loser, winner, ours = told.records
    assert held(told, loser)["email"] == ("b@x.eu", None) and held(told, winner)["email"] == ("a@x.eu", False)
    assert ours.pair == winner.id
    daemon.crm.user_merge("contacts", winner.id, loser.id)
    merged = client.compare_records(item.id).records[0]
    assert (merged.state, merged.merged_into) == ("merged", winner.id)


def test_a_crm_that_cannot_be_read_says_so_beside_what_the_hub_has(running: Served) -> None:
    daemon, client = running
    asked = doubtful(daemon)

    class SignedOut:
        @contextmanager
        def visit(self) -> Iterator[Adapter]:
            raise SignInNeeded(
                "the token of 'hs' is dead", advice="Sign in again: crmsync connections sign-in hs."
            )
            yield  # so that it is one

    there: dict[str, Site] = {**daemon.laboratory.sites, "hs": SignedOut()}
    daemon.laboratory.sites = there
    told = client.compare_records(asked)
    first, *ours = told.records
    assert (first.state, first.trouble) == ("unread", "the token of 'hs' is dead")
    assert "sign-in" in first.advice and all(not one.values for one in first.cells)
    assert [held(told, one)["name"] for one in ours] == [("Ann", None), ("Anna Berg", False)]


def test_what_no_rule_can_read_any_more_is_shown_as_the_crm_has_it(running: Served) -> None:
    daemon, client = running
    asked = doubtful(daemon)
    there = client.compare_records(asked).records[0]
    daemon.crm.user_edit("contacts", there.id, {"t": "Chief"})
    fields = daemon.crm.objects["contacts"].fields
    daemon.crm.put_field("contacts", replace(fields["t"], type=FieldType.REFERENCE, references="companies"))
    told = client.compare_records(asked)
    at = [row.rule for row in told.rows].index("title")
    assert told.records[0].cells[at] == CellWord(values=["Chief"], raw=True)
    assert held(told, told.records[1])["title"] == ("CEO", None)
    assert held(told, told.records[1])["name"] == ("Ann", False)
    daemon.crm.drop_field("contacts", "t", erase=True)
    told = client.compare_records(asked)
    assert told.records[0].cells[at] == CellWord(values=[None], raw=True)
    assert held(told, told.records[0])["name"] == ("Anna Berg", None)


def test_a_question_whose_mapping_has_ended_still_shows_the_hubs_records(running: Served) -> None:
    daemon, client = running
    asked = doubtful(daemon)
    next(daemon.laboratory.folder.folder.glob("*.toml")).unlink()
    client.reload_mappings()
    told = client.compare_records(asked)
    assert told.records[0].state == "unread" and "no mapping" in told.records[0].trouble
    assert [one.name for one in told.records[1:]] == ["Ann", "Anna Berg"]
    assert {"+".join(row.hub) for row in told.rows} == {"name", "email", "title"}


def test_a_conflict_shows_both_whole_records_and_an_unknown_question_is_told(running: Served) -> None:
    daemon, client = running
    record = daemon.desk.create("contact", {"name": "Ann", "email": "ann@x.eu"}, by="person:x")
    daemon.settle()
    (crm_id,) = daemon.crm.live("contacts")
    daemon.desk.delete(record.id, expected=None, by="person:x")
    daemon.crm.user_edit("contacts", crm_id, {"t": "Chief"})
    daemon.settle()
    (conflict,) = daemon.store.open_conflicts([record.id])
    ours, theirs = client.compare_records(conflict.id).records
    assert (ours.state, ours.name, theirs.state, theirs.id) == ("deleted", "Ann", "living", crm_id)
    told = client.compare_records(conflict.id)
    assert held(told, told.records[1])["title"] == ("Chief", False)
    with pytest.raises(NotFound, match="no question"):
        client.compare_records("nobody")
