"""Looking back over the local API: a record at a moment, its history, and fields brought back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from core.conflicts import Choice
from core.errors import Invalid, NotFound
from core.wire.client import Client
from tests.support.small_daemon import SmallDaemon, served


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[SmallDaemon, Client]]:
    with served(tmp_path_factory.mktemp("past")) as (daemon, _, client):
        yield daemon, client


def _person(daemon: SmallDaemon, email: str) -> str:
    return daemon.desk.create("contact", {"name": "Ann", "email": email, "title": "CEO"}, by="person:anna").id


def test_a_record_is_shown_as_it_was_with_who_had_set_what(api: tuple[SmallDaemon, Client]) -> None:
    daemon, client = api
    id = _person(daemon, "one@x.eu")
    before = daemon.now()
    daemon.desk.edit(id, {"title": "CTO", "name": None}, expected=None, by="person:ben")
    daemon.desk.delete(id, expected=None, by="person:ben")
    was = client.get_record_at(id, before)
    assert (was.standing, was.version) == ("living", 1)
    assert was.fields == {"name": "Ann", "email": "one@x.eu", "title": "CEO"}
    assert (was.last["title"].by, was.differs) == ("person:anna", ["name", "title"])
    now = client.get_record_at(id, daemon.now())
    assert (now.standing, now.version, now.fields["title"]) == ("deleted", 3, "CTO")
    with pytest.raises(NotFound, match="not there yet"):
        client.get_record_at(id, 5)


def test_a_history_names_the_values_that_did_not_win(api: tuple[SmallDaemon, Client]) -> None:
    daemon, client = api
    id = _person(daemon, "two@x.eu")
    daemon.settle()
    [link] = daemon.store.links_of([id])
    daemon.crm.user_edit("contacts", link.crm_id, {"t": "CFO"})
    daemon.desk.edit(id, {"title": "CTO"}, expected=None, by="person:anna")
    daemon.settle()
    [conflict] = daemon.store.open_conflicts([id])
    daemon.desk.resolve(conflict.id, Choice.HUB, by="person:ben")
    newest = client.record_history(id, limit=1)
    [decided] = newest.rows
    assert (decided.entry.kind, decided.entry.actor) == ("resolve", "person:ben")
    assert [(one.side, one.field, one.value) for one in decided.lost] == [("hs", "t", "CFO")]
    assert conflict.id in decided.why
    rest = client.record_history(id, after=newest.next)
    assert rest.rows[-1].entry.kind == "create"
    assert len(rest.rows) > 2


def test_chosen_fields_are_brought_back_as_an_edit_that_travels(api: tuple[SmallDaemon, Client]) -> None:
    daemon, client = api
    id = _person(daemon, "three@x.eu")
    daemon.settle()
    before = daemon.now()
    daemon.desk.edit(id, {"title": "CTO", "name": "Anna"}, expected=None, by="person:ben")
    daemon.settle()
    record = client.bring_back(id, ["title"], before)
    assert (record.fields["title"], record.fields["name"], record.version) == ("CEO", "Anna", 3)
    daemon.settle()
    [link] = daemon.store.links_of([id])
    assert daemon.crm.rows["contacts"][link.crm_id].values["t"] == "CEO"
    assert client.bring_back(id, ["title"], before).version == 3  # there is nothing left to bring back
    with pytest.raises(Invalid, match="no field 'nowhere'"):
        client.bring_back(id, ["nowhere"], before)


def test_a_value_that_became_impossible_is_refused_by_name_and_nothing_is_changed(
    api: tuple[SmallDaemon, Client],
) -> None:
    daemon, client = api
    id = _person(daemon, "four@x.eu")
    with pytest.raises(NotFound, match="not there yet"):
        client.bring_back(id, ["title"], 5)
    daemon.desk.delete(id, expected=None, by="person:ben")
    with pytest.raises(NotFound, match="is deleted"):
        client.bring_back(id, ["title"], daemon.now())
