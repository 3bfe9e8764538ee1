"""A record's trace: why each value is here, and why it is not in step, each with what fixes it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from core.conflicts import Choice
from core.errors import Invalid, NotFound
from core.jobs import Pending
from core.mapping import Filter
from core.store.base import Batch
from core.translate import compile_mapping
from core.wire.client import Client
from core.wire.tracing import PairTraceWord, TraceWord
from tests.support.small_daemon import CONTACT, CRM_CONTACT, MAPPING, SmallDaemon, served, two_of_one_id


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[SmallDaemon, Client]]:
    with served(tmp_path_factory.mktemp("trace")) as (daemon, _, client):
        yield daemon, client


def _person(daemon: SmallDaemon, email: str) -> tuple[str, str]:
    """A contact that is in step with the CRM: its id here and there."""
    id = daemon.desk.create("contact", {"name": "Ann", "email": email, "title": "CEO"}, by="person:x").id
    daemon.settle()
    [link] = daemon.store.links_of([id])
    return id, link.crm_id


def _pair(told: TraceWord) -> PairTraceWord:
    [pair] = told.pairs
    return pair


def test_a_record_is_found_by_its_id_by_the_crms_and_by_its_address(api: tuple[SmallDaemon, Client]) -> None:
    daemon, client = api
    id, there = _person(daemon, "find@x.eu")
    link = f"https://app.hubspot.com/contacts/1/record/0-1/{there}"
    for what in (id, there, f"hs:{there}", f"hs:contacts/{there}", link, "Find@X.eu"):
        told = client.trace_record(what)
        assert told.record is not None
        assert told.record.id == id
    pair = _pair(client.trace_record(id))
    assert (pair.reasons, pair.state) == ([], "linked")
    assert pair.matched.startswith("created there by CRM Sync")
    assert [(one.hub, one.crm, one.values) for one in pair.values][-1] == (["title"], ["t"], ["CEO"])
    for what, words in (
        ("nobody", "no record"),
        ("no@x.eu", "no living record"),
        ("sf:1", "no connection 'sf'"),
        ("https://acme.pipedrive.com/person/1", "no connection maps records of pipedrive"),
        ("https://example.org/1", "no link to a record"),
    ):
        with pytest.raises(NotFound, match=words):
            client.trace_record(what)
    daemon.desk.create("contact", {"name": "Two", "email": "find@x.eu"}, by="person:x")
    with pytest.raises(Invalid, match="2 records have"):
        client.trace_record("find@x.eu")
    assert {one.fields["name"] for one in client.find_records("find@x.eu").rows} == {"Ann", "Two"}
    assert [one.id for one in client.find_records(f"hs:{there}").rows] == [id]
    assert client.find_records("nobody").rows == []


@pytest.fixture
def twice(tmp_path: Path) -> Iterator[tuple[SmallDaemon, Client, list[str]]]:
    with served(tmp_path) as (daemon, _, client):
        yield daemon, client, two_of_one_id(daemon)


def test_an_id_that_two_objects_have_is_told_with_what_names_each(
    twice: tuple[SmallDaemon, Client, list[str]],
) -> None:
    daemon, client, ids = twice
    there = daemon.store.links_of([ids[0]])[0].crm_id
    for what in (f"hs:{there}", there):
        with pytest.raises(Invalid, match="several records of hs have this id") as told:
            client.trace_record(what)
        assert {one.id for one in client.find_records(what).rows} == set(ids)
        named = told.value.advice.removeprefix("Say which: ").removesuffix(".").split(", ")
        assert [one.partition("/")[0] for one in named] == ["hs:contacts", "hs:firms"]
        # Word for word as it says.
        found = [client.trace_record(one).record for one in named]
        assert [one.id for one in found if one is not None] == ids


def test_a_value_names_what_set_it_and_what_did_not_win(api: tuple[SmallDaemon, Client]) -> None:
    daemon, client = api
    id, there = _person(daemon, "won@x.eu")
    daemon.crm.user_edit("contacts", there, {"t": "CFO"})
    daemon.desk.edit(id, {"title": "CTO"}, expected=None, by="person:anna")
    daemon.settle()
    [conflict] = daemon.store.open_conflicts([id])
    told = client.trace_record(id)
    [title] = [one for one in told.fields if one.field == "title"]
    assert title.conflict == conflict.id
    assert title.last is not None
    assert title.last.by == "person:anna"
    [reason] = _pair(told).reasons
    assert reason.fix == f"Decide it: crmsync conflicts show {conflict.id}"
    assert (reason.act, reason.subject) == ("conflict", conflict.id)
    daemon.desk.resolve(conflict.id, Choice.HUB, by="person:ben")
    daemon.settle()
    told = client.trace_record(id)
    [title] = [one for one in told.fields if one.field == "title"]
    assert [(one.lost.side, one.lost.value) for one in title.lost] == [("hs", "CFO")]
    assert not _pair(told).reasons


def test_a_paused_connection_and_a_row_on_its_way_are_told(api: tuple[SmallDaemon, Client]) -> None:
    daemon, client = api
    id, _ = _person(daemon, "paused@x.eu")
    daemon.pause("hs", by="person:x")
    daemon.desk.edit(id, {"title": "CTO"}, expected=None, by="person:anna")
    try:
        told = _pair(client.trace_record(id))
    finally:
        daemon.resume("hs", by="person:x")
    assert told.reasons[0].fix == "Go on: crmsync connections resume hs"
    assert any(one.what.startswith("on its way since") for one in told.reasons)
    daemon.settle()
    assert not _pair(client.trace_record(id)).reasons


def test_a_row_that_waits_for_a_parent_names_it_and_a_parked_one_says_why(
    api: tuple[SmallDaemon, Client],
) -> None:
    daemon, client = api
    id, _ = _person(daemon, "waits@x.eu")
    parent, _ = _person(daemon, "parent@x.eu")

    def put(*, waiting_for: str | None = None, parked: bool = False) -> None:
        row = Pending(
            connection="hs",
            object="contact",
            record_id=id,
            since=1,
            next_at=1 << 50,
            reason="refused: too long",
            waiting_for=waiting_for,
            parked=parked,
        )
        daemon.store.commit(Batch(at=daemon.now(), pending=(row,)))

    put(waiting_for=parent)
    [reason] = _pair(client.trace_record(id)).reasons
    assert reason.fix.endswith(f"crmsync records trace {parent}")
    put(parked=True)
    [reason] = _pair(client.trace_record(id)).reasons
    assert "refused: too long" in reason.what


def test_what_is_gone_there_and_what_the_hub_does_not_know_is_told(api: tuple[SmallDaemon, Client]) -> None:
    daemon, client = api
    id, there = _person(daemon, "gone@x.eu")
    daemon.crm.user_delete("contacts", there)
    daemon.settle()
    pair = _pair(client.trace_record(id))
    assert pair.state == "gone"
    assert any("deleted in the CRM" in one.what and "crmsync items show" in one.fix for one in pair.reasons)
    told = client.trace_record("hs:nothing-like-it")
    assert told.record is None
    assert _pair(told).reasons[0].fix == "Compare everything: crmsync sync hs --full"


def test_what_the_filter_holds_or_leaves_out_says_so(tmp_path: Path) -> None:
    with served(tmp_path) as (daemon, _, client):
        mapping = replace(MAPPING, filter=Filter(hub='title != "lead"', crm='t != "lead"'))
        daemon.mappings = (mapping,)
        lane = daemon._cycle.lane
        lane.translations = {"contacts": compile_mapping(mapping, CONTACT, CRM_CONTACT)}
        id, there = _person(daemon, "held@x.eu")
        daemon.crm.user_edit("contacts", there, {"t": "lead"})
        stranger = daemon.crm.user_create("contacts", {"n": "Cem", "e": "cem@x.eu", "t": "lead"})
        daemon.settle()
        out = client.create_record("contact", {"name": "Bo", "email": "bo@x.eu", "title": "lead"})
        daemon.settle()
        for what, words in (
            (id, "the filter holds the pair: the CRM's filter does not hold"),
            (out.id, "it is not made there: the hub's filter does not hold"),
            (f"hs:contacts/{stranger}", ": the CRM's filter does not hold"),
        ):
            [reason] = _pair(client.trace_record(what)).reasons
            assert reason.what.endswith(words)
            assert reason.fix.endswith("crmsync mappings show hs contacts")
        [part] = client.get_connection("hs").objects
        assert (part.left_out, part.held) == (1, 1)
        assert client.links_of(id).rows[0].held == "the CRM's filter does not hold"
