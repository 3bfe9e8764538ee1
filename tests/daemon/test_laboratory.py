"""The mapping laboratory through the local API and the command line, on one small daemon."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from core.errors import Invalid, MappingInvalid, NotFound
from core.mapping import FieldRule
from core.mapping_files import dump_mapping, load_mapping
from core.wire.client import Client
from core.wire.mappings import TryMapping
from daemon.cli.root import app
from tests.support.small_daemon import MAPPING, SmallDaemon, served


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallDaemon]:
    folder = tmp_path_factory.mktemp("laboratory")
    with served(folder) as (daemon, _, _client):
        daemon.crm.user_create("contacts", {"n": "Ann", "e": "ann@x.eu", "t": "boss"})
        daemon.crm.user_create("contacts", {"n": "Anna", "e": "ANN@x.eu", "t": None})
        daemon.desk.create("contact", {"name": "Bo", "email": "bo@x.eu"}, by="person:x")
        yield daemon


@pytest.fixture(autouse=True)
def at_home(running: SmallDaemon, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CRMSYNC_HOME", str(running.folder))


def run(*words: str) -> Result:
    return CliRunner().invoke(app, ["mappings", *words])


def file_of(folder: Path, *rules: FieldRule) -> str:
    path = folder / "tried.toml"
    path.write_text(dump_mapping(replace(MAPPING, rules=rules)), encoding="utf-8")
    return str(path)


def test_mappings_are_listed_and_shown_as_their_files() -> None:
    [row] = json.loads(run("list", "--json").stdout)["rows"]
    assert (row["connection"], row["crm_object"]) == ("hs", "contacts")
    assert load_mapping(run("show", "hs", "contacts").stdout, "shown") == MAPPING
    assert isinstance(run("show", "hs", "deals").exception, NotFound)


def test_validation_tries_the_mapping_on_what_is_there() -> None:
    outcome = run("validate", "hs", "--json")
    report = json.loads(outcome.stdout)
    assert (outcome.exit_code, report["sound"]) == (0, True)
    assert (report["crm_sampled"], report["hub_sampled"]) == (2, 1)
    assert [(one["severity"], one["count"]) for one in report["findings"]] == [("warning", 0), ("warning", 2)]
    assert "2 of 2 sampled CRM records share their email" in run("validate", "hs").output


def test_validation_of_a_broken_file_names_what_is_wrong_and_ends_with_4(tmp_path: Path) -> None:
    broken = FieldRule(name="name", hub=("name",), crm=("nn",))
    outcome = run("validate", "hs", "--file", file_of(tmp_path, broken, MAPPING.rules[1]))
    assert outcome.exit_code == 4
    assert "has no field 'nn'" in outcome.output
    assert "share their email" in outcome.output  # the sound rules are tried all the same


def test_a_preview_shows_both_sides_and_writes_nothing(running: SmallDaemon) -> None:
    before = (running.crm.live("contacts"), running.store.tally())
    rows = json.loads(run("preview", "hs", "--json").stdout)["rows"]
    shown = [(bool(row["crm_id"]), bool(row["record_id"]), row["changes"][0]["side"]) for row in rows]
    assert shown == [(True, False, "hub"), (True, False, "hub"), (False, True, "crm")]
    assert "- -> ann@x.eu" in run("preview", "hs").output
    assert (running.crm.live("contacts"), running.store.tally()) == before


def test_a_file_is_compared_with_the_mapping_in_use(tmp_path: Path) -> None:
    path = file_of(tmp_path, *MAPPING.rules[:2])
    rows = json.loads(run("diff", "hs", path, "--json").stdout)["rows"]
    assert rows == [{"rule": "title", "part": "rule", "before": "title <-> t", "after": ""}]


def test_saved_examples_are_run_and_a_failing_one_ends_with_4(running: SmallDaemon) -> None:
    assert "It has no examples" in run("test", "hs").output
    folder = running.folder / "examples"
    folder.mkdir()
    head = 'connection = "hs"\ncrm_object = "contacts"\n'
    good = '[examples.fine]\ngiven = "crm"\ncrm = { n = "Ann" }\nhub = { name = "Ann" }\n'
    (folder / "a.toml").write_text(head + good, encoding="utf-8")
    assert run("test", "hs").exit_code == 0
    (folder / "b.toml").write_text(head + good.replace('Ann" }\nhub', 'Bo" }\nhub'), encoding="utf-8")
    outcome = run("test", "hs", "--json")
    assert outcome.exit_code == 4
    assert [one["passed"] for one in json.loads(outcome.stdout)["rows"]] == [True, False]
    assert "name came out otherwise" in run("test", "hs").output


def test_mappings_are_carried_away_as_one_text_and_written_back_whole(tmp_path: Path) -> None:
    bundle, folder = tmp_path / "all.toml", tmp_path / "mappings"
    bundle.write_text(run("export").stdout, encoding="utf-8")
    assert run("import", str(bundle), "--to", str(folder)).exit_code == 0
    assert load_mapping((folder / "hs-contacts.toml").read_text(encoding="utf-8"), "imported") == MAPPING
    assert sorted(one.name for one in tmp_path.iterdir()) == ["all.toml", "mappings"]
    again = run("import", str(bundle), "--to", str(folder))
    assert "is there already" in str(again.exception)
    bundle.write_text(bundle.read_text(encoding="utf-8") + "x = 1\n", encoding="utf-8")
    assert isinstance(run("import", str(bundle), "--to", str(tmp_path / "half")).exception, MappingInvalid)
    assert not (tmp_path / "half").exists()


def test_a_draft_is_suggested_written_once_and_valid(tmp_path: Path) -> None:
    path = tmp_path / "draft.toml"
    outcome = run("suggest", "hs", "contacts", "contact", "--write", str(path), "--json")
    found = json.loads(outcome.stdout)
    assert {"hub": "email", "crm": "e"}.items() <= found["pairs"][0].items()
    assert all(one["reasons"] for one in found["pairs"])
    assert path.read_text(encoding="utf-8") == found["draft"]
    assert load_mapping(found["draft"], "draft").match == (("email",),)
    again = run("suggest", "hs", "contacts", "contact", "--write", str(path))
    assert isinstance(again.exception, Invalid)
    assert "is there already" in str(again.exception)


def test_what_cannot_be_is_refused_by_name(running: SmallDaemon) -> None:
    for text, error, words in (
        ("connection = ", MappingInvalid, "not valid TOML"),
        (dump_mapping(replace(MAPPING, connection="sf")), Invalid, "of connection 'sf'"),
        (dump_mapping(replace(MAPPING, hub_object="x")), Invalid, "hub object 'x'"),
    ):
        with Client(running.places[2]) as client, pytest.raises(error, match=words):
            client.validate_mapping(TryMapping(connection="hs", mapping=text))
    with Client(running.places[2]) as client, pytest.raises(NotFound, match="no connection"):
        client.suggest_mapping("nobody", "contacts", "contact")
