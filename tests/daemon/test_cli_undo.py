"""crmsync undo and the commands that look back, against a daemon on a real socket: for people and for scripts."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from core.errors import CrmSyncError, Invalid
from core.mapping_files import dump_mapping
from core.schema import Field, FieldType
from core.store.base import Activity
from daemon.cli.exits import ExitCode, exit_code_of
from daemon.cli.root import app
from tests.support import small_daemon
from tests.support.small_daemon import MAPPING, SmallDaemon, served, two_of_one_id

Run = Callable[..., Result]


@pytest.fixture(scope="module")
def daemon(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[SmallDaemon, Run]]:
    home = tmp_path_factory.mktemp("undo")
    runner = CliRunner(env={"CRMSYNC_HOME": str(home), "NO_COLOR": "1"})
    with served(home) as (made, _, _):
        yield made, lambda *words: runner.invoke(app, words)


def told(outcome: Result) -> str:
    assert outcome.exit_code == 0, outcome.exception
    return outcome.stdout


def answer(outcome: Result) -> Any:
    return json.loads(told(outcome))


def code(outcome: Result) -> ExitCode | int:
    error = outcome.exception
    return exit_code_of(error) if isinstance(error, CrmSyncError) else outcome.exit_code


def edited(daemon: SmallDaemon, email: str) -> tuple[str, str]:
    """A contact whose title the CRM has changed to CFO, and the run that took it in."""
    id = daemon.desk.create("contact", {"name": "Ann", "email": email, "title": "CEO"}, by="person:x").id
    daemon.settle()
    [link] = daemon.store.links_of([id])
    daemon.crm.user_edit("contacts", link.crm_id, {"t": "CFO"})
    daemon.settle()
    return id, daemon.store.search(Activity(record_id=id, kind="set", limit=1)).rows[0].entry.run


def test_a_run_is_shown_undone_and_that_undone(daemon: tuple[SmallDaemon, Run]) -> None:
    made, run = daemon
    id, number = edited(made, "a@x.eu")
    made_plan = answer(run("undo", "run", number, "--json"))
    plan = made_plan["plan"]
    assert (plan["state"], plan["counts"]) == ("draft", {"update_hub": 1})
    assert [one["record_id"] for one in made_plan["items"]["rows"]] == [id]
    shown = told(run("undo", "show", plan["id"]))
    assert "title: CFO > CEO" in shown
    assert f"Do it: crmsync undo apply {plan['id']}" in shown
    assert "1 applied" in told(run("undo", "apply", plan["id"]))
    assert made.store.records([id])[id].fields["title"] == "CEO"
    again = answer(run("undo", "apply", plan["id"], "--json"))
    assert (again["state"], again["outcomes"]) == ("applied", {"applied": 1})
    back = answer(run("undo", "run", again["run"], "--json"))
    told(run("undo", "apply", back["plan"]["id"]))
    assert made.store.records([id])[id].fields["title"] == "CFO"


def test_records_and_a_connection_are_undone_since_a_time(daemon: tuple[SmallDaemon, Run]) -> None:
    made, run = daemon
    id, _ = edited(made, "b@x.eu")
    shown = told(run("undo", "records", id, "--since", "2d"))
    assert "were created by it: removed" in shown
    assert "get former values back" in told(run("undo", "connection", "hs", "--since", "2d", "--limit", "1"))
    assert code(run("undo", "connection", "nowhere", "--since", "2d")) is ExitCode.NOT_FOUND
    assert code(run("undo", "records", id, "--since", "someday")) is ExitCode.USAGE
    assert code(run("undo", "run", "nothing")) is ExitCode.NOT_FOUND
    assert code(run("undo", "apply", "nothing")) is ExitCode.NOT_FOUND
    assert run("undo", "records", id).exit_code == 2


def test_what_a_version_of_a_mapping_did_is_undone_and_nothing_else(tmp_path: Path) -> None:
    run = CliRunner(env={"CRMSYNC_HOME": str(tmp_path), "NO_COLOR": "1"}).invoke
    with served(tmp_path) as (made, _, client):
        before, _ = edited(made, "a@x.eu")
        ids = [
            made.desk.create("contact", {"name": "Bo", "email": email, "title": "CEO"}, by="person:x").id
            for email in ("b@x.eu", "c@x.eu", "d@x.eu")
        ]
        made.settle()

        def hire(id: str, title: str) -> None:
            [link] = made.store.links_of([id])
            made.crm.user_edit("contacts", link.crm_id, {"t": title})
            made.settle()

        lowered = replace(MAPPING, rules=(*MAPPING.rules[:2], replace(MAPPING.rules[2], lens="lower")))
        client.write_mapping_files({"hs-contact.toml": dump_mapping(lowered)})
        hire(ids[0], "CFO")
        hire(ids[1], "CFO")
        made.desk.edit(ids[1], {"title": "cto"}, expected=None, by="person:anna")
        asked = ["undo", "mapping", "hs", "contacts", "--version", "2"]
        in_use = run(app, asked)
        assert code(in_use) is ExitCode.CONFLICT
        assert isinstance(in_use.exception, CrmSyncError)
        assert "crmsync mappings revert hs contacts 1" in in_use.exception.advice
        client.revert_mapping("hs", "contacts", 1)
        hire(ids[2], "CFO")
        assert code(run(app, [*asked[:-1], "9"])) is ExitCode.NOT_FOUND
        plan = answer(run(app, [*asked, "--json"]))
        assert {(one["record_id"], one["kind"]) for one in plan["items"]["rows"]} == {
            (ids[0], "update_hub"),
            (ids[1], "conflict"),
        }
        assert plan["plan"]["undoes"] == "version 2 of the mapping hs/contacts"
        told(run(app, ["undo", "apply", plan["plan"]["id"]]))
        made.settle()
        titles = [made.store.records([id])[id].fields["title"] for id in (before, *ids)]
        assert titles == ["CFO", "CEO", "cto", "CFO"]
        # The third version says what the first did, and is another: what came in by it is not the first one's.
        client.write_mapping_files({"hs-contact.toml": dump_mapping(lowered)})
        plan = answer(run(app, ["undo", "mapping", "hs", "contact", "--version", "1", "--json"]))
        notes = [one["note"] for one in plan["items"]["rows"] if one["kind"] == "irreversible"]
        assert len(notes) == 4
        assert all("stays there: the version in use would send it as well" in note for note in notes)
        [changed] = [one for one in plan["items"]["rows"] if one["changes"]]
        assert (changed["record_id"], changed["changes"]) == (
            before,
            [{"field": "title", "before": "CFO", "after": "CEO"}],
        )


def test_a_record_is_shown_as_it_was_and_a_field_brought_back(daemon: tuple[SmallDaemon, Run]) -> None:
    made, run = daemon
    id, _ = edited(made, "c@x.eu")
    at = made.store.search(Activity(record_id=id, kind="create", limit=1)).rows[0].entry.at
    # The small daemon's clock runs ahead of the wall's: the moment is named as it stands.
    moment = answer(run("records", "history", id, "--json"))["rows"][-1]["entry"]["at"]
    assert moment == at
    assert "changed there by somebody and taken from hs" in told(run("records", "history", id))
    assert code(run("records", "show", id, "--at", "300d ago")) is ExitCode.NOT_FOUND
    shown = told(run("records", "show", id, "--at", "2100-01-01"))
    assert "version 2" in shown
    assert code(run("records", "restore", id, "--fields", "title")) is ExitCode.USAGE
    nothing = run("records", "restore", id, "--at", "2100-01-01")
    assert code(nothing) is ExitCode.USAGE
    assert isinstance(nothing.exception, CrmSyncError)
    assert "nothing to bring back" in nothing.exception.advice
    same = told(run("records", "restore", id, "--fields", "title", "--at", "2100-01-01"))
    assert "it is at version 2 now" in same


def test_a_trace_says_why_a_value_is_here_and_what_stands_in_the_way(daemon: tuple[SmallDaemon, Run]) -> None:
    made, run = daemon
    id, _ = edited(made, "d@x.eu")
    shown = told(run("records", "trace", "d@x.eu"))
    assert "changed there by somebody and taken from hs" in shown
    assert "in step (linked)" in shown
    made.desk.edit(id, {"title": "CTO"}, expected=None, by="person:anna")
    assert "on its way since" in told(run("records", "trace", id))
    assert answer(run("records", "trace", id, "--json"))["record"]["id"] == id
    assert "no record here for hs:none" in told(run("records", "trace", "hs:none"))


def test_values_that_refer_to_records_are_told_by_name_and_id(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chief = Field(name="chief", type=FieldType.REFERENCE, label="Chief", references="contact")
    contact = replace(small_daemon.CONTACT, fields={**small_daemon.CONTACT.fields, "chief": chief})
    monkeypatch.setattr(small_daemon, "CONTACT", contact)
    runner = CliRunner(env={"CRMSYNC_HOME": str(tmp_path), "NO_COLOR": "1"})
    with served(tmp_path) as (made, _, _):
        desk = made.desk
        ann, bo = (desk.create("contact", {"name": name}, by="person:x").id for name in ("Ann", "Bo"))
        id = desk.create("contact", {"name": "Cy", "chief": ann}, by="person:x").id
        desk.edit(id, {"chief": bo}, expected=None, by="person:x")
        [run] = [one.entry.run for one in made.store.search(Activity(record_id=id, kind="set", limit=1)).rows]
        for words in (
            ("records", "show", id),
            ("records", "trace", id),
            ("records", "show", id, "--at", "0s"),
        ):
            assert f"Bo ({bo})" in told(runner.invoke(app, words))
        assert f"chief: Ann ({ann}) > Bo ({bo})" in told(runner.invoke(app, ("records", "history", id)))
        happened = told(runner.invoke(app, ("activity", "--record", id, "--kind", "set")))
        assert f"chief: Ann ({ann}) > Bo ({bo})" in happened
        desk.delete(ann, expected=None, by="person:x")
        plan = told(runner.invoke(app, ("undo", "run", run)))
        assert f"chief: Bo ({bo}) > Ann ({ann}, deleted)" in plan
        [made_here] = made.store.list_plans(connection=None, state=None, before=None, limit=1)
        shown = told(runner.invoke(app, ("plans", "show", made_here.id)))
        assert f"chief: Bo ({bo}) -> Ann ({ann}, deleted)" in shown
        desk.edit(id, {"chief": None}, expected=None, by="person:x")
        assert "Bo" not in told(runner.invoke(app, ("records", "show", id)))


def test_an_id_that_two_records_have_is_named_as_the_command_line_says(
    daemon: tuple[SmallDaemon, Run],
) -> None:
    made, run = daemon
    ids = two_of_one_id(made)
    refused = run("records", "trace", f"hs:{made.store.links_of([ids[0]])[0].crm_id}")
    assert isinstance(refused.exception, Invalid)
    named = refused.exception.advice.removeprefix("Say which: ").removesuffix(".").split(", ")
    for id, one in zip(ids, named, strict=True):
        assert answer(run("records", "trace", one, "--json"))["record"]["id"] == id
