"""A daemon that cannot start, or cannot start all of it: named with advice and an exit code, and nothing is changed."""

from __future__ import annotations

import os
import shutil
import socket
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from core.errors import CrmSyncError
from core.wire.client import Client
from core.wire.endpoint import default_places
from tests.support.staging import bare_home, staged, store_of, until, wait_until_it_answers
from tests.support.warm import ROOT, WarmDaemons

CONTACT = """\
connection = "hs"
hub_object = "contact"
crm_object = "contacts"

[rules.email]
hub = "email"
crm = "email"
"""
CONNECTION = """\
[connections.hs]
system = "hubspot"
"""


def ended(home: Path) -> tuple[int | None, str]:
    """The exit code of a daemon that must end by itself, and what it said."""
    daemon = WarmDaemons(home, {})
    try:
        daemon.start()
        return daemon.wait(), daemon.said()
    finally:
        daemon.close()


# settings ---------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("settings", "mapping", "named", "advised"),
    [
        pytest.param("[lanes]\npol_s = 3.0\n", "", "lanes.pol_s", "poll_s", id="an unknown key"),
        pytest.param(
            "[webhooks]\nport = 'many'\n", "", "webhooks.port", "Correct the value", id="a bad type"
        ),
        pytest.param("[lanes\n", "", "crmsync.toml", "line 1", id="no TOML"),
        pytest.param(
            "[connections.hs]\nsystem = 'abacus'\n",
            "",
            "connections.hs.system",
            "hubspot",
            id="an unknown CRM",
        ),
        pytest.param(
            CONNECTION + "flow = 'jwt'\nusername = 'a@b.example'\n",
            "",
            "connections.hs.flow",
            "browser",
            id="a way of signing in the CRM does not have",
        ),
        pytest.param(
            CONNECTION + "flow = 'jwt'\n",
            "",
            "connections.hs",
            "username is missing",
            id="a server without a user",
        ),
        pytest.param("", CONTACT, "'hs'", "[connections.hs]", id="a mapping to an unknown connection"),
        pytest.param(
            CONNECTION,
            CONTACT.replace('"contact"', '"contcat"'),
            "'contcat'",
            "contact",
            id="a mapping to an unknown hub object",
        ),
        pytest.param(
            CONNECTION, CONTACT.replace("crm =", "crmm ="), "crmm", "crm", id="an unknown key in a mapping"
        ),
    ],
)
def test_a_wrong_configuration_is_named_with_advice_and_nothing_starts(
    tmp_path: Path, settings: str, mapping: str, named: str, advised: str
) -> None:
    places = bare_home(tmp_path, settings, **({"contact": mapping} if mapping else {}))
    code, said = ended(tmp_path)
    assert code == 2, said
    error, _, advice = said.removeprefix("error: ").partition("\n")
    assert said.startswith("error: ")
    assert named in error
    assert advised in error + advice
    assert len(said.splitlines()) == 2, said
    assert not places.data.exists()


def test_an_unknown_field_stops_that_connection_and_no_other() -> None:
    with staged() as stage:
        stage.set("mappings/hs-contact.toml", 'crm = "jobtitle"', 'crm = "jobtitel"')
        stage.start_daemon()
        for box in stage.boxes.values():
            stage.sign_in(box)
        stopped = stage.told("hs", lambda one: one.state == "stopped", "has stopped")
        assert "'jobtitel'" in stopped.reason
        assert "'jobtitle'" in stopped.advice
        until(lambda: stage.is_live("sf") and not stage.due("sf"), "sf is read in")
        record = stage.new_contact("Weber", email="weber@elsewhere.example")
        assert stage.held("sf", stage.crm_id(record.id, "sf"))["LastName"] == "Weber"
        assert stage.client.health().state == "attention"
        assert "hs has stopped" in stage.client.health().sentence


def test_an_unknown_crm_object_stops_that_connection_and_no_other() -> None:
    with staged() as stage:
        stage.set("mappings/sf-deal.toml", 'crm_object = "Opportunity"', 'crm_object = "Oportunity__c"')
        stage.start_daemon()
        for box in stage.boxes.values():
            stage.consent(box)
        stage.prepare(stage.boxes["hs"].part)
        stopped = stage.told("sf", lambda one: one.state == "stopped", "has stopped")
        assert "Oportunity__c" in stopped.reason
        assert stopped.advice
        until(lambda: stage.is_live("hs"), "hs is read in")


# one daemon, its port and its store -------------------------------------------------------------------------------------
def test_a_second_daemon_on_the_same_data_is_refused_and_the_first_goes_on(tmp_path: Path) -> None:
    bare_home(tmp_path, "")
    first = WarmDaemons(tmp_path, {})
    with closing(first), Client(default_places({"CRMSYNC_HOME": str(tmp_path)}).socket) as client:
        first.start()
        wait_until_it_answers(client)
        code, said = ended(tmp_path)
        assert code == 1
        assert f"in use by process {first.pid}" in said
        assert "crmsync status" in said
        assert client.hello().pid == first.pid
        assert first.stop() == 0


