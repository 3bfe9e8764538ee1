"""Batches, change sets and the Multiple actions of the Dynamics sandbox: what is written together and what is not."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
import requests

from adapters.sandbox.faults import parse_faults
from adapters.sandbox.server import Sandbox
from adapters.sandbox.system import Options
from tests.adapters.sandbox.dynamics_caller import Caller, error_of

TYPE = "Microsoft.Dynamics.CRM.contact"


@pytest.fixture
def box() -> Iterator[Sandbox]:
    with Sandbox("dynamics", Options(records=0, settings={"key_delay_ms": 0})) as running:
        yield running


@pytest.fixture
def api(box: Sandbox) -> Caller:
    return Caller(box)


def part(method: str, path: str, body: Any = None, *, id: str = "", **headers: str) -> str:
    lines = ["Content-Type: application/http", "Content-Transfer-Encoding: binary"]
    lines += [f"Content-ID: {id}"] if id else []
    lines += ["", f"{method} /api/data/v9.2/{path} HTTP/1.1"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    if body is not None:
        lines += ["Content-Type: application/json; type=entry"]
    return "\r\n".join([*lines, "", "" if body is None else json.dumps(body, ensure_ascii=False)])


def together(*parts: str, boundary: str = "set") -> str:
    inside = "".join(f"--{boundary}\r\n{one}\r\n" for one in parts)
    return f"Content-Type: multipart/mixed; boundary={boundary}\r\n\r\n{inside}--{boundary}--\r\n"


def send(api: Caller, *parts: str, prefer: str = "") -> requests.Response:
    body = "".join(f"--batch\r\n{one}\r\n" for one in parts) + "--batch--\r\n"
    return api.send(
        "POST", "$batch", prefer=prefer, body=body.encode(), Content_Type='multipart/mixed; boundary="batch"'
    )


def statuses(answer: requests.Response) -> list[int]:
    return [int(found) for found in re.findall(r"HTTP/1\.1 (\d{3})", answer.text)]


def names(api: Caller) -> list[str]:
    return sorted(row["lastname"] for row in api.get("contacts?$select=lastname")["value"])


def test_parts_are_answered_in_order_and_stand_for_themselves(api: Caller) -> None:
    made = [part("POST", "contacts", {"lastname": name}) for name in ("A", "Ünïcode 😀", "C")]
    answer = send(api, *made, part("GET", "contacts?$select=lastname&$filter=lastname eq 'C'"))
    assert answer.status_code == 200
    assert statuses(answer) == [204, 204, 204, 200]
    assert names(api) == ["A", "C", "Ünïcode 😀"]
    assert '"lastname":"C"' in answer.text


def test_an_error_ends_the_batch_unless_it_may_go_on(api: Caller) -> None:
    parts = [part("POST", "contacts", {"lastname": name}) for name in ("A", "x" * 51, "C")]
    stopped = send(api, *parts)
    assert (stopped.status_code, statuses(stopped), names(api)) == (400, [204, 400], ["A"])
    going = send(api, *parts, prefer="odata.continue-on-error")
    assert (going.status_code, statuses(going), names(api)) == (200, [204, 400, 204], ["A", "A", "C"])
    assert "0x80044331" in going.text


def test_a_change_set_refers_to_what_it_makes(api: Caller) -> None:
    answer = send(
        api,
        together(
            part("POST", "accounts", {"name": "Firm"}, id="1"),
            part("POST", "contacts", {"lastname": "P", "parentcustomerid_account@odata.bind": "$1"}, id="2"),
            part("PATCH", "$1", {"telephone1": "123"}, id="3").replace("/api/data/v9.2/$1", "$1"),
        ),
    )
    assert statuses(answer) == [204, 204, 204], answer.text
    firm = api.get("accounts?$select=name,telephone1")["value"][0]
    assert firm["telephone1"] == "123"
    assert (
        api.get("contacts?$select=_parentcustomerid_value")["value"][0]["_parentcustomerid_value"]
        == firm["accountid"]
    )


def test_a_change_set_that_fails_leaves_nothing_not_even_in_the_ledger(api: Caller, box: Sandbox) -> None:
    old, other = api.create("contacts", lastname="Old"), api.create("contacts", lastname="Other")
    before, row = box.world.ledger.last_seq, api.get(f"contacts({old})")
    link = api.get("contacts?$select=lastname", prefer="odata.track-changes")["@odata.deltaLink"]
    failing = together(
        part("POST", "contacts", {"lastname": "New"}, id="1"),
        part("PATCH", f"contacts({old})", {"lastname": "Newer"}, id="2"),
        part("DELETE", f"contacts({other})", id="3"),
        part("PATCH", f"contacts({other})", {"lastname": "gone"}, id="4", If_Match="*"),
    )
    answer = send(api, failing)
    assert (answer.status_code, statuses(answer)) == (404, [404])
    assert names(api) == ["Old", "Other"]
    assert api.get(f"contacts({old})") == row
    assert box.world.ledger.last_seq == before
    assert api.get(link)["value"] == []
    assert api.change(f"contacts({old})", {"lastname": "Z"}, If_Match=row["@odata.etag"]).status_code == 204


def test_what_is_no_batch_is_refused(api: Caller) -> None:
    plain = api.send("POST", "$batch", json={"requests": []})
    assert plain.status_code == 400
    open_end = api.send("POST", "$batch", body=b"--b\r\n", Content_Type="multipart/mixed; boundary=b")
    assert open_end.status_code == 400
    reading = send(api, together(part("GET", "contacts", id="1")))
    assert reading.status_code == 400
    many = send(api, *[part("POST", "contacts", {"lastname": "x"})] * 1001)
    assert many.status_code == 400
    assert names(api) == []


def test_a_thousand_rows_fit_one_batch(api: Caller) -> None:
    answer = send(api, *[part("POST", "contacts", {"lastname": f"{at:04}"}) for at in range(1000)])
    assert statuses(answer) == [204] * 1000
    assert len(names(api)) == 1000


def test_multiple_rows_are_written_all_or_none(api: Caller, box: Sandbox) -> None:
    def targets(*lastnames: str) -> dict[str, Any]:
        return {"Targets": [{"@odata.type": TYPE, "lastname": name} for name in lastnames]}

    made = api.send("POST", "contacts/Microsoft.Dynamics.CRM.CreateMultiple", json=targets("A", "B"))
    ids = made.json()["Ids"]
    assert [api.get(f"contacts({id})")["lastname"] for id in ids] == ["A", "B"]
    before = box.world.ledger.last_seq
    failed = api.send("POST", "contacts/Microsoft.Dynamics.CRM.CreateMultiple", json=targets("C", "x" * 51))
    assert (error_of(failed), names(api), box.world.ledger.last_seq) == ("0x80044331", ["A", "B"], before)
    untyped = {"Targets": [{"lastname": "C"}]}
    assert api.send("POST", "contacts/Microsoft.Dynamics.CRM.CreateMultiple", json=untyped).status_code == 400
    changes = {
        "Targets": [{"@odata.type": TYPE, "contactid": id, "lastname": f"N{at}"} for at, id in enumerate(ids)]
    }
    assert api.send("POST", "contacts/Microsoft.Dynamics.CRM.UpdateMultiple", json=changes).status_code == 204
    assert names(api) == ["N0", "N1"]
    changes["Targets"][1]["contactid"] = "00000000-0000-0000-0000-000000000001"
    changes["Targets"][0]["lastname"] = "never"
    assert api.send("POST", "contacts/Microsoft.Dynamics.CRM.UpdateMultiple", json=changes).status_code == 404
    assert names(api) == ["N0", "N1"]
    assert api.send("POST", "contacts/Microsoft.Dynamics.CRM.UpsertMultiple", json=changes).status_code == 204
    assert names(api) == ["N1", "N1", "never"]


def test_a_token_may_end_in_the_middle_of_a_batch(api: Caller, box: Sandbox) -> None:
    box.control.set_faults(parse_faults({"unauthorized_mid_batch": {"value": 1.0, "times": 1}}))
    parts = [part("POST", "contacts", {"lastname": name}) for name in "ABCD"]
    assert send(api, *parts).status_code == 401
    assert names(api) == ["A", "B"]


def test_parts_can_fail_by_fault(api: Caller, box: Sandbox) -> None:
    box.control.set_faults(parse_faults({"partial_failure": 0.5, "seed": 3}))
    parts = [part("POST", "contacts", {"lastname": f"{at}"}) for at in range(40)]
    found = statuses(send(api, *parts, prefer="odata.continue-on-error"))
    assert len(found) == 40
    assert set(found) == {204, 400}
    box.control.set_faults(parse_faults({}))
    assert len(names(api)) == found.count(204)


def test_a_rival_is_quicker_than_a_part_of_a_batch(api: Caller, box: Sandbox) -> None:
    id = api.create("contacts", lastname="A", jobtitle="Chief cook")
    tag = api.get(f"contacts({id})")["@odata.etag"]
    box.control.set_faults(parse_faults({"rival_edit": 1.0}))
    answer = send(api, part("PATCH", f"contacts({id})", {"jobtitle": "Second cook"}, If_Match=tag))
    box.control.set_faults(parse_faults({}))
    assert statuses(answer) == [412]
    assert api.get(f"contacts({id})")["jobtitle"].startswith("Rival #")
    box.control.set_faults(parse_faults({"rival_edit": 1.0}))
    targets = [{"@odata.type": TYPE, "contactid": id, "jobtitle": "Third cook"}]
    api.send("POST", "contacts/Microsoft.Dynamics.CRM.UpdateMultiple", json={"Targets": targets})
    ledger = box.control.ledger(box.world.ledger.last_seq - 2)
    assert [str(entry.changes["jobtitle"])[:6] for entry in ledger] == ["Rival ", "Third "]
