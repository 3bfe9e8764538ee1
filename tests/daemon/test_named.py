"""Beside the id of a record, lists say what it is called."""

from __future__ import annotations

from pathlib import Path

from tests.support.small_daemon import served


def test_records_are_called_by_name_beside_their_ids(tmp_path: Path) -> None:
    with served(tmp_path) as (daemon, _, client):
        record = daemon.desk.create(
            "contact", {"name": "Ann", "email": "ann@x.eu", "title": "a"}, by="person:x"
        )
        daemon.settle()
        (crm_id,) = daemon.crm.live("contacts")
        daemon.desk.edit(record.id, {"title": "hub"}, expected=None, by="person:x")
        daemon.crm.user_edit("contacts", crm_id, {"t": "crm"})
        daemon.settle()
        other = daemon.desk.create("contact", {"email": "only@x.eu", "title": "CEO"}, by="person:x")

        (asked,) = client.list_queue().rows
        assert (asked.record_id, asked.record_name) == (record.id, "Ann")
        (aside,) = client.snooze_questions([asked.id], daemon.now() + 1_000).rows
        assert aside.record_name == "Ann"
        said = {one.record_id: one.record_name for one in client.search_activity(kind="create").rows}
        assert said == {record.id: "Ann", other.id: "only@x.eu"}
        assert {one.entry.record_name for one in client.record_history(record.id).rows} == {"Ann"}
        undo = client.plan_undo(records=[other.id], since=1)
        assert [one.record_name for one in client.list_undo_items(undo.id).rows] == ["only@x.eu"]
        daemon.desk.delete(other.id, expected=None, by="person:x")
        (deleted,) = client.search_activity(record=other.id, kind="delete").rows
        assert deleted.record_name == "only@x.eu"


def test_a_question_about_a_record_that_is_not_here_is_called_as_what_it_may_be(tmp_path: Path) -> None:
    with served(tmp_path) as (daemon, _, client):
        daemon.desk.create("contact", {"name": "Ann", "email": "ann@x.eu"}, by="person:x")
        daemon.settle()
        daemon.crm.user_create("contacts", {"n": "Anna", "e": "ann@x.eu"})
        daemon.settle()

        (asked,) = client.list_queue().rows
        assert (asked.kind, asked.record_id, asked.record_name) == ("ambiguous", None, "Ann")
        (aside,) = client.snooze_questions([asked.id], daemon.now() + 1_000).rows
        assert aside.record_name == "Ann"
