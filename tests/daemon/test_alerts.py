"""Alerts and tickets over real HTTP and SMTP: told once, after a kill under the same key, refused where they may not go."""

from __future__ import annotations

import base64
import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from adapters.circuit import CircuitState
from core.alerting import QUIET_MS
from core.errors import StoreFull
from core.settings import read_settings
from core.store.base import Activity, Backlog
from core.target_settings import Target
from daemon.alert_causes import causes_of
from daemon.cli.root import app
from daemon.health import (
    Circuit,
    ConnectionState,
    ConnectionStatus,
    ObjectStatus,
    ParkedRules,
    Phase,
    RealTimeStatus,
)
from daemon.residency import Residency
from tests.support.command_line import Run, answer, code, command_line
from tests.support.sending import look
from tests.support.service_desk import MailServer, ServiceDesk, mail_server, service_desk
from tests.support.small_daemon import SmallDaemon

VALUE = "Canary Value 4711"
SECRET = "s3cret-t0ken"
NEEDS_SIGN_IN = {"state": ConnectionState.SIGN_IN_NEEDED, "reason": f"HTTP 401 for {VALUE}"}


@pytest.fixture(scope="module")
def server() -> Iterator[ServiceDesk]:
    with service_desk() as made:
        yield made


@pytest.fixture
def desk(server: ServiceDesk) -> ServiceDesk:
    server.taken.clear()
    server.statuses.clear()
    return server


Running = tuple[SmallDaemon, Run]


@pytest.fixture
def running(tmp_path: Path, desk: ServiceDesk) -> Iterator[Running]:
    with command_line(tmp_path) as (daemon, run):
        daemon.targets.known = targets(
            f"""
            [targets.ops]
            kind = "webhook"
            url = "{desk.address}/in"
            [targets.chat]
            kind = "slack"
            url = "{desk.address}"
            alerts = ["brake"]
            [targets.flow]
            kind = "teams"
            url = "{desk.address}"
            alerts = ["store"]
            [targets.zen]
            kind = "zendesk"
            use = "tickets"
            url = "{desk.address}"
            username = "agent@acme.example"
            [targets.jira]
            kind = "jira"
            use = "tickets"
            url = "{desk.address}/"
            project = "OPS"
            [targets.snow]
            kind = "servicenow"
            use = "tickets"
            url = "{desk.address}"
            username = "crmsync"
            """
        )
        yield daemon, run


def targets(text: str) -> dict[str, Target]:
    return read_settings(text, "crmsync.toml", Path("/nowhere")).targets


def later(daemon: SmallDaemon, ms: int) -> None:
    daemon._clock += ms
    daemon.alerting.turn()


def noted(daemon: SmallDaemon, kind: str) -> list[str]:
    return [one.entry.note for one in reversed(daemon.store.search(Activity(kind=kind)).rows)]


def give(run_home: SmallDaemon, name: str, secret: str) -> None:
    """The secret by standard input, as a script gives it."""
    given = CliRunner().invoke(
        app,
        ["targets", "secret", name, "--stdin"],
        input=f"{secret}\n",
        env={"CRMSYNC_HOME": str(run_home.folder), "NO_COLOR": "1"},
    )
    assert given.exit_code == 0, given.output


def test_an_alert_is_told_until_it_is_taken_and_over_when_it_is_over(
    running: Running, desk: ServiceDesk
) -> None:
    daemon, run = running
    give(daemon, "ops", SECRET)
    daemon.trouble = NEEDS_SIGN_IN
    desk.statuses = [503, 302]
    later(daemon, 0)
    assert "waits" not in run("alerts").stdout and "sign-in hs" in run("alerts").stdout
    [row] = [one for one in answer(run("targets", "list", "--json"))["rows"] if one["name"] == "ops"]
    assert (row["waiting"], row["secret"], "503" in row["trouble"]) == (1, True, True)
    later(daemon, 1_000)
    assert len(desk.taken) == 1, "not before its time"
    later(daemon, 10_000)
    daemon.alerting = replace(daemon.alerting)  # another process with the same store
    later(daemon, 20_000)
    later(daemon, 20_000)
    assert [one.path for one in desk.taken] == ["/in"] * 3, (
        "a redirect is not followed; what was taken is not repeated"
    )
    assert len({one.headers["Idempotency-Key"] for one in desk.taken}) == 1
    taken = desk.taken[-1]
    assert taken.body["key"] == taken.headers["Idempotency-Key"]
    assert taken.headers["Authorization"] == f"Bearer {SECRET}"
    [told] = taken.body["alerts"]
    assert (told["kind"], told["state"], told["connection"]) == ("sign_in_needed", "open", "hs")
    assert told["do"] == "crmsync connections sign-in hs"
    assert VALUE not in json.dumps([one.body for one in desk.taken])

    daemon.trouble = {}
    later(daemon, 0)
    assert len(desk.taken) == 3
    later(daemon, QUIET_MS)
    assert desk.taken[-1].body["alerts"][0]["state"] == "ended"
    assert "Nothing is wrong." in run("alerts").stdout
    assert answer(run("alerts", "--ended", "--json"))["rows"][0]["id"] == told["id"]
    assert noted(daemon, "alert") == [
        "told target ops: 1 opened, 0 over",
        "told target ops: 0 opened, 1 over",
    ]


