"""Plans through the local API and the command line: made, looked at, left out of, approved, applied once."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from core.errors import Conflicting, Invalid, MappingInvalid, NotFound, Unreachable
from core.mapping_files import dump_mapping
from core.plans import PlanState
from core.store.base import Batch
from core.wire.client import Client
from core.wire.plans import PlanWord
from daemon.cli.root import app
from tests.support.small_daemon import MAPPING, SmallDaemon, served
from tests.support.stored import plan

EVIL = "=cmd|' /C calc'!A0"


@pytest.fixture
def running(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[SmallDaemon, Client]]:
    monkeypatch.setenv("CRMSYNC_HOME", str(tmp_path))
    with served(tmp_path) as (daemon, _, client):
        for name in ("Ann", "Bo", EVIL):
            daemon.crm.user_create("contacts", {"n": name, "e": f"{name[:2]}@x.example".replace("=", "q")})
        daemon.desk.create("contact", {"name": "Ours", "email": "ours@x.example"}, by="person:a")
        yield daemon, client


def run(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


def made(client: Client, mapping: str | None = None) -> PlanWord:
    begun = client.make_plan("hs", mapping=mapping)
    assert begun.state == "making"
    for _ in range(200):
        found = client.get_plan(begun.id).plan
        if found.state != "making":
            return found
    raise AssertionError("the plan was never made")


def test_a_plan_from_the_first_look_to_the_end(running: tuple[SmallDaemon, Client]) -> None:
    daemon, _ = running
    outcome = run("plans", "make", "hs")
    assert outcome.exit_code == 0, outcome.output
    assert "first_sync of hs (contacts), draft" in outcome.output
    [row] = json.loads(run("plans", "list", "--json").stdout)["rows"]
    id = row["id"]
    assert (row["counts"], row["writes"]) == ({"create_crm": 1, "create_hub": 3}, 4)
    shown = run("plans", "show", id, "--kind", "create_hub", "--limit", "1")
    assert "name: - -> Ann; email: - -> An@x.example" in shown.output
    assert run("plans", "apply", id).exit_code != 0  # nobody has approved it
    assert run("plans", "exclude", id).exit_code != 0
    assert run("plans", "exclude", id, "--kind", "create_crm").exit_code == 0
    assert run("plans", "exclude", id, "2").exit_code == 0
    assert run("plans", "approve", id).exit_code == 0
    assert run("plans", "apply", id, "--first", "1", "--no-wait").exit_code == 0
    daemon.settle()
    stopped = run("plans", "show", id)
    assert "1 applied, 2 excluded, 1 planned" in stopped.output
    assert f"Look at what was done, then do the rest: crmsync plans apply {id}" in stopped.output
    assert len(daemon.store.list_records("contact", after=None, limit=9)) == 2
    assert run("plans", "apply", id, "--no-wait").exit_code == 0
    daemon.settle()
    story = json.loads(run("plans", "list", "--json").stdout)["rows"][0]
    assert (story["state"], story["reason"]) == ("applied", "2 applied, 2 excluded")
    assert len(daemon.store.list_records("contact", after=None, limit=9)) == 3
    again = run("plans", "apply", id)
    assert isinstance(again.exception, Conflicting)
    assert f"plan {id} is applied" in str(again.exception)
    told = [one.entry for one in daemon.store.audit() if one.entry.cause == f"plan:{id}"]
    notes = [one.note.partition(",")[0] for one in told if one.kind == "plan"]
    assert notes == [
        "begun",
        "draft",
        "left out: 4",
        "left out: 2",
        "approved",
        "applying as far as item 1",
        "stopped for a look: 1 applied",
        "applying",
        "applied: 2 applied",
    ]
    assert len(daemon.crm.rows["contacts"]) == 3


def test_a_plan_is_exported_and_no_value_becomes_a_formula(running: tuple[SmallDaemon, Client]) -> None:
    _, client = running
    id = made(client).id
    rows = list(csv.DictReader(io.StringIO(run("plans", "export", id, "--kind", "create_hub").stdout)))
    assert [row["field"] for row in rows[:2]] == ["name", "email"]
    assert f"'{EVIL}" in {row["after"] for row in rows}
    lines = run("plans", "export", id, "--format", "json").stdout.splitlines()
    assert [json.loads(line)["n"] for line in lines] == [1, 2, 3, 4]
    assert run("plans", "export", id, "--format", "xls").exit_code != 0


def test_what_cannot_be_is_refused_by_name(running: tuple[SmallDaemon, Client]) -> None:
    daemon, client = running
    with pytest.raises(NotFound, match="no plan 'x'"):
        client.get_plan("x")
    with pytest.raises(NotFound, match="no connection"):
        client.make_plan("nobody")
    with pytest.raises(Invalid, match="does not map 'deal'"):
        client.make_plan("hs", "deal")
    id = made(client).id
    with pytest.raises(Invalid, match="no item 99"):
        client.exclude_plan_items(id, [1, 99])
    client.approve_plan(id)
    with pytest.raises(Conflicting, match="approved"):
        client.exclude_plan_items(id, [1])
    client.discard_plan(id)
    for act in (client.approve_plan, client.apply_plan, client.discard_plan):
        with pytest.raises(Conflicting, match="discarded"):
            act(id)
    daemon.store.commit(Batch(at=1, plans=(plan("busy", state=PlanState.APPLYING, connection="hs"),)))
    with pytest.raises(Conflicting, match="busy"):
        client.make_plan("hs")


def test_a_mapping_is_tried_and_applied_only_once_it_is_in_use(
    running: tuple[SmallDaemon, Client], tmp_path: Path
) -> None:
    daemon, client = running
    daemon.settle()
    shorter = dump_mapping(replace(MAPPING, rules=MAPPING.rules[:2]))
    (tmp_path / "shorter.toml").write_text(shorter, encoding="utf-8")
    outcome = run("plans", "make", "hs", "--mapping", str(tmp_path / "shorter.toml"), "--json")
    plan = json.loads(outcome.stdout)["plan"]
    assert (plan["kind"], plan["writes"], plan["counts"]) == ("mapping", 0, {"settle": 4})
    client.approve_plan(plan["id"])
    with pytest.raises(Conflicting, match="not in use"):
        client.apply_plan(plan["id"])
    same = made(client, dump_mapping(MAPPING))
    assert same.counts == {}
    client.approve_plan(same.id)
    assert client.apply_plan(same.id).state == "applying"
    daemon.settle()
    for text, error, words in (
        ("rules = 3", MappingInvalid, "the mapping given"),
        (shorter.replace('"hs"', '"other"'), Invalid, "connection 'other'"),
        (shorter.replace('hub_object = "contact"', 'hub_object = "cat"'), Invalid, "'cat'"),
    ):
        with pytest.raises(error, match=words):
            client.make_plan("hs", mapping=text)
    wrong = made(client, shorter.replace('crm = "n"', 'crm = "nope"'))
    assert (wrong.state, "nope" in wrong.reason) == ("expired", True)


def test_a_plan_that_cannot_be_made_expires_with_the_reason(running: tuple[SmallDaemon, Client]) -> None:
    daemon, client = running

    def broken() -> int:
        raise Unreachable("the CRM does not answer")

    daemon.plans.rest = lambda seconds: None
    daemon.crm._clock = broken
    found = made(client)
    assert (found.state, found.reason) == ("expired", "the CRM does not answer")


def test_a_plan_whose_making_was_cut_off_expires_at_the_next_start(
    running: tuple[SmallDaemon, Client],
) -> None:
    daemon, client = running
    daemon.store.commit(Batch(at=1, plans=(plan("cut", state=PlanState.MAKING),)))
    daemon.plans.begin()
    assert client.get_plan("cut").plan.reason == "the daemon stopped while it was being made"
