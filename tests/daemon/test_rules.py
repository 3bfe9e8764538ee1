"""Rules through the daemon's own doors: API, command line, engine and log, with one fake CRM."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from core.errors import Conflicting, Invalid, NotFound, RulesInvalid
from core.rule_files import FILE, dump_rules, load_rules
from core.rules import Action, ConflictRule, RuleBook
from core.store.base import Activity, AuditEntry
from core.wire.client import Client
from daemon.cli.root import app
from tests.support.small_daemon import SmallDaemon, served

Served = tuple[SmallDaemon, Client]


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Served]:
    with served(tmp_path) as (daemon, _, client):
        yield daemon, client


def text(*rules: ConflictRule) -> str:
    return dump_rules(RuleBook(rules))


TAKE = ConflictRule(name="hubspot-owns-titles", action=Action.CRM, object="contact", field="title")
JOIN = ConflictRule(name="join", action=Action.EXPRESSION, field="title", expression="hub + ' / ' + crm")


def save(client: Client, *rules: ConflictRule) -> None:
    client.save_rules(text(*rules), client.rules().digest)


def contest(daemon: SmallDaemon, client: Client, ours: str, theirs: str, email: str = "a@x.eu") -> str:
    """A contact whose title both sides change before either hears of the other; its id."""
    record = client.create_record("contact", {"name": "Ann", "email": email, "title": "CEO"})
    daemon.settle()
    (link,) = client.links_of(record.id).rows
    daemon.crm.user_edit("contacts", link.crm_id, {"t": theirs})
    client.edit_record(record.id, {"title": ours})
    daemon.settle()
    return record.id


def crm_title(daemon: SmallDaemon, client: Client, id: str) -> object:
    (link,) = client.links_of(id).rows
    return daemon.crm.rows["contacts"][link.crm_id].values["t"]


def entries(daemon: SmallDaemon, kind: str) -> list[AuditEntry]:
    return [one.entry for one in daemon.store.search(Activity(kind=kind)).rows]


def test_a_rule_decides_and_the_log_says_which_and_keeps_what_lost(running: Served) -> None:
    daemon, client = running
    save(client, TAKE)
    id = contest(daemon, client, "CTO", "CFO")
    assert client.get_record(id).record.fields["title"] == "CFO"
    assert crm_title(daemon, client, id) == "CFO"
    assert not client.list_conflicts().rows
    (entry,) = [one for one in entries(daemon, "set") if "rule:hubspot-owns-titles" in one.note]
    assert entry.changes == (("title", "CTO", "CFO"),)
    assert entry.note == "title: rule:hubspot-owns-titles -> accept"
    record = daemon.store.records([id])[id]
    assert record.edit_of("title").by == "rule:hubspot-owns-titles"


def test_one_value_of_both_reaches_both_sides_and_both_old_ones_are_told(running: Served) -> None:
    daemon, client = running
    save(client, JOIN)
    id = contest(daemon, client, "CTO", "CFO")
    assert client.get_record(id).record.fields["title"] == crm_title(daemon, client, id) == "CTO / CFO"
    told = {
        value
        for one in daemon.store.search(Activity(record_id=id)).rows
        for change in one.entry.changes
        for value in change[1:]
    }
    assert {"CTO", "CFO"} <= told
    before = len(daemon.crm.log)
    daemon.settle()
    assert len(daemon.crm.log) == before


def test_a_rule_that_breaks_asks_a_person_with_the_reason(running: Served) -> None:
    daemon, client = running
    save(
        client,
        ConflictRule(name="broken", action=Action.EXPRESSION, field="title", expression="string(1 / 0)"),
    )
    contest(daemon, client, "CTO", "CFO")
    assert [one.state for one in client.list_conflicts().rows] == ["open"]
    (entry,) = entries(daemon, "conflict")
    assert "rule:broken" in entry.note
    assert "divide by zero" in entry.note


def test_rules_are_tried_on_conflicts_before_they_are_saved(running: Served) -> None:
    daemon, client = running
    open_one = contest(daemon, client, "CTO", "CFO")
    decided = contest(daemon, client, "Dr", "Prof", "b@x.eu")
    by_record = {one.record_id: one.id for one in client.list_conflicts().rows}
    client.resolve_conflict(by_record[decided], "hub")
    daemon.settle()
    made = client.replay_rules(text(TAKE))
    assert (made.looked_at, made.changed, made.new, made.disagreeing) == (2, 2, 2, 1)
    found = {one.record_id: (one.was, one.would, one.rule, one.values) for one in made.changes}
    assert found[open_one] == ("ask", "crm", TAKE.name, ["CFO"])
    assert found[decided] == ("hub", "crm", TAKE.name, ["Prof"])
    assert made.outcomes == {"crm": 2}
    assert client.rules().text == text()
    assert client.replay_rules().changed == 0
    kept = client.replay_rules(text(ConflictRule(name="keep", action=Action.HUB, field="title")), conflicts=1)
    assert (kept.looked_at, kept.changed) == (1, 0)


def test_rules_are_tried_on_what_others_decided(running: Served) -> None:
    daemon, client = running
    save(client, TAKE)
    id = contest(daemon, client, "CTO", "CFO")
    hub = ConflictRule(name="keep", action=Action.HUB, field="title")
    save(client, hub)
    other = contest(daemon, client, "Dr", "Prof", "b@x.eu")
    made = client.replay_rules(text(hub), conflicts=0, since=0)
    assert made.looked_at == 2
    assert [(one.record_id, one.was, one.by, one.would, one.is_new) for one in made.changes] == [
        (id, "crm", "rule:hubspot-owns-titles", "hub", False)
    ]
    back = client.replay_rules(text(TAKE), conflicts=0, since=0)
    assert [(one.record_id, one.was, one.would, one.is_new) for one in back.changes] == [
        (other, "hub", "crm", True)
    ]
    asking = client.replay_rules(text(), conflicts=0, since=0)
    assert [one.would for one in asking.changes] == ["ask", "ask"]
    joined = client.replay_rules(text(JOIN), conflicts=0, since=0)
    assert {tuple(map(str, one.values)) for one in joined.changes} == {("CTO / CFO",), ("Dr / Prof",)}


def test_one_decision_is_drafted_as_a_rule_for_all_alike(running: Served) -> None:
    daemon, client = running
    contest(daemon, client, "CTO", "CFO")
    (conflict,) = client.list_conflicts().rows
    draft = client.rule_from_conflict(conflict.id, "crm", days=7)
    made = load_rules(draft.text, "x").of(draft.name)
    assert (made.action, made.connection, made.field) == (Action.CRM, "hs", "title")
    assert client.rules().text == text()
    client.save_rules(draft.text, draft.digest)
    id = contest(daemon, client, "Dr", "Prof", "b@x.eu")
    assert client.get_record(id).record.fields["title"] == "Prof"
    with pytest.raises(Invalid):
        client.rule_from_conflict(conflict.id, "value")
    with pytest.raises(NotFound):
        client.rule_from_conflict("nobody", "hub")


def test_a_change_of_rules_is_in_the_log_with_who_made_it(running: Served) -> None:
    daemon, client = running
    save(client, TAKE)
    (entry,) = entries(daemon, "rules")
    assert entry.actor.startswith("person:")
    assert TAKE.name in entry.note
    daemon.rules.path.write_text(text(JOIN))
    client.reload_rules()
    client.reload_rules()
    assert len(entries(daemon, "rules")) == 2
    assert daemon.store.verify_audit() is None


def test_two_people_do_not_undo_each_others_rules(running: Served) -> None:
    daemon, client = running
    seen = client.rules().digest
    save(client, TAKE)
    with pytest.raises(Conflicting):
        client.save_rules(text(JOIN), seen)
    daemon.rules.path.write_text(text())
    with pytest.raises(Conflicting):
        save(client, JOIN)
    assert [one.name for one in client.rules().rules if not one.built_in] == [TAKE.name]


@pytest.mark.parametrize(
    "wrong", ["[rules.a\n", '[rules.a]\naction = "no"', '[rules.a]\naction = "hub"\nfield = "titel"']
)
def test_a_wrong_file_leaves_the_rules_in_force_and_says_why(running: Served, wrong: str) -> None:
    daemon, client = running
    save(client, TAKE)
    with pytest.raises(RulesInvalid):
        client.save_rules(wrong, client.rules().digest)
    daemon.rules.path.write_text(wrong)
    with pytest.raises(RulesInvalid):
        client.reload_rules()
    found = client.rules()
    assert found.trouble
    assert TAKE.name in [one.name for one in found.rules]
    daemon.rules.path.write_text(text(JOIN))
    assert client.reload_rules().trouble == ""


def test_what_a_dead_process_left_half_written_is_in_nobodys_way(running: Served) -> None:
    daemon, client = running
    daemon.rules.path.with_name(f".{FILE}.new").write_text("half")
    save(client, TAKE)
    assert daemon.rules.path.read_text() == text(TAKE)
    assert [one.name for one in daemon.rules.folder.glob("*rules*")] == [FILE]


def test_the_command_line_adds_shows_tries_and_removes(
    running: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    daemon, client = running
    contest(daemon, client, "CTO", "CFO")
    monkeypatch.setenv("CRMSYNC_HOME", os.fspath(tmp_path))

    def run(*words: str) -> Result:
        return CliRunner().invoke(app, ["rules", *words])

    asked = run("add", "take", "--action", "crm", "--field", "title")
    assert isinstance(asked.exception, Invalid)
    assert "--yes" in asked.exception.advice
    assert "1 of them by this change" in asked.stdout
    assert "take" not in client.rules().text
    saved = run("add", "take", "--action", "crm", "--field", "title", "--days", "3", "--yes", "--json")
    assert json.loads(saved.stdout)["rules"][0]["name"] == "take"
    candidate = tmp_path / "candidate.toml"
    candidate.write_text(text(JOIN))
    assert "CTO / CFO" in run("replay", os.fspath(candidate)).stdout
    assert run("add", "--file", os.fspath(candidate), "--at", "0", "--yes").exit_code == 0
    assert run("move", "join", "1", "--yes").exit_code == 0
    assert run("disable", "take", "--yes").exit_code == 0
    listed = run("list").stdout
    assert listed.index("take") < listed.index("join") < listed.index("default.union")
    assert "off" in listed
    assert "hub + ' / ' + crm" in run("show", "join").stdout
    assert isinstance(run("remove", "nobody", "--yes").exception, NotFound)
    assert isinstance(run("add", "x", "--action", "latest", "--yes").exception, Invalid)
    assert run("remove", "take", "--yes").exit_code == 0
    assert [one.name for one in client.rules().rules if not one.built_in] == ["join"]