def test_everything_health_knows_is_one_message_without_a_value(running: Running, desk: ServiceDesk) -> None:
    daemon, run = running
    daemon.trouble = {
        "circuit": Circuit(CircuitState.OPEN.value),
        "reason": VALUE,
        "quota": 0.04,
        "real_time": RealTimeStatus(lost=True, reason=VALUE),
        "objects": (ObjectStatus(hub_object="contact", crm_object="contacts", phase=Phase.BRAKED),),
        "parked": (
            ParkedRules(
                crm_object="contacts", rules=("title",), since=1, reason=VALUE, advice=VALUE, item="i"
            ),
        ),
    }
    give(daemon, "chat", f"{desk.address}/services/T0/B0/{SECRET}")
    later(daemon, 0)
    later(daemon, 600_000)
    assert {one.path for one in desk.taken} == {"/in", f"/services/T0/B0/{SECRET}"}
    by_path = [one.body for one in desk.taken if one.path == "/in"]
    kinds = sorted(alert["kind"] for body in by_path for alert in body["alerts"])
    assert kinds == ["brake", "fields_changed", "quota_low", "unreachable", "webhooks_silent"]
    assert [len(body["alerts"]) for body in by_path] == [3, 2]
    [slack] = [one.body["text"] for one in desk.taken if one.path != "/in"]
    assert "hs stopped before an unusually large change of contacts" in slack
    everything = json.dumps([one.body for one in desk.taken])
    assert VALUE not in everything and SECRET not in everything
    shown = run("alerts").stdout + run("targets", "list").stdout + run("activity").stdout
    assert VALUE not in shown and SECRET not in shown and "title" in shown
    daemon.trouble |= {"state": ConnectionState.PAUSED}
    later(daemon, 0)
    later(daemon, QUIET_MS)
    assert "Nothing is wrong." in run("alerts").stdout, "who pauses a connection knows"


@pytest.mark.parametrize(
    ("trouble", "free", "kinds"),
    [
        ({}, 10**12, []),
        ({}, 1024, ["disk_low"]),
        ({"state": ConnectionState.STOPPED}, 10**12, ["stopped"]),
        ({"state": ConnectionState.NEW}, 10**12, []),
        ({"state": ConnectionState.NEW, "reason": "refused"}, 10**12, ["unreachable"]),
        ({"circuit": Circuit.HALF_OPEN}, 10**12, ["unreachable"]),
        ({**NEEDS_SIGN_IN, "real_time": RealTimeStatus(lost=True)}, 10**12, ["sign_in_needed"]),
        ({"backlog": Backlog(pending=9, parked=2, waiting=0, signals=0, oldest=1)}, 10**12, ["put_aside"]),
        ({"state": ConnectionState.PAUSED, "quota": 0.0}, 10**12, []),
    ],
)
def test_what_is_wrong_has_a_kind(trouble: dict[str, Any], free: int, kinds: list[str]) -> None:
    fine: dict[str, Any] = {"name": "hs", "system": "hubspot", "state": ConnectionState.CONNECTED}
    quiet = Backlog(pending=0, parked=0, waiting=0, signals=0, oldest=None)
    one = ConnectionStatus(**{**fine, "backlog": quiet, **trouble})
    assert [cause.kind.value for cause in causes_of([one], free)] == kinds