def test_a_webhook_port_that_is_taken_is_named_and_nothing_is_lost() -> None:
    with staged() as stage:
        stage.start_daemon()
        stage.connect()
        stage.daemon.stop()
        with socket.create_server(("127.0.0.1", stage.webhook_port)):
            before = len(stage.daemon.said())
            stage.daemon.start()
            assert stage.daemon.wait() == 1
            said = stage.daemon.said()[before:]
            assert f"127.0.0.1:{stage.webhook_port}" in said
            assert "Choose another port" in said
            assert "Traceback" not in said
        stage.start_daemon()
        until(stage.at_rest, "the daemon goes on where it was")


def test_a_webhook_port_taken_at_the_first_sign_in_is_told_to_who_signs_in() -> None:
    with staged() as stage, socket.create_server(("127.0.0.1", stage.webhook_port)):
        stage.start_daemon()
        box = stage.boxes["hs"]
        asked = stage.client.sign_in("hs", box.part.client_id, box.part.secret)
        box.session.get(asked.url, timeout=30).raise_for_status()
        until(lambda: stage.client.sign_in_status("hs").status != "waiting", "the sign-in has ended")
        assert str(stage.webhook_port) in stage.client.sign_in_status("hs").status
        # Polling needs no webhooks: what people do still arrives.
        until(lambda: stage.is_live("hs"), "hs is read in")


@pytest.fixture
def used(tmp_path: Path) -> Path:
    """A home whose store was made by a daemon that ended well."""
    bare_home(tmp_path, "")
    daemon = WarmDaemons(tmp_path, {})
    with closing(daemon), Client(default_places({"CRMSYNC_HOME": str(tmp_path)}).socket) as client:
        daemon.start()
        wait_until_it_answers(client)
        client.create_record("contact", {"last_name": "Weber"})
        assert daemon.stop() == 0
    daemon.log.unlink()
    return tmp_path


def test_a_store_of_a_newer_version_is_left_alone(used: Path) -> None:
    with closing(sqlite3.connect(store_of(used))) as store, store:
        store.execute("UPDATE alembic_version SET version_num = '9999'")
    before = store_of(used).read_bytes()
    code, said = ended(used)
    assert code == 1
    assert "9999" in said
    assert "newer CRM Sync" in said
    assert store_of(used).read_bytes() == before


def test_a_file_that_is_no_store_is_named_as_damaged(used: Path) -> None:
    store_of(used).write_bytes(b"Dear diary, " * 1_000)
    code, said = ended(used)
    assert code == 1
    assert str(store_of(used)) in said
    assert "restore the newest backup" in said
    assert store_of(used).read_bytes() == b"Dear diary, " * 1_000


def test_a_damaged_page_is_a_named_error_and_never_a_wrong_answer(used: Path) -> None:
    store = store_of(used)
    with closing(sqlite3.connect(store)) as open_store:
        size = open_store.execute("PRAGMA page_size").fetchone()[0]
        root = open_store.execute(
            "SELECT rootpage FROM sqlite_schema WHERE type = 'table' AND name = 'records'"
        ).fetchone()[0]
    content = bytearray(store.read_bytes())
    content[(root - 1) * size : root * size] = b"\xa5" * size
    store.write_bytes(content)
    daemon = WarmDaemons(used, {})
    with closing(daemon), Client(default_places({"CRMSYNC_HOME": str(used)}).socket) as client:
        daemon.start()
        wait_until_it_answers(client)
        with pytest.raises(CrmSyncError) as refused:
            list(client.list_records("contact").rows)
        assert refused.value.kind == "store_damaged"
        assert "backup" in refused.value.advice
        assert daemon.stop() == 0
        assert "Traceback" not in daemon.said()


def test_a_store_of_another_program_is_left_alone(used: Path) -> None:
    store_of(used).unlink()
    with closing(sqlite3.connect(store_of(used))) as other, other:
        other.execute("CREATE TABLE recipes (name TEXT)")
    code, said = ended(used)
    assert code == 1
    assert "another program" in said
    assert "empty database" in said


def test_a_store_that_may_not_be_written_is_named(used: Path) -> None:
    # Root may write everything, unless that right is taken from it.
    humbly = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if os.geteuid() == 0 else []
    if humbly and shutil.which(humbly[0]) is None:
        pytest.skip("root can write everything, and there is no setpriv to take that right away")
    store_of(used).chmod(0o444)
    done = subprocess.run(
        [*humbly, sys.executable, "-m", "daemon", "daemon"],
        cwd=ROOT,
        env={**os.environ, "CRMSYNC_HOME": str(used)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    assert done.stderr.startswith(f"error: {store_of(used)}")
    assert "write access" in done.stderr
    assert "Traceback" not in done.stderr
