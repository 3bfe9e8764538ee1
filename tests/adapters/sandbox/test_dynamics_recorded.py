"""The Dynamics sandbox's answers beside recorded and published ones; skipped where those are not at hand."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from adapters.sandbox.server import Sandbox
from adapters.sandbox.system import Options
from tests.adapters.sandbox.dynamics_caller import Caller

SHARED = Path(os.environ.get("CRMSYNC_SHARED", Path(__file__).resolve().parents[4] / "shared")) / "contracts"
NOBODY = "00000000-0000-0000-0000-000000000001"


def recorded(path: str) -> Any:
    file = SHARED / path
    if not file.is_file():
        pytest.skip(f"recording {file} is not here; set CRMSYNC_SHARED to the folder that holds contracts/")
    return json.loads(file.read_text(encoding="utf-8"))


def docs(name: str) -> Any:
    return recorded(f"recorded/dataverse/ms-docs/{name}.json")


@pytest.fixture(scope="module")
def api() -> Iterator[Caller]:
    with Sandbox("dynamics", Options(records=20, settings={"key_delay_ms": 0})) as running:
        yield Caller(running)


def shape(value: Any, name: str = "") -> set[str]:
    """The paths of a JSON value with the kinds of what stands there; lists count as their first element."""
    if isinstance(value, dict):
        return {path for key, inner in value.items() for path in shape(inner, f"{name}.{key}")}
    if isinstance(value, list):
        return shape(value[0], f"{name}[]") if value else set()
    return {f"{name}:{type(value).__name__}"}


def test_a_page_of_contacts_looks_like_a_recorded_one(api: Caller) -> None:
    theirs = recorded("recorded/dataverse/amp-labs/contacts-read.json")
    row = api.get("contacts?$top=1&$select=contactid")["value"][0]["contactid"]
    api.change(f"contacts({row})", {"familystatuscode": 1, "fax": "1", "emailaddress1": "a@b.example"})
    path = "contacts?$select=fullname,emailaddress1,fax,familystatuscode"
    ours = api.get(path, prefer='odata.include-annotations="*",odata.maxpagesize=2')
    assert shape(theirs) == shape(ours)
    assert list(theirs["value"][0]) == list(ours["value"][0])
    assert (
        ours["@odata.context"].partition("$metadata")[2] == theirs["@odata.context"].partition("$metadata")[2]
    )
    link, other = (one["@odata.nextLink"].partition("/api/")[2] for one in (ours, theirs))
    assert link.partition("&$skiptoken=")[0] == other.partition("&$skiptoken=")[0]


@pytest.mark.parametrize(
    ("kind", "file"), [("Picklist", "picklists"), ("State", "states"), ("Status", "statuses")]
)
def test_option_sets_look_like_recorded_ones(api: Caller, kind: str, file: str) -> None:
    theirs = recorded(f"recorded/dataverse/amp-labs/metadata/contacts/options-{file}.json")["value"]
    path = (
        f"EntityDefinitions(LogicalName='contact')/Attributes/Microsoft.Dynamics.CRM.{kind}AttributeMetadata"
    )
    found = api.get(f"{path}?$select=LogicalName&$expand=OptionSet($select=Options)")["value"]
    ours = {one["LogicalName"]: one for one in found}
    for one in theirs:
        assert one["LogicalName"] in ours
        mine = ours[one["LogicalName"]]["OptionSet"]["Options"]
        assert shape(one["OptionSet"]["Options"]) <= shape(mine)
        if kind != "Picklist":  # choices of a picklist are each org's own
            for option, same in zip(one["OptionSet"]["Options"], mine, strict=True):
                kept = ("Value", "State", "DefaultStatus", "InvariantName")
                assert {k: option[k] for k in kept if k in option} == {k: same[k] for k in kept if k in same}


def test_columns_are_described_as_in_a_recording(api: Caller) -> None:
    theirs = recorded("recorded/dataverse/amp-labs/metadata/contacts/attributes.json")["value"]
    found = api.get("EntityDefinitions(LogicalName='contact')/Attributes")["value"]
    ours = {one["LogicalName"]: one for one in found}
    common = [one for one in theirs if one["LogicalName"] in ours]
    assert len(common) >= 5
    for one in common:
        mine = ours[one["LogicalName"]]
        for name in (
            "@odata.type",
            "SchemaName",
            "AttributeTypeName",
            "IsValidForCreate",
            "IsValidForUpdate",
        ):
            assert mine.get(name, "") == one[name], (one["LogicalName"], name)


def test_a_tables_definition_looks_like_a_recorded_one(api: Caller) -> None:
    theirs = recorded("recorded/dataverse/amp-labs/metadata/contacts/entity-definition.json")
    ours = api.get("EntityDefinitions(LogicalName='contact')?$select=DisplayCollectionName")
    assert shape(theirs) == shape(ours)
    label = theirs["DisplayCollectionName"]["UserLocalizedLabel"]["Label"]
    assert ours["DisplayCollectionName"]["UserLocalizedLabel"]["Label"] == label


def test_the_tables_own_names_are_those_of_a_real_org(api: Caller) -> None:
    ours = {one["LogicalName"]: one for one in api.get("EntityDefinitions")["value"]}
    for theirs in recorded("recorded/dataverse/connection-viewer/EntityDefinitions_sample.json"):
        mine = ours.get(theirs["LogicalName"])
        if mine is not None:
            for name in (
                "EntitySetName",
                "PrimaryIdAttribute",
                "PrimaryNameAttribute",
                "SchemaName",
                "ObjectTypeCode",
            ):
                assert mine[name] == theirs[name], (theirs["LogicalName"], name)


def test_change_tracking_answers_as_published(api: Caller) -> None:
    sample = docs("change_tracking")
    query = "accounts?$select=name,accountnumber,telephone1,fax"
    id = api.create("accounts", name="Monte Orton", telephone1="555000", fax="10101")
    answer = api.send("GET", query, prefer="odata.track-changes")
    wanted = sample["initial"]["response"]
    assert answer.headers["Preference-Applied"] == wanted["headers"]["Preference-Applied"]
    ours = next(one for one in answer.json()["value"] if one["accountid"] == id)
    assert {**ours, "@odata.etag": ""} == {**wanted["body"]["value"][0], "accountid": id, "@odata.etag": ""}
    link = answer.json()["@odata.deltaLink"]
    path = wanted["body"]["@odata.deltaLink"].partition("/accounts")[2].partition("$deltatoken=")[0]
    assert link.partition("/accounts")[2].partition("$deltatoken=")[0] == path
    api.change(f"accounts({id})", {"fax": "2"})
    gone = api.create("accounts", name="Gone")
    api.send("DELETE", f"accounts({gone})")
    delta, published = api.get(link)["value"], sample["delta"]["response"]["body"]["value"]
    assert [sorted(one) for one in delta] == [
        sorted({**published[0], "accountnumber": None}),
        sorted(published[1]),
    ]
    assert delta[1]["reason"] == published[1]["reason"]
    assert delta[1]["@odata.context"].partition("#")[2] == published[1]["@odata.context"].partition("#")[2]


def test_refusals_speak_as_published(api: Caller) -> None:
    errors = docs("errors")

    def said(answer: requests.Response) -> tuple[int, str]:
        return answer.status_code, answer.json()["error"]["message"]

    def published(name: str) -> tuple[int, str]:
        return errors[name]["status"], errors[name]["body"]["error"]["message"]

    missing = api.change(f"accounts({NOBODY})", {"name": "x"}, If_Match="*")
    assert said(missing) == published("if_match_star_missing_record")
    id = api.create("accounts", name="A")
    exists = api.change(f"accounts({id})", {"name": "x"}, If_None_Match="*")
    assert said(exists) == published("if_none_match_star_exists")
    stale = api.change(f"accounts({id})", {"name": "x"}, If_Match='W/"1"')
    assert said(stale) == published("etag_mismatch")
    long = api.send("POST", "tasks", json={"subject": "x" * 201})
    assert said(long) == published("max_length")
    assert long.json() == errors["max_length"]["body"]
    codes = errors["concurrency_codes"]
    assert int(stale.json()["error"]["code"], 16) == codes["ConcurrencyVersionMismatch"] + (1 << 32)


def test_upserts_answer_as_published(api: Caller) -> None:
    sample = docs("upsert")
    key = {"SchemaName": "crms_Number", "KeyAttributes": ["accountnumber"]}
    api.send("POST", "EntityDefinitions(LogicalName='account')/Keys", json=key)
    for status in ("create", "update"):
        answer = api.change(f"accounts(accountnumber='{status[:1]}')", {"name": "2:2"})
        wanted = sample["create_or_update"]["response"]
        assert answer.status_code == wanted["status"]
        assert all(name in answer.headers for name in wanted["headers"])
        shown = api.change(
            f"accounts(accountnumber='{status if status == 'create' else 'c'}')?$select=accountid",
            {"name": "3:3"},
            prefer="return=representation",
        )
        wanted = sample[f"{status}_return_representation"]["response"]
        assert shown.status_code == wanted["status"]
        assert len(shown.json()) == len(wanted["body"]) + 1  # the sample leaves the context out
        assert shown.headers["ETag"] == shown.json()["@odata.etag"]


def test_a_batch_that_goes_on_answers_as_published(api: Caller) -> None:
    file = SHARED / "recorded/dataverse/ms-docs/batch_continue_on_error_response.txt"
    if not file.is_file():
        pytest.skip(f"recording {file} is not here; set CRMSYNC_SHARED to the folder that holds contracts/")
    head = "--b\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n"
    post = "POST /api/data/v9.2/tasks HTTP/1.1\r\nContent-Type: application/json; type=entry\r\n\r\n"
    bodies = [json.dumps({"subject": subject}) for subject in ("x" * 201, "fits")]
    body = "".join(f"{head}{post}{one}\r\n" for one in bodies) + "--b--\r\n"
    answer = api.send(
        "POST",
        "$batch",
        prefer="odata.continue-on-error",
        body=body.encode(),
        Content_Type="multipart/mixed; boundary=b",
    )
    theirs = file.read_text(encoding="utf-8").partition("\n\n")[2]
    assert _skeleton(answer.text) == _skeleton(theirs)


def _skeleton(text: str) -> list[str]:
    """Lines without what is another in each answer: ids, addresses, the boundary, a header of tracing."""
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("REQ_ID")]
    return [
        line.partition(": ")[0]
        if line.startswith(("Location", "OData-EntityId"))
        else line.partition("response_")[0]
        for line in lines
    ]