def test_a_store_that_takes_nothing_is_told_from_memory_once(
    running: Running, desk: ServiceDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    daemon, run = running
    give(daemon, "flow", f"{desk.address}/workflows/w1")
    whole = daemon.store.set_note

    def full(*_: object) -> None:
        raise StoreFull("the disk is full")

    monkeypatch.setattr(daemon.store, "set_note", full)
    daemon.trouble = NEEDS_SIGN_IN
    for _ in range(6):
        later(daemon, 10_000)
    flows = [one for one in desk.taken if one.path == "/workflows/w1"]
    assert len(flows) == 1 and len(desk.taken) == 2
    assert flows[0].body["attachments"][0]["contentType"] == "application/vnd.microsoft.card.adaptive"
    assert "the database does not take anything" in json.dumps(flows[0].body)
    monkeypatch.setattr(daemon.store, "set_note", whole)
    later(daemon, 10_000)
    assert "over: the database" in json.dumps(desk.taken[-1].body) and len(desk.taken) == 5
    assert "sign_in_needed" in run("alerts").stdout


def test_what_was_sent_before_a_kill_is_sent_again_under_the_same_key(tmp_path: Path) -> None:
    """The receiver kills the sender the moment the message is there: nothing of that is written down."""
    with service_desk() as desk:
        words = ["-c", "import sys; from tests.support.sending import look; look(*sys.argv[1:])"]
        child = subprocess.Popen(
            [sys.executable, *words, str(tmp_path), desk.address], cwd=Path(__file__).parents[2]
        )
        desk.on_taken = child.kill
        assert child.wait(timeout=60) == -signal.SIGKILL
        desk.on_taken = lambda: None
        for _ in range(2):
            look(str(tmp_path), desk.address)
        assert len(desk.taken) == 2, "sent again once, and then not any more"
        assert desk.taken[0].body == desk.taken[1].body
        assert desk.taken[0].headers["Idempotency-Key"] == desk.taken[1].headers["Idempotency-Key"]


@pytest.mark.parametrize(
    ("target", "path", "number", "user"),
    [
        ("zen", "/api/v2/tickets.json", "1", "agent@acme.example/token"),
        ("jira", "/rest/api/2/issue", "OPS-1", ""),
        ("snow", "/api/now/table/incident", "INC0000001", "crmsync"),
    ],
)
def test_a_ticket_is_what_was_shown_and_holds_no_value(
    running: Running, desk: ServiceDesk, target: str, path: str, number: str, user: str
) -> None:
    daemon, run = running
    daemon.desk.create("contact", {"name": VALUE, "email": "a@x.eu"}, by="person:x")
    daemon.settle()
    daemon.trouble = NEEDS_SIGN_IN
    later(daemon, 0)
    desk.taken.clear()
    assert not desk.taken
    refused = run("tickets", "raise", target)
    assert code(refused) == 6 and f"crmsync targets secret {target}" in str(
        getattr(refused.exception, "advice", "")
    )
    assert not desk.taken
    give(daemon, target, SECRET)
    shown = answer(run("tickets", "preview", target, "--json"))
    assert not desk.taken and shown["number"] == ""
    assert VALUE not in run("tickets", "draft").stdout
    made = answer(run("tickets", "raise", target, "--key", shown["key"], "--json"))
    [taken] = desk.taken
    assert code(run("tickets", "raise", target, "--key", shown["key"])) == 6, "what was seen is sent once"
    assert (taken.path, made["number"]) == (path, number) and made["link"].startswith(desk.address)
    assert taken.body == json.loads(made["body"])
    assert (shown["body"], shown["key"]) == (made["body"], made["key"]), "word for word"
    bearer, basic = f"Bearer {SECRET}", base64.b64encode(f"{user}:{SECRET}".encode()).decode()
    assert taken.headers["Authorization"] == (f"Basic {basic}" if user else bearer)
    for line in ("hs needs a new sign-in", "contact: 1", "vault: ", "hs (hubspot): sign_in_needed"):
        assert line in made["text"]
    leaving = json.dumps(taken.body) + run("activity").stdout.replace(VALUE, "", 1)
    assert VALUE not in json.dumps(taken.body) and "a@x.eu" not in json.dumps(taken.body)
    assert SECRET not in leaving and str(daemon.folder) not in json.dumps(taken.body)
    assert noted(daemon, "ticket")[-2:] == [
        f"raises a ticket at target {target}, key {made['key']}",
        f"target {target} made ticket {number}, key {made['key']}",
    ]


def test_a_ticket_that_was_refused_or_lost_says_which(running: Running, desk: ServiceDesk) -> None:
    daemon, run = running
    give(daemon, "zen", SECRET)
    desk.statuses = [401, 500]
    refused = run("tickets", "raise", "zen")
    assert "made no ticket: it refused the secret" in str(refused.exception)
    lost = run("tickets", "raise", "zen")
    assert "nobody knows" in str(lost.exception) and "Look there for crmsync-" in lost.exception.advice  # type: ignore[union-attr]
    assert SECRET not in str(refused.exception) + str(lost.exception) + "".join(noted(daemon, "ticket"))
    assert code(run("tickets", "preview", "ops")) == 2 and code(run("tickets", "preview", "none")) == 5


def test_in_eu_mode_no_byte_goes_to_a_target_elsewhere(running: Running, desk: ServiceDesk) -> None:
    daemon, run = running
    give(daemon, "zen", SECRET)
    elsewhere = {name: one.model_copy(update={"region": "us"}) for name, one in daemon.targets.known.items()}
    daemon.targets.known = elsewhere
    daemon.required = "eu"
    daemon.trouble = NEEDS_SIGN_IN
    later(daemon, 0)
    refused = run("alerts", "test", "ops")
    assert "target ops: alerts (127.0.0.1) is refused: it leads to us" in str(refused.exception)
    assert code(refused) == 2
    assert "target zen: tickets" in str(run("tickets", "raise", "zen").exception)
    assert "REFUSED: it leads to us" in run("targets", "list").stdout
    assert not desk.taken
    assert noted(daemon, "ticket")[-1] == "no ticket at target zen: residency_refused"
    daemon.required = ""
    later(daemon, 20_000)
    assert answer(run("alerts", "test", "ops", "--json")) == {"done": True}
    assert [one.body["title"] for one in desk.taken][-1] == "CRM Sync: a test" and len(desk.taken) == 2


def test_every_target_is_a_route_of_residency() -> None:
    settings = read_settings(
        """
        [residency]
        require = "eu"
        [targets.flow]
        kind = "teams"
        url = "https://prod-7.westeurope.logic.azure.com"
        [targets.mail]
        kind = "email"
        url = "smtps://email-smtp.us-east-1.amazonaws.com:465"
        region = "eu"
        sender = "crmsync@acme.example"
        to = ["ops@acme.example"]
        [targets.zen]
        kind = "zendesk"
        use = "tickets"
        url = "https://acme.zendesk.com"
        username = "a@acme.example"
        """,
        "crmsync.toml",
        Path("/nowhere"),
    )
    verdicts = {
        one.route.name: one for one in Residency(settings=settings, store_url="sqlite:///x").verdicts()
    }
    assert verdicts["target flow: alerts"].allowed
    assert "leads to us" in verdicts["target mail: alerts"].why, "nobody can vouch against the host"
    assert not verdicts["target zen: tickets"].allowed
    assert 'targets.zen.region = "eu"' in verdicts["target zen: tickets"].advice


def test_a_secret_stays_with_its_host(running: Running, desk: ServiceDesk) -> None:
    daemon, run = running
    give(daemon, "chat", f"{desk.address}/services/x")
    moved = daemon.targets.known["chat"].model_copy(update={"url": "https://hooks.slack.example"})
    daemon.targets.known = {**daemon.targets.known, "chat": moved}
    assert "its secret address is not known" in str(run("alerts", "test", "chat").exception)
    for secret in ("https://evil.example/x", "no address", ""):
        given = CliRunner().invoke(
            app,
            ["targets", "secret", "chat", "--stdin"],
            input=f"{secret}\n",
            env={"CRMSYNC_HOME": str(daemon.folder)},
        )
        assert given.exit_code != 0 and (not secret or secret not in given.output)
    assert run("targets", "secret", "chat", "--remove").stdout == "Removed.\n"
    assert not desk.taken


def test_mail_is_handed_to_a_server(running: Running) -> None:
    daemon, run = running
    with mail_server() as post:
        assert isinstance(post, MailServer)
        daemon.targets.known = targets(
            f"""
            [targets.mail]
            kind = "email"
            url = "smtp://127.0.0.1:{post.port}"
            sender = "crmsync@acme.example"
            to = ["ops@acme.example", "it@acme.example"]
            """
        )
        daemon.trouble = NEEDS_SIGN_IN
        later(daemon, 0)
        [(readers, content)] = post.taken
        assert readers == ["<ops@acme.example>", "<it@acme.example>"]
        assert "Subject: CRM Sync: hs needs a new sign-in" in content and "Message-ID: <crmsync-" in content
        post.refuses = True
        assert "it answered with code 554" in str(run("alerts", "test", "mail").exception)
