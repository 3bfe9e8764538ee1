"""The command line as a process of its own: what it prints, where, and with which exit code."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from adapters.allowance import Urgency
from adapters.fake_rows import Traits
from core.store.base import AuditFault
from core.wire.endpoint import default_places
from daemon.vault import Vault
from tests.support import warm
from tests.support.small_daemon import SmallDaemon, served

Outcome = subprocess.CompletedProcess[str]
Run = Callable[..., Outcome]


def runner(home: Path) -> Run:
    def run(*words: str, typed: str = "") -> Outcome:
        return warm.run(words, {"CRMSYNC_HOME": os.fspath(home), "NO_COLOR": "1"}, typed)

    return run


@pytest.fixture
def daemon(tmp_path: Path) -> Iterator[tuple[SmallDaemon, Run]]:
    with served(tmp_path) as (made, _, _):
        yield made, runner(tmp_path)


def answer(outcome: Outcome) -> Any:
    assert outcome.returncode == 0, outcome.stderr
    assert outcome.stderr == "" or outcome.stderr.startswith("There is more")
    return json.loads(outcome.stdout)


def test_no_daemon_is_one_line_what_and_one_line_advice(tmp_path: Path) -> None:
    def cold(*words: str) -> Outcome:
        """As it is for a person: a Python of its own."""
        environment = {**os.environ, "CRMSYNC_HOME": os.fspath(tmp_path), "NO_COLOR": "1"}
        command = [sys.executable, "-m", "daemon", *words]
        return subprocess.run(
            command, capture_output=True, text=True, timeout=60, env=environment, check=False
        )

    run = runner(tmp_path)
    for outcome in (
        cold("status"),
        run("status"),
        run("records", "list", "contact", "--json"),
        run("doctor"),
    ):
        assert outcome.returncode == 3
        assert outcome.stdout == ""
        assert outcome.stderr == "error: the daemon is not running\nStart it: crmsync daemon\n"


def test_wrong_usage_exits_with_two(tmp_path: Path) -> None:
    run = runner(tmp_path)
    assert run("nonsense").returncode == 2
    assert run("records", "create", "contact").returncode == 2
    assert run("runs", "--limit", "x").returncode == 2
    assert run("conflicts", "resolve", "c1").returncode == 2
    assert run("activity", "--since", "someday").returncode == 2


def test_client_commands_do_not_load_the_engine() -> None:
    code = (
        "import sys\nsys.argv = ['crmsync', 'status']\n"
        "from daemon.__main__ import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "heavy = {'fastapi', 'starlette', 'uvicorn', 'sqlalchemy', 'requests', 'structlog', 'cryptography', 'alembic'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    outcome = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
        env={**os.environ, "CRMSYNC_HOME": "/nonexistent"},
    )
    assert outcome.stdout.strip() == "[]"


def test_record_from_create_to_delete(daemon: tuple[SmallDaemon, Run]) -> None:
    made, run = daemon
    record = answer(
        run("records", "create", "contact", "--field", "name=Ann Lee", "--field", "email=a@x.eu", "--json")
    )
    assert record["fields"] == {"name": "Ann Lee", "email": "a@x.eu"}
    id = record["id"]
    edited = answer(run("records", "edit", id, "--field", "title=Dr", "--expected", "1", "--json"))
    assert edited["version"] == 2
    late = run("records", "edit", id, "--field", "title=x", "--expected", "1")
    assert (late.returncode, late.stdout) == (6, "")
    assert late.stderr.startswith("error: ")
    made.settle()
    shown = run("records", "show", id)
    assert shown.returncode == 0
    assert "Ann Lee" in shown.stdout
    assert "contacts" in shown.stdout
    assert [one["id"] for one in answer(run("records", "list", "contact", "--json"))["rows"]] == [id]
    assert run("records", "delete", id).returncode == 0
    assert f"Restored contact {id}" in run("records", "restore", id).stdout
    assert run("records", "restore", id).returncode != 0
    other = answer(run("records", "create", "contact", "--field", "name=Ann Leigh", "--json"))["id"]
    assert f"Merged {other} into contact {id}" in run("records", "merge", id, other).stdout
    assert f"merged into {id}" in run("records", "show", other).stdout
    assert run("records", "merge", id, id).returncode == 2
    assert run("records", "delete", id).returncode == 0
    assert run("records", "show", "nobody").returncode == 5
    assert run("records", "create", "contact", "--field", "nope=1").returncode == 2
    assert run("records", "create", "contact", "--field", "nope").returncode == 2


def test_paged_list_tells_how_to_go_on(daemon: tuple[SmallDaemon, Run]) -> None:
    made, run = daemon
    for number in range(3):
        made.desk.create("contact", {"name": f"n{number}"}, by="person:x")
    first = run("records", "list", "contact", "--limit", "2")
    assert first.stdout.count("\n") == 3
    token = first.stderr.split("--after ")[1].strip()
    page = answer(run("records", "list", "contact", "--after", token, "--json"))
    assert [one["fields"]["name"] for one in page["rows"]] == ["n2"]
    assert page["next"] is None


def test_metrics_show_what_travelled_and_say_what_cannot_be_drawn(daemon: tuple[SmallDaemon, Run]) -> None:
    made, run = daemon
    made.desk.create("contact", {"name": "Ann", "email": "a@x.eu"}, by="person:x")
    made.settle()
    drawn = answer(run("metrics", "--since", "10m", "--step", "2m", "--json"))
    assert drawn["step"] == 120_000
    assert sum(one["to_crm"] for one in drawn["points"]) == 1
    assert len(run("metrics", "--connection", "hs").stdout.splitlines()) == 2
    assert run("metrics", "--since", "2d", "--until", "1d").stdout == "Nothing happened in this time.\n"
    unknown = run("metrics", "--connection", "nobody")
    assert (unknown.returncode, "no connection 'nobody'" in unknown.stderr) == (5, True)
    wrong = run("metrics", "--step", "soon")
    assert (wrong.returncode, "no span of time" in wrong.stderr) == (2, True)


def test_conflict_is_listed_shown_and_settled(daemon: tuple[SmallDaemon, Run]) -> None:
    made, run = daemon
    record = made.desk.create("contact", {"name": "Ann", "email": "a@x.eu", "title": "a"}, by="person:x")
    made.settle()
    (crm_id,) = made.crm.live("contacts")
    made.desk.edit(record.id, {"title": "hub"}, expected=None, by="person:x")
    made.crm.user_edit("contacts", crm_id, {"t": "crm"})
    made.settle()
    (conflict,) = answer(run("conflicts", "list", "--json"))["rows"]
    assert run("status", "--check").returncode == 4
    shown = run("conflicts", "show", conflict["id"]).stdout
    assert "hub" in shown
    assert "crm" in shown
    assert run("conflicts", "resolve", conflict["id"], "--hub", "--crm").returncode == 2
    settled = answer(run("conflicts", "resolve", conflict["id"], "--value", "title=both", "--json"))
    assert settled["resolution"] == "value"
    assert run("conflicts", "resolve", conflict["id"], "--hub").returncode == 6
    assert run("conflicts", "show", "nobody").returncode == 5
    made.settle()
    assert made.crm.live("contacts")[crm_id]["t"] == "both"
    assert run("items", "list").stdout == "There is no question.\n"
    assert run("items", "approve", "nobody").returncode == 5


def test_connections_are_paused_resumed_and_asked(daemon: tuple[SmallDaemon, Run]) -> None:
    made, run = daemon
    assert answer(run("connections", "list", "--json"))["rows"][0]["name"] == "hs"
    assert run("connections", "show", "hs").returncode == 0
    assert answer(run("pause", "--json"))["rows"][0]["state"] == "paused"
    assert answer(run("connections", "resume", "hs", "--json"))["state"] == "connected"
    assert run("sync", "hs", "--full").returncode == 0
    assert made.asked == [("hs", None, True)]
    assert run("pause", "nobody").returncode == 5


def test_secret_comes_from_standard_input_and_is_nowhere_else(daemon: tuple[SmallDaemon, Run]) -> None:
    made, run = daemon
    outcome = run(
        "connections", "sign-in", "hs", "--client-id", "app", "--secret-stdin", typed="s3cr3t-canary\n"
    )
    assert outcome.returncode == 0, outcome.stderr
    assert made.secrets_given == [("app", "s3cr3t-canary")]
    assert "https://crm.example/authorize" in outcome.stdout
    assert "canary" not in outcome.stdout + outcome.stderr
    refused = run("connections", "sign-in", "hs", "--client-secret", "s3cr3t-canary")
    assert refused.returncode == 2
    assert run("connections", "sign-in", "hs", "--secret-stdin").returncode == 2


def test_an_address_is_pasted_at_the_prompt_and_never_an_argument(daemon: tuple[SmallDaemon, Run]) -> None:
    made, run = daemon
    address = "http://127.0.0.1:50000/cb/x?code=canary&state=s"
    outcome = run("connections", "sign-in", "hs", "--client-id", "app", "--paste", typed=address + "\n")
    assert outcome.returncode == 0, outcome.stderr
    assert made.pasted == [address]
    assert "canary" not in outcome.stdout + outcome.stderr
    wrong = run("connections", "sign-in", "hs", "--client-id", "app", "--paste", typed="no address\n")
    assert wrong.returncode == 2
    assert "code= and state=" in wrong.stderr
    assert run("connections", "sign-in", "hs", "--paste", address).returncode == 2


def test_a_key_file_others_may_read_is_refused(daemon: tuple[SmallDaemon, Run], tmp_path: Path) -> None:
    made, run = daemon
    key = tmp_path / "server.key"
    key.write_text("canary-key")
    key.chmod(0o644)
    refused = run("connections", "sign-in", "hs", "--client-id", "app", "--key-file", str(key))
    assert refused.returncode == 2
    assert "chmod 600" in refused.stderr
    key.chmod(0o600)
    outcome = run("connections", "sign-in", "hs", "--client-id", "app", "--key-file", str(key))
    assert outcome.returncode == 0
    assert made.keys_given == ["canary-key"]
    assert "canary" not in outcome.stdout + outcome.stderr


def test_signing_out_is_one_command(daemon: tuple[SmallDaemon, Run]) -> None:
    _, run = daemon
    assert run("connections", "sign-out", "hs").stdout == "hs is signed out here and at the CRM.\n"
    assert run("connections", "sign-out", "nobody").returncode == 5


def test_prepare_asks_before_it_makes_anything(daemon: tuple[SmallDaemon, Run]) -> None:
    made, run = daemon
    assert run("connections", "prepare", "hs").returncode == 0
    made.crm.prepared.clear()
    refused = run("connections", "prepare", "hs")
    assert (refused.returncode, made.crm.prepared) == (2, set())
    assert "--yes" in refused.stderr
    assert "missing" in refused.stdout
    done = run("connections", "prepare", "hs", "--yes")
    assert (done.returncode, made.crm.prepared) == (0, {"contacts"})
    assert "made now" in done.stdout
    made.crm.prepared.clear()
    made.crm.traits = Traits(read_only=True)
    lost = run("connections", "prepare", "hs", "--yes")
    assert lost.returncode == 4
    assert "lets us make no field" in lost.stdout
    assert "no records are created here." in lost.stdout


def test_the_vault_is_shown_and_rotated_with_and_without_a_daemon(
    daemon: tuple[SmallDaemon, Run], tmp_path: Path
) -> None:
    made, run = daemon
    made.vault.seal("hs", "tokens", "canary")
    before = answer(run("vault", "status", "--json"))
    assert before["sealed"] == [{"connection": "hs", "kind": "tokens"}]
    after = answer(run("vault", "rotate", "--json"))
    assert after["key_id"] != before["key_id"]
    assert made.vault.open("hs", "tokens") == "canary"
    home = tmp_path / "alone"
    places = default_places({"CRMSYNC_HOME": str(home)})
    assert runner(home)("vault", "status").returncode == 5
    assert not home.exists(), "looking makes nothing"
    Vault(places.data, key_file=places.keys, use_keyring=False).seal("sf", "tokens", "canary")
    outcome = runner(home)("vault", "rotate")
    assert outcome.returncode == 0, outcome.stderr
    assert "1 secrets are sealed under a new key" in outcome.stdout
    assert "canary" not in outcome.stdout
    assert Vault(places.data, key_file=places.keys, use_keyring=False).open("sf", "tokens") == "canary"
    assert "sf" in runner(home)("vault", "status").stdout


def test_status_runs_activity_and_watch(daemon: tuple[SmallDaemon, Run]) -> None:
    made, run = daemon
    record = made.desk.create("contact", {"name": "Quince", "email": "q@x.eu"}, by="person:anna")
    made.settle()
    assert answer(run("status", "--json"))["state"] == "good"
    assert run("status", "--check").returncode == 0
    assert "hs is in sync." in run("status").stdout
    kinds = {one["kind"] for one in answer(run("runs", "--json"))["rows"]}
    assert "api" in kinds
    (entry,) = answer(run("activity", "quince", "--kind", "create", "--since", "1h", "--json"))["rows"]
    assert (entry["record_id"], entry["actor"]) == (record.id, "person:anna")
    assert answer(run("runs", entry["run"], "--json"))["id"] == entry["run"]
    assert "Quince" in run("activity", "--record", record.id).stdout
    assert answer(run("watch", "--count", "1", "--json"))["kind"] == "snapshot"


def test_broken_audit_and_failed_check_exit_with_four(
    daemon: tuple[SmallDaemon, Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    made, run = daemon
    assert answer(run("audit", "verify", "--json")) == {"intact": True, "seq": None, "reason": None}
    assert run("doctor").returncode == 0
    monkeypatch.setattr(made.store, "verify_audit", lambda: AuditFault(seq=7, reason="the digest differs"))
    outcome = run("audit", "verify")
    assert (outcome.returncode, outcome.stdout) == (
        4,
        "The audit log is broken at entry 7: the digest differs\n",
    )
    made.places[1].chmod(0o755)
    outcome = run("doctor", "--json")
    assert outcome.returncode == 4
    assert [one["name"] for one in json.loads(outcome.stdout)["checks"] if not one["ok"]] == ["data folder"]


def test_control_characters_of_a_value_never_reach_the_terminal(daemon: tuple[SmallDaemon, Run]) -> None:
    made, run = daemon
    record = made.desk.create("contact", {"name": "\x1b]0;owned\x07Eve"}, by="person:x")
    for words in (("records", "show", record.id), ("records", "list", "contact"), ("activity",)):
        outcome = run(*words)
        assert "Eve" in outcome.stdout
        assert "\x1b" not in outcome.stdout
        assert "\x07" not in outcome.stdout


def test_residency_tells_every_route_with_its_verdict(daemon: tuple[SmallDaemon, Run]) -> None:
    _, run = daemon
    [route] = answer(run("residency", "--json"))["rows"]
    assert (route["name"], route["area"], route["allowed"]) == ("the database", "here", True)
    assert "stays on this machine" in run("residency").stdout


def test_webhooks_are_registered_and_removed_and_their_key_is_no_argument(
    daemon: tuple[SmallDaemon, Run],
) -> None:
    made, run = daemon
    kept = run("connections", "developer-key", "hs", "--stdin", typed="d3veloper\n")
    assert kept.returncode == 0
    assert made.secrets_given == [(None, "d3veloper")]
    assert "d3veloper" not in kept.stdout + kept.stderr
    assert run("connections", "developer-key", "hs", "--stdin").returncode == 2
    assert "7 taken away" in run("connections", "webhooks", "hs", "--remove").stdout
    assert run("connections", "webhooks", "hs").returncode == 0
    assert made.asked == [("hs", "webhooks", False), ("hs", "webhooks", True)]
    assert "hears of changes: polled every" in run("connections", "show", "hs").stdout


def test_the_allowance_of_a_day_is_shown_with_the_lanes_that_rest(daemon: tuple[SmallDaemon, Run]) -> None:
    small, run = daemon
    for _ in range(7):
        small.ledger.answered(small.ledger.admit("search", 100, Urgency.INTERACTIVE), None)
    shown = run("connections", "show", "hs").stdout
    assert (
        "700 of 1,000 requests of the day used (0 by others); 100 left to others; held back: backfill"
        in shown
    )
    assert "stops at 630" in shown and "search 100 (7 calls)" in shown and "counted over 24 hours" in shown
    assert "hs: 700 of 1,000 requests" in run("status").stdout
    told = json.loads(run("connections", "show", "hs", "--json").stdout)["allowance"]
    assert [(one["lane"], one["line"]) for one in told["lanes"]] == [
        ("interactive", 900),
        ("live", 855),
        ("retry", 765),
        ("backfill", 630),
    ]
    assert told["lanes"][3]["held_until"] > 0 and told["runs_out_at"] > 0
