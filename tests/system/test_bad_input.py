"""Bad input, from outside: each is a named error with advice, an exit code or a question in the queue, and nothing is lost."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import resource
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import requests

from core.errors import CrmSyncError
from core.wire.client import Client
from core.wire.endpoint import default_places
from core.wire.models import ItemWord
from daemon.demo.outside import rows
from daemon.webhook_address import webhook_address
from tests.support.staging import NOBODY, SmallStage, bare_home, staged, until, wait_until_it_answers
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


@pytest.fixture
def stage() -> Iterator[SmallStage]:
    """Both CRMs read in, and everything at rest."""
    with staged() as one:
        one.start_daemon()
        one.connect()
        yield one


def ended(home: Path, *, user: int | None = None) -> tuple[int | None, str]:
    """The exit code of a daemon that must end by itself, and what it said."""
    daemon = WarmDaemons(home, {}, user=user)
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
        pytest.param("[webhooks]\nport = 'many'\n", "", "webhooks.port", "Correct the value", id="a bad type"),
        pytest.param("[lanes\n", "", "crmsync.toml", "line 1", id="no TOML"),
        pytest.param(
            "[connections.hs]\nsystem = 'abacus'\n", "", "connections.hs.system", "hubspot", id="an unknown CRM"
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
        stopped = until(
            lambda: (one := stage.connection("hs")).state == "stopped" and one, "hs stopped", limit_s=30
        )
        assert "'jobtitel'" in stopped.reason
        assert "'jobtitle'" in stopped.advice
        until(
            lambda: all(part.phase == "live" for part in stage.connection("sf").objects) and not stage.due("sf"),
            "sf is read in",
        )
        record = stage.new_contact("Weber", email="weber@elsewhere.example")
        assert stage.held("sf", stage.crm_id(record.id, "sf"))["LastName"] == "Weber"
        assert stage.client.health().state == "attention"
        assert "hs has stopped" in stage.client.health().sentence


def test_an_unknown_crm_object_stops_that_connection_and_no_other() -> None:
    with staged() as stage:
        stage.set("mappings/sf-deal.toml", 'crm_object = "Opportunity"', 'crm_object = "Oportunity__c"')
        stage.start_daemon()
        for box in stage.boxes.values():
            stage.sign_in(box)
        stopped = until(lambda: (one := stage.connection("sf")).state == "stopped" and one, "sf stopped")
        assert "Oportunity__c" in stopped.reason
        assert stopped.advice
        until(lambda: all(part.phase == "live" for part in stage.connection("hs").objects), "hs is read in")


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


def test_a_webhook_port_that_is_taken_is_named_and_nothing_is_lost(stage: SmallStage) -> None:
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
        status = until(
            lambda: (word := stage.client.sign_in_status("hs").status) != "waiting" and word, "it is told"
        )
        assert str(stage.webhook_port) in status
        # Polling needs no webhooks: what people do still arrives.
        until(lambda: all(part.phase == "live" for part in stage.connection("hs").objects), "hs is read in")


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


def store_of(home: Path) -> Path:
    return default_places({"CRMSYNC_HOME": str(home)}).data / "hub.sqlite"


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


def test_a_store_that_may_not_be_written_is_named() -> None:
    # Not below pytest's own folder, which nobody else may enter.
    home = Path(tempfile.mkdtemp(prefix="crmsync-test-"))
    user = NOBODY if os.geteuid() == 0 else None
    try:
        places = bare_home(home, "")
        places.data.mkdir(mode=0o700)
        store_of(home).touch(mode=0o444)
        if user is not None:
            for path in (home, *home.rglob("*")):
                shutil.chown(path, user, user)
        code, said = ended(home, user=user)
    finally:
        shutil.rmtree(home)
    assert code == 1, said
    assert str(store_of(home)) in said
    assert "write access" in said


def test_a_full_disk_loses_nothing_and_work_goes_on_when_there_is_room_again(stage: SmallStage) -> None:
    record = stage.new_contact("Weber", email="weber@elsewhere.example")
    there = {name: stage.crm_id(record.id, name) for name in stage.boxes}
    until(stage.at_rest, "the new record has arrived")
    resource.prlimit(stage.daemon.pid, resource.RLIMIT_FSIZE, (32 * 1024, resource.RLIM_INFINITY))
    with pytest.raises(CrmSyncError) as full:
        for number in range(200):  # the log in front of the store has a little room left
            stage.client.edit_record(record.id, {"notes": f"{number} " + "x" * 2_000})
    assert full.value.kind == "store_full"
    assert "Free disk space" in full.value.advice
    kept = stage.client.get_record(record.id).record.fields["notes"]
    stage.edit_in_crm("hs", there["hs"], {"jobtitle": "Written while the disk was full"})
    told = until(lambda: (one := stage.connection("hs")).reason and one, "hs tells its trouble")
    assert "Free disk space" in told.advice
    resource.prlimit(stage.daemon.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    until(
        lambda: stage.held("sf", there["sf"]).get("Title") == "Written while the disk was full",
        "what was written meanwhile arrives",
    )
    until(stage.at_rest, "everything is at rest again")
    assert stage.held("sf", there["sf"])["Description"] == kept
    stage.client.edit_record(record.id, {"notes": "room again"})
    until(lambda: stage.held("sf", there["sf"])["Description"] == "room again", "an edit arrives")
    assert stage.client.verify_audit().intact


# CRMs -------------------------------------------------------------------------------------------------------------------
def test_a_revoked_token_asks_for_a_sign_in_and_keeps_what_is_pending(stage: SmallStage) -> None:
    record = stage.new_contact("Weber", email="weber@elsewhere.example")
    there = {name: stage.crm_id(record.id, name) for name in stage.boxes}
    until(stage.at_rest, "the new record has arrived")
    stage.boxes["hs"].ask("POST", "/tokens/revoke", {})
    stage.client.edit_record(record.id, {"job_title": "Chief"})
    told = until(
        lambda: (one := stage.connection("hs")).state == "sign_in_needed" and one, "hs asks for a sign-in"
    )
    assert "crmsync connections sign-in" in told.advice
    until(lambda: stage.held("sf", there["sf"]).get("Title") == "Chief", "the other CRM goes on")
    assert [one.record_id for one in stage.client.list_pending("hs").rows] == [record.id]
    stage.daemon.kill()  # what is pending is on the disk
    stage.start_daemon()
    until(lambda: stage.connection("hs").state == "sign_in_needed", "hs still asks for a sign-in")
    stage.sign_in(stage.boxes["hs"])
    until(lambda: stage.held("hs", there["hs"]).get("jobtitle") == "Chief", "what was pending arrives")
    until(stage.at_rest, "everything is at rest again")


@pytest.mark.parametrize("fault", ["non_json", "truncated_json", "html_403", "html_502"])
@pytest.mark.parametrize("name", ["hs", "sf"])
def test_an_unreadable_answer_is_told_and_nothing_is_lost(stage: SmallStage, name: str, fault: str) -> None:
    record = stage.new_contact("Weber", email="weber@elsewhere.example")
    there = {one: stage.crm_id(record.id, one) for one in stage.boxes}
    until(stage.at_rest, "the new record has arrived")
    other = "sf" if name == "hs" else "hs"
    field = {"hs": "jobtitle", "sf": "Title"}
    stage.boxes[name].set_faults({fault: 1.0})
    stage.client.edit_record(record.id, {"job_title": "Chief"})
    until(lambda: stage.held(other, there[other]).get(field[other]) == "Chief", "the other CRM goes on")
    told = until(lambda: (one := stage.connection(name)).reason and one, f"{name} tells its trouble", 60)
    assert told.advice
    assert "Chief" not in told.reason
    assert stage.client.list_pending(name).rows
    stage.boxes[name].set_faults({})
    until(lambda: stage.held(name, there[name]).get(field[name]) == "Chief", "the change arrives", 60)
    until(stage.at_rest, "everything is at rest again", 60)
    assert stage.connection(name).reason == ""
    written = [one for one in stage.boxes[name].entries(0) if one["changes"].get(field[name]) == "Chief"]
    assert len(written) == 1


def test_a_refused_value_becomes_a_question_and_the_rest_of_the_record_goes_on(stage: SmallStage) -> None:
    record = stage.new_contact("Weber", email="weber@elsewhere.example")
    there = {name: stage.crm_id(record.id, name) for name in stage.boxes}
    until(stage.at_rest, "the new record has arrived")
    stage.client.edit_record(record.id, {"email": "no address", "job_title": "Chief"})

    def asked() -> dict[str, ItemWord]:
        found = rows(lambda after: stage.client.list_items("open", "refused", after=after))
        return {one.connection: one for one in found if one.record_id == record.id}

    items = until(lambda: len(asked()) == 2 and asked(), "both CRMs' refusals are in the queue")
    assert "INVALID_EMAIL" in items["hs"].reason
    assert "INVALID_EMAIL_ADDRESS" in items["sf"].reason
    assert all("Correct the value" in one.advice for one in items.values())
    until(lambda: stage.held("hs", there["hs"]).get("jobtitle") == "Chief", "the rest arrives in hs")
    until(lambda: stage.held("sf", there["sf"]).get("Title") == "Chief", "the rest arrives in sf")
    assert stage.held("sf", there["sf"])["Email"] == "weber@elsewhere.example"
    until(lambda: not stage.due(), "nothing is tried again and again")
    stage.client.edit_record(record.id, {"email": "chief@elsewhere.example"})
    until(
        lambda: stage.held("hs", there["hs"])["email"] == "chief@elsewhere.example", "the correction is in hs"
    )
    until(
        lambda: stage.held("sf", there["sf"])["Email"] == "chief@elsewhere.example", "the correction is in sf"
    )
    until(lambda: not asked(), "the questions are answered by it")


def test_a_field_that_disappears_from_a_crm_is_named_and_never_read_as_empty(stage: SmallStage) -> None:
    record = stage.new_contact("Weber", email="weber@elsewhere.example", job_title="Chief")
    there = {name: stage.crm_id(record.id, name) for name in stage.boxes}
    until(stage.at_rest, "the new record has arrived")
    schema = f"/schema/{stage.boxes['sf'].crm_object('contact')}"
    stage.boxes["sf"].ask("POST", schema, {"action": "remove", "name": "Title"})
    stage.edit_in_crm("sf", there["sf"], {"FirstName": "Ada"})
    told = until(
        lambda: "Title" in (one := stage.connection("sf")).reason and one, "sf names the missing field"
    )
    assert told.advice
    assert stage.client.get_record(record.id).record.fields["job_title"] == "Chief"
    stage.client.edit_record(record.id, {"city": "Graz"})
    until(lambda: stage.held("hs", there["hs"]).get("city") == "Graz", "the other CRM goes on")


# webhooks ---------------------------------------------------------------------------------------------------------------
def test_bad_webhooks_are_refused_by_kind_and_change_nothing(stage: SmallStage) -> None:
    secret = stage.boxes["hs"].part.secret
    address = webhook_address(f"http://127.0.0.1:{stage.webhook_port}", secret, "hs")

    def send(body: bytes, *, key: str = secret, age_s: int = 0, to: str = address) -> int:
        stamp = str(int(time.time() - age_s) * 1_000)
        digest = hmac.new(key.encode(), b"POST" + address.encode() + body + stamp.encode(), hashlib.sha256)
        headers = {
            "X-HubSpot-Signature-v3": base64.b64encode(digest.digest()).decode(),
            "X-HubSpot-Request-Timestamp": stamp,
            "Content-Type": "application/json",
        }
        with requests.Session() as session:
            session.trust_env = False
            return session.post(to, data=body, headers=headers, timeout=30).status_code

    def audited() -> int:
        return stage.client.verify_audit().entries

    before = audited()
    assert send(b"[]", key="not the secret") == 401
    assert send(b"[]", age_s=600) == 401
    assert send(b"no JSON") == 400
    assert send(b'{"subscriptionType": 7}') == 400
    assert send(b"[" * 100_000) == 400
    assert send(b"[" + b" " * (1024 * 1024) + b"]") == 413
    assert send(b"[]", to=address[:-4]) == 404
    assert send(b'[{"subscriptionType": "contact.creation", "objectId": 999999999999}]') == 200
    until(stage.at_rest, "a record that is not there is looked up and forgotten")
    assert audited() == before
    assert stage.connection("hs").state == "connected"
    assert "Traceback" not in stage.daemon.said()


# ending -----------------------------------------------------------------------------------------------------------------
def test_sigterm_finishes_the_batch_in_hand_and_ends_with_0(stage: SmallStage) -> None:
    assert stage.daemon.stop() == 0
    for box in stage.boxes.values():
        box.set_faults({"latency_floor_ms": 400})
    process = subprocess.Popen(
        [sys.executable, "-m", "daemon", "daemon"],
        cwd=ROOT,
        env={**os.environ, "CRMSYNC_HOME": str(stage.home)},
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        wait_until_it_answers(stage.client)
        made = [stage.new_contact(f"Weber {number}", email=f"w{number}@x.example").id for number in range(60)]
        until(lambda: stage.client.list_pending("hs").rows, "there is work")
        time.sleep(0.6)  # in the middle of it
        begin = time.monotonic()
        process.terminate()
        _, said = process.communicate(timeout=60)
        took = time.monotonic() - begin
    finally:
        process.kill()
        process.wait()
    assert process.returncode == 0, said
    assert "Traceback" not in said
    assert took < 15
    with closing(sqlite3.connect(store_of(stage.home))) as store:
        cut_off = store.execute("SELECT count(*) FROM attempts WHERE outcome = 'pending'").fetchone()[0]
        assert store.execute("PRAGMA quick_check").fetchone()[0] == "ok"
    assert cut_off == 0
    for box in stage.boxes.values():
        box.set_faults({})
    stage.start_daemon()
    until(stage.at_rest, "the rest arrives after a new start")
    for name in stage.boxes:
        ids = [stage.crm_id(one, name) for one in made]
        assert len(set(ids)) == len(made)
