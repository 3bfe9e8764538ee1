"""The sandbox's answers beside those recorded from real orgs; skipped where those are not at hand."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from adapters.sandbox.calls import Answer, Call, json_answer
from adapters.sandbox.ledger import Actor, ActorKind
from adapters.sandbox.salesforce import build
from adapters.sandbox.salesforce.org import SalesforceOrg
from adapters.sandbox.salesforce.schema import Schema
from adapters.sandbox.system import Options

ROOT = Path(__file__).resolve().parents[3]
SHARED = Path(os.environ.get("CRMSYNC_SHARED", ROOT.parent / "shared")) / "contracts"
BASE = "/services/data/v60.0"


def recorded(path: str) -> Any:
    file = SHARED / path
    if not file.is_file():
        pytest.skip(f"recording {file} is not here; set CRMSYNC_SHARED to the folder that holds contracts/")
    return json.loads(file.read_text(encoding="utf-8"))


def amp(name: str) -> Any:
    return recorded(f"recorded/salesforce/amp-labs/{name}")


def cassette(name: str) -> list[Any]:
    found: list[Any] = recorded(f"recorded/salesforce/cumulusci/{name}.json")
    return found


@pytest.fixture
def org() -> SalesforceOrg:
    return build(Options(records=0))


def ask(org: SalesforceOrg, method: str, path: str, body: Any = None, query: str = "") -> Answer:
    call = Call(
        method=method,
        path=BASE + path,
        query_string=query,
        body=b"" if body is None else json_answer(body).body,
        actor=Actor(kind=ActorKind.INTEGRATION, id="app"),
    )
    route, call.params, _ = org.router.match(method, call.path)
    assert route is not None
    return route.handler(call)


def said(answer: Answer) -> Any:
    return json.loads(answer.body)


def shape(value: Any) -> Any:
    """Keys and types of an answer, its values left out."""
    if isinstance(value, dict):
        return {key: shape(part) for key, part in value.items()}
    if isinstance(value, list):
        return [shape(part) for part in value]
    return type(value).__name__


def select(text: str) -> str:
    return "q=" + text.replace(" ", "+").replace("=", "%3D")


def test_creating(org: SalesforceOrg) -> None:
    wanted = amp("create-ok.json")
    answer = ask(org, "POST", "/sobjects/Account", {"Name": "A"})
    assert (answer.status, shape(said(answer))) == (201, shape(wanted))


def test_unknown_object_in_a_query(org: SalesforceOrg) -> None:
    wanted = amp("unknown-object.json")
    answer = ask(org, "GET", "/query", query=select("SELECT Id,Name,BillingCity,IsDeleted FROM Accout"))
    assert (answer.status, said(answer)) == (400, wanted)


def test_unknown_object_in_a_count(org: SalesforceOrg) -> None:
    wanted = cassette("TestCountSObjects.test_count_sobjects__errors")[-1]["response"]["body"][
        "compositeResponse"
    ][1]
    parts = [{"method": "GET", "url": f"{BASE}/query?q=select count() from XYZZY", "referenceId": "refXYZZY"}]
    answer = said(ask(org, "POST", "/composite", {"compositeRequest": parts}))["compositeResponse"][0]
    assert {**answer, "httpHeaders": {}} == wanted


def test_unknown_resource_in_a_composite(org: SalesforceOrg) -> None:
    exchange = cassette("TestCompositeParallelSalesforce.test_errors")[0]
    parts = [{"method": "GET", "url": f"{BASE}/sobjects/Foo", "referenceId": "CCI__RefId__0__"}]
    answer = said(ask(org, "POST", "/composite", {"compositeRequest": parts}))
    assert answer == exchange["response"]["body"]


def test_unknown_field_in_a_write(org: SalesforceOrg) -> None:
    wanted = amp("unknown-field.json")
    answer = ask(org, "POST", "/sobjects/Account", {"Name": "A", "AccountNumer": "1"})
    assert (answer.status, said(answer)) == (400, wanted)


def test_field_that_may_not_be_written(org: SalesforceOrg) -> None:
    wanted = amp("invalid-field-upsert.json")
    answer = ask(org, "POST", "/sobjects/Account", {"Name": "A", "MasterRecordId": None})
    assert (answer.status, said(answer)) == (400, wanted)


def test_writing_to_what_was_deleted(org: SalesforceOrg) -> None:
    wanted = amp("crm/delete/not-found.json")
    id = said(ask(org, "POST", "/sobjects/Account", {"Name": "A"}))["id"]
    assert ask(org, "DELETE", f"/sobjects/Account/{id}").status == 204
    answer = ask(org, "DELETE", f"/sobjects/Account/{id}")
    assert (answer.status, said(answer)) == (404, wanted)


def test_creating_a_collection(org: SalesforceOrg) -> None:
    payload, wanted = amp("batch/create/contacts/payload.json"), amp("batch/create/contacts/success.json")
    answer = ask(org, "POST", "/composite/sobjects", payload)
    assert (answer.status, shape(said(answer))) == (200, shape(wanted))


def test_creating_a_collection_all_or_none(org: SalesforceOrg) -> None:
    payload, wanted = (
        amp("batch/create/contacts/payload.json"),
        amp("batch/create/contacts/partial-but-allOrNone.json"),
    )
    payload["allOrNone"] = True
    del payload["records"][0]["LastName"]
    answer = ask(org, "POST", "/composite/sobjects", payload)
    assert (answer.status, said(answer)) == (200, wanted)


def test_creating_an_empty_collection(org: SalesforceOrg) -> None:
    wanted = amp("batch/create/contacts/err-bad-request.json")
    answer = ask(org, "POST", "/composite/sobjects", {"records": []})
    assert (answer.status, said(answer)) == (400, wanted)


def test_changing_a_collection_without_ids(org: SalesforceOrg) -> None:
    wanted = amp("batch/update/contacts/err-each-no-ids.json")
    records = [{"attributes": {"type": "Contact"}, "LastName": name} for name in ("A", "B")]
    answer = ask(org, "PATCH", "/composite/sobjects", {"records": records})
    assert (answer.status, said(answer)) == (200, wanted)


def test_changing_a_collection_all_or_none(org: SalesforceOrg) -> None:
    wanted = amp("batch/update/contacts/partial-but-allOrNone.json")
    ids = [said(ask(org, "POST", "/sobjects/Contact", {"LastName": name}))["id"] for name in ("A", "B")]
    records = [
        {"attributes": {"type": "Contact"}, "id": ids[0], "LastName": "A2"},
        {"attributes": {"type": "Contact"}, "id": ids[1], "unknownField_LastName": "B2"},
    ]
    answer = ask(org, "PATCH", "/composite/sobjects", {"allOrNone": True, "records": records})
    assert (answer.status, said(answer)) == (200, wanted)


def test_upserting_a_collection_by_email(org: SalesforceOrg) -> None:
    exchanges = [
        each
        for each in cassette("TestUpsert.test_upsert__rest")
        if each["request"]["method"] == "PATCH" and each["request"]["uri"].endswith("/Contact/Email")
    ]
    assert exchanges
    for exchange in exchanges:
        answer = ask(org, "PATCH", "/composite/sobjects/Contact/Email", exchange["request"]["body"])
        wanted = exchange["response"]["body"]
        assert (answer.status, shape(said(answer))) == (exchange["response"]["status"]["code"], shape(wanted))
        assert [each["created"] for each in said(answer)] == [each["created"] for each in wanted]


def test_query_rows(org: SalesforceOrg) -> None:
    wanted = amp("read-opportunity-with-contacts.json")
    deal = {
        "Name": "Test Opportunity",
        "Amount": 50000,
        "StageName": "Prospecting",
        "CloseDate": "2026-01-01",
    }
    opportunity = said(ask(org, "POST", "/sobjects/Opportunity", deal))["id"]
    for name in ("A", "B"):
        contact = said(ask(org, "POST", "/sobjects/Contact", {"LastName": name}))["id"]
        role = {"OpportunityId": opportunity, "ContactId": contact, "Role": "Decision Maker"}
        assert ask(org, "POST", "/sobjects/OpportunityContactRole", role).status == 201
    roles = "(SELECT Id, ContactId, Role FROM OpportunityContactRoles)"
    text = f"SELECT Id, Name, Amount, StageName, {roles} FROM Opportunity"
    answer = ask(org, "GET", "/query", query=select(text))
    assert shape(said(answer)) == shape(wanted)


def test_compound_address(org: SalesforceOrg) -> None:
    wanted = amp("read-list-leads.json")["records"][0]
    lead = {
        "LastName": "B",
        "Company": "C",
        "City": "Tallahassee",
        "Country": "USA",
        "PostalCode": "32306",
        "State": "FL",
    }
    ask(org, "POST", "/sobjects/Lead", {**lead, "Street": "321 Westcott Building"})
    answer = ask(org, "GET", "/query", query=select("SELECT Address, City FROM Lead"))
    assert said(answer)["records"][0]["Address"] == wanted["Address"]


@pytest.mark.parametrize("name", ["Account", "Contact", "Lead", "Opportunity", "OpportunityContactRole"])
def test_described_fields_are_the_recorded_ones_to_the_letter(name: str) -> None:
    wanted = {field["name"]: field for field in recorded(f"salesforce/describe/{name}.json")["fields"]}
    fields = Schema(now_ms=0).objects[name].fields
    assert len(fields) > 10
    for field in fields.values():
        assert dict(field.described) == wanted[field.name]


def test_a_describe_has_the_recorded_parts(org: SalesforceOrg) -> None:
    wanted = recorded("salesforce/describe/Contact.json")
    answer = said(ask(org, "GET", "/sobjects/Contact/describe"))
    assert set(answer) == set(wanted)
    for key in (
        "keyPrefix",
        "mergeable",
        "replicateable",
        "queryable",
        "undeletable",
        "labelPlural",
        "custom",
    ):
        assert answer[key] == wanted[key]


def test_the_global_list_has_the_recorded_parts(org: SalesforceOrg) -> None:
    wanted = {each["name"]: each for each in recorded("salesforce/describe/_global.json")["sobjects"]}
    for each in said(ask(org, "GET", "/sobjects"))["sobjects"]:
        if each["name"] in wanted:
            theirs = wanted[each["name"]]
            assert set(each) <= set(theirs)
            # One recorded entry (Lead) lost its key prefix; addresses name another version.
            for key in set(each) - {"urls"} - ({"keyPrefix"} if theirs["keyPrefix"] is None else set()):
                assert each[key] == theirs[key], (each["name"], key)
