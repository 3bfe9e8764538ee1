"""The shared server: control doors, statistics, TLS, the command, and its manners when it cannot start."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from adapters.sandbox.hubspot import PRIVATE_TOKEN
from adapters.sandbox.ledger import Op
from adapters.sandbox.server import PortInUse, Sandbox, serve
from adapters.sandbox.system import Options, Refused
from tests.adapters.sandbox.hubspot_caller import Caller, hubspot
from tests.support.shared import REPOSITORY


@pytest.fixture(scope="module")
def crm() -> Iterator[Caller]:
    with hubspot(records=120) as caller:
        yield caller


def test_a_person_works_in_the_crm_over_the_control_doors(crm: Caller) -> None:
    seq = crm.box.world.ledger.last_seq
    one = crm.post("/_sandbox/records/contacts", {"properties": {"lastname": "Ann", "city": "Ely"}}).json()[
        "id"
    ]
    two = crm.post("/_sandbox/records/contacts", {"lastname": "Anne", "phone": "1"}).json()["id"]
    changed = crm.call("PATCH", f"/_sandbox/records/contacts/{one}", json={"city": "Bath", "lastname": "Ann"})
    assert changed.json() == {"id": one, "changed": {"city": "Bath"}}
    merged = crm.post("/_sandbox/merge/contacts", {"winner": one, "loser": two}).json()["id"]
    assert crm.call("DELETE", f"/_sandbox/records/contacts/{merged}").status_code == 204
    assert crm.post("/_sandbox/restore", {"object": "contacts", "id": merged}).status_code == 204
    entries = crm.get("/_sandbox/ledger", after=seq).json()["entries"]
    assert [entry["op"] for entry in entries] == ["create", "create", "update", "merge", "delete", "restore"]
    assert {entry["actor"]["kind"] for entry in entries} == {"user"}
    assert entries[2]["changes"] == {"city": "Bath"}
    assert (entries[3]["kept"], entries[3]["other"], entries[3]["id"]) == (one, two, merged)
    shown = crm.get(f"/_sandbox/records/contacts/{merged}").json()
    assert shown["properties"] == {"lastname": "Ann", "city": "Bath", "phone": "1"}


def test_control_keeps_the_crms_rules_and_names_what_is_not_there(crm: Caller) -> None:
    assert crm.post("/_sandbox/records/contacts", {"nonsense": "x"}).status_code == 400
    assert crm.post("/_sandbox/records/boots", {"x": "y"}).status_code == 404
    gone = crm.call("PATCH", "/_sandbox/records/contacts/7", json={"city": "x"})
    assert (gone.status_code, gone.json()) == (404, {"error": "contacts 7 does not exist or is deleted"})
    with pytest.raises(Refused, match="PROPERTY_DOESNT_EXIST"):
        crm.box.control.create("contacts", {"nonsense": "x"})


def test_a_dump_walks_all_live_records_with_their_links(crm: Caller) -> None:
    seen, after = [], ""
    while after is not None:
        body = crm.get("/_sandbox/dump/contacts", after=after, limit=50).json()
        seen += body["records"]
        after = body["after"]
    assert [r["id"] for r in seen] == [row.id for row in crm.box.world.tables["contacts"].after()]
    assert sum(bool(r["associations"].get("companies")) for r in seen) > len(seen) // 2


def test_a_batch_job_can_stamp_everything_alike(crm: Caller) -> None:
    count = len(crm.box.world.tables["companies"])
    seq = crm.box.world.ledger.last_seq
    assert crm.post("/_sandbox/touch/companies", {"at": 1_795_000_000_000}).json() == {"touched": count}
    found = crm.search(
        "companies", {"propertyName": "hs_lastmodifieddate", "operator": "EQ", "value": "1795000000000"}
    )
    assert found["total"] == count
    assert crm.box.world.ledger.last_seq == seq


def test_statistics_count_requests_by_route(crm: Caller) -> None:
    before = crm.get("/_sandbox/stats").json()
    crm.get("/crm/v3/objects/contacts", limit=7)
    after = crm.get("/_sandbox/stats").json()
    assert after["requests"] == before["requests"] + 1
    assert after["records_served"] == before["records_served"] + 7
    assert after["requests_by_route"]["GET /crm/v3/objects/{object}"] >= 1


def test_an_integrations_writes_stand_in_the_ledger_with_their_trace(crm: Caller) -> None:
    inputs = [{"objectWriteTraceId": "op-77", "properties": {"lastname": "Traced"}}]
    crm.post("/crm/v3/objects/contacts/batch/create", {"inputs": inputs})
    entry = crm.box.control.ledger(crm.box.world.ledger.last_seq - 1)[0]
    assert (entry.op, entry.trace, entry.actor.kind) == (Op.CREATE, "op-77", "integration")


def test_unknown_paths_methods_and_bodies_are_answered_as_the_vendor_would(crm: Caller) -> None:
    assert crm.get("/nowhere").json()["category"] == "OBJECT_NOT_FOUND"
    assert crm.call("PUT", "/crm/v3/objects/contacts").status_code == 405
    broken = crm.call("POST", "/crm/v3/objects/contacts", data=b"{broken")
    assert broken.status_code == 400
    assert broken.json()["message"].startswith("Invalid input JSON")


def test_tls_is_trusted_with_its_own_authority(tmp_path: Path) -> None:
    with Sandbox("hubspot", Options(records=0), tls_folder=tmp_path) as box:
        assert box.url.startswith("https://127.0.0.1:")
        assert box.certificates is not None
        with requests.Session() as session:
            session.trust_env = False
            session.verify = str(box.certificates.ca)
            headers = {"authorization": f"Bearer {PRIVATE_TOKEN}"}
            assert session.get(f"{box.url}/crm/v3/owners", headers=headers, timeout=5).status_code == 200
            assert session.get(f"https://localhost:{box.port}/_sandbox/stats", timeout=5).status_code == 200
            session.verify = True
            with pytest.raises(requests.exceptions.SSLError):
                session.get(f"{box.url}/crm/v3/owners", timeout=5)


def test_it_serves_loopback_only_and_only_crms_it_knows() -> None:
    with pytest.raises(ValueError, match="loopback only"):
        Sandbox("hubspot", host="0.0.0.0")
    with pytest.raises(ValueError, match="there is no sandbox for 'siebel'"):
        serve("siebel")


def test_a_port_in_use_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(PortInUse, match=f"port {port} "):
            serve("hubspot", Options(records=0), port=port)
        done = command("hubspot", "--records", "0", "--port", str(port))
        assert done.wait(30) == 2
        assert f"port {port} on 127.0.0.1 cannot be used" in done.communicate()[1]


def test_the_command_serves_until_it_is_told_to_stop(tmp_path: Path) -> None:
    faults = tmp_path / "faults.toml"
    faults.write_text("throttle = 1.0\n", encoding="utf-8")
    running = command(
        "hubspot", "--port", "0", "--records", "10", "--faults", str(faults), "--set", "limits=pro"
    )
    assert running.stdout is not None
    line = running.stdout.readline()
    found = re.fullmatch(r"sandbox hubspot ready on (http://127\.0\.0\.1:\d+)\n", line)
    assert found, (line, running.communicate())
    with requests.Session() as session:
        session.trust_env = False
        assert session.get(found[1] + "/crm/v3/owners", timeout=5).status_code == 429
    running.send_signal(signal.SIGTERM)
    assert running.wait(20) == 0
    running.communicate()


def test_the_command_refuses_a_misspelt_fault(tmp_path: Path) -> None:
    faults = tmp_path / "faults.json"
    faults.write_text('{"trottle": 1}', encoding="utf-8")
    done = command("hubspot", "--faults", str(faults))
    assert done.wait(30) == 2
    assert "unknown fault 'trottle'" in done.communicate()[1]


def command(*arguments: str) -> subprocess.Popen[str]:
    """The sandbox as a process."""
    return subprocess.Popen(
        [sys.executable, "-m", "adapters.sandbox", *arguments],
        cwd=REPOSITORY,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
